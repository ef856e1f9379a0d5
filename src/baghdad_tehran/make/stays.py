"""How long stays last: the days of a visit, as its own words and later ones give them."""

from __future__ import annotations

import re
from dataclasses import replace

from ..edtf import bounds
from .dates import DAYS, first_of, last_of, span_of
from .gatherings import Gatherings
from .matching import Found
from .meeting_claims import state_date
from .meetings import Meeting
from .model import Claim, Rest, Value
from .surroundings import day_before, day_when, state_behind, state_fronted, this_day

_BEGINS = re.compile(
    r"(?:arriv|land|(?:(?:will|would|(?:is|are|was|were) (?:(?:due|set|scheduled|expected) )?to) )?(?:arrive|leave|depart|begin|start|fly|head|set off)|(?:start|beginning|outset) of|left|flies|departed|leaves|departs|began|begins|started|starts|flew)",
    re.IGNORECASE,
)
_ARRIVED = re.compile(r"\b(?:arriv|land|left|depart|flew)\w*\b", re.IGNORECASE)
_ENDS = re.compile(
    r"(?:(?:will|would|(?:is|are|was|were) (?:(?:due|set|scheduled|expected) )?to) )?(?:wr[ao]p\w* up|wound up|winds? up|winding up|conclud\w+|end(?:s|ed|ing)?|complet\w+|finish\w+|round\w* off|(?:end|conclusion|close) of)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"(?:visits|arrives|flies|lands|touches|travels|heads|leaves|departs|begins|starts|pays|kicks|sets|embarks|makes)\b"
)
_HOME = re.compile(r"\b(?:return|arriv|left|depart|flew|came|back)\w*\b", re.IGNORECASE)
_LEAVES = re.compile(
    r"[^;:.]*\b(?:leaves?|leaving|departs?|departing|returns?|returning|stays?|staying|remains?|until|through|till)\b[^;:.,]{0,40}$"
)
_YET_TO = re.compile(r"\b(?:will|(?:is|are) (?:(?:due|set|scheduled|expected) )?to)(?: then| also| now)? ?$")
_BEGUN = re.compile(r"(?:visit|trip|tour|stay)\b.{0,120}\b(?:began|begun|begins?|starts?|started)$", re.IGNORECASE | re.DOTALL)
_ENDED = re.compile(
    r"(?:visit|trip|tour|stay)\b.{0,120}\b(?:ends?|ended|concludes?d?|wraps? up|wrapped up)$", re.IGNORECASE | re.DOTALL
)


_OF_FORUM = re.compile(r" (?:[a-z-]+ ){0,2}(?:summit|meeting|conference|congress|forum|session|gathering|workshop|seminar)\b")


