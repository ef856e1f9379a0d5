"""Parties: who a noun phrase means. From a mark to a person, organization, state or description, within one report."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from .delegations import delegation
from .groups import two_people, two_states
from .holders import in_full
from .link_people import (
    counterpart_title,
    holder_of,
    holder_of_sort,
    organization_claim,
    organization_key,
)
from .marks import Line, Mark
from .matching import Slot
from .model import Claim, Rest, Value
from .report import Party, Person, Report
from .titles import Office, body_core, same_office, state_of

_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
# Words between "the" and an office that leave it with its present holder: "the new premier".
_NEW = re.compile(
    r"\b[Tt]he (?:new|newly (?:elected|appointed)|current|incumbent|outgoing|incoming|visiting|embattled|ailing|sitting) $"
)


_BARE = re.compile(r"(?:Prime )?Minister|President|Secretary|Ambassador|Governor|Chancellor|Premier")


def resolve(report: Report, line: Line, number: int, mark: Mark) -> list[Party]:
    """The parties that a mark means; several for "both leaders", none where the report does not say."""
    make = {
        "PERSON": _person,
        "OFFICE": _office,
        "COUNTERPART": _counterparts,
        "COUNTERPARTS": _counterparts,
        "BODY": _body,
        "NATION": _state,
        "CAPITAL": _state,
        "REGION": _state,
        "PRONOUN": _pronoun,
        "GROUP": _group,
        "DELEGATION": delegation,
        "NAME": _name,
    }.get(mark.kind)
    return make(report, line, number, mark) if make else []


def _span(mark: Mark) -> dict[str, Any]:
    return {"start": mark.start, "end": mark.end}


def _person(report: Report, line: Line, number: int, mark: Mark) -> list[Party]:
    end = mark.end - 1 if mark.attrs.get("closed") else mark.end  # the comma that closes an apposition is none of its words
    return [Party(person=report.person(mark), start=mark.start, end=end)]


def _name(report: Report, line: Line, number: int, mark: Mark) -> list[Party]:
    words = report.words(mark.start, mark.end)
    return [Party(description=words, kind="office", **_span(mark))]


def _office(report: Report, line: Line, number: int, mark: Mark) -> list[Party]:
    office: Office = mark.attrs["office"]
    if office.body_core and office.body_core.isupper():  # "the NFB chair": of the National Fish Board (NFB)
        office = in_full(report, office, report.bodies, None)
    words = report.words(mark.start, mark.end)
    rests = tuple(Rest(s, e, office.state_inference) for s, e in office.state_spans)
    joined = words[:1].isupper() and report.text[max(line.start, mark.start - 5) : mark.start].endswith(
        " and "
    )  # "the King and Queen"
    new = _NEW.search(report.text, max(line.start, mark.start - 24), mark.start) is not None
    bare = _BARE.fullmatch(words) and (
        mark.start == line.start or report.text[mark.start - 2 : mark.start] == ", "
    )  # "Minister also met …"
    definite = words[:4].lower() == "the " or new or office.country is not None or joined or bare
    if definite:
        holder = (holder_of(report, office) or holder_of_sort(report, office)) if office.country else _only_holder(report, office)
        holder = holder or holder_before(report, line, mark)
        # "The Iraqi president" is the one whom the report names; "the Minister of Interior of …" is nobody whom it does not name.
        if holder is not None:
            return [Party(person=holder, inference="context", **_span(mark))]
    return [
        Party(
            country=office.country,
            subdivision=office.subdivision,
            description=words,
            kind="office",
            state_rests=rests,
            **_span(mark),
        )
    ]


def _only_holder(report: Report, office: Office) -> Person | None:
    """Of whoever holds such an office the only one, or the only one of no state that is told: a government's own."""
    offices = [(p, h) for p in report.people.values() for h in p.held if h.kind == "office"]
    holders = [(p, h) for p, h in offices if same_office(h.title, office.title)]
    if not holders and office.title and office.body is None:  # "the Secretary General" of NATO, "the Special Envoy" for the Sahel
        longer = tuple(f"{office.title} {word} " for word in ("of", "for", "to", "on"))
        holders = [(p, h) for p, h in offices if h.title.startswith(longer)]
    people = list({p.key: p for p, _ in holders}.values())
    if len(people) > 1:
        people = [p for p in people if not p.country]
    return people[0] if len(people) == 1 else None


