"""Rules: what curators write in `build/rules/*.toml`, read and compiled. Runs nothing on articles and knows no frame's meaning.

A pattern is a regular expression over an encoded line (marks.py), written with slots:

    {PERSON:who}          one mark of this kind, named `who`; {PERSON|OFFICE:who} one of several kinds; {PERSON} unnamed
    {PERSON|OFFICE*:who}  a list of them: "A, B and C"
    {setting}             a part: a pattern that `parts.toml` names, itself made of slots; {setting:where} names its extent
    {TEXT:topic}          some text, as short as the rest allows (at most 600 units)
    {CLAUSE:content}      text up to the end of its clause (part `clause_end`), at most 2,000 units; {TOPICS:…} likewise (`topic_end`)

Case is of no matter outside slots. Repetition without bound is refused, and so is a repeated group in which nothing sets one
round apart from the next, so that matching stays linear in the text.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import Problem
from .curated import known_keys, read_toml, tables, text, texts
from .frames import FRAMES, check_settings
from .marks import CHAR, KINDS
from .repeats import check_repeats
from .segments import KINDS as SEGMENTS

STAGES = ("office", "person", "known", "phrase", "sentence", "document")
_KEYS = {"id", "says", "stage", "frame", "pattern", "set", "claims", "where", "examples", "rejects"}
_SLOT = re.compile(r"\{([A-Za-z_|]+)(\*)?(?::([a-z_]+))?\}")
_UNBOUNDED = re.compile(r"(?<!\\)(?:[*+]|\{\d+,\})(?!\?*\})")
_CLASS = re.compile(r"\[\^?(?:\\.|[^\]])*\]")
_GROUP = re.compile(r"\(\?P<(?!g\d+>)([a-z_]+?)\d?>")
_UNTIL = {"CLAUSE": "clause_end", "TOPICS": "topic_end"}
_LIST = r",? (?:and|or|as well as) (?:the )?"
# What a file of the folder holds, where it is not [[rule]].
_TABLES = {"parts.toml": "part", "parts_meetings.toml": "part", "segments.toml": "segment"}


@dataclass(frozen=True)
class Rule:
    """One rule. `settings` are fixed values for its frame; `slots` maps the compiled groups to slot names."""

    id: str
    says: str
    stage: str
    frame: str
    pattern: str
    version: str
    claims: tuple[str, ...]
    settings: dict[str, Any]
    where: tuple[str, ...]
    regex: re.Pattern[str]
    slots: tuple[tuple[str, str], ...]
    needs: tuple[frozenset[str], ...]
    file: str
    examples: tuple[dict[str, Any], ...] = field(default=())
    rejects: tuple[Any, ...] = field(default=())

    def may_match(self, code: str) -> bool:
        """False only where the pattern cannot match: a kind that it needs is not in the line."""
        return all(any(c in code for c in needed) for needed in self.needs)

    def groups(self, match: re.Match[str]) -> dict[str, list[tuple[int, int]]]:
        """Slot name -> unit ranges, in text order."""
        found: dict[str, list[tuple[int, int]]] = {}
        for group, slot in self.slots:
            if match.start(group) >= 0:
                found.setdefault(slot, []).append(match.span(group))
        for spans in found.values():
            spans.sort()
        return found


@lru_cache(maxsize=4)
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


def _in_classes(pattern: str) -> str:
    """Kinds inside a character class stand for their characters: [^.{QUOTE}] is anything but a stop and a quotation."""
    return _CLASS.sub(lambda c: re.sub(r"\{([A-Z]+)\}", lambda m: CHAR.get(m.group(1), m.group()), c.group()), pattern)


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
        parts[name] = _in_classes(text(part.get("pattern"), path, name, "pattern"))
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
    source, slots, needs = _expand(entry["pattern"], parts, path, name)
    try:
        regex = re.compile(source, re.IGNORECASE)
    except re.error as error:
        raise Problem(
            f"pattern does not parse: {error}", file=path, place=name, value=entry["pattern"], remedy="mend the pattern"
        ) from None
    if regex.fullmatch("") or regex.match(""):
        raise Problem(
            "pattern matches the empty string",
            file=path,
            place=name,
            value=entry["pattern"],
            remedy="let it take at least one slot or word",
        )
    check_repeats(source, entry["pattern"], path, name)
    digest = hashlib.sha256(
        json.dumps([source, entry["frame"], entry["stage"], settings, claims, entry.get("where", [])], sort_keys=True).encode()
    ).hexdigest()[:8]
    return Rule(
        entry["id"],
        entry["says"],
        entry["stage"],
        entry["frame"],
        entry["pattern"],
        digest,
        claims,
        settings,
        tuple(entry.get("where", ())),
        regex,
        slots,
        needs,
        path.name,
        tuple(entry.get("examples", ())),
        tuple(entry.get("rejects", ())),
    )


def _one_of(what: str, value: str, known: Sequence[str], path: Path, name: str) -> None:
    if value not in known:
        raise Problem(f"unknown {what}", file=path, place=name, value=value, remedy=f"known {what}s: " + ", ".join(known))


def _expand(
    pattern: str, parts: dict[str, str], path: Path, name: str
) -> tuple[str, tuple[tuple[str, str], ...], tuple[frozenset[str], ...]]:
    slots: list[tuple[str, str]] = []

    def bad(value: str, known: list[str]) -> Problem:
        return Problem("unknown slot", file=path, place=name, value=value, remedy="known: " + ", ".join(known))

    def fill(match: re.Match[str], depth: int) -> str:
        word, many, slot = match.groups()
        if depth > 6:
            raise Problem("parts contain each other", file=path, place=name, value=word, remedy="break the circle in parts.toml")
        if word == "TEXT":
            body = r".{1,600}?"
        elif word in _UNTIL:
            end = _SLOT.sub(lambda m: fill(m, depth + 1), parts.get(_UNTIL[word], "$"))
            body = rf"(?![.,;:]).{{1,2000}}?(?={end})"
        elif word[0].islower():
            if word not in parts:
                raise bad(word, sorted(parts))
            body = "(?:" + _SLOT.sub(lambda m: fill(m, depth + 1), parts[word]) + ")"
        else:
            kinds = word.split("|")
            for kind in kinds:
                if kind not in KINDS:
                    raise bad(kind, list(KINDS))
            body = "[" + "".join(CHAR[k] for k in kinds) + "]"
            if many:
                body = f"{body}(?:(?:, {body}){{0,9}}{_LIST}{body})?"
        if slot:
            group = f"g{len(slots)}"
            slots.append((group, slot))
            return f"(?P<{group}>{body})"
        return f"(?:{body})" if many else body

    def group(match: re.Match[str]) -> str:
        slots.append((f"g{len(slots)}", match.group(1)))
        return f"(?P<{slots[-1][0]}>"

    pattern = _in_classes(pattern)
    bare = _SLOT.sub("", pattern)
    if _UNBOUNDED.search(re.sub(r"\[(?:\\.|[^\]])*\]", "x", bare)):
        raise Problem(
            "pattern repeats without bound",
            file=path,
            place=name,
            value=pattern,
            remedy="give the repetition a bound, as in {0,40}",
        )
    source = _SLOT.sub(lambda m: fill(m, 0), pattern)
    return _GROUP.sub(group, source), tuple(slots), _needed(pattern)


def _needed(pattern: str) -> tuple[frozenset[str], ...]:
    """Kinds without which the pattern cannot match: slots at its top level that are not optional and no alternative to another."""
    depth, top = 0, []
    if _top_level_bar(pattern):
        return ()
    i = 0
    while i < len(pattern):
        match = _SLOT.match(pattern, i)
        if match:
            after = pattern[match.end() : match.end() + 1]
            if (
                depth == 0
                and match.group(1)[0].isupper()
                and match.group(1) not in ("TEXT", *_UNTIL)
                and after not in ("?", "*", "{")
            ):
                top.append(frozenset(CHAR[k] for k in match.group(1).split("|") if k in CHAR))
            i = match.end()
            continue
        if pattern[i] == "\\":
            i += 2
            continue
        depth += (pattern[i] == "(") - (pattern[i] == ")")
        i += 1
    return tuple(dict.fromkeys(top))


def _top_level_bar(pattern: str) -> bool:
    depth = 0
    for char in _SLOT.sub("x", pattern).replace("\\(", "").replace("\\)", ""):
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            return True
    return False
