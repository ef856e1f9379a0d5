"""What a pattern cannot match without, read off the parsed pattern: so that most rules are never tried on most lines.

All of it only ever says "cannot match here": where a pattern tells nothing, nothing is said. `nodes` are a parsed pattern, as
tuples. Rules share parts, and patterns their nodes: what was read off a part is not read off it again.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

from .marks import CHAR
from .trees import Nodes

BEGIN, END = "\ufdd0", "\uffff"  # the beginning and the end of a line, among characters

_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_SIGNS = frozenset(CHAR.values())
_SHORTEST = 3  # shorter words are in nearly every line, unless they are
_RARE = frozenset(":;()[]—–&$%/")  # these
_MOST = 400  # words of one need, and starts
_SPELT = 24  # words from one run of characters
_LONGEST = 40  # characters of a word among alternatives
_LENGTHS = (12, 6, 3, 1)  # characters of a start: fewer where the starts would be too many
_FEW = 3  # as many, where only the beginnings are too many already
_FOLLOWING = 4  # characters of what follows a word
_FOLLOWERS = 60  # as many words with what follows them
_BEHIND = 30  # characters of what stands before a match
_GUESSES = 3  # needs of a choice
_AHEAD = 6  # words of which one is looked for behind where a match begins
_SHARED = 20_000  # parts of patterns of which is kept what was read off them
DIGIT = "\ufdd1"  # any digit, among the characters of a start

# What so many lines hold that it is no good to choose rules by.
_COMMON = frozenset(
    "the and but for that this with his her its their was were has had have from also who are will would not been said one"
    " of to in on at by as is it he be an or so if we".split()
) | frozenset(
    CHAR[kind] for kind in ("NAME", "NATION", "DATE", "QUOTE", "PRONOUN", "SAID", "PERSON", "BODY", "POST", "OFFICE", "CAPITAL")
)

# A need that one of these meets chooses nothing.
_EVERYWHERE = frozenset("the|the | the| th| and|and|and | and | to|to | to | of |of |in | in |ing|ng |is |at | an".split("|"))
_SELDOM = _SIGNS - _COMMON  # kinds that choose lines by themselves
_TELLING = _SIGNS | {BEGIN, END}

Need = frozenset[str]


@dataclass(frozen=True, slots=True)
class Begins:
    """Where alone a match may begin: behind one of some strings ("": at the beginning of the line), or with one of others.

    None of either where they would be too many, or a match may begin anywhere. `need`: a line with a match holds one of these.
    """

    behind: tuple[str, ...]
    starts: tuple[str, ...]
    need: Need


def read_needs(nodes: Nodes) -> tuple[Need, ...]:
    """Sets of words, which may hold marks; one of each set stands in whatever matches."""
    return choosing(_needs(nodes, follow=True))


def choosing(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Those needs that some lines do not meet."""
    return tuple(need for need in dict.fromkeys(needs) if 0 < len(need) <= _MOST and need.isdisjoint(_EVERYWHERE))


def read_begins(nodes: Nodes) -> Begins:
    """How matches begin."""
    ways = _ways(nodes)
    behind = set[str]().union(*(before for before, _ in ways if before))
    starts: tuple[str, ...] | None = None if any(before is None for before, _ in ways) else ()
    need: Need = frozenset()
    for longest in _LENGTHS:
        heads = [(before, set[str]().union(*_heads(rest, longest))) for before, rest in ways]
        if starts is None:
            starts = _starts({head for before, found in heads if before is None for head in found})
        need = need or _begun(heads)
        if starts is not None and need:
            break
    return Begins(() if starts is None else tuple(sorted(behind)), starts or (), need)


def read_ahead(nodes: Nodes) -> tuple[str, ...]:
    """Words of which one stands where a match begins or behind it, not before; the fewest that the pattern tells of."""
    return tuple(sorted(_best([need for need in _needs(nodes, ahead=True) if len(need) <= _AHEAD])))


def read_first(nodes: Nodes) -> tuple[str, bool] | None:
    """The characters with which a match may begin, and whether one may begin at the end of the line; None: any character."""
    first = set[str]().union(*_heads(nodes, 1))
    return None if first & {"", DIGIT} else ("".join(sorted(first - {END})), END in first)


def may_be_empty(nodes: Nodes) -> bool:
    """May a match of the nodes take no character?"""
    return "" in _heads(nodes, 1)[0]


