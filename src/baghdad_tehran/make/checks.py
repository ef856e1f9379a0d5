"""Checks: the ledger of verdicts, one JSON object a line in `build/checks/<source_id>.jsonl`. Reads and keys; judges nothing.

A verdict belongs to a hit by its key: a hash of the source's bytes and of every table, row, column, span and value that
the hit claims. Where any of these changes the key changes, and the hit is open again. Two passes are made apart from
each other; where they differ, a third entry settles. A later entry of the same pass stands in place of an earlier one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ..contract import EVIDENCE, Table
from ..errors import Problem
from .curated import read_json_lines
from .model import INFERENCES, Claim, Hit, Rest, Value

VERDICTS = ("accepted", "rejected", "corrected", "added")
BY_HAND = "by-hand"
BY_HAND_VERSION = "1"
REFERENCES = ("person_id", "organization_id", "meeting_id", "agreement_id", "quote_id", "mention_id", "date_basis")
_ENTITY = re.compile(r"source|(?:quote|mention)/[0-9]+-[0-9]+(?:/.+)?|(?:person|organization|meeting|agreement)/[^/]+(?:/.+)?")
_ENTITY_REMEDY = "name it as person/…, organization/…, meeting/…, agreement/…, quote/<start>-<end> or mention/<start>-<end>"
_SPANS_REMEDY = "give the value and the spans that it rests on, each [start, end] or [start, end, inference]"
_KEYS = {"hit", "pass", "coder", "date", "verdict", "reason", "rule", "version", "text", "claims", "set", "withdraw"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line of the ledger. `set` and `withdraw` say what a correction changes; `claims` what an addition claims."""

    hit: str
    number: int
    coder: str
    date: str
    verdict: str
    reason: str | None
    rule: str
    text: str
    set: tuple[dict[str, Any], ...] = ()
    withdraw: tuple[dict[str, Any], ...] = ()
    claims: tuple[dict[str, Any], ...] = ()
    line: int = 0
    version: str = ""  # of the rule, when the hit was read


@dataclass(slots=True)
class Judged:
    """A hit and what stands of it. `state`: a verdict, or "open"; `passes`: how many passes have judged it."""

    hit: Hit
    key: str
    state: str = "open"
    passes: int = 0
    checked_on: str | None = None
    reason: str | None = None
    verdicts: list[Verdict] = field(default_factory=list)


