"""Mentions of agreements: which instrument each one means, within one report.

A mention that bears a date or a title of its own makes an instrument, or joins the one with that date. Any other goes to
its nearest antecedent, else to the only instrument of its kind; one that fits two is linked to none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .dates import When
from .edtf import bounds
from .marks import Mark
from .matching import Found
from .model import Rest
from .report import Report, slug

# Words that may stand for any instrument but a ceasefire.
_GENERIC = "agreement"


@dataclass(slots=True)
class Instrument:
    key: str
    kind: str
    date: str | None = None
    title: str = ""


@dataclass(slots=True)
class Mention:
    mark: Mark
    number: int
    segment: str
    quoted: bool
    start: int
    end: int
    date: tuple[When, tuple[Rest, ...]] | None = None
    instrument: Instrument | None = None
    basis: str = "ambiguous"
    candidates: list[Instrument] = field(default_factory=list)
    settled: bool = False
    event: Found | None = None

    @property
    def kind(self) -> str:
        return str(self.mark.attrs["agreement"])

    @property
    def title(self) -> str:
        """A proper name that the mention bears ("the Gaza ceasefire"), parties apart."""
        return " ".join(
            m.attrs.get("subdivision") or "" if m.kind == "REGION" else ""
            for m in self.mark.attrs["title"]
            if m.kind in ("REGION",)
        ).strip()


def find_mentions(report: Report, events: list[Found]) -> list[Mention]:
    """Every mention in text order, linked. `events`: what is said of agreements, which may date them."""
    mentions = _mentions(report, events)
    instruments: list[Instrument] = []
    for one in mentions:
        if one.date is not None or one.title:
            one.instrument, one.basis, one.settled = _own(instruments, one), "own_date_or_title", True
    _link(mentions, instruments)
    return mentions


def _mentions(report: Report, events: list[Found]) -> list[Mention]:
    dated: dict[int, Found] = {}
    for f in events:
        slot = f.one("agreement")
        if f.rule.frame in ("signing", "announcement") and slot and slot.find("AGREEMENT"):
            dated.setdefault(id(slot.find("AGREEMENT")[0]), f)
    mentions = []
    undertakings = _undertakings(events)
    for number, line in enumerate(report.lines):
        for mark in line.marks():
            if mark.kind != "AGREEMENT" or _only_wished(report, mark) and id(mark) not in dated:
                continue
            end = max(_extended(report, number, mark), undertakings.get(id(mark), 0))
            mention = Mention(mark, number, line.segment, line.quoted, mark.start, end, event=dated.get(id(mark)))
            own: Mark | None = mark.attrs["date"]
            if own is None and mention.event is not None:
                own = event_date(mention.event)
            mention.date = report.when(own) if own is not None else None
            mentions.append(mention)
    return sorted(mentions, key=lambda m: m.start)


_WISHED = re.compile(
    r"\b(?:mak(?:e|es|ing)|sign|reach(?:ing)?|strik(?:e|ing)|negotiat(?:e|es|ed|ing)|conclud(?:e|ing)|finali[sz](?:e|ing)|seek(?:s|ing)?|wants?|propos(?:e|es|ed|ing)"
    r"|draft(?:ing)?|secure|get(?:ting)?|broker|clinch|push(?:ing|ed)? for|call(?:s|ed|ing)? for|hop(?:e|es|ed|ing) for|towards?|without|no|discuss(?:ed|ing)?|possible|potential|proposed) (?:\w+ )?$",
    re.IGNORECASE,
)


def _only_wished(report: Report, mark: Mark) -> bool:
    """An instrument that somebody wants, seeks or has yet to sign ("reach a deal") is none: it was not concluded."""
    if mark.attrs["article"] not in ("a", "an", "any", "another", "") or mark.attrs["date"] is not None:
        return False
    line = report.text[max(0, mark.start - 40) : mark.start]
    return bool(_WISHED.search(line))


def _undertakings(events: list[Found]) -> dict[int, int]:
    """Mark -> where the "under which …" clause behind it ends: it belongs to the noun phrase."""
    ends: dict[int, int] = {}
    for f in events:
        slot, provisions = f.one("agreement"), f.one("provisions")
        if f.rule.settings.get("whole_phrase") and slot and provisions:
            for mark in slot.marks:
                ends[id(mark)] = max(provisions.end, ends.get(id(mark), 0))
    return ends


def event_date(f: Found) -> Mark | None:
    slots = f.slots.get("date", []) + f.slots.get("setting", [])
    return next((m for s in slots for m in s.marks if m.kind == "DATE"), None)


def _extended(report: Report, number: int, mark: Mark) -> int:
    """Quoted words right behind a mention that say what it is about belong to its noun phrase."""
    text = report.text
    match = re.compile(r",? (?=[“\"‘])").match(text, mark.end)
    if match:
        for unit in report.lines[number].marks():
            if unit.kind == "QUOTE" and unit.start == match.end() and about_words(report, unit):
                return unit.end
    return mark.end


def about_words(report: Report, quote: Mark) -> re.Match[str] | None:
    s, e = quote.attrs["inner"]
    return re.compile(r"(?:concerning|regarding|relating to|on|about) (?=\S)", re.IGNORECASE).match(report.text, s, e)


def _own(instruments: list[Instrument], mention: Mention) -> Instrument:
    edtf = mention.date[0].edtf if mention.date else None
    for known in instruments:
        if not _of_kind(mention.kind, known.kind) and not _of_kind(known.kind, mention.kind):
            continue
        if edtf and known.date and _agree(edtf, known.date):
            if len(edtf) > len(known.date):
                known.date = edtf
            if known.kind == _GENERIC:
                known.kind = mention.kind
            return known
        if mention.title and mention.title == known.title and not edtf:
            return known
    name = f"agreement/{slug(mention.kind)}-{slug(mention.title or edtf or 'undated')}"
    made = Instrument(name, mention.kind, edtf, mention.title)
    instruments.append(made)
    return made


def _agree(a: str, b: str) -> bool:
    (a_from, a_to), (b_from, b_to) = bounds(a), bounds(b)
    return bool(a_from and b_from and a_to and b_to and a_from <= b_to and b_from <= a_to)


def _of_kind(word: str, kind: str) -> bool:
    """May a mention by this word mean an instrument of this kind? "Agreement", "pact" and "accord" may mean any but a ceasefire."""
    return word == kind or word == _GENERIC and kind != "ceasefire" or word == "ceasefire" == kind


def _link(mentions: list[Mention], instruments: list[Instrument]) -> None:
    if not instruments and mentions:
        for mention in mentions:  # nothing dated at all: each kind is one undated instrument
            if not any(_of_kind(mention.kind, i.kind) or _of_kind(i.kind, mention.kind) for i in instruments):
                instruments.append(Instrument(f"agreement/{slug(mention.kind)}-undated", mention.kind))
    last: list[Instrument] = []
    for mention in mentions:
        if mention.settled:
            _moved(last, mention.instrument)
            continue
        if mention.segment == "headline":
            continue
        fitting = [i for i in instruments if _of_kind(mention.kind, i.kind)]
        before = [i for i in reversed(last) if i in fitting]
        if not fitting:
            made = Instrument(f"agreement/{slug(mention.kind)}-undated", mention.kind)
            instruments.append(made)
            fitting = [made]
        if mention.kind != _GENERIC and len(fitting) == 1 or len(fitting) == 1 and not before:
            mention.instrument, mention.basis = fitting[0], "only_instrument"
        elif mention.quoted and len(fitting) > 1:
            mention.candidates = fitting  # words of somebody else take no antecedent from the reporter's text
        elif before:
            mention.instrument, mention.basis = before[0], "antecedent"
        elif len(fitting) == 1:
            mention.instrument, mention.basis = fitting[0], "only_instrument"
        else:
            mention.candidates = fitting
        if mention.instrument is not None:
            _moved(last, mention.instrument)
    for mention in mentions:
        if mention.segment == "headline" and not mention.settled:
            _headline(mention, mentions, instruments)


def _headline(mention: Mention, mentions: list[Mention], instruments: list[Instrument]) -> None:
    """A headline goes with the first sentence of the body that speaks of such an instrument."""
    if len(instruments) == 1:
        mention.instrument, mention.basis = instruments[0], "only_instrument"
    body = next(
        (
            m
            for m in mentions
            if m.segment == "paragraph" and m.instrument is not None and _of_kind(mention.kind, m.instrument.kind)
        ),
        None,
    )
    if body is not None:
        same_kind = [i for i in instruments if _of_kind(mention.kind, i.kind)]
        mention.instrument, mention.basis = body.instrument, "only_instrument" if len(same_kind) == 1 else "antecedent"


def _moved(last: list[Instrument], instrument: Instrument | None) -> None:
    if instrument is None:
        return
    if instrument in last:
        last.remove(instrument)
    last.append(instrument)
