"""Curators' decisions as CSV: one a line, with a header. Reads and writes lines; knows no column's meaning."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import Problem

_QUOTES = 'close the quote marks; a field with a comma or a quote mark stands in "…", and a quote mark in it is doubled'
_COMMAS = 'give every row the columns of the header; a field with a comma stands in "…"'


def decided_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, row) of each row. A field stands on one line: one that does not was opened by a stray quote mark.

    Problem: not UTF-8, no CSV, a row of another length, a column that is missing.
    """

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
            if not set(columns) <= set(header):
                break
        elif fields:
            if len(fields) != len(header):
                raise wrong(f"has {len(fields)} fields, not {len(header)}", number, ",".join(fields), _COMMAS)
            yield number, dict(zip(header, fields, strict=True))
    missing = [c for c in columns if c not in (header or ())]
    if missing:
        raise Problem("lacks a column", file=path, place="header", value=missing[0], remedy="columns: " + ", ".join(columns))


def _text(path: Path) -> str:
    # A byte order mark, as spreadsheets write it, is no part of the first column's name.
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem("is not UTF-8", file=path, place=f"byte {error.start}", remedy="restore the file from git") from None


def decided_line(columns: Sequence[str], row: dict[str, str]) -> str:
    """The row as a line of such a file, its end included. White space of any kind within a field becomes a space."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([" ".join(row.get(column, "").split()) for column in columns])
    return out.getvalue()
