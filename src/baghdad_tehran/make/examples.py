"""Examples: each rule against the sentences that its author wrote for it. A rule that fails its own example stops the build."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ..contract import EVIDENCE, Table
from ..errors import Problem
from .extraction import Extractor
from .frames import COLUMNS
from .marks import Mark
from .report import Report
from .rules import check_examples_form
from .segments import KINDS, split_segments
from .single import rows_of_report
from .text import Document

# Rules of these frames add to hits of other rules, so that no hit bears their id.
_HELPING = frozenset({"via", "continuation", "name_of_thing", "occasion", "denial"})


def check_examples(extractor: Extractor, contract: dict[str, Table]) -> None:
    """Problem for the first example that does not give what it should, or is taken though it should be left alone: file, rule, example."""
    _check_names(extractor, contract)
    for file, rule_id, text, what in failing_examples(extractor, contract):
        raise Problem(
            what, file=f"build/rules/{file}", place=rule_id, value=text, remedy="mend the rule's pattern, or its example"
        )


def _check_names(extractor: Extractor, contract: dict[str, Table]) -> None:
    """Problem: a rule or example names a table, a column or a value that the schemas do not have."""
    facts = [name for name in contract if name not in EVIDENCE]

    def known(what: str, value: Any, names: list[str], file: str, place: str) -> None:
        if value not in names:
            raise Problem(
                f"unknown {what}", file=f"build/rules/{file}", place=place, value=value, remedy="known: " + ", ".join(names)
            )

    for rule in extractor.rules:
        for table in rule.claims:
            known("table", table, facts, rule.file, f"{rule.id}, claims")
        for key, (table, column) in COLUMNS.items():
            allowed = next((c.enum for c in contract[table].columns if c.name == column), None)
            if key in rule.settings and allowed:
                known(f"{key} value", rule.settings[key], list(allowed), rule.file, f"{rule.id}, set")
        for example in rule.examples:
            for row in example.get("gives", ()):
                known("table", row.get("table"), facts, rule.file, f"{rule.id}, gives")
                columns = [c.name for c in contract[row["table"]].columns]
                for column in row:
                    if column != "table":
                        known(f"column of {row['table']}", column, columns, rule.file, f"{rule.id}, gives")
    for one in extractor.segment_rules:
        check_examples_form(one.examples, one.rejects, "build/rules/segments.toml", one.id)
        for example in one.examples:
            for row in example.get("gives", ()):
                known("kind", row.get("kind"), list(KINDS), "segments.toml", f"{one.id}, gives")
                if set(row) != {"kind", "text"}:
                    raise Problem(
                        "gives needs kind and text",
                        file="build/rules/segments.toml",
                        place=one.id,
                        value=row,
                        remedy="write just these two",
                    )


def failing_examples(extractor: Extractor, contract: dict[str, Table]) -> Iterator[tuple[str, str, str, str]]:
    """(file, rule id, example, what is wrong) of every example that fails."""
    for rule in extractor.rules:
        for example in rule.examples:
            report = extractor.extract(document(example["text"], example.get("published")))
            rows = list(rows_of_report(extractor, contract, report))
            for wanted in example.get("gives", ()):
                if not any(fits(row, wanted) for row in rows):
                    yield rule.file, rule.id, example["text"], f"example does not give {wanted}"
            if rule.frame not in _HELPING and not used(report, rule.id):
                yield rule.file, rule.id, example["text"], "the rule takes no part in its example"
        for text in rule.rejects:
            if used(extractor.extract(document(text)), rule.id):
                yield rule.file, rule.id, text, "the rule takes what it should leave alone"
    for segment_rule in extractor.segment_rules:
        name = segment_rule.id
        for example in segment_rule.examples:
            found = _segments(extractor, name, example["text"])
            for wanted in example.get("gives", ()):
                if (wanted["kind"], wanted["text"]) not in found:
                    yield "segments.toml", name, example["text"], f"example does not give {wanted}"
        for text in segment_rule.rejects:
            if _segments(extractor, name, text):
                yield "segments.toml", name, text, "the rule takes what it should leave alone"


def document(text: str, published: str | None = None) -> Document:
    """An example as a document."""
    return Document("example", text, "0" * 64, "example.txt", date.fromisoformat(published) if published else None)


def fits(row: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Is it a row of that table with these values? "*" stands for any value."""
    values = row["values"]
    return bool(
        row["table"] == wanted["table"]
        and all(values[k] is not None if v == "*" else str(values[k]) == str(v) for k, v in wanted.items() if k != "table")
    )


def used(report: Report, rule_id: str) -> bool:
    """Did the rule match: as a hit, or as the maker of a mark?"""
    marks = [m for line in report.lines for unit in line.marks() for m in _deep(unit)]
    return any(h.rule_id == rule_id for h in report.hits) or any(
        getattr(m.attrs.get("rule"), "id", None) == rule_id for m in marks
    )


def _deep(mark: Mark) -> list[Mark]:
    return [mark, *(m for part in mark.parts for m in _deep(part))]


def _segments(extractor: Extractor, rule_id: str, text: str) -> list[tuple[str, str]]:
    return [
        (s.kind, text[s.start : s.stop])
        for s in split_segments(text, extractor.segment_rules, extractor.voc)
        if s.rule_id == rule_id
    ]
