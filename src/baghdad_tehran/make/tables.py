"""Tables: rows, evidence and bookkeeping as lists of dicts, column for column as the schemas have them. Decides nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ..contract import Table
from ..edtf import bounds
from .checks import BY_HAND, BY_HAND_VERSION, Judged
from .conflicts import find_conflicts
from .identities import Identities
from .model import Rest
from .report import Report
from .resolutions import Resolution
from .resolve import Row, Rows, Stated, agrees
from .rules import Rule
from .segments import ARTICLE_TEXT
from .utterances import group_utterances

_DATES = ("first_reported", "last_reported", "retrieved")
Tables = dict[str, list[dict[str, Any]]]


def make_tables(
    contract: dict[str, Table],
    rows: Rows,
    reports: list[Report],
    judged: list[Judged],
    rules: Iterable[Rule],
    sources: dict[str, dict[str, Any]],
    identities: Identities,
    resolutions: Mapping[str, Resolution],
) -> Tables:
    """Every published table. `sources`: what curators supplied of each document."""
    group_utterances(rows, identities)
    tables: Tables = {name: [] for name in contract}
    evidence = _Evidence({r.document.source_id: r for r in reports}, contract)
    for name, table in contract.items():
        if name in rows.tables and name != "sources":
            for row in rows.of(name):
                tables[name].append(row_values(row, table))
                evidence.add(row)
    stated = {row.id: row for row in rows.of("sources")}
    for row in stated.values():
        evidence.add(row)
    tables["provenance"] = sorted(evidence.rows.values(), key=lambda r: r["provenance_id"])
    for report in reports:
        source_id = report.document.source_id
        values = source_values(report, stated.get(source_id), sources.get(source_id, {}), contract["sources"])
        values["excerpted_share"] = _share(report, [p for p in tables["provenance"] if p["source_id"] == source_id])
        tables["sources"].append(values)
        tables["segments"] += _segments(report)
    tables["rules"] = _rules(rules, judged)
    tables["conflicts"] = find_conflicts(rows, evidence.locate, resolutions)
    return tables


def row_values(row: Row, table: Table, names: Sequence[str] = ()) -> dict[str, Any]:
    """The columns of a row, in the order of the table. `names`: these columns, where the caller has them at hand."""
    get = row.values.get
    values: dict[str, Any] = {name: get(name) for name in names or table.names}
    values[table.primary_key] = row.id
    if "mentions" in values and row.table == "person_names":
        values["mentions"] = row.mentions
    if row.table in ("quotes", "agreement_mentions"):
        values["source_id"] = row.sources[0]
        values["start_char"], values["end_char"] = row.pieces[0][0], row.pieces[-1][1]
    for column in _DATES:
        if values.get(column):
            values[column] = date.fromisoformat(values[column])
    return values


class _Evidence:
    def __init__(self, reports: dict[str, Report], contract: dict[str, Table]):
        self.reports = reports
        self.owed = {name: frozenset(table.owed) for name, table in contract.items()}
        self.rows: dict[str, dict[str, Any]] = {}
        self.at: dict[tuple[str, str, str, str, int, int], str] = {}

    def add(self, row: Row) -> None:
        for column, all_stated in row.stated.items():
            if column not in self.owed[row.table]:
                continue
            published = row.values.get(column)
            for stated in all_stated:
                for rest in stated.value.rests:
                    self._one(row, column, stated, rest, published)

    def _one(self, row: Row, column: str, stated: Stated, rest: Rest, published: Any) -> None:
        source = stated.source_id
        spot = (row.table, row.id, column, source, rest.start, rest.end)
        ok = agrees(row.table, column, stated.value.value, published)
        if spot in self.at:
            known = self.rows[self.at[spot]]
            if ok and not known["agrees"]:
                known.update(agrees=True, value=stated.value.value, inference=rest.inference)
            return
        digest = hashlib.sha256("\0".join((row.table, row.id, column)).encode()).hexdigest()[:8]
        key = f"{source}:{rest.start:07}-{rest.end}:{digest}"
        one = stated.standing
        self.at[spot] = key
        self.rows[key] = {
            "provenance_id": key,
            "table_name": row.table,
            "row_id": row.id,
            "column_name": column,
            "source_id": source,
            "start_char": rest.start,
            "end_char": rest.end,
            "exact": self.reports[source].text[rest.start : rest.end],
            "value": stated.value.value,
            "agrees": ok,
            "inference": rest.inference,
            "rule_id": one.hit.rule_id,
            "rule_version": one.hit.rule_version,
            "verdict": one.verdict,
            "passes": max(1, one.passes),
            "checked_on": date.fromisoformat(one.checked_on) if one.checked_on else None,
        }

    def locate(self, table: str, row_id: str, column: str, source: str, rest: Rest) -> str | None:
        return self.at.get((table, row_id, column, source, rest.start, rest.end))


def source_values(report: Report, row: Row | None, supplied: dict[str, Any], table: Table) -> dict[str, Any]:
    """The row of `sources` for a document: what it states, else what was supplied; without the excerpted share."""
    document = report.document
    values: dict[str, Any] = {column.name: None for column in table.columns}
    values |= {k: v for k, v in supplied.items() if k in values}
    if row is not None:
        values |= {k: v for k, v in row.values.items() if v is not None and k in values}
    values |= {
        "source_id": document.source_id,
        "path": document.path,
        "sha256": document.sha256,
        "characters": len(document.text),
    }
    if values["published"]:
        values["published_from"], values["published_to"] = bounds(values["published"])
    return values


def _share(report: Report, provenance: list[dict[str, Any]]) -> float:
    """How much of the article text stands in the release's excerpts, as a share of its characters, to four places."""
    article = {
        i for s in report.segments if s.kind in ARTICLE_TEXT for i in range(s.start, s.stop) if not report.text[i].isspace()
    }
    shown = {i for p in provenance for i in range(p["start_char"], p["end_char"])}
    return round(len(article & shown) / len(article), 4) if article else 0.0


