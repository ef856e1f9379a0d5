"""Plans: which rules to try on a line. What a line holds is one number, a bit for each kind of mark and each word in question.

A rule is tried where the line holds all that its pattern cannot match without (needs.py): so a rule costs what the lines
cost that hold its words, and other rules cost nothing. A test compares what comes out with and without plans.
"""

from __future__ import annotations

from collections.abc import Sequence

from .marks import CHAR, KINDS, SIGN, Line
from .needs import rarity
from .rules import Rule

_MOST = 20_000

Step = tuple[int, Rule]


class Plan:
    """All rules, by the step in which they run: their stage, or the frame of those that read whole segments."""

    def __init__(self, rules: Sequence[Rule]):
        import ahocorasick_rs

        steps: dict[str, list[Rule]] = {}
        for rule in rules:
            steps.setdefault(rule.frame if rule.stage == "document" else rule.stage, []).append(rule)
        words = sorted({word for rule in rules for need in rule.compiled.needs for word in need} - set(CHAR.values()))
        self._bits = {CHAR[kind]: SIGN[kind] for kind in KINDS} | {w: 1 << (len(KINDS) + i) for i, w in enumerate(words)}
        self._words = [self._bits[word] for word in words]
        self._automaton = ahocorasick_rs.AhoCorasick(words) if words else None
        self._steps = {name: _Chooser(chosen, self._bits) for name, chosen in steps.items()}

    def read_words(self, line: Line) -> None:
        """Add to what the line is known to hold the words that rules ask for."""
        if self._automaton is not None:
            signs = line.signs
            for index, _, _ in self._automaton.find_matches_as_indexes(line.code, overlapping=True):
                signs |= self._words[index]
            line.signs = signs

    def rules(self, step: str) -> tuple[Rule, ...]:
        return self._steps[step].rules if step in self._steps else ()

    def candidates(self, step: str, line: Line) -> tuple[Step, ...]:
        """The rules that may match the line, each with its place in the order of its step."""
        return self._steps[step].choose(line.signs) if step in self._steps else ()


class _Chooser:
    """The rules of one step, found by the rarest thing that each needs."""

    def __init__(self, rules: Sequence[Rule], bits: dict[str, int]):
        self.rules = tuple(rules)
        self._needs = [tuple(sum(bits[word] for word in need) for need in rule.compiled.needs) for rule in rules]
        self._always: list[int] = []
        self._keyed: dict[int, list[int]] = {}
        self._seen: dict[int, tuple[Step, ...]] = {}
        for number, rule in enumerate(rules):
            for word in min(rule.compiled.needs, key=rarity, default=frozenset()):
                self._keyed.setdefault(bits[word], []).append(number)
            if not rule.compiled.needs:
                self._always.append(number)
        self._asked = 0
        for needs in self._needs:
            for need in needs:
                self._asked |= need

    def choose(self, signs: int) -> tuple[Step, ...]:
        signs &= self._asked
        chosen = self._seen.get(signs)
        if chosen is None:
            numbers = set(self._always)
            left = signs
            while left:
                bit = left & -left
                numbers.update(self._keyed.get(bit, ()))
                left ^= bit
            chosen = tuple((n, self.rules[n]) for n in sorted(numbers) if all(signs & need for need in self._needs[n]))
            if len(self._seen) >= _MOST:
                self._seen.clear()
            self._seen[signs] = chosen
        return chosen
