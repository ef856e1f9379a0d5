"""Occasions: which sentences belong to which meeting, and what a visit or forum lends to the meetings within it."""

from __future__ import annotations

from .matching import Found
from .meetings import Meeting, breaks
from .model import Claim, Value
from .report import Report

_ABOVE = frozenset({"headline", "standfirst", "pull_quote", "caption"})


def tie_sentences(report: Report, pointers: list[Found], told: dict[int, Meeting]) -> None:
    """Set report.meetings: the meeting that a sentence tells (`told`), points to, or carries on from the sentence before."""
    pointed = {f.number for f in pointers}
    last: Meeting | None = None
    for number, line in enumerate(report.lines):
        if line.quoted or line.segment in _ABOVE:
            continue
        if number in told:
            last = told[number]
            report.meetings[number] = last.key
        elif number in pointed and last is not None:
            report.meetings[number] = last.key
        elif last is not None:
            subject = report.subjects.get(number)
            if breaks(line) or subject is None or subject.key not in last.parties and subject.inference != "antecedent":
                last = None
            elif subject.key in last.parties:
                report.meetings[number] = last.key


def lend_places(meetings: list[Meeting], facts: dict[str, list[tuple[Found, list[Claim]]]]) -> None:
    """A visit or forum lends its place to the meetings within it that have none of their own."""
    by_key: dict[str, Meeting] = {}
    for meeting in meetings:
        by_key.setdefault(meeting.key, meeting)
    for meeting in meetings:
        whole = by_key.get(meeting.part_of) if meeting.part_of else None
        if whole is None or whole.city is None or meeting.city is not None:
            continue
        city, country = whole.city
        for _, claims in facts.get(meeting.key, [])[:1]:
            claim = next(c for c in claims if c.table == "meetings" and c.entity == meeting.key)
            claim.values["place"] = Value(city.value, tuple(r._replace(inference="context") for r in city.rests))
            if country:
                claim.values["country"] = Value(country.value, tuple(r._replace(inference="context") for r in country.rests))
