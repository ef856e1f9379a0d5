"""Encounters told in a list: with more people than the words of one match name, or in several places."""

from __future__ import annotations

import re

from .event_lists import Told
from .matching import Found
from .meeting_claims import meeting_claims, participant_claims, state_date, state_place
from .meetings import Meeting
from .model import Claim
from .presence import Presences
from .report import Party, slug
from .several_places import further_places

_ONE = re.compile(
    r"\b(?:an?|the|this|that|one|his|her|their|my|our) (?:(?!(?:series|round|number|day|rounds|days) of )[\w'’-]+ ){0,4}(?:meeting|call|conversation|dinner|lunch|luncheon"
    r"|breakfast|session|audience|round-?table|discussion|encounter|teleconference|videoconference)\b(?! (?:each|separately))",
    re.IGNORECASE,
)
_THEIR_ONE = re.compile(  # behind "Silva's"
    r"(?:[\w-]+ ){0,3}(?:meeting|call|conversation|dinner|lunch|breakfast|audience|round-?table|discussion|teleconference|videoconference)\b",
    re.IGNORECASE,
)

_VERB = re.compile(r"\b(?:meet|met|hold|held|speak|spoke|visit\w*)\b")
_NO_OTHERS = ("BODY", "NATION", "CAPITAL", "REGION", "PRONOUN")  # "leaders of the port and the bank": whose leaders they are


class ListedEncounters(Presences):
    """What matches say of encounters that go on from one told right before."""

    def _at_one(self, f: Found) -> bool:
        """ "A meeting with A, B and C", "her call with" are of all; "meetings with", "met with" are of each."""
        anchor, lead = f.one("anchor"), f.one("lead")
        start = lead.start if lead else anchor.start if anchor else f.start
        if anchor is None:
            return False
        words = self.report.words(start, anchor.end)
        owned = re.search(r"['’]s? $", self.report.words(max(0, start - 3), start)) is not None
        return _ONE.search(words) is not None or owned and _THEIR_ONE.match(words) is not None

    def _elsewhere_too(self, f: Found, meeting: Meeting, claim: Claim, parties: list[tuple[Party, str]]) -> None:
        """ "Held talks in Oslo, Geneva and Doha": an encounter of the same in each of the further places."""
        stated = claim.values.get("place") or claim.values.get("country")
        if stated is None or _VERB.search(self.report.words(f.end, max(f.end, stated.rests[0].start))):
            return  # "held talks with Lind and met officials in Oslo and Lima"
        for place in further_places(self.report, f.line, claim, self._told(f)):
            key = f"{meeting.key}-{slug(self.report.words(place.mark.start, place.mark.end))}"
            another = self.keys.get(key) or self._add(
                Meeting(key, meeting.kind, meeting.status, {**meeting.parties}, {**meeting.capacities}, first=f.start)
            )
            claims = meeting_claims(self.report, f, another, parties, f.one("anchor"))
            for mark in (place.mark, place.state):
                if mark is not None:
                    state_place(self.report, another, claims[0], mark)
            if place.day is not None:
                state_date(self.report, another, claims[0], place.day)
            self._record(f, another, claims)

    def _met_too(self, f: Found, before: Told, whom: list[Party]) -> bool:
        """ "Met members of the council and the mayor of the port": is there a meeting of its own to tell of? Where the encounter before was
        one with all of them, they took part in that."""
        anchor = f.one("anchor")
        slot = f.one("whom")
        if anchor is None or slot is None or before.match.rule.frame != "encounter":
            return False
        named = self.report.words(anchor.start, anchor.end).endswith("with")
        if not named and slot.marks and slot.marks[0].kind in _NO_OTHERS:
            return False
        met = before.match.one("whom")
        if not named and met is not None and met.marks and met.marks[-1].kind == "OFFICE" and whom[0].person:
            return False  # "the secretary of the council and chief envoy Ulf Lind": he may be both
        if not self._at_one(before.match) and not before.match.rule.settings.get("together"):
            return True
        meeting = self.by_key(before.claim.entity)
        claims: list[Claim] = []
        for party in whom:
            meeting.parties.setdefault(party.key, party)
            meeting.capacities.setdefault(party.key, "principal")
            claims += participant_claims(self.report, meeting, party, "principal")
        self._record(f, meeting, claims)
        return False
