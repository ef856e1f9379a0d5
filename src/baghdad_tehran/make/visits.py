"""Visits: one delegation's stay in another state; to whom, where and when, and what was part of it."""

from __future__ import annotations

import re
from itertools import pairwise

from ..edtf import bounds
from .days_of_others import drop_day_of_another_verb
from .encounter_words import status_of
from .marks import Mark
from .matching import Found, Slot
from .meeting_claims import meeting_claims, participant_claims, state_place
from .meetings import Meeting, abroad, far_apart, led, leg_of, may_be, separately, short_name, within
from .model import Claim, Rest, Value
from .report import Party, slug
from .stays import Stays
from .whereabouts import here
from .whose import guests

_NOUN = re.compile(r"(?:[\w-]+ ){0,4}(?:visits?|trips?|tours?|travels?|journeys?)$")
_MORE = re.compile(r"\b(?:also|in addition|besides|apart from|then|later|subsequently|afterwards|on to)\b", re.IGNORECASE)
_BEHIND = re.compile(r"\b(?:with|to|for|of|on|by|from|against|about) (?:the )?$")
_DURING = re.compile(
    r"\b(?:during|in the course of|as part of|while on|on the (?:first|second|third|last|final) day of) (?:the|his|her|their|its|this) (?:[\w-]+ ){0,3}"
    r"(?:visit|trip|stay|tour)\b(?! (?:to|in|of|by) )|\bwhile (?:there|in town|in the (?:country|capital|city))\b",
    re.IGNORECASE,
)
_IN_STATE = re.compile(
    r"(?:while |when |during (?:his|her|their|the) (?:[\w-]+ ){0,2}(?:visit|trip|stay|time|tour|stop) )?(?:in|to) (?:the )?",
    re.IGNORECASE,
)


