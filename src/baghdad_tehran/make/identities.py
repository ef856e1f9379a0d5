"""Identities: which things of different reports are one. Reads the curators' decisions; decides nothing by likeness.

`people.csv`, `meetings.csv`, `agreements.csv`: `left` is a thing of one report ("<source_id>/<slug>"), `right` a published id;
`decision` is same or different. `utterances.csv`: `left` and `right` are quote ids, with the relation of left to right.
A thing without a decision keeps to itself, under an id made from its own name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..errors import Problem
from .checks import is_day
from .decided import decided_rows

FILES = ("people", "meetings", "agreements", "utterances")
COLUMNS = ("left", "right", "decision", "basis", "reason", "coder", "date")
RELATIONS = ("repeat", "retranslation", "paraphrase", "excerpt")


@dataclass(frozen=True, slots=True)
class Named:
    """A quote that a line of utterances.csv names."""

    quote: str
    path: Path
    line: int


@dataclass(slots=True)
class Identities:
    """Decisions. `same[kind]`: thing of a report -> published id; `relations`: quote -> (quote, relation)."""

    same: dict[str, dict[str, str]] = field(default_factory=dict)
    different: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    relations: dict[str, tuple[str, str]] = field(default_factory=dict)
    retired: dict[str, str] = field(default_factory=dict)
    used: set[tuple[str, str]] = field(default_factory=set)
    quotes: list[Named] = field(default_factory=list)

    def published(self, kind: str, source_id: str, key: str) -> str | None:
        """The published id that a curator gave to this thing of this report."""
        decided = self.same.get(kind)
        if not decided:
            return None
        left = f"{source_id}/{key}"
        right = decided.get(left)
        if right is not None:
            self.used.add((kind, left))
        return right

    def unused(self) -> list[str]:
        """Decisions on things that no report holds any more."""
        return sorted(f"{kind}.csv: {left}" for kind, rows in self.same.items() for left in rows if (kind, left) not in self.used)


def read_identities(folder: Path) -> Identities:
    """Read the four files. Problem: a missing file or column, a row that is none, an unknown decision, two on one thing."""
    found = Identities()
    for kind in FILES:
        path = folder / f"{kind}.csv"
        if not path.is_file():
            remedy = "restore it from git, or write an empty one with the header " + ",".join(COLUMNS)
            raise Problem("the file is missing", file=path, remedy=remedy)
        for number, row in decided_rows(path, COLUMNS):
            _take(found, kind, row, path, number)
    return found


def _take(found: Identities, kind: str, row: dict[str, str], path: Path, number: int) -> None:
    left, right, decision = row["left"], row["right"], row["decision"]
    if not left or not right:
        raise Problem("names no pair", file=path, place=f"line {number}", value=left or right, remedy="fill in left and right")
    if not row["basis"]:
        raise Problem("gives no basis", file=path, place=f"line {number}", value=left, remedy="say on what the decision rests")
    if not is_day(row["date"]):
        raise Problem("date is no day", file=path, place=f"line {number}", value=row["date"], remedy="write it as 2026-01-31")
    if kind == "utterances":
        found.quotes += [Named(left, path, number), Named(right, path, number)]
    if decision == "different":
        found.different.setdefault(kind, []).append((left, right))
    elif kind == "utterances" and decision in RELATIONS:
        if left in found.relations:
            raise Problem("is decided twice", file=path, place=f"line {number}", value=left, remedy="keep one of the two lines")
        found.relations[left] = (right, decision)
    elif kind != "utterances" and decision == "same":
        if left in found.same.setdefault(kind, {}):
            raise Problem("is decided twice", file=path, place=f"line {number}", value=left, remedy="keep one of the two lines")
        found.same[kind][left] = right
    else:
        known = (*RELATIONS, "different") if kind == "utterances" else ("same", "different")
        raise Problem(
            "unknown decision", file=path, place=f"line {number}", value=decision, remedy="known decisions: " + ", ".join(known)
        )