def hit_key(sha256: str, hit: Hit) -> str:
    """The key of a hit: 16 hexadecimal digits."""
    content = [
        [c.table, c.entity, sorted(c.refs.items()), sorted([k, v.value, [list(r) for r in v.rests]] for k, v in c.values.items())]
        for c in hit.claims
    ]
    return hashlib.sha256(json.dumps([sha256, content], ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def read_ledger(path: Path, contract: Mapping[str, Table] | None = None) -> list[Verdict]:
    """The verdicts of one source, in order. No file is an empty ledger. Problem: a line that is no verdict.

    With a contract, corrections and additions may name only tables and columns that it has, and values that fit them.
    """
    if not path.exists():
        return []
    return [verdict_of(entry, path, number, contract) for number, entry in read_json_lines(path)]


def verdict_of(entry: Any, path: Path, number: int, contract: Mapping[str, Table] | None = None) -> Verdict:
    """One line of a ledger as a verdict. Problem: what it says is none."""
    return _Line(path, number, contract).verdict(entry)


def is_day(value: Any) -> bool:
    """Whether this is a day, written as 2026-01-31."""
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def span_fault(spans: Any) -> str | None:
    """What is wrong with a list of [start, end] or [start, end, inference]; None if nothing."""
    if not isinstance(spans, list) or not spans:
        return "spans are no list of [start, end]"
    for span in spans:
        if not isinstance(span, list) or len(span) not in (2, 3) or not all(type(n) is int for n in span[:2]):
            return "a span is no [start, end]"
        if not 0 <= span[0] < span[1]:
            return "a span does not start before it ends"
        if len(span) == 3 and span[2] is not None and span[2] not in INFERENCES:
            return "unknown inference"
    return None


class _Line:
    """Reads one line of a ledger and says where it goes wrong."""

    def __init__(self, path: Path, number: int, contract: Mapping[str, Table] | None):
        self.path, self.number, self.contract = path, number, contract

    def wrong(self, what: str, value: Any, remedy: str) -> Problem:
        return Problem(what, file=self.path, place=f"line {self.number}", value=value, remedy=remedy)

    def verdict(self, entry: Any) -> Verdict:
        if not isinstance(entry, dict):
            raise self.wrong("is no verdict", entry, "a verdict is an object with hit, pass, coder, date, verdict")
        unknown = sorted(set(entry) - _KEYS)
        if unknown:
            raise self.wrong("unknown key", unknown[0], "known keys: " + ", ".join(sorted(_KEYS)))
        for key in ("hit", "pass", "coder", "date", "verdict"):
            if key not in entry:
                raise self.wrong(f"lacks {key!r}", entry, f"add {key!r}")
        if not isinstance(entry["hit"], str) or not re.fullmatch(r"[0-9a-f]{16}", entry["hit"]):
            raise self.wrong("hit is no key of a hit", entry["hit"], "a key is 16 hexadecimal digits, as text")
        if entry["verdict"] not in VERDICTS:
            raise self.wrong("unknown verdict", entry["verdict"], "known verdicts: " + ", ".join(VERDICTS))
        if type(entry["pass"]) is not int or entry["pass"] not in (1, 2, 3):
            raise self.wrong("unknown pass", entry["pass"], "1 and 2 are the two readings, 3 settles them")
        if not is_day(entry["date"]):
            raise self.wrong("date is no day", entry["date"], "write it as 2026-01-31")
        for key in ("coder", "reason", "rule", "version", "text"):
            if not isinstance(entry.get(key) or "", str) or key == "coder" and not entry[key]:
                raise self.wrong(f"{key} is no text", entry[key], f"write {key} as text")
        if entry["verdict"] != "accepted" and not entry.get("reason"):
            raise self.wrong(f"{entry['verdict']} without a reason", entry["hit"], "say why in `reason`")
        for kind, keys in (("set", ("table", "column", "value")), ("withdraw", ("table",)), ("claims", ("table", "entity"))):
            changes = entry.get(kind, [])
            if not isinstance(changes, list):
                raise self.wrong(f"{kind} is no list", changes, f"write {kind} as a list of objects, or leave it out")
            for change in changes:
                lacking = [k for k in keys if k not in change] if isinstance(change, dict) else list(keys)
                if lacking:
                    raise self.wrong(f"an entry of {kind} lacks {lacking[0]!r}", change, f"add {lacking[0]!r}")
                self.change(kind, change)
        return Verdict(
            entry["hit"],
            entry["pass"],
            entry["coder"],
            entry["date"],
            entry["verdict"],
            entry.get("reason"),
            entry.get("rule") or "",
            entry.get("text") or "",
            tuple(entry.get("set", ())),
            tuple(entry.get("withdraw", ())),
            tuple(entry.get("claims", ())),
            self.number,
            entry.get("version") or "",
        )

    def change(self, kind: str, change: dict[str, Any]) -> None:
        """One entry of set, withdraw or claims."""
        table = self.table(change["table"])
        if change.get("entity") is not None:
            self.entity(change["entity"])
        elif kind == "claims":
            raise self.wrong("entity is no thing of a report", change["entity"], _ENTITY_REMEDY)
        if kind == "withdraw" and "column" in change:
            self.column(table, change["table"], change["column"])
        if kind == "set":
            name = change["column"]
            self.column(table, change["table"], name)
            if name in REFERENCES and "spans" not in change:
                self.reference(table, name, change["value"])
            elif name in REFERENCES:
                raise self.wrong(f"{name} is a reference and has no spans", change, "leave out `spans`")
            else:
                self.value(table, change["table"], name, change)
        if kind == "claims":
            for part in ("values", "refs"):
                if not isinstance(change.get(part, {}), dict):
                    raise self.wrong(f"{part} of an addition is no object", change[part], f"write {part} by column")
            for name, value in change.get("values", {}).items():
                self.column(table, change["table"], name)
                if not isinstance(value, dict) or "value" not in value:
                    raise self.wrong(f"{name} of an addition lacks value or spans", value, _SPANS_REMEDY)
                self.value(table, change["table"], name, value)
            for name, value in change.get("refs", {}).items():
                self.column(table, change["table"], name)
                self.reference(table, name, value)

    def table(self, name: Any) -> Table | None:
        known = [t for t in self.contract or () if t not in EVIDENCE]
        if not isinstance(name, str) or self.contract is not None and name not in known:
            raise self.wrong("unknown table", name, "known tables: " + ", ".join(known))
        return self.contract[name] if self.contract is not None else None

    def column(self, table: Table | None, title: str, name: Any) -> None:
        if not isinstance(name, str) or table is not None and name not in table.names:
            known = ", ".join(table.names) if table is not None else "those of its schema"
            raise self.wrong(f"unknown column of {title}", name, f"columns of {title}: {known}")

    def entity(self, entity: Any) -> None:
        if not isinstance(entity, str) or not _ENTITY.fullmatch(entity):
            raise self.wrong("entity is no thing of a report", entity, _ENTITY_REMEDY)

    def reference(self, table: Table | None, name: str, value: Any) -> None:
        if name == "date_basis":
            self.fits(table, name, value)
        else:
            self.entity(value)

    def value(self, table: Table | None, title: str, name: str, stated: dict[str, Any]) -> None:
        fault = span_fault(stated.get("spans"))
        if fault == "unknown inference":
            unknown = next(s[2] for s in stated["spans"] if len(s) == 3 and s[2] is not None and s[2] not in INFERENCES)
            raise self.wrong(fault, unknown, "known: " + ", ".join(INFERENCES))
        if fault:
            raise self.wrong(f"{title}.{name}: {fault}", stated.get("spans"), _SPANS_REMEDY)
        if name == "part_of":
            self.entity(stated["value"])
        else:
            self.fits(table, name, stated["value"])

    def fits(self, table: Table | None, name: str, value: Any) -> None:
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(
                f"the value of {name} is no text", value, "write the value as text; to take one away, use `withdraw`"
            )
        if table is None:
            return
        column = table.column(name)
        if column.enum and value not in column.enum:
            raise self.wrong(f"unknown value of {table.name}.{name}", value, "known: " + ", ".join(column.enum))
        if column.type == "date" and not is_day(value) or column.pattern and not re.fullmatch(column.pattern, value):
            raise self.wrong(f"the value does not fit {table.name}.{name}", value, f"write it as in {column.example!r}")


def judge(
    sha256: str, source_id: str, text: str, hits: Iterable[Hit], ledger: list[Verdict], path: Path
) -> tuple[list[Judged], list[Verdict]]:
    """Every hit with its verdict, additions included; and the verdicts that no hit answers to any more."""
    by_key: dict[str, list[Verdict]] = {}
    for verdict in ledger:
        by_key.setdefault(verdict.hit, []).append(verdict)
    judged: list[Judged] = []
    for hit in hits:
        key = hit_key(sha256, hit)
        judged.append(_settle(Judged(hit, key, verdicts=by_key.pop(key, [])), text, path))
    stale = []
    for key, verdicts in by_key.items():
        added = next((v for v in verdicts if v.verdict == "added" and v.claims), None)
        if added is None:
            stale += verdicts
            continue
        by_hand = _added(added, source_id, text)
        if by_hand is None or hit_key(sha256, by_hand) != key:
            stale += verdicts
            continue
        judged.append(_settle(Judged(by_hand, key, verdicts=verdicts), text, path))
    return judged, stale


def _settle(judged: Judged, text: str, path: Path) -> Judged:
    last: dict[int, Verdict] = {v.number: v for v in judged.verdicts}
    if not last:
        return judged
    judged.passes = min(2, len([n for n in last if n in (1, 2)]))
    first, second, third = last.get(1), last.get(2), last.get(3)
    deciding = (
        third or (first if first and (second is None or _same(first, second)) else None) or (second if first is None else None)
    )
    if deciding is None:
        judged.state = "open"
        judged.reason = f"pass 1 says {first.verdict if first else '-'}, pass 2 says {second.verdict if second else '-'}"
        return judged
    judged.state, judged.reason = deciding.verdict, deciding.reason
    judged.checked_on = max(v.date for v in last.values())
    if deciding.verdict == "corrected":
        judged.hit = corrected(judged.hit, deciding, text, path)
    return judged


def _same(first: Verdict, second: Verdict) -> bool:
    return first.verdict == second.verdict and first.set == second.set and first.withdraw == second.withdraw


def corrected(hit: Hit, verdict: Verdict, text: str, path: Path) -> Hit:
    """The hit as a verdict corrects it. Problem: the verdict changes what the hit does not claim, or names a span outside the text."""
    for change in (*verdict.withdraw, *verdict.set):
        if not any(c.table == change["table"] and change.get("entity") in (None, c.entity) for c in hit.claims):
            raise Problem(
                "corrects what the hit does not claim",
                file=path,
                place=f"line {verdict.line}",
                value=change,
                remedy="the hit claims: " + ", ".join(sorted({f"{c.table} {c.entity}" for c in hit.claims})[:8]),
            )
        for span in change.get("spans", ()):
            if span[1] > len(text):
                raise Problem(
                    "a span lies outside the source",
                    file=path,
                    place=f"line {verdict.line}",
                    value=span,
                    remedy=f"the source has {len(text)} characters",
                )
    claims = [Claim(c.table, c.entity, dict(c.values), dict(c.refs)) for c in hit.claims]
    for change in verdict.withdraw:
        for claim in claims:
            if claim.table == change["table"] and (change.get("entity") in (None, claim.entity)):
                if "column" in change:
                    claim.values.pop(change["column"], None)
                    claim.refs.pop(change["column"], None)
                else:
                    claim.values.clear()
                    claim.refs.clear()
    for change in verdict.set:
        for claim in claims:
            if claim.table == change["table"] and (change.get("entity") in (None, claim.entity)):
                if "spans" in change:
                    claim.values[change["column"]] = Value(change["value"], tuple(Rest(*span) for span in change["spans"]))
                else:
                    claim.refs[change["column"]] = change["value"]
    return Hit(hit.rule_id, hit.rule_version, hit.source_id, hit.start, hit.end, [c for c in claims if c.values or c.refs])


def _added(verdict: Verdict, source_id: str, text: str) -> Hit | None:
    claims = []
    spots: list[int] = []
    for entry in verdict.claims:
        values = {}
        for column, value in entry.get("values", {}).items():
            rests = []
            for span in value["spans"]:
                start, end, inference = (*span, None)[:3]
                if not 0 <= start < end <= len(text):
                    return None
                rests.append(Rest(start, end, inference))
                spots += [start, end]
            values[column] = Value(value["value"], tuple(rests))
        claims.append(Claim(entry["table"], entry["entity"], values, dict(entry.get("refs", {}))))
    return Hit(BY_HAND, BY_HAND_VERSION, source_id, min(spots, default=0), max(spots, default=0), claims)
