"""Plans: which rules to try on a line. What a line holds is one number, a bit for each kind of mark and each word in question.

A rule is tried where the line holds all that its pattern cannot match without (needs.py): so a rule costs what the lines
cost that hold its words, and other rules cost nothing. A test compares what comes out with and without plans.
"""

from __future__ import annotations

from collections.abc import Sequence

from .marks import CHAR, KINDS, SIGN, Line
from .needs import Need, rarity
from .rules import Rule

_MOST = 20_000
_COMPOSING = ("office", "person", "known", "phrase")

Step = tuple[int, Rule]


class Plan:
    """All rules, by the step in which they run: their stage, or the frame of those that read whole segments."""

    def __init__(self, rules: Sequence[Rule]):
        steps: dict[str, list[Rule]] = {}
        for rule in rules:
            steps.setdefault(rule.frame if rule.stage == "document" else rule.stage, []).append(rule)
        early = {name: [rule.compiled.needs for rule in chosen] for name, chosen in steps.items() if name in _COMPOSING}
        late = {name: [rule.compiled.joined for rule in chosen] for name, chosen in steps.items() if name not in _COMPOSING}
        self._early, self._late = _Words(early), _Words(late)
        self._steps = {name: _Chooser(steps[name], needs, self._early.bits) for name, needs in early.items()}
        self._steps |= {name: _Chooser(steps[name], needs, self._late.bits) for name, needs in late.items()}

    def read_words(self, line: Line) -> None:
        """Note what the line holds, before phrases are composed."""
        line.signs = self._early.read(line)

    def read_again(self, line: Line) -> None:
        """Note what the line holds once its marks will not change any more."""
        line.signs = self._late.read(line)

    def rules(self, step: str) -> tuple[Rule, ...]:
        return self._steps[step].rules if step in self._steps else ()

    def candidates(self, step: str, line: Line) -> tuple[Step, ...]:
        """The rules that may match the line, each with its place in the order of its step."""
        return self._steps[step].choose(line.signs) if step in self._steps else ()


class _Words:
    """The words of some needs, found in one pass over a line."""

    def __init__(self, steps: dict[str, list[tuple[Need, ...]]]):
        import ahocorasick_rs

        words = {word for rules in steps.values() for needs in rules for need in needs for word in need} - set(CHAR.values())
        listed = sorted(words)
        self.bits = {CHAR[kind]: SIGN[kind] for kind in KINDS} | {w: 1 << (len(KINDS) + i) for i, w in enumerate(listed)}
        self._found = [self.bits[word] for word in listed]
        self._automaton = ahocorasick_rs.AhoCorasick(listed) if listed else None

    def read(self, line: Line) -> int:
        signs = 0
        for mark in line.marks():
            signs |= SIGN[mark.kind]
        if self._automaton is not None:
            for index, _, _ in self._automaton.find_matches_as_indexes(line.code, overlapping=True):
                signs |= self._found[index]
        return signs


class _Chooser:
    """The rules of one step, found by the rarest thing that each needs."""

    def __init__(self, rules: Sequence[Rule], needs: Sequence[tuple[Need, ...]], bits: dict[str, int]):
        self.rules = tuple(rules)
        self._needs = [tuple(sum(bits[word] for word in need) for need in asked) for asked in needs]
        self._always: list[int] = []
        self._keyed: dict[int, list[int]] = {}
        self._seen: dict[int, tuple[Step, ...]] = {}
        for number, asked in enumerate(needs):
            for word in min(asked, key=rarity, default=frozenset()):
                self._keyed.setdefault(bits[word], []).append(number)
            if not asked:
                self._always.append(number)
        self._asked = 0
        for masks in self._needs:
            for mask in masks:
                self._asked |= mask

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
