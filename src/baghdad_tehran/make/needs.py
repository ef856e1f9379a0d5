"""What a pattern cannot match without, read off the parsed pattern: so that most rules are never tried on most lines.

All of it only ever says "cannot match here": where a pattern tells nothing, nothing is said. `nodes` are a parsed pattern.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from .marks import CHAR

_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_SIGNS = frozenset(CHAR.values())
_SHORTEST = 3  # shorter words are in nearly every line, unless they are
_RARE = frozenset(":;()[]—–&$%/")  # these
_MOST = 400  # words of one need
_MANY = 120  # starts
_SPELT = 24  # words from one run of characters
_LENGTHS = (12, 8, 5, 3, 1)  # characters of a start: fewer where the starts would be too many
_END = "\uffff"  # the end of the line, among characters

# What so many lines hold that it is no good to choose rules by.
_COMMON = frozenset(
    "the and but for that this with his her its their was were has had have from also who are will would not been said one"
    " of to in on at by as is it he be an or so if we".split()
) | frozenset(
    CHAR[kind] for kind in ("NAME", "NATION", "DATE", "QUOTE", "PRONOUN", "SAID", "PERSON", "BODY", "POST", "OFFICE", "CAPITAL")
)

Need = frozenset[str]


def parsed(source: str) -> list[Any]:
    """The nodes of a pattern. re.error: it does not parse."""
    return list(parser.parse(source))


def compiled(source: str) -> tuple[re.Pattern[str], list[Any]]:
    """A pattern, compiled, and its nodes, parsed once for both. The compiled pattern does not keep its source. re.error as above."""
    tree = parser.parse(source)
    regex: re.Pattern[str] = compiler.compile(tree)
    return regex, list(tree)


def read_needs(nodes: list[Any], joined: bool = False) -> tuple[Need, ...]:
    """Sets of marks' characters, or of words of three letters or more, one of each of which stands in whatever matches.

    joined: words may hold marks, as in ", <QUOTE>"; for lines whose marks will not change any more.
    """
    found = dict.fromkeys(_needs(nodes, joined))
    return tuple(need for need in found if len(need) <= _MOST)


def read_starts(nodes: list[Any]) -> tuple[str, ...]:
    """Strings with one of which every match begins; none where they would be too many, or a match may begin with anything."""
    for longest in _LENGTHS:
        starts = {s.split(_END)[0] for s in set[str]().union(*_heads(nodes, longest))}
        if "" in starts:
            return ()
        if len(starts) <= _MANY:
            return tuple(sorted(s for s in starts if not any(s != o and s.startswith(o) for o in starts)))
    return ()


def read_behind(nodes: list[Any]) -> tuple[str, ...]:
    """Strings behind one of which every match begins ("": at the beginning of the line); none where that is not plain."""
    return tuple(sorted(_behind(nodes) or ()))


def read_ahead(nodes: list[Any]) -> str:
    """Marks of which one stands where a match begins or behind it, not before; the fewest that the pattern tells of."""
    marks: list[Need] = [need for need in _needs(nodes, False, ahead=True) if need <= _SIGNS and len(need) <= 3]
    return "".join(sorted(_best(marks)))


def read_first(nodes: list[Any]) -> tuple[str, bool] | None:
    """The characters with which a match may begin, and whether one may begin at the end of the line; None: any character."""
    first = set[str]().union(*_heads(nodes, 1))
    return None if "" in first else ("".join(sorted(first - {_END})), _END in first)


def _inside(kind: Any, arg: Any) -> list[Any]:
    return list(arg) if kind is op.ATOMIC_GROUP else list(arg[-1])


def _needs(nodes: list[Any], joined: bool, ahead: bool = False) -> list[Need]:
    found: list[Need] = []
    words = {""}

    def close() -> None:
        nonlocal words
        if all(_tells(word) for word in words):
            found.append(frozenset(words))
        words = {""}

    for kind, arg in _flat(nodes):
        signs = _literal(kind, arg)
        if signs and signs <= _SIGNS:
            found.append(frozenset(signs))
        if signs and (joined or signs.isdisjoint(_SIGNS)):
            if len(signs) * len(words) > _SPELT:
                close()
            words = {word + sign for word in words for sign in signs}
            continue
        close()
        if kind is op.BRANCH:
            either = [_best(_needs(list(branch), joined, ahead)) for branch in arg[1]]
            if all(either):
                found.append(frozenset(itertools.chain.from_iterable(either)))
        elif kind is op.ASSERT and ahead and arg[0] < 0:
            continue
        elif kind in (op.ATOMIC_GROUP, op.ASSERT) or kind in _REPEATS and arg[0]:
            found += _needs(_inside(kind, arg), joined, ahead)
    close()
    return found


def _flat(nodes: list[Any]) -> Iterator[tuple[Any, Any]]:
    """The nodes, with those of groups in the place of the groups."""
    for kind, arg in nodes:
        if kind is op.SUBPATTERN:
            yield from _flat(_inside(kind, arg))
        else:
            yield kind, arg


def _literal(kind: Any, arg: Any) -> set[str]:
    """The characters one of which a node takes, where it takes one of a few."""
    if kind is op.LITERAL:
        return {chr(arg)}
    if kind is op.IN and all(k is op.LITERAL for k, _ in arg):
        return {chr(a) for _, a in arg}
    return set()


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST or not _RARE.isdisjoint(word) or len(word) > 1 and not _SIGNS.isdisjoint(word)


def rarity(need: Need) -> tuple[int, int]:
    """How few lines will meet a need, by guess: words before marks, marks before the commonest of either; few before many."""
    common = any(sign.strip(" ,'") in _COMMON for sign in need)
    return (2 if common else 0 if all(len(s) >= _SHORTEST for s in need) else 1), len(need)


def _best(needs: list[Need]) -> Need:
    return min(needs, key=rarity, default=frozenset())


def _behind(nodes: list[Any]) -> set[str] | None:
    if not nodes:
        return None
    kind, arg = nodes[0]
    if kind is op.AT and arg is op.AT_BEGINNING:
        return {""}
    if kind is op.ASSERT and arg[0] < 0:
        whole, begun = _heads(list(arg[1]), _LENGTHS[0])
        return whole if whole and not begun and "" not in whole else None
    if kind is op.SUBPATTERN:
        return _behind(list(arg[-1]))
    if kind is op.BRANCH:
        either = [_behind(list(branch)) for branch in arg[1]]
        return set[str]().union(*(e for e in either if e)) if all(either) else None
    return None


def _heads(nodes: list[Any], longest: int) -> tuple[set[str], set[str]]:
    """What the nodes match whole, and what the rest of their matches begins with: between them, every match."""
    whole, begun = {""}, set[str]()
    for kind, arg in nodes:
        if kind in (op.ASSERT, op.ASSERT_NOT) or kind is op.AT and arg is not op.AT_END:
            continue
        more_whole, more_begun = _heads_of(kind, arg, longest)
        begun |= {(w + m)[:longest] for w in whole for m in more_begun}
        whole = {w + m for w in whole for m in more_whole}
        begun |= {w[:longest] for w in whole if len(w) >= longest}
        whole = {w for w in whole if len(w) < longest}
        if len(whole) + len(begun) > 8 * _MANY:  # too many to go on: what they begin with must do
            return set(), {w[: _LENGTHS[-2]] for w in whole | begun}
        if not whole:
            break
    return whole, begun


def _heads_of(kind: Any, arg: Any, longest: int) -> tuple[set[str], set[str]]:
    if kind is op.LITERAL:
        return {chr(arg)}, set()
    if kind is op.AT:
        return {_END}, set()
    if kind is op.IN and all(k is op.LITERAL for k, _ in arg):
        return {chr(a) for _, a in arg}, set()
    if kind in (op.SUBPATTERN, op.ATOMIC_GROUP):
        return _heads(_inside(kind, arg), longest)
    if kind is op.BRANCH:
        either = [_heads(list(branch), longest) for branch in arg[1]]
        return set[str]().union(*(w for w, _ in either)), set[str]().union(*(b for _, b in either))
    if kind in _REPEATS:
        whole, begun = _heads(_inside(kind, arg), longest)
        none = {""} if not arg[0] or "" in whole else set()
        return (whole | none, begun) if arg[1] == 1 else (none, begun | whole - {""})
    return set(), {""}
