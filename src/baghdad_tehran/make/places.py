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
        self._in_words = bool(lead or behind) or any(start[0].isalpha() for start in starts)  # may one be inside a word?
        self._code, self._from, self._found = "", 0, list[int]()

    @cached_property
    def _look(self) -> Callable[[str, int], Iterator[re.Match[str]]]:
        """All matches of the pattern with which matches begin, from a place on."""
        return compiled(f"(?={self._lead})" if self._lead else beginnings(self._starts).replace(DIGIT, r"\d")).finditer

    @cached_property
    def _before(self) -> Callable[[str], Iterable[int]]:
        """The ends of all strings behind which matches begin."""
        words = [word for word in self._behind if word]
        if len(words) <= _FEW:
            return lambda code: [i + len(word) for word in words for i in _found(word, code)]
        find = ahocorasick_rs.AhoCorasick(words).find_matches_as_indexes
        return lambda code: [end for _, _, end in find(code, overlapping=True)]

    def of(self, code: str, at: int) -> list[int]:
        """The places from `at` on, in order."""
        if code is not self._code or at < self._from:
            self._code, self._from, self._found = code, at, self._read(code, at)
        return self._found if at == self._from else self._found[bisect_left(self._found, at) :]

    def _read(self, code: str, at: int) -> list[int]:
        found = [m.start() for m in self._look(code, at)] if self._lead or self._starts else []
        if self._behind:
            found += [end for end in self._before(code) if end >= at]
            if "" in self._behind and at == 0:
                found.append(0)
            found = sorted(set(found))
        if not self._in_words:
            return found
        end = len(code)  # what follows is inside_word, written out: it is asked of more places than anything else
        return [i for i in found if not (0 < i < end and code[i - 1].isalpha() and code[i].isalpha())]


def _found(word: str, code: str) -> Iterator[int]:
    i = code.find(word)
    while i >= 0:
        yield i
        i = code.find(word, i + 1)


class Ahead:
    """Words of which one stands where a match begins or behind it. Shared by rules, as places are.

    found: the last place in `code`, the line that was read last, where one stands; -1: there is none.
    """

    __slots__ = ("code", "found", "words")

    def __init__(self, words: tuple[str, ...]):
        self.words = words
        self.code, self.found = "", -1

    def last(self, code: str) -> int:
        """The same of this line."""
        if code is not self.code:
            self.code, self.found = code, max(map(code.rfind, self.words))
        return self.found
