"""Which forums of one report are one: told with its number and without, by its abbreviation, by those who meet, by its city."""

from __future__ import annotations

import re

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
_LETTERS = re.compile(r"(?:[A-Z][\w’'-]*|of|for|the|and|on)(?: (?:[A-Z][\w’'-]*|of|for|the|and|on)){1,11} ?\( ?([A-Z]{2,8}) ?\)")
_BRACKETED = re.compile(r" ?\( ?[“\"]? ?(?:the )?([A-Z][\w /+-]{1,40}?) ?[”\"]? ?\)")
_TOP = re.compile(r"\b(?:summit|leaders|heads of)\b", re.IGNORECASE)
_TOPMOST = frozenset({"summit", "economic", "informal", "heads", "state", "government"})
_BODY = re.compile(r"\b(?:[A-Z]{2,8}|G-?\d{1,2})\b")
_HEAD = re.compile(r"\b(summit|conference|forum|congress|symposium|seminar|workshop)\b", re.IGNORECASE)

Facts = dict[str, list[tuple[Found, list[Claim]]]]


def merge_forums(report: Report, meetings: list[Meeting], facts: Facts, current: dict[int, str]) -> list[Meeting]:
    """The meetings with each forum once; what was said of another mention of it is said of the first."""
    forums = [m for m in meetings if m.kind == "forum"]
    into: dict[str, Meeting] = {}
    for index, later in enumerate(forums):
        first = next((m for m in forums[:index] if m.key not in into and _same(report, m, later, facts, meetings)), None)
        if first is None:
            continue
        into[later.key] = first
        for key, party in later.parties.items():
            first.parties.setdefault(key, party)
            first.capacities.setdefault(key, later.capacities.get(key, "attendee"))
        first.mark = first.mark or later.mark
        facts.setdefault(first.key, []).extend(facts.pop(later.key, []))
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


def _same(report: Report, one: Meeting, other: Meeting, facts: Facts, meetings: list[Meeting]) -> bool:
    dates = [_stated(m, facts, "date") for m in (one, other)]
    places = [_stated(m, facts, "place") for m in (one, other)]
    if dates[0] and dates[1] and not compatible_dates(dates[0], dates[1]) or places[0] and places[1] and places[0] != places[1]:
        return False
    beside = [
        [d for d in (date, *(m.date for m in meetings if m.part_of == f.key)) if d]
        for date, f in zip(dates, (one, other), strict=True)
    ]
    if any(far_apart(a, b) or far_apart(b, a) for a in beside[0] for b in beside[1]):
        return False  # what was done on their sidelines is months apart
    names = _name(report, one), _name(report, other)
    counts = [set(_COUNTED.findall(n.lower())) for n in names]
    if counts[0] and counts[1] and not counts[0] & counts[1]:
        return False
    words = [_words(n) for n in names]
    if len(words[0]) > 1 and words[0] == words[1]:
        return True
    letters = [_words(_letters(report, m, facts)) for m in (one, other)]
    if letters[0] and letters[0] == words[1] or letters[1] and letters[1] == words[0]:
        return True
    if one.status != other.status:
        return False
    bodies = [set(_BODY.findall(n)) for n in names]
    if (
        all(_TOP.search(n) for n in names)
        and bodies[0]
        and words[0] - _TOPMOST == words[1] - _TOPMOST
        and bool(dates[0]) == bool(dates[1])
    ):
        return True  # "the ANP summit", and the ANP Economic Leaders' Meeting
    if None in (one.mark, other.mark) and bodies[0] & bodies[1] and all(_TOP.search(n) for n in names):
        return True  # "leaders of the ANP countries met", and the ANP summit
    heads = [_HEAD.search(n) for n in names]
    who = {k for k, p in one.parties.items() if p.person} & {k for k, p in other.parties.items() if p.person}
    plain = [_is_plain(m, n) for m, n in zip((one, other), names, strict=True)]
    return bool(who and any(plain) and heads[0] and heads[1] and heads[0][1].lower() == heads[1][1].lower())


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
