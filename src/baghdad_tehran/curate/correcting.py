"""Correcting a hit at the terminal: which value, what instead, on which words it rests. Makes the changes; records nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..contract import Table
from ..errors import Problem, printable
from ..make.model import Claim, Hit, Value
from ..make.report import Report
from .console import Console

_HOW = "  number of what to change, -number to take it away, Enter when done: "
_WORD_FOR_WORD = (
    "content",
    "verbatim",
    "cue",
    "speaker_text",
    "text",
    "reported_by",
    "topic",
    "provision",
    "description",
    "name",
)


@dataclass(frozen=True, slots=True)
class _Choice:
    """One value or reference of one claim, as it is numbered on the screen."""

    claim: Claim
    column: str
    value: Value | None  # None: a reference
    words: str


class Correction:
    """What a coder changes of one hit, step by step, each step checked before the next."""

    def __init__(self, hit: Hit, report: Report, contract: Mapping[str, Table]) -> None:
        self.hit, self.report, self.contract = hit, report, contract
        self.changes: dict[str, list[dict[str, Any]]] = {"set": [], "withdraw": []}

    def ask(self, console: Console, fault: Callable[[Mapping[str, Any]], Problem | None]) -> dict[str, Any]:
        """The changes as the ledger writes them (`set`, `withdraw`); empty where nothing was changed."""
        choices = self._choices()
        for number, choice in enumerate(choices, 1):
            console.say(f"  {number:>3}  {printable(choice.words)}")
        while typed := console.line(_HOW):
            negative, digits = typed.startswith("-"), typed.lstrip("-")
            if not digits.isdecimal() or not 1 <= int(digits) <= len(choices):
                console.say(f"  there is no {printable(typed)} in the list above")
                continue
            choice = choices[int(digits) - 1]
            before = {kind: list(entries) for kind, entries in self.changes.items()}
            done = self._withdraw(choice) if negative else self._set(choice, console)
            problem = fault(self._made()) if done else None
            if problem or not done:
                self.changes = before
                if problem:
                    console.say("  " + printable(f"{problem.what}: {problem.remedy}"))
        return self._made()

    def _made(self) -> dict[str, Any]:
        return {kind: entries for kind, entries in self.changes.items() if entries}

    def _choices(self) -> list[_Choice]:
        found = []
        for claim in self.hit.claims:
            for column, value in claim.values.items():
                rests = ", ".join(f"“{' '.join(self.report.words(r.start, r.end).split())}”" for r in value.rests)
                found.append(_Choice(claim, column, value, f"{claim.table}.{column} = {value.value}   from {rests}"))
            for column, entity in claim.refs.items():
                found.append(_Choice(claim, column, None, f"{claim.table}.{column} = {entity}"))
        return found

    def _withdraw(self, choice: _Choice) -> bool:
        for column in (choice.column, "date_basis"):  # a date takes its basis with it
            if column == choice.column or choice.column == "date" and "date_basis" in choice.claim.refs:
                self.changes["withdraw"].append({"table": choice.claim.table, "entity": choice.claim.entity, "column": column})
        return True

    def _set(self, choice: _Choice, console: Console) -> bool:
        change: dict[str, Any] = {"table": choice.claim.table, "entity": choice.claim.entity, "column": choice.column}
        if choice.value is None:
            change["value"] = console.line("  what instead (as person/…, organization/…, meeting/…, agreement/…)? ")
            if change["value"]:
                self.changes["set"].append(change)
            return bool(change["value"])
        first = choice.value.rests[0]
        words = console.line("  the words of the report that it rests on (Enter: as now)? ")
        spans = [list(r) for r in choice.value.rests]
        if words:
            span = _nearest(self.report.text, words, first.start)
            if span is None:
                console.say("  the report does not have these words; copy them as they stand")
                return False
            spans = [list(span)]
        column = self.contract[choice.claim.table].column(choice.column)
        if column.enum:
            console.say("  one of: " + ", ".join(column.enum))
        kept = words if words and choice.column in _WORD_FOR_WORD else choice.value.value
        change["value"] = console.line(f"  the value (Enter: {printable(kept)})? ") or kept
        if words and change["value"] != words:
            spans = [[*spans[0], "reading" if column.enum else "normalised"]]
        change["spans"] = spans
        self.changes["set"].append(change)
        if choice.column == "date":
            basis = self.contract[choice.claim.table].column("date_basis").enum or ()
            given = console.line(f"  how is it dated ({', '.join(basis)}; Enter: as now)? ")
            if given:
                self.changes["set"].append(
                    {"table": choice.claim.table, "entity": choice.claim.entity, "column": "date_basis", "value": given}
                )
        return True


def _nearest(text: str, words: str, at: int) -> tuple[int, int] | None:
    """Where these words stand, at the place nearest to an offset."""
    places: list[int] = []
    start = text.find(words)
    while start >= 0 and len(places) < 1000:
        places.append(start)
        start = text.find(words, start + 1)
    if not places:
        return None
    best = min(places, key=lambda place: abs(place - at))
    return best, best + len(words)
