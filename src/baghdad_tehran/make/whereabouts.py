"""Where "here" is: the city of a report's dateline."""

from __future__ import annotations

import re

from .marks import Mark
from .report import Report

_HERE = re.compile(r"\bhere\b(?! (?:is|are|was|were)\b)")
_CITY = re.compile(r"(?:(?:[A-Z]\w+ ){1,3}[–—-] ?)?(?P<city>[^\W\d_][^\W\d_.’' -]*(?:[ .’'-]{1,2}[^\W\d_]+){0,3})")


def here(report: Report, start: int, end: int) -> Mark | None:
    """The word "here" between two offsets, as a mark of the place that the dateline names; None without either."""
    said = _HERE.search(report.text, start, end)
    datelines = [s for s in report.segments if s.kind == "dateline" and s.start < start]
    dateline = datelines[-1] if said and datelines else None
    named = _CITY.match(report.text, dateline.start, dateline.stop) if dateline else None
    if said is None or named is None:
        return None
    words = named["city"].rstrip(" .-")
    city = words.title() if words.isupper() else words
    span = (named.start("city"), named.start("city") + len(words))
    return Mark(
        "PLACE",
        said.start(),
        said.end(),
        {
            "city": city,
            "city_span": span,
            "inference": "normalised" if city != words else None,
            "country": next((code for code, capital in report.voc.capitals.items() if capital == city), None),
            "country_spans": (span,),
            "country_inference": "capital",
        },
    )
