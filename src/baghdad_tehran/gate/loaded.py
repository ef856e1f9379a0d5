"""The tables of a release in an in-memory DuckDB, for the gate to question.

It loads each table once, as it is stored, and says what cannot be read and which columns are not as the contract has
them. It never converts a value, writes a file or reaches the network; DuckDB is all it needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..contract import Table
from ..opening import STORED_TYPES
from ..released import DATASET
from .arrow_footer import arrow_types
from .findings import Finding, finding

ARROW_TYPES = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool", "date": "date32[day]"}

# Whatever a file claims of itself, reading it ends: a table beyond these bounds is not read, and none spills to disk.
_MOST_ROWS = 20_000_000
_MOST_BYTES = 4 << 30
_CONFINED: dict[str, Any] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "4GB",
    "temp_directory": "",
}


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    """A name as an SQL identifier."""
    return '"' + text.replace('"', '""') + '"'


class Loaded:
    """The tables that could be read, and of each the columns that have the right name and type.

    `odd_patterns`: patterns of the contract that DuckDB cannot use, found by whoever asks first.
    """

    def __init__(self, root: Path, contract: Mapping[str, Table]) -> None:
        import duckdb

        self.contract = contract
        self.findings: list[Finding] = []
        self.columns: dict[str, frozenset[str]] = {}
        self.odd_patterns: set[str] = set()
        self._counts: dict[str, int] = {}
        self.connection = duckdb.connect(":memory:", config=_CONFINED)
        for table in contract.values():
            self._load(table, root / DATASET / f"{table.name}.parquet")
        self.connection.execute("SET enable_external_access = false")
        self._list_ids()

    def close(self) -> None:
        self.connection.close()

    def has(self, table: str, *columns: str) -> bool:
        """Whether the table was read and these columns can be relied on to have the type of the contract."""
        return table in self.columns and self.columns[table].issuperset(columns)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def count(self, table: str) -> int:
        """How many rows a table has that was read."""
        return self._counts[table]

    def key(self, table: str) -> str:
        """An SQL expression that names a row: its id, or its number where it has none."""
        number = "'row ' || t.rowid"
        column = self.contract[table].primary_key
        return f"coalesce(t.{name(column)}, {number})" if self.has(table, column) else number

    def _list_ids(self) -> None:
        """All ids of all tables, in the table `ids` of the schema `gate`, which no table of a release can be."""
        parts = [
            f"SELECT {literal(table.name)} AS table_name, {number} AS number, {name(table.primary_key)} AS row_id"
            f" FROM {name(table.name)} WHERE {name(table.primary_key)} IS NOT NULL"
            for number, table in enumerate(self.contract.values())
            if self.has(table.name, table.primary_key)
        ]
        empty = "SELECT ''::VARCHAR AS table_name, 0 AS number, ''::VARCHAR AS row_id WHERE FALSE"
        self.connection.execute(f"CREATE SCHEMA gate; CREATE TABLE gate.ids AS {' UNION ALL '.join([empty, *parts])}")

    def _load(self, table: Table, path: Path) -> None:
        import duckdb

        where = {"table": table.name, "value": f"{DATASET}/{path.name}"}
        if not path.is_file():
            self.findings.append(finding("file-missing", **where))
            return
        # A path is a glob to DuckDB, and a folder called year=2025 a column.
        pattern = literal(re.sub(r"([\[*?])", r"[\1]", str(path.absolute())))
        try:
            ((rows, size, kept),) = self.rows(f"""
                SELECT (SELECT num_rows FROM parquet_file_metadata({pattern})),
                       (SELECT sum(total_uncompressed_size) FROM parquet_metadata({pattern})),
                       (SELECT any_value(value) FROM parquet_kv_metadata({pattern}) WHERE key = 'ARROW:schema'::BLOB)""")
            if rows > _MOST_ROWS or (size or 0) > _MOST_BYTES:
                message = f"is larger than any table of a release: {rows:,} rows, {size or 0:,} bytes"
                self.findings.append(finding("unreadable", message, **where))
                return
            ((self._counts[table.name],),) = self.rows(
                f"CREATE TABLE {name(table.name)} AS SELECT * FROM read_parquet({pattern}, hive_partitioning = false)"
            )
            self.connection.execute(f"FROM {name(table.name)} LIMIT 0")
            stored = [(str(column[0]), str(column[1])) for column in self.connection.description or ()]
            self.connection.fetchall()  # of nothing, but a result that is not read to its end blocks the connection
        except (duckdb.Error, OSError, ValueError) as error:
            text = (str(error).splitlines() or [type(error).__name__])[0]
            for form in (pattern[1:-1], str(path.absolute())):  # where it was unpacked means nothing to anyone
                text = text.replace(form, where["value"])
            self.findings.append(finding("unreadable", f"cannot be read as Parquet: {text}", **where))
            return
        try:
            arrow = dict(arrow_types(bytes(kept))) if kept else {}
        except ValueError as error:
            self.findings.append(finding("unreadable", f"its Arrow schema cannot be read: {error}", **where))
            arrow = {}
        self.columns[table.name] = frozenset(self._compare(table, stored, arrow))

    def _compare(self, table: Table, stored: list[tuple[str, str]], arrow: dict[str, str]) -> Iterator[str]:
        found = dict(stored)
        for column in table.columns:
            if column.name not in found:
                self._add("column-missing", table, column.name)
            elif found[column.name] != STORED_TYPES[column.type]:
                message = f"must be {STORED_TYPES[column.type]}, as {column.type} is stored"
                self._add("type", table, column.name, found[column.name], message)
            else:
                yield column.name
                # DuckDB does not see which of several Arrow types stands behind one Parquet type; the file says.
                kept = arrow.get(column.name, ARROW_TYPES[column.type])
                if kept != ARROW_TYPES[column.type]:
                    self._add("type", table, column.name, kept, f"must be {ARROW_TYPES[column.type]} in Arrow")
        for column_name in found:
            if column_name not in table.names:
                self._add("column-extra", table, column_name)
        shared = [column_name for column_name, _ in stored if column_name in table.names]
        if shared != [column_name for column_name in table.names if column_name in found]:
            self._add("column-order", table, value=", ".join(shared))

    def _add(self, code: str, table: Table, column: str = "", value: str = "", message: str = "") -> None:
        self.findings.append(finding(code, message, table=table.name, column=column, value=value))
