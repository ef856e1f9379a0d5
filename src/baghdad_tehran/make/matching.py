"""Matching: the sentence and document rules, run over encoded lines. Gives what matched where; decides nothing about it."""

from __future__ import annotations

from dataclasses import dataclass

from .marks import Line, Mark
from .patterns import Way, first_match
from .plans import Plan
from .rules import Rule


@dataclass(slots=True)
class Slot:
    """What a slot took: its offsets in the source and the marks inside, in text order."""

    start: int
    end: int
    marks: list[Mark]

    def find(self, *kinds: str) -> list[Mark]:
        """The slot's own marks (not their parts) of these kinds."""
        return [m for m in self.marks if m.kind in kinds]


@dataclass(slots=True)
class Found:
    """One match of one rule in one line."""

    rule: Rule
    line: Line
    number: int
    i: int
    j: int
    start: int
    end: int
    slots: dict[str, list[Slot]]

    def one(self, name: str) -> Slot | None:
        taken = self.slots.get(name)
        return taken[0] if taken else None


def find_matches(lines: list[Line], plan: Plan, step: str) -> list[Found]:
    """Matches of the rules of one step, line by line, in the order of the rules; those of one rule may overlap those of another."""
    found: list[Found] = []
    for number, line in enumerate(lines):
        seen = ""
        for _, rule, ways in plan.candidates(step, line):
            if rule.where and line.segment not in rule.where:
                continue
            if wanted := rule.settings.get("words"):
                seen = seen or line.text[line.start : line.end].lower()
                if not any(_may_be_worded(way, wanted, seen) for way in ways):
                    continue
            at = 0
            while (match := first_match(ways, line.code, at)) is not None and match[1] > match[0]:
                i, j, groups = match
                slots = {name: here for name, spans in groups.items() if (here := [_slot(line, a, b) for a, b in spans if b > a])}
                if _worded(rule, line, slots):
                    found.append(Found(rule, line, number, i, j, *line.span(i, j), slots))
                # After a long content the same rule may match again inside it (", adding that … and stressing …"): so go on
                # behind the cue.
                anchors = groups.get("cue") or groups.get("anchor")
                at = max(i + 1, anchors[-1][1] if anchors else j)
    return found


def _may_be_worded(way: Way, wanted: dict[str, list[str]], seen: str) -> bool:
    """Does a line, seen in small letters, hold what a rule asks of the slots that it fills in any case?"""
    for slot, words in wanted.items():
        if slot in way.filled:
            for word in words:  # a loop, since it is asked of most lines, and nearly always in vain
                if word in seen:
                    break
            else:
                return False
    return True


def _worded(rule: Rule, line: Line, slots: dict[str, list[Slot]]) -> bool:
    """A rule may ask that a slot hold, or begin with, one of certain words, where its kind alone says too little."""
    if rule.settings.keys().isdisjoint(("words", "except", "begins")):
        return True
    wanted: dict[str, list[str]] = rule.settings.get("words", {})
    unwanted: dict[str, list[str]] = rule.settings.get("except", {})
    if any(
        line.text[m.start : m.end].lower() in words
        for name, words in unwanted.items()
        for s in slots.get(name, [])
        for m in s.marks
    ):
        return False
    first: dict[str, list[str]] = rule.settings.get("begins", {})
    if any(
        not line.text[s.start : s.end].lower().startswith(tuple(f"{word} " for word in words))
        for name, words in first.items()
        for s in slots.get(name, [])
    ):
        return False
    return all(line.text[s.start : s.end].lower() in words for name, words in wanted.items() for s in slots.get(name, []))


def _slot(line: Line, i: int, j: int) -> Slot:
    start, end = line.span(i, j)
    text = line.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Slot(start, end, line.marks(i, j))
