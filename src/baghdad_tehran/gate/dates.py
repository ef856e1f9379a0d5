"""The gate's look at dates: whether a date text is a day of the calendar, and the columns beside it say the same.

It knows EDTF by `edtf`, and nothing of where a date comes from.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import edtf
from ..contract import Table
from .findings import Finding, finding
from .loaded import Loaded, name

# EDTF text, and the columns that must agree with it: earliest day, latest day, precision, basis.
_DATES = (
    ("date", "date_from", "date_to", "date_precision", "date_basis"),
    ("published", "published_from", "published_to", None, None),
    ("updated", None, None, None, None),
)


def check_dates(data: Loaded) -> Iterator[Finding]:
    """Every date of every table, and what is derived from it."""
    for table in data.contract.values():
        if table.name in data.columns:
            yield from _dates(data, table)


def _dates(data: Loaded, table: Table) -> Iterator[Finding]:
    for group in _DATES:
        columns = [column for column in group if column]
        if group[0] not in table.names or not data.has(table.name, *columns):
            continue
        cells = ", ".join(f"CAST(t.{name(c)} AS VARCHAR)" if c else "NULL" for c in group)
        # Dates are few and rows are many.
        query = f"SELECT list({data.key(table.name)}), {cells} FROM {name(table.name)} t GROUP BY ALL"
        for keys, text, first, last, precision, basis in data.rows(query):
            for code, place, value, message in _date(group, text, first, last, precision, basis):
                for key in keys:
                    yield finding(code, message, table=table.name, key=key, column=place, value=value)
    if data.has(table.name, "first_reported", "last_reported"):
        query = f"""
            SELECT {data.key(table.name)}, CAST(t.last_reported AS VARCHAR) FROM {name(table.name)} t
            WHERE t.last_reported < t.first_reported OR (t.last_reported IS NULL) <> (t.first_reported IS NULL)"""
        for key, value in data.rows(query):
            message = "first_reported and last_reported must both be there, in this order, or neither"
            yield finding("date", message, table=table.name, key=key, column="last_reported", value=value)


def _date(
    group: tuple[str | None, ...],
    text: str | None,
    first: str | None,
    last: str | None,
    precision: str | None,
    basis: str | None,
) -> Iterator[tuple[str, str, str | None, str]]:
    values = (text, first, last, precision, basis)
    if text is None:
        for column, value in zip(group, values):
            if column and value is not None:
                yield "date", column, value, f"must be empty where {group[0]} is"
        return
    try:
        wanted = [day.isoformat() if day else None for day in edtf.bounds(text)]
    except ValueError as error:
        yield "date", str(group[0]), text, str(error)
        return
    for column, value, expected in zip(group[1:3], (first, last), wanted):
        if column and value != expected:
            yield "date", column, value, f"must be {expected or 'empty'}, as {group[0]} is {text}"
    if group[3] and precision not in edtf.precisions(text):
        allowed = " or ".join(sorted(edtf.precisions(text)))
        yield "date-precision", group[3], precision, f"must be {allowed}, as {group[0]} is {text}"
    if group[4] and basis is None:
        yield "date", group[4], None, f"must say how {group[0]} was read"
