"""Takes a new report in: copies it to `seeds/`, records its hash and what a curator supplies. Changes nothing if anything is wrong."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..errors import Problem
from ..make.extraction import load_extractor
from ..make.report import Report
from ..make.segments import ARTICLE_TEXT
from ..make.sources import SUPPLIED, Source, read_sources
from ..make.text import Document, read_document

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_LONGEST_NAME = 100
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")  # BCP 47, as far as it is of use here
_SHINGLE = 5  # words
_NEAR = 0.4  # of the shorter text's runs of five words: agency copy reprinted has more, a shared quotation less


@dataclass(frozen=True, slots=True)
class Candidate:
    """A report that may be taken in. `states`: which of SUPPLIED the text states itself, and what; `hits`: how many wait."""

    document: Document
    report: Report
    states: dict[str, str]

    @property
    def hits(self) -> int:
        return len(self.report.hits)


def consider(root: Path, file: Path, name: str | None = None, published: str | None = None) -> Candidate:
    """Read a file and what it states of itself.

    Problem: it cannot be read, is empty, no UTF-8, has a name that can be no id, or is there already, in these or nearly these words.
    """
    published_on = _day(published)
    read = read_document(file, published=published_on)
    source_id = file.stem if name is None else name.removesuffix(".txt")
    if not _NAME.fullmatch(source_id) or len(source_id) > _LONGEST_NAME:
        raise Problem(
            "the name cannot be an id",
            file=file,
            value=source_id,
            remedy="Name it with letters, digits, hyphens, underscores and dots: --name 2026-01-31-river-talks",
        )
    present = read_sources(root / "seeds")
    for source in present:
        _refuse(read, source_id, source)
    document = Document(source_id, read.text, read.sha256, f"seeds/{source_id}.txt", published_on)
    report = load_extractor(root / "build").extract(document)
    stated = {
        c: v.value for hit in report.hits for claim in hit.claims if claim.table == "sources" for c, v in claim.values.items()
    }
    return Candidate(document, report, {key: stated[key] for key in SUPPLIED if key in stated})


def take_in(root: Path, file: Path, candidate: Candidate, supplied: Mapping[str, str]) -> Path:
    """Copy the file to `seeds/` and put it on record; returns the seed. Problem: a supplied value that is none."""
    for key, value in supplied.items():
        if key in ("published", "retrieved"):
            _day(value)
        if key == "language" and not _LANGUAGE.fullmatch(value):
            raise Problem("is no language", value=value, remedy="write it as a tag of BCP 47, for example en, fa, ar")
    seeds = root / "seeds"
    seed = seeds / f"{candidate.document.source_id}.txt"
    records = seeds / "sources.toml"
    before = records.read_text(encoding="utf-8")
    after = before.rstrip("\n") + "\n\n" + _record(seed.name, candidate.document.sha256, supplied)
    tomllib.loads(after)  # what is written can be read
    _write(seed, file.read_bytes())
    try:
        _write(records, after.encode("utf-8"))
    except OSError:
        seed.unlink()
        raise
    return seed


def _refuse(document: Document, source_id: str, source: Source) -> None:
    """Problem: the name is taken, or the text is there already."""
    other = source.document
    if other.sha256 == document.sha256:
        raise Problem("is here already, byte for byte", file=document.path, value=other.path, remedy="There is nothing to add.")
    share = likeness(document.text, other.text)
    if share >= _NEAR:
        raise Problem(
            f"has {share:.0%} of its runs of {_SHINGLE} words in common with a report that is here already",
            file=document.path,
            value=other.path,
            remedy="Keep one of the two: the same report counted twice would make one voice into two.",
        )
    if other.source_id == source_id:
        raise Problem(
            "there is another report of this name", file=other.path, value=source_id, remedy="Give it another: --name NAME"
        )


def likeness(mine: str, theirs: str) -> float:
    """The share of the shorter text's runs of five words that the other has too, 0 to 1."""
    a, b = _shingles(mine), _shingles(theirs)
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))} if words else set()


def article_share(report: Report) -> float:
    """How much of the text is article text, 0 to 1: little of it means that the furniture of a page was copied along."""
    length = sum(s.end - s.start for s in report.segments if s.kind in ARTICLE_TEXT)
    return length / len(report.text)


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Problem("is no day", value=value, remedy="write it as 2025-10-21") from None


def _record(file: str, sha256: str, supplied: Mapping[str, str]) -> str:
    values = ", ".join(f"{key} = {_toml(value)}" for key, value in supplied.items() if value)
    return f"[[source]]\nfile = {_toml(file)}\nsha256 = {_toml(sha256)}\n" + (f"supplied = {{ {values} }}\n" if values else "")


def _toml(text: str) -> str:
    """A text as TOML writes it, on one line."""
    escaped = "".join({"\\": "\\\\", '"': '\\"'}.get(c, c if c.isprintable() else f"\\U{ord(c):08X}") for c in text)
    return f'"{escaped}"'


def _write(path: Path, content: bytes) -> None:
    """Put a whole file in place, or none."""
    staged = path.with_name(f".{path.name}.new")
    with staged.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    staged.replace(path)
