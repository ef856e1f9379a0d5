"""The published tables and the texts of their sources, read with DuckDB and the standard library alone."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).resolve().parents[1]
# Segments in which nothing is coded: furniture, and what describes the document itself.
NOT_CODED = {"furniture", "credit", "date", "dateline", "byline"}
Row = dict[str, Any]


@cache
def read_schemas() -> dict[str, dict[str, Any]]:
    """The schema of each table."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "schemas").glob("*.json"))}


@cache
def read_descriptor() -> dict[str, Any]:
    """The data package's descriptor."""
    package: dict[str, Any] = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    return package


@cache
def read_tables() -> dict[str, list[Row]]:
    """Every table as it is stored: its rows in the order of the file."""
    connection = duckdb.connect()
    found = {}
    for name in read_schemas():
        result = connection.execute("SELECT * FROM read_parquet(?)", [str(ROOT / "dataset" / f"{name}.parquet")])
        columns = [column[0] for column in result.description]
        found[name] = [dict(zip(columns, row)) for row in result.fetchall()]
    return found


@cache
def read_texts() -> dict[str, str]:
    """The text of each source, character for character."""
    found = {}
    for row in read_tables()["sources"]:
        with (ROOT / row["path"]).open(encoding="utf-8", newline="") as file:
            found[row["source_id"]] = file.read()
    return found
