"""Finding meetings: which one of a report's meetings a match tells of, or a new one; and what its words say of time and place."""

from __future__ import annotations

import re
from dataclasses import replace

from .days_of_others import is_apart, is_of_another_verb, is_of_other_event
from .delegations import each_group, of_traveller
from .encounter_words import told_in
from .event_lists import EventLists
from .manners import FROM_AFAR
from .marks import Mark
from .matching import Found, Slot
from .meeting_claims import forum_claim, state_date, state_place
from .meetings import Meeting, first_of_several, identified, may_be, short_name, traveller
from .model import Claim, Rest, Value
from .report import Party, Person, Report, slug
from .subjects import in_clause, is_own, object_before, of_first_person, subject_before, told_by, whose_clause
from .taking_part import describes, of_meeting, takes_part
from .whereabouts import here
from .which_forum import Forums
from .whose import owner, told_to
from .writers import Voices, first_person, voices

_LEADERS = re.compile(r"(?:both|the|the two|these two) (?:leaders|sides|men|two|officials)|the (?:two|pair|duo)", re.IGNORECASE)
_SOURCE = re.compile(r"(?:According to|Citing|Quoting) (?:the |an? |his |her )?", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:be|been|was|were|is|are) (?:\w+ed|given|made|taken|said) by\b")
_RELATIVE = re.compile(r",? (?:who|which) [^,]{1,120},|,? (?:to be|(?:which )?(?:was|were|will be)) followed by [^,]{0,60}$")
_HELD = r",? (?:(?:which|that) (?:was|is|were) )?(?:being |to be )?(?:held|convened|hosted|taking place)"
_HELD_IN = re.compile(rf"(?:{_HELD}(?: [^,;:.]{{2,30}})?)? (?:in|at)(?: the)? ")
_HELD_ON = re.compile(rf"{_HELD}(?: (?:on|at|in|over|from|between|during|late|early|last|next|here))*(?: the)? ")
_BESIDE = re.compile(r"\b(?:side[ -]?lines?|margins|fringes) of (?:the )?$")
_HELD_THERE = re.compile(r" (?:meetings?|talks|summit|dinner|lunch|negotiations|discussions)\b")
_LOCATES = re.compile(r"(?:['’]s)? (?:[a-z-]+ ){0,2}(?:city|town|resort|capital|port|island|village|suburb)(?: of)? ")


