"""Encounters in several places that one sentence tells of: "held talks in Oslo, Geneva and Doha last year", "met in Oslo on Monday and in
Lima on Friday". Reads marks and words, makes no claims."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .marks import Line, Mark
from .model import Claim
from .report import Report

_KINDS = ("CAPITAL", "PLACE", "NAME", "NATION", "REGION")
_STATES = ("NATION", "REGION")
_NEXT = re.compile(
    r"(?:,|,? and|,? as well as|,? followed by|,? then|;|; and)(?: (?:then|later|again|also))? (?:in |at )?(?:the )?",
    re.IGNORECASE,
)
_LAST = re.compile(r"(?:,|;)?(?: and| as well as| then| followed by)\b")
_DAY = re.compile(r",? (?:(?:on|in|last|early|late|earlier|from|this|next) ){0,2}(?:the )?")
_OF_STATE = re.compile(r",\s")
_ENDS = re.compile(
    r"(?:[.,;:)”]|$|['’]?\s(?:on|in|at|last|this|next|earlier|late|early|between|with|to|for|from|over|about|during|where|which|that|after|before|as|when|but|while|respectively"
    r"|this|these|since|until|over|ahead)\b)"
)
_SEVERAL = re.compile(
    r"\b(?:meetings|talks|discussions|consultations|negotiations|rounds|sessions|conversations|summits|times|twice|met|meet|meeting(?! with))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a list, with the state and the day that stand behind it."""

    mark: Mark
    state: Mark | None = None
    day: Mark | None = None


def further_places(report: Report, line: Line, claim: Claim, told: str) -> list[Place]:
    """The places behind the one that the claim states, in the same list; none where `told`, the words for the encounter, tell of one only."""
    stated = claim.values.get("place") or claim.values.get("country")
    if stated is None or not _SEVERAL.search(told):
        return []
    marks = line.marks()
    at = next((n for n, m in enumerate(marks) if m.start <= stated.rests[0].start < m.end and m.kind in _KINDS), None)
    if at is None:
        return []
    found: list[Place] = []
    ended, joined = marks[at].end, ""
    for before, mark in zip(marks[at:], marks[at + 1 :], strict=False):
        between = report.words(ended, mark.start)
        if (
            mark.kind in _STATES
            and before.kind in ("CAPITAL", "PLACE", "NAME")
            and _OF_STATE.fullmatch(between)
            and _may_lie_in(before, mark)
        ):
            if found:  # "Aqaba, Jordan"
                found[-1] = replace(found[-1], state=mark)
        elif mark.kind in _KINDS and _NEXT.fullmatch(between):
            joined = between
            found.append(Place(mark))
        elif mark.kind == "DATE" and _DAY.fullmatch(between):
            if found:
                found[-1] = replace(found[-1], day=mark)
        else:
            break
        ended = mark.end
    if not _LAST.search(joined) or not _ENDS.match(report.words(ended, line.end)):
        return []
    last = found[-1].day
    own = claim.values.get("date")
    if last is not None and all(p.day is None for p in found[:-1]) and (own is None or own.rests[0].start == last.start):
        return [replace(p, day=last) for p in found]  # "in Oslo, Geneva and Doha last year": of all of them
    return found


def _may_lie_in(city: Mark, state: Mark) -> bool:
    return city.attrs.get("country") in (None, state.attrs.get("country"))


_IN_OR_AT = re.compile(r"\b(?:in|at) (?:the )?$")


def goes_on_with_places(report: Report, line: Line, start: int) -> bool:
    """ "Met Lind in Oslo and Lima": does the mark that begins there name where they met, and not one more whom somebody met?"""
    mark = next((m for m in line.marks() if m.start == start), None)
    before = next((m for m in reversed(line.marks()) if m.end <= start), None)
    if mark is None or before is None or mark.kind not in _KINDS or before.kind not in _KINDS:
        return False
    joined = _NEXT.fullmatch(report.words(before.end, start)) is not None
    return joined and _IN_OR_AT.search(report.words(line.start, before.start)) is not None
