"""Meetings: from encounter matches to claims. Within one report, encounters of the same people are one meeting.

A date or place goes to the meeting whose own words state it. A visit or forum lends its place to what happened within
it; nothing else is lent.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

from .days_of_others import drop_day_of_another_verb
from .encounter_words import GUESTS, certain, status_of
from .listed_encounters import ListedEncounters
from .manners import kind_of
from .matching import Found, Slot
from .meeting_claims import meeting_claims, participant_claims, state_date, topic_claims
from .meetings import Meeting, behind_preposition, leaders_near, led, leg_of, may_be, separately, short_name, within
from .model import Claim
from .occasions import lend, tie_sentences
from .parties import both_states
from .report import Party, Report, found_of
from .roll_calls import companions
from .same_encounter import drop_mentions, note_nouns
from .same_forum import merge_forums
from .several_places import goes_on_with_places
from .surroundings import day_during, state_around, this_day

_ENCOUNTERS = ("encounter", "group_encounter", "presence", "gathering", "visit", "topics")
_JOINTLY = re.compile(
    r"\b(?:joint(?:ly)?|(?:tri|quadri|multi)lateral (?!meetings|sessions)|tripartite|quadripartite|(?:three|four|five|six)[- ](?:way|party|nation|country)|conven(?:ed?|es|ing)|brought together)\b"
)
_HEADLINED = re.compile(r"\b(?:Meeting|Call|Conversation|Lunch|Dinner|Breakfast|Audience) with (.*)", re.IGNORECASE)
_WITH_SPOUSE = re.compile(
    r",? and (?:(?:his|her) (?:wife|husband|spouse|son|daughter|brother|sister)\b|(?:the )?(?:Queen|Empress|Princess|First Lady|Mrs\.?|Madame) )"
)
_GREETED = re.compile(r"\b(?:greeted|airport|(?:on|upon) (?:his |her |their )?arrival)\b", re.IGNORECASE)
_OWN = re.compile(  # "Her programme includes a meeting with …", "The visit will include a call on …"
    r"\W*(?:his|her|the (?:\w+ )?(?:visit|trip|tour|programme|program|itinerary|agenda|schedule)) ", re.IGNORECASE
)
_TEAMS = re.compile(r"\b(?:teams|delegations|experts|negotiators)$", re.IGNORECASE)
_NAMED = ("PERSON", "GROUP", "OFFICE", "DELEGATION", "BODY", "NATION")
_ORDER = {"visit": 0, "presence": 2, "topics": 3}


def link_meetings(report: Report, found: list[Found]) -> list[Meeting]:
    """Meeting hits of the report; sets report.meetings (line -> meeting that its words tie it to)."""
    linker = _Linker(report)
    denials = found_of(found, "denial")
    for f in sorted(found_of(found, *_ENCOUNTERS), key=_turn):
        if _unclear(f) or _denied(f, denials) or linker.overlaps(f):
            continue
        made = len(report.hits)
        getattr(linker, f"_{f.rule.frame}")(f)
        if len(report.hits) > made:
            linker.take(f)
    linker.tell_bare_visits()
    linker.tie_to_visits()
    linker.meetings = merge_forums(report, linker.meetings, linker.facts, linker.current)
    linker.name_forums()
    linker.fill_forums()
    linker.drop_empty_forums()
    note_nouns(report, linker.meetings, linker.facts)
    linker.meetings = drop_mentions(report, linker.meetings, linker.current)
    tie_sentences(report, found_of(found, "occasion"), {n: linker.by_key(key) for n, key in linker.current.items()})
    lend(linker.meetings, linker.facts)
    return linker.meetings


def _turn(f: Found) -> tuple[int, int, int, int]:
    """Which match has its words first: in text order, but of a sentence those of which other events must be told before, and at last
    the weak ones, which say little."""
    settings = f.rule.settings
    rank = 2 if settings.get("weak") else 1 if settings.get("joined") else 0
    return f.number, 1 if settings.get("joined") else _ORDER.get(f.rule.frame, 1), rank, f.start


def _unclear(f: Found) -> bool:
    """Within quoted words an encounter counts where they name who met: "she" and "I" are somebody there whom no rule knows."""
    return f.line.quoted and not any(m.kind in _NAMED for s in f.slots.get("who", ()) for m in s.marks)


def _denied(f: Found, denials: list[Found]) -> bool:
    """A denial before the encounter's verb in its sentence, or one that ends the sentence ("… were false")."""
    anchor = f.one("anchor")
    at = anchor.start if anchor else f.start
    return any(
        d.number == f.number and (d.start < at or d.end >= f.line.end - 1 or d.rule.settings.get("whole_phrase")) for d in denials
    )


