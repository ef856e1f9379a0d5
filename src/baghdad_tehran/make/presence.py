"""Who else was there: at the meeting, the forum or on the journey told before, as a sentence of its own or a list below says."""

from __future__ import annotations

import re
from dataclasses import replace

from .manners import kind_of
from .matching import Found, Slot
from .meeting_claims import meeting_claims, participant_claims, state_date
from .meetings import Meeting, identified
from .model import Claim
from .parties import resolve
from .report import Party, slug
from .roll_calls import named_in
from .taking_part import takes_part
from .visits import Visits

_OF_MEETING = re.compile(
    r"\b(?:meetings?|talks|calls?|discussions?|encounter|conversation|consultations|negotiations|session|engagement|audience|banquet|luncheon|lunch|dinner"
    r"|breakfast)\b",
    re.IGNORECASE,
)
_OF_FORUM = re.compile(
    r"\b(?:summit|forum|conference|event|ceremony|seminar|symposium|workshop|congress|convention|round-?table|dialogue|plenary|occasion|inauguration|launch)\b",
    re.IGNORECASE,
)
_OF_STAY = re.compile(
    r"\b(?:accompan\w+|delegation|entourage|visit\w*|trip|tour|journey|travell?ing|arriv(?:ed|ing)|aboard|flew)\b", re.IGNORECASE
)
_OF_JOURNEY = re.compile(r"\b(?:visit|trip|tour|journey)\b", re.IGNORECASE)
_ON_JOURNEY = re.compile(r" (?:on|during|for|in) (?:the|this|that|his|her|their) (?:\w+ ){0,2}(?:visit|trip|tour|journey)\b")
_ARRIVING = re.compile(r"\b(?:arriv(?:ed|ing)|aboard|flew)\b", re.IGNORECASE)
_BESIDE = re.compile(r"\b(?:also|accompanied|joined|together|along|alongside|supported|assisted|represented|flanked|escorted)\b")
_PAST = re.compile(
    r"(?!.*\b(?:will|would|is|are|to be)\b).*\b(?:were|was|included|attended|participated|took|accompanied|joined|comprised)\b"
)
_TO_COME = re.compile(r"\b(?:will|(?:is|are) (?:to|due to|expected to)) be (?:also )?attended\b")
_WHOSE = re.compile(r"[a-z] (?:of|from|in) (?:the )?$")  # "Silva of Peru was present": she was, and not Peru
_MANY = re.compile(r" (?:meetings|talks|discussions)$")
_SEVERAL = re.compile(r" (?:the|these|those|both|all) (?:\w+ )?meetings$")
_ITEM = re.compile(r"[\s•·*–—-]*(?:\(?\d{1,2}[.)] ?)?")
# A line of a list: behind a bullet or number, which may be a line of its own; or a few words that end without a full stop.
_LISTED = re.compile(r"[\s•·*–—-]*(?:\(?\d{1,2}[.)])?|[\s•·*–—-]*(?:\(?\d{1,2}[.)] ?)?[^\W\d_].*[^.:;!?]", re.DOTALL)
_LONG = 240  # characters: longer lines are no items
_VERBS = ("SAID", "STRESSED", "TOLD", "MET", "PLEDGED", "HOSTED")
_NEAR = 4  # lines: how far behind a journey or forum its participants are told
_LAST = 6  # meetings told before that "the meetings" may mean: time is to grow with the text, and not with its square


