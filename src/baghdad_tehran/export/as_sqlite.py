"""SQLite: one file with every table, its keys and its checks, and what Datasette needs to explain it."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

from ..contract import Table
from ..reader import identifier
from .ddl import create_table
from .source import Source, json_text

TITLE = "SQLite"
SAYS = (
    "One SQLite file with every table, primary and foreign keys, closed lists and conditions. Truth values are 0 and 1, days are"
    " text (`2025-10-21`), as SQLite has neither. Datasette shows it with descriptions:"
    " `datasette baghdad-tehran.sqlite --metadata metadata.json`."
)
CANNOT: tuple[str, ...] = ()
FILE = "baghdad-tehran.sqlite"
_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}


def write(source: Source, folder: Path) -> dict[str, str]:
    """Write the database and its metadata."""
    con = sqlite3.connect(folder / FILE, isolation_level=None)
    try:
        con.execute("PRAGMA foreign_keys = ON")
        con.execute("BEGIN")
        for name, table in source.tables.items():
            types = {column.name: _TYPES[column.type] for column in table.columns}
            con.execute(create_table(table, source.tables, types, deferred=True))
            for key in table.foreign_keys:  # without an index, following a key backwards reads the whole table
                index = identifier(f"{name}_{'_'.join(key.columns)}")
                con.execute(f"CREATE INDEX {index} ON {identifier(name)} ({', '.join(map(identifier, key.columns))})")
            marks = ", ".join("?" for _ in table.columns)
            rows = ([_plain(value) for value in row] for row in source.rows(name))
            con.executemany(f"INSERT INTO {identifier(name)} VALUES ({marks})", rows)
        con.execute("COMMIT")  # here the foreign keys are looked at
    finally:
        con.close()
    (folder / "metadata.json").write_bytes(json_text(_metadata(source)).encode("utf-8"))
    return {FILE: "all tables", "metadata.json": "titles and descriptions, for Datasette"}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _metadata(source: Source) -> dict[str, Any]:
    package = source.package
    licence: dict[str, Any] = next(iter(package.get("licenses", ())), {})
    tables = {name: _described(table) for name, table in source.tables.items()}
    return {
        "title": package.get("title"),
        "description": f"{package.get('description')} Version {source.version}.",
        "license": licence.get("title"),
        "license_url": licence.get("path"),
        "databases": {Path(FILE).stem: {"tables": tables}},
    }


def _described(table: Table) -> dict[str, Any]:
    columns = {column.name: " ".join(filter(None, (column.description, column.note))) for column in table.columns}
    return {"title": table.title, "description": table.description, "columns": columns}
