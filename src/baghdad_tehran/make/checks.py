"""Checks: the ledger of verdicts, one JSON object a line in `build/checks/<source_id>.jsonl`. Reads and keys; judges nothing.

A verdict belongs to a hit by its key: a hash of the source's bytes and of every table, row, column, span and value that
the hit claims. Where any of these changes the key changes, and the hit is open again. Two passes are made apart from
each other; where they differ, a third entry settles. A later entry of the same pass stands in place of an earlier one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import Problem
from .curated import read_json_lines
from .model import INFERENCES, Claim, Hit, Rest, Value

VERDICTS = ("accepted", "rejected", "corrected", "added")
BY_HAND = "by-hand"
BY_HAND_VERSION = "1"
_KEYS = {"hit", "pass", "coder", "date", "verdict", "reason", "rule", "text", "claims", "set", "withdraw"}


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


def read_ledger(path: Path) -> list[Verdict]:
    """The verdicts of one source, in order. No file is an empty ledger. Problem: a line that is no verdict."""
    if not path.exists():
        return []
    return [_verdict(entry, path, number) for number, entry in read_json_lines(path)]


def _verdict(entry: Any, path: Path, number: int) -> Verdict:
    def wrong(what: str, value: Any, remedy: str) -> Problem:
        return Problem(what, file=path, place=f"line {number}", value=value, remedy=remedy)

    if not isinstance(entry, dict):
        raise wrong("is no verdict", entry, "a verdict is an object with hit, pass, coder, date, verdict")
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise wrong("unknown key", unknown[0], "known keys: " + ", ".join(sorted(_KEYS)))
    for key in ("hit", "pass", "coder", "date", "verdict"):
        if key not in entry:
            raise wrong(f"lacks {key!r}", entry, f"add {key!r}")
    if entry["verdict"] not in VERDICTS:
        raise wrong("unknown verdict", entry["verdict"], "known verdicts: " + ", ".join(VERDICTS))
    if entry["pass"] not in (1, 2, 3):
        raise wrong("unknown pass", entry["pass"], "1 and 2 are the two readings, 3 settles them")
    if entry["verdict"] != "accepted" and not entry.get("reason"):
        raise wrong(f"{entry['verdict']} without a reason", entry["hit"], "say why in `reason`")
    for kind, keys in (("set", ("table", "column", "value")), ("withdraw", ("table",)), ("claims", ("table", "entity"))):
        for change in entry.get(kind, ()):
            lacking = [k for k in keys if k not in change] if isinstance(change, dict) else list(keys)
            if lacking:
                raise wrong(f"an entry of {kind} lacks {lacking[0]!r}", change, f"add {lacking[0]!r}")
            for column, value in change.get("values", {}).items():
                if not isinstance(value, dict) or "value" not in value or not value.get("spans"):
                    raise wrong(
                        f"{column} of an addition lacks value or spans", value, "give the value and the spans that it rests on"
                    )
    return Verdict(
        entry["hit"],
        entry["pass"],
        entry["coder"],
        entry["date"],
        entry["verdict"],
        entry.get("reason"),
        entry.get("rule", ""),
        entry.get("text", ""),
        tuple(entry.get("set", ())),
        tuple(entry.get("withdraw", ())),
        tuple(entry.get("claims", ())),
    )


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
        judged.append(_settle(Judged(hit, key, verdicts=by_key.pop(key, []))))
    stale = []
    for key, verdicts in by_key.items():
        added = next((v for v in verdicts if v.verdict == "added" and v.claims), None)
        if added is None:
            stale += verdicts
            continue
        by_hand = _added(added, source_id, text, path)
        if by_hand is None or hit_key(sha256, by_hand) != key:
            stale += verdicts
            continue
        judged.append(_settle(Judged(by_hand, key, verdicts=verdicts)))
    return judged, stale


def _settle(judged: Judged) -> Judged:
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
        judged.hit = _corrected(judged.hit, deciding)
    return judged


def _same(first: Verdict, second: Verdict) -> bool:
    return first.verdict == second.verdict and first.set == second.set and first.withdraw == second.withdraw


def _corrected(hit: Hit, verdict: Verdict) -> Hit:
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


def _added(verdict: Verdict, source_id: str, text: str, path: Path) -> Hit | None:
    claims = []
    spots: list[int] = []
    for entry in verdict.claims:
        values = {}
        for column, value in entry.get("values", {}).items():
            rests = []
            for span in value["spans"]:
                start, end, inference = (*span, None)[:3]
                if inference is not None and inference not in INFERENCES:
                    raise Problem(
                        "unknown inference",
                        file=path,
                        place=verdict.hit,
                        value=inference,
                        remedy="known: " + ", ".join(INFERENCES),
                    )
                if not 0 <= start < end <= len(text):
                    return None
                rests.append(Rest(start, end, inference))
                spots += [start, end]
            values[column] = Value(value["value"], tuple(rests))
        claims.append(Claim(entry["table"], entry["entity"], values, dict(entry.get("refs", {}))))
    return Hit(BY_HAND, BY_HAND_VERSION, source_id, min(spots, default=0), max(spots, default=0), claims)
