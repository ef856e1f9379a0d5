"""What every form is written from: the tables of one release, opened, and what is said of them. Reads; writes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..contract import Table, read_json
from ..errors import Problem
from ..location import DESCRIPTOR
from ..reader import Release, identifier

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Source:
    """A release to export: `con` has a view for each table of `tables`; `package` is the descriptor."""

    release: Release
    con: DuckDBPyConnection
    package: dict[str, Any]

    @property
    def tables(self) -> dict[str, Table]:
        """What every table is, in reading order: no table before one that it refers to."""
        return self.release.contract

    @property
    def version(self) -> str:
        """The version of the data."""
        return str(self.package.get("version", "unknown"))

    def rows(self, name: str) -> list[tuple[Any, ...]]:
        """All rows of a table in document order, columns as its schema has them; days as `datetime.date`."""
        columns = ", ".join(map(identifier, self.tables[name].names))
        return self.con.execute(f"SELECT {columns} FROM {identifier(name)}").fetchall()

    def dicts(self, name: str) -> Iterator[dict[str, Any]]:
        """The same rows by column name."""
        names = self.tables[name].names
        for row in self.rows(name):
            yield dict(zip(names, row, strict=True))

    def schema(self, name: str) -> dict[str, Any]:
        """The schema of a table as it is published."""
        return read_json(self.release.root / "schemas" / f"{name}.json")


def open_source(release: Release) -> Source:
    """A release, opened for export. Problem where a table is not described."""
    for name in release.files:
        if name not in release.contract:
            raise Problem(f"the table {name} is not described", file=release.root / "schemas", remedy="Install again.")
    return Source(release, release.connect(), read_json(release.root / DESCRIPTOR))


def refuse_empty_text(table: Table, rows: list[tuple[Any, ...]], form: str) -> None:
    """Problem where a text is there and empty: the form would give it back as null. No sound release has one."""
    for row in rows:
        for column, value in zip(table.columns, row, strict=True):
            if value == "":
                raise Problem(
                    f"an empty text, which {form} cannot tell from a null",
                    file=f"{table.name}.parquet",
                    place=f"{row[0]}, {column.name}",
                    remedy="The release is not sound (baghdad-tehran validate), or choose another form: --to jsonl.",
                )


def json_text(value: Any) -> str:
    """JSON as every form here writes it: UTF-8, two spaces, a newline at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def json_line(value: Any) -> str:
    """One object on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
