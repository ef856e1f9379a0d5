"""Segments: what is article text and what is furniture. Tiles the whole document; knows lines and rules, not language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from ..errors import Problem
from .curated import read_toml
from .regexes import compiled
from .vocabulary import Vocabulary

KINDS = (
    "headline",
    "standfirst",
    "caption",
    "credit",
    "date",
    "dateline",
    "byline",
    "subhead",
    "pull_quote",
    "paragraph",
    "furniture",
)
# Segments whose sentences are coded. Credit, date, dateline and byline describe the document itself.
ARTICLE_TEXT = frozenset({"headline", "standfirst", "caption", "subhead", "pull_quote", "paragraph"})
_KEYS = {"id", "says", "where", "once", "repeats", "rest", "pattern", "examples", "rejects"}
_NAME = r"(?:[A-ZÀ-Þ][\w’'.-]+ ){1,3}[A-ZÀ-Þ][\w’'-]+"
_LINE = re.compile(r"[^\n]+")
_BLANK = re.compile(r"[\s\ufeff]*")


@dataclass(frozen=True, slots=True)
class Segment:
    """text[start:end], separators behind it included; text[start:stop] without them."""

    start: int
    end: int
    stop: int
    kind: str
    rule_id: str


@dataclass(frozen=True, slots=True)
class SegmentRule:
    id: str
    says: str
    pattern: str
    where: str | None
    once: bool
    repeats: str | None
    rest: bool
    examples: tuple[dict[str, Any], ...]
    rejects: tuple[str, ...]


@lru_cache(maxsize=4)
def load_segment_rules(path: Path) -> tuple[SegmentRule, ...]:
    """Read the segment rules. Problem: a key or kind that is not known, a pattern that does not parse or takes no character."""
    data = read_toml(path)
    rules = []
    for entry in data.get("segment", []):
        unknown = sorted(set(entry) - _KEYS) or sorted({"id", "says", "pattern"} - set(entry))
        if unknown:
            raise Problem(
                "unknown or missing key",
                file=path,
                place=entry.get("id"),
                value=unknown[0],
                remedy="known keys: " + ", ".join(sorted(_KEYS)),
            )
        rule = SegmentRule(
            entry["id"],
            entry["says"],
            entry["pattern"],
            entry.get("where"),
            entry.get("once", False),
            entry.get("repeats"),
            entry.get("rest", False),
            tuple(entry.get("examples", ())),
            tuple(entry.get("rejects", ())),
        )
        try:
            regex = compiled(_filled(rule.pattern, "x", ("May",)))
        except re.error as error:
            raise Problem(
                f"pattern does not parse: {error}", file=path, place=rule.id, value=rule.pattern, remedy="mend the pattern"
            ) from None
        kinds = set(regex.groupindex) - {"author"}
        if not kinds or not kinds <= set(KINDS):
            raise Problem(
                "pattern names no known kind",
                file=path,
                place=rule.id,
                value=sorted(kinds),
                remedy="known kinds: " + ", ".join(KINDS),
            )
        if regex.fullmatch(""):
            raise Problem(
                "pattern matches the empty line",
                file=path,
                place=rule.id,
                value=rule.pattern,
                remedy="let it take at least one character",
            )
        rules.append(rule)
    return tuple(rules)


def split_segments(text: str, rules: tuple[SegmentRule, ...], voc: Vocabulary) -> list[Segment]:
    """Segments in order; together they are the text, character for character."""
    lines = _unwrapped(text, [(s, e) for s, e in (_trim(text, *m.span()) for m in _LINE.finditer(text)) if e > s])
    if not lines:
        return []
    months = tuple(voc.months)
    written = [text[s:e].replace("\n", " ") for s, e in lines]
    later: dict[str, int] = {line: i for i, line in enumerate(written)}
    body, tail = _body(written, rules, months), _tail(written)
    headline: str | None = None
    taken: set[str] = set()
    # Which lines a rule reads is the same all over the text, but for those that must know the headline.
    plain = [(rule, None if "{headline}" in rule.pattern else _compiled(rule.pattern, None, months).fullmatch) for rule in rules]
    pieces: list[tuple[int, int, str, str]] = []
    ended: str | None = None
    for i, (s, e) in enumerate(lines):
        line = written[i]
        if ended:
            pieces.append((s, e, "furniture", ended))
            continue
        for rule, matches in plain:
            where = rule.where
            if where == "top" and i >= body or where == "tail" and i <= tail or rule.once and rule.id in taken:
                continue
            if rule.repeats == "headline" and line != headline or rule.repeats == "later" and later[line] <= max(i, body - 1):
                continue
            if matches is not None:
                match = matches(line)
            elif headline and headline in line:
                match = _compiled(rule.pattern, headline, months).fullmatch(line)
            else:
                continue
            if match is None:
                continue
            taken.add(rule.id)
            groups = [(match.span(k), k) for k, v in match.groupdict().items() if v and k != "author"]
            for (a, b), kind in sorted(groups):
                if kind == "headline":
                    headline = line[a:b]
                pieces.append((s + a, s + b, kind, rule.id))
            if rule.rest:
                ended = rule.id
            break
        else:
            pieces.append((s, e, "paragraph", "segment-paragraph"))
    return _tiled(text, pieces)


def _unwrapped(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines that were broken at a fixed width put together: each is so long that the next word would not have fitted.

    That takes three lines or more without an empty one between them; where a text has such, two will do, and a line may be
    short where the next begins with a small letter (a dateline before it was cut off), or shorter by a quarter where it ends in
    the middle of a sentence (the width was not quite even).
    """
    blocks: list[list[tuple[int, int]]] = []
    for s, e in lines:
        if blocks and text.count("\n", blocks[-1][-1][1], s) == 1:
            blocks[-1].append((s, e))
        else:
            blocks.append([(s, e)])
    widths = [w for b in blocks if len(b) > 2 and (w := _width(text, b, 0))]
    if not widths:
        return lines
    width = max(widths)
    return [line for b in blocks for line in ([(b[0][0], b[-1][1])] if len(b) > 1 and _width(text, b, width - _SLACK) else b)]


