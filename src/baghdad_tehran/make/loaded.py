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
from .findings import Finding, finding
from .released import DATASET

STORED_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    """A name as an SQL identifier."""
    return '"' + text.replace('"', '""') + '"'


class Loaded:
    """The tables that could be read, and of each the columns that have the right name and type."""

    def __init__(self, root: Path, contract: Mapping[str, Table]) -> None:
        import duckdb

        self.contract = contract
        self.findings: list[Finding] = []
        self.columns: dict[str, frozenset[str]] = {}
        offline: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        self.connection = duckdb.connect(":memory:", config=offline)
        for table in contract.values():
            self._load(table, root / DATASET / f"{table.name}.parquet")
        self.connection.execute("SET enable_external_access = false")

    def close(self) -> None:
        self.connection.close()

    def has(self, table: str, *columns: str) -> bool:
        """Whether the table was read and these columns can be relied on to have the type of the contract."""
        return table in self.columns and self.columns[table].issuperset(columns)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def count(self, table: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {name(table)}")[0][0])

    def key(self, table: str) -> str:
        """An SQL expression that names a row: its id, or its number where it has none."""
        number = "'row ' || t.rowid"
        column = self.contract[table].primary_key
        return f"coalesce(t.{name(column)}, {number})" if self.has(table, column) else number

    def _load(self, table: Table, path: Path) -> None:
        import duckdb

        if not path.is_file():
            self.findings.append(finding("file-missing", table=table.name, value=f"{DATASET}/{path.name}"))
            return
        # A path is a glob to DuckDB, and a folder called year=2025 a column.
        pattern = literal(re.sub(r"([\[*?])", r"[\1]", str(path.absolute())))
        try:
            self.connection.execute(
                f"CREATE TABLE {name(table.name)} AS SELECT * FROM read_parquet({pattern}, hive_partitioning = false)"
            )
            stored = [(row[0], row[1]) for row in self.rows(f"DESCRIBE {name(table.name)}")]
            arrow = _arrow_types(path)
        except (duckdb.Error, OSError, ValueError) as error:
            message = f"cannot be read as Parquet: {str(error).splitlines()[0]}"
            self.findings.append(finding("unreadable", message, table=table.name, value=f"{DATASET}/{path.name}"))
            return
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
                kept = arrow.get(column.name, _ARROW_TYPES[column.type])
                if kept != _ARROW_TYPES[column.type]:
                    self._add("type", table, column.name, kept, f"must be {_ARROW_TYPES[column.type]} in Arrow")
        for column_name in found:
            if column_name not in table.names:
                self._add("column-extra", table, column_name)
        shared = [column_name for column_name, _ in stored if column_name in table.names]
        if shared != [column_name for column_name in table.names if column_name in found]:
            self._add("column-order", table, value=", ".join(shared))

    def _add(self, code: str, table: Table, column: str = "", value: str = "", message: str = "") -> None:
        self.findings.append(finding(code, message, table=table.name, column=column, value=value))


_ARROW_TYPES = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool", "date": "date32[day]"}


def _arrow_types(path: Path) -> dict[str, str]:
    # DuckDB does not see which of several Arrow types stands behind one Parquet type; where pyarrow is at hand, it does.
    try:
        from pyarrow import parquet
    except ImportError:
        return {}
    return {field.name: str(field.type) for field in parquet.read_schema(path)}
