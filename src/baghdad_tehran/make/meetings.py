"""Meetings of one report: what one is, which of its parties identify it, and small questions asked of sentences about them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta

from ..edtf import bounds, compatible_dates
from .many_states import of_many_states
from .marks import Line, Mark
from .matching import Found
from .model import Rest, Value
from .parties import resolve
from .report import Party, Person, Report


@dataclass(slots=True)
class Meeting:
    """An encounter of this report. `parties`: participant key -> party, in the order of mention."""

    key: str
    kind: str
    status: str
    parties: dict[str, Party] = field(default_factory=dict)
    capacities: dict[str, str] = field(default_factory=dict)
    part_of: str | None = None
    city: tuple[Value, Value | None] | None = None
    first: int = 0
    date: str | None = None  # EDTF, as first stated
    mark: Mark | None = None  # of a forum: where it is named
    to_state: str | None = None  # of a visit: the state where it is made
    in_clause: bool = False  # nothing but clauses tell of it that say who somebody is: "Silva, who met Rojas"
    headed_as_one: bool = False  # a headline tells of it as one: "Holm's Meeting with Swedish Officials"
    by_noun: bool = False  # nothing but a noun tells of it: "her talks with …", "his trip to …"

    def principals(self) -> frozenset[str]:
        """Keys of those who met: people and office holders, without delegations and bystanders."""
        return frozenset(k for k, p in self.parties.items() if identified(p) and self.capacities.get(k) != "attendee")

    def sides(self) -> set[str]:
        return {s for k, p in self.parties.items() if (s := side_of(p)) and self.capacities.get(k) != "attendee"}

    def count_sides(self) -> int:
        """The states that took part, and those whose state is not told as one more."""
        met = [p for k, p in self.parties.items() if self.capacities.get(k) != "attendee"]
        return len(self.sides()) + any(side_of(p) is None and (p.person or p.kind != "delegation") for p in met)


def leg_of(visits: list[Meeting], meeting: Meeting) -> Meeting | None:
    """Of the legs of one journey that to whose state somebody whom the traveller met belongs; None where that is not just one."""
    if len(visits) < 2:
        return next(iter(visits), None)
    states = {side_of(p) for visit in visits for key, p in meeting.parties.items() if key not in visit.parties}
    there = [visit for visit in visits if visit.to_state in states - {None}]
    return there[0] if len(there) == 1 else None


_NEWS = timedelta(days=21)


_GENERATIONS = frozenset({"Jr", "Sr", "II", "III", "IV", "V", "VI"})  # behind a name, and no name


def may_be(meeting: Meeting, stated: str, report: Report) -> bool:
    """Can this meeting be the one with that date? One without a date is news of the report's own days, not of long before."""
    if meeting.date is not None:
        return compatible_dates(meeting.date, stated)
    last = bounds(stated)[1]
    return report.published is None or last is None or report.published - last <= _NEWS


def far_apart(one: str, other: str) -> bool:
    """Are two dates weeks from each other?"""
    (a, b), (c, d) = bounds(one), bounds(other)
    return bool(b and c and c - b > _NEWS or a and d and a - d > _NEWS)


def identified(party: Party) -> bool:
    return party.person is not None or party.kind == "office"


_MANY = re.compile(
    r"\b(?:countries|nations|states|members|powers|(?:negotiating|working|contact|steering|ministerial|intergovernmental) group)\b"
)


def collective(report: Report, f: Found, party: Party) -> bool:
    """Is a group that met by itself one of a body, or of several states: "Arab foreign ministers", "leaders of 20 countries"?"""
    who = f.one("who")
    if who is not None and who.marks and who.marks[0].kind == "BODY":
        return of_many_states(report, who.marks[0])
    if who is not None and any(m.attrs.get("of") == "states" for m in who.marks):
        return party.state is None
    inner = [n for m in who.marks for n in m.find("BODY", "BODYNAME", "NAME", "REGION")] if who is not None else []
    named = any(n.kind != "NAME" or n.start > f.line.start for n in inner)  # "Technical teams": a capital that names nothing
    return party.state is None and (named or _MANY.search(report.words(party.start, party.end)) is not None)


def abroad(who: list[Party], place: Mark) -> bool:
    """A visit is a stay in another state than one's own."""
    own = next((p.person.country if p.person else p.country for p in who), None)
    return own is None or place.attrs.get("country") != own


def side_of(party: Party) -> str | None:
    return party.state


def traveller(stays: dict[int, list[Meeting]], number: int) -> Person | None:
    """Whose stay (line -> visits) was told right before a line, or is the only one told before it."""
    told = [v for n in (number, number - 1, number - 2) for v in stays.get(n, ())]
    if not told:
        before = [v for n, visits in stays.items() if n < number for v in visits]
        told = before[:1] if len({v.principals() for v in before}) == 1 else []
    return next((p.person for p in told[0].parties.values() if p.person), None) if told else None


