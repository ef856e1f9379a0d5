"""Rules: what curators write in `build/rules/*.toml`, read and compiled. Runs nothing on articles and knows no frame's meaning. How patterns are written stands
in patterns.py.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import Problem
from .curated import known_keys, read_toml, tables, text, texts
from .frames import FRAMES, check_settings
from .patterns import Compiled, compile_pattern, in_classes, unfolded
from .segments import KINDS as SEGMENTS

STAGES = ("office", "person", "known", "phrase", "sentence", "document")
_KEYS = {"id", "says", "stage", "frame", "pattern", "set", "claims", "where", "examples", "rejects"}
# What a file of the folder holds, where it is not [[rule]].
_TABLES = {"parts.toml": "part", "parts_meetings.toml": "part", "segments.toml": "segment"}


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule. `settings` are fixed values for its frame."""

    id: str
    says: str
    stage: str
    frame: str
    pattern: str
    version: str
    claims: tuple[str, ...]
    settings: dict[str, Any]
    where: tuple[str, ...]
    compiled: Compiled
    file: str
    examples: tuple[dict[str, Any], ...] = field(default=())
    rejects: tuple[Any, ...] = field(default=())


def load_rules(folder: Path) -> tuple[Rule, ...]:
    """Every rule of the folder, by stage and then in the order of files and lines.

    Problem: TOML that does not parse, an unknown key, kind, part, stage or frame, a pattern that does not compile, matches
    nothing at all or repeats without bound, an id used twice.
    """
    parts = {k: v for path in sorted(folder.glob("parts*.toml")) for k, v in _parts(path).items()}
    rules: list[Rule] = []
    seen: dict[str, Path] = {}
    for path in sorted(folder.glob("*.toml")):
        data = known_keys(read_toml(path), {_TABLES.get(path.name, "rule")}, path)
        if path.name == "segments.toml":
            _check_segments(data, path)
        for number, entry in enumerate([] if path.name in _TABLES else tables(data, "rule", path), 1):
            rule = _rule(entry, path, parts, number)
            if rule.id in seen:
                places = [p for file in dict.fromkeys((seen[rule.id], path)) for p in _lines_of(file, rule.id)]
                raise Problem("id is used twice", file=path, place=rule.id, value=places, remedy="give one of the two another id")
            seen[rule.id] = path
            rules.append(rule)
    if not rules:
        raise Problem("holds no rules", file=folder, remedy="restore build/rules/*.toml")
    return tuple(sorted(rules, key=lambda r: STAGES.index(r.stage)))


def _check_segments(data: dict[str, Any], path: Path) -> None:
    """The types of what segments.toml holds; its meaning is for segments.py."""
    for number, entry in enumerate(tables(data, "segment", path), 1):
        place = f"[[segment]] {number}"
        for key, value in known_keys(entry, set(entry) if isinstance(entry, dict) else (), path, place).items():
            if key in ("id", "says", "pattern", "where", "repeats"):
                text(value, path, place, key)
        check_examples_form(entry.get("examples", []), entry.get("rejects", []), path, str(entry.get("id", place)))


def _lines_of(path: Path, rule_id: str) -> list[str]:
    own = re.compile(rf"""\s*id\s*=\s*(["'])+{re.escape(rule_id)}\1""")
    return [f"{path.name} line {n}" for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if own.match(line)]


def _parts(path: Path) -> dict[str, str]:
    parts = {}
    entries = read_toml(path).get("part", {})
    if not isinstance(entries, dict):
        raise Problem("part is no table", file=path, remedy="write each part as [part.its_name]")
    for name, part in entries.items():
        known_keys(part, ("says", "pattern"), path, name)
        parts[name] = in_classes(unfolded(text(part.get("pattern"), path, name, "pattern")))
    return parts


def check_examples_form(examples: Any, rejects: Any, file: Path | str, place: str) -> None:
    """Problem: `examples` is no list of tables with text, published, gives; `rejects` is no list of texts."""
    path = Path(file)
    if not isinstance(examples, list | tuple):
        raise Problem(
            "examples is no list",
            file=path,
            place=place,
            value=examples,
            remedy='write examples = [{ text = "…", gives = [{ … }] }]',
        )
    for example in examples:
        known_keys(example, ("text", "published", "gives"), path, f"{place}, examples")
        text(example.get("text"), path, f"{place}, examples", "text")
        gives, day = example.get("gives", []), example.get("published")
        if not isinstance(gives, list) or not all(isinstance(g, dict) for g in gives):
            raise Problem(
                "gives is no list of tables", file=path, place=place, value=gives, remedy='write gives = [{ table = "…", … }]'
            )
        try:
            date.fromisoformat("2025-01-01" if day is None else day)
        except (TypeError, ValueError):
            raise Problem(
                "published is no day", file=path, place=place, value=day, remedy='write it as published = "2025-10-21"'
            ) from None
    texts(list(rejects) if isinstance(rejects, tuple) else rejects, path, place, "rejects")


def _rule(entry: Any, path: Path, parts: dict[str, str], number: int) -> Rule:
    name = str(entry.get("id") or f"[[rule]] {number}") if isinstance(entry, dict) else f"[[rule]] {number}"
    known_keys(entry, _KEYS, path, name)
    for key in ("id", "says", "stage", "frame", "pattern"):
        if key not in entry:
            raise Problem(f"lacks {key!r}", file=path, place=name, remedy=f"add {key} = …")
        text(entry[key], path, name, key)
    _one_of("stage", entry["stage"], STAGES, path, name)
    _one_of("frame", entry["frame"], sorted(FRAMES), path, name)
    settings = entry.get("set", {})
    check_settings(settings, path, name)
    if entry["frame"] == "meeting_verb" and "makes" not in settings:
        raise Problem("lacks the setting 'makes'", file=path, place=name, remedy='add set = { makes = "MET" }, or another mark')
    claims = tuple(texts(entry.get("claims", []), path, name, "claims"))
    for kind in texts(entry.get("where", []), path, name, "where"):
        _one_of("segment", kind, SEGMENTS, path, name)
    check_examples_form(entry.get("examples", []), entry.get("rejects", []), path, name)
    pattern = unfolded(entry["pattern"])
    compiled = compile_pattern(pattern, parts, path, name)
    digest = hashlib.sha256(
        json.dumps(
            [compiled.source, entry["frame"], entry["stage"], settings, claims, entry.get("where", [])], sort_keys=True
        ).encode()
    ).hexdigest()[:8]
    return Rule(
        entry["id"],
        entry["says"],
        entry["stage"],
        entry["frame"],
        pattern,
        digest,
        claims,
        settings,
        tuple(entry.get("where", ())),
        compiled,
        path.name,
        tuple(entry.get("examples", ())),
        tuple(entry.get("rejects", ())),
    )


def _one_of(what: str, value: str, known: Sequence[str], path: Path, name: str) -> None:
    if value not in known:
        raise Problem(f"unknown {what}", file=path, place=name, value=value, remedy=f"known {what}s: " + ", ".join(known))
