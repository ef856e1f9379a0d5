"""The rows that one document alone gives, as `extract` prints them: linked among themselves, checked by nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..contract import EVIDENCE, Table
from .extraction import Extractor
from .identities import Identities
from .naming import name_rows
from .report import Report
from .resolve import Row, Standing, make_rows
from .tables import row_values, source_values
from .text import Document
from .utterances import group_utterances


def rows_of_document(extractor: Extractor, contract: dict[str, Table], document: Document) -> Iterator[dict[str, Any]]:
    """One dict a row: source, table, id, rule (of its first claim), values (every column), spans (column -> [[start, end], …])."""
    yield from rows_of_report(extractor, contract, extractor.extract(document))


def rows_of_report(extractor: Extractor, contract: dict[str, Table], report: Report) -> Iterator[dict[str, Any]]:
    """The same for a report that has been extracted already."""
    document = report.document
    identities = Identities()
    rows = make_rows([Standing(hit) for hit in report.hits], identities)
    name_rows(rows, extractor.voc)
    group_utterances(rows, identities)
    for name, table in contract.items():
        if name in EVIDENCE:
            continue
        for row in rows.of(name):
            if name != "sources":
                yield _object(document, row, row_values(row, table), table)
        if name == "sources":
            stated = next(iter(rows.of("sources")), None)
            values = source_values(report, stated, {}, table)
            yield _object(document, stated or Row("sources", "source", document.source_id), values, table)


def _object(document: Document, row: Row, values: dict[str, Any], table: Table) -> dict[str, Any]:
    spans = {column: sorted({(r.start, r.end) for s in stated for r in s.value.rests}) for column, stated in row.stated.items()}
    return {
        "source": document.path,
        "table": row.table,
        "id": row.id,
        "rule": row.first.hit.rule_id if row.first else None,
        "values": {c.name: values.get(c.name) for c in table.columns},
        "spans": {k: [list(p) for p in v] for k, v in spans.items() if v},
    }