def within(visit: Meeting, f: Found) -> Value:
    """That a meeting was part of the visit, resting on the words for the visit."""
    anchor = f.one("anchor")
    start, end = (anchor.start, anchor.end) if anchor else (f.start, f.end)
    return Value(visit.key, (Rest(start, end, "context"),))


_AGAIN_WITH = re.compile(r" (?:and|as well as)(?: also| then| later)? with (?:the )?$")


_WITH_THEM = re.compile(  # who sits beside somebody else: "Foreign Minister Lind and senior officials"
    r"\b(?:officials|aides|advis[eo]rs|officers|staff|ministers|deputies|secretaries|commanders|generals|diplomats|experts|members|others|teams?|delegations?"
    r"|entourage|family)\b",
    re.IGNORECASE,
)


def separately(report: Report, whom: list[Party]) -> list[list[Party]]:
    """X met A, B and C: three meetings. A group without names, or of others of the same state, goes with the person before it where
    such people sit beside one, unless it is met with a word of its own: "talks with ministers and with officials of the ports"."""
    groups: list[list[Party]] = []
    for party in whom:
        others = party.country is None or (party.description or "").lower().startswith("other ")
        beside = groups and groups[-1][0].kind != "delegation" and _WITH_THEM.search(party.description or "")
        again = groups and _AGAIN_WITH.search(report.words(groups[-1][-1].end, party.start))
        if party.kind == "delegation" and party.person is None and beside and others and not again:
            groups[-1].append(party)
        else:
            groups.append([party])
    return groups


_BREAK = re.compile(r"^(?:in|on|since|last|earlier this|for years|for decades|during the past) ", re.IGNORECASE)


def breaks(line: Line) -> bool:
    """A sentence that opens with another time carries nothing on."""
    first = next((u for u in line.units[:6] if isinstance(u, Mark)), None)
    return first is not None and first.kind == "DATE" and bool(_BREAK.match(line.text[line.start : first.start] or "x"))


def short_name(party: Party) -> str:
    if party.person:
        words = party.person.name.replace(",", "").split(" ")
        while len(words) > 1 and words[-1].rstrip(".") in _GENERATIONS:
            words.pop()
        return words[-1]
    return party.organization or party.subdivision or party.country or party.description or "x"


def led(report: Report, f: Found, who: list[Party]) -> list[Party]:
    """ "Leading an Iraqi delegation, X met …": the delegation took part, in the person of its leader."""
    first = next((p for p in who if p.person), None)
    if first is None or not re.match(r"(?:leading|heading) ", f.line.text[f.line.start : first.start], re.IGNORECASE):
        return who
    for unit in f.line.marks():
        if unit.kind == "DELEGATION" and unit.end <= first.start:
            for delegation in resolve(report, f.line, f.number, unit):
                return [replace(delegation, person=first.person) if p is first else p for p in who]
    return who


def leaders_near(report: Report, f: Found) -> list[Party]:
    """For "The meeting took place …" where no meeting was told: both leaders of the sentences around it, if these are two."""
    for back in range(f.number - 1, max(-1, f.number - 4), -1):
        for unit in report.lines[back].marks():
            if unit.kind == "GROUP" and unit.attrs.get("of") == "people":
                return resolve(report, report.lines[back], back, unit)
    return []


_PLACES = ("PLACE", "CAPITAL", "NAME", "NATION", "REGION")


def first_of_several(marks: list[Mark]) -> list[Mark]:
    """ "In Oslo in March, in Lima in May": when and where the first of several encounters was."""
    dates = [i for i, m in enumerate(marks) if m.kind == "DATE"]
    if len(dates) < 2:
        return marks
    behind = next((i for i in range(dates[0] + 1, dates[1]) if marks[i].kind in _PLACES), None)
    return marks if behind is None else marks[:behind]


_PREPOSITION = re.compile(
    r"\b(?:of|by|from|with|for|against|about|over|under|than|near|into|via|like|in|at|on|to|between) (?:the )?$"
)
_OF_SUBJECT = re.compile(  # "photos of Silva meeting Rojas", "delegations led by Silva and Rojas met"
    r"\b(?:(?:delegations|teams) (?:led|headed) by|(?:photo(?:graph)?s?|pictures?|images?|videos?|footage|reports?|news|word) of) $",
    re.IGNORECASE,
)


def behind_preposition(report: Report, f: Found) -> bool:
    """ "Relatives of those taken by North Korea met …": what stands behind a preposition is no subject."""
    who, anchor = f.one("who"), f.one("anchor")
    if who is None or anchor is None or who.start > anchor.start:
        return False
    if re.match(r"['’]|,? whom? ", report.words(who.end, anchor.start)):
        return False  # "a readout of Silva's meeting with …", "the words of Silva, who met …"
    before = report.words(f.line.start, who.start)
    return _PREPOSITION.search(before) is not None and _OF_SUBJECT.search(before) is None