class Visits(Stays):
    """What matches say of visits."""

    def _visiting(self, f: Found, whom: list[Party]) -> None:
        """ "Met visiting Peruvian President Luis Rojas": a visit of his, wherever."""
        for party in whom:
            if party.person is None or not re.match(r"visiting ", self.report.words(party.start, party.end)):
                continue
            stay = (v for v in self.meetings if v.kind == "visit" and v.status == "held" and party.key in v.parties)
            visit = next(stay, None)
            if visit is None:
                visit = self._add(
                    Meeting(self._unused(f"meeting/visit-{slug(short_name(party))}"), "visit", "held", first=party.start)
                )
            visit.parties.setdefault(party.key, party)
            visit.capacities.setdefault(party.key, "principal")
            word = Slot(party.start, party.start + 8, [])
            self._record(f, visit, meeting_claims(self.report, f, visit, [(party, "principal")], word))

    def _visit(self, f: Found) -> None:
        before = self.events.before(f) if f.rule.settings.get("joined") else None
        if f.rule.settings.get("joined") and before is None:
            return
        status = self.events.status(f, before) if before else status_of(self.report, f)
        if status == "held" and self._present(f) and self._is_ahead(f):
            status = "planned"
        if status == "held" and self._announced(f):
            status = "planned"
        if f.rule.settings.get("again"):
            self._told_again(f, status)
            return
        if f.rule.settings.get("leg"):
            self._next_leg(f)
            return
        if f.rule.settings.get("leaves"):
            self._left(f)
            return
        whose = f.rule.settings.get("who")
        subject = self._previous(f) if whose == "previous" else self._subject(f) if whose else []
        travellers = [p for p in subject if p.person or p.description]  # no state travels
        who = led(self.report, f, self._parties(f, "who") or ([] if self._of_others(f, travellers) else travellers))
        stayers = self.report.voc.words_for["no_visitors"]
        who = [p for p in (before.who if before else who) if (p.description or "").split(" ")[-1] not in stayers]
        place = f.one("place")
        stated_here = here(self.report, place.start, place.end) if place else None
        listed = place.marks if place and place.marks else [stated_here] if stated_here else []
        if not listed and who and status is not None and not (whose == "subject" and self._of_another(f, who)):
            self.bare.append((f, who, status))
        if not who or not listed or status is None:
            return
        states = [
            b
            for a, b in pairwise(listed)
            if b.kind in ("NATION", "REGION") and re.fullmatch(r",\s{1,8}", self.report.words(a.end, b.start))
        ]
        listed = [m for a, m in pairwise([None, *listed]) if m is not None and not (a and m in states and self._is_region(a, m))]
        if len(listed) == 2 or any(m.kind == "NAME" for m in listed):  # "Oslo, Norway": one stay
            listed = [m for m in listed if m not in states]
        if f.one("who") is None:
            who = guests(self.report, f, who, listed) or who
        places = [m for m in listed if abroad(who, m) and self._is_place(m)]
        for mark in one_for_each_state(places):
            visit = self._stay(f, who, mark, status)
            claims = meeting_claims(self.report, f, visit, [(p, "principal") for p in who], f.one("anchor"))
            state_place(self.report, visit, claims[0], mark)
            if len(places) == 1:
                self._stayed(f, visit, claims[0], status)
                self._setting(f, visit, claims[0], self._settings(f, status))
                self._round_off(f, visit, claims[0])
            else:
                self._framed(f, visit, claims[0], status)
            self._fronted_day(f, visit, claims[0])
            drop_day_of_another_verb(self.report, f, claims[0])
            self.events.note(f, who, status, claims[0])
            for host in self._parties(f, "host"):
                if host.key not in visit.parties and host.state != next((p.state for p in who), None):
                    visit.parties[host.key] = host
                    visit.capacities[host.key] = "host"
                    claims += participant_claims(self.report, visit, host, "host")
            self.stays.setdefault(f.number, []).append(visit)
            told = self.report.words(max(f.line.start, f.start - 1), (f.one("anchor") or f).end)
            if not re.search(r"\b(?:who|earlier|previously|last)\b", told):
                self.visits.setdefault(f.number, []).append(visit)
            if re.search(r"\balso\b", self.report.words(f.start, f.end)):
                claims += self._of_visit(f, visit, {p.key for p in who})
            self._record(f, visit, claims)
            self._met_there(f, visit, who)

    def _one_more(self, f: Found, mark: Mark) -> bool:
        """ "Will also visit Aarhus", on a visit to Denmark: a stay of its own."""
        seat = self.report.voc.capitals.get(mark.attrs.get("country", "")) == self.report.words(mark.start, mark.end)
        return not seat and _MORE.search(self.report.words(f.line.start, f.line.end)) is not None

    def _announced(self, f: Found) -> bool:
        """ "Holm, the first president to visit Peru": a visit that is told of as one to come."""
        anchor, place = f.one("anchor"), f.one("place")
        if (
            anchor is None
            or place is None
            or not place.marks
            or not re.match(r"(?:ever )?to ", self.report.words(anchor.start, anchor.end))
        ):
            return False
        who, state = {p.key for p in self._parties(f, "who")}, place.marks[0].attrs.get("country")
        stays = [v for v in self.meetings if v.kind == "visit" and not who.isdisjoint(v.parties) and v.to_state == state]
        return bool(stays) and all(v.status == "planned" for v in stays)

    def _of_others(self, f: Found, who: list[Party]) -> bool:
        """ "The minister spoke of the migrants who began their journey to …": theirs is not one person's."""
        anchor = f.one("anchor")
        theirs = anchor is not None and re.search(r"\btheir\b", self.report.words(anchor.start, anchor.end))
        return theirs is not None and len(who) == 1 and who[0].person is not None and who[0].kind == "person"

    def _of_another(self, f: Found, who: list[Party]) -> bool:
        """ "Will raise the matter with Lind during his visit": somebody else is named behind a preposition right before."""
        named = next((m for m in reversed(f.line.marks()) if m.end <= f.start and m.kind in ("PERSON", "OFFICE")), None)
        if named is None or any(p.start == named.start for p in who):
            return False
        return _BEHIND.search(self.report.words(f.line.start, named.start)) is not None

    def _next_leg(self, f: Found) -> None:
        """ "…; Riga, Latvia, on March 5": another stay of whoever the words right before it tell a stay of."""
        place = f.one("place")
        told = [
            v
            for v in self.stays.get(f.number, ())
            if any(g.number == f.number and g.end == f.start for g, _ in self.facts[v.key])
        ]
        dated = any(d.end <= f.start <= d.end + 4 for m in f.line.marks() for d in m.find("DATE"))
        if not told or not dated or place is None or not place.marks:
            return
        last = told[-1]
        who = [p for k, p in last.parties.items() if last.capacities[k] == "principal"]
        if not abroad(who, place.marks[0]) or not self._is_place(place.marks[0]):
            return
        visit = self._stay(f, who, place.marks[0], last.status)
        claims = meeting_claims(self.report, f, visit, [(p, "principal") for p in who], f.one("anchor"))
        state_place(self.report, visit, claims[0], place.marks[0])
        self._setting(f, visit, claims[0], f.slots.get("setting", []))
        self.visits.setdefault(f.number, []).append(visit)
        self.stays.setdefault(f.number, []).append(visit)
        self._record(f, visit, claims)

    def _is_region(self, city: Mark, mark: Mark) -> bool:
        """ "Atlanta, Georgia": a part of the city's own state that has the name of another."""
        name = self.report.words(mark.start, mark.end)
        return any(
            named.startswith(name) and state == city.attrs.get("country") for state, named in self.report.voc.regions.values()
        )

    def _is_place(self, mark: Mark) -> bool:
        """Is a name that of a city, for all that its words say? "Her visit to the Harbour Museum" is no stay in another one."""
        words = mark.attrs["city"] if mark.kind == "PLACE" else self.report.words(mark.start, mark.end)
        known = self.report.voc.words_for
        return (
            mark.kind not in ("NAME", "PLACE")
            or words not in known["parts_of_world"]
            and words.split()[-1] not in known["no_cities"]
        )

    def tell_bare_visits(self) -> None:
        """Visits of which nobody says where to: those of whom no other visit is told."""
        for f, who, status in self.bare:
            stated = self._stated_date(f, status)
            travellers = {p.key for p in who}
            others = [v for v in self.meetings if v.kind == "visit" and not travellers.isdisjoint(v.parties)]
            if self.overlaps(f) or any(not self._another_stay(v, status, stated) for v in others):
                continue
            lead = "-".join(short_name(p) for p in who)
            if status == "held" and f.line.segment == "headline" and self._yet_to_meet(who):
                status = "planned"
            visit = self._add(Meeting(self._unused(f"meeting/visit-{slug(lead)}"), "visit", status, first=f.start))
            for party in who:
                visit.parties[party.key] = party
                visit.capacities[party.key] = "principal"
            claims = meeting_claims(self.report, f, visit, [(p, "principal") for p in who], f.one("anchor"))
            self._stayed(f, visit, claims[0], status)
            self._setting(f, visit, claims[0], f.slots.get("setting", []))
            self._record(f, visit, claims)

    def _another_stay(self, visit: Meeting, status: str, stated: str | None) -> bool:
        """ "During his April visit to Europe", where the others that are told of are of other days or yet to come."""
        if stated is None:
            return False
        return far_apart(stated, visit.date) if visit.date else visit.status == "planned" and status == "held"

    def _yet_to_meet(self, who: list[Party]) -> bool:
        """ "Statement on the Visit of Prime Minister Lind", which looks forward to welcoming him: all of his encounters are to come."""
        travellers = {p.key for p in who}
        own = [m for m in self.meetings if not travellers.isdisjoint(m.parties)]
        return bool(own) and all(m.status == "planned" for m in own)

    def _stay(self, f: Found, who: list[Party], mark: Mark, status: str) -> Meeting:
        """The visit of these people to this place; a city and its state are one place."""
        city = mark.attrs["city"] if mark.kind == "PLACE" else self.report.words(mark.start, mark.end)
        one_more = self._one_more(f, mark)
        wide = mark.kind in ("NATION", "REGION") and city not in self.report.voc.words_for["city_regions"]
        lead = "-".join(short_name(p) for p in who)
        stated = self._stated_date(f, status)
        key = f"meeting/visit-{slug(lead)}-{slug(city)}" + ("" if status == "held" else f"-{status}")
        travellers = {p.key for p in who}
        for visit in self.meetings:
            if visit.kind != "visit" or not travellers <= visit.parties.keys():
                continue
            if visit.status != status and not (status == "planned" and self._only_headed(visit)):
                continue
            if stated and (far_apart(stated, visit.date) if visit.date else not may_be(visit, stated, self.report)):
                continue  # "He visited it last November": another stay
            if visit.to_state is None and visit.city is None and not stated:
                visit.to_state = mark.attrs.get("country")  # "visiting President Rojas", whose stay is told of now
                break
            if (
                visit.key == key
                or visit.to_state == mark.attrs.get("country") is not None
                and (wide or visit.city is None and not one_more)
            ):
                break
        else:
            visit = self._add(Meeting(key if key not in self.keys else self._unused(key), "visit", status, first=f.start))
            visit.to_state = mark.attrs.get("country")
        if visit.status != status:
            self._becomes_planned(visit)
        visit.date = visit.date or stated
        for party in who:
            visit.parties.setdefault(party.key, party)
            visit.capacities.setdefault(party.key, "principal")
        return visit

    def _only_headed(self, visit: Meeting) -> bool:
        """Does nothing but a noun in a headline tell of it so far: "Statement on the President's Travel to Oslo"?"""
        told = self.facts.get(visit.key, ())
        return bool(told) and all(f.line.segment in ("headline", "standfirst") and _NOUN.match(self._verb(f)) for f, _ in told)

    def _becomes_planned(self, visit: Meeting) -> None:
        """The report that a headline names a visit for says that it is to come."""
        visit.status = "planned"
        for _, claims in self.facts.get(visit.key, ()):
            for claim in claims:
                if claim.entity == visit.key and "status" in claim.values:
                    claim.values["status"] = Value("planned", claim.values["status"].rests)

    def tie_to_visits(self) -> None:
        """ "During the visit, she met …": part of the only visit of those who met, or of the one told last."""
        stays = [m for m in self.meetings if m.kind == "visit" and m.status != "cancelled"]
        stays_of: dict[str, set[int]] = {}  # whose they are
        for number, stay in enumerate(stays):
            for key in stay.parties:
                stays_of.setdefault(key, set()).add(number)
        for meeting in self.meetings if stays else ():
            if meeting.kind in ("visit", "forum", "call") or meeting.part_of is not None:
                continue
            theirs = [stays[n] for n in sorted({n for key in meeting.parties for n in stays_of.get(key, ())})]
            for f, claims in self.facts.get(meeting.key, ()):
                own = [v for v in theirs if v.status == meeting.status or meeting.status == "planned" and self._under_way(v)]
                tie = self._tied(f, own, meeting) if own else None
                claim = next((c for c in claims if c.table == "meetings" and c.entity == meeting.key), None)
                if tie is None or claim is None:
                    continue
                visit, start, end = tie
                meeting.part_of = visit.key
                claim.values["part_of"] = Value(visit.key, (Rest(start, end, "context"),))
                break

    def _under_way(self, visit: Meeting) -> bool:
        """ "Is on a visit to Peru from 4 to 7 March", told on one of these days: what is to come may be part of it. Of a stay of which
        the last day is not told nobody knows."""
        today = self.report.published
        if visit.status != "held" or today is None:
            return False
        own = [c for _, claims in self.facts.get(visit.key, ()) for c in claims if c.entity == visit.key and "date" in c.values]
        ends = (bounds(c.values["date"].value) for c in own)
        return any(first and last and first < last and first <= today <= last for first, last in ends)

    def _tied(self, f: Found, own: list[Meeting], meeting: Meeting) -> tuple[Meeting, int, int] | None:
        """Which of their visits the sentence says that it was part of, and where: "during the visit", "while there", "in Peru, …"."""
        line = f.line
        said = _DURING.search(self.report.text, line.start, min(line.end, f.end + 60))
        if said is not None:
            before = [v for v in own if v.first <= f.end]
            last = own if len(own) == 1 else [v for v in before if v.first == before[-1].first]
            visit = leg_of(last, meeting)
            return (visit, said.start(), said.end()) if visit else None
        first = next(iter(line.marks()), None)
        if first is None or first.start > f.start + 40 or not _IN_STATE.fullmatch(self.report.words(line.start, first.start)):
            return None
        city = self.report.words(first.start, first.end)
        state = first.attrs.get("country")
        there = [
            v
            for v in own
            if v.city is not None
            and v.city[0].value == city
            or v.to_state == state is not None
            and (first.kind == "NATION" or v.city is None)
        ]
        return (there[0], line.start, first.end) if len(there) == 1 else None

    def _of_visit(self, f: Found, visit: Meeting, people: set[str]) -> list[Claim]:
        """ "Also held meetings": what was told before of the same people in the same city belongs to the visit."""
        claims = []
        for earlier in self.meetings:
            if (
                earlier.kind not in ("visit", "forum")
                and not people.isdisjoint(earlier.parties)
                and earlier.part_of is None
                and earlier.city
                and visit.city
                and earlier.city[0].value == visit.city[0].value
            ):
                earlier.part_of = visit.key
                claims.append(Claim("meetings", earlier.key, {"part_of": within(visit, f)}))
        return claims

    def _met_there(self, f: Found, visit: Meeting, who: list[Party]) -> None:
        for group in separately(self.report, self._parties(f, "whom")):
            pairs = [(p, "principal") for p in who + group]
            meeting = self._meeting(f, pairs, None, visit.status)
            if meeting is None:
                continue
            meeting.part_of = visit.key
            more = meeting_claims(self.report, f, meeting, pairs, f.one("verb"))
            more[0].values["part_of"] = within(visit, f)
            self._record(f, meeting, more)


def one_for_each_state(places: list[Mark]) -> list[Mark]:
    """ "A state visit to Beijing and Shanghai": one stay; of a state's cities named together the first."""
    states = [m.attrs.get("country") for m in places]
    return [m for i, m in enumerate(places) if states[i] is None or states[i] not in states[:i]]
