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
        if name != "sources":
            columns = table.names
            for row in rows.of(name):
                yield _object(document, row, row_values(row, table, columns))
        else:
            stated = next(iter(rows.of("sources")), None)
            values = source_values(report, stated, {}, table)
            yield _object(document, stated or Row("sources", "source", document.source_id), values)


def _object(document: Document, row: Row, values: dict[str, Any]) -> dict[str, Any]:
    """`values`: every column of the table, in its order."""
    spans: dict[str, list[list[int]]] = {}
    for column, stated in row.stated.items():
        rests = stated[0].value.rests if len(stated) == 1 else [r for s in stated for r in s.value.rests]
        if len(rests) == 1:
            spans[column] = [[rests[0].start, rests[0].end]]
        elif rests:
            spans[column] = [[start, end] for start, end in sorted({(r.start, r.end) for r in rests})]
    return {
        "source": document.path,
        "table": row.table,
        "id": row.id,
        "rule": row.first.hit.rule_id if row.first else None,
        "values": values,
        "spans": spans,
    }
