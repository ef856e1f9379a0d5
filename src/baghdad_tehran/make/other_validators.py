"""What other validators say of the same release: pandera on the Arrow tables, frictionless on the package.

They stand beside our own gate and do not decide: frictionless passes over much, and pandera knows no references. Their
findings come in the same shape. Switches in the environment do not turn them off.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contract import Column, Table, load_contract
from ..gate.findings import Finding, finding
from ..released import DATASET, DESCRIPTOR, SCHEMAS
from .arrow import arrow_type

if TYPE_CHECKING:
    import pyarrow as pa
    from pandera.pyarrow import DataFrameSchema


# Whoever reads a descriptor or schema that is not ours may fetch what it names, or never come back from its patterns.
_NOT_OURS = frozenset({"descriptor", "schema", "unreadable", "file-missing"})


def second_opinions(root: Path, codes: Collection[str]) -> list[Finding]:
    """What both say of the release in `root`, in which our gate found `codes`. Nothing where it is none that they could read."""
    from pyarrow import parquet

    if odd := _NOT_OURS & set(codes):
        reason = f"was not asked: a release with {', '.join(sorted(odd))} findings is not handed on"
        return [finding("frictionless", reason), finding("pandera", reason)]
    contract = load_contract(root / SCHEMAS)
    tables = {name: parquet.read_table(root / DATASET / f"{name}.parquet", partitioning=None) for name in contract}
    return [*run_pandera(tables, contract), *run_frictionless(root)]


def run_pandera(tables: Mapping[str, pa.Table], contract: Mapping[str, Table]) -> list[Finding]:
    """Validate Arrow tables with pandera: types, order, nulls, ranges, patterns, closed lists, primary keys."""
    with _without_switches():
        import pandera.pyarrow  # noqa: F401 - imported here first, so that no switch is read
        from pandera.config import ValidationDepth, config_context
        from pandera.errors import SchemaError, SchemaErrors
    findings = []
    for name, table in contract.items():
        if name not in tables:
            findings.append(finding("pandera", "the table is missing", table=name))
            continue
        with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
            try:
                pandera_schema(table).validate(tables[name], lazy=True)
            except SchemaErrors as errors:
                findings += [_from_pandera(table, error) for error in errors.schema_errors]
            except SchemaError as error:
                findings.append(_from_pandera(table, error))
    return sorted(set(findings))


def pandera_schema(table: Table) -> DataFrameSchema:
    """The pandera schema of a table."""
    import pandera.pyarrow as pandera

    return pandera.DataFrameSchema(
        {
            column.name: pandera.Column(
                arrow_type(column),
                checks=list(_checks(column)),
                nullable=not column.required,
                unique=column.name == table.primary_key,
            )
            for column in table.columns
        },
        strict=True,
        ordered=True,
        coerce=False,
        name=table.name,
    )


def _checks(column: Column) -> Iterator[Any]:
    from pandera.pyarrow import Check

    if column.enum is not None:
        yield Check.isin(list(column.enum))
    if column.pattern is not None:
        yield Check.str_matches(f"^{column.pattern}$")  # on Arrow this is RE2, to which $ is the very end
    if column.type == "string":
        yield Check.str_length(min_value=max(1, column.min_length or 0))
    if column.minimum is not None:
        yield Check.ge(column.minimum)
    if column.maximum is not None:
        yield Check.le(column.maximum)


def _from_pandera(table: Table, error: Any) -> Finding:
    column = getattr(error.schema, "name", "") or ""
    message = re.sub(r"\s+", " ", str(error))[:300]
    return finding("pandera", message, table=table.name, column="" if column == table.name else str(column))


@contextlib.contextmanager
def _without_switches() -> Iterator[None]:
    # pandera reads these when it is imported: one that it does not understand makes the import fail.
    saved = {key: os.environ.pop(key) for key in list(os.environ) if key.startswith("PANDERA_")}
    try:
        yield
    finally:
        os.environ.update(saved)


def run_frictionless(root: str | Path) -> list[Finding]:
    """Validate the package with stock frictionless, as `frictionless validate datapackage.json` does."""
    import frictionless

    path = Path(root).absolute() / DESCRIPTOR
    try:
        report = frictionless.validate(str(path))
    except Exception as error:  # a broken schema makes it raise whatever the parsing of it raises
        return [finding("frictionless", f"{type(error).__name__}: {error}")]
    findings = [finding("frictionless", f"{fault.type}: {fault.message}") for fault in report.errors]
    for task in report.tasks:
        for fault in task.errors:
            detail = fault.to_dict()
            findings.append(
                finding(
                    "frictionless",
                    f"{fault.type}: {fault.message}",
                    table=task.name,
                    key=f"row {detail['rowNumber']}" if "rowNumber" in detail else "",
                    column=detail.get("fieldName", ""),
                    value=detail.get("cell", ""),
                )
            )
    return sorted(set(findings))