def _inside(kind: Any, arg: Any) -> Nodes:
    nodes: Nodes = arg if kind is op.ATOMIC_GROUP else arg[-1]
    return nodes


@lru_cache(maxsize=_SHARED)
def _needs(nodes: Nodes, ahead: bool = False, follow: bool = False) -> tuple[Need, ...]:
    """ahead: only what stands where a match begins or behind it. follow: words with what follows them: "<SAID> in"."""
    found: list[Need] = []
    words = {""}
    flat = tuple(_flat(nodes))

    def close(rest: Nodes = ()) -> None:
        nonlocal words
        if follow and rest and words != {""}:
            words = _followed(words, rest)
        if all(_tells(word) for word in words):
            found.append(frozenset(words))
        words = {""}

    for place, (kind, arg) in enumerate(flat):
        signs = _literal(kind, arg)
        if kind is op.AT and not ahead:
            signs = {END} if arg is op.AT_END else {BEGIN} if arg is op.AT_BEGINNING else signs
        if signs and signs <= _SIGNS:
            found.append(frozenset(signs))
        none = set[str]()
        most = _SPELT
        if kind in _REPEATS and arg[:2] == (0, 1):  # some signs or none, as in ",? who" and "and (?:the )?"
            whole, begun = _heads(_inside(kind, arg), _LONGEST)
            if not begun and "" not in whole and not any(END in w or DIGIT in w for w in whole):
                signs, none = whole, words
        elif kind is op.BRANCH and (not ahead or len(arg[1]) <= _AHEAD):
            whole, begun = _heads(((kind, arg),), _LONGEST)
            if not begun and "" not in whole:  # nothing but words
                signs, most = whole, _MOST
        if signs:
            if len(signs) * len(words) + len(none) > most:
                close(flat[place:])
                if none:
                    continue
            words = {word + sign for word in words for sign in signs} | none
            continue
        close(flat[place:])
        if kind is op.BRANCH:
            either = [sorted(_needs(branch, ahead), key=rarity) for branch in arg[1]]
            if all(either):  # which need of a branch is the rarest is a guess: so the next ones too
                for k in range(min(_GUESSES, max(map(len, either)))):
                    found.append(frozenset(itertools.chain.from_iterable(needs[min(k, len(needs) - 1)] for needs in either)))
        elif kind is op.ASSERT and ahead and arg[0] < 0:
            continue
        elif kind in (op.ATOMIC_GROUP, op.ASSERT) or kind in _REPEATS and arg[0]:
            found += _needs(_inside(kind, arg), ahead)
    close()
    return tuple(found)


def _followed(words: set[str], rest: Nodes) -> set[str]:
    """The words with the characters that follow them, where those are few."""
    heads = {head.split(DIGIT)[0] for head in set[str]().union(*_heads(rest, _FOLLOWING))}
    return words if "" in heads or len(words) * len(heads) > _FOLLOWERS else {word + head for word in words for head in heads}


def _flat(nodes: Nodes) -> Iterator[tuple[Any, Any]]:
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
    return len(word) >= _SHORTEST or not _RARE.isdisjoint(word) or len(word) > 1 and not _TELLING.isdisjoint(word)


def rarity(need: Need) -> tuple[int, int]:
    """How few lines will meet a need, by guess: words before marks, marks before the commonest of either; few before many."""
    common = any(sign.strip(" ,'") in _COMMON for sign in need)
    return (2 if common else 0 if all(len(s) >= _SHORTEST for s in need) else 1), len(need)


def _best(needs: Iterable[Need]) -> Need:
    return min(needs, key=rarity, default=frozenset())


Way = tuple[set[str] | None, Nodes]


