"""Short names that a report gives to agreements: behind "the Cod Trade Agreement (CTA)", "the CTA" is that agreement."""

from __future__ import annotations

import re

from .marks import CHAR, Line, Mark

# The abbreviation in brackets, in quotation marks or not; and the words in front of it that it may stand for.
_BRACKETS = re.compile(r"\((?:the |hereinafter )?[“\"'‘]?([A-Z][A-Za-z]{0,3}[A-Z][A-Za-z]{0,3})[”\"'’]?\)")
_REACH = 120
_WORD = re.compile(r"[^\W\d_]+")
_BREAK = re.compile(r"[.;:()]")
_KINDS = ("NAME", "BODY", "BODYNAME")


def mark_short_names(lines: list[Line]) -> None:
    """Make an INSTRUMENT of every name that the report brings, in brackets, as short for an agreement."""
    kinds: dict[str, str] = {}
    for line in lines:
        if CHAR["INSTRUMENT"] in line.code and "(" in line.code:
            for found in _BRACKETS.finditer(line.text, line.start, line.end):
                kind = _kind(line, found.start(), found.group(1))
                if kind is not None:
                    kinds.setdefault(found.group(1), kind)
    if not kinds:
        return
    for line in lines:
        for i, unit in enumerate(line.units):
            if isinstance(unit, Mark) and unit.kind in _KINDS and line.text[unit.start : unit.end] in kinds:
                attrs = {"agreement": kinds[line.text[unit.start : unit.end]], "named": True, "short": True}
                line.compose(i, i + 1, Mark("INSTRUMENT", unit.start, unit.end, attrs))


def _kind(line: Line, bracket: int, short: str) -> str | None:
    """The kind of instrument that the abbreviation stands for: its letters begin words right before, one of them the instrument's."""
    before = line.text[max(line.start, bracket - _REACH) : bracket]
    start = bracket - len(before)
    cut = max((m.end() for m in _BREAK.finditer(before)), default=0)
    instruments = [
        m for m in line.marks() if m.kind == "INSTRUMENT" and start + cut <= m.start < bracket and "named" not in m.attrs
    ]
    if not instruments:
        return None
    head = instruments[-1]
    words = [m for m in _WORD.finditer(line.text, start + cut, bracket)]
    letters = [c.lower() for c in short if c.isupper()]
    at_head = False
    for word in reversed(words):  # from the last letter back: each begins a word, in this order
        if letters and word.group()[0].lower() == letters[-1] and (word.group()[0].isupper() or word.start() >= head.start):
            letters.pop()
            at_head |= head.start <= word.start() < head.end
        if not letters:
            return str(head.attrs["agreement"]) if at_head else None
    return None
