"""Delegations: whom the words for one mean, by its leader, its state, or as one that was brought in before."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from .many_states import of_many_states
from .marks import Line, Mark
from .model import Rest
from .report import Party, Person, Report
from .titles import state_of

_ALONE = re.compile(
    r"\b(?:official|diplomat|envoy|officer|lawmaker|leader|negotiator|commander|aide|advis[eo]r|general|minister|politician|executive"
    r"|businessman|lawyer|delegate|representative|cleric|chief|boss|chairman|secretary|spokesman|spokeswoman)$"
    r"|^(?:an?|another) (?!.*\b(?:group|number|handful|range|cross-section|circle|delegation|team|mission|contingent|panel|committee|commission|council"
    r"|board|group|party|faction|crew|crowd|couple|pair|family|dozen|majority|coalition|alliance|association|federation|union|company|firm)\b)",
    re.DOTALL | re.IGNORECASE,
)
# Words that mean a delegation told of before: "the delegation", "the visiting Danish team".
_THE_SAME = re.compile(r"(?:the|this|that) (?:visiting )?(?:[A-Z][\w-]+ )?(?:delegation|team|mission|contingent)", re.IGNORECASE)
_AS_WELL = re.compile(r",? as well as (?:the )?")
_BRINGS_IN = re.compile(r"an? .*\b(?:delegation|team|mission|contingent)\b", re.IGNORECASE | re.DOTALL)


def _led_by(mark: Mark) -> Mark | None:
    """The leader whom the words for a delegation name, or those within them."""
    if mark.attrs.get("members"):
        return mark.attrs["members"][0]  # type: ignore[no-any-return]
    return next((led for part in mark.parts if part.kind == "DELEGATION" and (led := _led_by(part))), None)


def delegation(report: Report, line: Line, number: int, mark: Mark) -> list[Party]:
    """The delegation that a mark means: in the person of its leader, where one is told; "the delegation" is the one brought in before."""
    leader = _led_by(mark)
    words = report.words(mark.start, mark.end)
    states = mark.attrs.get("states") or _own_states(report, mark)
    country = subdivision = None
    rests: tuple[Rest, ...] = ()
    if states:
        country, subdivision, inference = state_of(states[0])
        rests = (Rest(states[0].start, states[0].end, inference),)
    known = _brought_in(report, mark) if leader is None and _THE_SAME.fullmatch(words) else None
    if known is not None and (country is None or country in _states_of(known)):
        same = {"start": mark.start, "end": mark.end, "inference": "antecedent", "description_rests": ()}
        return [replace(party, **same) for party in delegation(report, line, number, known)]  # type: ignore[arg-type]
    kind = "office" if _ALONE.search(words) else "delegation"
    person = report.person(leader) if leader is not None else None
    if person is not None and not (mark.attrs.get("states") and person.country is None):
        return [Party(person=person, description=words, kind="delegation", start=mark.start, end=mark.end)]
    return [
        Party(
            person=person,
            country=country,
            subdivision=subdivision,
            description=words,
            kind=kind,
            state_rests=rests,
            start=mark.start,
            end=mark.end,
        )
    ]


def of_traveller(report: Report, line: Line, number: int, mark: Mark, leader: Person | None) -> list[Party]:
    """ "Krog visited Peru. During their stay the delegation met …": hers, unless it was brought in with a leader of its own."""
    named = delegation(report, line, number, mark)
    if (
        leader is None
        or named[0].person is not None
        or report.words(mark.start, mark.end).lower() not in ("the delegation", "the team")
    ):
        return named
    return [replace(named[0], person=leader, inference="context")]


def each_group(report: Report, parties: list[Party]) -> list[Party]:
    """ "Officials of the ports as well as fishermen": two groups without names that one mark holds."""
    groups: list[Party] = []
    for party in parties:
        words = report.words(party.start, party.end)
        joint = (
            _AS_WELL.search(words) if party.kind == "delegation" and party.person is None and party.description == words else None
        )
        if joint is None:
            groups.append(party)
            continue
        for start, end in ((party.start, party.start + joint.start()), (party.start + joint.end(), party.end)):
            own = all(start <= rest.start < end for rest in party.state_rests)
            group = replace(party, description=report.words(start, end), start=start, end=end)
            groups.append(group if own else replace(group, country=None, subdivision=None, state_rests=()))
    return groups


def _brought_in(report: Report, mark: Mark) -> Mark | None:
    """The delegation brought in last before a mark, by "a" or by its leader: "a team of experts", "the delegation led by …"."""
    if report.delegations is None:
        units = (unit for line in report.lines for unit in line.marks() if unit.kind == "DELEGATION")
        report.delegations = [m for m in units if _led_by(m) is not None or _BRINGS_IN.match(report.words(m.start, m.end))]
    at = bisect_left(report.delegations, mark.start, key=lambda m: m.start)
    return report.delegations[at - 1] if at else None


def _own_states(report: Report, mark: Mark) -> list[Mark]:
    """The states in its words, without those in the name of a body of many states: "leaders of the Lima Cooperation Group"."""
    unions = [b for b in mark.find("BODY") if of_many_states(report, b)]
    return [s for s in mark.find("DEMONYM", "NATION", "REGION") if not any(b.start < s.end and s.start < b.end for b in unions)]


def _states_of(mark: Mark) -> set[str]:
    states = mark.attrs.get("states") or mark.find("DEMONYM", "NATION", "REGION")
    return {str(state.attrs["country"]) for state in states}
