"""Many documents in, their rows out: what a process, a cluster or a notebook runs. Knows no engine, opens no file.

`extract_batch` is the whole of it for whoever works with Arrow: a record batch of documents in, a record batch of rows out,
the same rows wherever and in whatever company a document is read. So it goes unchanged into a pool of processes, Dask's
`map_partitions` or Spark's `mapInArrow`. `Printer` is what the command runs: the same rows, printed where they are made.

Rows of all tables share one batch, so the columns of each cannot be columns of it: `values` holds them as JSON text. Measured,
a row: JSON text 4.5 µs and 310 bytes; a struct of the 92 columns of all tables 3.8 µs and 556 bytes, mostly nulls, and it
no longer says which columns the row's own table has; a map of text 2.3 µs and 249 bytes, without types and nulls.
Spans are lists of (column, start_char, end_char), made column by column.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contract import Table, load_contract
from ..errors import shown
from ..location import rules_root
from ..terminal import plain
from .extraction import Extractor, load_extractor
from .single import rows_of_document
from .text import Document
from .uncollected import uncollected

if TYPE_CHECKING:
    import pyarrow as pa

Object = dict[str, Any]
COLUMNS = ["source", "table", "id", "rule", "values"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that gave no rows, and why. It stands in for the document, so that the others go on."""

    source: str
    message: str


Job = list[Document | Failure]


def rows_of_batch(
    documents: Iterable[Document | Failure], extractor: Extractor, contract: dict[str, Table]
) -> Iterator[Object | Failure]:
    """The rows of each document in turn: all of them, or one Failure in their place."""
    for document in documents:
        if isinstance(document, Failure):
            yield document
            continue
        try:
            rows = list(rows_of_document(extractor, contract, document))
        except Exception as error:  # a fault of ours, whatever it is: it costs this document and no other
            yield Failure(document.path, f"{shown(document.path)} gave no rows, by a fault of this program: {_fault(error)}")
        else:
            yield from rows


def _fault(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1:]
    place = f" ({Path(last[0].filename).name}, line {last[0].lineno})" if last else ""
    return f"{type(error).__name__}: {error}{place}"


# -- printed ----------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Printed:
    """What one job gave: its rows as text, or as they are where the form is "table"; what failed; how much was read."""

    text: str = ""
    objects: list[Object] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    documents: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Printer:
    """Runs the rules that stand in `root` on one job after another. Small, so that it travels to whoever does the work.

    root: None for those of the installation that runs it.
    """

    form: str
    root: Path | None = None

    def prepare(self) -> None:
        """Read the rules, once for each process. Problem: whatever is wrong with them."""
        self._tools()

    def _tools(self) -> tuple[Extractor, dict[str, Table]]:
        root = self.root or rules_root()
        return load_extractor(root / "build"), _contract(root / "schemas")

    def __call__(self, job: Job) -> Printed:
        printed = Printed(documents=len(job), size=sum(len(d.text) for d in job if isinstance(d, Document)))
        with uncollected():
            for row in rows_of_batch(job, *self._tools()):
                if isinstance(row, Failure):
                    printed.failures.append(row)
                else:
                    printed.objects.append(row)
        if self.form != "table":
            printed.text, printed.objects = (json_lines if self.form == "json" else csv_lines)(printed.objects), []
        return printed


def json_lines(objects: Iterable[Object]) -> str:
    """One JSON object a line."""
    return "".join([_dumps(o) + "\n" for o in objects])


def csv_lines(objects: Iterable[Object]) -> str:
    """The rows as CSV, without a header."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(cells(o) for o in objects)
    return out.getvalue()


def cells(o: Object) -> list[str]:
    """A row under COLUMNS: its values as text, without those that are null."""
    return [
        o["source"],
        o["table"],
        o["id"],
        o["rule"] or "",
        "; ".join([f"{k}={v}" for k, v in o["values"].items() if v is not None]),
    ]


_dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, default=plain).encode
_contracts: dict[Path, dict[str, Table]] = {}


def _contract(schemas: Path) -> dict[str, Table]:
    if schemas not in _contracts:
        _contracts[schemas] = load_contract(schemas)
    return _contracts[schemas]


# -- Arrow ------------------------------------------------------------------------------------------------------------------


def documents_schema() -> pa.Schema:
    """Documents as a batch. `path` and `sha256` may be left out: the id then stands for the one, the text's own for the other."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field("source_id", pa.string(), nullable=False),
            pa.field("text", pa.string(), nullable=False),
            pa.field("published", pa.date32()),
            pa.field("path", pa.string()),
            pa.field("sha256", pa.string()),
        ]
    )


