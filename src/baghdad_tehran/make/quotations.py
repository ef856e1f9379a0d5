"""Quotation marks: which pair with which. An apostrophe is no quotation mark; a mark that never closes ends with its paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPEN_CURLY, _CLOSE_CURLY, _STRAIGHT = "“„«", "”»", '"'
# Each begins with its characters and looks behind them later, since `re` passes quickly over what no pattern can begin with.
_DOUBLE = re.compile(r"[“”„«»\"`'](?:(?<=[“”„«»\"])|(?<=`)`|(?<=')'(?:(?!')|(?<![^\s(]'')))")
# A single mark opens before a letter and not behind one; it closes behind a letter or stop and not before a letter.
_SINGLE = re.compile(
    r"[‘'](?<!\w[‘'])(?=\w)([^‘’'“”\"\n]{0,300}(?:(?<=\w)[’'](?=\w)[^‘’'“”\"\n]{0,300}){0,20})(?<=[\w.,!?…])[’'](?!\w)"
)
_LONGEST = 6000
_BESIDE = "\u200e\u200f\u202a\u202b"  # marks of direction, which take no room


@dataclass(frozen=True, slots=True)
class Quotation:
    """text[start:end] with its marks; text[inner_start:inner_end] without them."""

    start: int
    end: int
    inner_start: int
    inner_end: int


def _opens(text: str, at: int, after: int, start: int) -> bool:
    """Does a mark stand as an opening one does, whatever its shape: behind a space, before a word or "… "?"""
    first = text[after : after + 3].lstrip(" ….")[:1]
    return (at == start or text[at - 1].isspace() or text[at - 1] in _BESIDE) and first.isalnum()


def _closes(text: str, at: int, after: int, end: int) -> bool:
    """Does a mark stand as a closing one does, whatever its shape: behind a word or stop, before a space?"""
    return (text[at - 1].isalnum() or text[at - 1] in ",.!?…") and (after >= end or text[after].isspace())


def find_quotations(text: str, start: int, end: int) -> list[Quotation]:
    """Outermost quotations of text[start:end], in order. Offsets are the source's."""
    found: list[Quotation] = []
    opened: tuple[int, int, str] | None = None
    for match in _DOUBLE.finditer(text, start, end):
        mark, at, after = match.group(), match.start(), match.end()
        if opened is None:
            if mark == "''" and not text[after : after + 1].isalnum():
                continue
            if mark in _CLOSE_CURLY and not _opens(text, at, after, start):
                continue
            opened = (at, after, mark)
            continue
        if mark == "``" or mark in _OPEN_CURLY and not _closes(text, at, after, end):
            continue
        if mark == "''" and text[after : after + 1].isalnum() and not text[at - 1].isalnum() and text[at - 1] not in ".,!?":
            continue
        # A straight mark closes a curly one where it stands as a closing mark does: behind a word or stop, before none.
        if mark == _STRAIGHT != opened[2] and (text[after : after + 1].isalnum() or text[at - 1].isspace()):
            continue
        if at - opened[0] <= _LONGEST and text[opened[1] : at].strip():
            found.append(Quotation(opened[0], after, opened[1], at))
        opened = None
    if opened is not None and opened[2] != "''":
        last = opened[0] + len(text[opened[0] : end].rstrip())
        if 0 < last - opened[0] <= _LONGEST and last > opened[1]:
            found.append(Quotation(opened[0], last, opened[1], last))
    double, at = len(found), 0
    for match in _SINGLE.finditer(text, start, end):
        while at < double and found[at].end <= match.start():
            at += 1
        if at == double or match.end() <= found[at].start:
            found.append(Quotation(match.start(), match.end(), match.start(1), match.end(1)))
    return sorted(found, key=lambda q: q.start)
