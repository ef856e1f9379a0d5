"""Sources: the documents of a checkout, `seeds/*.txt` with `seeds/sources.toml`. Reads and compares hashes; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import Problem
from .curated import known_keys, read_toml, text
from .text import Document, read_document

SUPPLIED = ("publisher", "published", "language", "url", "retrieved", "rights", "title", "byline")


@dataclass(frozen=True, slots=True)
class Source:
    """A seed and what is on record for it. `supplied`: what a curator supplied because the text does not state it."""

    document: Document
    supplied: dict[str, Any]


def read_sources(seeds: Path) -> list[Source]:
    """Every seed, in the order of file names.

    Problem: a file without a record or a record without its file, a file that is empty, not UTF-8, or not the bytes on record.
    """
    path = seeds / "sources.toml"
    records = _records(path)
    files = {file.name: file for file in sorted(seeds.glob("*.txt"))}
    for name in files:
        if name not in records:
            raise Problem(
                "has no record", file=f"seeds/{name}", remedy="add a [[source]] with file and sha256 to seeds/sources.toml"
            )
    found = []
    for name, record in sorted(records.items()):
        if name not in files:
            raise Problem(
                "is on record but not there",
                file=f"seeds/{name}",
                remedy="restore the file from git, or remove its [[source]] from seeds/sources.toml",
            )
        document = read_document(files[name], f"seeds/{name}")
        if document.sha256 != record["sha256"]:
            checks = seeds.parent / "build" / "checks" / f"{document.source_id}.jsonl"
            count = len(checks.read_text(encoding="utf-8").splitlines()) if checks.exists() else 0
            raise Problem(
                f"has changed since it was checked: all {count} verdicts in build/checks/{checks.name} are void",
                file=f"seeds/{name}",
                place="sha256",
                value=document.sha256,
                remedy=f"restore the file (sha256 {record['sha256']}), or put the new sha256 into seeds/sources.toml and check its hits again",
            )
        supplied = {k: v.isoformat() if isinstance(v, date) else v for k, v in record.get("supplied", {}).items()}
        day = _day(supplied.get("published"), path, name)
        if "retrieved" in supplied:
            supplied["retrieved"] = _day(supplied["retrieved"], path, name)
        found.append(Source(Document(document.source_id, document.text, document.sha256, document.path, day), supplied))
    return found


def _day(value: Any, path: Path, name: str) -> date | None:
    """A supplied day. Problem where it is none."""
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError):
        raise Problem("is no day", file=path, place=name, value=value, remedy="write it as 2025-10-21") from None


def _records(path: Path) -> dict[str, dict[str, Any]]:
    data = known_keys(read_toml(path), ("source",), path)
    if not isinstance(data.get("source", []), list):
        raise Problem("source is no list", file=path, remedy="write each source as [[source]]")
    records: dict[str, dict[str, Any]] = {}
    for number, record in enumerate(data.get("source", []), 1):
        place = f"[[source]] {number}"
        known_keys(record, ("file", "sha256", "supplied"), path, place)
        for key in ("file", "sha256"):
            if key not in record:
                raise Problem(f"lacks {key!r}", file=path, place=place, remedy=f"add {key} = …")
            text(record[key], path, place, key)
        supplied = record.get("supplied", {})
        unknown = sorted(set(supplied) - set(SUPPLIED)) if isinstance(supplied, dict) else [supplied]
        if unknown:
            raise Problem(
                "unknown key under supplied",
                file=path,
                place=record["file"],
                value=unknown[0],
                remedy="known keys: " + ", ".join(SUPPLIED),
            )
        for key, value in supplied.items():
            if key in ("published", "retrieved") and isinstance(value, date):
                continue
            text(value, path, f"{record['file']}, supplied", key)
        if record["file"] in records:
            raise Problem("is on record twice", file=path, place=record["file"], remedy="keep one [[source]]")
        records[record["file"]] = record
    return records
