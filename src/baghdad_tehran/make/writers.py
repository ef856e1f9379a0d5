"""Who says "I" in a release or speech: whom a line above its first sentence names."""

from __future__ import annotations

import re

from .marks import Line
from .report import Person, Report

_MASTHEAD = re.compile(
    r"\b(?:media|press|news|joint|release|statement|speech|address|remarks|by|from|of|the|hon|mp|senator|minister|transcript|for|and|dr|mr|ms|mrs"
    r"|immediate|[a-z]{0,3}\d+)\b"
)
_ISSUED = re.compile(
    r"\b(?:media|press|news) (?:release|statement)\b|\bstatement by\b", re.IGNORECASE
)  # a heading that says whose page it is


def writers(report: Report) -> list[Person]:
    """The one whom a line above the first sentence names, alone or with an office; nobody where there is none."""
    for line in report.lines[:8]:
        if line.quoted or line.text[line.start : line.end].rstrip().endswith((".", ":")):
            break
        if line.segment == "headline" and not _ISSUED.search(line.text[line.start : line.end]):
            continue
        people = [m for m in line.marks() if m.kind == "PERSON"]
        alone = re.sub(_MASTHEAD, " ", _between_marks(line)).strip(" ,.:;-–—|()")
        if len(people) == 1 and len(alone) < 12 and not ({"SAID", "STRESSED", "MET"} & {m.kind for m in line.marks()}):
            return [report.person(people[0])]
    return []


def _between_marks(line: Line) -> str:
    """The plain words of a line."""
    return "".join(c if ord(c) < 0xE000 or ord(c) > 0xF8FF else " " for c in line.code)