def rows_schema() -> pa.Schema:
    """Rows as a batch. A document that failed has one row, with nothing but `source` and `error` in it."""
    import pyarrow as pa

    span = pa.struct([("column", pa.string()), ("start_char", pa.int32()), ("end_char", pa.int32())])
    return pa.schema(
        [
            pa.field("source", pa.string(), nullable=False),
            pa.field("table", pa.string()),
            pa.field("id", pa.string()),
            pa.field("rule", pa.string()),
            pa.field("values", pa.string()),
            pa.field("spans", pa.list_(span)),
            pa.field("error", pa.string()),
        ]
    )


def extract_batch(documents: pa.RecordBatch, root: Path | None = None) -> pa.RecordBatch:
    """A batch with source_id, text and, where known, published, path and sha256 -> the rows of all of them, in that order.

    root: where rules and schemas stand, this installation's own unless named. Documents know nothing of each other, so that
    it does not matter how they are divided into batches.
    """
    tools = Printer("table", root)._tools()
    with uncollected():
        return to_arrow(rows_of_batch(documents_of(documents), *tools))


def documents_of(batch: pa.RecordBatch) -> Iterator[Document]:
    """The documents of a batch."""
    columns = {name: batch.column(name).to_pylist() for name in batch.schema.names}
    none = [None] * batch.num_rows
    for source_id, text, day, path, sha256 in zip(
        columns["source_id"], columns["text"], *(columns.get(name, none) for name in ("published", "path", "sha256")), strict=True
    ):
        yield Document(
            str(source_id),
            text,
            sha256 or hashlib.sha256(text.encode("utf-8")).hexdigest(),
            path or str(source_id),
            day.date() if isinstance(day, datetime) else day,
        )


def to_arrow(rows: Iterable[Object | Failure]) -> pa.RecordBatch:
    """Rows as one record batch of `rows_schema`."""
    import pyarrow as pa

    source: list[str] = []
    table: list[str | None] = []
    ids: list[str | None] = []
    rule: list[str | None] = []
    values: list[str | None] = []
    error: list[str | None] = []
    offsets, column, start, end = [0], list[str](), list[int](), list[int]()
    for row in rows:
        if isinstance(row, Failure):
            source.append(row.source)
            for cell in (table, ids, rule, values):
                cell.append(None)
            error.append(row.message)
        else:
            source.append(row["source"])
            table.append(row["table"])
            ids.append(row["id"])
            rule.append(row["rule"])
            values.append(_dumps(row["values"]))
            error.append(None)
            for name, spans in row["spans"].items():
                for s, e in spans:
                    column.append(name)
                    start.append(s)
                    end.append(e)
        offsets.append(len(column))
    schema = rows_schema()
    text, whole = pa.string(), pa.int32()
    spanned = pa.StructArray.from_arrays(
        [pa.array(column, text), pa.array(start, whole), pa.array(end, whole)],
        fields=list(schema.field("spans").type.value_type),
    )
    plain_columns = [pa.array(cell, text) for cell in (source, table, ids, rule, values)]
    lists = pa.ListArray.from_arrays(pa.array(offsets, whole), spanned, type=schema.field("spans").type)
    return pa.RecordBatch.from_arrays([*plain_columns, lists, pa.array(error, text)], schema=schema)


def objects_of(rows: pa.RecordBatch) -> Iterator[Object | Failure]:
    """Back from Arrow: what `extract --json` prints, one object a row."""
    for row in rows.to_pylist():
        if row["error"] is not None:
            yield Failure(row["source"], row["error"])
            continue
        spans: dict[str, list[list[int]]] = {}
        for span in row["spans"]:
            spans.setdefault(span["column"], []).append([span["start_char"], span["end_char"]])
        yield {**{key: row[key] for key in COLUMNS[:4]}, "values": json.loads(row["values"]), "spans": spans}
