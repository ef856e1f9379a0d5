"""Patterns: what rules are written in, and what they compile to. Knows nothing of stages, frames or files.

A pattern is a regular expression over an encoded line (marks.py), written with slots:

    {PERSON:who}          one mark of this kind, named `who`; {PERSON|OFFICE:who} one of several kinds; {PERSON} unnamed
    {PERSON|OFFICE*:who}  a list of them: "A, B and C"
    {setting}             a part: a pattern that `parts.toml` names, itself made of slots; {setting:where} names its extent
    {TEXT:topic}          some text, as short as the rest allows (at most 600 units)
    {CLAUSE:content}      text up to the end of its clause (part `clause_end`), at most 2,000 units; {TOPICS:…} likewise (`topic_end`)

A long pattern may be laid out over several lines (`unfolded`). Case is of no matter outside slots. Repetition without bound is
refused, and so is a repeated group in which nothing sets one round apart from the next, so that matching stays linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from ..errors import Problem
from .marks import CHAR, KINDS, inside_word
from .needs import read_first
from .places import Ahead, Places
from .readings import OUTSIDE_WORDS, Reading, keep_readings, kept_readings, read_pattern
from .regexes import compiled
from .repeats import check_repeats
from .trees import behind, nodes, parsed, shared, spelled, tree
from .tries import with_tries
from .ways import divided

Groups = dict[str, list[tuple[int, int]]]  # slot -> ranges of units

_SLOT = re.compile(r"\{([A-Za-z_|]+)(\*)?(?::([a-z_]+))?\}")
_UNBOUNDED = re.compile(r"(?<!\\)(?:[*+]|\{\d+,\})(?!\?*\})")
_CLASS = re.compile(r"\[\^?(?:\\.|[^\]])*\]")
_GROUP = re.compile(r"\(\?P<(?!g\d+>)([a-z_]+?)\d?>")
_AS_IS = re.compile(r"\\.|\(\?P<[^>]*>|[A-Z]")
_UNTIL = {"CLAUSE": "clause_end", "TOPICS": "topic_end"}
_LIST = r",? (?:and|or|as well as) (?:the )?"


@dataclass(frozen=True)
class Way:
    """One of the alternatives that a pattern consists of, or all of it, ready to be run over lines in lower case (marks.py): without
    regard to case, and faster so.

    slots: numbers of groups and their slots' names. places: where alone a match may begin; None: anywhere. ahead: words, one of
    which stands where a match begins or after; None: nothing is known of any. filled: slots in
    which every match has something.
    """

    reading: Reading
    slots: tuple[tuple[int, str], ...]
    places: Places | None
    ahead: Ahead | None
    filled: frozenset[str] = frozenset()

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when it is first wanted: on most reports most rules are never tried."""
        return compiled(self.reading.regex)

    @cached_property
    def _match(self) -> Callable[[str, int], re.Match[str] | None]:
        return self.regex.match

    @cached_property
    def _core(self) -> Callable[[str, int], re.Match[str] | None] | None:
        return compiled(self.reading.core).search if self.reading.core else None

    def find(self, code: str, at: int, last: int) -> re.Match[str] | None:
        """The first match from `at` on that does not begin inside a word, nor behind `last`."""
        ahead, places = self.ahead, self.places
        if ahead is not None and (there := ahead.found if ahead.code is code else ahead.last(code)) < last:
            last = there
        if last < at:
            return None
        if places is None:
            return self._search(code, at, last)
        if self._core is not None and self._core(code, at) is None:
            return None
        for i in places.of(code, at):
            if i > last:
                return None
            match = self._match(code, i)
            if match is not None:
                return match
        return None

    def _search(self, code: str, at: int, last: int) -> re.Match[str] | None:
        match = self.regex.search(code, at)
        while match is not None and inside_word(code, match.start()):
            match = self.regex.search(code, match.start() + 1)
        return match if match is not None and match.start() <= last else None

    def groups(self, match: re.Match[str]) -> Groups:
        """Slot name -> unit ranges, in text order."""
        found: Groups = {}
        spans = match.regs
        for group, slot in self.slots:
            span = spans[group]
            if span[0] >= 0:
                if slot in found:
                    found[slot] = sorted((*found[slot], span))
                else:
                    found[slot] = [span]
        return found


def first_match(ways: Iterable[Way], code: str, at: int) -> tuple[int, int, Groups] | None:
    """The first match of some ways from `at` on, of those that begin together the first way's: where it begins and ends, and its slots."""
    first, its = None, None
    last = len(code)
    for way in ways:
        match = way.find(code, at, last)
        if match is not None:
            first, its, last = match, way, match.start() - 1
    return None if first is None or its is None else (*first.span(), its.groups(first))


@dataclass(frozen=True)
class Compiled:
    """A pattern. source: the regular expression before case was dropped, which a rule's version hashes."""

    source: str
    ways: tuple[Way, ...]


def in_classes(pattern: str) -> str:
    """Kinds inside a character class stand for their characters: [^.{QUOTE}] is anything but a stop and a quotation."""
    return _CLASS.sub(lambda c: re.sub(r"\{([A-Z]+)\}", lambda m: CHAR.get(m.group(1), m.group()), c.group()), pattern)


def unfolded(pattern: str) -> str:
    """A pattern that is laid out over several lines, as one: the blanks around each line and lines that begin with # do not count."""
    if "\n" not in pattern:
        return pattern
    lines = [line.strip() for line in pattern.split("\n")]
    return "".join(line for line in lines if not line.startswith("#"))


_COMPILED: dict[tuple[str, frozenset[tuple[str, str]]], Compiled] = {}  # pattern and parts -> what was compiled in this process


