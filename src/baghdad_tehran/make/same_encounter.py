"""Which meetings of one report are mentions of another: "Danish-Swedish talks", where it tells of the two who held them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ..edtf import compatible_dates
from .matching import Found, Slot
from .meetings import Meeting
from .model import Claim
from .report import Party, Report

_LENT = ("date", "place", "country", "venue", "occasion", "part_of")
_NOUN = re.compile(
    r"^(?!.*(?:ed|\b(?:held|made|paid|took|began|will|is|are|was|were))\b).*\b(?:meetings?|talks|summit|calls?|conversations?|discussions|negotiations|consultations"
    r"|lunch|dinner|visits?|trips?|tour|journey|swing|stay|arrival|departure)(?: (?:with|to|in|of|around|for))?$|^while (?:still )?in$",
    re.IGNORECASE,
)
_WHO = re.compile(r"\bwhom? (?:[a-z]+ ){0,2}$")
_ABOVE = ("headline", "standfirst", "subhead", "caption", "pull_quote")


def note_nouns(report: Report, meetings: list[Meeting], facts: dict[str, list[tuple[Found, list[Claim]]]]) -> None:
    """Which meetings nothing but a noun tells of, or a clause that says who somebody is ("Silva, who met Rojas")."""
    for meeting in meetings:
        told = [(f, f.one("anchor")) for f, _ in facts.get(meeting.key, ())]
        meeting.by_noun = bool(told) and all(a is not None and _is_noun(report, a) for _, a in told)
        meeting.in_clause = bool(told) and all(
            a is not None and _WHO.search(report.words(f.line.start, a.start)) is not None for f, a in told
        )


def _is_noun(report: Report, anchor: Slot) -> bool:
    verbs = any(m.kind in ("MET", "PLANNED", "CANCELLED", "CALLED", "HOSTED") for m in anchor.marks)
    return not verbs and _NOUN.search(report.words(anchor.start, anchor.end)) is not None


_NEAR = 25  # of those told before and behind that a mention may mean: time is to grow with the text, and not with its square


def drop_mentions(report: Report, meetings: list[Meeting], told: dict[int, str]) -> list[Meeting]:
    """The meetings without those that name another one by its states only. What their words say goes to the one they mean."""
    meant: dict[str, Meeting] = {}
    groups: dict[object, list[Meeting]] = {None: []}  # a party, the sides, or None for all: who met so, in the order of the text
    place: dict[tuple[object, str], int] = {}
    for one in meetings:
        for key in (None, frozenset(one.sides()), *one.parties):
            group = groups.setdefault(key, [])
            place[key, one.key] = len(group)
            group.append(one)

    def near(key: object, one: Meeting) -> list[Meeting]:
        at = place[key, one.key]
        return groups[key][max(0, at - _NEAR) : at + _NEAR]

    for one in meetings:
        # Of many meetings few can be meant: those of the same people, or where only states are named of the same sides.
        party = next((k for k, p in one.parties.items() if not _is_state(p)), None)
        among = near(frozenset(one.sides()), one) if party is None else _each_once(m for k in one.parties for m in near(k, one))
        if _above(report, one):
            among = near(None, one)
        others = [m for m in among if m is not one and m.key not in meant]
        whole = next((m for m in others if _mentions(report, one, m)), None) or _of_long_ago(one, others)
        if whole is not None:
            meant[one.key] = whole
    sums = {one.key for one in meetings if one.key not in meant and _sums_up(one, near(None, one), meant)}
    if not meant and not sums:
        return meetings
    for hit in report.hits:
        hit.claims = [c for claim in hit.claims for c in _moved(claim, meant) if _meeting_of(c) not in sums]
    report.hits[:] = [h for h in report.hits if h.claims]
    for number, key in [*told.items()]:
        if key in meant:
            told[number] = meant[key].key
        elif key in sums:
            del told[number]
    return [m for m in meetings if m.key not in meant and m.key not in sums]


def _each_once(meetings: Iterable[Meeting]) -> list[Meeting]:
    return [*{m.key: m for m in meetings}.values()]


_SEVERAL = re.compile(
    r"\b(?:counterparts|several|various|many|numerous|a number of|a series of|world leaders|other leaders)\b", re.IGNORECASE
)


_OFFICIALS = re.compile(r"\b(?:officials|leaders|ministers|representatives)$")


def _sums_up(one: Meeting, meetings: list[Meeting], meant: dict[str, Meeting]) -> bool:
    """ "Held a series of talks with her counterparts", of which the report goes on to tell one by one."""
    if one.kind in ("visit", "forum") or len(one.parties) != 2:
        return False
    person = next((p for p in one.parties.values() if p.person), None)
    group = next((p for p in one.parties.values() if not p.person), None)
    if person is None or group is None or group.kind != "delegation":
        return False
    words = group.description or ""
    if not (_SEVERAL.search(words) and not group.state or one.by_noun and _OFFICIALS.search(words)):
        return False
    told = [m for m in meetings if m is not one and m.key not in meant and (m.kind, m.status) == (one.kind, one.status)]
    named = [m for m in told if person.key in m.parties and sum(p.person is not None for p in m.parties.values()) > 1]
    if group.state:
        named = [m for m in named if all(p.state in (None, group.state) for k, p in m.parties.items() if k != person.key)]
    dated = [m for m in named if not (one.date and m.date) or compatible_dates(one.date, m.date)]
    return len(dated) > 1


def _mentions(report: Report, one: Meeting, whole: Meeting) -> bool:
    return _names(report, one, whole) or _again(report, one, whole) or _unnamed(one, whole) or _of_members(one, whole)


def _of_long_ago(one: Meeting, meetings: list[Meeting]) -> Meeting | None:
    """ "Silva, who met Rojas, …", where the report tells of one encounter of theirs, and when that was."""
    if not one.in_clause or one.date is not None or one.kind in ("visit", "forum"):
        return None
    same = {m.key: m for m in meetings if m.date and (m.kind, m.status) == (one.kind, one.status) and _met(m) == _met(one)}
    return next(iter(same.values())) if len(same) == 1 and _met(one) else None


def _of_members(one: Meeting, whole: Meeting) -> bool:
    """ "Met the committee", of whom another sentence says that he met "members of the Fish Committee"."""
    if (one.kind, one.status) != (whole.kind, whole.status) or one.kind in ("visit", "forum") or _elsewhere(one, whole):
        return False
    if one.date and one.date != whole.date or len(one.parties) != 2 or len(whole.parties) != 2:
        return False
    shared = [p for k, p in one.parties.items() if k in whole.parties]
    group = next((p for k, p in one.parties.items() if k not in whole.parties), None)
    other = next((p for k, p in whole.parties.items() if k not in one.parties), None)
    if len(shared) != 1 or not shared[0].person or group is None or other is None or group.person or other.person:
        return False
    mine, theirs = _body_words(group), _body_words(other)
    return bool(mine) and mine <= theirs and (group.state in (None, other.state) or other.state is None)


_GROUP_WORDS = frozenset(
    {"the", "a", "an", "of", "and", "with", "from", "members", "member", "officials", "leaders", "representatives", "executives"}
    | {"delegation", "group", "staff", "team", "senior", "top", "other", "some", "several"}
)


def _body_words(party: Party) -> set[str]:
    """What names the body in the words for its members: "fish", "committee"."""
    words = (party.organization or party.description or "").lower().replace("-", " ").split()
    bodies = {word for word in words if word not in _GROUP_WORDS}
    return bodies if any(word in _BODIES or word.removesuffix("s") in _BODIES for word in bodies) else set()


_BODIES = frozenset(
    {
        "committee",
        "council",
        "commission",
        "board",
        "parliament",
        "senate",
        "congress",
        "house",
        "panel",
        "union",
        "party",
        "court",
    }
    | {"association", "federation", "assembly", "agency", "ministry", "department", "society", "bank", "institute", "office"}
)


def _again(report: Report, one: Meeting, whole: Meeting) -> bool:
    """The same people, told once as what is to come and once as what took place: "ahead of her talks with …" of talks that were
    held, "his trip to Peru" of one that begins tomorrow; or both on the same day. A headline's present tense may mean either."""
    if one.status == whole.status or "cancelled" in (one.status, whole.status) or one.kind == "forum" or whole.kind == "forum":
        return False
    if one.kind != whole.kind and "call" in (one.kind, whole.kind) or (one.kind == "visit") != (whole.kind == "visit"):
        return False
    if _met(one) != _met(whole) or not _met(one):
        return False
    if one.kind == "visit":
        if one.to_state is None or one.to_state != whole.to_state or _elsewhere(one, whole):
            return False
        if one.date and whole.date and not compatible_dates(one.date, whole.date):
            return False
        if one.status == "planned" and whole.by_noun:
            return False  # "his trip next week …; during the trip": what is to come stands
        return one.by_noun or one.date is None and _only_above(report, one)
    if one.date and whole.date:
        return one.status == "planned" and one.date == whole.date
    if one.date is None and _only_above(report, one):
        return True
    return one.by_noun and one.date is None and one.status == "planned"


