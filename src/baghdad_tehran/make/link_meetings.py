"""Meetings: from encounter matches to claims. Within one report, encounters of the same people are one meeting.

A date or place goes to the meeting whose own words state it. A visit or forum lends its place to what happened within
it; nothing else is lent.
"""

from __future__ import annotations

import re
from itertools import product

from .marks import Mark
from .matching import Found, Slot
from .meeting_claims import forum_claim, meeting_claims, participant_claims, state_date, state_place, topic_claims
from .meetings import Meeting, identified, leaders_near, led, may_be, separately, short_name, within
from .model import Claim, Rest, Value
from .occasions import lend_places, tie_sentences
from .parties import resolve
from .report import Party, Report, found_of, slug

_ENCOUNTERS = ("encounter", "group_encounter", "presence", "gathering", "visit", "topics")
_ORDER = {"visit": 0, "presence": 2, "topics": 3}


def link_meetings(report: Report, found: list[Found]) -> list[Meeting]:
    """Meeting hits of the report; sets report.meetings (line -> meeting that its words tie it to)."""
    linker = _Linker(report)
    denials = found_of(found, "denial")
    for f in sorted(found_of(found, *_ENCOUNTERS), key=lambda f: (f.number, _ORDER.get(f.rule.frame, 1), f.start)):
        if f.line.quoted or _denied(f, denials) or linker.overlaps(f):
            continue
        getattr(linker, f"_{f.rule.frame}")(f)
    tie_sentences(report, found_of(found, "occasion"), {n: linker.by_key(key) for n, key in linker.current.items()})
    lend_places(linker.meetings, linker.facts)
    return linker.meetings


def _denied(f: Found, denials: list[Found]) -> bool:
    """A denial before the encounter's verb in its sentence, or one that ends the sentence ("… were false")."""
    anchor = f.one("anchor")
    at = anchor.start if anchor else f.start
    return any(d.number == f.number and (d.start < at or d.end >= f.line.end - 1) for d in denials)