def holder_before(report: Report, line: Line, mark: Mark) -> Person | None:
    """ "The foreign minister", where two of them are named: the one named before who stands not in the same sentence."""
    office: Office = mark.attrs["office"]
    if office.country is not None or report.words(mark.start, mark.start + 4).lower() != "the ":
        return None
    here = {report.person(m).key for unit in line.marks() for m in unit.find("PERSON")}
    held = [
        p
        for p in report.people.values()
        if p.at < mark.start
        and p.key not in here
        and any(same_office(h.title, office.title) and h.kind == "office" for h in p.held)
    ]
    return held[0] if len(held) == 1 else None


def _counterparts(report: Report, line: Line, number: int, mark: Mark) -> list[Party]:
    offices = mark.attrs.get("offices") or (mark.attrs["office"],)
    title = counterpart_title(report, line, mark.start)
    if title is None:
        subject = report.subjects.get(number) or _subject_before(report, line, number, mark)
        if subject is not None and subject.person is not None:
            title = next((h.title for h in subject.person.held if h.kind == "office"), None)
    parties = []
    word = report.text.rfind(" ", mark.start, mark.end) + 1
    for office in offices:
        state = next((s for s in mark.find("NATION", "DEMONYM") if (s.start, s.end) in office.state_spans), None)
        if state is None:
            continue  # "her counterpart, Mette": who that is, only a name would say
        rests = (Rest(state.start, state.end, "demonym"),)
        named = next(
            (
                p
                for p in report.people.values()
                if p.country == office.country and any(h.title == title and h.kind == "office" for h in p.held)
            ),
            None,
        )
        plural = len(offices) > 1
        words = (
            f"{report.words(state.start, state.end)} counterpart"
            if plural
            else _ARTICLE.sub("", report.words(mark.start, mark.end))
        )
        parties.append(
            Party(
                person=named,
                country=office.country,
                subdivision=office.subdivision,
                description=words,
                kind="person" if named else "office",
                inference="context" if named else "counterpart",
                state_rests=rests,
                description_rests=(Rest(state.start, state.end, "normalised"), Rest(word, mark.end, "normalised"))
                if plural
                else (),
                start=state.start,
                end=mark.end if not plural else state.end,
            )
        )
    return parties


def _subject_before(report: Report, line: Line, number: int, mark: Mark) -> Party | None:
    for unit in reversed([u for u in line.marks() if u.start < mark.start]):
        if unit.kind in ("PERSON", "OFFICE", "PRONOUN"):
            return next(iter(resolve(report, line, number, unit)), None)
    return None


def _body(report: Report, line: Line, number: int, mark: Mark) -> list[Party]:
    inner: Mark = mark.attrs.get("speaker") or mark
    if inner.kind == "PERSON":
        return [Party(person=report.person(inner), **_span(mark))]
    owner: Mark | None = inner.attrs.get("owner")
    country, inference = inner.attrs.get("country"), inner.attrs.get("inference")
    rests = tuple(Rest(s, e, inference) for s, e in inner.attrs.get("state_spans", ()))
    if owner is not None and country is None:
        person = report.person(owner)
        if person.country:
            country, rests = person.country, (Rest(owner.attrs["name_span"][0], owner.attrs["name_span"][1], "context"),)
    party = Party(organization=inner.attrs["name"], country=country, kind="office", state_rests=rests, **_span(mark))
    return [party]


def _state(report: Report, line: Line, number: int, mark: Mark) -> list[Party]:
    country, subdivision, inference = state_of(mark)
    rests = (Rest(mark.start, mark.end, inference),)
    return [
        Party(country=country, subdivision=subdivision, kind="delegation", inference=inference, state_rests=rests, **_span(mark))
    ]