class Finder(Forums):
    """The meetings of one report so far, and the ways to one of them."""

    def __init__(self, report: Report):
        super().__init__(report)
        self.taken: dict[
            int, list[tuple[int, int]]
        ] = {}  # line -> words that tell of encounters; and all that these matches took
        self.whole: dict[int, list[tuple[int, int]]] = {}
        self.met: dict[tuple[str, frozenset[str]], list[Meeting]] = {}
        self.last: list[int] = []
        self.voices: Voices | None = None
        self.bare: list[tuple[Found, list[Party], str]] = []  # visits without a place
        self.current: dict[int, str] = {}
        self.facts: dict[str, list[tuple[Found, list[Claim]]]] = {}
        self.visits: dict[int, list[Meeting]] = {}  # line -> the visits that it is about
        self.stays: dict[int, list[Meeting]] = {}  # line -> all visits that it tells of
        self.gathered: dict[int, Meeting] = {}  # line -> the forum that it tells of
        self.days: dict[tuple[str, int], list[Claim]] = {}  # meeting, and where its day stands -> what was claimed by these words
        self.listed_days: dict[tuple[str, int], Value] = {}  # those of them that a list of events tells
        self.listed_to = -1  # the last line of the lists of participants that are read
        self.events = EventLists(report)
        self.opened: tuple[Found, list[Party]] | None = None  # a meeting that was held, whose parties are yet to be named

    def overlaps(self, f: Found) -> bool:
        """Do its words tell of an encounter that another match has made a row of?"""
        if f.rule.settings.get("roll"):  # a list, of which another match may have told the beginning
            return False
        if f.rule.settings.get("weak"):  # nothing that any of it already tells
            return any(a < f.end and f.start < b for a, b in self.whole.get(f.number, ()))
        span = told_in(f)
        return span is not None and any(a < span[1] and span[0] < b for a, b in self.taken.get(f.number, ()))

    def take(self, f: Found) -> None:
        """Note that a match has made rows: its words tell of no other encounter."""
        self.whole.setdefault(f.number, []).append((f.start, f.end))
        span = told_in(f)
        if span is not None:
            self.taken.setdefault(f.number, []).append(span)

    def _parties(self, f: Found, slot: str) -> list[Party]:
        parties = []
        for s in (*f.slots.get(slot, ()), *f.slots.get(f"{slot}2", ())):
            said = self.report.words(s.start, s.end)
            if not s.marks and said.lower() in ("i", "my", "we", "our"):  # the writer
                mine = said.lower() in ("i", "my")
                writer = self._writer(s.start) if mine else None
                party = Party(description="I" if mine else "we" if said[0] in "wo" else "We", kind="office")
                party = Party(person=writer, inference="context") if writer else party
                parties.append(replace(party, start=s.start, end=s.end))
            for mark in s.marks:
                if mark.kind == "GROUP" and (both := self._both(f, mark)):
                    parties += both
                    continue
                if mark.kind == "DELEGATION":
                    group = of_traveller(self.report, f.line, f.number, mark, traveller(self.stays, f.number))
                    parties += each_group(self.report, group)
                    continue
                if not describes(self.report, s, mark):
                    parties += of_meeting(
                        self.report, mark, takes_part(self.report, f.line, f.number, mark), self._before(f.number)
                    )
        return parties

    def _both(self, f: Found, mark: Mark) -> list[Party]:
        """ "The leaders": the two who met last, where there are two of them and nothing else is said of who they are."""
        if mark.attrs.get("of") != "people" or not _LEADERS.fullmatch(self.report.words(mark.start, mark.end)):
            return []
        last = self._before(f.number)
        met = [p for p in last.parties.values() if p.person and last.capacities.get(p.key) != "attendee"] if last else []
        if last is None or len(met) != 2 or len(last.principals()) != 2 or last.kind in ("visit", "forum"):
            return []
        return [Party(person=p.person, inference="context", start=mark.start, end=mark.end) for p in met]

    def _writer(self, at: int) -> Person | None:
        if self.voices is None:
            self.voices = voices(self.report)
        return first_person(self.voices, at)

    def _subject(self, f: Found) -> list[Party]:
        """Who the clause with the encounter is about, where the pattern does not say."""
        anchor = f.one("verb") or f.one("anchor")
        if (head := whose_clause(self.report, f)) is not None:
            return [p for mark in head for p in takes_part(self.report, f.line, f.number, mark)]
        if f.rule.frame == "visit" and of_first_person(self.report, f):
            return []
        subject = self.report.subjects.get(f.number)
        if subject is not None and not subject.person:  # "the minister", of those whom the report names
            office = next((m for m in f.line.marks() if m.start == subject.start and m.kind == "OFFICE"), None)
            subject = next(iter(takes_part(self.report, f.line, f.number, office)), subject) if office is not None else subject
        noun = anchor is None or not any(m.kind in ("MET", "PLANNED", "CANCELLED", "CALLED", "HOSTED") for m in anchor.marks)
        at = anchor.start if anchor else f.start
        if subject is not None and _SOURCE.fullmatch(self.report.words(f.line.start, subject.start)):
            return [p for p in subject_before(self.report, f.line, f.number, at) if p.start > subject.end]
        if noun and (tellers := told_by(self.report, f, at)):
            return tellers
        if is_own(self.report, f) and not (subject and subject.person):
            named = [m for m in f.line.marks() if m.kind == "PERSON" and m.end <= at]  # "meetings held by Silva during her visit"
            if named:
                return takes_part(self.report, f.line, f.number, named[-1])
            nobody = not any(m.kind in ("OFFICE", "PRONOUN", "DELEGATION", "GROUP") for m in f.line.marks() if m.end <= at)
            if noun and (subject is not None and subject.organization or nobody):
                return self._previous(
                    f
                )  # "The agency quoted him as saying his talks with …", "There was tension during his visit to …"
        since = subject.end if subject is not None else f.line.start
        if is_own(self.report, f):
            asked = told_to(self.report, f) or (owner(self.report, f, subject) if subject is not None else None)
            if asked is not None:
                return takes_part(self.report, f.line, f.number, asked)
        own = is_own(self.report, f)  # "was dismissed by the president over his talks with": not the president's
        if noun and not own and _PASSIVE.search(_RELATIVE.sub("", self.report.words(since, at))):
            # "the commander was appointed by the union after consultations with …": the union's
            agents = [m for m in f.line.marks() if since <= m.start < at and self._behind_by(m)]
            return takes_part(self.report, f.line, f.number, agents[-1]) if agents else []
        if noun and subject is not None and subject.start < at:  # "said after talks with …": the sentence's subject
            said = any(m.kind in ("SAID", "STRESSED", "TOLD") for m in f.line.marks() if subject.end <= m.start < at)
            escorted = object_before(self.report, f)
            if escorted is not None and (own or f.rule.frame in ("visit", "gathering")):
                return takes_part(self.report, f.line, f.number, escorted)
            within = subject_before(self.report, f.line, f.number, at) if own else []
            if (
                len(within) == 1
                and within[0].person
                and within[0].start > subject.start
                and (said or in_clause(self.report, within[0]))
            ):
                return within  # "her aide said Silva would recall her talks with …"
            return [subject]
        who = subject_before(self.report, f.line, f.number, at)
        if not who and subject is not None and (subject.person or subject.kind == "office") and (noun or subject.start < at):
            who = [subject]
        return who

    def _behind_by(self, mark: Mark) -> bool:
        return re.search(r"\bby (?:the )?$", self.report.words(max(0, mark.start - 8), mark.start)) is not None

    def _previous(self, f: Found) -> list[Party]:
        """Who the sentence before is about."""
        back = f.number - 1
        while back >= 0 and self.report.lines[back].quoted:
            back -= 1
        subject, here = self.report.subjects.get(back), self.report.subjects.get(f.number)
        if subject is not None and here is not None and here.start > f.end and here.key == subject.key:
            subject = self.report.subjects.get(back - 1)  # "Her trip was short, her aide said", who was the subject before
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
        if len(people) == 1:  # somebody and a group: one encounter in one sentence, another one in the next
            identity = (f"{status} {f.number}", frozenset(keyed))
        known = self.met.setdefault(identity, [])
        known_dates = (m for m in known if stated is None or may_be(m, stated, self.report))
        meeting = next((m for m in known_dates if self._same_manner(m, kind, f)), None)
        if meeting is None:
            named = [p for p, _ in keyed.values() if identified(p)] or [p for p, _ in keyed.values()]
            names = "-".join(short_name(p) for p in named)[:80]
            meeting = self._add(Meeting(self._unused(f"meeting/{slug(names)}"), kind or "bilateral", status, first=f.start))
            known.append(meeting)
        elif kind == "call" and meeting.kind != "call" and FROM_AFAR.search(self.report.words(f.line.start, f.line.end)):
            self._becomes_call(meeting)
        meeting.date = meeting.date or stated
        for key, (party, capacity) in keyed.items():
            meeting.parties.setdefault(key, party)
            meeting.capacities.setdefault(key, capacity)
        if kind is None and meeting.kind in ("bilateral", "multilateral"):
            meeting.kind = "multilateral" if meeting.count_sides() > 2 else "bilateral"
        return meeting

    def _same_manner(self, meeting: Meeting, kind: str | None, f: Found) -> bool:
        """A telephone call and a meeting in person are two encounters, where both are told in so many words."""
        anchor = f.one("anchor")
        if kind == "call" and meeting.kind != "call":
            afar = FROM_AFAR.search(self.report.words(f.start, f.end)) is not None
            return not afar or self.report.line_at(meeting.first) is self.report.line_at(f.start)
        in_person = anchor is not None and any(m.kind in ("MET", "HOSTED") for m in anchor.marks)
        return not (meeting.kind == "call" and kind is None and in_person)

    def _becomes_call(self, meeting: Meeting) -> None:
        """Another clause of its sentence says that they spoke from afar."""
        meeting.kind = "call"
        for _, claims in self.facts.get(meeting.key, ()):
            for claim in claims:
                if claim.table == "meetings" and claim.entity == meeting.key and "kind" in claim.values:
                    claim.values["kind"] = Value("call", claim.values["kind"].rests)

    def _becomes(self, forum: Meeting, status: str) -> None:
        """What its words make of it holds for all that was said of it before."""
        if forum.status == status:
            return
        forum.status = status
        for _, claims in self.facts.get(forum.key, ()):
            for claim in claims:
                if claim.table == "meetings" and claim.entity == forum.key and "status" in claim.values:
                    claim.values["status"] = Value(status, claim.values["status"].rests)

    def _stated_date(self, f: Found, status: str) -> str | None:
        """The date that the encounter's own words give: another date is another encounter of the same people."""
        slots = [*f.slots.get("date", []), *f.slots.get("setting", []), *self._inside(f)]
        dates = [m for s in slots for m in s.marks if m.kind == "DATE" and not is_of_other_event(self.report, f, m)]
        marks = [m for m in dates if not is_of_another_verb(self.report, f, m.start)]
        read = self.report.when(marks[0], past=status == "held" or f.one("past") is not None) if marks else None
        return read[0].edtf if read else None

    def by_key(self, key: str) -> Meeting:
        return self.keys[key]

    def _setting(self, f: Found, meeting: Meeting, claim: Claim, slots: list[Slot]) -> list[Claim]:
        more: list[tuple[Claim, int, Meeting]] = []  # what is claimed of forums that the setting names, and where it does
        there: Mark | None = None
        for slot in slots:
            for mark in first_of_several(slot.marks):
                if _LOCATES.match(self.report.text, mark.end, slot.end):
                    continue  # "the Black Sea resort of Sochi"
                if is_of_other_event(self.report, f, mark):
                    if more and mark.kind != "DATE" and _HELD_IN.fullmatch(self.report.words(more[-1][1], mark.start)):
                        state_place(self.report, more[-1][2], more[-1][0], mark)  # "ahead of the summit in Oslo"
                    continue
                if mark.kind == "DATE":
                    state_date(self.report, meeting, claim, mark, past=self._past(f, meeting))
                    # "On the sidelines of the summit in Oslo in March 2021", "… of the summit held on Monday"
                    held_then = more and _HELD_ON.fullmatch(self.report.words(more[-1][1], mark.start))
                    if more and ({"m3", "y4"} & set(mark.attrs["date"]) or held_then):
                        state_date(self.report, more[-1][2], more[-1][0], mark)
                elif mark.kind in ("BODY", "BODYNAME") or mark.kind == "NAME" and (self._at(mark) or self._is_building(mark)):
                    claim.values.setdefault("venue", self.report.said(mark.start, mark.end))
                elif mark.kind in ("PLACE", "CAPITAL", "NAME", "NATION", "REGION"):
                    state_place(self.report, meeting, claim, mark)
                    there = mark
                    if more and _HELD_IN.fullmatch(self.report.words(more[-1][1], mark.start)):
                        state_place(self.report, more[-1][2], more[-1][0], mark)  # "on the sidelines of the summit in Oslo"
                elif mark.kind == "VENUE" and "venue" not in claim.values:
                    claim.values["venue"] = self.report.said(mark.start, mark.end)
                elif mark.kind == "FORUM":
                    claim.values["occasion"] = self.report.said(mark.start, mark.end)
                    beside = _BESIDE.search(self.report.words(f.line.start, mark.start)) is not None
                    forum = self._forum(mark) or (self._unnamed(mark) if beside or self._many_meet_at(f, mark) else None)
                    if forum is not None and meeting.status == "planned" and forum.first == mark.start and not forum.parties:
                        self._becomes(forum, "planned")
                    if forum is not None and forum is not meeting:
                        apart = is_apart(self.report, f.line.start, mark)
                        meeting.part_of = meeting.part_of if apart else forum.key
                        if mark.attrs.get("named") or forum.first == mark.start:
                            more.append((forum_claim(self.report, forum, mark), mark.end, forum))
                            if there is not None and _BESIDE.search(self.report.words(there.end, mark.start)):
                                state_place(self.report, forum, more[-1][0], there)  # "in Oslo on the sidelines of the summit"
                        if not apart:
                            claim.values["part_of"] = Value(forum.key, (Rest(mark.start, mark.end, "context"),))
            spot = here(self.report, slot.start, slot.end) if "place" not in claim.values else None
            if spot is not None:
                state_place(self.report, meeting, claim, spot)
        return [claimed for claimed, _, _ in more]

    def _past(self, f: Found, meeting: Meeting) -> bool | None:
        """Does a day without a year lie behind? That of a meeting called off may be told as the day for which it was planned."""
        if f.one("past"):
            return True
        planned = re.search(r"\b(?:planned|scheduled|due|set) for\b", self.report.words(f.start, f.end))
        return False if meeting.status == "cancelled" and planned else None

    def _at(self, mark: Mark) -> bool:
        return re.search(r"\bat (?:the )?$", self.report.words(max(0, mark.start - 8), mark.start)) is not None

    def _is_building(self, mark: Mark) -> bool:
        """ "In the Credentials Hall": a name that says by its last word that it is no city's."""
        return self.report.words(mark.start, mark.end).split()[-1] in self.report.voc.words_for["no_cities"]

    def _opening_date(self, f: Found, meeting: Meeting, claim: Claim) -> None:
        """ "On June 4, for some 45 minutes, X met …": the date that opens the sentence, if nothing was said in between."""
        first = next(iter(f.line.marks()), None)
        anchor = f.one("anchor")
        if first is None or first.kind != "DATE" or anchor is None or "date" in claim.values:
            return
        between = [m.kind for m in f.line.marks() if first.end <= m.start < anchor.start]
        if re.fullmatch(
            r"(?:(?:on|in|late|early|earlier|last) )*", self.report.words(f.line.start, first.start), re.IGNORECASE
        ) and not ({"SAID", "STRESSED", "TOLD", "DATE"} & set(between)):
            state_date(self.report, meeting, claim, first)

    def _verb(self, f: Found) -> str:
        anchor = f.one("anchor")
        return self.report.words(anchor.start, anchor.end).lower() if anchor else ""

    def _told(self, f: Found) -> str:
        """The words from the verb on."""
        anchor = f.one("anchor")
        return self.report.words(anchor.start, f.end).lower() if anchor else ""

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
        lead = f.one("lead")
        dates = [m for m in lead.marks if m.kind == "DATE"] if lead else []  # "his March 3 meeting with …"
        if lead and lead.marks and lead.marks[-1].kind == "CAPITAL" and _HELD_THERE.match(self.report.text, lead.marks[-1].end):
            dates = [*dates, lead.marks[-1]]  # "his Oslo meeting with …"
        kinds = ("DATE", "PLACE", "CAPITAL", "NATION", "NAME", "VENUE", "FORUM")
        marks = [p for m in anchor.marks for p in (m.parts if m.attrs.get("phrase") else (m,)) if p.kind in kinds]
        return [Slot(anchor.start, anchor.end, dates + [m for m in marks if self._is_setting(m)])]

    def _is_setting(self, mark: Mark) -> bool:
        """A place stands behind a preposition: "talks in Oslo with", not "Norwegian talks"."""
        before = self.report.words(max(0, mark.start - 12), mark.start)
        if mark.kind == "NAME":
            return before.endswith((" in ", " near "))
        return mark.kind == "DATE" or re.search(r"\b(?:in|at|from|near|of|during) (?:the )?$", before) is not None

    def _record(self, f: Found, meeting: Meeting, claims: list[Claim]) -> None:
        for claim in claims:
            if claim.entity == meeting.key and claim.table == "meetings" and "date" in claim.values:
                self._as_in_list(f, meeting, claim)
        self.facts.setdefault(meeting.key, []).append((f, claims))
        self.report.hit(f.rule, f.start, f.end, claims)

    def _as_in_list(self, f: Found, meeting: Meeting, claim: Claim) -> None:
        """ "A summit on Tuesday and a dinner on Thursday": that Thursday is the one behind that Tuesday, whatever else tells of it."""
        day = claim.values["date"]
        at = (meeting.key, day.rests[0].start)
        same = self.days.setdefault(at, [])
        same.append(claim)
        if f.rule.settings.get("joined"):
            meeting.date = day.value
            self.listed_days[at] = day
        for other in same if at in self.listed_days else ():
            other.values["date"] = self.listed_days[at]

    def _tell(self, number: int, meeting: Meeting) -> None:
        if number not in self.current:
            self.last.append(number)
        self.current[number] = meeting.key

    def _before(self, number: int) -> Meeting | None:
        """The meeting told last before, or in, this line. Lines are linked in order."""
        back = next((n for n in reversed(self.last) if n <= number), None)
        return None if back is None else self.by_key(self.current[back])
