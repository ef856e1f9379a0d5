"""The gate: whether a release is sound, and if not, where. All findings at once, each with a stable code.

It reads the folder that it is given and nothing else, needs DuckDB alone, and cannot be weakened by the environment. It
mends nothing. Codes are documented in `findings.CODES`. Other validators stand beside it in `gate_others`; this one
decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..contract import TABLES, Table, load_contract, read_json
from ..errors import Problem
from .findings import CODES, Finding, finding
from .gate_evidence import check_evidence, check_sources
from .gate_others import run_frictionless, run_pandera
from .gate_values import check_values
from .inputs import changed_inputs
from .loaded import Loaded
from .publish import PACKAGE_PROFILE, PARQUET_MEDIATYPE
from .released import (
    DATASET,
    DESCRIPTOR,
    SCHEMAS,
    SUMS,
    file_hash,
    read_sums,
    released_names,
)

__all__ = ["CODES", "Finding", "run_frictionless", "run_pandera", "validate_release"]

_PACKAGE_KEYS = {
    "$schema", "name", "title", "description", "version", "licenses", "contributors", "sources", "resources",
    "inputs",
}  # fmt: skip
_RESOURCE_KEYS = {
    "name", "type", "title", "description", "path", "format", "mediatype", "hash", "row_count", "schema", "supplied",
}  # fmt: skip


def validate_release(root: str | Path, sources_dir: str | Path | None = None) -> list[Finding]:
    """Everything that is wrong with the release in `root`, sorted; an empty list means that it is sound.

    With `sources_dir`, the folder that holds the source documents, every span is compared with them too.
    """
    root = Path(root)
    if not root.is_dir():
        raise Problem("there is no such folder", file=root)
    if sources_dir is not None and not Path(sources_dir).is_dir():
        raise Problem("there is no such folder of sources", file=sources_dir)
    findings = _check_files(root)
    try:
        contract = load_contract(root / SCHEMAS)
    except Problem as problem:
        message = ": ".join(part for part in (problem.place, problem.what) if part)
        file = Path(problem.file).name if problem.file else ""
        value = problem.value if problem.value is not None else ""
        findings.append(finding("schema", f"{file}: {message}", column=f"{SCHEMAS}/{file}", value=value))
        return sorted(findings)
    data = Loaded(root, contract)
    try:
        findings += data.findings
        supplied, more = _check_descriptor(root, contract, data)
        findings += more
        findings += _sql_safe(lambda: check_values(data))
        findings += _sql_safe(lambda: check_evidence(data, supplied))
        if sources_dir is not None:
            findings += _sql_safe(lambda: check_sources(data, Path(sources_dir)))
    finally:
        data.close()
    order = {name: number for number, name in enumerate(("", *TABLES))}
    return sorted(set(findings), key=lambda f: (order.get(f.table, len(order)), f.code, f.column, f.key, f.value))


def _sql_safe(check: Any) -> list[Finding]:
    """The findings of a check; a pattern that only Python understands is one too."""
    import duckdb

    try:
        return list(check())
    except duckdb.Error as error:
        return [finding("schema", f"a check could not be made: {str(error).splitlines()[0]}")]


def _check_files(root: Path) -> list[Finding]:
    """SHA256SUMS against what is there: every listed file, and no other."""
    try:
        listed = read_sums(root / SUMS)
    except Problem as problem:
        message = ": ".join(part for part in (problem.place, problem.what) if part)
        return [finding("sums", message, column=SUMS, value=problem.value if problem.value is not None else "")]
    findings = []
    present = released_names(root)
    for name in sorted(set(listed) - set(present)):
        findings.append(finding("file-missing", table=_table_of(name), column=name))
    for name in present:
        if name not in listed:
            findings.append(finding("file-unlisted", table=_table_of(name), column=name))
        elif (found := file_hash(root / name)) != listed[name]:
            findings.append(
                finding("file-hash", f"SHA256SUMS has {listed[name]}", table=_table_of(name), column=name, value=found)
            )
    return findings


def _table_of(name: str) -> str:
    match = re.fullmatch(rf"{DATASET}/([a-z_]+)\.parquet", name)
    return match[1] if match and match[1] in TABLES else ""


def _check_descriptor(root: Path, contract: Mapping[str, Table], data: Loaded) -> tuple[dict[str, Sequence[str]], list[Finding]]:
    """The descriptor against the files and tables; gives what it says was supplied."""
    findings: list[Finding] = []

    def wrong(message: str, value: Any = "", *, table: str = "", column: str = "", code: str = "descriptor") -> None:
        findings.append(finding(code, message, table=table, column=column, value=value))

    try:
        package = read_json(root / DESCRIPTOR)
    except Problem as problem:
        wrong(problem.what, column=DESCRIPTOR)
        return {}, findings
    for key in sorted(set(package) - _PACKAGE_KEYS):
        wrong("a property that nothing here understands", key)
    for key in sorted(_PACKAGE_KEYS - {"sources", "inputs"} - set(package)):
        wrong("a property is missing", key)
    if package.get("$schema") != PACKAGE_PROFILE:
        wrong(f"must be {PACKAGE_PROFILE}", package.get("$schema"), column="$schema")
    inputs = package.get("inputs", {})
    if not isinstance(inputs, dict) or not all(
        isinstance(v, str) and re.fullmatch(r"sha256:[0-9a-f]{64}", v) for v in inputs.values()
    ):
        wrong("must name a sha256 for each input", column="inputs")
    else:
        for name, what in changed_inputs(root, {k: v.removeprefix("sha256:") for k, v in inputs.items()}):
            findings.append(finding("input", f"{name} {what}; build again", column=name))
    for key in ("name", "title", "description", "version"):
        if not isinstance(package.get(key), str) or not package[key].strip():
            wrong("must be text, not empty", package.get(key), column=key)
    for key in ("licenses", "contributors"):
        if not isinstance(package.get(key), list) or not package[key]:
            wrong("must be a list, not empty", package.get(key), column=key)
    resources = package.get("resources")
    if not isinstance(resources, list) or not all(isinstance(resource, dict) for resource in resources):
        wrong("must be a list of objects", column="resources")
        return {}, findings
    names = [resource.get("name") for resource in resources]
    if names != list(contract):
        wrong(f"must be these, in this order: {', '.join(contract)}", ", ".join(map(str, names)), column="resources")
    for resource in resources:
        name = resource.get("name")
        if not isinstance(name, str) or name not in contract:
            continue
        table, path = contract[name], root / DATASET / f"{name}.parquet"
        for key in sorted(set(resource) - (_RESOURCE_KEYS if name == "sources" else _RESOURCE_KEYS - {"supplied"})):
            wrong("a property that nothing here understands", key, table=name)
        expected = {
            "type": "table",
            "title": table.title,
            "description": table.description,
            "path": f"{DATASET}/{name}.parquet",
            "format": "parquet",
            "mediatype": PARQUET_MEDIATYPE,
            "schema": f"{SCHEMAS}/{name}.json",
        }
        for key, value in expected.items():
            if resource.get(key) != value:
                wrong(f"must be {value}", resource.get(key), table=name, column=key)
        if path.is_file() and resource.get("hash") != (found := f"sha256:{file_hash(path)}"):
            wrong(f"the file's is {found}", resource.get("hash"), table=name, column="hash", code="file-hash")
        count = resource.get("row_count")
        if name in data.columns and (type(count) is not int or count != data.count(name)):
            wrong(f"the table has {data.count(name)}", count, table=name, column="row_count", code="row-count")
    sources: dict[str, Any] = next((resource for resource in resources if resource.get("name") == "sources"), {})
    return _supplied(sources.get("supplied", {}), contract["sources"], data, wrong), findings


def _supplied(supplied: Any, table: Table, data: Loaded, wrong: Any) -> dict[str, Sequence[str]]:
    if not isinstance(supplied, dict):
        wrong("must be an object", supplied, table="sources", column="supplied")
        return {}
    known = {row[0] for row in data.rows("SELECT source_id FROM sources")} if data.has("sources", "source_id") else None
    result: dict[str, Sequence[str]] = {}
    for source, columns in supplied.items():
        if known is not None and source not in known:
            wrong("is no source_id", source, table="sources", column="supplied")
        elif not isinstance(columns, list) or not all(isinstance(c, str) and c in table.owed for c in columns):
            wrong(f"must list columns among {', '.join(table.owed)}", columns, table="sources", column="supplied")
        else:
            result[source] = columns
    return result
