"""Regular expressions as trees of nodes, and compiled: what was compiled is kept between runs, since Python compiles slowly.

Parser, compiler and `_sre` are Python's own, and private: what is kept serves the same Python only. Code that is no regular
expression does no harm: `_sre` looks through it and refuses it.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import json
import re
import sys
from array import array
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from .keeping import keep, kept

Nodes = tuple[Any, ...]
_SHORT = 500  # numbers of code that are compiled as fast as they are read
_PYTHON = f"{sys.implementation.cache_tag} {sys.version} {_sre.MAGIC} {array('I').itemsize} {sys.byteorder}"


def tree(source: str, flags: int = 0) -> Any:
    """A pattern as Python parses it. re.error: it does not parse."""
    with _as_no_pattern():
        return parser.parse(source, flags)


def nodes(parsed: Any) -> Nodes:
    """A parsed pattern as (kind, argument) tuples, without the numbers of its groups, so that the same part is the same everywhere."""
    with _as_no_pattern():
        return _nodes(parsed)


def parsed(source: str, flags: int = 0) -> Nodes:
    """The nodes of a pattern. re.error: it does not parse."""
    return nodes(tree(source, flags))


def cut_out(part: Any, names: Mapping[int, str]) -> Any:
    """A part of a tree as a tree of its own, as if it had been parsed alone. names: what groups of the whole are called; a group
    without a name becomes one without a number. KeyError: it holds a group that is asked for again."""
    state = parser.State()

    def own(data: Any) -> Any:
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


def behind(start: str, parsed: Any) -> Any:
    """The tree of a pattern behind another one that has no groups."""
    return parser.SubPattern(parsed.state, [*parser.parse(start).data, *parsed.data])


def compiled(source: str, parsed: Any = None) -> re.Pattern[str]:
    """A pattern, compiled, now or in an earlier run. It does not keep its source. `parsed`: its tree, where it is at hand.

    re.error: it does not parse, or cannot be compiled.
    """
    key = "x" + sha256(f"{_PYTHON}\0{source}".encode("utf-8", "surrogatepass")).hexdigest()
    found = kept(key)
    if found is not None:
        try:
            return _unpacked(found)
        except (
            ValueError,
            TypeError,
            AttributeError,
            RuntimeError,
            OverflowError,
        ):  # not written by this: as if it were not there
            pass
    with _as_no_pattern():
        parsed = parser.parse(source) if parsed is None else parsed
        code = compiler._code(parsed, 0)
    flags, groups, names = parsed.state.flags, parsed.state.groups - 1, parsed.state.groupdict
    if len(code) > _SHORT:
        keep(key, json.dumps([flags, groups, names]).encode() + b"\n" + array("I", code).tobytes())
    return _pattern(flags, groups, names, code)


def _unpacked(data: bytes) -> re.Pattern[str]:
    head, _, code = data.partition(b"\n")
    flags, groups, names = json.loads(head)
    return _pattern(flags, groups, names, array("I", code).tolist())


def _pattern(flags: int, groups: int, names: dict[str, int], code: list[int]) -> re.Pattern[str]:
    by_number = {number: name for name, number in names.items()}
    pattern: re.Pattern[str] = _sre.compile(None, flags, code, groups, names, tuple(map(by_number.get, range(groups + 1))))
    return pattern


def _nodes(parsed: Any) -> Nodes:
    return tuple([node if node[0] is op.LITERAL else _node(*node) for node in parsed.data])


def _node(kind: Any, arg: Any) -> tuple[Any, Any]:
    return kind, (None, *_plain(arg[1:])) if kind is op.SUBPATTERN else _plain(arg)


def _plain(arg: Any) -> Any:
    if isinstance(arg, parser.SubPattern):
        return _nodes(arg)
    return tuple(map(_plain, arg)) if isinstance(arg, list | tuple) else arg


@contextmanager
def _as_no_pattern() -> Iterator[None]:
    """What the parser stumbles over and has no error of its own for: counts of thousands of digits, brackets without end."""
    try:
        yield
    except (ValueError, OverflowError, RecursionError) as error:
        raise re.error(str(error)) from error
