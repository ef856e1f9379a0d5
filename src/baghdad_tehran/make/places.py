"""Places: where in a line the matches of a pattern may begin, by what it begins with (needs.py). Rules that begin alike share them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import ahocorasick_rs

from .needs import DIGIT
from .regexes import compiled
from .tries import beginnings

_FEW = 3  # strings that are found sooner one by one


class Places:
    """Where in a line matches may begin: behind certain strings ("": at its beginning), with others, or with what a pattern matches,
    never inside a word.

    Rules that begin alike share it, and with it what was found on the line that was read last.
    """

    def __init__(self, behind: tuple[str, ...], starts: tuple[str, ...], lead: str):
        self._behind = behind
        self._starts = starts
        self._lead = lead
        self._code, self._from, self._found = "", 0, list[int]()

    @cached_property
    def _look(self) -> Callable[[str, int], re.Match[str] | None]:
        return compiled(beginnings(self._starts).replace(DIGIT, r"\d")).search

    @cached_property
    def _before(self) -> Callable[[str], Iterable[int]]:
        """The ends of all strings behind which matches begin."""
        words = [word for word in self._behind if word]
        if len(words) <= _FEW:
            return lambda code: [i + len(word) for word in words for i in _found(word, code)]
        find = ahocorasick_rs.AhoCorasick(words).find_matches_as_indexes
        return lambda code: [end for _, _, end in find(code, overlapping=True)]

    @cached_property
    def _begin(self) -> re.Pattern[str]:
        return compiled(f"(?={self._lead})")

    def of(self, code: str, at: int) -> list[int]:
        """The places from `at` on, in order."""
        if code is not self._code or at < self._from:
            self._code, self._from, self._found = code, at, self._read(code, at)
        return self._found if at == self._from else self._found[bisect_left(self._found, at) :]

    def _read(self, code: str, at: int) -> list[int]:
        found: list[int] = []
        if self._lead:
            found = [m.start() for m in self._begin.finditer(code, at)]
        if self._starts:
            look = self._look
            start = look(code, at)
            while start is not None:
                found.append(i := start.start())
                start = look(code, i + 1)
        if self._behind:
            found += [end for end in self._before(code) if end >= at]
            if "" in self._behind and at == 0:
                found.append(0)
            found = sorted(set(found))
        end = len(code)  # what follows is inside_word, written out: it is asked of more places than anything else
        return [i for i in found if not (0 < i < end and code[i].isalpha() and code[i - 1].isalpha())]


def _found(word: str, code: str) -> Iterator[int]:
    i = code.find(word)
    while i >= 0:
        yield i
        i = code.find(word, i + 1)


class Ahead:
    """Words of which one stands where a match begins or behind it. Shared by rules, as places are."""

    __slots__ = ("_code", "_last", "words")

    def __init__(self, words: tuple[str, ...]):
        self.words = words
        self._code, self._last = "", -1

    def last(self, code: str) -> int:
        """The last place where one stands; -1: there is none."""
        if code is not self._code:
            self._code, self._last = code, max(map(code.rfind, self.words))
        return self._last