_WIDEST, _SLACK = 110, 6  # characters of a line that was broken; by how much its paragraphs differ


def _width(text: str, block: list[tuple[int, int]], least: int) -> int:
    """How wide these lines are, if they were broken at that width and it is at least so wide; else 0."""
    width = max(max(e - s for s, e in block), least)
    if not 40 <= width <= _WIDEST:
        return 0
    for (s, e), (next_s, next_e) in pairwise(block):
        word = text[next_s:next_e].split(None, 1)[0]
        runs_on = least and (word[0].islower() or e - s >= width * 3 // 4 and text[e - 1] not in ".!?:;")
        if (e - s < width // 2 or e - s + 1 + len(word) <= width) and not runs_on:
            return 0
    return width


def _tiled(text: str, pieces: list[tuple[int, int, str, str]]) -> list[Segment]:
    starts = [0] + [s for s, *_ in pieces[1:]] + [len(text)]
    segments = []
    for i, (_, _, kind, rule_id) in enumerate(pieces):
        stop = _trim(text, starts[i], starts[i + 1])[1]
        segments.append(Segment(starts[i], starts[i + 1], stop, kind, rule_id))
    return segments


def _trim(text: str, s: int, e: int) -> tuple[int, int]:
    s = _BLANK.match(text, s, e).end()  # type: ignore[union-attr]
    return s, s + len(text[s:e].rstrip())


def _body(lines: list[str], rules: tuple[SegmentRule, ...], months: tuple[str, ...]) -> int:
    """Index of the line with which the body begins: one with a dateline near the top, else the first that reads as a paragraph."""
    dateline = [r for r in rules if "(?P<dateline>" in r.pattern]
    for i, line in enumerate(lines[:12]):
        for rule in dateline:
            match = _compiled(rule.pattern, None, months).fullmatch(line)
            if match and (i or len(line) > 60):
                return i if match.groupdict().get("paragraph") else i + 1
    for i, line in enumerate(lines):
        if _is_paragraph(line):
            return i
    return len(lines)


def _is_paragraph(line: str) -> bool:
    return len(line) >= 60 and line.rstrip('"”’)')[-1:] in (".", "!", "?") or len(line) >= 200


# "Participants included:" above a list, which belongs to the text though its lines are short; how its items begin.
_ROLL = re.compile(
    r"\b(?:participants?|attendees?|attended|attending|attendance|present|delegat\w+|members|guests|joined|participat\w+|represented)\b.{0,40}:$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[-–—•·*] *\S|\(?\d{1,2}[.)] ?\S|(?=[A-Z]).{4,160}, .{3,}")


def _tail(lines: list[str]) -> int:
    """Index of the last line of the body: a sentence, or the last item of a list of those who were there."""
    ends = [i for i, line in enumerate(lines) if _is_paragraph(line) or line[-1:] in '.!?”"']
    last = ends[-1] if ends else -1
    heading = next((i for i in range(max(last, 0), len(lines)) if _ROLL.search(lines[i].rstrip()[-120:])), None)
    if heading is not None and heading + 1 < len(lines) and _ITEM.match(lines[heading + 1]):
        last = heading + 1
        while last + 1 < len(lines) and _ITEM.match(lines[last + 1]):
            last += 1
    return last


@lru_cache(maxsize=256)
def _compiled(pattern: str, headline: str | None, months: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_filled(pattern, headline, months))


def _filled(pattern: str, headline: str | None, months: tuple[str, ...]) -> str:
    month = "(?:" + "|".join(re.escape(m) for m in sorted(months, key=len, reverse=True)) + ")"
    head = re.escape(headline) if headline else r"(?!)"
    return pattern.replace("{headline}", head).replace("{month}", month).replace("{name}", _NAME)
