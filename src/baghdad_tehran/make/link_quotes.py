"""Quotes: from attribution matches to quote claims. Sees that every quoted passage lies in exactly one row."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .marks import CHAR, Line, Mark
from .matching import Found
from .model import Claim, Rest, Value
from .parties import resolve, who_values
from .quote import Quote
from .quote_edges import felt, fronted, only_connects, trailing_date
from .quote_runs import carried, continues, half_carried, last_said, leads, speech_goes_on
from .quote_sense import reports_nothing
from .quote_spans import CUES, QUOTES, content_span, marks_within, only_clause
from .quote_speakers import goes_with_infinitive, leading_phrase, sentence_subject, with_article
from .report import Report, found_of, slug

_PIECES = " […] "
_LETTER = re.compile(r"\w")


def link_quotes(report: Report, found: list[Found], documents: list[Found]) -> list[Quote]:
    """Quote hits of the report, in text order. Sets the subject of each sentence for the pronouns that follow."""
    by_line: dict[int, list[Found]] = {}
    for f in found_of(found, "attribution", "continuation", "marked", "via", "name_of_thing", "lead_in"):
        by_line.setdefault(f.number, []).append(f)
    labels = _labels(report, documents)
    quotes: list[Quote] = []
    lead: Found | None = None
    for number, line in enumerate(report.lines):
        if line.quoted:
            continue
        here = by_line.get(number, [])
        led, lead = lead, next((f for f in here if f.rule.frame == "lead_in"), None)
        if led is not None and leads(report, led, line, quotes):
            here_quotes = _labelled(led, line, here)
        elif number in labels and line.code.strip(" .").replace(CHAR["QUOTE"], "").strip() == "":
            here_quotes = _labelled(labels[number], line, here)
        elif quotes and speech_goes_on(report, quotes[-1], line):
            said = content_span(report.text, line, line.start, line.end)
            begun = quotes[-1].pieces[-1][0]
            quotes[-1].pieces[-1] = (begun, said[1] if said else line.end)
            here_quotes = []
        else:
            here_quotes = _line_quotes(report, number, line, here, quotes)
        for quote in here_quotes:
            _resolve_speaker(report, number, quote)
            quotes.append(quote)
        _set_subject(report, number, line, here_quotes)
    for quote in quotes:
        _claim(report, quote)
    return quotes


def _labels(report: Report, documents: list[Found]) -> dict[int, Found]:
    """Line number -> the label that attributes it: the label holds until the next subhead."""
    labels: dict[int, Found] = {}
    starts = {f.number: f for f in found_of(documents, "label")}
    current: Found | None = None
    for number, line in enumerate(report.lines):
        if line.segment == "subhead":
            current = starts.get(number, current if line.quoted else None)
        elif current is not None:
            labels[number] = current
    return labels


def _labelled(label: Found, line: Line, here: list[Found]) -> list[Quote]:
    marks = line.marks()
    speaker = label.one("speaker")
    named = speaker or label.one("teller")
    cue = label.one("cue")
    if not marks or named is None or cue is None:
        return []
    pieces = [(m.start, m.end) for m in marks if m.kind == "QUOTE"]
    found = Found(label.rule, line, label.number, 0, len(line.code), line.start, line.end, label.slots)
    return [Quote(found, pieces, [(cue.start, cue.end)], speaker.marks if speaker else [], (named.start, named.end))]


def _line_quotes(report: Report, number: int, line: Line, here: list[Found], before: list[Quote]) -> list[Quote]:
    if not here:
        return []
    chosen: list[Quote] = []
    extents: list[tuple[Quote, int, int]] = []  # those chosen, with where they begin and end
    named = [s for f in here if f.rule.frame == "name_of_thing" for s in f.slots.get("content", ())]
    candidates = [f for f in sorted(here, key=_rank) if f.rule.frame == "attribution"]
    tried = {id(f): _attribution(report, number, line, f, []) for f in candidates}
    for f in candidates:
        if _nested(tried[id(f)], tried.values()):
            continue
        # Only an attribution that takes its speaker from one before it depends on what was chosen.
        quote = _attribution(report, number, line, f, chosen) if f.rule.settings.get("speaker") else tried[id(f)]
        if quote is None:
            continue
        low, high = quote.extent
        if _fits(quote, [other for other, start, end in extents if start <= high and low <= end]):
            chosen.append(quote)
            extents.append((quote, low, high))
    _via(here, chosen)
    taken = [p for q in chosen for p in q.pieces]
    for mark in line.marks():
        if mark.kind == "QUOTE" and not any(s < mark.end and mark.start < e for s, e in taken):
            onward = carried(line, mark, chosen)
            if onward is not None:
                onward.pieces.append((mark.start, mark.end))
                taken.append((mark.start, mark.end))
    for f in here:
        last = last_said(before) if f.rule.frame == "continuation" and not chosen else None
        if last is not None and continues(report, last, f):
            slot = f.one("content")
            if slot:
                last.pieces.append((slot.start, slot.end))
                taken.append((slot.start, slot.end))
    last = half_carried(report, number, line, before) if not chosen and not taken else None
    if last is not None:
        last.pieces.append((line.start, line.end))
        taken.append((line.start, line.end))
    for f in here:
        slot = f.one("content")
        if (
            f.rule.frame == "marked"
            and slot
            and not any(s <= slot.start < e for s, e in taken)
            and not any(s.start <= slot.start < s.end for s in named)
            and not _is_name(report.text[slot.start : slot.end])
        ):
            chosen.append(Quote(f, [(slot.start, slot.end)]))
    return sorted(chosen, key=lambda q: q.start)


_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "to", "a", "an", "with", "at", "by", "de", "al"})


def _is_name(words: str) -> bool:
    """The name of a thing, by its capitals: “Northern Fisheries Conference”. One word alone may be anybody's."""
    bare = words.strip("“”\"‘’' ").split()
    return (
        len(bare) > 1 and words[-1:] in "”\"’'" and all(w in _SMALL or w[:1].isupper() for w in bare) and bare[-1][-1:].isalnum()
    )