def _met(meeting: Meeting) -> set[str]:
    """Keys of those who met; of a visit those who came, without their hosts."""
    hosts = {k for k, c in meeting.capacities.items() if c == "host"} if meeting.kind == "visit" else set()
    return set(meeting.principals()) - hosts


def _unnamed(one: Meeting, whole: Meeting) -> bool:
    """ "Met his Danish counterpart", whom another sentence names without his state."""
    if one.status != whole.status or one.kind in ("visit", "forum") or whole.kind in ("visit", "forum") or len(one.parties) != 2:
        return False
    if one.date and whole.date and not compatible_dates(one.date, whole.date) or len(whole.parties) != 2:
        return False
    unnamed = [p for k, p in one.parties.items() if k not in whole.parties]
    named = [p for k, p in whole.parties.items() if k not in one.parties]
    shared = [p for k, p in one.parties.items() if k in whole.parties]
    if len(unnamed) != 1 or len(named) != 1 or unnamed[0].person or not named[0].person or not shared[0].person:
        return False
    if not (unnamed[0].description or "").endswith(("counterpart", "counterparts")) or named[0].state not in (
        None,
        unnamed[0].state,
    ):
        return False
    return bool({h.title for h in shared[0].person.held} & {h.title for h in named[0].person.held})


def _names(report: Report, one: Meeting, whole: Meeting) -> bool:
    if one.kind == whole.kind == "visit":
        if one.to_state is None or one.to_state != whole.to_state or _elsewhere(one, whole) or not _above(report, one):
            return False
        if one.date and whole.date and not compatible_dates(one.date, whole.date):
            return False
        return one.parties.keys() == whole.parties.keys() and one.status == whole.status or _condensed(one, whole)
    if (
        one.kind in ("visit", "forum")
        or whole.kind in ("visit", "forum")
        or "call" in (one.kind, whole.kind)
        and one.kind != whole.kind
        and not (whole.kind == "call" and _only_above(report, one) and not one.by_noun)  # "Holm, Lind discuss cod"
    ):
        return False
    if one.date and whole.date and not compatible_dates(one.date, whole.date):
        return False
    if _elsewhere(one, whole):
        return False
    if _above(report, one):
        return _condensed(one, whole)
    shared = any(p.person and k in whole.parties for k, p in one.parties.items())
    if one.status != whole.status or one.sides() != whole.sides() or len(one.sides()) < (1 if shared else 2):
        return False
    if not any(p.person for p in whole.parties.values()):
        return False
    return all(_is_state(p) or k in whole.parties for k, p in one.parties.items()) and not set(one.parties) <= set(whole.parties)