def compile_pattern(pattern: str, parts: dict[str, str], path: Path, name: str) -> Compiled:
    """Problem: a slot that does not exist, a pattern that does not compile, matches nothing at all or repeats without bound."""
    key = pattern, frozenset(parts.items())
    if key not in _COMPILED:
        if len(_COMPILED) > 5000:
            _COMPILED.clear()
        _COMPILED[key] = _compile(pattern, parts, path, name)
    return _COMPILED[key]


def _compile(pattern: str, parts: dict[str, str], path: Path, name: str) -> Compiled:
    pattern = in_classes(pattern)
    if _UNBOUNDED.search(re.sub(r"\[(?:\\.|[^\]])*\]", "x", _SLOT.sub("", pattern))):
        raise Problem(
            "pattern repeats without bound",
            file=path,
            place=name,
            value=pattern,
            remedy="give the repetition a bound, as in {0,40}",
        )
    source, slots = _expand(pattern, parts, _in_full(frozenset(parts.items())), path, name)
    readings, regexes = kept_readings(source), list[re.Pattern[str]]()
    if not readings:
        readings, regexes = _read(pattern, parts, path, name)
        keep_readings(source, readings)
    made = Compiled(source, tuple(_way(reading, slots) for reading in readings))
    for way, regex in zip(made.ways, regexes):  # they were wanted already, to see that the pattern is sound
        vars(way)["regex"] = regex
    return made


def _way(reading: Reading, slots: tuple[tuple[str, str], ...]) -> Way:
    begins = reading.behind, reading.starts, reading.lead
    return Way(
        reading,
        tuple((reading.numbers[group], slot) for group, slot in slots if group in reading.numbers),
        _places(*begins) if any(begins) else None,
        _ahead(reading.ahead) if reading.ahead else None,
        frozenset(slot for group, slot in slots if group in reading.filled),
    )


def _read(pattern: str, parts: dict[str, str], path: Path, name: str) -> tuple[tuple[Reading, ...], list[re.Pattern[str]]]:
    """Problem: a pattern that does not compile, or matches nothing at all."""
    try:
        quick = _quick(_expand(pattern, parts, _to_parse(frozenset(parts.items())), path, name)[0])
        whole = tree(quick)
        check_repeats(told := nodes(whole), pattern, path, name)
        ways = divided(spelled(quick), whole, told)
        readings = tuple(read_pattern(way, its, parsed) for way, parsed, its in ways)
        regexes = [
            compiled(reading.regex, parsed if reading.regex == way else behind(OUTSIDE_WORDS, parsed))
            for (way, parsed, _), reading in zip(ways, readings, strict=True)
        ]
    except re.error as error:
        raise Problem(
            f"pattern does not parse: {error}", file=path, place=name, value=pattern, remedy="mend the pattern"
        ) from None
    if any(regex.match("") for regex in regexes):
        raise Problem(
            "pattern matches the empty string",
            file=path,
            place=name,
            value=pattern,
            remedy="let it take at least one slot or word",
        )
    return readings, regexes


_places = lru_cache(maxsize=2048)(Places)
_ahead = lru_cache(maxsize=2048)(Ahead)


def _quick(source: str) -> str:
    return with_tries(lower_pattern(source))


def lower_pattern(source: str) -> str:
    """A pattern for text in lower case: its capitals in lower case too, but for those that are no letters of the text."""
    return _AS_IS.sub(lambda m: m.group() if len(m.group()) > 1 else m.group().lower(), source)


@lru_cache(maxsize=64)
def _guarded(end: str) -> str:
    """The end of a clause, tried only where its first character fits: it is looked for at every character of the clause."""
    first = read_first(parsed(lower_pattern(end)))
    if first is None:
        return end
    signs, last = first
    return f"(?:(?=[{re.escape(signs)}]{'|$' if last else ''})(?:{end}))"


@dataclass(frozen=True)
class _Spelling:
    """How a pattern is written out: the end of a clause, a part without groups that have names. `known`: such parts, written."""

    ended: Callable[[str], str]
    part: Callable[[str], str]
    known: dict[str, str] = field(default_factory=dict)


@lru_cache(maxsize=16)
def _in_full(parts: frozenset[tuple[str, str]]) -> _Spelling:
    """As a rule's version hashes it."""
    return _Spelling(str, "(?:{})".format)


@lru_cache(maxsize=16)
def _to_parse(parts: frozenset[tuple[str, str]]) -> _Spelling:
    """As it is parsed."""
    return _Spelling(_guarded, lambda part: shared(_quick(part)))


def _expand(
    pattern: str, parts: dict[str, str], spelling: _Spelling, path: Path, name: str
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The pattern with its slots filled, and its groups."""
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
            end = filled(parts.get(_UNTIL[word], "$"), depth)
            body = rf"(?![.,;:]).{{1,2000}}?(?={spelling.ended(end)})"
        elif word[0].islower():
            body = part(word, depth)
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

    def filled(pattern: str, depth: int) -> str:
        return _SLOT.sub(lambda m: fill(m, depth + 1), pattern)

    def part(word: str, depth: int) -> str:
        if word not in spelling.known:
            if word not in parts:
                raise bad(word, sorted(parts))
            before = len(slots)
            body = filled(parts[word], depth)
            if len(slots) > before or "(?P<" in body:
                return f"(?:{body})"
            spelling.known[word] = spelling.part(body)
        return spelling.known[word]

    def group(match: re.Match[str]) -> str:
        slots.append((f"g{len(slots)}", match.group(1)))
        return f"(?P<{slots[-1][0]}>"

    source = _GROUP.sub(group, filled(pattern, -1))
    return source, tuple(slots)