def _pronoun(report: Report, line: Line, number: int, mark: Mark) -> list[Party]:
    plural = mark.attrs.get("gender") == "n"
    if mark.attrs.get("gender") == "i":
        return _it(report, number, mark)
    here = report.subjects.get(number)
    if here is not None and here.organization and here.end <= mark.start and not plural:
        owner = next((m.attrs.get("owner") for m in line.marks() if m.kind == "BODY" and m.start == here.start), None)
        if owner is not None:  # "Holm's office said he would …"
            return [_antecedent(Party(person=report.person(owner)), mark)]
    if here is not None and here.person and here.end <= mark.start and not plural and not here.inference == "antecedent":
        return [_antecedent(here, mark)]  # "Holm denied that she …": the subject of the same sentence
    for back in range(number - 1, max(-1, number - 4), -1):
        subject = report.subjects.get(back)
        if subject is None or subject.person is None and subject.kind != "office" or subject.organization:
            if report.lines[back].quoted:
                continue
            if subject is None and not _has_people(report.lines[back]):
                continue
            break
        if plural:
            break
        if here is not None and here.start > mark.end and here.key == subject.key and here.person:
            continue  # "talks that he had, Silva said": somebody else's
        return [_antecedent(subject, mark)]
    if (
        here is not None
        and here.start < mark.start
        and not plural
        and (here.person or here.kind == "office")
        and not here.organization
    ):
        return [_antecedent(here, mark)]
    return []


def _antecedent(subject: Party, mark: Mark) -> Party:
    return replace(subject, start=mark.start, end=mark.end, inference="antecedent", description_rests=())


def _it(report: Report, number: int, mark: Mark) -> list[Party]:
    """ "It" is the body or state that the sentence is about, else the sentence before."""
    here = report.subjects.get(number)
    if (
        here is not None
        and here.end <= mark.start
        and not here.person
        and (here.organization or here.country and not here.description)
    ):
        return [_antecedent(here, mark)]
    back = number - 1
    while back >= 0 and report.lines[back].quoted:
        back -= 1
    subject = report.subjects.get(back)
    if (
        subject is None
        or subject.person
        or not (subject.organization or subject.country)
        or subject.kind == "office"
        and not subject.organization
    ):
        return []
    return [_antecedent(subject, mark)]


def _has_people(line: Line) -> bool:
    return any(m.kind in ("PERSON", "OFFICE") for m in line.marks())


def _group(report: Report, line: Line, number: int, mark: Mark) -> list[Party]:
    if mark.attrs.get("of") in ("offices", "delegations"):
        parties = _office_group(report, mark) if mark.attrs["of"] == "offices" else _delegations(report, line, number, mark)
        first = min((m.start for m in mark.find("NATION", "DEMONYM", "CAPITAL", "REGION")), default=mark.start)
        # "negotiators from Chile, Peru and the Andean Council", but not "authorities of Chile and Peru"
        bodies = [part for part in mark.parts if part.kind == "BODY" and part.start > first]
        return parties + [party for body in bodies for party in _body(report, line, number, body)]
    if mark.attrs.get("of") == "people":
        people = two_people(report, mark)
        return [Party(person=p, inference="context", **_span(mark)) for p in people]
    return both_states(report, mark)


def both_states(report: Report, spot: Mark | Slot) -> list[Party]:
    """The two states that the report is about, as parties, resting on the words at a spot that mean them."""
    return [
        Party(
            country=c,
            kind="delegation",
            inference="context",
            state_rests=(Rest(s, e, "context"), Rest(spot.start, spot.end, "context")),
            start=spot.start,
            end=spot.end,
        )
        for c, (s, e) in two_states(report, spot.start)
    ]


