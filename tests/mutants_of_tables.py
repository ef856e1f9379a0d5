"""Broken releases: the same kinds of damage for every table, as its schema allows."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from breaking import (
    Change,
    Mutant,
    Rows,
    cut,
    edit,
    flip,
    gone,
    of_rows,
    over,
    put,
    recast,
    reshape,
    resource,
)
from mutants import HASHES, WRITTEN

from baghdad_tehran.contract import Column, Table

# What the gate says when the first row of a table is dropped: code, and the table that it names.
_DROPPED = {
    "sources": ("foreign-key", "provenance"),
    "people": ("foreign-key", "person_names"),
    "person_names": ("row-reference", "provenance"),
    "organizations": ("foreign-key", "quote_speakers"),
    "roles": ("row-reference", "provenance"),
    "meetings": ("foreign-key", "meeting_participants"),
    "meeting_participants": ("row-reference", "provenance"),
    "meeting_topics": ("row-reference", "provenance"),
    "agreements": ("foreign-key", "agreement_participants"),
    "agreement_participants": ("row-reference", "provenance"),
    "agreement_provisions": ("row-reference", "provenance"),
    "quotes": ("foreign-key", "quote_speakers"),
    "quote_speakers": ("row-reference", "provenance"),
    "agreement_mentions": ("row-reference", "provenance"),
    "agreement_mention_candidates": ("companions", "agreement_mentions"),
    "segments": ("tiling", "segments"),
    "rules": ("foreign-key", "provenance"),
    "provenance": ("provenance-missing", None),
    "conflicts": ("companions", "conflicts"),
}


def some_for(contract: dict[str, Table]) -> list[Mutant]:
    """Of `made_for`, every kind for some tables and every table with some kinds: what the tests take the time for."""
    made = list(made_for(contract))
    kinds = list(dict.fromkeys(mutant.kind for mutant in made))
    tables = list(contract)
    known = {mutant.name for mutant in WRITTEN}
    return [m for m in made if m.name not in known and (kinds.index(m.kind) + tables.index(m.name.partition(":")[0])) % 4 == 0]


def made_for(contract: dict[str, Table], *, whole: bool = False) -> Iterator[Mutant]:
    """The same kinds of damage for every table, as its schema allows; to every column, where `whole`."""
    for table in contract.values():
        for name, change, code, *at in _rows_of(table, whole):
            place = at[0] if at else table.name
            yield Mutant(f"{table.name}: {name}", name.partition(" (")[0], of_rows(table.name, change), code, place,
                         not_codes=HASHES | {"type"})  # fmt: skip
        for name, change, code in _files_of(table):
            yield Mutant(f"{table.name}: {name}", name, change, code, not_codes=frozenset({"file-hash", "sums"}))
        for name, change, code in _unhashed_of(table):
            yield Mutant(f"{table.name}: {name}", name, change, code, rehash=False)


def _rows_of(table: Table, whole: bool) -> Iterator[tuple[Any, ...]]:
    key = table.primary_key
    other = "organizations" if table.name == "people" else "people"
    yield "id null", lambda content: content[-1].update({key: None}), "null"
    yield "a row twice", lambda content: content.append(dict(content[0])), "primary-key"
    yield "row dropped", lambda content: content.pop(0), *_DROPPED[table.name]
    yield "id of another table", put(**{key: "river-office" if other == "organizations" else "dana-karim"}), "id-reused", None
    for column in table.columns[1:]:
        if whole or column in _telling(table):
            yield from _cells_of(column)
    for reference in table.foreign_keys:
        yield f"dangling key ({reference.columns[0]})", put(**{reference.columns[0]: "no-such-row"}), "foreign-key"


def _telling(table: Table) -> Iterator[Column]:
    """For each kind of constraint the first column that has it."""
    having: list[Callable[[Column], Any]] = [
        lambda c: c.required,
        lambda c: c.enum,
        lambda c: c.pattern,
        lambda c: c.minimum is not None,
        lambda c: c.type == "string",
    ]
    for has in having:
        yield from [column for column in table.columns[1:] if has(column)][:1]


def _cells_of(column: Column) -> Iterator[tuple[Any, ...]]:
    if column.required:
        yield f"required null ({column.name})", put(**{column.name: None}), "null"
    if column.enum:
        yield f"enum's neighbour ({column.name})", _respelt(column.name), "enum"
    elif column.type == "string":
        yield f"empty text ({column.name})", put(**{column.name: ""}), "blank"
    if column.pattern:
        yield f"newline at the end ({column.name})", put(**{column.name: f"{column.example}\n"}), "pattern"
    if column.minimum is not None:
        yield f"below the minimum ({column.name})", put(**{column.name: type(column.minimum)(column.minimum - 1)}), "range"


def _respelt(column: str) -> Any:
    def change(content: Rows) -> None:
        row = next((row for row in content if row[column]), content[0])
        row[column] = (row[column] or "other").capitalize()

    return change


def _files_of(table: Table) -> Iterator[tuple[str, Change, str]]:
    file, schema, key = f"dataset/{table.name}.parquet", f"schemas/{table.name}.json", table.primary_key
    second = table.names[1]
    yield "id as bytes", recast(table.name, key, pa.binary()), "type"
    yield "large text", recast(table.name, key, pa.large_string()), "type"
    yield "column missing", reshape(table.name, lambda t: t.drop_columns([second])), "column-missing"
    yield (
        "column renamed",
        reshape(table.name, lambda t: t.rename_columns([key, f"{second}s", *table.names[2:]])),
        "column-missing",
    )
    yield "column extra", reshape(table.name, lambda t: t.append_column("extra", t.column(0))), "column-extra"
    yield "columns reordered", reshape(table.name, lambda t: t.select([second, key, *table.names[2:]])), "column-order"
    yield "cut short", cut(file, 7), "unreadable"
    yield "cut in half", lambda r: over(file, (r / file).read_bytes()[: (r / file).stat().st_size // 2])(r), "unreadable"
    yield "empty file", over(file, b""), "unreadable"
    yield "table gone", gone(file), "file-missing"
    other = "people" if table.name != "people" else "roles"
    yield (
        "another table in its place",
        lambda r: shutil.copy(_away(r / file).parent / f"{other}.parquet", r / file),
        "column-missing",
    )
    yield "schema gone", gone(schema), "schema"
    yield "schema misspelt", edit(schema, lambda s: s.update(uniqueKeys=[key])), "schema"
    yield "resource without schema", edit("datapackage.json", lambda p: resource(p, table.name).pop("schema")), "descriptor"


def _away(path: Path) -> Path:
    path.unlink()
    return path


def _unhashed_of(table: Table) -> Iterator[tuple[str, Change, str]]:
    yield "byte of the table", flip(f"dataset/{table.name}.parquet", 40), "file-hash"
    yield "byte of the schema", flip(f"schemas/{table.name}.json", -10), "file-hash"
    yield (
        "another hash",
        edit("datapackage.json", lambda p: resource(p, table.name).update(hash=f"sha256:{'0' * 64}")),
        "file-hash",
    )
    yield "another count", edit("datapackage.json", lambda p: resource(p, table.name).update(
        row_count=resource(p, table.name)["row_count"] + 1)), "row-count"  # fmt: skip