class _Linker:
    def __init__(self, report: Report):
        self.report = report
        self.meetings: list[Meeting] = []
        self.taken: dict[int, list[tuple[int, int]]] = {}
        self.met: dict[tuple[str, frozenset[str]], list[Meeting]] = {}
        self.keys: dict[str, Meeting] = {}
        self.last: list[int] = []
        self.forums: dict[str, Mark] | None = None
        self.current: dict[int, str] = {}
        self.facts: dict[str, list[tuple[Found, list[Claim]]]] = {}

    # -- which match counts ------------------------------------------------------------------------------------------

    def overlaps(self, f: Found) -> bool:
        anchor = f.one("anchor")
        if anchor is None:
            return False
        # a visit takes the meetings that its sentence lists
        start, end = (f.start, f.end) if f.rule.frame == "visit" else (anchor.start, anchor.end)
        taken = self.taken.setdefault(f.number, [])
        if any(a < end and start < b for a, b in taken):
            return True
        taken.append((start, end))
        return False

    # -- finding or making the meeting -------------------------------------------------------------------------------

    def _parties(self, f: Found, slot: str) -> list[Party]:
        parties = []
        for s in f.slots.get(slot, ()):
            for mark in s.marks:
                parties += resolve(self.report, f.line, f.number, mark)
        return parties

    def _meeting(self, f: Found, parties: list[tuple[Party, str]], kind: str | None, status: str) -> Meeting | None:
        keyed = {p.key: (p, c) for p, c in parties}
        if len(keyed) < 2:
            return None
        people = frozenset(k for k, (p, _) in keyed.items() if identified(p))
        # the same people met once, in one report; without people, the same parties
        identity = (status, people) if len(people) >= 2 else ("parties", frozenset(keyed))
        stated = self._stated_date(f, status)
        known = self.met.setdefault(identity, []) if len(people) >= 2 or not people else []
        meeting = next((m for m in known if stated is None or may_be(m, stated, self.report)), None)
        if meeting is None:
            named = [p for p, _ in keyed.values() if identified(p)] or [p for p, _ in keyed.values()]
            names = "-".join(short_name(p) for p in named)[:80]
            meeting = self._add(Meeting(self._unused(f"meeting/{slug(names)}"), kind or "bilateral", status, first=f.start))
            known.append(meeting)
        meeting.date = meeting.date or stated
        for key, (party, capacity) in keyed.items():
            meeting.parties.setdefault(key, party)
            meeting.capacities.setdefault(key, capacity)
        if kind is None and meeting.kind in ("bilateral", "multilateral"):
            meeting.kind = "multilateral" if len(meeting.sides()) > 2 else "bilateral"
        return meeting

    def _stated_date(self, f: Found, status: str) -> str | None:
        """The date that the encounter's own words give: another date is another encounter of the same people."""
        slots = [*f.slots.get("date", []), *f.slots.get("setting", []), *self._inside(f)]
        marks = [m for s in slots for m in s.marks if m.kind == "DATE"]
        read = self.report.when(marks[0], past=status != "planned") if marks else None
        return read[0].edtf if read else None

    def _add(self, meeting: Meeting) -> Meeting:
        self.meetings.append(meeting)
        self.keys[meeting.key] = meeting
        return meeting

    def _unused(self, key: str) -> str:
        n, made = 2, key
        while made in self.keys:
            made, n = f"{key}-{n}", n + 1
        return made

    def by_key(self, key: str) -> Meeting:
        return self.keys[key]

    # -- what the words around say ------------------------------------------------------------------------------------

    def _setting(self, f: Found, meeting: Meeting, claim: Claim, slots: list[Slot]) -> list[Claim]:
        more: list[Claim] = []  # claims about the forum that the setting names
        for slot in slots:
            for mark in slot.marks:
                if mark.kind == "DATE":
                    state_date(self.report, meeting, claim, mark)
                elif mark.kind in ("PLACE", "CAPITAL", "NAME", "NATION", "REGION"):
                    state_place(self.report, meeting, claim, mark)
                elif mark.kind == "VENUE" and "venue" not in claim.values:
                    claim.values["venue"] = self.report.said(mark.start, mark.end)
                elif mark.kind == "FORUM":
                    claim.values["occasion"] = self.report.said(mark.start, mark.end)
                    forum = self._forum(mark)
                    if forum is not None and forum is not meeting:
                        meeting.part_of = forum.key
                        if mark.attrs.get("named"):
                            more.append(forum_claim(self.report, forum, mark))
                        claim.values["part_of"] = Value(forum.key, (Rest(mark.start, mark.end, "context"),))
        return more

    def _forum(self, mark: Mark) -> Meeting | None:
        """The forum that a mark means: by its name, or the only one that the report names."""
        named = mark.attrs.get("named")
        name = re.sub(r"^the ", "", self.report.words(mark.start, mark.end), flags=re.IGNORECASE)
        if named:
            key = f"meeting/{slug(name)}"
            return self.keys.get(key) or self._add(Meeting(key, "forum", "held", first=mark.start))
        if self.forums is None:
            everywhere = [m for line in self.report.lines for u in line.marks() for m in u.find("FORUM") if m.attrs.get("named")]
            self.forums = {re.sub(r"^the ", "", self.report.words(m.start, m.end), flags=re.IGNORECASE): m for m in everywhere}
        return self._forum(next(iter(self.forums.values()))) if len(self.forums) == 1 else None

    # -- frames -------------------------------------------------------------------------------------------------------

    def _encounter(self, f: Found) -> None:
        settings = f.rule.settings
        who = self._parties(f, "who")
        if settings.get("who") == "subject":
            subject = self.report.subjects.get(f.number)
            who = [subject] if subject else []
        whom = self._parties(f, "whom")
        status = settings.get("status", "held")
        capacity = "host" if settings.get("host") else "principal"
        who = led(self.report, f, who)
        if settings.get("together") and not whom:  # "A and B met": all stand before the verb
            who, whom = who[:1], who[1:]
        if not who or not whom:
            return
        first = True
        hosts = separately(who) if settings.get("apart") else [who]
        groups = [whom] if settings.get("together") or settings.get("apart") else separately(whom)
        for who, group in product(hosts, groups):
            parties = [(p, capacity) for p in who] + [(p, "principal") for p in group]
            call = f.one("call")
            spoken = call is not None and re.search(r"call|conversation", self.report.words(call.start, call.end)) is not None
            kind = "call" if spoken else settings.get("kind")
            meeting = self._meeting(f, parties, kind, status)
            if meeting is None:
                continue
            claims = meeting_claims(self.report, f, meeting, parties, f.one("anchor"))
            stated = f.one("date")
            if stated and stated.marks:
                state_date(self.report, meeting, claims[0], stated.marks[0])
            claims += self._setting(f, meeting, claims[0], self._inside(f))
            claims += self._setting(f, meeting, claims[0], f.slots.get("setting", []))
            claims += topic_claims(self.report, meeting, f)
            self._record(f, meeting, claims)
            if first:
                self._tell(f.number, meeting)
            first = False

    def _inside(self, f: Found) -> list[Slot]:
        """When and where, as stated between the verb and "with"."""
        anchor = f.one("anchor")
        if anchor is None:
            return []
        kinds = ("DATE", "PLACE", "CAPITAL", "NATION", "VENUE", "FORUM")
        return [
            Slot(anchor.start, anchor.end, [p for m in anchor.marks if m.attrs.get("phrase") for p in m.parts if p.kind in kinds])
        ]

    def _record(self, f: Found, meeting: Meeting, claims: list[Claim]) -> None:
        self.facts.setdefault(meeting.key, []).append((f, claims))
        self.report.hit(f.rule, f.start, f.end, claims)

    def _tell(self, number: int, meeting: Meeting) -> None:
        if number not in self.current:
            self.last.append(number)
        self.current[number] = meeting.key

    def _before(self, number: int) -> Meeting | None:
        """The meeting told last before, or in, this line. Lines are linked in order."""
        back = next((n for n in reversed(self.last) if n <= number), None)
        return None if back is None else self.by_key(self.current[back])

    def _group_encounter(self, f: Found) -> None:
        parties: list[Party] = self._parties(f, "who")
        if not parties:
            parties = [] if self._before(f.number) else leaders_near(self.report, f)
        people = frozenset(p.key for p in parties if p.person)
        meeting = next(iter(self.met.get(("held", people), ())), None) if parties else self._before(f.number)
        pairs = [(p, "principal") for p in parties]
        if meeting is None:
            meeting = self._meeting(f, pairs, None, "held")
        if meeting is None:
            return
        claims = meeting_claims(self.report, f, meeting, [p for p in pairs if p[0].key in meeting.parties], f.one("anchor"))
        claims += self._setting(f, meeting, claims[0], f.slots.get("setting", []))
        self._record(f, meeting, claims)
        self._tell(f.number, meeting)

    def _presence(self, f: Found) -> None:
        meeting = self._before(f.number)
        parties = self._parties(f, "who")
        if meeting is None or not parties:
            return
        claim = Claim("meetings", meeting.key)
        date = f.one("date")
        if date and date.marks:
            state_date(self.report, meeting, claim, date.marks[0])
        claims = [claim] if claim.values else []
        for party in parties:
            meeting.parties.setdefault(party.key, party)
            meeting.capacities.setdefault(party.key, "attendee")
            claims += participant_claims(self.report, meeting, party, "attendee")
        self._record(f, meeting, claims)
        self._tell(f.number, meeting)

    def _gathering(self, f: Found) -> None:
        slot = f.one("forum")
        forum = self._forum(slot.marks[0]) if slot else None
        if forum is None or slot is None:
            return
        mark = slot.marks[0]
        anchor = f.one("anchor")
        words = self.report.words(anchor.start, anchor.end).lower() if anchor else ""
        claim = forum_claim(self.report, forum, mark) if mark.attrs.get("named") else Claim("meetings", forum.key)
        claims = [claim]
        for setting in f.slots.get("setting", []):
            for m in setting.marks:
                if m.kind == "DATE":
                    state_date(
                        self.report,
                        forum,
                        claim,
                        m,
                        "start" if re.match(r"start|open|began|kick", words) else "end" if words == "ended" else None,
                    )
                else:
                    state_place(self.report, forum, claim, m)
        for party in self._parties(f, "whom"):
            capacity = f.rule.settings.get("capacity", "attendee")
            forum.parties.setdefault(party.key, party)
            forum.capacities.setdefault(party.key, capacity)
            claims += participant_claims(self.report, forum, party, capacity)
        self._record(f, forum, claims)

    def _visit(self, f: Found) -> None:
        who = led(self.report, f, self._parties(f, "who"))
        place = f.one("place")
        if not who or place is None:
            return
        city = next((m.attrs["city"] for m in place.marks if m.kind == "PLACE"), self.report.words(place.start, place.end))
        key = f"meeting/visit-{slug('-'.join(short_name(p) for p in who))}-{slug(city)}"
        visit = self.keys.get(key)
        if visit is None:
            visit = Meeting(key, "visit", "held", first=f.start)
            self._add(visit)
        parties = [(p, "principal") for p in who]
        for party, capacity in parties:
            visit.parties.setdefault(party.key, party)
            visit.capacities.setdefault(party.key, capacity)
        claims = meeting_claims(self.report, f, visit, parties, f.one("anchor"))
        for mark in place.marks:
            state_place(self.report, visit, claims[0], mark)
        date = f.one("date")
        if date and date.marks:
            state_date(self.report, visit, claims[0], date.marks[0])
        self._setting(f, visit, claims[0], f.slots.get("setting", []))
        people = {p.key for p in who}
        if re.search(r"\balso\b", self.report.words(f.start, f.end)):
            # "also held meetings": what was told before of the same people in the same city belongs to the visit
            for earlier in self.meetings:
                if (
                    earlier.kind not in ("visit", "forum")
                    and people & set(earlier.parties)
                    and earlier.part_of is None
                    and earlier.city
                    and visit.city
                    and earlier.city[0].value == visit.city[0].value
                ):
                    earlier.part_of = visit.key
                    claims.append(Claim("meetings", earlier.key, {"part_of": within(visit, f)}))
        self._record(f, visit, claims)
        for group in separately(self._parties(f, "whom")):
            pairs = parties + [(p, "principal") for p in group]
            meeting = self._meeting(f, pairs, None, "held")
            if meeting is None:
                continue
            meeting.part_of = visit.key
            more = meeting_claims(self.report, f, meeting, pairs, f.one("verb"))
            more[0].values["part_of"] = within(visit, f)
            self._record(f, meeting, more)

    def _topics(self, f: Found) -> None:
        meeting = self._before(f.number)
        if meeting is not None:
            claims = topic_claims(self.report, meeting, f)
            if claims:
                self._record(f, meeting, claims)
                self._tell(f.number, meeting)