def _segments(report: Report) -> list[dict[str, Any]]:
    source = report.document.source_id
    rows = []
    for segment in report.segments:
        digest = hashlib.sha256(f"segment:{segment.kind}".encode()).hexdigest()[:4]
        rows.append(
            {
                "segment_id": f"{source}:{segment.start:07}-{segment.end}:{digest}",
                "source_id": source,
                "start_char": segment.start,
                "end_char": segment.end,
                "kind": segment.kind,
            }
        )
    return rows


def _rules(rules: Iterable[Rule], judged: list[Judged]) -> list[dict[str, Any]]:
    counts: Counter[tuple[str, str]] = Counter()
    for one in judged:
        counts[one.hit.rule_id, "hits"] += 1
        counts[one.hit.rule_id, one.state] += 1
    rows = []
    for rule in rules:
        if rule.claims:
            rows.append(_rule(rule.id, rule.version, rule.claims, rule.says, rule.pattern, counts))
    if counts[BY_HAND, "hits"]:
        tables = {c.table for one in judged if one.hit.rule_id == BY_HAND for c in one.hit.claims}
        row = _rule(
            BY_HAND,
            BY_HAND_VERSION,
            tuple(sorted(tables)),
            "Added by hand: what no rule found, with its reason on file.",
            "(no pattern)",
            counts,
        )
        rows.append(row)
    return rows


def _rule(
    rule_id: str, version: str, tables: tuple[str, ...], says: str, pattern: str, counts: Counter[tuple[str, str]]
) -> dict[str, Any]:
    return {
        "rule_id": rule_id,
        "rule_version": version,
        "table_names": " ".join(sorted(tables)),
        "says": says,
        "pattern": pattern,
        "hits": counts[rule_id, "hits"],
        "accepted": counts[rule_id, "accepted"],
        "corrected": counts[rule_id, "corrected"] + counts[rule_id, "added"],
        "rejected": counts[rule_id, "rejected"],
    }
