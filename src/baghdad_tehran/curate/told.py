"""A claim in words: what a hit proposes, so that somebody who knows the subject can say yes or no."""

from __future__ import annotations

from collections.abc import Callable

from ..make.model import Claim, Hit
from ..make.report import Report

# Entity of a claim ("person/ana-silva") -> the words for it ("Ana Silva").
Words = Callable[[str], str]


def names_of(report: Report) -> Words:
    """Words for the things of one report: people and organizations by name, quotes by their words, others by their key."""
    people = {person.key: person.name for person in report.people.values()}
    bodies = {
        claim.entity: claim.values["name"].value
        for hit in report.hits
        for claim in hit.claims
        if claim.table == "organizations" and "name" in claim.values
    }

    def words(entity: str) -> str:
        known = people.get(entity) or bodies.get(entity)
        if known:
            return known
        kind, _, key = entity.partition("/")
        spot, _, _ = key.partition("/")
        start, _, end = spot.partition("-")
        if kind in ("quote", "mention") and start.isdigit() and end.isdigit():
            said = " ".join(report.words(int(start), int(end)).split())
            return f"“{said[:60]}{'…' if len(said) > 60 else ''}”"
        return f"{kind} {key}" if key else entity

    return words


def tell(claim: Claim, words: Words) -> str:
    """One claim as a sentence."""
    value = {column: v.value for column, v in claim.values.items()}
    ref = {column: words(entity) for column, entity in claim.refs.items() if column.endswith("_id")}
    own = words("/".join(claim.entity.split("/")[:2]))
    say = _TELLING.get(claim.table)
    return say(own, value, ref) if say else f"{claim.table}: " + ", ".join(f"{c} {v}" for c, v in value.items())


def tell_hit(hit: Hit, words: Words) -> list[str]:
    """The claims of a hit, a sentence each; claims that add nothing to say are left out."""
    return [tell(claim, words) for claim in hit.claims if claim.values or claim.refs]


def _who(value: dict[str, str], ref: dict[str, str], own: str = "somebody") -> str:
    named = ref.get("person_id") or ref.get("organization_id")
    return named or value.get("description") or value.get("subdivision") or value.get("country") or own


def _of(value: dict[str, str]) -> str:
    state = value.get("subdivision") or value.get("country")
    return f" ({state})" if state else ""


def _source(own: str, value: dict[str, str], ref: dict[str, str]) -> str:
    return "The report: " + "; ".join(f"its {column} is {v!r}" for column, v in value.items())


def _person(own: str, value: dict[str, str], ref: dict[str, str]) -> str:
    return f"There is a person, {value.get('name', own)}{_of(value)}."


def _name(own: str, value: dict[str, str], ref: dict[str, str]) -> str:
    return f"“{value.get('name')}” names {ref.get('person_id', own)}."


def _organization(own: str, value: dict[str, str], ref: dict[str, str]) -> str:
    return f"There is an organization, {value.get('name', own)}{_of(value)}."


def _role(own: str, value: dict[str, str], ref: dict[str, str]) -> str:
    body = f" in {ref['organization_id']}" if "organization_id" in ref else ""
    return f"{ref.get('person_id', own)} holds the {value.get('kind', 'office')} of {value.get('title')}{_of(value)}{body}."


def _meeting(own: str, value: dict[str, str], ref: dict[str, str]) -> str:
    parts = [f"There is a {value.get('status', '')} {value.get('kind', 'meeting')}, {own}".replace("  ", " ")]
    parts += [f"on {value['date']}"] if "date" in value else []
    parts += [f"in {value['place']}"] if "place" in value else []
    parts += [f"at {value['venue']}"] if "venue" in value else []
    parts += [f"for {value['occasion']}"] if "occasion" in value else []
    parts += ["within another"] if "part_of" in value else []
    return ", ".join(parts) + "."


def _participant(own: str, value: dict[str, str], ref: dict[str, str]) -> str:
    side = f", on the side of {value['side']}" if "side" in value else ""
    group = " with a delegation" if value.get("kind") == "delegation" and "person_id" in ref else ""
    return f"{_who(value, ref)}{_of(value)}{group} takes part in {own} as {value.get('capacity', 'principal')}{side}."


def _topic(own: str, value: dict[str, str], ref: dict[str, str]) -> str:
    return f"Discussed at {own}: {value.get('topic')}."


def _agreement(own: str, value: dict[str, str], ref: dict[str, str]) -> str:
    kind = value.get("kind", "agreement").replace("_", " ")
    parts = [f"There is an instrument, {own} ({kind})"]
    parts += [value["status"].replace("_", " ")] if "status" in value else []
    parts += [f"{value.get('date_event', 'dated')} {value['date']}"] if "date" in value else []
    parts += [f"about {value['subject']}"] if "subject" in value else []
    return ", ".join(parts) + "."


def _bound(own: str, value: dict[str, str], ref: dict[str, str]) -> str:
    return f"{_who(value, ref)} is {value.get('capacity', 'party')} of {own}."


def _provision(own: str, value: dict[str, str], ref: dict[str, str]) -> str:
    return f"Under {own}, {value.get('party') or 'a party'} undertakes: {value.get('provision')}."


def _mention(own: str, value: dict[str, str], ref: dict[str, str]) -> str:
    meant = f"means {ref['agreement_id']}" if "agreement_id" in ref else "fits more than one instrument"
    return f"“{value.get('text', own)}” {meant}."


def _candidate(own: str, value: dict[str, str], ref: dict[str, str]) -> str:
    return f"{own} may mean {ref.get('agreement_id')}."


def _quote(own: str, value: dict[str, str], ref: dict[str, str]) -> str:
    parts = [f"Reported speech ({value.get('quote_type', 'part')}): {value.get('content', own)}"]
    parts += [f"cue “{value['cue']}”"] if "cue" in value else ["no cue"]
    parts += [f"said {value['date']}"] if "date" in value else []
    parts += [f"through {value['reported_by']}"] if "reported_by" in value else []
    parts += [f"at {ref['meeting_id']}"] if "meeting_id" in ref else []
    return "; ".join(parts) + "."


def _speaker(own: str, value: dict[str, str], ref: dict[str, str]) -> str:
    return f"Said by {_who(value, ref)}{_of(value) if 'person_id' in ref else ''}."


_TELLING: dict[str, Callable[[str, dict[str, str], dict[str, str]], str]] = {
    "sources": _source,
    "people": _person,
    "person_names": _name,
    "organizations": _organization,
    "roles": _role,
    "meetings": _meeting,
    "meeting_participants": _participant,
    "meeting_topics": _topic,
    "agreements": _agreement,
    "agreement_participants": _bound,
    "agreement_provisions": _provision,
    "agreement_mentions": _mention,
    "agreement_mention_candidates": _candidate,
    "quotes": _quote,
    "quote_speakers": _speaker,
}
