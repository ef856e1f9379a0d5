"""Likeness: which things of different reports might be one, and which quotes might render the same words. Proposes; decides nothing.

People by a name alike and an office shared, meetings by who took part and when, agreements by kind, parties, subject and date, quotes
by speaker, occasion and words. What scores too low to be worth a question is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..edtf import compatible_dates
from ..make.report import slug
from ..make.resolve import Row, Rows

_ALIKE = 0.75  # of the letters of two names of one word each
_SAME_WORDS = 0.15  # of the words of two quotes of one speaker on one occasion
_OTHER_SPEAKER = 0.5  # of the words of two quotes of different speakers: a near-miss worth writing down
_SHORTEST = 2  # words that bear meaning; shorter quotes are alike by chance
_PARTICLES = frozenset("al el bin ibn de la van von der abu bint ben di da du".split())
_FORM_WORDS = frozenset(
    "a an and are as at be been but by for from had has have he her his if in into is it its not of on or our own she so that the "
    "their them there they this to was we were which who will with would any all both also more us you your".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """`right` may be what is asked about. `score`: 0 to 1, for the order; `because`: what speaks for it, in words."""

    right: str
    score: float
    because: str


def alike(kind: str, thing: Row, rows: Rows) -> list[Candidate]:
    """Published things that this one may be, the likeliest first."""
    weigh = {"people": _people, "meetings": _meetings, "agreements": _agreements}[kind]
    found = [c for other in rows.of(kind) if other.id != thing.id if (c := weigh(thing, other, rows)) is not None]
    return sorted(found, key=lambda c: (-c.score, c.right))


def utterance_pairs(rows: Rows) -> list[tuple[str, str, str]]:
    """(later quote, earlier quote, why) of quotes in different groups that may render the same words, or nearly do.

    Utterances must be grouped already. Of a pair of groups only the two quotes most alike are named.
    """
    speakers = _speakers(rows)
    quotes = sorted(rows.of("quotes"), key=lambda q: q.id)
    words = {q.id: _words(str(q.values["content"])) for q in quotes}
    best: dict[tuple[str, str], tuple[float, str, str, str]] = {}
    for at, left in enumerate(quotes):
        for right in quotes[:at]:
            groups = sorted((str(left.values["utterance_id"]), str(right.values["utterance_id"])))
            if groups[0] == groups[1] or min(len(words[left.id]), len(words[right.id])) < _SHORTEST:
                continue
            shared = words[left.id] & words[right.id]
            score = len(shared) / len(words[left.id] | words[right.id])
            whole = len(shared) / min(len(words[left.id]), len(words[right.id]))
            said, there = speakers.get(left.id, frozenset()), speakers.get(right.id, frozenset())
            same_speaker, same_occasion = _same_speaker(said, there), _same_occasion(left, right)
            if same_speaker and same_occasion and score >= _SAME_WORDS:
                why = "same speaker, same occasion"
            elif not (same_speaker and same_occasion) and max(score, whole - 0.25) >= _OTHER_SPEAKER:
                why = "the same words, " + (
                    "another occasion"
                    if same_speaker
                    else "another speaker"
                    if said and there
                    else "a speaker named in one or in none"
                )
            else:
                continue
            key = (groups[0], groups[1])
            best[key] = max(best.get(key, (0.0, "", "", "")), (score, left.id, right.id, why))
    return [(left, right, f"{why}: {score:.0%} of the words") for score, left, right, why in sorted(best.values(), reverse=True)]


def _same_occasion(left: Row, right: Row) -> bool:
    mine, theirs = left.refs.get("meeting_id"), right.refs.get("meeting_id")
    return mine == theirs or mine is None or theirs is None


def _speakers(rows: Rows) -> dict[str, frozenset[tuple[str, bool]]]:
    """Who speaks in each quote: (person, body or state, whether it is the state that a speaker belongs to only)."""
    found: dict[str, frozenset[tuple[str, bool]]] = {}
    states = {row.id: row.values.get("country") for table in ("people", "organizations") for row in rows.of(table)}
    for row in rows.of("quote_speakers"):
        named = row.refs.get("person_id") or row.refs.get("organization_id")
        state = str(row.values.get("country") or states.get(named or "") or "")
        who = {(named or state or str(row.values.get("description")), False)} | ({(state, True)} if named and state else set())
        quote = row.refs["quote_id"]
        found[quote] = found.get(quote, frozenset()) | who
    return found


def _same_speaker(mine: frozenset[tuple[str, bool]], theirs: frozenset[tuple[str, bool]]) -> bool:
    """Does one speaker stand in both? A headline's state speaks for its people: "Iran stresses …" may be its speaker of parliament."""
    return any(who == other and not (only and also) for who, only in mine for other, also in theirs)


