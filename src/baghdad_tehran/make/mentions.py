"""Mentions of agreements: which instrument each one means, within one report.

A mention that bears a date or a title of its own makes an instrument, or joins the one with that date. Any other goes to
its nearest antecedent, else to the only instrument of its kind; one that fits two is linked to none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..edtf import bounds
from .dates import When
from .marks import Mark
from .matching import Found
from .model import Rest
from .report import Report, slug
from .wishes import ANOTHER, GENERIC, LIST, goes_with_wish, of_kind, only_wished


@dataclass(slots=True)
class Instrument:
    key: str
    kind: str
    date: str | None = None
    title: frozenset[str] = frozenset()
    subject: frozenset[str] = frozenset()
    many: bool = False
    words: frozenset[str] = frozenset()  # states and places that mentions of it name


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
    title: frozenset[str] = frozenset()
    mark_words: str = ""

    @property
    def kind(self) -> str:
        return str(self.mark.attrs["agreement"])

    @property
    def definite(self) -> bool:
        return self.mark.attrs["article"] not in ("a", "an", "another", "any", "")

    @property
    def subject(self) -> frozenset[str]:
        return frozenset(w for w in re.findall(r"[a-z]{4,}", self.mark.attrs["subject"].lower()) if w not in _SUBJECTLESS)


_SUBJECTLESS = frozenset({"cooperation", "bilateral", "joint", "between", "with", "fields", "field", "area", "areas", "mutual"})
# Capitalised words of titles that name nothing: "the Peace Agreement" is no other than "the peace agreement".
_PLAIN = frozenset(
    (
        "the historic landmark global international bilateral final major first of on and for agreement treaty free "
        "trade peace general joint comprehensive new nuclear defense defence security framework cooperation strategic "
        "partnership convention protocol memorandum understanding revitalized economic political"
    ).split()
)


def _title(report: Report, mark: Mark) -> frozenset[str]:
    """What a mention is called by its own name, as words: places by their state or city. Parties joined by a hyphen are no name."""
    words: set[str] = set()
    for m in mark.attrs["title"]:
        text = report.text
        capital = text[
            mark.attrs["head"][0]
        ].isupper()  # "the Chile-Peru Trade Agreement" is a name; "the Chile-Peru pact" is none
        if capital and m.kind == "NATION":
            words.add(str(m.attrs["country"]))
            continue
        if text[m.end : m.end + 1] in "-–" or text[m.start - 1 : m.start] in ("-", "–"):
            continue
        if m.kind in ("NATION", "REGION"):
            words.add(str(m.attrs.get("subdivision") or m.attrs["country"]))
        elif not re.search(r"-[a-z]", report.words(m.start, m.end)):
            words |= {
                w
                for w in re.findall(r"[^\W_]+", report.words(m.start, m.end).lower())
                if w not in _PLAIN and w not in report.voc.subjects
            }
    return frozenset(words)


def _words(report: Report, mention: Mention) -> frozenset[str]:
    """States and places which the mention, or what is told of it, names."""
    marks = mention.mark.find("NATION", "CAPITAL", "REGION", "DEMONYM", "PLACE")
    if mention.event is not None:
        for slots in mention.event.slots.values():
            marks += [m for s in slots for one in s.marks for m in one.find("NATION", "CAPITAL", "REGION", "DEMONYM", "NAME")]
    found = {str(m.attrs["country"]) for m in marks if m.attrs.get("country")}
    return frozenset(found | {report.words(m.start, m.end).lower() for m in marks})


def find_mentions(report: Report, events: list[Found]) -> list[Mention]:
    """Every mention in text order, linked. `events`: what is said of agreements, which may date them."""
    mentions = _mentions(report, events)
    instruments: list[Instrument] = []
    for one in mentions:
        one.title = _title(report, one.mark)
    for place, one in enumerate(mentions):
        also = mentions[place - 1] if place and _renamed(report, mentions[place - 1], one) else None
        if also is not None and also.instrument is not None:  # "the Lima deal, known as the LDA"
            one.instrument, one.basis, one.settled = also.instrument, "own_date_or_title", True
            also.instrument.title |= one.title
        elif one.date is not None or one.title:
            one.instrument, one.basis, one.settled = _own(instruments, one, _words(report, one)), "own_date_or_title", True
        first = mentions[place - 1] if place else one
        if one.instrument is not None and first.instrument is None and _renamed(report, first, one):
            first.instrument, first.basis, first.settled = one.instrument, "own_date_or_title", True
        if one.instrument is not None:
            one.instrument.words |= _words(report, one)
            one.instrument.subject |= one.subject
    _link(report, mentions, instruments)
    return mentions


def _mentions(report: Report, events: list[Found]) -> list[Mention]:
    dated: dict[int, Found] = {}
    for f in events:
        slot = f.one("agreement")
        if f.rule.frame in ("signing", "announcement") and slot and slot.find("AGREEMENT"):
            dated.setdefault(id(slot.find("AGREEMENT")[0]), f)
    mentions: list[Mention] = []
    wished: list[Mark] = []
    undertakings = _undertakings(events)
    for number, line in enumerate(report.lines):
        for mark in line.marks():
            if mark.kind != "AGREEMENT" or mark.attrs["many"] and id(mark) not in dated:
                continue
            if mark.attrs["many"] and LIST.match(report.text, mark.end):
                continue  # "several agreements such as …": those that are listed
            told = dated.get(id(mark))
            if only_wished(report, line, mark, told) or told is None and not mentions and goes_with_wish(report, mark, wished):
                wished.append(mark)
                continue
            if mark.attrs["article"] in ("a", "an", "another", "") or mark.attrs["date"] is not None or told is not None:
                wished.clear()
            end = max(_extended(report, number, mark), undertakings.get(id(mark), 0))
            mention = Mention(
                mark,
                number,
                line.segment,
                line.quoted,
                mark.start,
                end,
                event=told,
                mark_words=report.words(mark.start, mark.end),
            )
            own: Mark | None = mark.attrs["date"]
            if own is None and mention.event is not None:
                own = event_date(mention.event)
            ahead = mention.event is not None and bool(mention.event.rule.settings.get("expected"))
            mention.date = report.when(own, past=not ahead) if own is not None else None
            mentions.append(mention)
    return sorted(mentions, key=lambda m: m.start)


_ALSO = re.compile(
    r",? ?\(?(?:also |formally |officially |commonly |better |widely )?(?:known as |called |named |dubbed |or )?(?:the )?$"
)


def _renamed(report: Report, first: Mention, second: Mention) -> bool:
    between = report.text[first.end : second.start]
    return (
        len(between) < 40
        and between.strip() != ""
        and "," not in between.replace(", or ", "").replace(", ", "", 1)
        and bool(_ALSO.fullmatch(between))
        and of_kind(second.kind, first.kind)
        and second.mark.attrs["named"]
    )


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


def _own(instruments: list[Instrument], mention: Mention, words: frozenset[str]) -> Instrument:
    edtf = mention.date[0].edtf if mention.date else None
    only = instruments[0] if len(instruments) == 1 else None
    if only is not None and only.title and not only.date and of_kind(mention.kind, only.kind) and not _apart(mention.subject, only.subject):
        if mention.mark.attrs["article"] == "the" and not mention.title and mention.mark.attrs["date"] is None:
            only.date = edtf  # "the Lima Treaty … The treaty was signed in 1987"
            return only
    for known in instruments:
        if not of_kind(mention.kind, known.kind) and not of_kind(known.kind, mention.kind):
            continue
        dated = bool(edtf and known.date)
        if dated and not _agree(edtf or "", known.date or "") or _apart(mention.subject, known.subject):
            continue
        titled = bool(mention.title and known.title)
        if titled and not (mention.title <= known.title or known.title <= mention.title):
            continue
        if (
            dated
            or titled
            or mention.title
            and mention.title <= known.words
            or mention.definite
            and known.title
            and known.title <= words
        ):
            if edtf and (known.date is None or len(edtf) > len(known.date)):
                known.date = edtf
            if known.kind == GENERIC:
                known.kind = mention.kind
            known.title |= mention.title
            return known
    return _new(instruments, mention, edtf)


def _new(instruments: list[Instrument], mention: Mention, edtf: str | None = None) -> Instrument:
    name = f"agreement/{slug(mention.kind)}-{slug(' '.join(sorted(mention.title)) or edtf or 'undated')}"
    taken = {i.key for i in instruments}
    if name in taken and mention.subject:
        name = f"{name}-{slug(' '.join(sorted(mention.subject)))}"
    if name in taken:
        name = f"{name}-{mention.start}"
    made = Instrument(name, mention.kind, edtf, mention.title, mention.subject, bool(mention.mark.attrs["many"]))
    instruments.append(made)
    return made


def _apart(a: frozenset[str], b: frozenset[str]) -> bool:
    """Are two subjects different ones?"""
    return bool(a and b) and not a & b


def _agree(a: str, b: str) -> bool:
    (a_from, a_to), (b_from, b_to) = bounds(a), bounds(b)
    return bool(a_from and b_from and a_to and b_to and a_from <= b_to and b_from <= a_to)


def _link(report: Report, mentions: list[Mention], instruments: list[Instrument]) -> None:
    last: list[Instrument] = []
    for mention in mentions:
        if mention.settled:
            _moved(last, mention.instrument)
            continue
        if mention.segment == "headline":
            continue
        if mention.mark.attrs["listed"]:  # each of a list of titles is one of its own
            mention.instrument, mention.basis = _new(instruments, mention), "own_date_or_title"
            last.append(mention.instrument)
            continue
        fitting = [i for i in instruments if of_kind(mention.kind, i.kind) and not _apart(mention.subject, i.subject)]
        if not mention.definite and not mention.mark.attrs["many"]:
            fitting = [i for i in fitting if not i.many]  # "five pacts … a pact": whether it is one of them is not said
        bound = {str(m.attrs["country"]) for m in mention.mark.find("NATION", "CAPITAL")}
        if len(bound) > 1:  # "the Chile-Peru pact" is none with Bolivia
            fitting = [i for i in fitting if bound <= i.words or sum(len(w) == 3 and w.isupper() for w in i.words) < 2]
        before = _of(last[::-1], fitting)
        if len(fitting) > 1:  # "the pact with Chile" is the one that has to do with Chile
            named = _countries(mention)
            near = [i for i in fitting if named & (i.words | i.title)]
            fitting, before = (near, _of(before, near)) if near else (fitting, before)
        told = mention.event is not None and not mention.definite and mention.event.rule.frame in ("signing", "announcement")
        if (
            told
            and mention.event is not None
            and not mention.quoted
            and any(i.subject and mention.subject and i.subject != mention.subject and i.date for i in fitting)
        ):
            fitting = [i for i in fitting if not i.subject or i.subject & mention.subject]
            before = _of(before, fitting)
        if not fitting and last and mention.definite and mention.kind == GENERIC and last[-1].kind == "ceasefire":
            if not mention.subject and not bound:  # "signed a ceasefire. The deal …": that one
                fitting = [last[-1]]
        if not fitting or told and (ANOTHER.match(mention.mark_words) or _several(report, mention) or _also(report, mention)):
            fitting, before = [_new(instruments, mention)], []
        if mention.kind != GENERIC and len(fitting) == 1 or len(fitting) == 1 and not before:
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
            mention.instrument.subject |= mention.subject
            mention.instrument.words |= bound
            _moved(last, mention.instrument)
    for mention in mentions:
        if mention.segment == "headline" and not mention.settled:
            _headline(mention, mentions, instruments)
            if mention.instrument is None and not instruments:
                mention.instrument, mention.basis = _new(instruments, mention), "only_instrument"


def _of(some: list[Instrument], these: list[Instrument]) -> list[Instrument]:
    keys = {i.key for i in these}
    return [i for i in some if i.key in keys]


def _also(report: Report, mention: Mention) -> bool:
    """ "They also signed an agreement": one more."""
    event = mention.event.one("event") if mention.event is not None else None
    return event is not None and not mention.definite and report.text.endswith(" also ", 0, event.start)


def _several(report: Report, mention: Mention) -> bool:
    """Several agreements at once, or one between bodies of their own, are none that was told before."""
    head = mention.mark.attrs["head"][1]
    between = report.text.startswith(" between ", head)
    line = report.lines[mention.number]
    bodies = [n for m in line.marks() if head <= m.start < head + 90 for n in m.find("BODYNAME", "NAME")] if between else []
    return bool(mention.mark.attrs["many"]) or len(bodies) > 1


def _countries(mention: Mention) -> set[str]:
    marks = [m for m in mention.mark.find("NATION", "CAPITAL") if m.start > mention.mark.attrs["head"][0]]
    return {str(m.attrs["country"]) for m in marks}


def _headline(mention: Mention, mentions: list[Mention], instruments: list[Instrument]) -> None:
    """A headline goes with the first sentence of the body that speaks of such an instrument."""
    if len(instruments) == 1:
        mention.instrument, mention.basis = instruments[0], "only_instrument"
    body = next(
        (
            m
            for m in mentions
            if m.segment == "paragraph" and m.instrument is not None and of_kind(mention.kind, m.instrument.kind)
        ),
        None,
    )
    if body is not None:
        same_kind = [i for i in instruments if of_kind(mention.kind, i.kind)]
        mention.instrument, mention.basis = body.instrument, "only_instrument" if len(same_kind) == 1 else "antecedent"


def _moved(last: list[Instrument], instrument: Instrument | None) -> None:
    if instrument is None:
        return
    if instrument in last:
        last.remove(instrument)
    last.append(instrument)
