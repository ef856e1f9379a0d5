"""The gate's look at datapackage.json: whether it says of the release what the release is, and nothing that is not understood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..contract import Table, read_json
from ..errors import Problem
from ..released import DATASET, DESCRIPTOR, PACKAGE_PROFILE, PARQUET_MEDIATYPE, SCHEMAS, file_hash
from .findings import Finding, finding
from .inputs import changed_inputs
from .loaded import Loaded

_PACKAGE_KEYS = {
    "$schema", "name", "title", "description", "version", "licenses", "contributors", "sources", "resources",
    "inputs",
}  # fmt: skip
_RESOURCE_KEYS = {
    "name", "type", "title", "description", "path", "format", "mediatype", "hash", "row_count", "schema", "supplied",
}  # fmt: skip


def check_descriptor(root: Path, contract: Mapping[str, Table], data: Loaded) -> tuple[dict[str, Sequence[str]], list[Finding]]:
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
    try:
        for name, what in changed_inputs(root, _inputs(package)):
            findings.append(finding("input", f"{name} {what}; build again", column=name))
    except ValueError as error:
        wrong(str(error), column="inputs")
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


def read_inputs(root: Path) -> dict[str, str]:
    """Name and SHA-256 of each file that the release in `root` was built from, as its descriptor has them."""
    try:
        return _inputs(read_json(root / DESCRIPTOR))
    except ValueError as error:
        raise Problem(str(error), file=root / DESCRIPTOR, place="inputs") from error


def _inputs(package: Mapping[str, Any]) -> dict[str, str]:
    inputs = package.get("inputs", {})
    if not isinstance(inputs, dict) or not all(
        isinstance(value, str) and re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in inputs.values()
    ):
        raise ValueError("must name a sha256 for each input")
    return {name: value.removeprefix("sha256:") for name, value in inputs.items()}


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
