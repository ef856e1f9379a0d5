"""What no rule took: sentences with a word of speech, encounter or agreement from which nothing of the kind was extracted.

Each has a reason on file (`build/checks/untaken/<source_id>.jsonl`), or is open. So what the tables leave out is left out on
purpose, or is known to be missing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..errors import Problem
from .checks import Judged, is_day
from .curated import read_json_lines
from .report import Report

Span = tuple[int, int]

_SIGNS = {
    "speech": ("SAID", "SAYING", "STRESSED", "STRESSING", "TOLD", "TELLING", "PLEDGED", "PLEDGING", "QUOTED", "QUOTING"),
    "encounter": ("MET", "CALLED", "HOSTED", "ENCOUNTER", "VISIT"),
    "agreement": ("INSTRUMENT", "AGREEMENT"),
}
_TABLES = {"quote": "speech", "meeting": "encounter", "agreement": "agreement"}
_KEYS = ("sentence", "kind", "words", "coder", "date", "reason")


@dataclass(frozen=True, slots=True)
class Untaken:
    """One such word of one sentence. `key`: a hash of the report's bytes, the kind and the place; it stands when rules change."""

    key: str
    kind: str
    source_id: str
    spans: tuple[Span, ...]


def find_untaken(report: Report, judged: Iterable[Judged]) -> list[Untaken]:
    """Words of speech, encounter and agreement that no claim rests on, one entry for each sentence and kind.

    A hit that is open has still taken its words; one that was rejected has not.
    """
    source = report.document
    taken: dict[str, list[Span]] = {kind: [] for kind in _SIGNS}
    for one in judged:
        if one.hit.source_id == source.source_id and one.state != "rejected":
            for claim in one.hit.claims:
                kind = _TABLES.get(claim.table.split("_")[0].removesuffix("s"))
                if kind:
                    taken[kind] += [(r.start, r.end) for value in claim.values.values() for r in value.rests]
    found = []
    for line in report.lines:
        if line.quoted:
            continue
        for kind, signs in _SIGNS.items():
            spans = [(m.start, m.end) for mark in line.marks() for m in mark.find(*signs)]
            left = tuple(s for s in spans if not any(a < s[1] and s[0] < b for a, b in taken[kind]))
            if left:
                key = hashlib.sha256(f"{source.sha256}:{kind}:{line.start}-{line.end}:{left}".encode()).hexdigest()[:16]
                found.append(Untaken(key, kind, source.source_id, left))
    return found


def read_reasons(path: Path) -> dict[str, int]:
    """Key of a sentence -> the line that gives its reason. No file is none. Problem: a line that is none, or comes twice."""
    found: dict[str, int] = {}
    for number, entry in read_json_lines(path) if path.exists() else ():

        def wrong(what: str, value: object, remedy: str, place: str = f"line {number}") -> Problem:
            return Problem(what, file=path, place=place, value=value, remedy=remedy)

        if not isinstance(entry, dict) or sorted(entry) != sorted(_KEYS):
            raise wrong("is no reason", entry, "a reason is an object with " + ", ".join(_KEYS))
        for key in _KEYS:
            if not isinstance(entry[key], str) or not entry[key].strip():
                raise wrong(f"{key} is no text", entry[key], f"write {key} as text")
        if not re.fullmatch(r"[0-9a-f]{16}", entry["sentence"]):
            raise wrong("sentence is no key", entry["sentence"], "copy it from `baghdad-tehran check --json`")
        if entry["kind"] not in _SIGNS:
            raise wrong("unknown kind", entry["kind"], "known kinds: " + ", ".join(_SIGNS))
        if not is_day(entry["date"]):
            raise wrong("date is no day", entry["date"], "write it as 2026-01-31")
        found[entry["sentence"]] = number  # a later reason stands in place of an earlier one
    return found


def open_untaken(reports: Iterable[Report], judged: list[Judged], root: Path) -> tuple[list[tuple[Report, Untaken]], list[str]]:
    """What has no reason on file, by report; and the reasons that answer to nothing any more, as "file: line n, sentence"."""
    left, idle = [], []
    for report in reports:
        path = reasons_file(root, report.document.source_id)
        reasons = read_reasons(path)
        found = find_untaken(report, judged)
        left += [(report, one) for one in found if one.key not in reasons]
        present = {one.key for one in found}
        idle += [f"{path.name}: line {line}, sentence {key}" for key, line in reasons.items() if key not in present]
    return left, idle


def reasons_file(root: Path, source_id: str) -> Path:
    """Where the reasons of one report stand."""
    return root / "build" / "checks" / "untaken" / f"{source_id}.jsonl"