def _is_state(party: Party) -> bool:
    """A state, or "her counterparts from Peru"."""
    if party.person is not None or party.organization is not None:
        return False
    return party.description is None or party.state is not None and re.search(r"\bcounterparts\b", party.description) is not None


def _elsewhere(one: Meeting, whole: Meeting) -> bool:
    return bool(one.city and whole.city and one.city[0].value != whole.city[0].value)


def _above(report: Report, one: Meeting) -> bool:
    line = report.line_at(one.first)
    return line is not None and line.segment in _ABOVE


def _only_above(report: Report, one: Meeting) -> bool:
    """Does nothing but headlines and the like tell of it?"""
    told = (report.line_at(h.start) for h in report.hits if any(c.entity == one.key for c in h.claims))
    return _above(report, one) and all(line is not None and line.segment in _ABOVE for line in told)


def _condensed(one: Meeting, whole: Meeting) -> bool:
    """A headline names by state or office those whom a sentence names in full."""
    named_in = {k: next((w for w, q in whole.parties.items() if _part_of_name(p, q)), k) for k, p in one.parties.items()}
    shortened = any(k != name for k, name in named_in.items())
    one = replace(one, parties={named_in[k]: p for k, p in one.parties.items()})
    left = [p for k, p in whole.parties.items() if k not in one.parties and whole.capacities.get(k) != "attendee"]
    named = [p for k, p in one.parties.items() if k not in whole.parties]
    same = one.kind != "visit" and set(one.parties) == set(whole.parties)
    group = same and (whole.kind == "call" or any(p.person is None for p in one.parties.values()))
    if not named and (len(one.parties) < len(whole.parties) or shortened or group) and one.status == whole.status:
        return True  # "A meets B and C", where the three met jointly; "A meets B" of a longer name, "A meets students"
    if not named or len(named) > len(left) or any(p.person for p in named):
        return False
    if not any(p.person for p in left) and not set(one.parties) & set(whole.parties) and not _same_office_named(named, left):
        return False
    for party in named:
        fits = [p for p in left if p.state == party.state] or [p for p in left if p.state is None or party.state is None]
        if not fits:
            return False
        left.remove(fits[0])
    return True


def _same_office_named(named: list[Party], left: list[Party]) -> bool:
    """ "UN Peru Envoy" in a headline, "the U.N. special envoy for Peru" in the sentence."""
    if len(named) != 1 or len(left) != 1:
        return False
    one, other = (set(re.findall(r"[a-z]{5,}", (p[0].description or "").lower())) for p in (named, left))
    return bool(one & other)


def _part_of_name(party: Party, other: Party) -> bool:
    """ "Vargas" in a headline, "Miguel Vargas Quesada" in the sentence."""
    if party.person is None or other.person is None or party.person is other.person:
        return False
    return set(party.person.name.split()) < set(other.person.name.split()) and party.state in (None, other.state)


def _meeting_of(claim: Claim) -> str:
    return "/".join(claim.entity.split("/")[:2])


def _moved(claim: Claim, meant: dict[str, Meeting]) -> list[Claim]:
    """What remains of a claim about a mention: topics and facts pass to the meeting that it means, participants do not."""
    key = _meeting_of(claim)
    whole = meant.get(key)
    if whole is None:
        return [claim]
    if claim.table == "meetings":
        values = {k: v for k, v in claim.values.items() if k in _LENT}
        return [Claim("meetings", whole.key, values)] if values else []
    if claim.table == "meeting_topics":
        return [
            Claim(claim.table, claim.entity.replace(key, whole.key, 1), claim.values, {**claim.refs, "meeting_id": whole.key})
        ]
    return []