def _nested(quote: Quote | None, others: Iterable[Quote | None]) -> bool:
    """Does the attribution stand, with its speaker, inside what another one reports? "He said that she told him …" """
    if quote is None or quote.speaker_span is None or quote.found.rule.settings.get("speaker"):
        return False
    if quote.found.line.text[quote.start] in QUOTES and quote.start < quote.speaker_span[0]:
        return False
    first, last = quote.speaker_span[0], max(e for _, e in quote.cue)
    return any(
        other is not None
        and other is not quote
        and not other.found.rule.settings.get("weak")
        and not other.found.rule.settings.get("outer")
        and max(e for _, e in other.cue) <= first
        and any(s <= first and last <= e for s, e in other.pieces)
        for other in others
    )


def _rank(f: Found) -> tuple[bool, bool]:
    """Which attribution of a sentence has its words first: the outer one, then in the order of the rules, the weak ones last."""
    return not _outer(f), bool(f.rule.settings.get("weak"))


def _outer(f: Found) -> bool:
    """ "X said …, the ministry said." The attribution behind the whole sentence is the outer one, unless an outlet only reports it."""
    speaker = f.one("speaker")
    return bool(f.rule.settings.get("outer") and speaker and not any(m.attrs.get("outlet") for m in speaker.marks))


