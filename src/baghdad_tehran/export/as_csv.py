"""CSV: a file for each table, with a data package of its own that says what every column is.

UTF-8, comma, a header, lines that end in a newline. An empty cell is a null: no text of a sound release is empty.
"""

from __future__ import annotations

import hashlib
import re
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
_QUOTED = re.compile(r"""[",\r\n]|^[ '#\ufeff]| $""")  # what must stand in quotes, and what some readers would take away
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
        package["description"] = " ".join(filter(None, (package.get("description"), _GUARDED)))
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
    lines = [",".join(table.names), *(",".join(_cell(value, guard_formulas) for value in row) for row in rows)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _cell(value: Any, guard_formulas: bool) -> str:
    """By hand, and not with the module csv: which texts that quotes depends on the version of Python."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return repr(value)
    text = f"'{value}" if guard_formulas and value.startswith(_FORMULA) else value
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


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