def _ways(nodes: Nodes) -> list[Way]:
    """In which ways a match begins: what stands before it, if the pattern says that, and the nodes from there on."""
    if not nodes:
        return [(None, nodes)]
    (kind, arg), rest = nodes[0], nodes[1:]
    if kind is op.AT and arg is op.AT_BEGINNING:
        return [({""}, rest)]
    if kind is op.ASSERT and arg[0] < 0:
        whole, begun = _heads(arg[1], _BEHIND)
        return [(whole, rest)] if whole and not begun and "" not in whole else [(None, nodes)]
    if kind is op.ASSERT and arg[0] > 0:
        inside = _ways(arg[1])
        better = all(before for before, _ in inside) or "" in set[str]().union(*_heads(rest, 1))
        return inside if better else _ways(rest)
    if kind is op.ASSERT_NOT:
        return _ways(rest)
    if kind is op.SUBPATTERN:
        return _ways(arg[-1] + rest)
    if kind is op.BRANCH:
        ways: dict[tuple[bool, Nodes], Way] = {}
        for before, after in (way for branch in arg[1] for way in _ways(branch + rest)):
            known = ways.setdefault((before is None, after), (before, after))
            if before and known[0] is not None:
                known[0].update(before)
        return list(ways.values())
    return [(None, nodes)]


def _starts(heads: set[str]) -> tuple[str, ...] | None:
    starts = {head.split(END)[0] for head in heads}
    return tuple(sorted(_shortest(starts))) if "" not in starts and len(starts) <= _MOST else None


def _begun(heads: list[tuple[set[str] | None, set[str]]]) -> Need:
    """What stands where a match begins, as a need."""
    words: set[str] = set()
    for before, found in heads:
        found = {head.split(DIGIT)[0] for head in found}
        words |= {(b or BEGIN) + h for b in before for h in found} if before else found
        if len(words) > _MOST:
            return frozenset()
    return frozenset(_shortest(words) if all(_tells(word) or word in _SELDOM for word in words) else ())


def _shortest(words: set[str]) -> set[str]:
    """Without those of which another one is the beginning."""
    return {w for w in words if not any(w[:n] in words for n in range(1, len(w)))}


def _heads(nodes: Nodes, longest: int) -> tuple[set[str], set[str]]:
    """What the nodes match whole, and what the rest of their matches begins with: between them, every match."""
    whole, begun = {""}, set[str]()
    run = ""  # plain characters behind all of `whole`
    for place, (kind, arg) in enumerate(nodes, 1):
        if kind is op.LITERAL:
            run += chr(arg)
            if len(run) < longest:
                continue
            break
        if kind is op.ASSERT and arg[0] > 0 and place == len(nodes):  # nothing of these nodes tells more of what comes
            follows = set[str]().union(*_heads(arg[1], longest))
            if "" not in follows:
                return set(), begun | {(w + run + f)[:longest] for w in whole for f in follows}
        if kind in (op.ASSERT, op.ASSERT_NOT) or kind is op.AT and arg is not op.AT_END:
            continue
        more_whole, more_begun = (_heads_of if kind is op.IN else _heads_within)(kind, arg, longest)
        if len(begun) + len(whole) * (len(more_whole) + len(more_begun)) > 4 * _MOST:  # too many: what they begin with must do
            return set(), {w[:_FEW] for w in begun} | {(w + run)[:_FEW] for w in whole}
        begun |= {(w + run + m)[:longest] for w in whole for m in more_begun}
        whole, run = {w + run + m for w in whole for m in more_whole}, ""
        long = {w for w in whole if len(w) >= longest}
        begun |= {w[:longest] for w in long}
        whole -= long
        if not whole:
            break
    if run:
        found = {w + run for w in whole}
        whole = {w for w in found if len(w) < longest}
        begun |= {w[:longest] for w in found - whole}
    return whole, begun


def _heads_of(kind: Any, arg: Any, longest: int) -> tuple[set[str], set[str]]:
    if kind is op.LITERAL:
        return {chr(arg)}, set()
    if kind is op.AT:
        return {END}, set()
    if kind is op.IN and all(k is op.LITERAL or k is op.CATEGORY and a is op.CATEGORY_DIGIT for k, a in arg):
        return {chr(a) if k is op.LITERAL else DIGIT for k, a in arg}, set()
    if kind in (op.SUBPATTERN, op.ATOMIC_GROUP):
        return _heads(_inside(kind, arg), longest)
    if kind is op.BRANCH:
        either = [_heads(branch, longest) for branch in arg[1]]
        return set[str]().union(*(w for w, _ in either)), set[str]().union(*(b for _, b in either))
    if kind in _REPEATS:
        whole, begun = _heads(_inside(kind, arg), longest)
        none = {""} if not arg[0] or "" in whole else set()
        return (whole | none, begun) if arg[1] == 1 else (none, begun | whole - {""})
    return set(), {""}


_heads_within = lru_cache(maxsize=_SHARED)(_heads_of)