def _attribution(report: Report, number: int, line: Line, f: Found, chosen: list[Quote]) -> Quote | None:
    contents = [content_span(report.text, line, s.start, s.end) for s in f.slots.get("content", ())]
    pieces = [only_clause(f, line, *c) for c in contents if c]
    cues = [_cue(m) for s in f.slots.get("cue", ()) for m in (s.find(*CUES, "QUOTED") or [Mark("SAID", s.start, s.end)])]
    cues += [(s.start, s.end) for s in f.slots.get("cue_more", ())]
    if not pieces or not cues or reports_nothing(f, line, pieces):
        return None
    if len(pieces) > 1 and pieces[0][1] <= cues[0][0] and only_connects(line.text, *pieces[0]):
        del pieces[0]
    behind = felt(line.text, cues[-1], *pieces[0])
    if behind is not None and pieces[0][1] - behind > 3:
        cues[-1] = (cues[-1][0], behind - line.text[pieces[0][0] : behind - 1][::-1].find(" ") - 2)
        pieces[0] = (behind, pieces[0][1])
    quote = Quote(f, pieces, cues, via=f.one("reported_by"))
    how = f.rule.settings.get("speaker")
    if how and goes_with_infinitive(line, cues[0]):
        return None
    if how == "previous" and not any(q.cue and q.cue[0][0] < cues[0][0] for q in chosen):
        return None
    speaker, teller = f.one("speaker"), f.one("teller")
    if how:
        donor = max(
            (q for q in chosen if q.cue and q.cue[0][0] < cues[0][0] and q.speaker_span), key=lambda q: q.cue[0][0], default=None
        )
        if donor is not None:
            quote.speaker, quote.speaker_span = donor.speaker, donor.speaker_span
        else:
            subject = sentence_subject(line, cues[0][0])
            first = leading_phrase(line, cues[0][0])
            if first is not None and (subject is None or first[1] <= subject.start):
                quote.speaker_span = first  # "His mother left for Norway, saying …": no mark is the subject
            elif subject is not None:
                quote.speaker, quote.speaker_span = [subject], with_article(report, line, subject)
            elif (name := next(iter(line.marks()), None)) and name.kind == "NAME" and name.start == line.start < cues[0][0] - 24:
                quote.speaker_span = (name.start, name.end)  # "Democrats see it as a danger, arguing that …"
            else:
                return None
    elif speaker is not None or f.one("relative"):
        named = f.one("relative") or speaker  # "Lind, who said …": the clause names him by its pronoun
        if named is not None:
            quote.speaker, quote.speaker_span = speaker.marks if speaker else [], (named.start, named.end)
    elif teller is not None:  # a noun phrase that is not understood: the person whose name ends it, else just its words
        last = teller.marks[-1] if teller.marks else None
        quote.speaker = [last] if last is not None and last.kind == "PERSON" and last.end == teller.end else []
        quote.speaker_span = (teller.start, teller.end)
    if quote.speaker_span is not None and quote.speaker_span[0] < cues[0][0] < pieces[0][0]:
        front = fronted(f, line, quote.speaker_span[0])
        if front is not None:
            quote.pieces.insert(0, front)
    date = f.one("date")
    quote.date = (
        date.marks[0] if date and date.marks else _leading_date(report, line, quote) or _date_behind(line, quote, contents[-1])
    )
    return quote


def _leading_date(report: Report, line: Line, quote: Quote) -> Mark | None:
    """ "announced on Tuesday details of …": the date in front of the content is when it was said."""
    start, end = quote.pieces[-1]
    if any(m.attrs.get("joined") == "that" for s in quote.found.slots.get("cue", ()) for m in s.marks):
        return None
    for mark in marks_within(line, start, end):
        if mark.kind == "DATE" and re.fullmatch(r"(?:(?:on|in|late|early) )?", report.text[start : mark.start]):
            rest = mark.end
            while rest < end and report.text[rest] in " ,":
                rest += 1
            if rest < end and rest > mark.end and report.text[mark.end] == " ":
                quote.pieces[-1] = (rest, end)
                return mark
    return None


def _date_behind(line: Line, quote: Quote, content: tuple[int, int] | None) -> Mark | None:
    """ "announced his support on Thursday": the day that was left out of the content is when it was said."""
    dated = trailing_date(line, *content) if content and quote.pieces[-1][1] < content[1] else None
    return dated[1] if dated and dated[0] == quote.pieces[-1][1] else None


def _cue(mark: Mark) -> tuple[int, int]:
    start, end = mark.attrs.get("cue", (mark.start, mark.end))
    return start, end


def _fits(quote: Quote, chosen: list[Quote]) -> bool:
    """No cue twice, no content inside another's, no content that holds another's cue from the outside."""
    for other in chosen:
        if any(a < d and c < b for a, b in quote.cue for c, d in other.cue):
            return False
        for a, b in quote.pieces:
            if any(a < d and c < b for c, d in other.pieces):
                return False
            if any(a <= c and d <= b for c, d in other.cue):
                return False
        if any(c <= a and b <= d for a, b in quote.cue for c, d in other.pieces):
            return False
    return True


