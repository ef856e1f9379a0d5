"""Repetition in patterns: whether one text could be divided among its rounds in endlessly many ways. Reads parsed patterns."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

from ..errors import Problem
from .marks import CHAR
from .trees import Nodes

_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
_LOOKS = (op.ASSERT, op.ASSERT_NOT, op.AT)
_SIGNS = frozenset(map(chr, range(32, 127))) | frozenset(CHAR.values()) | frozenset("éÉ’“”—–")
_CATEGORIES = {
    op.CATEGORY_DIGIT: str.isdigit,
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
}


def check_repeats(nodes: Nodes, pattern: str, path: Path, name: str) -> None:
    """Problem: a repeated group whose rounds nothing sets apart, so that one text could be divided in endlessly many ways."""
    most = _endless(nodes)
    if most:
        raise Problem(
            f"pattern repeats a repetition, up to {most} times, with nothing to set the rounds apart",
            file=path,
            place=name,
            value=pattern,
            remedy="begin or end each round with a sign that what repeats in it cannot take, as in (?: [a-z]{1,20}){0,8}",
        )


@lru_cache(maxsize=20_000)  # rules share parts
def _endless(nodes: Nodes) -> int:
    """How often the first such group may be repeated; 0: there is none."""
    for kind, arg in nodes:
        if kind in _REPEATS and arg[1] > 1:
            taken = _loose(arg[2], 1 if arg[1] <= 10 else 0)
            if taken and not _set_apart(arg[2], taken):
                return int(arg[1])
        for inside in _inside(kind, arg):
            if most := _endless(inside):
                return most
    return 0


def _inside(kind: Any, arg: Any) -> tuple[Nodes, ...]:
    """The sequences of nodes that a node of a parsed pattern holds."""
    if kind is op.BRANCH:
        return tuple(arg[1])
    if kind is op.ATOMIC_GROUP:
        return (arg,)
    if kind is op.SUBPATTERN or kind in _REPEATS or kind is op.POSSESSIVE_REPEAT or kind in (op.ASSERT, op.ASSERT_NOT):
        return (arg[-1],)
    return ()


def _signs(kind: Any, arg: Any) -> frozenset[str]:
    """The signs that one node takes, in either case; of characters beyond ASCII and marks only a few stand for all."""
    if kind is op.LITERAL:
        return frozenset((chr(arg).lower(), chr(arg).upper()))
    if kind is op.NOT_LITERAL:
        return _SIGNS - _signs(op.LITERAL, arg)
    if kind is op.RANGE:
        return frozenset(c for sign in _SIGNS if arg[0] <= ord(sign) <= arg[1] for c in (sign.lower(), sign.upper()))
    if kind is op.CATEGORY and arg in _CATEGORIES:
        return frozenset(filter(_CATEGORIES[arg], _SIGNS))
    if kind is op.IN:
        listed: frozenset[str] = frozenset().union(*(_signs(*one) for one in arg if one[0] is not op.NEGATE))
        return _SIGNS - listed if arg[0][0] is op.NEGATE else listed
    if _inside(kind, arg):
        return frozenset().union(*(_signs(*node) for nodes in _inside(kind, arg) for node in nodes if node[0] not in _LOOKS))
    return _SIGNS


def _loose(nodes: Nodes, least: int) -> frozenset[str]:
    """The signs that repetitions of open length among the nodes can take; `least`: the greatest length of no account."""
    found: frozenset[str] = frozenset()
    for kind, arg in nodes:
        if kind in _LOOKS or kind in (op.ATOMIC_GROUP, op.POSSESSIVE_REPEAT):
            continue
        if kind in _REPEATS and arg[1] > max(arg[0], least):
            found |= _signs(kind, arg)
        else:
            found = found.union(*(_loose(inside, least) for inside in _inside(kind, arg)))
    return found


def _set_apart(nodes: Nodes, taken: frozenset[str]) -> bool:
    """Does every way through the nodes hold a sign that is not among those taken?"""
    for kind, arg in nodes:
        if kind in _LOOKS or (kind in _REPEATS or kind is op.POSSESSIVE_REPEAT) and not arg[0]:
            continue
        inside = _inside(kind, arg)
        if kind is op.BRANCH and all(not _loose(one, 1) or _set_apart(one, taken) for one in inside):
            return True
        if kind is not op.BRANCH and any(_set_apart(one, taken) for one in inside):
            return True
        if not inside and kind in (op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY) and not _signs(kind, arg) & taken:
            return True
    return False