class _Linker(ListedEncounters):
    """What each frame makes of a match."""

    headlined: str | None = None  # with whom an encounter was by the headline, once it was looked for

    def _encounter(self, f: Found) -> None:
        settings = f.rule.settings
        before = self.events.before(f) if settings.get("joined") else None
        status = self.events.status(f, before) if before else None if settings.get("joined") else status_of(self.report, f)
        if status is None or self._chaired(f):
            return
        who = before.who if before else self._parties(f, "who")
        if not who and settings.get("who"):
            who = self._subject(f) if settings["who"] == "subject" else self._previous(f)
        if not who and settings.get("who") and _OWN.match(self.report.words(f.line.start, f.line.end)):
            who = self._previous(f)
        if not who and settings.get("who") == "previous":
            who = self._first_told(f)
        known = {p.key for p in who}
        whom = [p for p in self._parties(f, "whom") if p.key not in known]
        whom = [p for p in whom if p.kind != "delegation" or not goes_on_with_places(self.report, f.line, p.start)]
        who, along = companions(self.report, who, max((p.end for p in who), default=f.start))
        whom, more = companions(self.report, whom, f.line.end)
        along.update(more)
        guests = f.one("whom")
        received = guests is not None and any(
            m.kind == "HOSTED" and guests.start - m.end <= 5 for s in f.slots.get("anchor", ()) for m in s.marks
        )
        if not whom and settings.get("whom") == "subject":
            whom = [p for p in self._subject(f) if p.key not in known]
        if (settings.get("host") or received) and not settings.get("apart"):  # "receive refugees": no guests
            whom = [p for p in whom if p.kind != "delegation" or p.person or not p.description or GUESTS.search(p.description)]
        capacity = "host" if settings.get("host") else "principal"
        if behind_preposition(self.report, f):
            return
        who = led(self.report, f, who)
        if settings.get("together") and not whom:  # "A and B met": all stand before the verb
            who, whom = who[:1], who[1:]
        if settings.get("kind") == "forum":
            self._collective(f, who + whom, status)
            return
        if not who or not whom or not certain(self.report, f, who + whom):
            return
        if before is not None and settings.get("listed") and not self._met_too(f, before, whom):
            return
        if self._told_with_more(f, {p.key for p in who + whom}):
            return
        first = True
        each = len(who) > 1 and re.search(r"\b(?:both|each|separately)\b", self._between(f, who)) is not None
        apart = settings.get("apart") and not _GREETED.search(self.report.words(f.start, f.end))
        hosts = separately(self.report, who) if apart or each and not settings.get("together") else [who]
        family = self._is_family(whom)
        jointly = (
            settings.get("together")
            or settings.get("apart")
            or _JOINTLY.search(self._told(f)) is not None
            or self._at_one(f)
            or self._told_as_one(who, whom, status)
            or (received or settings.get("host"))
            and status == "held"
            and self._came_together(whom)
            or family
            or self._leaders_of(f)
        )
        groups = [whom] if jointly else separately(self.report, whom)
        for who, group in product(hosts, groups):
            parties = [(p, capacity) for p in who] + [(p, "principal") for p in group]
            meeting = self._meeting(f, parties, kind_of(self.report, f) or ("bilateral" if family else None), status)
            if meeting is None:
                continue
            meeting.headed_as_one |= f.line.segment == "headline" and self._at_one(f)
            parties += [(p, "attendee") for key in [p.key for p, _ in parties] for p in along.get(key, ())]
            self._were_there(meeting, parties)
            claims = meeting_claims(self.report, f, meeting, parties, f.one("anchor"))
            stated = f.one("date")
            if stated and stated.marks:
                state_date(self.report, meeting, claims[0], stated.marks[0])
            claims += self._setting(f, meeting, claims[0], self._inside(f))
            claims += self._setting(f, meeting, claims[0], self._settings(f, status))
            claims += topic_claims(self.report, meeting, f)
            this_day(self.report, f, claims[0])
            self._opening_date(f, meeting, claims[0])
            state_around(self.report, f, meeting, claims[0])
            if (day := day_during(self.report, f)) is not None:
                state_date(self.report, meeting, claims[0], day)
            drop_day_of_another_verb(self.report, f, claims[0])
            visit = leg_of([v for v in self.visits.get(f.number, ()) if set(v.parties) & set(meeting.parties)], meeting)
            if visit is not None and meeting.part_of is None and meeting.kind != "call" and visit.status == status:
                meeting.part_of = visit.key
                claims[0].values["part_of"] = within(visit, f)
            if before is not None:
                self.events.share(before, claims[0])
            self._record(f, meeting, claims)
            self._elsewhere_too(f, meeting, claims[0], parties)
            if first:
                self._tell(f.number, meeting)
            if first and not settings.get("together"):
                self.events.note(f, who, status, claims[0])
            first = False
        if status == "held":
            self._visiting(f, whom)

    def _told_with_more(self, f: Found, keys: set[str]) -> bool:
        """ "Silva took part in a meeting with envoys of Japan and Peru": no meeting of these two without her."""
        told = self.by_key(self.current[f.number]) if f.number in self.current else None
        if told is None or not keys < set(told.parties) or told.kind in ("visit", "forum"):
            return False
        return any(g.number == f.number and g.start <= f.start < f.end <= g.end for g, _ in self.facts.get(told.key, ()))

    def _between(self, f: Found, who: list[Party]) -> str:
        anchor = f.one("anchor")
        return self.report.words(max(p.end for p in who), anchor.start) if anchor else ""

    def _first_told(self, f: Found) -> list[Party]:
        """Whose meetings the lines right before tell of: the first of those who met last."""
        last = self._before(f.number)
        if last is None or last.kind == "forum" or f.number - self.last[-1] > 3:
            return []
        first = next((p for p in last.parties.values() if p.person), None)
        return (
            [replace(first, start=f.start, end=f.start + 1, kind="person", description=None, inference="context")]
            if first
            else []
        )

    def _came_together(self, guests: list[Party]) -> bool:
        """ "Received Swedish Foreign Minister Lind and Trade Minister Berg": the guests, of one state."""
        return all(p.person for p in guests) and len({p.state for p in guests if p.state}) < 2

    def _leaders_of(self, f: Found) -> bool:
        """ "Talks with the leaders of Chile and Peru" are with both."""
        slot = f.one("whom")
        return (
            slot is not None
            and "meetings" not in self._told(f)  # "had meetings with the leaders of Chile and Peru", with each of them
            and len(slot.marks) == 1
            and slot.marks[0].kind == "GROUP"
            and slot.marks[0].attrs.get("of") == "leaders"
        )

    def _is_family(self, whom: list[Party]) -> bool:
        """ "Met King Lind and Queen Silva", "Lind and his wife"."""
        return len(whom) == 2 and _WITH_SPOUSE.match(self.report.words(whom[0].end, whom[1].end)) is not None

    def _told_as_one(self, who: list[Party], whom: list[Party], status: str) -> bool:
        """Does a headline tell of one encounter with all of these ("Holm's Meeting with Lind and Berg"), or with some of them, or those
        whose officials they are, where nothing else is told yet of who met them?"""
        own, others = {p.key for p in who}, {p.key for p in whom}
        if len(others) < 2:
            return False
        met = [
            m for m in self.meetings if not own.isdisjoint(m.parties) and m.status == status and m.kind not in ("visit", "forum")
        ]
        if any(others < m.parties.keys() for m in met):
            return True
        if not met and self._headlined(whom):
            return True
        headed = met[0] if len(met) == 1 and met[0].headed_as_one else None
        if headed is None:
            return False
        rest = [p for k, p in headed.parties.items() if k not in own]
        states = {p.state for p in whom}
        return bool(others & {p.key for p in rest}) or all(p.kind == "delegation" and p.state in (*states, None) for p in rest)

    def _headlined(self, whom: list[Party]) -> bool:
        """ "White House Meeting with Lind and Norwegian Leaders": does a headline speak of one with some of these?"""
        if self.headlined is None:
            headline = next((line for line in self.report.lines if line.segment == "headline"), None)
            told = _HEADLINED.search(self.report.words(headline.start, headline.end)) if headline is not None else None
            self.headlined = told[1] if told else ""
        return any(p.person and re.search(rf"\b{re.escape(short_name(p))}\b", self.headlined) for p in whom)

    def _chaired(self, f: Found) -> bool:
        """ "Silva and Rojas co-chaired the dialogue": the one told before, by its name."""
        before = self._before(f.number)
        if before is None or before.kind != "forum" or not re.fullmatch(r"co-?(?:chaired|hosted|led) the \w+", self._verb(f)):
            return False
        claims: list[Claim] = []
        for party in self._parties(f, "who"):
            party = self._stands_for(before, party)
            before.parties.setdefault(party.key, party)
            before.capacities.setdefault(party.key, "host")
            claims += participant_claims(self.report, before, party, "host")
        self._record(f, before, claims)
        return True

    def _group_encounter(self, f: Found) -> None:
        parties: list[Party] = self._parties(f, "who")
        status = "held"
        if f.rule.settings.get("of") == "states" and not parties:  # "the second round was held in Oslo", of the two told of
            team = f.one("team")
            if team is not None and not _TEAMS.search(self.report.words(team.start, team.end)):
                return
            if any(
                m.kind == "FORUM" and m.find("BODY", "BODYNAME", "NAME") for m in f.line.marks() if f.start <= m.start < f.end
            ):
                return  # "the SAARC summit held in Lima": its own
            parties = both_states(self.report, team or f.one("anchor") or Slot(f.start, f.end, []))
            if not parties:
                return
            status = status_of(self.report, f) or "held"
        if not parties:
            parties = [] if self._before(f.number) else leaders_near(self.report, f)
        stated = self._stated_date(f, status)
        kind = kind_of(self.report, f)
        if not parties and not f.rule.settings.get("status"):
            parties = self._same_again(f, stated)
            before = self._before(f.number)
            kind = kind or ("call" if parties and before is not None and before.kind == "call" else None)
        people = frozenset(p.key for p in parties if p.person)
        if not people and self._both_sides(f, parties, stated, status):
            parties = []  # "both sides had a good discussion": those who were just told to have met
        known = [m for m in self.met.get(("held", people), ()) if stated is None or may_be(m, stated, self.report)]
        meeting = next(iter(known), None) if parties else self._before(f.number)
        if f.rule.settings.get("status"):  # another one, of the same parties
            self._next(f, meeting)
            return
        pairs = [(p, "principal") for p in parties]
        if meeting is None:
            meeting = self._meeting(f, pairs, kind, status)
        if meeting is None:
            return
        claims = meeting_claims(self.report, f, meeting, [p for p in pairs if p[0].key in meeting.parties], f.one("anchor"))
        claims += self._setting(f, meeting, claims[0], f.slots.get("setting", []))
        state_around(self.report, f, meeting, claims[0])
        claims += topic_claims(self.report, meeting, f)
        self._record(f, meeting, claims)
        self._elsewhere_too(f, meeting, claims[0], [p for p in pairs if p[0].key in meeting.parties])
        self._tell(f.number, meeting)

    def _same_again(self, f: Found, stated: str | None) -> list[Party]:
        """ "The call followed their March 20 conversation": those of the encounter told of before, where its own day is another."""
        before = self._before(f.number)
        if before is None or before.kind in ("visit", "forum") or stated is None or may_be(before, stated, self.report):
            return []
        anchor = f.one("anchor")
        span = (anchor.start, anchor.end) if anchor else (f.start, f.end)
        principals = [p for key, p in before.parties.items() if before.capacities[key] == "principal"]
        return [replace(p, start=span[0], end=span[1], inference="context") for p in principals]

    def _both_sides(self, f: Found, states: list[Party], stated: str | None, status: str) -> bool:
        """Do the people of the meeting told last act for these states, or for one of them and none that is told?"""
        last = self._before(f.number)
        if last is None or last.kind in ("visit", "forum") or last.status != status or len(last.principals()) < 2:
            return False
        if any(p.person is None for k, p in last.parties.items() if k in last.principals()):
            return False
        return bool(last.sides()) and last.sides() <= {p.state for p in states} and (stated is None or stated == last.date)

    def _next(self, f: Found, meeting: Meeting | None) -> None:
        if meeting is None or meeting.kind in ("visit", "forum") or status_of(self.report, f) is None:
            return
        status = f.rule.settings["status"]
        key = self._unused(f"{meeting.key}-next")
        later = self._add(Meeting(key, meeting.kind, status, {**meeting.parties}, {**meeting.capacities}, first=f.start))
        pairs = [
            (replace(p, inference="context"), "principal") for k, p in later.parties.items() if later.capacities[k] == "principal"
        ]
        claims = meeting_claims(self.report, f, later, pairs, f.one("anchor"))
        claims += self._setting(f, later, claims[0], f.slots.get("setting", []))
        self._record(f, later, claims)

    def _topics(self, f: Found) -> None:
        meeting = self._before(f.number)
        who = {p.key for p in self._parties(f, "who") if p.person or p.kind == "office"}
        if meeting is not None and len(who) > 1 and not who <= meeting.parties.keys():  # "the two ministers": theirs
            meeting = next(
                (m for m in reversed(self.meetings) if who <= m.parties.keys() and m.kind not in ("visit", "forum")), None
            )
        if meeting is not None and (not who or not who.isdisjoint(meeting.parties)):
            claims = topic_claims(self.report, meeting, f)
            if claims:
                self._record(f, meeting, claims)
                self._tell(f.number, meeting)
