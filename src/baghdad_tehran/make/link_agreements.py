"""Agreements: from mentions and from what is said of them to claims: date, status, parties, signatories, undertakings."""

from __future__ import annotations

import re
from bisect import bisect_right

from .agreement_parties import named_parties, participant, state_of_person, state_of_signatory
from .instruments import Mention
from .marks import Mark
from .matching import Found
from .mentions import about_words, agreements_of, event_date, find_mentions
from .model import Claim, Rest, Value
from .parties import resolve
from .quote import Quote
from .report import Report, found_of, slug
from .topics import split_items

_ANNOUNCED = re.compile(
    r"(?:agree|reach|struck|strik|clinch|broker|mediat|facilitat|negotiat|announc|adopt|hammer|issue|releas|publish"
    r"|declar|unveil|accept|came|come|wrap|forg|secur|cement|help|made)"
)
_IN_FORCE = re.compile(r"force|effect|hold|held|extended|in place|ha[sd]$|have|share")
# What happens to an instrument after it was signed: a date told with it is not that of the signing.
_LATER = re.compile(r"ratif|acced|renew|exten|in force|effect|has extended|ha[sd]$|have|share")
_STAGES = ("announced", "signed", "in_force")
_FRAMES = ("signing", "announcement", "undertaking", "subject_of")


def link_agreements(report: Report, found: list[Found], quotes: list[Quote]) -> None:
    """Agreement hits of the report: one for each mention, one for each statement about an instrument."""
    events = [f for f in found_of(found, *_FRAMES) if not f.line.quoted]
    mentions = find_mentions(report, events)
    inside = _Inside(report, quotes)
    names = _proper_names(report, mentions)
    for one in mentions:
        _mention_hit(report, one, inside, names)
    by_mark = {id(m.mark): m for m in mentions}
    done: set[tuple[str, bool, int]] = set()
    read: set[tuple[int, int]] = set()
    told: list[tuple[Found, list[Claim]]] = []
    for f in events:
        event = f.one("event")
        in_force = bool(event and _IN_FORCE.search(report.words(event.start, event.end).lower()))
        for agreement in agreements_of(f) or _told_before(report, mentions, f):
            mention = by_mark.get(id(agreement))
            told_already = (f.rule.frame, in_force, id(agreement)) in done and not f.rule.settings.get("again")
            told_already |= event is not None and (event.start, id(agreement)) in read
            if mention is None or mention.instrument is None or told_already:
                continue
            claims = _event_claims(report, f, mention)
            if claims:
                done.add((f.rule.frame, in_force, id(agreement)))
                if event:
                    read.add((event.start, id(agreement)))
                told.append((f, claims))
    _settle(told)
    for f, claims in told:
        if any(c.values for c in claims):
            report.hit(f.rule, f.start, f.end, claims)


def _told_before(report: Report, mentions: list[Mention], f: Found) -> list[Mark]:
    """ "It was signed by …": the agreement that the sentence before told of last."""
    if not f.rule.settings.get("again"):
        return []
    before = [m for m in mentions if m.end <= f.start and m.number >= f.number - 1 and not m.quoted]
    near = before[-1:] if before and report.text.count("\n", before[-1].end, f.start) == 0 else []
    return [m.mark for m in near if m.event is not None]


def _settle(told: list[tuple[Found, list[Claim]]]) -> None:
    """One status for each instrument, the furthest that the report tells of; the day of an announcement gives way to that of a signing."""
    stages: dict[str, int] = {}
    signed: set[str] = set()
    for _, claims in told:
        for claim in claims:
            if "status" in claim.values:
                stage = _STAGES.index(claim.values["status"].value)
                stages[claim.entity] = max(stage, stages.get(claim.entity, 0))
                if _dated(claim) == "signed":
                    signed.add(claim.entity)
    for _, claims in told:
        for claim in claims:
            if "status" in claim.values and _STAGES.index(claim.values["status"].value) < stages[claim.entity]:
                del claim.values["status"]
            if claim.entity in signed and _dated(claim) == "announced":
                for column in ("date", "date_event"):
                    del claim.values[column]
                claim.refs.pop("date_basis", None)


def _dated(claim: Claim) -> str | None:
    """What happened on the date that is claimed."""
    event = claim.values.get("date_event")
    return event.value if event is not None and "date" in claim.values else None


