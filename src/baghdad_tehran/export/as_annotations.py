"""W3C Web Annotations (JSON-LD): one for each row of the evidence, on the document by position and by words.

A document is named by the hash of its bytes (RFC 6920), since offsets hold for these bytes alone. Words before and after a
span are given where other evidence of the release holds them: the documents themselves are no part of it.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .source import Source, json_text

TITLE = "W3C Web Annotations"
SAYS = (
    "One JSON-LD file: an annotation for each row of the evidence, with the span as TextPositionSelector (characters, from 0, end"
    " exclusive) and as TextQuoteSelector. Its bodies are the value (`describing`), table and column (`tagging`), the row's id"
    " (`identifying`), the step from the words to the value or that the value differs from the published one (`commenting`) and"
    " the verdict of the reading (`assessing`)."
)
CANNOT = (
    "the tables: only what the evidence says of their values is here, so no count, offset, hash, or date as days",
    "which of two differing values is published: an annotation gives what its own span says (`conflicts` and the tables have it)",
    "the types of values: all are text",
    "days without a time of day (`checked_on`), since an annotation's times have one",
    "words before and after a span that no other evidence covers, and segments, which say where in a document a span stands",
    "the text itself: a document is named by its hash (`ni:///sha-256;…`), and who has the file can lay the annotations over it",
)
FILE = "annotations.jsonld"
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32  # characters of context on each side: what makes a quote findable where offsets have shifted
_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "baghdad-tehran/provenance")


def write(source: Source, folder: Path) -> dict[str, str]:
    """Write all annotations as one collection of one page."""
    evidence = list(source.dicts("provenance"))
    documents = {row["source_id"]: row for row in source.dicts("sources")}
    known = {key: _known(documents[key]["characters"], [row for row in evidence if row["source_id"] == key]) for key in documents}
    items = [_annotation(row, documents[row["source_id"]], known[row["source_id"]]) for row in evidence]
    name = uuid.uuid5(_OURS, source.version).urn
    collection = {
        "@context": _CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": f"{source.package.get('title')}, version {source.version}: the evidence",
        "total": len(items),
        "first": {
            "id": uuid.uuid5(_OURS, f"{source.version}/1").urn,
            "type": "AnnotationPage",
            "partOf": name,
            "startIndex": 0,
            "items": items,
        },
    }
    (folder / FILE).write_bytes(json_text(collection).encode("utf-8"))
    return {FILE: f"{len(items)} annotations"}


def _annotation(row: Mapping[str, Any], document: Mapping[str, Any], known: list[str | None]) -> dict[str, Any]:
    steps = [
        f"by inference: {row['inference']}" if row["inference"] else None,
        None if row["agrees"] else "differs from what is published",
    ]
    bodies = [
        _body("describing", row["value"]),
        _body("tagging", f"{row['table_name']}.{row['column_name']}"),
        _body("identifying", row["row_id"]),
        *(_body("commenting", step) for step in steps),
        _body("assessing", f"{row['verdict']}, {row['passes']} pass{'' if row['passes'] == 1 else 'es'}"),
    ]
    return {
        "id": uuid.uuid5(_OURS, row["provenance_id"]).urn,
        "type": "Annotation",
        "motivation": "describing",
        "generator": {"type": "Software", "name": f"baghdad-tehran, rule {row['rule_id']} {row['rule_version']}"},
        "body": [body for body in bodies if body],
        "target": {
            "type": "SpecificResource",
            "source": {
                "id": _document_name(document["sha256"]),
                "type": "Text",
                "format": "text/plain",
                "language": document["language"],
            },
            "selector": [
                {"type": "TextPositionSelector", "start": row["start_char"], "end": row["end_char"]},
                {"type": "TextQuoteSelector", "exact": row["exact"]} | _context(known, row["start_char"], row["end_char"]),
            ],
        },
    }


def _body(purpose: str, value: str | None) -> dict[str, str] | None:
    return None if value is None else {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _document_name(sha256: str) -> str:
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode("ascii").rstrip("=")
    return f"ni:///sha-256;{digest}"


def _known(length: int, evidence: Iterable[Mapping[str, Any]]) -> list[str | None]:
    """The characters of a document that its evidence shows, each at its place; None elsewhere."""
    known: list[str | None] = [None] * length
    for row in evidence:
        known[row["start_char"] : row["end_char"]] = row["exact"]
    return known


def _context(known: list[str | None], start: int, end: int) -> dict[str, str]:
    before: list[str] = []
    for char in reversed(known[max(0, start - _AROUND) : start]):
        if char is None:
            break
        before.append(char)
    after: list[str] = []
    for char in known[end : end + _AROUND]:
        if char is None:
            break
        after.append(char)
    return ({"prefix": "".join(reversed(before))} if before else {}) | ({"suffix": "".join(after)} if after else {})
