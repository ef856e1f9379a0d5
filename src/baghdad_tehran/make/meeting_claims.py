"""What an encounter's words say of a meeting, as claims: its kind, date and place, who took part, and on what."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ..edtf import bounds
from .marks import Mark
from .matching import Found, Slot
from .meetings import Meeting, side_of
from .model import Claim, Rest, Value
from .parties import who_values
from .report import Party, Report, slug
from .topics import split_items


def meeting_claims(
    report: Report, f: Found, meeting: Meeting, parties: list[tuple[Party, str]], anchor: Slot | None
) -> list[Claim]:
    """The meeting itself, resting on the verb or noun that tells of it, and each of its parties."""
    claim = Claim("meetings", meeting.key)
    spot = (Rest(anchor.start, anchor.end, "reading"),) if anchor else (Rest(f.start, f.end, "reading"),)
    claim.values["kind"] = Value(meeting.kind, spot)
    claim.values["status"] = Value(meeting.status, spot)
    claims = [claim]
    for party, capacity in parties:
        claims += participant_claims(report, meeting, party, capacity)
    return claims


def participant_claims(report: Report, meeting: Meeting, party: Party, capacity: str) -> list[Claim]:
    """One party of the meeting; first what its words say of the person, if it is one that the report introduces here."""
    values, refs, more = who_values(report, party)
    reading = (Rest(party.start, party.end, "reading"),)
    values["kind"] = Value(party.kind, reading)
    values["capacity"] = Value(capacity, reading)
    state = side_of(party)
    if state:
        values["side"] = Value(state, party.state_rests or (Rest(party.start, party.end, "context"),))
    if party.person and not party.description and party.kind == "person" and "country" not in values and party.person.country:
        where = (Rest(party.start, party.end, "context"),)
        values["country"] = Value(party.person.country, where)
        if party.person.subdivision:
            values["subdivision"] = Value(party.person.subdivision, where)
    return more + [
        Claim(
            "meeting_participants",
            f"{meeting.key}/participant/{slug(party.key)}",
            values,
            {"meeting_id": meeting.key, **refs},
        )
    ]


_ONE_END = re.compile(
    r"\b(?:(?P<start>from|since|starting|beginning|starts|begins)|until|through|ending|ends) (?:on |from |in |late |early |last |this )?$",
    re.IGNORECASE,
)


# "The trip is set for April 6", "looks forward to the summit in Oslo on March 3": days to come, whatever else is told of the encounter.
_TO_COME = re.compile(
    r"\b(?:is|are) (?:set|scheduled|planned|due|slated|expected)(?: to (?:\w+ ){1,3})?(?: for| on| in| from)? ?(?:the )?$"
    r"|\blook(?:s|ing)? forward to [^;:.]{0,70}$|\bwill (?:[^,;:.]{1,110} )?(?:on |in )?$",
    re.IGNORECASE,
)


def state_date(
    report: Report, meeting: Meeting, claim: Claim, mark: Mark, open_end: str | None = None, past: bool | None = None
) -> None:
    """Adds the date that the mark says to the claim, as EDTF; a start or end alone leaves the other side open."""
    if past is None:
        past = meeting.status != "planned" and not _TO_COME.search(report.words(max(0, mark.start - 130), mark.start))
    read = report.when(mark, past=past)
    if read is None or "date" in claim.values and not _finer(report, read[0].edtf, claim.values["date"]):
        return
    when, rests = read
    edtf = when.edtf
    edtf = _numbered(report, mark, edtf)
    if open_end is None:  # "from Thursday", "until Friday", "beginning on March 3"
        said = _ONE_END.search(report.words(max(0, mark.start - 24), mark.start))
        open_end = ("start" if said["start"] else "end") if said else None
    if (
        open_end == "start" and len(edtf) == 10 and (last := _until(report, mark, past)) is not None
    ):  # "from 4 May 2021 to 7 May 2021"
        edtf, rests = f"{edtf}/{last[0]}", (*rests, last[1])
    if "/" not in edtf:  # the first day of two is no open end
        edtf = {"start": f"{edtf}/..", "end": f"../{edtf}"}.get(open_end or "", edtf)
    claim.values["date"] = Value(edtf, rests)
    claim.refs["date_basis"] = when.basis


_DAY_NUMBER = re.compile(r" \((\d{1,2})(?:st|nd|rd|th)?\)")


def _numbered(report: Report, mark: Mark, edtf: str) -> str:
    """ "Met today (3)", in a report of the day after: the number says which day is meant."""
    number = _DAY_NUMBER.match(report.document.text, mark.end)
    if number is None or len(edtf) != 10 or edtf.endswith(f"-{int(number[1]):02}"):
        return edtf
    day = date.fromisoformat(edtf)
    before = (day - timedelta(days=n) for n in range(1, min(8, day.toordinal())))  # the calendar has a first day
    return next((d.isoformat() for d in before if d.day == int(number[1])), edtf)


def _until(report: Report, mark: Mark, past: bool) -> tuple[str, Rest] | None:
    """The last day of a range whose first day the mark says, and where it stands."""
    line = report.line_at(mark.start)
    other = next((m for m in line.marks() if m.kind == "DATE" and m.start > mark.end), None) if line else None
    read = report.when(other, past=past) if other is not None else None
    if other is None or read is None or report.words(mark.end, other.start) not in (" to ", " until ", " through ", " till "):
        return None
    return (read[0].edtf, read[1][0]) if len(read[0].edtf) == 10 else None


def _finer(report: Report, edtf: str, stated: Value) -> bool:
    """Are a day or days within the week or month stated already: "earlier this week, on March 9", "the 2021 summit, from March 3 to 4"?"""
    (first, last), (begins, ends) = bounds(edtf), bounds(stated.value)
    if len(edtf) < 10 or not (first and last and begins and ends and begins <= first <= last <= ends):
        return False
    words = report.words(stated.rests[0].start, stated.rests[0].end).lower()
    return words.endswith(("week", "month", "year")) or re.fullmatch(r"\d{4}", words) is not None


_CITIES = {"REGION": "city_regions", "CAPITAL": "city_seats"}


def _is_city(report: Report, mark: Mark) -> bool:
    """Is the name of a region, or another name for a state, that of a city: "in Dubai", "in Tel Aviv"?"""
    return mark.kind in _CITIES and report.words(mark.start, mark.end) in report.voc.words_for[_CITIES[mark.kind]]


def state_place(report: Report, meeting: Meeting, claim: Claim, mark: Mark) -> None:
    """Adds city and country to the claim; the first place that the words give stands. A conversation from afar has none."""
    if meeting.kind == "call":
        return
    if mark.kind == "PLACE":
        spot = mark.attrs["city_span"]
        there = (
            () if mark.start <= spot[0] < mark.end else (Rest(mark.start, mark.end, "antecedent"),)
        )  # "here", in the dateline's city
        city = Value(mark.attrs["city"], (Rest(spot[0], spot[1], mark.attrs["inference"]), *there))
        country = (
            Value(
                mark.attrs["country"],
                tuple(Rest(s, e, mark.attrs["country_inference"]) for s, e in mark.attrs["country_spans"]),
            )
            if mark.attrs["country"]
            else None
        )
    elif mark.kind == "CAPITAL" and mark.attrs.get("place"):
        city = report.said(mark.start, mark.end)
        country = Value(mark.attrs["country"], (Rest(mark.start, mark.end, "capital"),))
    elif mark.kind == "NATION" and report.voc.capitals.get(mark.attrs["country"]) == report.words(mark.start, mark.end):
        city = report.said(mark.start, mark.end)  # a state that is a city, or is called as its capital is: Singapore
        country = Value(mark.attrs["country"], (Rest(mark.start, mark.end, "normalised"),))
    elif _is_city(report, mark):
        city = report.said(mark.start, mark.end)
        country = Value(mark.attrs["country"], (Rest(mark.start, mark.end, "normalised"),))
    elif mark.kind == "NATION" or mark.kind == "REGION":
        claim.values.setdefault("country", Value(mark.attrs["country"], (Rest(mark.start, mark.end, "normalised"),)))
        return
    elif mark.kind == "NAME" and report.words(mark.start, mark.end) in report.voc.words_for["parts_of_world"]:
        return
    elif mark.kind == "NAME":
        city, country = report.said(mark.start, mark.end), None
    else:
        return
    if "\n" in city.value:  # a name that the text breaks over two lines
        city = Value(" ".join(city.value.split()), tuple(r._replace(inference=r.inference or "normalised") for r in city.rests))
    claim.values.setdefault("place", city)
    if country:
        claim.values.setdefault("country", country)
    meeting.city = meeting.city or (city, country)


_VERBS = ("SAID", "STRESSED", "TOLD", "PLEDGED")


def _clause_start(report: Report, start: int, verb: int) -> int:
    """Where the clause of a verb begins: topics end there ("discussed trade, and the minister stressed …")."""
    joints = list(re.finditer(r", and |, while |, but |; | and ", report.text[start:verb]))
    return start + joints[-1].start() if joints else verb


def topic_claims(report: Report, meeting: Meeting, f: Found) -> list[Claim]:
    """One claim for each thing talked of, as the words list them."""
    claims = []
    for slot in f.slots.get("topics", ()):
        end = next((_clause_start(report, slot.start, m.start) for m in slot.marks if m.kind in _VERBS), slot.end)
        while end > slot.start and report.text[end - 1] in " ,":
            end -= 1
        for s, e in split_items(report.text, slot.start, end):
            if re.search(r"\b(?:side[ -]?lines?|margins)\b", report.text[s:e]):
                continue
            claims.append(
                Claim(
                    "meeting_topics",
                    f"{meeting.key}/topic/{s}-{e}",
                    {"topic": report.said(s, e)},
                    {"meeting_id": meeting.key},
                )
            )
    return claims


def forum_claim(report: Report, forum: Meeting, mark: Mark) -> Claim:
    """The forum under the name that the mark gives it, without its article."""
    words = report.words(mark.start, mark.end)
    article = re.match(r"(?:the|an?|its|their) ", words, re.IGNORECASE)
    start = mark.start + (article.end() if article else 0)
    spot = (Rest(start, mark.end, "reading"),)
    claim = Claim(
        "meetings",
        forum.key,
        {"kind": Value("forum", spot), "status": Value(forum.status, spot), "name": report.said(start, mark.end)},
    )
    for day in days_in_name(report, mark):
        state_date(report, forum, claim, day)
    return claim


def days_in_name(report: Report, mark: Mark) -> list[Mark]:
    """ "A weekend summit", "Wednesday's summit": when a forum is by what it is called there. A year may be no more than part of its name."""
    line = report.line_at(mark.start)
    owner = next((m for m in line.marks() if m.end + 3 == mark.start), None) if line else None
    owned = owner is not None and owner.kind == "DATE" and report.words(owner.end, mark.start) in ("'s ", "’s ")
    return [m for m in (*mark.find("DATE"), *([owner] if owner and owned else ())) if set(m.attrs["date"]) != {"y4"}]
