"""Extraction: one report in, its hits out. The first three steps of the flow as one pure function of a single document."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

from .link_agreements import link_agreements
from .link_holdings import link_holdings
from .link_meetings import link_meetings
from .link_people import link_people
from .link_quotes import link_quotes
from .link_sources import link_sources
from .marks import Line, Mark, plain
from .matching import find_matches
from .meetings import Meeting
from .model import Hit, Rest, Value
from .phrases import compose_phrases
from .plans import Plan
from .quotations import find_quotations
from .quote import Quote
from .report import Report
from .rules import Rule, load_rules
from .segments import (
    ARTICLE_TEXT,
    Segment,
    SegmentRule,
    load_segment_rules,
    split_segments,
)
from .sentences import split_sentences
from .spacing import uneven
from .text import Document
from .uncollected import uncollected
from .vocabulary import Vocabulary, load_vocabulary
from .words import WordMarker


@dataclass(frozen=True, slots=True)
class Extractor:
    """The rules and vocabulary, compiled. `extract(document)` is pure: the same document gives the same hits."""

    voc: Vocabulary
    marker: WordMarker
    rules: tuple[Rule, ...]
    plan: Plan
    segment_rules: tuple[SegmentRule, ...]

    def extract(self, document: Document) -> Report:
        """Read one document. Never raises for its text, whatever stands in it."""
        segments = split_segments(document.text, self.segment_rules, self.voc)
        lines = encode_lines(document.text, segments, self.marker, self.voc)
        report = Report(document, segments, lines, self.voc)
        link_sources(report, self.plan, self.marker)
        compose_phrases(lines, self.plan, self.voc)
        link_people(report)
        for line in lines:
            self.plan.read_again(line)
        found = find_matches(lines, self.plan, "sentence")
        documents = find_matches(lines, self.plan, "label")
        quotes = link_quotes(report, found, documents)
        link_holdings(report, found)
        meetings = link_meetings(report, found)
        _tie(report, quotes, meetings)
        link_agreements(report, found, quotes)
        report.hits.sort(key=lambda h: (h.start, h.end, h.rule_id))
        return report


_LOADED: dict[str, Extractor] = {}


def load_extractor(build: Path) -> Extractor:
    """The extractor of a `build/` folder (rules and vocabulary). Problem: whatever is wrong with its files.

    Compiled once in a process for the same rules and words, wherever they stand.
    """
    key = _digest(build)
    if key not in _LOADED:
        with uncollected():
            voc = load_vocabulary(build / "vocabulary")
            rules = load_rules(build / "rules")
            made = Extractor(voc, WordMarker(voc), rules, Plan(rules), load_segment_rules(build / "rules" / "segments.toml"))
        while len(_LOADED) >= 4:
            del _LOADED[next(iter(_LOADED))]
        _LOADED[key] = made
    return _LOADED[key]


def _digest(build: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(p for name in ("rules", "vocabulary") for p in (build / name).glob("*") if p.is_file()):
        whole.update(f"{path.relative_to(build).as_posix()}\0".encode())
        try:
            whole.update(hashlib.sha256(path.read_bytes()).digest())
        except OSError:
            whole.update(str(path).encode())  # it will be said when it is read
    return whole.hexdigest()


def encode_lines(text: str, segments: list[Segment], marker: WordMarker, voc: Vocabulary) -> list[Line]:
    """The sentences of the article text as lines, each followed by the insides of its quotations as lines of their own."""
    lines: list[Line] = []
    seen = plain(text)
    even = uneven(text, any("\n" in text[s.start : s.stop] for s in segments if s.kind in ARTICLE_TEXT))

    def marked(start: int, end: int) -> list[Mark]:
        return even.mark(marker, start, end) if even is not None else marker.mark(text, start, end)

    for segment in segments:
        if segment.kind not in ARTICLE_TEXT:
            continue
        quotations = find_quotations(text, segment.start, segment.stop)
        starts = [q.start for q in quotations]
        for start, end in split_sentences(text, segment.start, segment.stop, quotations, voc):
            inside = [q for q in quotations[bisect_left(starts, start) : bisect_left(starts, end)] if q.end <= end]
            outer: list[Mark] = []
            at = start
            for q in inside:
                outer += marked(at, q.start) if at < q.start else []
                outer.append(Mark("QUOTE", q.start, q.end, {"inner": (q.inner_start, q.inner_end)}))
                at = q.end
            outer += marked(at, end) if at < end else []
            lines.append(Line(text, start, end, outer, segment.kind, False, seen))
            for q in inside:
                for s, e in split_sentences(text, q.inner_start, q.inner_end, [], voc):
                    lines.append(Line(text, s, e, marked(s, e), segment.kind, True, seen))
    return lines


def _tie(report: Report, quotes: list[Quote], meetings: list[Meeting]) -> None:
    """Give quotes the meeting at which they were said: tied by the text, or the only one that the report tells of."""
    only = meetings[0] if len(meetings) == 1 and meetings[0].status == "held" else None
    keyed = {m.key: m for m in meetings}
    for quote in quotes:
        claim = quote.claim
        if claim is None or not quote.parties:
            continue
        number = quote.found.number
        key = report.meetings.get(number)
        if key is not None:
            if any(p.key in keyed[key].parties for p in quote.parties):
                claim.refs["meeting_id"] = key
        elif only is not None and _said_there(report, quote, only):
            claim.refs["meeting_id"] = only.key


def _said_there(report: Report, quote: Quote, meeting: Meeting) -> bool:
    """Was it said at the report's only encounter, which took place? A state's standing position ("Iran stresses …", in the present) was not."""
    if quote.found.line.segment in ("headline", "standfirst", "pull_quote"):
        return False
    sides = {p.state for p in meeting.parties.values() if p.state}
    states = [p for p in quote.parties if not p.person and not p.organization and p.kind != "office"]
    if states:
        cue = report.words(*quote.cue[0]) if quote.cue else ""
        return len(states) == 2 and sides <= {p.state for p in states} and not cue.endswith("s")
    return any(p.key in meeting.parties for p in quote.parties)


__all__ = ["Extractor", "Hit", "Rest", "Value", "encode_lines", "load_extractor"]