class Presences(Visits):
    """What matches say of those who were there too."""

    def _presence(self, f: Found) -> None:
        meeting = self._attended(f)
        parties = self._roll(f) if f.rule.settings.get("roll") else self._parties(f, "who") or self._listed_below(f)
        parties = [
            p
            for p in parties
            if p.person or p.kind != "delegation" or not _WHOSE.search(self.report.words(p.start - 12, p.start))
        ]
        if f.rule.settings.get("name_only"):
            parties = [p for p in parties if p.person]
        if f.rule.settings.get("opens"):
            self._open(f, parties)
            return
        if self._opened_since(f) and not _OF_STAY.search(self._said(f)):
            self._fill_opened(f, parties)
            return
        # "The meeting was attended by A and B", of which nothing else is told; "A and B also took part" is said of another one
        said = self._said(f)
        alone = f.rule.settings.get("alone") and not _BESIDE.search(self._told(f)) and not _OF_STAY.search(said)
        alone = alone and (_OF_MEETING.search(said) or not f.rule.settings.get("roll") and _OF_FORUM.search(said))
        if meeting is None and alone:
            pairs = [(p, "principal") for p in parties]
            if sum(identified(p) for p in parties) > 1 or len({p.state for p in parties if p.state}) > 2:
                meeting = self._meeting(f, pairs, None, "planned" if _TO_COME.search(said) else "held")
            if meeting is not None:
                claims = meeting_claims(self.report, f, meeting, pairs, f.one("anchor"))
                claims += self._setting(f, meeting, claims[0], f.slots.get("setting", []))
                self._record(f, meeting, claims)
                self._tell(f.number, meeting)
            return
        if meeting is None or not parties:
            return
        if (_SEVERAL if not f.rule.settings.get("name_only") else _MANY).search(self.report.words(f.start, f.end)):
            self._present_at_all(f, meeting, parties)
            return
        claim = Claim("meetings", meeting.key)
        date = f.one("date")
        if date and date.marks:
            state_date(self.report, meeting, claim, date.marks[0])
        claims = [claim] if claim.values else []
        capacity = f.rule.settings.get("capacity", "attendee")
        if f.rule.settings.get("roll"):
            told = self.facts.get(meeting.key)  # none of a forum that only its name tells of
            if told and told[0][0].rule.frame == "presence":  # nobody else is told to have met
                capacity = "principal"
            parties = [p for p in parties if p.key not in meeting.parties]
            if not parties:
                return
        led = f.one("delegation")
        for party in parties:
            if led is not None:
                party = self._leader(meeting, party, led, f)
            self._were_there(meeting, [(party, capacity)])
            claims += participant_claims(self.report, meeting, party, capacity)
        self._record(f, meeting, claims)
        if meeting.kind not in ("visit", "forum"):
            self._tell(f.number, meeting)

    def _were_there(self, meeting: Meeting, pairs: list[tuple[Party, str]]) -> None:
        """Adds these, each in a capacity, to those of the meeting; who is among them already stays as told first."""
        for party, capacity in pairs:
            meeting.parties.setdefault(party.key, party)
            meeting.capacities.setdefault(party.key, capacity)

    def _roll(self, f: Found) -> list[Party]:
        """Those whom a long list names; some of them another match may have named already."""
        parties: dict[str, Party] = {}
        for listed in f.slots.get("who", ()):
            for mark in named_in(self.report, listed, f.rule.settings["roll"] == "behind"):
                for party in takes_part(self.report, f.line, f.number, mark):
                    parties.setdefault(party.key, party)
        return [*parties.values()]

    def _open(self, f: Found, parties: list[Party]) -> None:
        """ "A meeting was held in Oslo": it becomes a row once two parties of it are named."""
        self.opened = (f, parties)
        if sum(identified(p) for p in parties) > 1:
            self._fill_opened(f, [])

    def _opened_since(self, f: Found) -> bool:
        """Was a meeting said to have been held, and no other told of since?"""
        told = next((n for n in reversed(self.last) if n <= f.number), -1)
        return self.opened is not None and told < self.opened[0].number

    def _fill_opened(self, f: Found, parties: list[Party]) -> None:
        """Those named here took part in the meeting that was said to have been held."""
        if self.opened is None:
            return
        held, first = self.opened
        pairs = [(p, "principal") for p in (*first, *parties)]
        if not any(identified(p) for p, _ in pairs):
            return
        meeting = self._meeting(held, pairs, kind_of(self.report, held), "held")
        if meeting is None:
            return
        self.opened = None
        claims = meeting_claims(self.report, held, meeting, pairs[: len(first)], held.one("anchor"))
        claims += self._setting(held, meeting, claims[0], held.slots.get("setting", []))
        self._record(held, meeting, claims)
        self._tell(held.number, meeting)
        if parties:
            later = pairs[len(first) :]
            self._record(f, meeting, [c for p, capacity in later for c in participant_claims(self.report, meeting, p, capacity)])
            self._tell(f.number, meeting)

    def _said(self, f: Found) -> str:
        """The words of a match without those for who was there."""
        who = f.one("who")
        return (
            f"{self.report.words(f.start, who.start)} {self.report.words(who.end, f.end)}"
            if who
            else self.report.words(f.start, f.end)
        )

    def _attended(self, f: Found) -> Meeting | None:
        """What they attended: the meeting told last; where the words say so, the forum or the journey told last."""
        said = self._said(f)
        at = next((n for n in reversed(self.last) if n <= f.number), -1)
        meeting = self._before(f.number)
        if meeting is not None and meeting.status == "planned" and _PAST.match(said):
            meeting = self._held_before(f.number) or meeting
        if _OF_MEETING.search(said):
            return meeting
        near = range(f.number, max(-1, f.number - _NEAR), -1)
        if _OF_FORUM.search(said):
            return next(
                (self.gathered[n] for n in near if n in self.gathered), meeting or self.only_forum() or self._only_journey()
            )
        if not _OF_STAY.search(said):
            there = next((self.gathered[n] for n in near if n in self.gathered and n > at), meeting)
            if there is not None or not _BESIDE.search(said):
                return there  # else "Holm was joined by Lind", where nothing but a journey of hers is told
        subject, who = self.report.subjects.get(f.number), f.one("who")
        if subject and who and who.start <= subject.start < who.end:
            subject = None  # "Krog accompanied the president"
        if f.number in self.gathered and f.number not in self.stays:
            return self.gathered[f.number]  # "Accompanied by her aides, she attended the summit"
        for n in near:
            stays = [v for v in self.stays.get(n, ()) if not (subject and subject.person) or subject.key in v.parties]
            if stays and (n >= at or _ARRIVING.search(said)):
                return stays[-1]
        told = [m for m in self.meetings if m.kind == "visit"]
        hers = [m for m in told if subject is not None and subject.key in m.parties]
        if (
            told
            and len(hers or told) == 1
            and (_OF_JOURNEY.search(said) or _ON_JOURNEY.match(self.report.text, f.end, f.line.end))
        ):
            return (hers or told)[0]
        # "Minister Berg was accompanied by officials", in a paragraph of its own: on her journey, which is told first
        return hers[0] if hers and self.report.text.endswith("\n", 0, f.line.start) else meeting

    def _only_journey(self) -> Meeting | None:
        """The journey on which all happened that the report tells of, where it tells of no encounter besides."""
        return self.meetings[0] if len(self.meetings) == 1 and self.meetings[0].kind == "visit" else None

    def _held_before(self, number: int) -> Meeting | None:
        """The encounter told right before that took place: "She will meet Lind. The delegation that met Berg included …"."""
        told = (self.by_key(self.current[n]) for n in reversed(self.last[-_NEAR:]) if n <= number)
        return next((m for m in told if m.status == "held"), None)

    def _listed_below(self, f: Found) -> list[Party]:
        """ "Participants in the call included:", and a line for each of them."""
        parties: list[Party] = []
        if not f.rule.settings.get("listed") or f.number < self.listed_to:
            return parties
        for number in range(f.number + 1, len(self.report.lines)):
            line = self.report.lines[number]
            said = self.report.words(line.start, line.end)
            if line.quoted or not _LISTED.fullmatch(said) or len(said) > _LONG or any(m.kind in _VERBS for m in line.marks()):
                break
            self.listed_to = number
            lead = _ITEM.match(self.report.text, line.start, line.end)
            first = next((m for m in line.marks() if m.kind == "PERSON"), None)
            if first is not None and lead is not None and first.start == lead.end():
                parties += takes_part(self.report, line, number, first)
        return parties

    def _present_at_all(self, f: Found, last: Meeting, parties: list[Party]) -> None:
        """ "Accompanied the minister to the meetings": to those of whoever held the last of them."""
        met = last.principals()
        for meeting in [m for m in self.meetings[-_LAST:] if m.kind not in ("visit", "forum") and m.status == last.status]:
            if not meeting.principals() & met:
                continue
            claims: list[Claim] = []
            for party in (p for p in parties if p.key not in meeting.parties):
                meeting.parties[party.key] = party
                meeting.capacities[party.key] = "attendee"
                claims += participant_claims(self.report, meeting, party, "attendee")
            if claims:
                self._record(f, meeting, claims)

    def _leader(self, meeting: Meeting, party: Party, led: Slot, f: Found) -> Party:
        """ "Silva led the Chilean delegation": she stands for it, in the place of Chile."""
        marks = [m for m in led.marks if m.kind == "DELEGATION"]
        delegation = next(iter(resolve(self.report, f.line, f.number, marks[0])), None) if marks else None
        if delegation is None:
            return party
        leader = replace(delegation, person=party.person, start=party.start, end=party.end)
        return self._stands_for(meeting, leader)

    def _stands_for(self, meeting: Meeting, party: Party) -> Party:
        """Whoever acts for a state takes the place of the state among those who met."""
        for key, other in [*meeting.parties.items()]:
            if other.state == party.state is not None and other.person is None and other.description is None:
                del meeting.parties[key]
                entity = f"{meeting.key}/participant/{slug(key)}"
                for _, claims in self.facts.get(meeting.key, ()):
                    claims[:] = [c for c in claims if c.entity != entity]
        return party
