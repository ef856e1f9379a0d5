"""Dates in text: where one stands, and which day, month or year it means. Never guesses without a publication date.

Published dates are EDTF (ISO 8601-2). The basis of each reading is kept, because a weekday is only as good as the
date of the report that prints it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from .vocabulary import Vocabulary

_NEWS = timedelta(days=10)  # what is to come may be told late
_SOON = timedelta(days=45)  # "the June 14 summit", told on June 7, is not that of a year ago
_FAR = 240  # days: what lies farther ahead is told with its year, and may well have been
_NO_NUMBER = r"(?![\d:%/]|[.,]\d| ?(?:[ap]\.?m\b|percent|per cent|million|billion))"  # "until 5 p.m." names no day


@dataclass(frozen=True, slots=True)
class When:
    """A reading: EDTF text, what it rests on, and whether the publication date was needed."""

    edtf: str
    basis: str
    relative: bool


@lru_cache(maxsize=8)
def _pattern(months: tuple[str, ...], weekdays: tuple[str, ...]) -> re.Pattern[str]:
    month = "(?:" + "|".join(re.escape(m) for m in sorted(months, key=len, reverse=True)) + ")"
    weekday = "(?:" + "|".join(weekdays) + ")"
    to = "(?: ?[-–—] ?| (?:to|through|until|till) )"
    joined = r" (?:and|&) (?=\d{1,2}(?:st|nd|rd|th)?(?:[,.;)]|$| (?:in|at|for|to|and|with|on|by) | \d{4}))"  # "on March 3 and 4"
    first = "".join(
        sorted(
            {
                word[0]
                for word in (
                    *months,
                    *weekdays,
                    "mid",
                    "early",
                    "late",
                    "next",
                    "this",
                    "weekend",
                    "Last",
                    "Next",
                    "Earlier",
                    "Today",
                    "today",
                    "yesterday",
                    "Yesterday",
                )
            }
        )
    )  # no other begins one
    return re.compile(
        rf"(?<![\w-])(?=[\d{first}])(?:"
        rf"(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})(?:T[\d:]+(?:Z|[+-]\d\d:\d\d))?"
        rf"|(?:{weekday},? )?(?P<m1>{month}) ?(?P<d1>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?"
        rf"(?:(?:{to}(?:(?P<n1>{month}) ?)?|{joined})(?P<e1>\d{{1,2}})(?:st|nd|rd|th)?{_NO_NUMBER})?(?:,? (?:of )?(?P<y1>\d{{4}})(?!\d))?"
        rf"|(?:{weekday},? |the (?=\d{{1,2}}(?:st|nd|rd|th) of ))?(?:(?P<b2>\d{{1,2}})(?:st|nd|rd|th)?(?:(?: (?P<n2>{month}))?{to}| and ))?"
        rf"(?P<d2>\d{{1,2}})(?:(?:st|nd|rd|th)(?: of)?)? (?P<m2>{month})(?!\w)(?:,? (?:of )?(?P<y2>\d{{4}})(?!\d))?"
        rf"|(?:(?P<coming>[Nn]ext )|(?P<gone>[Ll]ast ))?(?:(?:mid|early|late)[- ])?(?P<m3>{month})(?![\w-])(?:,? (?:of )?(?P<y3>\d{{4}})(?!\d))?"
        rf"|(?P<last>(?:[Ll]ast|[Nn]ext|[Tt]his) )?(?P<wd>{weekday})(?!\w)(?:(?:{to}| and )(?P<we>{weekday})(?!\w))?"
        rf"|(?P<rel>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|[Tt]his (?:morning|afternoon|evening)"
        rf"|(?:[Ll]ast|[Nn]ext|[Tt]his|[Ee]arlier this|[Ll]ater this) (?:month|week|year))(?!\w)"
        rf"|(?P<end>(?:[Ll]ast|[Nn]ext|[Tt]his|(?:(?<=[Aa]t )|(?<=[Oo]ver )|(?<=[Dd]uring ))the) weekend(?!\w)"
        rf"|weekend(?= (?:summit|talks|meetings?|visit|trip|conference|discussions)\b))"
        rf"|(?<=[Oo]n )the (?P<nth>\d{{1,2}})(?:st|nd|rd|th)(?= (?:morning|afternoon|evening|night)\b|[.,;)]| (?:in|at) )"
        rf"|(?P<y4>(?:19|20)\d{{2}})(?![\w%,.–-]?\d)(?!\w)"
        rf")",
    )


def date_words(voc: Vocabulary) -> tuple[str, ...]:
    """Words in small letters of which each date expression without a digit holds one."""
    days = ("today", "yesterday", "tomorrow", "tonight", "morning", "afternoon", "evening", "weekend")
    return tuple(w.lower() for w in (*voc.months, *voc.weekdays, *days, "month", "week", "year"))


def find_dates(text: str, start: int, end: int, voc: Vocabulary) -> list[tuple[int, int, dict[str, str]]]:
    """(start, end, parts) of every date expression, prepositions left out."""
    found = []
    pattern, at = _pattern(tuple(voc.months), tuple(voc.weekdays)), start
    while match := pattern.search(text, at, end):
        parts = {k: v for k, v in match.groupdict().items() if v}
        first, at = _range(match, parts, voc)  # behind what is no range, the next one may begin
        word = text[first:at]
        if (
            set(parts) == {"m3"}
            and word in ("May", "March", "Mar", "Sep", "Jun", "Jul", "Jan", "Dec", "Oct", "Nov", "Feb", "Aug", "Apr", "Sept")
            and not _month_context(text, first)
        ):
            continue
        found.append((first, at, parts))
    return found


def is_day(parts: dict[str, str]) -> bool:
    """Do the parts of a date expression name a day, and no month or year?"""
    return bool({"iso", "d1", "d2", "wd", "nth"} & parts.keys()) or not parts.get("rel", "month").endswith(
        ("month", "week", "year")
    )


def _range(match: re.Match[str], parts: dict[str, str], voc: Vocabulary) -> tuple[int, int]:
    """Where the expression starts and ends. Two days are a range if the second comes later, and "3 and 5 May" names no range."""
    start, end = match.span()
    if "e1" in parts and "n1" not in parts and not _in_turn(match, "d1", "e1"):
        end = match.end("d1")
        del parts["e1"]
        parts.pop("y1", None)
    if "b2" in parts and "n2" not in parts and not _in_turn(match, "b2", "d2"):
        start = match.start("d2")
        del parts["b2"]
    if "we" in parts and match.string[match.end("wd") : match.start("we")] == " and ":
        if (voc.weekdays[parts["we"]] - voc.weekdays[parts["wd"]]) % 7 != 1:  # "on Monday and Thursday" are two days
            end = match.end("wd")
            del parts["we"]
    return start, end


def _in_turn(match: re.Match[str], first: str, second: str) -> bool:
    one, other = int(match[first]), int(match[second])
    joined = re.search(r"and|&", match.string[match.end(first) : match.start(second)]) is not None
    if joined and match.string[max(0, match.start() - 8) : match.start()].lower() == "between ":
        return 0 < one < other <= 31  # "between April 7 and 9"
    return other == one + 1 if joined else 0 < one < other <= 31


def _month_context(text: str, start: int) -> bool:
    # "May" and "March" are words too: alone they are months only behind a word that takes a month, or as "August MoU" does.
    return bool(
        re.search(
            r"(?:\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ll]ast|[Nn]ext|[Tt]his|[Oo]f|[Ff]rom|[Tt]he|[Dd]uring|[Ii]ts?)|(?:mid|early|late)-?) ?$",
            text[max(0, start - 8) : start],
        )
    )


def read_date(parts: dict[str, str], published: date | None, voc: Vocabulary, past: bool = True) -> When | None:
    """The day, month or year meant, or None where it needs a publication date and there is none.

    A day or month without a year is the last one not after publication (`past`; else the next one not before it, and none where that
    is most of a year away); a day that comes within weeks is that one, and not the one of the year before. What would lie beyond the
    calendar (year 1 to 9999) is no date.
    """
    try:
        return _read(parts, published, voc, past)
    except (OverflowError, ValueError):
        return None


def _read(parts: dict[str, str], published: date | None, voc: Vocabulary, past: bool) -> When | None:
    if "iso" in parts:
        return _checked(parts["iso"], "explicit", False)
    for n in "12":
        if f"d{n}" in parts:
            month, day = voc.months[parts[f"m{n}"]], int(parts[f"d{n}"])
            year = int(parts[f"y{n}"]) if f"y{n}" in parts else None
            other = int(parts["e1"]) if "e1" in parts else int(parts["b2"]) if "b2" in parts else None
            if other is not None:
                further = voc.months[parts[f"n{n}"]] if f"n{n}" in parts else month
                first, last = ((month, day), (further, other)) if n == "1" else ((further, other), (month, day))
                return _days(first, last, year, published, past)
            if year is not None:
                return _checked(f"{year:04}-{month:02}-{day:02}", "explicit", False)
            near = _near_day(month, day, published, past)
            far = near is not None and published is not None and (date.fromisoformat(near.edtf) - published).days > _FAR
            return None if far else near
    if "m3" in parts:
        month = voc.months[parts["m3"]]
        if "y3" in parts:
            return When(f"{int(parts['y3']):04}-{month:02}", "explicit", False)
        if published is None:
            return None
        if "coming" in parts:
            year = published.year + (month <= published.month)
        elif "gone" in parts:  # "last December", told in December
            year = published.year - (month >= published.month)
        else:
            year = published.year - (past and month > published.month) + (not past and month < published.month)
            if 12 * (year - published.year) + month - published.month > _FAR // 30:
                return None
        return When(_in_calendar(f"{year:04}-{month:02}"), "month_and_publication", True)
    if "y4" in parts:
        return When(parts["y4"], "explicit", False)
    if published is None:
        return None
    if "nth" in parts:
        return _of_month(int(parts["nth"]), published, past)
    if "wd" in parts:
        which = parts.get("last", "").lower()
        back = (published.weekday() - voc.weekdays[parts["wd"]]) % 7
        if which == "last " and back == 0:
            back = 7
        ahead = not past or which == "next "
        day_meant = (
            published + timedelta(days=(-back) % 7 or 7 * (which == "next ")) if ahead else published - timedelta(days=back)
        )
        if "we" in parts:
            last_day = day_meant + timedelta(days=(voc.weekdays[parts["we"]] - voc.weekdays[parts["wd"]]) % 7)
            return When(f"{day_meant.isoformat()}/{last_day.isoformat()}", "day_and_publication", True)
        return When(day_meant.isoformat(), "day_and_publication", True)
    if "end" in parts:
        return _weekend(parts["end"].lower(), published, past)
    return _relative(parts.get("rel", "").lower(), published)


def _of_month(day: int, published: date, past: bool) -> When | None:
    """ "On the 24th": the last such day that has come, or the next one; of a month that has it."""
    step = timedelta(days=-1 if past else 1)
    near = (published + n * step for n in range(32))
    meant = next((d for d in near if d.day == day), None)
    return When(meant.isoformat(), "day_and_publication", True) if meant else None


def _weekend(words: str, published: date, past: bool) -> When:
    """Saturday and Sunday: the last ones that have begun, or the next ones, of which a Saturday and Sunday of publication are the first."""
    back = (published.weekday() - 5) % 7  # days since Saturday
    begun = published - timedelta(days=back)
    if words.startswith("next") or not past and not words.startswith("last"):
        begun += timedelta(days=7 * (back > 1 or words.startswith("next")))
    elif words.startswith("last") and back < 2:
        begun -= timedelta(days=7)
    return When(f"{begun.isoformat()}/{(begun + timedelta(days=1)).isoformat()}", "day_and_publication", True)


def _relative(words: str, published: date) -> When | None:
    days = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0}
    if words in days:
        return When((published + timedelta(days=days[words])).isoformat(), "day_and_publication", True)
    step = {"last": -1, "this": 0, "earlier": 0, "later": 0, "next": 1}.get(words.split(" ")[0])
    if step is None:
        return None
    if words.endswith("month"):
        number = published.year * 12 + published.month - 1 + step
        return When(_in_calendar(f"{number // 12:04}-{number % 12 + 1:02}"), "relative_to_publication", True)
    if words.endswith("year"):
        return When(_in_calendar(f"{published.year + step:04}"), "relative_to_publication", True)
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
    return When(f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}", "relative_to_publication", True)


def _in_calendar(edtf: str) -> str:
    year = int(edtf.split("-")[0])
    if not date.min.year <= year <= date.max.year or len(edtf.split("-")[0]) != 4:
        raise ValueError(edtf)
    return edtf


def _near_day(month: int, day: int, published: date | None, past: bool) -> When | None:
    if published is None:
        return None
    years = range(published.year + 1, published.year - 9, -1) if past else range(published.year - 1, published.year + 9)
    for year in years:
        try:
            meant = date(year, month, day)
        except ValueError:
            continue
        if (meant <= published + _SOON) if past else (meant >= published - _NEWS):
            return When(meant.isoformat(), "day_and_publication", True)
    return None


def _days(first: tuple[int, int], last: tuple[int, int], year: int | None, published: date | None, past: bool) -> When | None:
    """From one day (month, day) to another; the year named is that of the last one."""
    named = year is not None
    if year is None:
        start = _near_day(*first, published, past)
        if start is None:
            return None
        year = int(start.edtf[:4]) + (last < first)
    begin, end = date(year - (last < first), *first), date(year, *last)
    basis = "explicit" if named else "day_and_publication"
    return When(f"{begin.isoformat()}/{end.isoformat()}", basis, not named)


def _checked(text: str, basis: str, relative: bool) -> When | None:
    try:
        date.fromisoformat(text)
    except ValueError:
        return None
    return When(text, basis, relative)


DAYS = re.compile(
    r"\b(one(?=-day\b)|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})[- ](?:days?|(nights?)|(weeks?))\b(?! (?:festival|event|workshop|ago|later|earlier|before|after))"
    r"|\b(?:one-)?(week)(?:-?long)\b",
    re.IGNORECASE,
)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def last_of(first: str, count: re.Match[str]) -> str | None:
    """The last of so many days, nights or weeks (a match of DAYS), of which the first is an ISO day; None where there is no such day."""
    return _days_from(first, count, 1)


def first_of(last: str, count: re.Match[str]) -> str | None:
    """The first of so many days, of which the last is an ISO day; None where there is no such day."""
    return _days_from(last, count, -1)


def span_of(first: str, last: str) -> str:
    """From one ISO day to another, as EDTF; one day for itself."""
    return first if first == last else f"{first}/{last}"


def _days_from(day: str, count: re.Match[str], step: int) -> str | None:
    said = (count[1] or "1").lower()
    number = int(said) if said.isdigit() else _NUMBERS.index(said) + 1
    number = 7 * number if count[3] or count[4] else number + (count[2] is not None)  # "a two-night stop" takes three days
    try:
        return (date.fromisoformat(day) + timedelta(days=step * (number - 1))).isoformat() if 0 < number < 32 else None
    except (OverflowError, ValueError):
        return None