def _office_group(report: Report, mark: Mark) -> list[Party]:
    parties: list[Party] = []
    states = mark.find("NATION", "DEMONYM", "CAPITAL")
    for state in states:
        if parties and report.words(state.start - 1, state.start) == "(":
            continue  # "the United Kingdom (UK)"
        members = mark.find("OFFICES")
        office: Office = members[0].attrs["office"]
        country, subdivision, inference = state_of(state)
        held = replace(office, country=country, subdivision=subdivision)
        holder = holder_of(report, held)
        if holder and len(states) > 1 and not any(h.country == country for h in holder.held):
            holder = None  # "President Holm met the presidents of Chile and Peru": somebody of no state is not all of them
        words = report.words(state.start, state.end)
        rests = (Rest(state.start, state.end, inference),)
        if holder:
            parties.append(Party(person=holder, inference="context", **_span(mark)))
        else:
            parties.append(
                Party(
                    country=country,
                    subdivision=subdivision,
                    description=f"{words} {office.title}",
                    kind="office",
                    inference="demonym",
                    state_rests=rests,
                    **_span(mark),
                )
            )
    return parties


def _delegations(report: Report, line: Line, number: int, mark: Mark) -> list[Party]:
    """ "Officials from Chile and Peru": one group of each state; "officials from both countries": of the two told of before."""
    states: tuple[Mark, ...] = mark.attrs["states"]
    if not states:
        inner = next((m for m in mark.find("GROUP") if m is not mark), None) or next(
            (m for part in mark.parts for m in part.find("GROUP")), None
        )
        return _group(report, line, number, inner) if inner is not None and inner.attrs.get("of") == "states" else []
    what = re.sub(r"^(?:his|her|their|its|the) ", "", _between_states(report, mark, states), flags=re.IGNORECASE)
    parties = []
    for state in states:
        country, subdivision, inference = state_of(state)
        said = f"{report.words(state.start, state.end)} {what}"
        parties.append(
            Party(
                country=country,
                subdivision=subdivision,
                description=said,
                kind="delegation",
                state_rests=(Rest(state.start, state.end, inference),),
                description_rests=(Rest(state.start, state.end, "normalised"), Rest(mark.start, mark.end, "normalised")),
                start=state.start,
                end=state.end,
            )
        )
    return parties


def _between_states(report: Report, mark: Mark, states: tuple[Mark, ...]) -> str:
    """What the groups of several states are: "officials", behind or before the states."""
    before, behind = report.words(mark.start, states[0].start), report.words(states[-1].end, mark.end)
    head = re.sub(r" (?:from|of|representing|for)(?: the)? $", "", before)
    what = head if head != before or not behind.strip() else behind
    return re.sub(r"^(?:the|both|some|several) ", "", what.strip(), flags=re.IGNORECASE)


def who_values(report: Report, party: Party) -> tuple[dict[str, Value], dict[str, str], list[Claim]]:
    """Columns that say who a party is (country, subdivision, description), references, and the claim of its organization."""
    values: dict[str, Value] = {}
    refs: dict[str, str] = {}
    claims: list[Claim] = []
    if party.person:
        refs["person_id"] = party.person.key
    if party.organization:
        core = party.organization
        key = organization_key(body_core(core, report.voc), party.country)
        refs["organization_id"] = key
        start = report.text.find(core, party.start, party.end)
        span = (start, start + len(core)) if start >= 0 else (party.start, party.end)
        claims.append(organization_claim(report, key, span, party.country, party.state_rests))
    if party.country and not party.organization:
        values["country"] = Value(
            party.country, party.state_rests or (Rest(party.start, party.end, party.inference or "context"),)
        )
        if party.subdivision:
            values["subdivision"] = Value(
                party.subdivision, party.state_rests or (Rest(party.start, party.end, party.inference or "context"),)
            )
    if party.description:
        stated = report.words(party.start, party.end) == party.description
        inference = None if stated else "antecedent" if party.inference == "antecedent" else "normalised"
        own = (Rest(party.start, party.end, inference),)
        values["description"] = Value(party.description, party.description_rests or own)
    return values, refs, claims
