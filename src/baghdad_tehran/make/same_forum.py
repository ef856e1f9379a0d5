"""Which forums of one report are one: told with its number and without, by its abbreviation, by those who meet, by its city."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..edtf import compatible_dates
from .matching import Found
from .meetings import Meeting, far_apart
from .model import Claim
from .report import Report

_NUMBER = re.compile(
    r"\b(?:the|an?|this|\d{1,3}(?:st|nd|rd|th)|(?:19|20)\d\d|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[a-z]+teenth|inaugural"
    r"|annual|upcoming|forthcoming|next|last|recent|latest|ongoing|historic|two-day|three-day|one-day|of|and|for|on|in|meeting|leaders|[’']s?)\b|[’']",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:\d{1,3}(?=st|nd|rd|th)|(?:19|20)\d\d|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)", re.IGNORECASE
)
_ORDINALS = {n: str(k) for k, n in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)}
_LETTERS = re.compile(r"(?:[A-Z][\w’'-]*|of|for|the|and|on)(?: (?:[A-Z][\w’'-]*|of|for|the|and|on)){1,11} ?\( ?([A-Z]{2,8}) ?\)")
_BRACKETED = re.compile(r" ?\( ?[“\"]? ?(?:the )?([A-Z][\w /+-]{1,40}?) ?[”\"]? ?\)")
_TOP = re.compile(r"\b(?:summit|leaders|heads of)\b", re.IGNORECASE)
_TOPMOST = frozenset({"summit", "economic", "informal", "heads", "state", "government"})
_BODY = re.compile(r"\b(?:[A-Z]{2,8}|G-?\d{1,2})\b")
_HEAD = re.compile(r"\b(summit|conference|forum|congress|symposium|seminar|workshop)\b", re.IGNORECASE)

Facts = dict[str, list[tuple[Found, list[Claim]]]]


_NEAR = 100  # forums told before that one may be: time is to grow with the text, and not with its square


@dataclass(frozen=True, slots=True)
class _Forum:
    """A forum, and what its mentions say: its own day and place, and the days of what was done on its sidelines."""

    meeting: Meeting
    date: str | None
    place: str | None
    days: tuple[str, ...]
    name: str
    words: frozenset[str]
    letters: frozenset[str]
    counts: frozenset[str]
    bodies: frozenset[str]
    head: str | None
    plain: bool


def merge_forums(report: Report, meetings: list[Meeting], facts: Facts, current: dict[int, str]) -> list[Meeting]:
    """The meetings with each forum once; what was said of another mention of it is said of the first."""
    sidelines: dict[str, list[str]] = {}
    for meeting in meetings:
        if meeting.part_of is not None and meeting.date:
            sidelines.setdefault(meeting.part_of, []).append(meeting.date)
    into: dict[str, Meeting] = {}
    kept: list[_Forum] = []
    for later in (m for m in meetings if m.kind == "forum"):
        known = _read(report, later, facts, sidelines)
        place = next((n for n in range(max(0, len(kept) - _NEAR), len(kept)) if _same(kept[n], known)), None)
        if place is None:
            kept.append(known)
            continue
        first = kept[place].meeting
        into[later.key] = first
        for key, party in later.parties.items():
            first.parties.setdefault(key, party)
            first.capacities.setdefault(key, later.capacities.get(key, "attendee"))
        first.mark = first.mark or later.mark
        facts.setdefault(first.key, []).extend(facts.pop(later.key, []))
        kept[place] = _read(report, first, facts, sidelines)
    if not into:
        return meetings
    for meeting in meetings:
        if meeting.part_of in into:
            meeting.part_of = into[meeting.part_of].key
    for hit in report.hits:
        for claim in hit.claims:
            _move(claim, into)
    for number, key in current.items():
        if key in into:
            current[number] = into[key].key
    return [m for m in meetings if m.key not in into]


def _read(report: Report, meeting: Meeting, facts: Facts, sidelines: dict[str, list[str]]) -> _Forum:
    date, name = _stated(meeting, facts, "date"), _name(report, meeting)
    head = _HEAD.search(name)
    return _Forum(
        meeting,
        date,
        _stated(meeting, facts, "place"),
        tuple(dict.fromkeys([*([date] if date else []), *sidelines.get(meeting.key, [])])),
        name,
        _words(name),
        _words(_letters(report, meeting, facts)),
        frozenset(_ORDINALS.get(n, n) for n in _COUNTED.findall(name.lower())),
        frozenset(_BODY.findall(name)),
        head[1].lower() if head else None,
        _is_plain(meeting, name),
    )


def _same(one: _Forum, other: _Forum) -> bool:
    if one.date and other.date and not compatible_dates(one.date, other.date):
        return False
    if one.place and other.place and one.place != other.place:
        return False
    if any(far_apart(a, b) or far_apart(b, a) for a in one.days[:_NEAR] for b in other.days[:_NEAR]):
        return False  # what was done on their sidelines is months apart
    if one.counts and other.counts and not one.counts & other.counts:
        return False
    if len(one.words) > 1 and one.words == other.words:
        return True
    if one.letters and one.letters == other.words or other.letters and other.letters == one.words:
        return True
    if one.meeting.status != other.meeting.status:
        return False
    top = _TOP.search(one.name) is not None and _TOP.search(other.name) is not None
    if top and one.bodies and one.words - _TOPMOST == other.words - _TOPMOST and bool(one.date) == bool(other.date):
        return True  # "the ANP summit", and the ANP Economic Leaders' Meeting
    if top and None in (one.meeting.mark, other.meeting.mark) and one.bodies & other.bodies:
        return True  # "leaders of the ANP countries met", and the ANP summit
    if None in (one.meeting.mark, other.meeting.mark) and (one.plain and other.plain) and _same_body(one.meeting, other.meeting):
        return True  # "the council convened", and "its three-day meeting"
    if one.head is None or one.head != other.head or not (one.plain or other.plain):
        return False
    return any(p.person and k in other.meeting.parties for k, p in one.meeting.parties.items())


def _same_body(one: Meeting, other: Meeting) -> bool:
    """Is nobody told to have been at either but one body, the same?"""
    met = {p.organization for m in (one, other) for p in m.parties.values()}
    return len(met) == 1 and None not in met


def _is_plain(meeting: Meeting, name: str) -> bool:
    """Is it told of without a name, or by its city: "the two-day Oslo summit"?"""
    return (
        meeting.mark is None
        or not meeting.mark.attrs.get("named")
        or bool(meeting.mark.find("CAPITAL"))
        and len(_words(name)) == 2
    )


def _stated(meeting: Meeting, facts: Facts, column: str) -> str | None:
    claims = (c for _, told in facts.get(meeting.key, ()) for c in told if c.entity == meeting.key)
    return next((c.values[column].value for c in claims if column in c.values), None)


def _name(report: Report, meeting: Meeting) -> str:
    """The words for a forum; of one told of by those who met, these."""
    if meeting.mark is not None:
        return report.words(meeting.mark.start, meeting.mark.end)
    return next((p.description for p in meeting.parties.values() if p.description), meeting.key.removeprefix("meeting/"))


def _words(name: str) -> frozenset[str]:
    """What tells a forum from others: its words without numbers, an abbreviation for what it stands for."""
    return frozenset(re.findall(r"[a-z0-9]{2,}", _NUMBER.sub(" ", _LETTERS.sub(r"\1", name)).lower()))


def _letters(report: Report, meeting: Meeting, facts: Facts) -> str:
    """How a forum is called in brackets behind its name: "… of Asia Pacific (AP Forum)"."""
    slots = (f.one("forum") for f, _ in facts.get(meeting.key, ()))
    marks = [slot.marks[0] for slot in slots if slot is not None and slot.marks[0].attrs.get("named")]
    said = next((s for m in marks if (s := _BRACKETED.match(report.text, m.end))), None)
    return said[1] if said else ""


def _move(claim: Claim, into: dict[str, Meeting]) -> None:
    """Let a claim about a forum be about the one that it is."""
    head, _, rest = claim.entity.removeprefix("meeting/").partition("/")
    first = into.get(f"meeting/{head}")
    if first is not None:
        claim.entity = first.key + (f"/{rest}" if rest else "")
        for column in ("name", "status"):
            claim.values.pop(column, None)
    for column, entity in claim.refs.items():
        if entity in into:
            claim.refs[column] = into[entity].key
    part = claim.values.get("part_of")
    if part is not None and part.value in into:
        part.value = into[part.value].key
