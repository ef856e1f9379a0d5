"""What a coder is asked: the form that all kinds of questions share. Asks nothing itself (see walk)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ..make.report import Report
from .console import Console

Span = tuple[int, int]
_LONGEST = 700  # characters shown of one passage


class Question(Protocol):
    """Something that waits for an answer."""

    source_id: str

    @property
    def keys(self) -> dict[str, str]:
        """What can be answered: key -> what it stands for."""

    @property
    def done(self) -> bool:
        """Whether an answer leaves nothing more to ask here."""

    def show(self, console: Console) -> None:
        """Print the words of the report and what is asked of them."""

    def answer(self, key: str, console: Console) -> str | None:
        """Record the answer that a key stands for, at once. Says what was recorded; None where the coder gave up."""

    def listed(self) -> dict[str, Any]:
        """The question as data, for those who answer by editing files."""


@dataclass(frozen=True, slots=True)
class Coder:
    """Who answers, and when: an id, and the day as ISO 8601 text."""

    id: str
    day: str


def passages(report: Report, spans: Sequence[Span]) -> list[Span]:
    """The sentences that hold the spans, in text order, each once; without a sentence, the line of the text."""
    found: dict[Span, None] = {}
    for start, end in sorted(spans):
        line = report.line_at(start)
        if line is not None:
            whole = (line.start, max(line.end, min(end, line.start + _LONGEST)))
        else:
            first = report.text.rfind("\n", 0, start) + 1
            last = report.text.find("\n", end)
            whole = (max(first, start - _LONGEST), min(len(report.text) if last < 0 else last, end + _LONGEST))
        found[whole] = None
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def show_passages(report: Report, spans: Sequence[Span], console: Console) -> None:
    """Print the sentences that hold the spans, the spans marked, and the sentence before the first, drawn back."""
    whole = passages(report, spans)
    if whole:
        before = report.line_at(whole[0][0] - 2) if whole[0][0] > 2 else None
        if before is not None and before.end <= whole[0][0]:
            console.say(console.faint("  " + console.passage(report.text, before.start, before.end, ())))
    for start, end in whole:
        console.say("  " + console.passage(report.text, start, end, spans))
