"""Whose an encounter is that its words call his or hers, where that is not the sentence's subject. Reads words and marks."""

from __future__ import annotations

import re

from .marks import Mark
from .matching import Found
from .meetings import abroad
from .parties import resolve
from .report import Party, Report

_TOLD_TO = re.compile(
    r"\b(?:warn|urg|ask|advis|order|invit|persuad|encourag|instruct|direct|press|expect|want|allow|help|remind|promis)(?:e?[sd]|ing|ed)?"
    r" (?:the )?$|\b(?:tells?|told|telling) (?:the )?$",
    re.IGNORECASE,
)
_TO_DO = re.compile(r"(?: (?:on |in |late )?[A-Z][a-z]+day)? (?:not )?to [a-z]+\b[^,;:“”\"]{0,90}")


def told_to(report: Report, f: Found) -> Mark | None:
    """ "Holm warned Lind to be careful during his trip to …": whom the words before ask to do something, as that trip is theirs."""
    found = [m for m in f.line.marks() if m.end <= f.start and m.kind in ("PERSON", "OFFICE")]
    if not found or not _TOLD_TO.search(report.words(f.line.start, found[-1].start)):
        return None
    return found[-1] if _TO_DO.fullmatch(report.words(found[-1].end, f.start)) else None


def guests(report: Report, f: Found, who: list[Party], places: list[Mark]) -> list[Party]:
    """ "Holm thanked Lind for her visit to" Holm's own capital: those named before, last first, who are not at home there."""
    if any(abroad(who, place) for place in places):
        return []
    for mark in reversed([m for m in f.line.marks() if m.end <= f.start and m.kind in ("PERSON", "OFFICE")]):
        named = [p for p in resolve(report, f.line, f.number, mark) if p.person or p.kind == "office"]
        if len(named) == 1 and named[0].state and all(abroad(named, place) for place in places):
            return named
    return []


_STAFF = re.compile(r"(?:['’]s|['’]) (?:[a-z-]+ ){0,2}$")


def owner(report: Report, f: Found, subject: Party) -> Mark | None:
    """ "Holm's aide said her trip to …": hers is not the aide's."""
    before = next((m for m in reversed(f.line.marks()) if m.end <= subject.start), None)
    if before is None or before.kind != "PERSON" or not _STAFF.fullmatch(report.words(before.end, subject.start)):
        return None
    return before
