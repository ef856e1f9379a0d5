"""Resolutions: what curators decided on conflicts, in `build/checks/conflicts.csv`. A conflict without a line stays open.

`preferred` publishes the claim of one source; `compatible` says that the claims do not contradict each other. Either has its
reason. No claim is ever taken away: all sides of a conflict stay in the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import Problem
from .checks import is_day
from .decided import decided_rows

COLUMNS = ("conflict_id", "resolution", "source_id", "reason", "coder", "date")
KNOWN = ("preferred", "compatible")


@dataclass(frozen=True, slots=True)
class Resolution:
    """One line. `source_id`: whose claim is preferred; empty where claims are compatible."""

    conflict_id: str
    resolution: str
    source_id: str
    line: int


def read_resolutions(path: Path, sources: Iterable[str]) -> dict[str, Resolution]:
    """Conflict -> its resolution. No file is no resolution. Problem: a line that resolves nothing, or one conflict twice."""
    found: dict[str, Resolution] = {}
    if not path.exists():
        return found
    known = sorted(sources)
    for number, row in decided_rows(path, COLUMNS):

        def wrong(what: str, value: str, remedy: str, place: str = f"line {number}") -> Problem:
            return Problem(what, file=path, place=place, value=value, remedy=remedy)

        if not row["conflict_id"]:
            raise wrong("names no conflict", row["resolution"], "copy the conflict_id from the table conflicts")
        if row["resolution"] not in KNOWN:
            raise wrong("unknown resolution", row["resolution"], "known: " + ", ".join(KNOWN) + "; an open conflict has no line")
        if row["resolution"] == "preferred" and row["source_id"] not in known:
            raise wrong("prefers the claim of no source", row["source_id"], "name one of: " + ", ".join(known))
        if row["resolution"] == "compatible" and row["source_id"]:
            raise wrong("compatible claims prefer no source", row["source_id"], "leave source_id empty")
        if not row["reason"]:
            raise wrong("gives no reason", row["conflict_id"], "say on what the resolution rests")
        if not row["coder"]:
            raise wrong("names no coder", row["conflict_id"], "say who decided, by an id")
        if not is_day(row["date"]):
            raise wrong("date is no day", row["date"], "write it as 2026-01-31")
        if row["conflict_id"] in found:
            raise wrong("is resolved twice", row["conflict_id"], "keep one of the two lines")
        found[row["conflict_id"]] = Resolution(row["conflict_id"], row["resolution"], row["source_id"], number)
    return found


def idle_resolutions(resolutions: Mapping[str, Resolution], conflicts: Iterable[Mapping[str, Any]]) -> list[str]:
    """Lines that resolve nothing: there is no such conflict, or the source whose claim is preferred takes no part in it."""
    sides: dict[str, set[str]] = {}
    for claim in conflicts:
        sides.setdefault(claim["conflict_id"], set()).add(claim["source_id"])
    idle = []
    for name, one in resolutions.items():
        if name not in sides:
            idle.append(f"line {one.line}, {name} is no conflict")
        elif one.source_id and one.source_id not in sides[name]:
            idle.append(f"line {one.line}, {one.source_id} takes no part in {name}")
    return idle
