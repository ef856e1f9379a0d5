"""Mentions of agreements: which instrument each one means, within one report.

A mention that bears a date or a title of its own makes an instrument, or joins the one with that date. Any other goes to
its nearest antecedent, else to the only instrument of its kind; one that fits two is linked to none.
"""

from __future__ import annotations

import re

from .instruments import Instrument, Instruments, Mention, apart, bound_states, countries_behind, may_mean, new, own, unconcluded
from .marks import Line, Mark
from .matching import Found
from .mention_words import names_of, signers_of, sort_of, spell_out, title_of, words_of
from .report import Report
from .wishes import ANOTHER, GENERIC, LIST, between_two, goes_with_wish, is_body, of_kind, only_wished, stands


def find_mentions(report: Report, events: list[Found]) -> list[Mention]:
    """Every mention in text order, linked. `events`: what is said of agreements, which may date them."""
    mentions = _mentions(report, events)
    instruments = Instruments()
    for one in mentions:
        one.title = title_of(report, one.mark)
        one.names = names_of(report, one)
        one.sort = sort_of(report, one)
        one.signers = signers_of(one)
    spell_out(report, mentions)
    for place, one in enumerate(mentions):
        also = mentions[place - 1] if place and _renamed(report, mentions[place - 1], one) else None
        if also is not None and also.instrument is not None:  # "the Lima deal, known as the LDA"
            one.instrument, one.basis, one.settled = also.instrument, "own_date_or_title", True
            also.instrument.title |= one.title
            instruments.name(also.instrument)
        elif one.date is not None or one.title:
            one.instrument, one.basis, one.settled = own(instruments, one, words_of(report, one)), "own_date_or_title", True
        first = mentions[place - 1] if place else one
        if place and first.instrument is not None and _explained(report, first, one):
            one.instrument, one.basis, one.settled = first.instrument, first.basis, True
            if one.date is not None and first.instrument.date is None:
                first.instrument.date = one.date[0].edtf
            continue
        if one.instrument is not None and first.instrument is None and _renamed(report, first, one):
            first.instrument, first.basis, first.settled = one.instrument, "own_date_or_title", True
        if one.instrument is not None:
            one.instrument.words |= words_of(report, one)
            one.instrument.subject |= one.subject
            _define(report, one, instruments)
    _link(report, mentions, instruments)
    said = {id(mark) for f in events for mark in agreements_of(f)}
    said |= {id(m.mark) for m in mentions if stands(report, report.lines[m.number], m.mark)}
    none = unconcluded(mentions, said)
    return [m for m in mentions if m.instrument is None or m.instrument.key not in none]


def _mentions(report: Report, events: list[Found]) -> list[Mention]:
    dated: dict[int, Found] = {}
    for f in events:
        if f.rule.frame in ("signing", "announcement"):
            for mark in agreements_of(f):
                dated.setdefault(id(mark), f)
    mentions: list[Mention] = []
    wished: list[Mark] = []
    unmade: set[str] = set()
    ends: set[int] = set()
    undertakings = _undertakings(events)
    for number, line in enumerate(report.lines):
        for mark in line.marks():
            if mark.kind != "AGREEMENT" or mark.attrs["many"] and id(mark) not in dated:
                continue
            if mark.attrs["many"] and LIST.match(report.text, mark.end):
                continue  # "several agreements such as …": those that are listed
            told = dated.get(id(mark))
            if mark.attrs["between"] and not between_two(report, line, mark):
                continue
            if is_body(report, line, mark):
                continue
            if mark.attrs["short"] and told is None:
                name = report.words(*mark.attrs["head"])
                beside = any(mark.start - k in ends for k in (1, 2, 3))
                if name in unmade or report.text[mark.start - 1] in '(“"' and not beside:
                    unmade.add(name)  # short for what was only sought: "talks on a cod agreement (CA)"
                    continue
            if only_wished(report, line, mark, told) or told is None and not mentions and goes_with_wish(report, mark, wished):
                wished.append(mark)
                unmade |= {report.words(m.start, m.end) for m in mark.parts if m.attrs.get("short")}
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
                regards=_REGARDS.match(report.text, mark.end) is not None,
            )
            own: Mark | None = mark.attrs["date"]
            if own is None and mention.event is not None:
                own = event_date(mention.event)
            ahead = mention.event is not None and bool(mention.event.rule.settings.get("expected"))
            mention.beside = bool(mentions) and not mention.definite and _beside(report, mentions[-1].mark, mark)
            mention.date = report.when(own, past=not ahead) if own is not None else None
            if told is not None and mention.fresh and mention.date is None:
                mention.day = _day(report, line, told)
            mentions.append(mention)
            ends.add(end)
    return sorted(mentions, key=lambda m: m.start)


