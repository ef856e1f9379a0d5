"""From the contract to Arrow: the schema of a table, and rows as a table of exactly that schema.

It converts nothing: a value either has the type that the contract names or is an error that says where it stands. It
knows nothing of rules beyond type and presence; the gate checks the rest.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..contract import Column, Table
from ..errors import Problem

if TYPE_CHECKING:
    import pyarrow as pa

# The whole range of int64; beyond it Arrow would raise without saying where.
_LARGEST_INTEGER = 2**63 - 1


def arrow_type(column: Column) -> pa.DataType:
    """The Arrow type of a column."""
    import pyarrow as pa

    makers = {"string": pa.string, "integer": pa.int64, "number": pa.float64, "boolean": pa.bool_, "date": pa.date32}
    return makers[column.type]()


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table: types, order, nullability, and each column's description."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field(
                column.name,
                arrow_type(column),
                nullable=not column.required,
                metadata={"description": column.description},
            )
            for column in table.columns
        ]
    )


def to_arrow(table: Table, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """The rows as an Arrow table, sorted by primary key in code point order.

    Every row must have every column of the table and no other; a null is None. Raises Problem with table, column, row
    and value where that is not so.
    """
    import pyarrow as pa

    checked = [_checked(table, number, row) for number, row in enumerate(rows)]
    checked.sort(key=lambda row: row[table.primary_key])
    arrays = [
        pa.array([row[column.name] for row in checked], type=arrow_type(column), from_pandas=False) for column in table.columns
    ]
    return pa.Table.from_arrays(arrays, schema=arrow_schema(table))


def to_arrow_all(contract: Mapping[str, Table], rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, pa.Table]:
    """All tables of the contract, in its order. A table without rows is empty; an unknown one is an error."""
    for name in rows:
        if name not in contract:
            raise Problem("there is no table of this name", value=name, remedy="Known: " + ", ".join(contract))
    return {name: to_arrow(table, rows.get(name, ())) for name, table in contract.items()}


def _checked(table: Table, number: int, row: Mapping[str, Any]) -> Mapping[str, Any]:
    for column in table.columns:
        if column.name not in row:
            raise _problem("the column is missing", table, column.name, number, row)
        value = row[column.name]
        if value is None:
            if column.required:
                raise _problem("a required value is null", table, column.name, number, row)
        elif not _fits(column, value):
            raise _problem(f"does not fit the type {column.type}", table, column.name, number, row, value)
    if len(row) != len(table.columns):
        unknown = sorted(set(row) - set(table.names))
        raise _problem("the table has no such column", table, unknown[0], number, row)
    return row


def _fits(column: Column, value: Any) -> bool:
    # bool is an int to Python, and datetime a date; neither is one here.
    if isinstance(value, bool) or column.type == "boolean":
        return isinstance(value, bool) and column.type == "boolean"
    if column.type == "integer":
        return isinstance(value, int) and -_LARGEST_INTEGER <= value <= _LARGEST_INTEGER
    if column.type == "number":
        return isinstance(value, (int, float)) and math.isfinite(value)
    if column.type == "date":
        return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
    # Half of a surrogate pair is a str to Python and no text to anyone else.
    return isinstance(value, str) and (value.isascii() or not any("\ud800" <= char <= "\udfff" for char in value))


def _problem(message: str, table: Table, column: str, number: int, row: Mapping[str, Any], value: Any = None) -> Problem:
    key = row.get(table.primary_key)
    place = f"row {number}" if key is None else f"row {number} ({key})"
    return Problem(f"{table.name}.{column}: {message}", place=place, value=value)
