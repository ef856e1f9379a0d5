"""Ways: the alternatives of a pattern as patterns of their own, and what the matches of one begin with, written as patterns again.

A rule that says one thing in twenty wordings is tried on a line with those of them alone whose words stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

from .needs import may_be_empty, read_begins, read_needs
from .trees import Nodes, PartNodes, PartTree, cut_out

_TOO_SHORT, _LONG = 8, 3000  # characters of a core that tells nothing yet; of one that tells enough
_WIDTHLESS = (op.AT, op.ASSERT, op.ASSERT_NOT)

_AT = {op.AT_BEGINNING: "^", op.AT_END: "$", op.AT_BOUNDARY: r"\b", op.AT_NON_BOUNDARY: r"\B"}
_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}
_REPEATS = {op.MAX_REPEAT: "", op.MIN_REPEAT: "?", op.POSSESSIVE_REPEAT: "+"}
_LOOKS = {(op.ASSERT, 1): "(?=", (op.ASSERT, -1): "(?<=", (op.ASSERT_NOT, 1): "(?!", (op.ASSERT_NOT, -1): "(?<!"}


def divided(source: str, tree: Any, nodes: Nodes) -> tuple[tuple[str, Any, Nodes], ...]:
    """A pattern that is nothing but alternatives as these, in their order; any other as it is. Each with its tree and nodes.

    tree, nodes: those of the pattern. Those of an alternative are cut out of them: to parse it again would take as long once more.
    """
    if len(tree) != 1 or tree[0][0] is not op.BRANCH:
        return ((source, tree, nodes),)
    names = {number: name for name, number in tree.state.groupdict.items()}
    try:
        return tuple(
            (_written(way, names), cut_out(way, names), its) for way, its in zip(tree[0][1][1], nodes[0][1][1], strict=True)
        )
    except KeyError:  # it holds what no rule of ours does, a group without a name that is asked for again
        return ((source, tree, nodes),)


def read_lead(nodes: Nodes) -> tuple[str, str]:
    """The lead of a pattern, the least that it begins with and that tells something; and its core, what comes first behind that and
    begins with characters that are known. Both as patterns: a line without a match of the core has none of the whole.

    Patterns that begin with the same part have the same lead. Empty: where the lead is the whole pattern, or no core tells more.
    """
    flat = list(_flat(nodes))
    for end in range(1, len(flat)):
        if not may_be_empty(begin := tuple(flat[:end])) and read_needs(begin):
            return _written(begin, {}), _core(flat[end:])
    return "", ""


def _core(flat: list[tuple[Any, Any]]) -> str:
    for k, (kind, _) in enumerate(flat):
        if kind in _WIDTHLESS or may_be_empty((flat[k],)) or not read_begins(tuple(flat[k:])).starts:
            continue
        core = ""
        for node in flat[k:]:
            more = _node(*node, {})
            if len(core) > _TOO_SHORT and len(core) + len(more) > _LONG:
                break
            core += more
        return core if len(core) > _TOO_SHORT else ""
    return ""


def _flat(nodes: Nodes) -> Iterable[tuple[Any, Any]]:
    for kind, arg in nodes:
        if kind is op.SUBPATTERN:
            yield from _flat(arg[-1])
        else:
            yield kind, arg


def _written(nodes: Iterable[tuple[Any, Any]], names: Mapping[int, str]) -> str:
    """The source of parsed nodes. names: what groups are called; a group without a name becomes one without a number.

    KeyError: nodes of a kind that rules do not use.
    """
    return nodes.source if isinstance(nodes, PartNodes | PartTree) else "".join(_node(kind, arg, names) for kind, arg in nodes)


def _node(kind: Any, arg: Any, names: Mapping[int, str]) -> str:
    if kind is op.LITERAL:
        return re.escape(chr(arg))
    if kind is op.NOT_LITERAL:
        return f"[^{re.escape(chr(arg))}]"
    if kind is op.ANY:
        return "."
    if kind is op.AT:
        return _AT[arg]
    if kind is op.IN:
        return f"[{''.join(_sign(*one) for one in arg)}]"
    if kind is op.BRANCH:
        return f"(?:{'|'.join(_written(way, names) for way in arg[1])})"
    if kind is op.SUBPATTERN:
        group, more, less, inside = arg
        if more or less:
            raise KeyError("flags")
        return f"({f'?P<{names[group]}>' if group in names else '?:'}{_written(inside, names)})"
    if kind is op.ATOMIC_GROUP:
        return f"(?>{_written(arg, names)})"
    if kind is op.ASSERT or kind is op.ASSERT_NOT:
        return f"{_LOOKS[kind, arg[0]]}{_written(arg[1], names)})"
    repeated = _REPEATS[kind]
    least, most, inside = arg
    return f"(?:{_written(inside, names)}){{{least},{'' if most is op.MAXREPEAT else most}}}{repeated}"


def _sign(kind: Any, arg: Any) -> str:
    if kind is op.NEGATE:
        return "^"
    if kind is op.LITERAL:
        return re.escape(chr(arg))
    return f"{re.escape(chr(arg[0]))}-{re.escape(chr(arg[1]))}" if kind is op.RANGE else _CATEGORIES[arg]
