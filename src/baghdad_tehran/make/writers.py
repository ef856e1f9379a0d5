"""Who says "I" in a release, speech or transcript: whom the label of the passage names, or a line above the first sentence."""

from __future__ import annotations

import re
from bisect import bisect_right

from .marks import Line
from .report import Person, Report

_MASTHEAD = re.compile(
    r"\b(?:media|press|news|joint|release|statement|speech|address|remarks|by|from|of|the|hon|mp|senator|minister|transcript|for|and|dr|mr|ms|mrs"
    r"|immediate|[a-z]{0,3}\d+)\b"
)
_ISSUED = re.compile(
    r"\b(?:media|press|news) (?:release|statement)\b|\bstatement by\b", re.IGNORECASE
)  # a heading that says whose page it is
# What stands before the words of each speaker in a transcript: "SECRETARY HOLM:", "Mr. BERG (through an interpreter):".
_WORD = r"(?:(?:Mr|Mrs|Ms|Dr)\.?|(?:[Aa]l-|Mc)?[A-Z][A-Z.’'-]{0,30})"
_LABEL = re.compile(rf"^[ \t]{{0,8}}{_WORD}(?:,? {_WORD}){{0,6}}(?: ?\([^()\n]{{1,60}}\))?:(?=\s)", re.MULTILINE)


Voices = list[tuple[int, Person | None]]


def voices(report: Report) -> Voices:
    """Who says "I", from which offset on, in text order: the author first, and in a transcript each speaker. None: nobody named."""
    said: Voices = [(0, _writer(report))]
    for label in _LABEL.finditer(report.text):
        line = report.line_at(label.start())
        marks = line.marks() if line is not None else []
        mark = next((m for m in marks if m.kind == "PERSON" and label.start() <= m.start < label.end()), None)
        said.append((label.end(), report.person(mark) if mark is not None else None))
    return said if len(said) > 2 or said[-1][1] is not None else said[:1]  # "NOTE:" alone makes no transcript


def first_person(said: Voices, at: int) -> Person | None:
    """Who says "I" at an offset."""
    return said[bisect_right(said, at, key=lambda voice: voice[0]) - 1][1]


def _writer(report: Report) -> Person | None:
    """The one whom a line above the first sentence names, alone or with an office; nobody where there is none."""
    for line in report.lines[:8]:
        if line.quoted or line.text[line.start : line.end].rstrip().endswith((".", ":")):
            break
        if line.segment == "headline" and not _ISSUED.search(line.text[line.start : line.end]):
            continue
        people = [m for m in line.marks() if m.kind == "PERSON"]
        alone = re.sub(_MASTHEAD, " ", _between_marks(line)).strip(" ,.:;-–—|()")
        if len(people) == 1 and len(alone) < 12 and not ({"SAID", "STRESSED", "MET"} & {m.kind for m in line.marks()}):
            return report.person(people[0])
    return None


def _between_marks(line: Line) -> str:
    """The plain words of a line."""
    return "".join(c if ord(c) < 0xE000 or ord(c) > 0xF8FF else " " for c in line.code)
