"""Questions to the published tables about the five reports: who is who, which meeting, which sources."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).resolve().parents[1]
Ask = Callable[..., list[tuple[Any, ...]]]

S000, S001, S002, S003, S004 = (
    "000_60f840387c32c4de",
    "001_bf9d26c0367c8153",
    "002_8f7a0015df3d69a9",
    "003_4b4ffb9a5b418fc3",
    "004_613b050c8c20d596",
)
SOURCES = (S000, S001, S002, S003, S004)


@cache
def asked() -> Ask:
    """Runs one query on the published tables and gives its rows."""
    connection = duckdb.connect()
    for path in (ROOT / "dataset").glob("*.parquet"):
        connection.execute(f"CREATE VIEW {path.stem} AS SELECT * FROM read_parquet('{path}')")
    connection.execute("""
        CREATE VIEW who AS  -- every meeting with its people, by any written form of their names
        SELECT m.meeting_id, p.participant_id, n.name, p.person_id
        FROM meetings m JOIN meeting_participants p USING (meeting_id) JOIN person_names n USING (person_id)
    """)

    def run(sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return connection.execute(sql, values).fetchall()

    return run


@cache
def person(ask: Ask, name: str) -> str:
    """The one person who is written like this."""
    found = ask("SELECT DISTINCT person_id FROM person_names WHERE name = ?", name)
    assert len(found) == 1, (name, found)
    return str(found[0][0])


def meeting(ask: Ask, *names: str, kind: str = "bilateral") -> str:
    """The one meeting of this kind in which these people, and no other principal, took part."""
    people = {person(ask, name) for name in names}
    found = [
        row[0]
        for row in ask(
            "SELECT m.meeting_id, list(p.person_id) FROM meetings m JOIN meeting_participants p USING (meeting_id) WHERE "
            "m.kind = ? AND p.capacity <> 'attendee' GROUP BY ALL",
            kind,
        )
        if {one for one in row[1] if one} == people
    ]
    assert len(found) == 1, (names, found)
    return str(found[0])


def sources_of(ask: Ask, table: str, row: str, column: str | None = None) -> set[str]:
    """The sources whose words stand behind a row, or behind one column of it."""
    return {
        r[0]
        for r in ask(
            "SELECT DISTINCT source_id FROM provenance WHERE table_name = ? AND row_id = ? AND (?::VARCHAR IS NULL OR "
            "column_name = ?)",
            table,
            row,
            column,
            column,
        )
    }


def kind_at(ask: Ask, source: str, position: int) -> str:
    (found,) = ask(
        "SELECT kind FROM segments WHERE source_id = ? AND start_char <= ? AND ? < end_char", source, position, position
    )
    return str(found[0])
