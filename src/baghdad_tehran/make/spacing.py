"""Uneven space: runs of spaces, and the line ends inside a wrapped paragraph, are one space to whoever looks for words."""

from __future__ import annotations

import re
from bisect import bisect_right

from .marks import Mark
from .words import WordMarker

_RUN = re.compile(r"(?<=[^\s])[ \t\u00a0]{2,}(?=[^\s])")
_WRAPPED = re.compile(r"(?<=[^\s])(?:[ \t\u00a0]{2,}|[ \t]*\n[ \t]*)(?=[^\s])")


class Evened:
    """A text in which each run of white space is one space, and which place in it is which place in the text as it is."""

    def __init__(self, text: str, wrapped: bool):
        pieces: list[str] = []
        self._at: list[int] = []  # in the even text, where something was left out before
        self._from: list[int] = []  # in the text as it is, the same
        self._gone: list[int] = []  # how much, all told
        last = gone = 0
        for match in (_WRAPPED if wrapped else _RUN).finditer(text):
            pieces += [text[last : match.start()], " "]
            gone += len(match.group()) - 1
            last = match.end()
            self._at.append(last - gone)
            self._from.append(last)
            self._gone.append(gone)
        pieces.append(text[last:])
        self.text = "".join(pieces)

    def there(self, at: int) -> int:
        """The place in the even text of one in the text as it is."""
        k = bisect_right(self._from, at) - 1
        return at - self._gone[k] if k >= 0 else at

    def back(self, at: int) -> int:
        """The place in the text as it is of one in the even text."""
        k = bisect_right(self._at, at) - 1
        return at + self._gone[k] if k >= 0 else at

    def mark(self, marker: WordMarker, start: int, end: int) -> list[Mark]:
        """The marks of a piece of the text as it is."""
        return [self._placed(mark) for mark in marker.mark(self.text, self.there(start), self.there(end))]

    def _placed(self, mark: Mark) -> Mark:
        attrs = mark.attrs
        if "cue" in attrs:
            s, e = attrs["cue"]
            attrs = {**attrs, "cue": (self.back(s), self.back(e - 1) + 1)}
        return Mark(mark.kind, self.back(mark.start), self.back(mark.end - 1) + 1, attrs, mark.parts)


def uneven(text: str, wrapped: bool) -> Evened | None:
    """The text made even, or None where it is. `wrapped`: paragraphs go over more than one line."""
    return Evened(text, wrapped) if (_WRAPPED if wrapped else _RUN).search(text) else None
