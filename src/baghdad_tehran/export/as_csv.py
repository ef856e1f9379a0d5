"""CSV: a file for each table, with a data package of its own that says what every column is.

UTF-8, comma, a header, lines that end in a newline. An empty cell is a null: no text of a sound release is empty.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ..contract import Table
from ..location import DESCRIPTOR
from .source import Source, json_text, refuse_empty_text

TITLE = "CSV with a data package"
SAYS = (
    "Every table as a CSV file: UTF-8, commas, a header; an empty cell is a null. `datapackage.json` says what every column"
    " is, for R's and Python's frictionless and any program that knows data packages."
)
CANNOT: tuple[str, ...] = ()
# With these a spreadsheet program takes a cell for a formula (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SCHEMA_KEYS = ("$schema", "name", "title", "description", "fields", "primaryKey", "foreignKeys")
_PACKAGE_KEYS = ("$schema", "name", "title", "description", "version", "licenses", "contributors", "sources")


def write(source: Source, folder: Path, guard_formulas: bool = False) -> dict[str, str]:
    """Write a file for each table and the descriptor."""
    files, resources = {}, []
    for name, table in source.tables.items():
        content = csv_bytes(table, source.rows(name), guard_formulas)
        (folder / f"{name}.csv").write_bytes(content)
        files[f"{name}.csv"] = table.title
        resources.append(_resource(source, table, content))
    package = {key: source.package[key] for key in _PACKAGE_KEYS if key in source.package} | {"resources": resources}
    if guard_formulas:
        package["description"] += f" {_GUARDED}"
    (folder / DESCRIPTOR).write_bytes(json_text(package).encode("utf-8"))
    files[DESCRIPTOR] = "what every table and column is (Data Package)" + (f". {_GUARDED}" if guard_formulas else "")
    return files


_GUARDED = (
    "An apostrophe stands before each text that a spreadsheet program would take for a formula (one that begins with"
    " = + - @, a tab or a carriage return); it is no part of the text."
)


def csv_bytes(table: Table, rows: list[tuple[Any, ...]], guard_formulas: bool = False) -> bytes:
    """A table as the bytes of a CSV file. Problem where a text is empty and would come back as null."""
    refuse_empty_text(table, rows, "CSV")
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows(_cells(rows, guard_formulas))
    return stream.getvalue().encode("utf-8")


def _cells(rows: Iterable[Sequence[Any]], guard_formulas: bool) -> Iterable[list[str]]:
    def cell(value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str):
            return f"'{value}" if guard_formulas and value.startswith(_FORMULA) else value
        return repr(value)

    return ([cell(value) for value in row] for row in rows)


def _resource(source: Source, table: Table, content: bytes) -> dict[str, Any]:
    schema = source.schema(table.name)
    return {
        "name": table.name,
        "type": "table",
        "profile": "tabular-data-resource",  # what version 1 called it, which R's frictionless asks for
        "title": table.title,
        "description": table.description,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {key: schema[key] for key in _SCHEMA_KEYS if key in schema} | {"missingValues": [""]},
    }
