"""Meetings: from encounter matches to claims. Within one report, encounters of the same people are one meeting.

A date or place goes to the meeting whose own words state it. A visit or forum lends its place to what happened within
it; nothing else is lent.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

from .encounter_words import certain, kind_of, status_of, subject_before, takes_part
from .marks import Mark
from .matching import Found, Slot
from .meeting_claims import forum_claim, meeting_claims, participant_claims, state_date, state_place, this_day, topic_claims
from .meetings import Meeting, abroad, identified, leaders_near, led, may_be, separately, short_name, within
from .model import Claim, Rest, Value
from .occasions import lend_places, tie_sentences
from .report import Party, Report, found_of, slug
from .same_encounter import drop_mentions

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
    linker.meetings = drop_mentions(report, linker.meetings, linker.current)
    tie_sentences(report, found_of(found, "occasion"), {n: linker.by_key(key) for n, key in linker.current.items()})
    lend_places(linker.meetings, linker.facts)
    return linker.meetings


def _denied(f: Found, denials: list[Found]) -> bool:
    """A denial before the encounter's verb in its sentence, or one that ends the sentence ("… were false")."""
    anchor = f.one("anchor")
    at = anchor.start if anchor else f.start
    return any(
        d.number == f.number and (d.start < at or d.end >= f.line.end - 1 or d.rule.settings.get("whole_phrase")) for d in denials
    )


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
        self.visits: dict[int, list[Meeting]] = {}

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
                parties += takes_part(self.report, f.line, f.number, mark)
        return parties

    def _subject(self, f: Found) -> list[Party]:
        """Who the clause with the encounter is about, where the pattern does not say."""
        anchor = f.one("verb") or f.one("anchor")
        subject = self.report.subjects.get(f.number)
        noun = anchor is None or not any(m.kind in ("MET", "PLANNED", "CANCELLED", "CALLED", "HOSTED") for m in anchor.marks)
        at = anchor.start if anchor else f.start
        if noun and subject is not None and subject.start < at:  # "said after talks with …": the sentence's subject
            return [subject]
        who = subject_before(self.report, f.line, f.number, at)
        if not who and subject is not None and (subject.person or subject.kind == "office"):
            who = [subject]
        return who

    def _previous(self, f: Found) -> list[Party]:
        """Who the sentence before is about."""
        back = f.number - 1
        while back >= 0 and self.report.lines[back].quoted:
            back -= 1
        subject = self.report.subjects.get(back)
        if subject is None or not (subject.person or subject.kind == "office"):
            return []
        return [replace(subject, start=f.start, end=f.start + 1, inference="context")]

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
        read = self.report.when(marks[0], past=status == "held" or f.one("past") is not None) if marks else None
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
                    state_date(self.report, meeting, claim, mark, past=True if f.one("past") else None)
                elif mark.kind in ("BODY", "BODYNAME") or mark.kind == "NAME" and self._at(mark):
                    claim.values.setdefault("venue", self.report.said(mark.start, mark.end))
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

    def _at(self, mark: Mark) -> bool:
        return re.search(r"\bat (?:the )?$", self.report.words(max(0, mark.start - 8), mark.start)) is not None

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
        status = status_of(self.report, f)
        if status is None:
            return
        who = self._parties(f, "who")
        if not who and settings.get("who"):
            who = self._subject(f) if settings["who"] == "subject" else self._previous(f)
        known = {p.key for p in who}
        whom = [p for p in self._parties(f, "whom") if p.key not in known]
        capacity = "host" if settings.get("host") else "principal"
        who = led(self.report, f, who)
        if settings.get("together") and not whom:  # "A and B met": all stand before the verb
            who, whom = who[:1], who[1:]
        if not who or not whom or not certain(self.report, f, who + whom):
            return
        first = True
        each = len(who) > 1 and re.search(r"\b(?:both|each|separately)\b", self._between(f, who)) is not None
        hosts = separately(who) if settings.get("apart") or each and not settings.get("together") else [who]
        jointly = settings.get("together") or settings.get("apart") or re.search(r"\bjoint(?:ly)?\b", self._verb(f)) is not None
        groups = [whom] if jointly else separately(whom)
        for who, group in product(hosts, groups):
            parties = [(p, capacity) for p in who] + [(p, "principal") for p in group]
            meeting = self._meeting(f, parties, kind_of(self.report, f), status)
            if meeting is None:
                continue
            claims = meeting_claims(self.report, f, meeting, parties, f.one("anchor"))
            stated = f.one("date")
            if stated and stated.marks:
                state_date(self.report, meeting, claims[0], stated.marks[0])
            claims += self._setting(f, meeting, claims[0], self._inside(f))
            claims += self._setting(f, meeting, claims[0], self._settings(f, status))
            claims += topic_claims(self.report, meeting, f)
            this_day(self.report, f, claims[0])
            visit = next((v for v in self.visits.get(f.number, ()) if set(v.parties) & set(meeting.parties)), None)
            if visit is not None and meeting.part_of is None and meeting.kind != "call" and visit.status == status:
                meeting.part_of = visit.key
                claims[0].values["part_of"] = within(visit, f)
            self._record(f, meeting, claims)
            if first:
                self._tell(f.number, meeting)
            first = False

    def _between(self, f: Found, who: list[Party]) -> str:
        anchor = f.one("anchor")
        return self.report.words(max(p.end for p in who), anchor.start) if anchor else ""

    def _verb(self, f: Found) -> str:
        anchor = f.one("anchor")
        return self.report.words(anchor.start, anchor.end).lower() if anchor else ""

    def _settings(self, f: Found, status: str) -> list[Slot]:
        """When and where; behind "was called off" stands when it was called off."""
        after = f.one("after")
        slots = f.slots.get("setting", [])
        return [s for s in slots if s.end <= after.start] if after and status == "cancelled" else slots

    def _inside(self, f: Found) -> list[Slot]:
        """When and where, as stated between the verb and "with"."""
        anchor = f.one("anchor")
        if anchor is None:
            return []
        kinds = ("DATE", "PLACE", "CAPITAL", "NATION", "VENUE", "FORUM")
        marks = [p for m in anchor.marks for p in (m.parts if m.attrs.get("phrase") else (m,)) if p.kind in kinds]
        return [Slot(anchor.start, anchor.end, [m for m in marks if self._is_setting(m)])]

    def _is_setting(self, mark: Mark) -> bool:
        """A place stands behind a preposition: "talks in Oslo with", not "Norwegian talks"."""
        before = self.report.words(max(0, mark.start - 12), mark.start)
        return mark.kind == "DATE" or re.search(r"\b(?:in|at|from|near|of|during) (?:the )?$", before) is not None

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
        claims += topic_claims(self.report, meeting, f)
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
        if "status" in f.rule.settings and not forum.parties:
            forum.status = f.rule.settings["status"]
        claim = forum_claim(self.report, forum, mark) if mark.attrs.get("named") else Claim("meetings", forum.key)
        claims = [claim]
        ends = "start" if re.match(r"start|open|began|kick", words) else "end" if re.match("ended|conclu|closed", words) else None
        for setting in f.slots.get("setting", []):
            for m in setting.marks:
                if m.kind == "DATE":
                    state_date(self.report, forum, claim, m, ends)
                else:
                    state_place(self.report, forum, claim, m)
        capacity = f.rule.settings.get("capacity", "attendee")
        whom = self._parties(f, "whom") or (self._subject(f) if f.rule.settings.get("who") else [])
        for party in whom:
            forum.parties.setdefault(party.key, party)
            forum.capacities.setdefault(party.key, capacity)
            claims += participant_claims(self.report, forum, party, capacity)
        self._record(f, forum, claims)

    def _visit(self, f: Found) -> None:
        status = status_of(self.report, f)
        who = led(self.report, f, self._parties(f, "who") or (self._subject(f) if f.rule.settings.get("who") else []))
        place = f.one("place")
        if not who or place is None or status is None:
            return
        places = [m for m in place.marks if abroad(who, m)]
        if places and len({m.attrs.get("country") for m in places}) == 1 and any(m.kind != "NATION" for m in places):
            places = places[:1] if places[0].kind != "NATION" else places[1:2]  # "Oslo, Norway": one stay
        for mark in places:
            visit = self._stay(f, who, mark, status)
            claims = meeting_claims(self.report, f, visit, [(p, "principal") for p in who], f.one("anchor"))
            state_place(self.report, visit, claims[0], mark)
            date = f.one("date")
            if len(places) == 1:
                if date and date.marks:
                    state_date(self.report, visit, claims[0], date.marks[0])
                self._setting(f, visit, claims[0], self._settings(f, status))
            self.visits.setdefault(f.number, []).append(visit)
            if re.search(r"\balso\b", self.report.words(f.start, f.end)):
                claims += self._of_visit(f, visit, {p.key for p in who})
            self._record(f, visit, claims)
            self._met_there(f, visit, who)

    def _stay(self, f: Found, who: list[Party], mark: Mark, status: str) -> Meeting:
        """The visit of these people to this place; a city and its state are one place."""
        city = mark.attrs["city"] if mark.kind == "PLACE" else self.report.words(mark.start, mark.end)
        lead = "-".join(short_name(p) for p in who)
        key = f"meeting/visit-{slug(lead)}-{slug(city)}" + ("" if status == "held" else f"-{status}")
        for visit in self.meetings:
            if visit.kind != "visit" or visit.status != status or not {p.key for p in who} <= set(visit.parties):
                continue
            if visit.key == key or visit.to_state == mark.attrs.get("country") is not None and (
                mark.kind == "NATION" or visit.city is None
            ):
                break
        else:
            visit = self._add(Meeting(key if key not in self.keys else self._unused(key), "visit", status, first=f.start))
            visit.to_state = mark.attrs.get("country")
        for party in who:
            visit.parties.setdefault(party.key, party)
            visit.capacities.setdefault(party.key, "principal")
        return visit

    def _of_visit(self, f: Found, visit: Meeting, people: set[str]) -> list[Claim]:
        """ "Also held meetings": what was told before of the same people in the same city belongs to the visit."""
        claims = []
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
        return claims

    def _met_there(self, f: Found, visit: Meeting, who: list[Party]) -> None:
        for group in separately(self._parties(f, "whom")):
            pairs = [(p, "principal") for p in who + group]
            meeting = self._meeting(f, pairs, None, visit.status)
            if meeting is None:
                continue
            meeting.part_of = visit.key
            more = meeting_claims(self.report, f, meeting, pairs, f.one("verb"))
            more[0].values["part_of"] = within(visit, f)
            self._record(f, meeting, more)

    def _topics(self, f: Found) -> None:
        meeting = self._before(f.number)
        who = {p.key for p in self._parties(f, "who") if p.person or p.kind == "office"}
        if meeting is not None and len(who) > 1 and not who <= set(meeting.parties):  # "the two ministers": the meeting of these
            meeting = next((m for m in reversed(self.meetings) if who <= set(m.parties) and m.kind not in ("visit", "forum")), None)
        if meeting is not None and (not who or who & set(meeting.parties)):
            claims = topic_claims(self.report, meeting, f)
            if claims:
                self._record(f, meeting, claims)
                self._tell(f.number, meeting)