def _via(here: list[Found], chosen: list[Quote]) -> None:
    for f in here:
        slot = f.one("speaker")
        if f.rule.frame != "via" or slot is None:
            continue
        for quote in chosen:
            if quote.via is None and quote.cue and quote.speaker_span is not None and quote.found.rule.frame == "attribution":
                inside = any(a <= slot.start < b for a, b in quote.pieces)
                same = quote.speaker_span[0] < slot.end and slot.start < quote.speaker_span[1]
                if not inside and not same:
                    quote.via = slot


def _resolve_speaker(report: Report, number: int, quote: Quote) -> None:
    for mark in quote.speaker:
        quote.parties += resolve(report, quote.found.line, number, mark)


def _set_subject(report: Report, number: int, line: Line, quotes: list[Quote]) -> None:
    """Who the sentence is about, for a pronoun in the next one: its first speaker, else its grammatical subject."""
    spoken = [q for q in quotes if q.parties and q.cue]
    if spoken:
        report.subjects[number] = spoken[0].parties[0]
        return
    subject = sentence_subject(line, line.end)
    if subject is not None:
        parties = resolve(report, line, number, subject)
        if len(parties) == 1:
            report.subjects[number] = parties[0]


def _claim(report: Report, quote: Quote) -> None:
    quote.pieces.sort()
    text = report.text
    rests = tuple(Rest(s, e) for s, e in quote.pieces)
    content = _PIECES.join(text[s:e] for s, e in quote.pieces)
    inner = [m for s, e in quote.pieces for m in _quotations(report, s, e)]
    kind = _quote_type(report, quote.pieces, inner)
    start, end = quote.pieces[0][0], quote.pieces[-1][1]
    claim = Claim("quotes", f"quote/{start}-{end}")
    claim.values["quote_type"] = Value(kind, tuple(r._replace(inference="reading") for r in rests))
    claim.values["content"] = Value(content, rests)
    if inner:
        spans = [m.attrs["inner"] for m in inner]
        claim.values["verbatim"] = Value(_PIECES.join(text[s:e] for s, e in spans), tuple(Rest(s, e) for s, e in spans))
    if quote.cue:
        cue = sorted(quote.cue)
        claim.values["cue"] = Value(" […] ".join(text[s:e] for s, e in cue), tuple(Rest(s, e) for s, e in cue))
    if quote.speaker_span:
        claim.values["speaker_text"] = report.said(*quote.speaker_span)
    if quote.via:
        claim.values["reported_by"] = report.said(quote.via.start, quote.via.end)
    if quote.date is not None:
        read = report.when(quote.date)
        if read:
            claim.values["date"] = Value(read[0].edtf, read[1])
            claim.refs["date_basis"] = read[0].basis
    quote.claim = claim
    claims = [claim]
    for party in quote.parties:
        values, refs, more = who_values(report, party)
        if party.person or party.organization:
            values = {k: v for k, v in values.items() if k not in ("country", "subdivision", "description")}
        elif party.country and party.kind != "office":
            values.pop("description", None)
        claims += more
        claims.append(
            Claim("quote_speakers", f"{claim.entity}/speaker/{slug(party.key)}", values, {"quote_id": claim.entity, **refs})
        )
    if not quote.parties and quote.speaker_span:
        s, e = quote.speaker_span
        claims.append(
            Claim(
                "quote_speakers",
                f"{claim.entity}/speaker/{slug(text[s:e])}",
                {"description": report.said(s, e)},
                {"quote_id": claim.entity},
            )
        )
    first = min([start] + [s for s, _ in quote.cue] + ([quote.speaker_span[0]] if quote.speaker_span else []))
    last = max([end] + [e for _, e in quote.cue])
    report.hit(quote.found.rule, first, last, claims)


def _quotations(report: Report, start: int, end: int) -> list[Mark]:
    line = report.line_at(start)
    return [m for m in marks_within(line, start, end) if m.kind == "QUOTE" and m.end <= end] if line else []


def _quote_type(report: Report, pieces: list[tuple[int, int]], inner: list[Mark]) -> str:
    if not inner:
        return "indirect"
    at = 0
    for start, end in pieces:
        at = max(at, start)
        for mark in inner:
            if mark.end > at and mark.start < end:
                if _LETTER.search(report.text, at, mark.start):
                    return "mixed"
                at = mark.end
        if _LETTER.search(report.text, at, end):
            return "mixed"
    return "direct"
