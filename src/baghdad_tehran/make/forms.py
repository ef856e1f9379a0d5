"""Forms: what of the vocabulary stands where in a text, and where a name may begin, read once for each text and not for each piece.

Marks are made of the pieces between and inside quotations, and of the furniture again (words.py): many short pieces, for
which one pass over the whole text is cheaper than a pass over each. What of it holds in a piece is for whoever asks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from .vocabulary import lower

Form = tuple[int, int, int]  # number of the word, start, end


class Forms:
    """Finds words, given in small letters, in texts; and where a name may begin: a capital, or an article with a hyphen behind it."""

    def __init__(self, words: Sequence[str], upper: str, articles: Sequence[str]):
        import ahocorasick_rs

        self._automaton = ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.Standard)
        self._capital = re.compile(rf"[{upper}](?<![\w’'-][\s\S])")
        self._joint = re.compile(rf"[-‑](?=[{upper}])")
        self._article = re.compile(rf"(?<![\w’'-])(?:{'|'.join(articles)})$")
        self._longest = max(map(len, articles), default=0)
        self._last = Reading("", [], [])

    def read(self, text: str) -> Reading:
        """The reading of a text; of the text that was read last, the same one."""
        last = self._last
        if last.text is not text:
            found = self._automaton.find_matches_as_indexes(lower(text), overlapping=True)
            self._last = last = Reading(text, found, self._begins(text))
        return last

    def _begins(self, text: str) -> list[int]:
        begins = [m.start() for m in self._capital.finditer(text)]
        joints = [m.start() for m in self._joint.finditer(text)]
        if joints:
            articles = (self._article.search(text, max(0, at - self._longest), at) for at in joints)
            begins = sorted({*begins, *(m.start() for m in articles if m)})
        return begins


class Reading:
    """One text, read. `begins`: where names may begin, in order."""

    __slots__ = ("_ends", "_found", "begins", "text")

    def __init__(self, text: str, found: list[Form], begins: list[int]):
        self.text, self._found, self.begins = text, found, begins
        self._ends = [end for _, _, end in found]

    def within(self, start: int, end: int) -> list[Form]:
        """What stands in text[start:end] whole, in the order of the ends."""
        found = self._found[bisect_right(self._ends, start) : bisect_right(self._ends, end)]
        return [form for form in found if form[1] >= start]


_BEFORE_HYPHEN = re.compile(r"(?<![^\W\d_])(?:ex|then|co)-$", re.IGNORECASE)
_ARTICLE = re.compile(r"(?<!\w)(?:[AEU][ln]|[AD]h?[sdrz]|As?h?)-$", re.IGNORECASE)  # "Al-Sabah": a name, and no region


def whole_word(text: str, s: int, e: int, start: int, end: int) -> bool:
    """Is text[s:e] a word of its own in the piece text[start:end]?"""
    if s > start:
        before = text[s - 1]
        if before.isalnum() or before in "_’'":
            return False
        if before == "-":
            if _ARTICLE.search(text, max(start, s - 5), s):
                return False
            if s - 1 > start and text[s - 2].islower() and text[s].islower() and not _BEFORE_HYPHEN.search(text, start, s):
                return False
    if e < end:
        after = text[e]
        if after.isalnum() or after == "_":
            return False
        if after == "-" and e + 1 < end and text[e + 1].islower():
            return False
    return True
