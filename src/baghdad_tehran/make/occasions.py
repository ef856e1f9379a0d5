"""Occasions: which sentences belong to which meeting, and what a visit or forum lends to the meetings within it."""

from __future__ import annotations

import re

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


def lend(meetings: list[Meeting], facts: dict[str, list[tuple[Found, list[Claim]]]]) -> None:
    """A visit or forum lends its place to the meetings within it that have none of their own, and its days if both ends are known."""
    by_key: dict[str, Meeting] = {}
    for meeting in meetings:
        by_key.setdefault(meeting.key, meeting)
    for meeting in meetings:
        whole = by_key.get(meeting.part_of) if meeting.part_of else None
        own = _own(meeting, facts)
        if whole is None or not own:
            continue
        if whole.city is not None and meeting.city is None:
            city, country = whole.city
            own[0].values["place"] = _lent(city)
            if country:
                own[0].values["country"] = _lent(country)
        stated = (c for c in _own(whole, facts) if "date" in c.values and c.refs.get("date_basis") != "relative_to_publication")
        days = next(
            (c.values["date"] for c in stated if _BOTH_ENDS.fullmatch(c.values["date"].value)), None
        )  # "next week" dates no end
        if days is not None and not any("date" in c.values for c in own):
            own[0].values["date"] = _lent(days)
            own[0].refs["date_basis"] = "within_visit"


_BOTH_ENDS = re.compile(r"\d{4}-\d\d-\d\d(?:/\d{4}-\d\d-\d\d)?")


def _own(meeting: Meeting, facts: dict[str, list[tuple[Found, list[Claim]]]]) -> list[Claim]:
    """The claims about the meeting itself."""
    return [c for _, claims in facts.get(meeting.key, []) for c in claims if c.table == "meetings" and c.entity == meeting.key]


def _lent(value: Value) -> Value:
    return Value(value.value, tuple(r._replace(inference="context") for r in value.rests))
