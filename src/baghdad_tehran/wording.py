"""Puts values into English: dates, states, lists. Knows the formats of the tables, and no table."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DOUBT = {"?": "probably ", "~": "about ", "%": "probably about "}
_WITH_ARTICLE = re.compile(
    r"^(United |US |British |Kurdistan Region|Democratic Republic|Republic of)"
    r"|(Islands|Republic|Emirates|Netherlands|Philippines|Bahamas|Gambia|Maldives|Comoros|Seychelles)$"
)


def date_in_words(edtf: str) -> str:
    """A date of the tables (EDTF) as a person writes it: "October 21, 2025", "August 2025", "from March 3, 2021 on"."""
    first, slash, last = edtf.partition("/")
    if not slash:
        return _day(first)
    if last == "..":
        return f"from {_day(first)} on"
    if first == "..":
        return f"until {_day(last)}"
    return f"from {_day(first)} to {_day(last)}"


def when(edtf: str) -> str:
    """The same with the preposition that it takes in a sentence: "on October 21, 2025", "in August 2025"."""
    words = date_in_words(edtf)
    if "/" in edtf:
        return words
    return f"{'on' if edtf.count('-') == 2 else 'in'} {words}"


def listed(items: Sequence[str], last: str = "and", between: str = ", ") -> str:
    """ "A", "A and B", "A, B and C"."""
    if len(items) < 2:
        return "".join(items)
    return f"{between.join(items[:-1])} {last} {items[-1]}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """ "1 report", "3 reports"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def quoted(words: str) -> str:
    """The words in quotation marks, but for those that bring their own."""
    return words if words.startswith(("“", '"')) and words.endswith(("”", '"')) else f"“{words}”"


def the(name: str) -> str:
    """A name with its article in a sentence."""
    return name if name.lower().startswith("the ") else f"the {name}"


def places(root: Path) -> dict[str, str]:
    """The English name of each state and region by its code, with the article that it takes; empty where a release has none."""
    names: dict[str, str] = {}
    for name in ("states", "regions"):
        path = root / "build" / "vocabulary" / f"{name}.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                names |= {row["code"]: _with_article(row["name"]) for row in csv.DictReader(file)}
    return names


def _with_article(name: str) -> str:
    return f"the {name}" if _WITH_ARTICLE.search(name) else name


def _day(edtf: str) -> str:
    doubt = _DOUBT.get(edtf[-1:], "")
    year, *rest = edtf.rstrip("?~%").split("-")
    if not rest:
        return doubt + year
    month = _MONTHS[int(rest[0]) - 1]
    return f"{doubt}{month} {int(rest[1])}, {year}" if len(rest) == 2 else f"{doubt}{month} {year}"
