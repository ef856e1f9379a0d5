"""JSON lines: a file for each table, an object for each row, every column in it. Days are text, as JSON has none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from .source import Source, json_line, json_text

TITLE = "JSON lines"
SAYS = (
    "Every table as a file of JSON objects, one a line, with all columns, nulls too. Days are text (`2025-10-21`); `schemas.json`"
    " says which columns are days, and what every column is."
)
CANNOT: tuple[str, ...] = ()


def write(source: Source, folder: Path) -> dict[str, str]:
    """Write a file for each table, and what the columns are."""
    files = {}
    for name, table in source.tables.items():
        text = "".join(json_line({key: _plain(value) for key, value in row.items()}) for row in source.dicts(name))
        (folder / f"{name}.jsonl").write_bytes(text.encode("utf-8"))
        files[f"{name}.jsonl"] = table.title
    schemas = {name: source.schema(name) for name in source.tables}
    (folder / "schemas.json").write_bytes(json_text(schemas).encode("utf-8"))
    return files | {"schemas.json": "what every table and column is (Table Schema), by table"}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
