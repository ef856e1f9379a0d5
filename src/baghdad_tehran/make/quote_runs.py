"""Quotes that carry on: passages without a cue of their own that belong to the attribution before them."""

from __future__ import annotations

import re

from .marks import CHAR, Line, Mark
from .matching import Found
from .quote import Quote
from .quote_spans import CUES, QUOTES, marks_within
from .report import Report

_GAP = re.compile(r"(?:[^:;]{0,200}?[.,:–—-])?\s{0,3}")


def speech_goes_on(report: Report, last: Quote, line: Line) -> bool:
    """In a record of who spoke ("LIND: …"), all sentences of the paragraph are the speaker's."""
    if not last.found.rule.settings.get("label") or last.speaker_span is None:
        return False
    written = report.text[slice(*last.speaker_span)]
    person = any(m.kind == "PERSON" for m in last.speaker) and line.segment == last.found.line.segment == "paragraph"
    person = person and report.text[last.start] not in QUOTES
    return (written.isupper() or person) and "\n" not in report.text[max(e for _, e in last.pieces) : line.start]


def leads(report: Report, led: Found, line: Line, before: list[Quote]) -> bool:
    """Does a sentence lead to a quoted one? One with a full stop only within its paragraph, and if its cue has said nothing yet."""
    if line.code[:1] != CHAR["QUOTE"] or line.code[1:].strip(" ."):
        return False
    cue = led.one("cue")
    if not led.rule.settings.get("stop") or cue is None:
        return True
    said = any(s < cue.end and cue.start < e for q in before[-4:] for s, e in q.cue)
    return not said and "\n" not in report.text[led.line.end : line.start]


def last_said(before: list[Quote]) -> Quote | None:
    """Of the quotes of the sentence before, the last one in quotation marks, else the last one."""
    here = [q for q in before if q.cue and q.found.number == before[-1].found.number]
    return next((q for q in reversed(here) if any(m.kind == "QUOTE" for m in _marks_in(q))), here[-1] if here else None)


def _marks_in(quote: Quote) -> list[Mark]:
    return [m for m in quote.found.line.marks() for s, e in quote.pieces if s <= m.start < e]


def carried(line: Line, mark: Mark, chosen: list[Quote]) -> Quote | None:
    """The direct quote that a later passage of its sentence carries on: “…,” she said, closing the door. “…”"""
    before = [q for q in chosen if q.start < mark.start]
    quote = before[-1] if before else None
    if quote is None or not quote.cue or line.text[quote.start] not in QUOTES:
        return None
    end = max(e for _, e in [*quote.pieces, *quote.cue, *([quote.speaker_span] if quote.speaker_span else [])])
    between = line.text[end : mark.start] if end <= mark.start else "x"
    if not between.strip() and any(m.kind == "TOLD" for m in marks_within(line, *quote.cue[-1])):
        return None  # told “Morning News”: the one who was told
    if not _GAP.fullmatch(between) or any(end <= m.start < mark.start and m.kind in (*CUES, "QUOTE") for m in line.marks()):
        return None
    return quote


def half_carried(report: Report, number: int, line: Line, before: list[Quote]) -> Quote | None:
    """The direct quote that a sentence without a cue carries on in part: “…,” he said. “There is some rain” in the north."""
    kinds = {m.kind for m in line.marks()}
    said = sum(m.end - m.start for m in line.marks() if m.kind == "QUOTE")
    last = last_said(before) if before and 2 * said > line.end - line.start and not kinds.intersection(CUES) else None
    if last is None or report.text[last.pieces[-1][0]] not in QUOTES or "\n" in report.text[last.found.line.end : line.start]:
        return None
    back = number - 1
    while back >= 0 and report.lines[back].quoted:
        back -= 1
    same = back >= 0 and (report.lines[back] is last.found.line or max(e for _, e in last.pieces) >= report.lines[back].start)
    return last if same else None


def continues(report: Report, last: Quote, f: Found) -> bool:
    """Quoted sentences carry on a quotation that ended right before them, with its attribution."""
    if not last.cue or last.found.rule.frame == "label" or not last.speaker_span:
        return False
    back = f.number - 1
    while back >= 0 and report.lines[back].quoted:
        back -= 1
    line = report.lines[back] if back >= 0 else None
    return (
        line is not None
        and (line is last.found.line or max(e for _, e in last.pieces) >= line.start)
        and line.segment == f.line.segment
    )
