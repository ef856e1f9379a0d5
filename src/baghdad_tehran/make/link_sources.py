"""What a report says about itself: title, dates, dateline, byline, publisher, rights. Reads segments that are no article text too."""

from __future__ import annotations

import re

from .dates import read_date
from .marks import Line, plain
from .matching import Found, find_matches
from .model import Claim, Rest, Value
from .plans import Plan
from .report import Report
from .segments import ARTICLE_TEXT
from .words import WordMarker

_COLUMNS = ("title", "dateline", "byline", "publisher", "rights")


def link_sources(report: Report, plan: Plan, marker: WordMarker) -> None:
    """Hits of the source frame. Sets the publication date first, since other dates of the report rest on it."""
    lines = []
    seen = plain(report.text)
    for segment in report.segments:
        if segment.kind in ARTICLE_TEXT and segment.kind != "headline":
            continue
        marks = [m for m in marker.mark(report.text, segment.start, segment.stop) if m.kind in ("DATE", "BODYNAME")]
        start = segment.start
        while start < segment.stop and (report.text[start].isspace() or report.text[start] == "\ufeff"):
            start += 1
        lines.append(Line(report.text, start, segment.stop, [m for m in marks if m.start >= start], segment.kind, False, seen))
    for line in lines:
        plan.read_again(line)
    found = find_matches(lines, plan, "source")
    first: dict[str, Found] = {}
    for f in found:
        for name in f.slots:
            first.setdefault(name, f)
    _published(report, first.get("published"))
    done: set[int] = set()
    for f in found:
        if id(f) in done or not any(first.get(name) is f for name in f.slots):
            continue
        done.add(id(f))
        claim = _claim(report, f)
        if claim.values:
            report.hit(f.rule, f.start, f.end, [claim])


def _published(report: Report, f: Found | None) -> None:
    mark = f.one("published").marks[0] if f and f.one("published") else None  # type: ignore[union-attr]
    read = read_date(mark.attrs["date"], None, report.voc) if mark else None
    if read and mark and re.fullmatch(r"\d{4}-\d\d-\d\d", read.edtf):
        from datetime import date

        report.published = date.fromisoformat(read.edtf)
        report.published_rests = (Rest(mark.start, mark.end, "publication_date"),)
    elif report.document.published is not None:
        report.published = report.document.published


def _claim(report: Report, f: Found) -> Claim:
    claim = Claim("sources", "source")
    for name, slots in f.slots.items():
        slot = slots[0]
        if name in _COLUMNS:
            claim.values[name] = report.said(slot.start, slot.end)
        elif name in ("published", "updated") and slot.marks:
            # an update may be later than the publication whose year it takes
            read = read_date(slot.marks[0].attrs["date"], report.published, report.voc, past=name == "published")
            if read:
                rests = (Rest(slot.marks[0].start, slot.marks[0].end, "normalised"),) + (
                    report.published_rests if read.relative else ()
                )
                claim.values[name] = Value(read.edtf, rests)
    return claim
