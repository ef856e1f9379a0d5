"""Lists of offices and their holders: to which of two names an office between them belongs, and whose share of one office is which."""

from __future__ import annotations

import re
from dataclasses import replace

from .marks import Line, Mark
from .titles import Office, state_of

_COMMA = re.compile(r", (?:[A-Z][\w.]{0,6} ){0,2}")


def of_next(line: Line, name: Mark, office: Mark) -> bool:
    """Is it the office of the next one, in a list of offices and their holders: "Chief Justice, Ana Silva, Speaker, Ben Okoro"?"""
    marks = line.marks()
    before = next((m for m in reversed(marks) if m.end <= name.start and m.kind not in ("HONORIFIC", "RANK")), None)
    after = next((m for m in marks if m.start >= office.end and m.kind not in ("HONORIFIC", "RANK")), None)
    if before is None or before.kind != "OFFICE" or after is None or after.kind not in ("NAME", "PERSON"):
        return False
    return bool(_COMMA.fullmatch(line.text, before.end, name.start) and _COMMA.fullmatch(line.text, office.end, after.start))


def same_way(line: Line, i: int) -> bool:
    """Does the one before in the list have the office in front?"""
    before = next((m for m in reversed(line.marks(0, i)) if m.kind == "PERSON"), None)
    office = before.parts[0] if before is not None and before.parts else None
    return office is not None and office.kind == "OFFICE"


def share(mark: Mark, nth: int) -> Office:
    """The office of the nth of those who hold it: "the Danish and Swedish ministers, A and B" are of one state each."""
    office: Office = mark.attrs["office"]
    each = mark.attrs.get("each", ())
    if not each:
        return office
    if nth >= len(each):
        return replace(office, country=None, subdivision=None, state_spans=(), state_inference=None)
    country, subdivision, inference = state_of(each[nth])
    spans = ((each[nth].start, each[nth].end),)
    return replace(office, country=country, subdivision=subdivision, state_spans=spans, state_inference=inference)
