"""Writes a release: the tables as Parquet, the data dictionary, the descriptor and the hashes, all or nothing.

Everything is written to a folder beside the release and put in its place only when it is whole. Same tables, contract,
curated files, version and writer library give the same bytes; nothing here reads the clock. It never changes schemas,
rules or vocabularies, and never judges the tables: hand it a check for that.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contract import Column, Table
from ..errors import Problem
from ..released import (
    CURATED,
    DATASET,
    DESCRIPTOR,
    PACKAGE_PROFILE,
    PARQUET_MEDIATYPE,
    SCHEMAS,
    SUMS,
    file_hash,
    write_sums,
)
from ..swap import JOURNAL, STAGING_PREFIX, complete_locked, locked, swap, sweep
from .arrow import arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

NAME = "baghdad-tehran"
TITLE = "Baghdad–Tehran: Iran–Iraq diplomacy in news reports"
DESCRIPTION = (
    "Meetings, agreements and attributed speech between Iran and Iraq, and the people and bodies involved, as news"
    " reports of 2025 tell of them. Found by rules, checked by hand; every value can be traced to the characters that"
    " say it. Quoted words remain their sources'."
)
CONTRIBUTORS = [{"title": "baghdad-tehran contributors", "roles": ["author"]}]
LICENSES = [
    {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0 International",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    }
]
_LONGEST_PATTERN = 50  # beyond this a pattern tells a reader of the dictionary nothing
_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(?:[-+.]?[0-9A-Za-z.+-]+)?")


def publish(
    root: str | Path,
    tables: Mapping[str, pa.Table],
    contract: Mapping[str, Table],
    version: str,
    *,
    supplied: Mapping[str, Sequence[str]] | None = None,
    inputs: Mapping[str, str] | None = None,
    check: Callable[[Path], Sequence[Any]] | None = None,
) -> list[str]:
    """Write the release into `root` and return the names of the files that changed, sorted; none where nothing did.

    `supplied` lists, for a source_id, the columns of `sources` that a curator supplied and the text does not state.
    `inputs` are the hashes of the files that the release was built from and does not hold.
    `check` gets a folder that holds the whole new release and returns findings; any finding stops the release.
    Whatever goes wrong before the swap, and any kill, leaves the old release or the new one, never a mixture.
    """
    root = Path(root)
    if not _VERSION.fullmatch(version):
        raise Problem("a version must look like 1.2.3", value=version)
    _check_tables(tables, contract)
    _check_supplied(supplied or {}, tables["sources"], contract["sources"])
    with locked(root):
        complete_locked(root)
        sweep(root)
        staging = Path(tempfile.mkdtemp(prefix=STAGING_PREFIX, dir=root))
        try:
            _stage(root, staging, tables, contract, version, supplied or {}, inputs or {})
            findings = list(check(staging)) if check else []
            if findings:
                raise _refused(findings)
            replace, remove = _differences(root, staging)
            if replace or remove:
                swap(root, staging, replace, remove)
        finally:
            # Once the journal is in place, the staged files are the release: only completing the swap may take them.
            if not (root / JOURNAL).exists():
                shutil.rmtree(staging, ignore_errors=True)
    return sorted([*replace, *remove])


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write one table with the settings of the release. The bytes depend on these, the table, and pyarrow's version."""
    import pyarrow.parquet as pq

    pq.write_table(
        table.replace_schema_metadata(None),  # pandas would otherwise leave its own here
        path,
        compression="zstd",
        compression_level=9,
        write_page_index=True,
        write_page_checksum=True,
        store_schema=True,
    )


