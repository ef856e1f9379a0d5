"""Patterns as Python parses them: as trees, which can be compiled, and as nodes, of which what they tell is read.

Parts that many patterns hold are parsed once for all of them. Where such a part belongs, a sign stands in the source of a pattern
(`shared`); in its tree and its nodes it is the part's own, the same one everywhere, and so what is worked out from it is worked out
once. Parser and nodes are Python's own, and private.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property, lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Nodes = tuple[Any, ...]
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_FIRST, _LAST = 0xF0000, 0x10FFFD  # signs of parts: private characters that are no marks, and that no pattern looks for
_SIGN = re.compile(f"\\(\\?>([{chr(_FIRST)}-{chr(_LAST)}])\\)")
_WORTH = 200  # characters from which on a part is shared
_ASKS = re.compile(r"\\[1-9]|\(\?P=|\(\?\(")  # asks for another group, by its number or name


class PartNodes(tuple[Any, ...]):
    """The nodes of a part. source: the part in full. They are looked up wherever what holds them is, so their hash is kept."""

    source: str
    _hash: int | None = None

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = tuple.__hash__(self)
        return self._hash


class PartTree(parser.SubPattern):  # type: ignore[misc]
    """The tree of a part, without groups that have numbers."""

    source: str

    @cached_property
    def nodes(self) -> PartNodes:
        made = PartNodes(_nodes_of(self))
        made.source = self.source
        return made


_PARTS: list[str] = []  # sources of parts, which may hold signs of others; their signs are the characters from _FIRST on


@lru_cache(maxsize=_LAST - _FIRST)
def _sign(source: str) -> str:
    _PARTS.append(source)
    return chr(_FIRST + len(_PARTS) - 1)


def _part(sign: str) -> str:
    return _PARTS[ord(sign) - _FIRST]


@lru_cache(maxsize=4096)
def _part_tree(sign: str) -> PartTree:
    alone = cut_out(tree(_part(sign)), {})
    made = PartTree(alone.state, alone.data)
    made.source = spelled(_part(sign))
    return made


def shared(source: str) -> str:
    """A part without named groups, as it is to be written in a pattern. The parser leaves an atomic group as it is."""
    return f"(?>{_sign(source)})" if len(source) >= _WORTH and not _ASKS.search(source) else f"(?:{source})"


def spelled(source: str) -> str:
    """A pattern with its parts in full."""
    return _SIGN.sub(lambda m: f"(?:{spelled(_part(m.group(1)))})", source)


def tree(source: str, flags: int = 0) -> Any:
    """A pattern as Python parses it, its parts in their places. re.error: it does not parse."""
    with as_no_pattern():
        whole = parser.parse(source, flags)
        if _SIGN.search(source):
            _fill_in(whole)
        return whole


def _fill_in(data: Any) -> None:
    """Put the trees of parts where their signs stand."""
    if isinstance(data, parser.SubPattern):
        data.width = None  # was counted with the signs
        for place, (kind, arg) in enumerate(data.data):
            if kind is op.ATOMIC_GROUP and len(arg) == 1 and arg[0][0] is op.LITERAL and 0 <= arg[0][1] - _FIRST < len(_PARTS):
                data.data[place] = op.SUBPATTERN, (None, 0, 0, _part_tree(chr(arg[0][1])))
            elif kind is not op.LITERAL:
                _fill_in(arg)
    elif isinstance(data, list | tuple):
        for one in data:
            _fill_in(one)


def nodes(whole: Any) -> Nodes:
    """A tree as (kind, argument) tuples, without the numbers of its groups, so that the same part is the same everywhere."""
    with as_no_pattern():
        return _nodes_of(whole)


def parsed(source: str, flags: int = 0) -> Nodes:
    """The nodes of a pattern. re.error: it does not parse."""
    return nodes(tree(source, flags))


def cut_out(part: Any, names: Mapping[int, str]) -> Any:
    """A part of a tree as a tree of its own, as if it had been parsed alone. names: what groups of the whole are called; a group
    without a name becomes one without a number. KeyError: it holds a group that is asked for again."""
    state = parser.State()

    def own(data: Any) -> Any:
        if isinstance(data, PartTree):
            return data
        if isinstance(data, parser.SubPattern):
            return parser.SubPattern(state, [node if node[0] is op.LITERAL else one(*node) for node in data.data])
        return type(data)(map(own, data)) if isinstance(data, list | tuple) else data

    def one(kind: Any, arg: Any) -> tuple[Any, Any]:
        if kind is op.GROUPREF or kind is op.GROUPREF_EXISTS:
            raise KeyError(arg)
        if kind is not op.SUBPATTERN:
            return kind, own(arg)
        group, more, less, inside = arg
        number = state.opengroup(names[group]) if group in names else None
        made = own(inside)
        if number is not None:
            state.closegroup(number, made)
        return kind, (number, more, less, made)

    return own(part)


def behind(start: str, whole: Any) -> Any:
    """The tree of a pattern behind another one that has no groups."""
    return parser.SubPattern(whole.state, [*parser.parse(start).data, *whole.data])


def filled_groups(whole: Any) -> list[int]:
    """The groups of a tree in which every match has something, as far as none stands for another."""
    found: list[int] = []
    for kind, arg in whole:
        if kind is op.SUBPATTERN:
            group, _, _, inside = arg
            if group is not None and inside.getwidth()[0] > 0:
                found.append(group)
        elif kind in _REPEATS and arg[0] > 0:
            inside = arg[2]
        elif kind is op.ASSERT:
            inside = arg[1]
        elif kind is op.ATOMIC_GROUP:
            inside = arg
        else:
            continue
        found += filled_groups(inside)
    return found


def _nodes_of(whole: Any) -> Nodes:
    return tuple([node if node[0] is op.LITERAL else _node(*node) for node in whole.data])


def _node(kind: Any, arg: Any) -> tuple[Any, Any]:
    return kind, (None, *_plain(arg[1:])) if kind is op.SUBPATTERN else _plain(arg)


def _plain(arg: Any) -> Any:
    if isinstance(arg, parser.SubPattern):
        return arg.nodes if isinstance(arg, PartTree) else _nodes_of(arg)
    return tuple(map(_plain, arg)) if isinstance(arg, list | tuple) else arg


@contextmanager
def as_no_pattern() -> Iterator[None]:
    """What the parser stumbles over and has no error of its own for: counts of thousands of digits, brackets without end."""
    try:
        yield
    except (ValueError, OverflowError, RecursionError) as error:
        raise re.error(str(error)) from error