class _Inside:
    """Looks up in which quote, and in which topic of a meeting, a span stands."""

    def __init__(self, report: Report, quotes: list[Quote]):
        self.quotes = sorted(((s, e, q.claim) for q in quotes if q.claim is not None for s, e in q.pieces), key=lambda q: q[:2])
        claims = (c for hit in report.hits for c in hit.claims if c.table == "meeting_topics")
        self.topics = sorted((r.start, -r.end, c.refs["meeting_id"]) for c in claims for r in c.values["topic"].rests)

    def quote(self, start: int, end: int) -> Claim | None:
        """The quote whose content holds the span."""
        index = bisect_right(self.quotes, start, key=lambda q: q[0]) - 1
        return self.quotes[index][2] if index >= 0 and end <= self.quotes[index][1] else None

    def topic_of(self, start: int, end: int) -> str | None:
        """The meeting that has the span among its topics; none where the same words are a topic of two."""
        index = bisect_right(self.topics, start, key=lambda t: t[0]) - 1
        found = set()
        while index >= 0 and end <= -self.topics[index][1]:
            found.add(self.topics[index][2])
            index -= 1
        return found.pop() if len(found) == 1 else None


def _mention_hit(report: Report, mention: Mention, inside: _Inside, names: dict[str, str]) -> None:
    start, end = mention.start, mention.end
    claim = Claim("agreement_mentions", f"mention/{start}-{end}")
    claim.values["text"] = report.said(start, end)
    claim.values["basis"] = Value(mention.basis, (Rest(start, end, "reading"),))
    claims = [claim]
    quote = inside.quote(start, end)
    if quote is not None:
        claim.refs["quote_id"] = quote.entity
    meeting = inside.topic_of(start, end) or (quote.refs.get("meeting_id") if quote else None)
    if meeting:
        claim.refs["meeting_id"] = meeting
    if mention.instrument is None:
        for candidate in mention.candidates:
            claims.append(
                Claim(
                    "agreement_mention_candidates",
                    f"{claim.entity}/candidate/{slug(candidate.key)}",
                    {},
                    {"mention_id": claim.entity, "agreement_id": candidate.key},
                )
            )
        report.hit(mention.mark.attrs["rule"], start, end, claims)
        return
    claim.refs["agreement_id"] = mention.instrument.key
    about = Claim("agreements", mention.instrument.key)
    head = mention.mark.attrs["head"]
    if mention.kind == mention.instrument.kind:
        about.values["kind"] = Value(mention.kind, (Rest(head[0], head[1], "reading"),))
    if mention.date is not None and (mention.mark.attrs["date"] is not None):
        about.values["date"] = Value(mention.date[0].edtf, mention.date[1])
        about.refs["date_basis"] = mention.date[0].basis
    named = _proper_name(report, mention)
    if named is not None and report.words(*named) == names[mention.instrument.key]:
        about.values["name"] = report.said(*named)
    if mention.mark.attrs["subject"]:
        about.values["subject"] = report.said(*mention.mark.attrs["subject_span"])
    claims.append(about)
    claims += named_parties(report, mention)
    report.hit(mention.mark.attrs["rule"], start, end, claims)


_SMALL = frozenset({"of", "on", "and", "for", "the", "in", "against"})  # words of a name that have no capital


def _proper_names(report: Report, mentions: list[Mention]) -> dict[str, str]:
    """The fullest name of its own that each instrument is called by, of those that have one."""
    names: dict[str, str] = {}
    for one in mentions:
        named = _proper_name(report, one)
        if one.instrument is not None and named is not None:
            names[one.instrument.key] = max(names.get(one.instrument.key, ""), report.words(*named), key=len)
    return names


def _proper_name(report: Report, mention: Mention) -> tuple[int, int] | None:
    """Where a mention has a name of the instrument's own, all in capitals but for small words: "the North Atlantic Treaty"."""
    head, title = mention.mark.attrs["head"], [(m.start, m.end) for m in mention.mark.attrs["title"]]
    if not title or not mention.title:
        return _spelled_name(report, mention)
    start, end = min(head[0], title[0][0]), max(head[1], title[-1][1])
    if re.match(r" (?:on|for|against) ", report.words(end, mention.end)):  # "the Vienna Convention on Diplomatic Relations"
        at = end + 1
        for word in re.split(r"(?<= )", report.words(end, mention.end))[1:]:
            at += len(word)
            if not _proper(word.strip(" ,")):
                break
            end = at if word[0].isupper() else end
    words = report.words(start, end).rstrip()
    end = start + len(words)
    proper = all(map(_proper, words.split())) and (" " in words or mention.mark.attrs["named"])
    return (start, end) if proper else None


def _proper(word: str) -> bool:
    """May a word stand in a name that is written with capitals?"""
    return word in _SMALL or word[:1].isupper() or word[:1].isdigit()