def _day(report: Report, line: Line, told: Found) -> str | None:
    event = told.one("event")
    near = [m for m in line.marks() if m.kind == "DATE" and event is not None and event.end <= m.start < event.end + 40]
    when = report.when(near[0], past=True) if near else None
    return when[0].edtf if when else None


_REGARDS = re.compile(r" (?:in this (?:regard|connection|respect)|to (?:this|that) effect)\b")
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


def _explained(report: Report, first: Mention, second: Mention) -> bool:
    """What an instrument is, behind its name: "the Lima Accord, a 1991 pact with Chile,"."""
    if not (first.title or first.mark.attrs["named"]) or second.title or not of_kind(second.kind, first.kind):
        return False
    between = report.text[first.end : second.start]
    brings = second.mark.attrs["article"] in ("a", "an") or _FIRST.match(second.mark_words)
    return between == ", " and bool(brings) or _DASH.fullmatch(between) is not None


_DASH = re.compile(r" ?(?:—|–|-{1,2}) ?")


def _undertakings(events: list[Found]) -> dict[int, int]:
    """Mark -> where the "under which …" clause behind it ends: it belongs to the noun phrase."""
    ends: dict[int, int] = {}
    for f in events:
        slot, provisions = f.one("agreement"), f.one("provisions")
        if f.rule.settings.get("whole_phrase") and slot and provisions:
            for mark in slot.marks:
                ends[id(mark)] = max(provisions.end, ends.get(id(mark), 0))
    return ends


def agreements_of(f: Found) -> list[Mark]:
    """The mentions that a match is about: one, or a list of them."""
    return [m for slot in f.slots.get("agreement", ()) for m in slot.find("AGREEMENT")]


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


# What the report will call it: (the "Treaty").
_DEFINED = re.compile(
    r"[^.;()“\n]{0,40} ?\((?:the |hereinafter |collectively ){0,2}[“\"‘']([A-Z][a-z]{3,}(?: [A-Z][a-z]+)?)[”\"’']\)"
)


def _define(report: Report, mention: Mention, instruments: Instruments) -> None:
    defined = _DEFINED.match(report.text, mention.end)
    if defined and mention.instrument is not None:
        instruments.defined.setdefault(defined[1], mention.instrument)


def _link(report: Report, mentions: list[Mention], instruments: Instruments) -> None:
    for mention in mentions:
        if mention.settled:
            instruments.moved(mention.instrument)
        elif mention.segment != "headline":
            _link_one(report, mention, instruments)
            if mention.instrument is not None:
                _define(report, mention, instruments)
                mention.instrument.subject |= mention.subject
                mention.instrument.words |= bound_states(mention)
                instruments.moved(mention.instrument)
    for mention in mentions:
        if mention.segment == "headline" and not mention.settled:
            _headline(mention, mentions, instruments.some)
            if mention.instrument is None and not instruments.some:
                mention.instrument, mention.basis = new(instruments, mention), "only_instrument"


# "It is the first treaty to be named so": of the one told of before.
_PREDICATE = re.compile(
    r"\b(?:[Ii]t|[Tt]his|[Tt]hat|which|[Tt]he (?:[Tt]reaty|[Aa]greement|[Pp]act|[Aa]ccord|[Dd]eal|M[Oo]U)) (?:is|was|will be|would be|became|represents|marks) (?:also |thus |now )?$"
)
_FIRST = re.compile(r"(?:the|its|their) (?:first|second|third|last|latest|only|largest|biggest|most)\b", re.IGNORECASE)