def descriptor(
    tables: Mapping[str, pa.Table],
    contract: Mapping[str, Table],
    version: str,
    hashes: Mapping[str, str],
    supplied: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """The Data Package v2 descriptor. `hashes` maps each table to the SHA-256 of its file."""
    resources = []
    for name, table in contract.items():
        resource = {
            "name": name,
            "type": "table",
            "title": table.title,
            "description": table.description,
            "path": f"{DATASET}/{name}.parquet",
            "format": "parquet",
            "mediatype": PARQUET_MEDIATYPE,
            "hash": f"sha256:{hashes[name]}",  # no `bytes`: stock validators count decoded text against it, and fail
            "row_count": tables[name].num_rows,
            "schema": f"{SCHEMAS}/{name}.json",
        }
        if name == "sources":
            resource["supplied"] = {source: sorted(columns) for source, columns in sorted(supplied.items()) if columns}
        resources.append(resource)
    documents = []
    for row in tables["sources"].select(["source_id", "title", "publisher", "url"]).to_pylist():
        title = ", ".join(part for part in (row["title"] or row["source_id"], row["publisher"]) if part)
        documents.append({"title": title} | ({"path": row["url"]} if row["url"] else {}))
    package = {
        "$schema": PACKAGE_PROFILE,
        "name": NAME,
        "title": TITLE,
        "description": DESCRIPTION,
        "version": version,
        "licenses": LICENSES,
        "contributors": CONTRIBUTORS,
    }
    return package | ({"sources": documents} if documents else {}) | {"resources": resources}


def dictionary(contract: Mapping[str, Table], rows: Mapping[str, int]) -> str:
    """The data dictionary as Markdown: all tables and columns. `rows` is the number of rows of each table."""
    lines = [
        "# Data dictionary",
        "",
        "Generated from `schemas/` with every build; do not edit. One Parquet file for each table. Spans are half-open and",
        "count Unicode code points of the unaltered source. Columns marked ● are owed evidence: each of their values rests on",
        "at least one row of `provenance`. Tables are under CC BY 4.0; quoted words remain their sources'.",
        "",
        "| table | rows | what it holds |",
        "|---|---:|---|",
    ]
    lines += [f"| [{t.name}](#{t.name}) | {rows[t.name]} | {_cell(t.description)} |" for t in contract.values()]
    for table in contract.values():
        lines += ["", f"## {table.name}", "", table.description, ""]
        lines += [f"Primary key: `{table.primary_key}`."]
        for key in table.foreign_keys:
            target = ", ".join(f"`{table_column}`" for table_column in key.target_columns)
            lines.append(f"{', '.join(f'`{c}`' for c in key.columns)} refers to {target} of [{key.target}](#{key.target}).")
        for group in table.one_of:
            lines.append(f"At least one is filled: {', '.join(f'`{column}`' for column in group)}.")
        for rule in table.conditions:
            lines.append(_condition(rule.column, rule.values, rule.required, rule.null))
        lines += ["", "| column | type | description | example | constraints |", "|---|---|---|---|---|"]
        for column in table.columns:
            mark = " ●" if column.name in table.owed else ""
            words = f"{column.description} {column.note or ''}".strip()
            cells = (f"`{column.name}`{mark}", column.type, _cell(words), _code(column.example), _constraints(column))
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _condition(column: str, values: Sequence[str] | None, required: Sequence[str], null: Sequence[str]) -> str:
    when = f"Where `{column}` is " + ("filled" if values is None else " or ".join(f"`{value}`" for value in values))
    wants = [f"`{name}` is filled" for name in required] + [f"`{name}` is empty" for name in null]
    return f"{when}, {' and '.join(wants)}."


def _constraints(column: Column) -> str:
    parts = ["required"] if column.required else []
    if column.enum:
        parts.append("one of " + ", ".join(_code(value) for value in column.enum))
    if column.pattern:
        short = len(column.pattern) <= _LONGEST_PATTERN
        parts.append(f"pattern {_code(column.pattern)}" if short else "pattern in `schemas/`")
    if column.min_length:
        parts.append("not empty")
    if column.minimum is not None:
        parts.append(f"at least {column.minimum}")
    if column.maximum is not None:
        parts.append(f"at most {column.maximum}")
    return "; ".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _code(text: str) -> str:
    fence = "``" if "`" in text else "`"
    return f"{fence}{_cell(text)}{fence}"


def _check_tables(tables: Mapping[str, pa.Table], contract: Mapping[str, Table]) -> None:
    for name in tables:
        if name not in contract:
            raise Problem("there is no table of this name", value=name, remedy="Known: " + ", ".join(contract))
    for name, table in contract.items():
        if name not in tables:
            raise Problem(f"the table {name} is missing")
        wanted, found = arrow_schema(table), tables[name].schema
        if not found.equals(wanted):
            differing = [w.name for w in wanted if w.name not in found.names or not found.field(w.name).equals(w)]
            differing += [name for name in found.names if name not in wanted.names]
            raise Problem(f"the table {name} does not have the columns of its schema", value=differing or found.names)


def _check_supplied(supplied: Mapping[str, Sequence[str]], sources: pa.Table, contract: Table) -> None:
    known = set(sources.column("source_id").to_pylist())
    for source, columns in supplied.items():
        if source not in known:
            raise Problem("metadata was supplied for a source that is not there", value=source)
        for column in columns:
            if column not in contract.owed:
                raise Problem(f"{column} of {source} cannot be marked as supplied",
                              remedy="Only these are owed evidence: " + ", ".join(contract.owed))  # fmt: skip


def _stage(
    root: Path,
    staging: Path,
    tables: Mapping[str, pa.Table],
    contract: Mapping[str, Table],
    version: str,
    supplied: Mapping[str, Sequence[str]],
    inputs: Mapping[str, str],
) -> None:
    (staging / DATASET).mkdir()
    (staging / SCHEMAS).mkdir()
    for path in sorted((root / SCHEMAS).glob("*.json")):
        shutil.copyfile(path, staging / SCHEMAS / path.name)
    for folder in CURATED:
        if (root / folder).is_dir():
            shutil.copytree(root / folder, staging / folder, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    hashes = {}
    for name in contract:
        path = staging / DATASET / f"{name}.parquet"
        write_parquet(tables[name], path)
        hashes[name] = file_hash(path)
    rows = {name: tables[name].num_rows for name in contract}
    (staging / DATASET / "README.md").write_bytes(dictionary(contract, rows).encode("utf-8"))
    package = descriptor(tables, contract, version, hashes, supplied)
    if inputs:
        package["inputs"] = {name: f"sha256:{digest}" for name, digest in sorted(inputs.items())}
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (staging / DESCRIPTOR).write_bytes(text.encode("utf-8"))
    write_sums(staging)


def _differences(root: Path, staging: Path) -> tuple[list[str], list[str]]:
    made = [f"{DATASET}/{path.name}" for path in sorted((staging / DATASET).iterdir())] + [DESCRIPTOR, SUMS]
    replace = [
        name for name in made if not (root / name).is_file() or (root / name).read_bytes() != (staging / name).read_bytes()
    ]
    old = sorted((root / DATASET).iterdir()) if (root / DATASET).is_dir() else []
    remove = [f"{DATASET}/{path.name}" for path in old if not path.name.startswith(".") and path.is_file()]
    return replace, [name for name in remove if name not in made]


def _refused(findings: Sequence[Any]) -> Problem:
    first = findings[0]
    problem = Problem(
        f"the new release is not sound: {len(findings)} findings, the first of them {first.code}: {first.message}",
        file=first.table or None,
        place=" ".join(part for part in (first.key, first.column) if part) or None,
        value=first.value or None,
        remedy="mend what it names; the old release is untouched",
    )
    problem.findings = tuple(findings)  # type: ignore[attr-defined]
    return problem
