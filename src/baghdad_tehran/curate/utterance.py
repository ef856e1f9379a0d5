"""Utterances as questions: do these two quotes render the same words? An answer is a line in `build/identities/utterances.csv`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..errors import printable
from ..make.identities import COLUMNS, Identities
from ..make.report import Report
from ..make.resolve import Row, Rows
from .console import Console
from .likeness import utterance_pairs
from .questions import Coder, show_passages
from .writing import append_decision

_RELATIONS = {"p": "paraphrase", "t": "retranslation", "r": "repeat", "e": "excerpt", "n": "different"}


class UtteranceQuestion:
    """Two quotes that may be one utterance; the later one is said to be what it is of the earlier one."""

    keys = {key: name if name != "different" else "no, different" for key, name in _RELATIONS.items()}
    done = True

    def __init__(self, left: Row, right: Row, why: str, reports: dict[str, Report], coder: Coder, folder: Path) -> None:
        self.left, self.right, self.why = left, right, why
        self.reports, self.coder, self.folder = reports, coder, folder
        self.source_id = left.sources[0]
        self.decided = False

    def show(self, console: Console) -> None:
        """Both quotes in their sentences."""
        console.say(f"Do these render the same words on the same occasion? ({self.why})")
        for row in (self.left, self.right):
            console.say(console.faint(f"  {row.id}"))
            show_passages(self.reports[row.sources[0]], row.pieces, console)

    def answer(self, key: str, console: Console) -> str | None:
        """Record the relation, or that there is none."""
        if self.decided:
            console.say("  recorded already; to change it, edit build/identities/utterances.csv")
            return None
        basis = console.needed("  on what does that rest? ")
        if not basis:
            return None
        decided = _RELATIONS[key]
        row = {
            "left": self.left.id,
            "right": self.right.id,
            "decision": decided,
            "basis": basis,
            "coder": self.coder.id,
            "date": self.coder.day,
        }
        append_decision(self.folder / "utterances.csv", COLUMNS, row)
        self.decided = True
        return decided

    def listed(self) -> dict[str, Any]:
        """The question as data."""
        said = {side: printable(str(row.values["content"])) for side, row in (("left", self.left), ("right", self.right))}
        return {"question": "utterance", "left": self.left.id, "right": self.right.id, "why": self.why, "words": said}


def utterance_questions(
    rows: Rows, identities: Identities, reports: Iterable[Report], coder: Coder, folder: Path
) -> list[UtteranceQuestion]:
    """A question for each pair of groups that nobody has decided on. Utterances must be grouped already."""
    by_source = {report.document.source_id: report for report in reports}
    by_id = {row.id: row for row in rows.of("quotes")}

    def group(quote: str) -> str:
        return str(by_id[quote].values["utterance_id"]) if quote in by_id else quote

    apart = {frozenset((group(left), group(right))) for left, right in identities.different.get("utterances", ())}
    return [
        UtteranceQuestion(by_id[left], by_id[right], why, by_source, coder, folder)
        for left, right, why in sorted(utterance_pairs(rows))
        if frozenset((group(left), group(right))) not in apart
    ]
