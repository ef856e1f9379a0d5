"""Marks and encoded lines: the form in which rules see a text.

A mark says what some characters are (a name, a state, a cue). A line is a stretch of text in which each mark has become
one private-use character, so that a rule is a short regular expression over kinds. Every unit of a line keeps its offsets
in the source; nothing here changes the text or decides what a mark is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

# One private-use character for each kind. The order is of no meaning; a kind may be added at the end.
KINDS = (
    # read off single words
    "NAME",
    "NATION",
    "DEMONYM",
    "CAPITAL",
    "REGION",
    "POST",
    "POSTS",
    "RANK",
    "BODYNAME",
    "DATE",
    "QUOTE",
    "PRONOUN",
    "SAID",
    "SAYING",
    "STRESSED",
    "STRESSING",
    "TOLD",
    "TELLING",
    "PLEDGED",
    "PLEDGING",
    "QUOTED",
    "QUOTING",
    "MET",
    "PLANNED",
    "CANCELLED",
    "CALLED",
    "HOSTED",
    "INSTRUMENT",
    "PREFIX",
    "HONORIFIC",
    # composed by rules
    "BODY",
    "OFFICE",
    "OFFICES",
    "COUNTERPART",
    "COUNTERPARTS",
    "PERSON",
    "GROUP",
    "DELEGATION",
    "JOINT",
    "PLACE",
    "VENUE",
    "FORUM",
    "AGREEMENT",
    "ENCOUNTER",
    "VISIT",
)
CHAR = {kind: chr(0xE000 + i) for i, kind in enumerate(KINDS)}
_SPACES = "\u00a0\t\n\r\u202f\u2009"
_APOSTROPHES = "’‘ʼ"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
MARKED = re.compile(f"[{CHAR[KINDS[0]]}-{CHAR[KINDS[-1]]}]")


def plain(text: str) -> str:
    """What rules see of plain characters, one for one: letters are small, spaces and apostrophes of one kind, and a private-use
    character in the text is no mark."""
    seen = text.replace("İ", "i").lower()  # the one letter whose small form is two characters
    if not seen.isascii():
        for sign in _APOSTROPHES:
            seen = seen.replace(sign, "'")
        seen = _PRIVATE.sub("\ufffd", seen)
    for sign in _SPACES:
        seen = seen.replace(sign, " ")
    return seen


@dataclass(slots=True)
class Mark:
    """What source[start:end] is. `attrs` depend on the kind; `parts` are the marks it was composed of."""

    kind: str
    start: int
    end: int
    attrs: dict[str, Any] = field(default_factory=dict)
    parts: tuple[Mark, ...] = ()

    def find(self, *kinds: str) -> list[Mark]:
        """Marks of these kinds in this one and its parts, in text order."""
        if self.kind in kinds:
            return [self]
        if not self.parts:
            return []
        return [m for part in self.parts for m in part.find(*kinds)]


def inside_word(code: str, i: int) -> bool:
    """Does unit i stand in the middle of a word? A rule that finds "is meeting" in "his meeting" has found nothing."""
    return 0 < i < len(code) and code[i].isalpha() and code[i - 1].isalpha()


def _append_evenly(codes: list[str], units: list[Any], seen: str, start: int, end: int) -> None:
    """Plain characters as units, of each run of spaces the first only."""
    kept = [i for i in range(start, end) if seen[i] != " " or i == start or seen[i - 1] != " "]
    codes.append("".join(seen[i] for i in kept))
    units.extend(kept)


class Line:
    """A stretch of text as units: plain characters, and marks as one private-use character each."""

    __slots__ = (
        "_all",
        "above",
        "alone",
        "below",
        "bodied",
        "code",
        "end",
        "grown",
        "grows",
        "quoted",
        "segment",
        "signs",
        "start",
        "text",
        "titled",
        "units",
    )

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        marks: Iterable[Mark],
        segment: str = "paragraph",
        quoted: bool = False,
        seen: str | None = None,
    ):
        """`seen`: plain(text), where it is at hand."""
        seen = plain(text) if seen is None else seen
        self.text, self.start, self.end, self.segment, self.quoted = text, start, end, segment, quoted
        codes: list[str] = []
        units: list[Any] = []  # int: the offset of a plain character
        at = start
        uneven = "  " in seen[start:end]
        for mark in marks:
            if mark.start > at and uneven:
                _append_evenly(codes, units, seen, at, mark.start)
            elif mark.start > at:
                codes.append(seen[at : mark.start])
                units.extend(range(at, mark.start))
            codes.append(CHAR[mark.kind])
            units.append(mark)
            at = mark.end
        if uneven:
            _append_evenly(codes, units, seen, at, end)
        else:
            codes.append(seen[at:end])
            units.extend(range(at, end))
        self.code = "".join(codes)
        self.units = units
        self.signs = 0  # what it holds of all that rules need (plans.py), as bits
        self.grows: list[dict[str, int]] = []  # each: kind of a mark -> what it may hold more where such a mark is composed
        self.grown: set[str] = set()  # kinds of which one was composed since
        self._all: list[Mark] | None = None
        self.alone: frozenset[str] = frozenset()  # names of one word that stand alone somewhere in the report
        self.bodied: frozenset[str] = frozenset()  # names that stand in the body of the report
        self.above: Mark | None = None  # the office which alone makes the line before this one
        self.below: Mark | None = None  # the office with which a short line after this one begins
        self.titled = False  # a heading in which every word has a capital

    def span(self, i: int, j: int) -> tuple[int, int]:
        """Source offsets of the units i to j (j exclusive); an empty range gives an empty span."""
        if i >= j:
            at = self.offset(i)
            return at, at
        first, last = self.units[i], self.units[j - 1]
        return (
            first.start if isinstance(first, Mark) else first,
            last.end if isinstance(last, Mark) else last + 1,
        )

    def offset(self, i: int) -> int:
        """Source offset at which unit i starts (the end of the line for i past the last unit)."""
        if i >= len(self.units):
            return self.end
        unit = self.units[i]
        return unit.start if isinstance(unit, Mark) else unit

    def marks(self, i: int = 0, j: int | None = None) -> list[Mark]:
        """The marks among units i to j."""
        if i == 0 and j is None:
            if self._all is None:
                self._all = [self.units[m.start()] for m in MARKED.finditer(self.code)]
            return self._all
        if j == i + 1:
            return [unit] if isinstance(unit := self.units[i], Mark) else []
        return [self.units[m.start()] for m in MARKED.finditer(self.code, i, len(self.code) if j is None else j)]

    def compose(self, i: int, j: int, mark: Mark) -> None:
        """Replace units i to j by one mark."""
        kind = mark.kind
        self.code = self.code[:i] + CHAR[kind] + self.code[j:]
        self.units[i:j] = [mark]
        if kind not in self.grown:
            self.grown.add(kind)
            for grows in self.grows:
                if kind in grows:
                    self.signs |= grows[kind]
        self._all = None

    def __repr__(self) -> str:
        names = {c: f"<{k}>" for k, c in CHAR.items()}
        return "".join(names.get(c, c) for c in self.code)


def apart(marks: list[Mark]) -> list[Mark]:
    """Of marks that overlap, those that start first, then the longer ones."""
    if len(marks) < 2:
        return marks
    kept: list[Mark] = []
    at = -1
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if mark.start >= at:
            kept.append(mark)
            at = mark.end
    return kept
