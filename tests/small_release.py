"""A release of a few made-up rows, for the tests that need a value or a folder which the published one does not have.

Written with DuckDB alone, from the schemas: a column that a row does not name is null.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb

from baghdad_tehran.contract import load_contract
from baghdad_tehran.reader import identifier, literal

ROOT = Path(__file__).resolve().parents[1]
SQL_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}

_SOURCE = {"source_id": "s1", "path": "seeds/s1.txt", "sha256": "0" * 64, "characters": 100, "title": "A title", "language": "en",
           "published": "2025-10-21", "excerpted_share": 0.5}  # fmt: skip
_PROVENANCE = {"source_id": "s1", "rule_id": "r1", "rule_version": "1", "agrees": True, "verdict": "accepted", "passes": 2}
ROWS: dict[str, list[dict[str, Any]]] = {
    "sources": [_SOURCE, {**_SOURCE, "source_id": "s2", "title": None, "published": None}],
    "people": [
        {"person_id": "ada", "name": "Ada al-Example", "country": "IRQ"},
        {"person_id": "ada-b", "name": "Ada \x1b[31mB\u202e", "country": None},
    ],
    "person_names": [{"name_id": "ada/al-example", "person_id": "ada", "name": "al-Example", "mentions": 3}],
    "roles": [
        {
            "role_id": "ada/minister-irq",
            "person_id": "ada",
            "title": "Minister",
            "kind": "office",
            "country": "IRQ",
            "first_reported": "2025-10-21",
            "last_reported": "2025-10-21",
        },
        {"role_id": "ada-b/general", "person_id": "ada-b", "title": "General", "kind": "rank"},
    ],
    "meetings": [
        {
            "meeting_id": "m1",
            "kind": "bilateral",
            "name": "Ada and a counterpart",
            "status": "held",
            "date": "2025-10",
            "date_from": "2025-10-01",
            "date_to": "2025-10-31",
            "date_precision": "month",
            "place": "Baghdad",
        }
    ],
    "meeting_participants": [
        {
            "participant_id": "m1/ada",
            "meeting_id": "m1",
            "kind": "person",
            "person_id": "ada",
            "side": "IRQ",
            "capacity": "principal",
        },
        {
            "participant_id": "m1/x",
            "meeting_id": "m1",
            "kind": "office",
            "description": "her counterpart",
            "side": "IRN",
            "capacity": "principal",
        },
    ],
    "meeting_topics": [{"topic_id": "m1/borders", "meeting_id": "m1", "topic": "borders"}],
    "quotes": [
        {
            "quote_id": "s1:0000010-20:aa",
            "source_id": "s1",
            "start_char": 10,
            "end_char": 20,
            "quote_type": "direct",
            "content": "“Ten chars”",
            "cue": "said",
            "meeting_id": "m1",
            "utterance_id": "u1",
            "utterance_relation": "only",
        }
    ],
    "quote_speakers": [{"speaker_id": "s1:0000010-20:aa/ada", "quote_id": "s1:0000010-20:aa", "person_id": "ada"}],
    "provenance": [
        {
            **_PROVENANCE,
            "provenance_id": "p1",
            "table_name": "people",
            "row_id": "ada",
            "column_name": "name",
            "start_char": 0,
            "end_char": 14,
            "exact": "Ada al-Example",
            "value": "Ada al-Example",
        },
        {
            **_PROVENANCE,
            "provenance_id": "p2",
            "table_name": "people",
            "row_id": "ada",
            "column_name": "country",
            "start_char": 20,
            "end_char": 25,
            "exact": "Iraqi",
            "value": "IRQ",
            "inference": "demonym",
        },
        {
            **_PROVENANCE,
            "provenance_id": "p3",
            "table_name": "roles",
            "row_id": "ada/minister-irq",
            "column_name": "title",
            "start_char": 26,
            "end_char": 34,
            "exact": "minister",
            "value": "Minister",
        },
        {
            **_PROVENANCE,
            "provenance_id": "p4",
            "table_name": "people",
            "row_id": "ada-b",
            "column_name": "name",
            "start_char": 40,
            "end_char": 45,
            "exact": "Ada B",
            "value": "Ada B",
            "source_id": "s2",
        },
    ],
}


def write_release(root: Path, rows: dict[str, list[dict[str, Any]]] | None = None) -> Path:
    """Writes the release into a folder, which is made, and returns it."""
    rows = ROWS if rows is None else rows
    (root / "dataset").mkdir(parents=True)
    shutil.copytree(ROOT / "schemas", root / "schemas")
    resources = []
    con = duckdb.connect()
    for name, table in load_contract(root / "schemas").items():
        columns = ", ".join(f"{identifier(column.name)} {SQL_TYPES[column.type]}" for column in table.columns)
        con.execute(f"CREATE TABLE {identifier(name)} ({columns})")
        for row in rows.get(name, ()):
            cells = ", ".join(literal(row.get(column)) for column in table.names)
            con.execute(f"INSERT INTO {identifier(name)} VALUES ({cells})")
        con.execute(f"COPY {identifier(name)} TO {literal(str(root / 'dataset' / name))[:-1]}.parquet' (FORMAT parquet)")
        resources.append({"name": name, "path": f"dataset/{name}.parquet", "schema": f"schemas/{name}.json"})
    con.close()
    (root / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    return root
