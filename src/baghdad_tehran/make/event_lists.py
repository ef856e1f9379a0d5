"""Lists of events: "will attend a summit in Oslo on Monday, talks with envoys in Lima and a dinner with the mayor". What the verb says of
the first, whose it is and whether it is to come, holds for all of them. Reads matches and words, makes no claims."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ..edtf import bounds
from .encounter_words import LEFT_OUT
from .marks import Line, Mark
from .matching import Found
from .model import Claim, Value
from .report import Party, Report

_NOUN = re.compile(
    r"\b(?:meetings?|talks|discussions?|consultations|negotiations|conversations?|calls?|session|summit|lunch(?:eon)?|dinner|breakfast|encounter|dialogue"
    r"|audience|round-?tables?|sessions|visits?|trips?|tours?|travel|stop|stay|attend\w*|participat\w+|tak\w+ part|took part|join\w*|for|to|at)\b",
    re.IGNORECASE,
)
# What may stand between one event of a list and the next: where it is, what it is called besides; no other clause, and not what was talked of.
_BETWEEN = re.compile(
    r"(?!.*\b(?:to|about|over|regarding|concerning|that|who|which|whose|where|when|while|after|before|because|as|than|but|said|says|will|would|has|have|had|was|were"
    r"|is|are|discuss\w*)\b)[^;:.“”\"]{0,90}"
)
# What may stand between whom somebody met and the next: of what or where these are.
_OF_THEM = re.compile(r"(?!.*\b(?:for|on|by|following|[a-z]{3,}ing|[a-z]{3,}ed)\b)[^;:.“”\"]{0,110}")
_TALKED_OF = re.compile(  # "discussed her trip to Lima, as well as the summit in Oslo"
    r"\b(?:discuss|laud|prais|welcom|hail|commend|condemn|critici[sz]|review|prepar|reflect|recall|mention|highlight|rais|thank|congratulat|applaud|views)"
    r"\w{0,4} [^;:.“”\"]{0,120}$"
)
_GOES_ON = re.compile(  # "a summit, talks with envoys and a dinner": an apposition would not
    r"[^;:.“”\"]{0,200}?(?:,? and|,? as well as|,? followed by|,? plus|;|, then) (?:an?|the|his|her|their|its|another|several|other|talks|meetings|discussions|consultations"
    r"|bilateral|separate|[A-Z][\w-]+)\b"
)
_SAME_AGAIN = re.compile(
    r"(?:the|an?) (?:first|second|third|last|latest|largest|biggest|most|only|main|top|annual|biannual|biennial)\b"
)


_PLURAL = re.compile(r"\b(?:summits|conferences|forums|ministerials|meetings|sessions)$", re.IGNORECASE)
_ALSO = re.compile(r",? (?:and|as well as) (?:the )?|, (?:the )?")


@dataclass(frozen=True, slots=True)
class Told:
    """An event that a match told of: the match, whose event it was, its status, and the claim on it."""

    match: Found
    who: list[Party]
    status: str
    claim: Claim


class EventLists:
    """The events told of in one report, sentence by sentence."""

    def __init__(self, report: Report):
        self.report = report
        self.told: dict[int, list[Told]] = {}  # line -> its events so far

    def note(self, f: Found, who: list[Party], status: str, claim: Claim) -> None:
        """An event that a list may go on from."""
        if who:
            self.told.setdefault(f.number, []).append(Told(f, who, status, claim))

    def before(self, f: Found) -> Told | None:
        """The event of the same list that stands before this match, which begins with what joins the two: a comma, "and"."""
        anchor, join = f.one("anchor"), f.one("join")
        if anchor is None or join is None:
            return None
        earlier = [t for t in self.told.get(f.number, ()) if t.match.end <= f.start + 1]
        last = max(earlier, key=lambda t: t.match.end, default=None)
        if last is None:
            return None
        told = last.match.one("anchor")
        words = self.report.words(told.start if told else last.match.start, last.match.end)
        if _TALKED_OF.search(self.report.words(last.match.line.start, last.match.start)):
            return None
        between = self.report.words(last.match.end, f.start)
        if not _BETWEEN.fullmatch(between) or LEFT_OUT.search(self.report.words(last.match.end, max(join.end, anchor.end))):
            return None
        if f.rule.settings.get("listed"):
            named = any(m.kind == "PERSON" and last.match.end <= m.start < f.start for m in f.line.marks())
            again = self.report.words(join.start, join.end).endswith(" with")
            return last if (again or _OF_THEM.fullmatch(between)) and not named else None
        if last.match.rule.frame != "gathering" and not _NOUN.search(words):
            return None
        behind = self.report.words(join.end, f.end).lstrip()
        if self.report.words(join.start, join.end) == "," and (
            _SAME_AGAIN.match(behind) or not _GOES_ON.match(self.report.words(f.end, f.line.end))
        ):
            return None
        return last

    def status(self, f: Found, before: Told) -> str:
        """That of the event before it, unless its own day says that it is past, or to come: "his visit to Oslo last week and his trip next week"."""
        day = next((m for s in f.slots.get("setting", ()) for m in s.marks if m.kind == "DATE"), None)
        today = self.report.published
        read = self.report.when(day, past=before.status != "planned") if day is not None else None
        first, last = bounds(read[0].edtf) if read else (None, None)
        if today is not None and first is not None and first > today:
            return "planned"
        if today is not None and last is not None and last < today and before.status == "planned":
            return "held"
        return before.status

    def share(self, before: Told, claim: Claim) -> None:
        """When and where the events of a list are, told in front of them all: "In Oslo on Monday, she will attend", "flew to Oslo for"; and
        of the days of the week that are to come the first one behind that of the event before."""
        self._in_order(before, claim)
        anchor = before.match.one("anchor")
        at = anchor.start if anchor else before.match.start
        for columns in (("date",), ("place", "country")):
            if any(column in claim.values for column in columns):
                continue
            for column in columns:
                value = before.claim.values.get(column)
                if value is not None and before.match.line.start <= value.rests[0].start < at:
                    claim.values[column] = value
                    if column == "date" and "date_basis" in before.claim.refs:
                        claim.refs["date_basis"] = before.claim.refs["date_basis"]

    def _in_order(self, before: Told, claim: Claim) -> None:
        """ "A summit on Thursday and talks on Friday", told on a Friday of the week to come: the day behind that Thursday."""
        own, earlier = claim.values.get("date"), before.claim.values.get("date")
        if before.status != "planned" or own is None or earlier is None or own is earlier or len(own.value) != 10:
            return
        since = bounds(earlier.value)[1]
        words = self.report.words(own.rests[0].start, own.rests[0].end)
        day = date.fromisoformat(own.value)
        week = timedelta(days=7)
        if since is None or not words.endswith("day") or words[0].islower() or not timedelta(0) < since - day < week:
            return
        if day <= date.max - week:
            claim.values["date"] = Value((day + week).isoformat(), own.rests)


def sharing_noun(report: Report, line: Line, last: Mark) -> list[Mark]:
    """The forums right before the last of several that share its noun: "the G7 and NATO summits"."""
    if not _PLURAL.search(report.words(last.start, last.end)):
        return []
    found: list[Mark] = []
    ended = last.start
    for mark in reversed([m for m in line.marks() if m.end <= last.start]):
        if mark.kind != "FORUM" or not _ALSO.fullmatch(report.words(mark.end, ended)):
            break
        found.append(mark)
        ended = mark.start
    return found
