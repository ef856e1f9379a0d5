"""Plans: which rules to try on a line. What a line holds is one number, a bit for each thing that some pattern needs.

A rule is tried where the line holds all that its pattern cannot match without (needs.py): so a rule costs what the lines
cost that hold its words, and other rules cost nothing. A test compares what comes out with and without plans.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from .marks import CHAR, MARKED, Line
from .needs import BEGIN, END, Need, rarity
from .patterns import Way
from .rules import Rule

_MOST = 20_000
_SHORT = 3  # plain characters so few that most lines hold them: whether one does is not asked
_COMPOSING = ("office", "person", "known", "phrase")

Step = tuple[int, Rule, tuple[Way, ...]]
_Asked = tuple[int, int, int, Step]  # place of the rule, of the way in it, all that the way needs, the rule with this way alone


class Plan:
    """All rules, by the step in which they run: their stage, or the frame of those that read whole segments."""

    def __init__(self, rules: Sequence[Rule]):
        steps: dict[str, list[Rule]] = {}
        for rule in rules:
            steps.setdefault(rule.frame if rule.stage == "document" else rule.stage, []).append(rule)
        self._early = _Needs(rule for name, chosen in steps.items() if name in _COMPOSING for rule in chosen)
        self._late = _Needs((rule for name, chosen in steps.items() if name not in _COMPOSING for rule in chosen), final=True)
        self._steps = {name: _Step(chosen, self._early if name in _COMPOSING else self._late) for name, chosen in steps.items()}

    def read_words(self, line: Line) -> None:
        """Note what the line holds, before phrases are composed."""
        line.signs, line.grows = self._early.read(line)
        line.grown.clear()

    def read_again(self, line: Line) -> None:
        """Note what the line holds once its marks will not change any more."""
        line.signs, _ = self._late.read(line)

    def rules(self, step: str) -> tuple[Rule, ...]:
        return self._steps[step].rules if step in self._steps else ()

    def candidates(self, step: str, line: Line) -> tuple[Step, ...]:
        """The rules that may match the line, each with its place in the order of its step and the ways in which it may."""
        return self._steps[step].choose(line.signs) if step in self._steps else ()


class _Needs:
    """The needs of some rules, a bit for each, and which of them a line meets: found in one pass over it.

    final: the marks of the lines that are read will not change any more.
    """

    def __init__(self, rules: Iterable[Rule], final: bool = False):
        import ahocorasick_rs

        self.bits: dict[Need, int] = {}
        words: dict[str, int] = {}
        for need in (need for rule in rules for way in rule.compiled.ways for need in way.reading.needs):
            if need not in self.bits:
                self.bits[need] = 1 << len(self.bits)
                for word in need:
                    words[word] = words.get(word, 0) | self.bits[need]
        self._kinds = {kind: words.pop(char, 0) for kind, char in CHAR.items()}
        self._always = dict(self._kinds)  # what a new mark may bring about on any line
        told: dict[str, tuple[int, dict[str, int]]] = {word: (met, {}) for word, met in words.items()}
        for word, met in words.items():
            kinds = [kind for kind, char in CHAR.items() if char in word]
            if not kinds or final:
                continue
            # A new mark brings such a word about only where the plain characters of it stand already, since marks take characters
            # away. Lines that are final get none.
            plain = max(MARKED.split(word), key=len).strip(BEGIN + END)
            grows = told.setdefault(plain, (0, {}))[1] if len(plain) > _SHORT else self._always
            for kind in kinds:
                grows[kind] = grows.get(kind, 0) | met
        self._met = [met for met, _ in told.values()]
        self._grows = [] if final else [grows for _, grows in told.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(told)) if told else None

    def read(self, line: Line) -> tuple[int, list[dict[str, int]]]:
        """What the line meets; and what more it may meet with a new mark: the sum of what these say of the mark's kind."""
        signs = 0
        for mark in line.marks():
            signs |= self._kinds[mark.kind]
        more = [self._always]
        if self._automaton is not None:
            found = {m[0] for m in self._automaton.find_matches_as_indexes(f"{BEGIN}{line.code}{END}", overlapping=True)}
            signs = reduce(or_, map(self._met.__getitem__, found), signs)
            if self._grows:
                more += filter(None, map(self._grows.__getitem__, found))
        return signs, more


class _Step:
    """The rules of one step, each way of them with all that it needs."""

    def __init__(self, rules: Sequence[Rule], needs: _Needs):
        self.rules = tuple(rules)
        self._any = 0
        # Ways by the rarest of their needs, so that of a line without it none of them is asked: they are many more than may match.
        keyed: dict[int, list[_Asked]] = {}
        for n, rule in enumerate(rules):
            for k, way in enumerate(rule.compiled.ways):
                asked = sum(needs.bits[need] for need in way.reading.needs)
                self._any |= asked
                key = needs.bits[min(way.reading.needs, key=rarity)] if asked else 0
                keyed.setdefault(key, []).append((n, k, asked, (n, rule, (way,))))
        self._always = keyed.pop(0, [])
        self._keyed = {key.bit_length() - 1: its for key, its in keyed.items()}  # by the number of the bit
        self._keys = sum(keyed)
        self._seen: dict[int, tuple[Step, ...]] = {}

    def choose(self, signs: int) -> tuple[Step, ...]:
        signs &= self._any
        chosen = self._seen.get(signs)
        if chosen is None:
            if len(self._seen) >= _MOST:
                self._seen.clear()
            chosen = self._seen[signs] = self._choose(signs)
        return chosen

    def _choose(self, signs: int) -> tuple[Step, ...]:
        met = self._always.copy()
        keys = f"{signs & self._keys:b}"[::-1]  # so that the bits that are set are found as text is
        bit = keys.find("1")
        while bit >= 0:
            met += [asked for asked in self._keyed[bit] if asked[2] & signs == asked[2]]
            bit = keys.find("1", bit + 1)
        chosen: list[Step] = []
        for n, _, _, step in sorted(met):  # no two have the same places
            if chosen and chosen[-1][0] == n:
                chosen[-1] = (n, step[1], chosen[-1][2] + step[2])
            else:
                chosen.append(step)
        return tuple(chosen)