def _words(text: str) -> frozenset[str]:
    """What bears the meaning of a text: its words without form words, cut to their stems' first letters."""
    return frozenset(w[:6] for w in re.findall(r"[^\W\d_]+", text.lower()) if w not in _FORM_WORDS and len(w) > 2)


# -- people -----------------------------------------------------------------------------------------------------------------


def _people(thing: Row, other: Row, rows: Rows) -> Candidate | None:
    mine, theirs = _name_parts(thing, rows), _name_parts(other, rows)
    likeness = max((SequenceMatcher(None, a, b).ratio() for a in mine for b in theirs), default=0.0)
    if likeness < _ALIKE:
        return None
    offices = _offices(thing, rows) & _offices(other, rows)
    reasons = ["same name" if mine & theirs else "names alike"]
    reasons += [f"same office ({', '.join(sorted(offices))})"] if offices else []
    same_last = _last(thing) == _last(other)
    return Candidate(other.id, (likeness + 0.5 * same_last + bool(offices)) / 2.5, ", ".join(reasons))


def _name_parts(person: Row, rows: Rows) -> set[str]:
    forms = [s.value.value for s in person.stated.get("name", ())]
    forms += [str(n.values["name"]) for n in rows.of("person_names") if n.refs.get("person_id") == person.id]
    return {part for form in forms for part in slug(form).split("-") if len(part) > 2 and part not in _PARTICLES}


def _last(person: Row) -> str:
    return slug(str(person.values.get("name") or "")).split("-")[-1]


def _offices(person: Row, rows: Rows) -> set[str]:
    return {str(r.values.get("title")) for r in rows.of("roles") if r.refs.get("person_id") == person.id}


# -- meetings and agreements ------------------------------------------------------------------------------------------------


def _meetings(thing: Row, other: Row, rows: Rows) -> Candidate | None:
    if not _dates_fit(thing, other) or (thing.values.get("kind") == "visit") != (other.values.get("kind") == "visit"):
        return None
    mine, theirs = _taking_part(thing, rows), _taking_part(other, rows)
    shared = mine & theirs
    named = _name_words(thing) & _name_words(other) if "forum" in (thing.values.get("kind"), other.values.get("kind")) else set()
    if len(shared) < min(2, len(mine), len(theirs)) and not named:
        return None
    union = len(mine | theirs) or 1
    reasons = ([f"{len(shared)} of {union} participants in both"] if shared else []) + (["names alike"] if named else [])
    reasons += ["same date"] if thing.values.get("date") and thing.values.get("date") == other.values.get("date") else []
    return Candidate(other.id, len(shared) / union, ", ".join(reasons)) if reasons else None


def _agreements(thing: Row, other: Row, rows: Rows) -> Candidate | None:
    if not _dates_fit(thing, other):
        return None
    same_kind = thing.values.get("kind") == other.values.get("kind")
    subjects = _words(str(thing.values.get("subject") or "")) & _words(str(other.values.get("subject") or ""))
    parties = _bound(thing, rows) & _bound(other, rows)
    if same_kind + bool(subjects) + bool(parties) < 2:
        return None
    reasons = (
        (["same kind"] if same_kind else []) + (["same subject"] if subjects else []) + (["same parties"] if parties else [])
    )
    return Candidate(other.id, (same_kind + bool(subjects) + bool(parties)) / 3, ", ".join(reasons))


def _dates_fit(thing: Row, other: Row) -> bool:
    mine, theirs = thing.values.get("date"), other.values.get("date")
    return mine is None or theirs is None or compatible_dates(str(mine), str(theirs))


def _taking_part(meeting: Row, rows: Rows) -> set[str]:
    return {_party(r) for r in rows.of("meeting_participants") if r.refs.get("meeting_id") == meeting.id}


def _bound(agreement: Row, rows: Rows) -> set[str]:
    return {_party(r) for r in rows.of("agreement_participants") if r.refs.get("agreement_id") == agreement.id}


def _party(row: Row) -> str:
    named: Mapping[str, str] = row.refs
    return (
        named.get("person_id") or named.get("organization_id") or str(row.values.get("country") or row.values.get("description"))
    )


def _name_words(meeting: Row) -> set[str]:
    stated: Iterable[str] = (s.value.value for s in meeting.stated.get("name", ()))
    return {word for name in stated for word in _words(name)}
