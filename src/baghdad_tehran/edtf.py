"""The part of EDTF that the tables use: what days a date text allows, and how precise it is.

Accepted: a day, a month, a year, each with an optional `?`, `~` or `%`; and an interval of two of these, of which one
may be `..`. It never guesses: what is not a date of the calendar is a ValueError.
"""

from __future__ import annotations

import calendar
import datetime
import re
from functools import lru_cache

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[?~%]?")
OPEN = ".."


@lru_cache(maxsize=4096)  # a report names few dates, and names them often
def bounds(text: str) -> tuple[datetime.date | None, datetime.date | None]:
    """First and last day that the text allows; None for an open end. ValueError where it is no such date."""
    first, slash, last = text.partition("/")
    if not slash:
        return _days(first)
    if first == last == OPEN:
        raise ValueError("an interval cannot be open at both ends")
    start = None if first == OPEN else _days(first)[0]
    end = None if last == OPEN else _days(last)[1]
    if start and end and start > end:
        raise ValueError("the interval ends before it begins")
    return start, end


def precisions(text: str) -> frozenset[str]:
    """The precisions that the text can have: an interval with two ends is a range, or the frame of a bounded date."""
    first, slash, last = text.partition("/")
    if not slash:
        return frozenset({{0: "year", 1: "month", 2: "day"}[first.count("-")]})
    return frozenset({"bounded"} if OPEN in (first, last) else {"bounded", "range"})


def precision(text: str) -> str:
    """The precision that this project gives a date text: an interval with both ends stated is a range."""
    first, slash, last = text.partition("/")
    if slash:
        return "bounded" if OPEN in (first, last) else "range"
    return ("year", "month", "day")[first.count("-")]


def compatible_dates(a: str, b: str) -> bool:
    """Do two EDTF dates allow a day in common?"""
    (a_from, a_to), (b_from, b_to) = bounds(a), bounds(b)
    return not (a_to and b_from and a_to < b_from or b_to and a_from and b_to < a_from)


def _days(point: str) -> tuple[datetime.date, datetime.date]:
    match = _POINT.fullmatch(point)
    if not match:
        raise ValueError("is not a day, a month or a year")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # the pattern has it
    if month is None:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    if day is None:
        first = datetime.date(year, month, 1)
        return first, first.replace(day=calendar.monthrange(year, month)[1])
    return datetime.date(year, month, day), datetime.date(year, month, day)
