"""Offices told by a sentence: "She was appointed foreign minister", "Silva succeeded Okoro as speaker". From matches to claims of roles."""

from __future__ import annotations

from .holders import bodies, in_full, of_one_body
from .link_people import role_claims
from .matching import Found
from .parties import resolve
from .report import Held, Person, Report, found_of
from .titles import Office


def link_holdings(report: Report, found: list[Found]) -> None:
    """A hit for each office that somebody is said to hold and that no words beside the name have told. Needs the subjects of sentences."""
    named = None
    for one in found_of(found, "holding"):
        stated = [m.attrs["office"] for slot in one.slots.get("office", []) for m in slot.find("OFFICE")]
        named = bodies(report) if named is None else named
        offices = of_one_body(report, [in_full(report, office, named, None) for office in stated if office.title is not None])
        for who in one.slots.get("who", []):
            parties = [p for m in who.find("PERSON", "PRONOUN") for p in resolve(report, one.line, one.number, m)]
            person = parties[0].person if len(parties) == 1 else None
            if person is None or who.find("PRONOUN") and _others(report, one, person, who.start):
                continue
            claims = []
            for office in offices:
                if not _told(person, office):
                    person.held.append(Held(office.title or "", office.kind, office.country, office.subdivision, office.head))
                    claims += role_claims(report, person, office)
            if claims:
                report.hit(one.rule, one.start, one.end, claims)


def _others(report: Report, one: Found, person: Person, before: int) -> bool:
    """Does the sentence name somebody else before the pronoun, whom it may mean too: "Silva's visit came after he became speaker"?"""
    return any(m.kind == "PERSON" and m.end <= before and report.person(m) is not person for m in one.line.marks())


def _told(person: Person, office: Office) -> bool:
    """Does the report give this office of theirs elsewhere, or one that is the same in full?"""
    title = office.title or ""
    return any(
        h.title == title or h.title.startswith((f"{title} of ", f"{title} for ", f"{title} to "))
        for h in person.held
        if office.country is None or h.country in (None, office.country)
    )
