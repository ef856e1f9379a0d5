"""Rows of the vocabulary's CSV files, with every fault of a file named by its place."""

from __future__ import annotations

import csv
from pathlib import Path

from ..errors import Problem
from .curated import not_utf8


def split_cell(cell: str | None) -> list[str]:
    """The parts of a cell that holds several, set apart by "|"."""
    return [part.strip() for part in (cell or "").split("|") if part.strip()]


def csv_rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a file with these columns. Problem: a column or cell that is missing, a code given twice."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise Problem(
                    "lacks a column", file=path, place="header", value=missing[0], remedy="columns: " + ", ".join(columns)
                )
            rows: list[dict[str, str]] = []
            lines: dict[str, int] = {}
            for row in reader:
                short = [c for c in reader.fieldnames or () if row[c] is None]
                if short or None in row:
                    raise Problem(
                        "row is cut short" if short else "row has more cells than columns",
                        file=path,
                        place=f"line {reader.line_num}",
                        value=",".join(v for v in row.values() if isinstance(v, str)),
                        remedy="give each row these cells, empty ones too: " + ", ".join(columns),
                    )
                first = lines.setdefault(row["code"], reader.line_num)
                if first != reader.line_num:
                    raise Problem(
                        "code stands in two lines",
                        file=path,
                        place=f"lines {first} and {reader.line_num}",
                        value=row["code"],
                        remedy="keep one line for each code",
                    )
                for column in ("code", "name"):
                    if not row[column].strip():
                        raise Problem(f"has no {column}", file=path, place=f"line {reader.line_num}", remedy="fill the cell")
                rows.append(row)
            return rows
    except csv.Error as error:
        raise Problem(f"is no CSV ({error})", file=path, remedy="columns: " + ", ".join(columns)) from None
    except OSError as error:
        raise Problem(f"cannot be read ({error.strerror})", file=path, remedy="restore the vocabulary folder") from None
    except UnicodeDecodeError as error:
        raise not_utf8(path, error) from None
