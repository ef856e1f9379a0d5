"""Alternatives of words as tries: `in|into|on` is tried letter by letter and not word by word. Matches stay the same ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_WORDS = re.compile(r"(?:(?<=\(\?:)|(?<=\(\?!)|(?<=[^\\]\|))[a-z' -]+(?:\|[a-z' -]+){5,}(?=[|)])")

Node = dict[str, "Node"]  # "" ends a word; the order is that of the words


def with_tries(source: str) -> str:
    """A pattern in which six words or more that stand as alternatives side by side are tries."""
    return _WORDS.sub(lambda m: _of_group(m.group()), source)


@lru_cache(maxsize=4096)
def _of_group(group: str) -> str:
    return trie(group.split("|")) or group


def trie(words: Iterable[str]) -> str:
    """A pattern that matches the words, the earlier before the later; "" where a trie would change that order."""
    words = list(dict.fromkeys(words))
    return _written(_tree(words)) if _ordered(words) else ""


def beginnings(words: Iterable[str]) -> str:
    """A pattern that finds where one of the words stands, whichever; those that begin with a letter not inside a word of plain
    letters. It begins with the characters themselves, since `re` passes quickly over what a pattern cannot begin with, and takes
    no more than one of them, so that no word hides another that begins inside it."""
    ways = [
        re.escape(char) + (f"(?<![a-z]{char})" if "a" <= char <= "z" else "") + (f"(?={end})" if (end := _written(rest)) else "")
        for char, rest in _tree(words).items()
    ]
    return "|".join(ways)


def _tree(words: Iterable[str]) -> Node:
    root: Node = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node.setdefault("", {})
    return root


def _ordered(words: list[str]) -> bool:
    """Between words of which one begins another, does no third of the same beginning change sides?"""
    place = {word: n for n, word in enumerate(words)}
    for word, n in place.items():
        longer = [m for other, m in place.items() if other != word and other.startswith(word)]
        if any(m < n for m in longer) and any(m > n for m in longer):
            return False
    return True


def _written(node: Node) -> str:
    ways = [re.escape(char) + _written(rest) if char else "" for char, rest in node.items()]
    return ways[0] if len(ways) == 1 else "(?:" + "|".join(ways) + ")"
