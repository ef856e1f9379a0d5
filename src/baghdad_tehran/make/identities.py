"""Identities: which things of different reports are one. Reads the curators' decisions; decides nothing by likeness.

`people.csv`, `meetings.csv`, `agreements.csv`: `left` is a thing of one report ("<source_id>/<slug>"), `right` a published id;
`decision` is same or different. `utterances.csv`: `left` and `right` are quote ids, with the relation of left to right.
A thing without a decision keeps to itself, under an id made from its own name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import Problem
from .checks import is_day

FILES = ("people", "meetings", "agreements", "utterances")
COLUMNS = ("left", "right", "decision", "basis", "reason", "coder", "date")
_QUOTES = 'close the quote marks; a field with a comma or a quote mark stands in "…", and a quote mark in it is doubled'
_COMMAS = 'give every row the columns of the header; a field with a comma stands in "…"'
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
        for number, row in _rows(path):
            _take(found, kind, row, path, number)
    return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, row) of each row. A field stands on one line: one that does not was opened by a stray quote mark."""

    def wrong(what: str, number: int, value: object, remedy: str) -> Problem:
        return Problem(what, file=path, place=f"line {number}", value=value, remedy=remedy)

    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    header: list[str] | None = None
    while True:
        number = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise wrong(f"is no row of CSV ({error})", number, None, _QUOTES) from None
        torn = next((f for f in fields if "\n" in f or "\r" in f), None)
        if torn is not None:
            raise wrong("a field runs over more than one line", number, torn, _QUOTES)
        if header is None:
            header = fields
            if not set(COLUMNS) <= set(header):
                break
        elif fields:
            if len(fields) != len(header):
                raise wrong(f"has {len(fields)} fields, not {len(header)}", number, ",".join(fields), _COMMAS)
            yield number, dict(zip(header, fields, strict=True))
    missing = [c for c in COLUMNS if c not in (header or ())]
    if missing:
        raise Problem("lacks a column", file=path, place="header", value=missing[0], remedy="columns: " + ", ".join(COLUMNS))


def _text(path: Path) -> str:
    # A byte order mark, as spreadsheets write it, is no part of the first column's name.
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem("is not UTF-8", file=path, place=f"byte {error.start}", remedy="restore the file from git") from None


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