# Words of sort, which with the word for the instrument are no name yet: "the Peace Agreement", "a Joint Declaration".
_SORTS = frozenset(
    (
        "peace ceasefire trade free joint framework new final historic landmark bilateral trilateral multilateral regional interim "
        "political general comprehensive strategic partnership cooperation nuclear first the"
    ).split()
)


def _spelled_name(report: Report, mention: Mention) -> tuple[int, int] | None:
    """A name of common words in capitals: "the Customs Cooperation Agreement". None in a headline, or of words of sort only."""
    head = mention.mark.attrs["head"]
    if mention.segment == "headline" or not report.text[head[0]].isupper() or report.words(*head).isupper():
        return None
    if mention.mark.attrs["many"] or mention.mark.attrs["date"] is not None:
        return None  # "the August MoU"
    words = re.sub(
        r"^(?:the|an?|this|that|their|its|our|his|her) ", "", report.words(mention.start, head[0]), flags=re.IGNORECASE
    )
    spelled = re.split(r"(?<= )", words)[:-1] if words.endswith(" ") else []
    while spelled and not all(_proper(w.strip(" ,")) for w in spelled):
        del spelled[0]
    while spelled and not spelled[0][0].isupper():
        del spelled[0]
    if not spelled or spelled[-1].isupper() or all(w.strip(" ,").lower() in _SORTS | _SMALL for w in spelled):
        return None  # "the August MoU"
    return head[0] - sum(map(len, spelled)), head[1]


def _event_claims(report: Report, f: Found, mention: Mention) -> list[Claim]:
    assert mention.instrument is not None
    key = mention.instrument.key
    about = Claim("agreements", key)
    event = f.one("event")
    claims: list[Claim] = [about]
    if f.rule.frame in ("signing", "announcement"):
        words = report.words(event.start, event.end).lower() if event else ""
        expected = f.rule.frame == "announcement" or f.rule.settings.get("expected")
        status = "announced" if expected or _ANNOUNCED.match(words) else "signed"
        status = "in_force" if _IN_FORCE.search(words) else status
        if event and status == "in_force":
            about.values["status"] = Value(status, (Rest(event.start, event.end, "reading"),))
        elif event:
            spot = (Rest(event.start, event.end, "reading"),)
            about.values["status"] = Value(status, spot)
            if mention.date is not None:
                about.values["date_event"] = Value(status, spot)
        date = event_date(f) if event is None or not _LATER.search(words) else None
        read = report.when(date, past=not f.rule.settings.get("expected")) if date is not None else None
        if read:
            about.values["date"] = Value(read[0].edtf, read[1])
            about.refs["date_basis"] = read[0].basis
        for slot in f.slots.get("setting", []):
            for mark in slot.marks:
                if mark.kind in ("CAPITAL", "PLACE", "NAME"):
                    about.values.setdefault("place", report.said(mark.start, mark.end))
    capacity = "announcer" if f.rule.frame == "announcement" else None
    for name, how in (("who", capacity), ("overseer", "overseer")):
        for slot in f.slots.get(name, []):
            for mark in slot.marks:
                for party in resolve(report, f.line, f.number, mark):
                    if f.rule.frame == "undertaking":
                        continue
                    signs = party.person is not None and how is None
                    if not (signs and event and _ANNOUNCED.match(words)):  # who agreed on it or issued it has signed nothing
                        claims += participant(report, mention, party, how or ("signatory" if party.person else "party"))
                    if signs:
                        claims += state_of_signatory(report, mention, mark) or state_of_person(report, mention, party)
    if f.rule.frame == "undertaking":
        claims = _provisions(report, f, key)
    if f.rule.frame == "subject_of":
        subject = f.one("subject")
        quote = subject.marks[0] if subject else None
        match = about_words(report, quote) if quote else None
        if match is None or quote is None:
            return []
        end = quote.attrs["inner"][1]
        while report.text[end - 1] in ".,; ":
            end -= 1
        about.values["subject"] = report.said(match.end(), end)
    return claims if any(c.values for c in claims) else []


def _provisions(report: Report, f: Found, key: str) -> list[Claim]:
    slot, who = f.one("provisions"), f.one("who")
    if slot is None:
        return []
    parties = [p for m in (who.marks if who else ()) for p in resolve(report, f.line, f.number, m)]
    claims = []
    for s, e in split_items(report.text, slot.start, slot.end):
        values = {"provision": report.said(s, e)}
        refs = {"agreement_id": key}
        if len(parties) == 1:
            party = parties[0]
            if party.country and not party.organization:
                values["party"] = Value(
                    party.subdivision or party.country, party.state_rests or (Rest(party.start, party.end, "context"),)
                )
        claims.append(Claim("agreement_provisions", f"{key}/provision/{s}-{e}", values, refs))
    return claims
