"""Who is bound by an agreement, and who signed it: the parties that a mention names, the states of those who signed."""

from __future__ import annotations

import re

from .instruments import Mention
from .marks import Mark
from .model import Claim, Rest, Value
from .parties import resolve, who_values
from .report import Party, Report, slug


def named_parties(report: Report, mention: Mention) -> list[Claim]:
    """States in the noun phrase itself: the 2019 Lima-Santiago pact, an agreement with Peru, between Chile and Peru."""
    claims = []
    line = report.lines[mention.number]
    marks = [
        m
        for m in mention.mark.parts
        if m.kind in ("NATION", "CAPITAL", "BODY", "REGION") or m.kind == "GROUP" and m.attrs.get("of") == "states"
    ]
    behind = report.words(mention.mark.attrs["head"][1], mention.end)
    people = mention.mark.find("PERSON")
    for mark in marks:
        if mark.kind == "REGION" and mention.title:
            continue
        hyphened = report.text[mark.end : mark.end + 1] in "-–" or report.text[mark.start - 1 : mark.start] in ("-", "–")
        owns = report.text[mark.end : mark.end + 2] in ("'s", "’s")
        if mark.start < mention.mark.attrs["head"][0] and not hyphened and not (owns and mark.start == mention.start):
            continue
        if any(mark is m for m in mention.mark.attrs["title"]) and mark.start > mention.mark.attrs["head"][0]:
            continue  # the Treaty of Lima
        if mark.start > mention.mark.attrs["head"][0] and _about_or_kept_by(report, mention, mark):
            continue
        for party in resolve(report, line, mention.number, mark):
            claims += participant(report, mention, party, "party")
    if re.match(r"(?: \w+)? between ", behind):
        for mark in people:
            if mark.start >= mention.mark.attrs["head"][1]:
                signatory = resolve(report, line, mention.number, mark)[0]
                claims += participant(report, mention, signatory, "signatory")
                claims += state_of_signatory(report, mention, mark)
    return claims


# Behind "on": what it is about. Behind "with", where papers are handed in: who keeps it.
_ABOUT = re.compile(r"\b(?:on|concerning|regarding|covering|over) (?:the )?(?:(?!between|with|among)\w+,? (?:and )?){0,2}$")
_HANDED_IN = re.compile(r"\b(?:deposit|lodg|fil|regist|submit)\w* [^.;]{0,80}$", re.IGNORECASE)


def _about_or_kept_by(report: Report, mention: Mention, mark: Mark) -> bool:
    """No party: a body that it is about, or with which the papers of joining it are deposited."""
    behind = report.words(mention.mark.attrs["head"][1], mark.start)
    if mark.kind == "BODY" and _ABOUT.search(behind):
        return True
    before = report.words(max(report.lines[mention.number].start, mention.start - 100), mention.start)
    return re.search(r" with (?:the )?$", behind) is not None and _HANDED_IN.search(before) is not None


# How the state of an office follows where its own words do not name it.
_BY_OTHERS = ("context", "coordination")


def state_of_signatory(report: Report, mention: Mention, mark: Mark) -> list[Claim]:
    """Between the Iraqi X and the Iranian Y: what officials sign in their offices binds their states."""
    office = next(
        (
            o
            for o in mark.attrs.get("resolved", ())
            if o.kind == "office" and o.country and not o.subdivision and o.state_spans and o.state_inference not in _BY_OTHERS
        ),
        None,
    )
    if office is None:
        return []
    start, end = office.state_spans[0]
    rests = (Rest(start, end, office.state_inference or "normalised"),)
    party = Party(country=office.country, kind="delegation", state_rests=rests, start=start, end=end)
    return participant(report, mention, party, "party")


def state_of_person(report: Report, mention: Mention, signatory: Party) -> list[Claim]:
    """The same where the office is told elsewhere in the report."""
    held = (
        next((h for h in signatory.person.held if h.kind == "office" and h.country and not h.subdivision), None)
        if signatory.person
        else None
    )
    if held is None:
        return []
    start, end = signatory.start, signatory.end
    rests = (Rest(start, end, "context"),)
    return participant(
        report, mention, Party(country=held.country, kind="delegation", state_rests=rests, start=start, end=end), "party"
    )


def participant(report: Report, mention: Mention, party: Party, capacity: str) -> list[Claim]:
    if mention.instrument is None:
        return []
    party = _state_of_government(report, party)
    values, refs, more = who_values(report, party)
    values = {k: v for k, v in values.items() if k == "country" and not party.person}
    values["capacity"] = Value(capacity, (Rest(party.start, party.end, "reading"),))
    if not refs and "country" not in values:
        return []
    key = mention.instrument.key
    who = party.key if refs else party.state or party.key  # "the presidents of Chile and Peru": their states, named once
    return more + [Claim("agreement_participants", f"{key}/{capacity}/{slug(who)}", values, {"agreement_id": key, **refs})]


_GOVERNMENT = re.compile(
    r"(?:[Tt]he )?(?:(?:[A-Z][\w’'-]+ ){1,3}[Gg]overnment|[Gg]overnment of (?:the )?[A-Z][\w’'-]+(?: [\w’'-]+){0,5})"
)


def _state_of_government(report: Report, party: Party) -> Party:
    """A government binds its state: "the Government of the Republic of Chile" is Chile."""
    if party.organization is None or not _GOVERNMENT.fullmatch(name := report.words(party.start, party.end)):
        return party
    words = name.split()
    forms = (" ".join(words[i:j]).lower() for i in range(len(words)) for j in range(i + 1, min(i + 4, len(words)) + 1))
    entries = (entry for form in forms for entry in report.voc.entries.get(form, ()) if entry.kind in ("NATION", "DEMONYM"))
    states = {party.country} if party.country else {str(entry.attrs["country"]) for entry in entries}
    if len(states) != 1:
        return party
    rests = party.state_rests or (Rest(party.start, party.end, "normalised"),)
    return Party(country=states.pop(), kind="delegation", state_rests=rests, start=party.start, end=party.end)