class Stays(Gatherings):
    """When visits begin and end."""

    def _is_ahead(self, f: Found) -> bool:
        """Does the first day that its words name lie behind the day of publication, read as one to come?"""
        days = (m for slot in ("date", "setting") for s in f.slots.get(slot, ()) for m in s.marks if m.kind == "DATE")
        read = next((self.report.when(m, past=False) for m in days), None)
        first = bounds(read[0].edtf)[0] if read else None
        return first is not None and self.report.published is not None and first > self.report.published

    def _present(self, f: Found) -> bool:
        """ "Flies into Oslo on Monday": in the body of a report, that is the Monday to come."""
        anchor = f.one("anchor")
        told = self.report.words(anchor.start, anchor.end) if anchor is not None else ""
        return f.line.segment == "paragraph" and _PRESENT.match(told) is not None

    def _stayed(self, f: Found, visit: Meeting, claim: Claim, status: str) -> None:
        """The days of a stay: an arrival is its first day, and the last one follows where the sentence counts the days."""
        slots = [*f.slots.get("date", []), *self._settings(f, status), *self._inside(f)]
        mark = next((m for s in slots for m in s.marks if m.kind == "DATE"), None)
        anchor = f.one("anchor")
        if anchor is None:
            return
        sentence = self.report.words(f.line.start, f.line.end)
        counts = list(DAYS.finditer(sentence))
        days = counts[0] if len(counts) == 1 and not _OF_FORUM.match(sentence, counts[0].end()) else None
        told = self.report.words(anchor.start, anchor.end)
        begins = (_BEGINS.match(told) or _BEGUN.match(told)) is not None
        ends = _ENDED.match(told) is not None or _ENDS.match(told) is not None and not re.search(r"\bto |\bfor ", told[:8])
        yet = ends and _YET_TO.search(self.report.words(f.line.start, anchor.start)) is not None
        if mark is None and (mark := day_before(self.report, f)) is not None:  # "arrived on Monday for a two-day visit to"
            begins = begins or _ARRIVED.search(self.report.words(f.line.start, mark.start)) is not None
            mark = mark if begins or ends else None  # what is said on Monday during a visit does not date it
        if mark is None and (mark := day_when(self.report, f)) is not None:  # "in 2003, when Holm paid a visit to"
            begins = False
        if mark is None:
            this_day(self.report, f, claim, "/.." if begins else "")
            if ends and "date" not in claim.values:
                self._returned(f, visit, claim)
        else:
            yet = yet or ends and re.search(r"\b(?:ends|concludes|wraps up)$", told) is not None
            past = False if yet or self._present(f) else self._past(f, visit)
            state_date(self.report, visit, claim, mark, "start" if begins else "end" if ends else None, past=past)
            if begins:
                self._departs(f, claim, mark.end)
        if "date" not in claim.values:
            state_behind(self.report, f, visit, claim, only_day=True, open_end="start" if begins else "end" if ends else None)
        stated = claim.values.get("date")
        if days and stated is not None and re.fullmatch(r"\d{4}-\d\d-\d\d/\.\.", stated.value):
            last = last_of(stated.value[:10], days)
            if last is not None:
                spot = Rest(f.line.start + days.start(), f.line.start + days.end(), "normalised")
                claim.values["date"] = Value(span_of(stated.value[:10], last), (*stated.rests, spot))
        elif days and ends and stated is not None and re.fullmatch(r"\.\./\d{4}-\d\d-\d\d", stated.value):
            first = first_of(stated.value[3:], days)
            if first is not None:
                spot = Rest(f.line.start + days.start(), f.line.start + days.end(), "normalised")
                claim.values["date"] = Value(span_of(first, stated.value[3:]), (*stated.rests, spot))

    def _departs(self, f: Found, claim: Claim, since: int) -> None:
        """ "Arrived on Monday and will leave for Lima on Friday": the day told behind the first one, which ends at `since`."""
        after = next((m for m in f.line.marks() if m.kind == "DATE" and m.start >= since), None)
        stated = claim.values.get("date")
        if after is None or stated is None or not _LEAVES.match(self.report.words(since, after.start)):
            return
        read = self.report.when(after, past=False)
        if read and len(read[0].edtf) == 10 and stated.value[10:] == "/.." and stated.value[:10] <= read[0].edtf:
            claim.values["date"] = Value(f"{stated.value[:10]}/{read[0].edtf}", (*stated.rests, *read[1]))

    def _returned(self, f: Found, visit: Meeting, claim: Claim) -> None:
        """ "Returned this afternoon, ending a visit to …": the day that the sentence names before is the last one."""
        before = replace(f, start=f.line.start, end=f.start)
        if not _HOME.search(self.report.words(f.line.start, f.start)):
            return
        this_day(self.report, before, claim)
        stated = claim.values.get("date")
        if stated is not None:
            claim.values["date"] = Value(f"../{stated.value}", stated.rests)
            return
        days = [m for m in f.line.marks() if m.kind == "DATE" and m.end <= f.start]
        if len(days) == 1 and _HOME.search(self.report.words(f.line.start, days[0].start)):
            state_date(self.report, visit, claim, days[0], "end", past=True)

    def _framed(self, f: Found, visit: Meeting, claim: Claim, status: str) -> None:
        """ "Will travel to Peru and Chile in June": a month or year is that of each stay, days are not."""
        slots = [*f.slots.get("date", []), *self._settings(f, status)]
        mark = next((m for s in slots for m in s.marks if m.kind == "DATE"), None)
        if mark is not None and {"m3", "y4"} & set(mark.attrs["date"]):
            state_date(self.report, visit, claim, mark, past=self._past(f, visit))
        if "date" not in claim.values:  # "Early in October, she led a delegation to Peru and Chile"
            own = Claim("meetings", visit.key)
            state_fronted(self.report, f, visit, own, only_day=True)
            if "date" in own.values and len(own.values["date"].value) < 10:
                claim.values["date"], claim.refs["date_basis"] = own.values["date"], own.refs["date_basis"]

    def _fronted_day(self, f: Found, visit: Meeting, claim: Claim) -> None:
        """ "On Monday, Holm left for Oslo": the day that opens the sentence is the stay's, or where it begins its first one."""
        anchor = f.one("anchor")
        if anchor is None or f.one("who") is None or re.search(r"\b(?:who|had)\b", self.report.words(f.start, anchor.end)):
            return  # a second verb, which may be of another day, or what came before
        own = Claim("meetings", visit.key)
        state_fronted(self.report, f, visit, own, only_day=True)
        stated = own.values.get("date")
        if stated is not None and "date" not in claim.values:
            begins = _BEGINS.match(self.report.words(anchor.start, anchor.end)) is not None
            claim.values["date"] = Value(f"{stated.value}/..", stated.rests) if begins and len(stated.value) == 10 else stated
            claim.refs["date_basis"] = own.refs["date_basis"]

    def _told_again(self, f: Found, status: str | None) -> None:
        """ "The trip is set for March 3 to 5": the only visit that the report tells of, or that of the sentence before."""
        stays = [m for m in self.meetings if m.kind == "visit"]
        near = [v for n in (f.number, f.number - 1) for v in self.visits.get(n, ())]
        visit = stays[0] if len(stays) == 1 else near[0] if len(near) == 1 else None
        if visit is None or status is None:
            return
        claim = Claim("meetings", visit.key)
        self._stayed(f, visit, claim, visit.status)
        self._setting(f, visit, claim, self._settings(f, visit.status))
        self._round_off(f, visit, claim)
        if claim.values:
            self._record(f, visit, [claim])

    def _round_off(self, f: Found, visit: Meeting, claim: Claim) -> None:
        """ "The visit ends on Friday", "the four-day visit": the last day of a stay whose first day is told elsewhere."""
        begun = next(
            (
                c.values["date"]
                for _, claims in self.facts.get(visit.key, ())
                for c in claims
                if c.entity == visit.key and "date" in c.values and c.values["date"].value.endswith("/..")
            ),
            None,
        )
        if begun is None:
            return
        first, own = begun.value[:10], claim.values.get("date")
        if own is not None and own.value.startswith("../") and first < own.value[3:]:
            claim.values["date"] = Value(f"{first}/{own.value[3:]}", (*begun.rests, *own.rests))
        days = DAYS.search(self.report.text, f.start, f.end)
        last = last_of(first, days) if own is None and days else None
        if days and last is not None:
            claim.values["date"] = Value(span_of(first, last), (*begun.rests, Rest(days.start(), days.end(), "normalised")))
            claim.refs["date_basis"] = "day_and_publication"

    def _left(self, f: Found) -> None:
        """ "Left Oslo on Friday": the last day of a stay there that was told of before."""
        place = f.one("place")
        slots = [*f.slots.get("date", []), *f.slots.get("setting", [])]
        day = next((m for s in slots for m in s.marks if m.kind == "DATE"), None)
        who = {p.key for p in self._parties(f, "who")}
        if place is None or not place.marks or day is None:
            return
        there = place.marks[0]
        city = there.attrs["city"] if there.kind == "PLACE" else self.report.words(there.start, there.end)
        stays = [
            v
            for v in self.meetings
            if v.kind == "visit"
            and v.status != "cancelled"
            and not who.isdisjoint(v.parties)
            and (v.city[0].value == city if v.city else v.to_state is not None and v.to_state == there.attrs.get("country"))
        ]
        if len(stays) == 1:
            claim = Claim("meetings", stays[0].key)
            state_date(self.report, stays[0], claim, day, "end", past=f.one("plan") is None)
            self._round_off(f, stays[0], claim)
            if claim.values:
                self._record(f, stays[0], [claim])