def _link_one(report: Report, mention: Mention, instruments: Instruments) -> None:
    near = instruments.near(mention.start)
    called = instruments.defined.get(report.words(*mention.mark.attrs["head"])) if mention.definite else None
    if called is None and _PREDICATE.search(report.text[max(0, mention.start - 40) : mention.start]):
        called = next(iter(instruments.latest()), None) if _FIRST.match(mention.mark_words) or mention.fresh else None
    if called is not None:
        mention.instrument, mention.basis = called, "antecedent"
        return
    fitting = [
        i
        for i in near
        if of_kind(mention.kind, i.kind) and (not apart(mention.subject, i.subject) or mention.subject & (i.title | i.names))
    ]
    if mention.mark.attrs["listed"]:  # each of a list of titles is one of its own
        same = [i for i in fitting if i.subject and i.subject == mention.subject and i.kind == mention.kind and not i.many]
        mention.instrument, mention.basis = same[0] if same else new(instruments, mention), "own_date_or_title"
        return
    if mention.regards:
        fitting = [i for i in near if of_kind(mention.kind, i.kind) or i.kind == GENERIC]
    fitting = [i for i in fitting if mention.regards or may_mean(mention, i)]
    before = _of(instruments.latest(), fitting)
    if len(fitting) > 1:  # "the pact with Chile" is the one that has to do with Chile
        named = countries_behind(mention)
        near = [i for i in fitting if named & (i.words | i.title)]
        fitting, before = (near, _of(before, near)) if near else (fitting, before)
    if len(fitting) > 1 and mention.definite and mention.capital and not mention.quoted:
        near = [i for i in fitting if i.capital]  # "the Treaty": one that was brought in as a Treaty
        fitting, before = (near, _of(before, near)) if near else (fitting, before)
    told = mention.event is not None and not mention.definite and mention.event.rule.frame in ("signing", "announcement")
    told = told and not mention.regards
    if (
        told
        and mention.event is not None
        and not mention.quoted
        and any(i.subject and mention.subject and i.subject != mention.subject and i.date for i in fitting)
    ):
        fitting = [i for i in fitting if not i.subject or i.subject & mention.subject]
        before = _of(before, fitting)
    last = next(iter(instruments.latest()), None)
    if not fitting and last is not None and mention.definite and mention.kind == GENERIC and last.kind == "ceasefire":
        if not mention.subject and len(bound_states(mention)) < 2 and not mention.names:
            fitting = [last]  # "signed a ceasefire. The deal …": that one
    another = ANOTHER.match(mention.mark_words) is not None
    if (
        not fitting
        or another
        or told
        and (_several(report, mention) or _also(report, mention) or _one_more(mention))
        or mention.beside
    ):
        fitting, before = [new(instruments, mention)], []
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


def _of(some: list[Instrument], these: list[Instrument]) -> list[Instrument]:
    keys = {i.key for i in these}
    return [i for i in some if i.key in keys]


def _also(report: Report, mention: Mention) -> bool:
    """ "They also signed an agreement": one more."""
    event = mention.event.one("event") if mention.event is not None else None
    return event is not None and not mention.definite and report.text.endswith(" also ", 0, event.start)


def _beside(report: Report, before: Mark, mark: Mark) -> bool:
    """One of a list of those that are brought in: "a memorandum on cod as well as an agreement on rail"."""
    between = report.text[before.end : mark.start] if before.end < mark.start < before.end + 14 else ""
    return re.fullmatch(r"[,;]? (?:and |as well as )?", between) is not None and between != " "


def _one_more(mention: Mention) -> bool:
    """One of those concluded at once, behind the first: "a treaty on cod and an agreement on rail"."""
    marks = agreements_of(mention.event) if mention.event is not None else []
    return not mention.definite and any(mark is mention.mark for mark in marks[1:])


def _several(report: Report, mention: Mention) -> bool:
    """Several agreements at once, or one between bodies of their own, are none that was told before."""
    head = mention.mark.attrs["head"][1]
    between = report.text.startswith(" between ", head)
    line = report.lines[mention.number]
    bodies = [n for m in line.marks() if head <= m.start < head + 90 for n in m.find("BODYNAME", "NAME")] if between else []
    return bool(mention.mark.attrs["many"]) or len(bodies) > 1


def _headline(mention: Mention, mentions: list[Mention], instruments: list[Instrument]) -> None:
    """A headline goes with the first sentence of the body that speaks of such an instrument."""
    if len(instruments) == 1:
        mention.instrument, mention.basis = instruments[0], "only_instrument"
    body = next(
        (
            m
            for m in mentions
            if m.segment == "paragraph"
            and m.instrument is not None
            and of_kind(mention.kind, m.instrument.kind)
            and not apart(mention.subject, m.subject)
        ),
        None,
    )
    if body is not None:
        same_kind = [i for i in instruments if of_kind(mention.kind, i.kind)]
        mention.instrument, mention.basis = body.instrument, "only_instrument" if len(same_kind) == 1 else "antecedent"
