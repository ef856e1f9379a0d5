"""What no rule took, as questions: is there really nothing to code here? An answer is a reason on file (see make.untaken)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..errors import printable
from ..make.report import Report
from ..make.untaken import Untaken, reasons_file
from .console import Console
from .questions import Coder, show_passages
from .writing import append_json


class UntakenQuestion:
    """A sentence from which nothing was extracted, to be given a reason. What is missing is added to the ledger by hand."""

    keys = {"w": "write down why nothing is to be coded"}
    done = True

    def __init__(self, left: Untaken, report: Report, coder: Coder, path: Path) -> None:
        self.left, self.report, self.coder, self.path = left, report, coder, path
        self.source_id = left.source_id

    def show(self, console: Console) -> None:
        """The sentence, its word marked."""
        console.say(f"Nothing was coded for this word of {self.left.kind}. Is that right?")
        show_passages(self.report, self.left.spans, console)

    def answer(self, key: str, console: Console) -> str | None:
        """Record the reason."""
        reason = console.needed("  why is there nothing to code? ")
        if not reason:
            return None
        entry = {
            "sentence": self.left.key,
            "kind": self.left.kind,
            "words": self._words(),
            "coder": self.coder.id,
            "date": self.coder.day,
            "reason": reason,
        }
        append_json(self.path, entry)
        return "written down"

    def listed(self) -> dict[str, Any]:
        """The question as data."""
        start, end = self.left.spans[0]
        line = self.report.line_at(start)
        whole = self.report.words(line.start, line.end) if line else self.report.words(start, end)
        return {
            "question": "untaken",
            "source_id": self.source_id,
            "sentence": self.left.key,
            "kind": self.left.kind,
            "words": self._words(),
            "start_char": start,
            "text": printable(" ".join(whole.split())),
        }

    def _words(self) -> str:
        return " … ".join(" ".join(self.report.words(*span).split()) for span in self.left.spans)


def untaken_questions(left: Iterable[tuple[Report, Untaken]], coder: Coder, root: Path) -> list[UntakenQuestion]:
    """A question for each sentence that has no reason on file."""
    return [UntakenQuestion(one, report, coder, reasons_file(root, one.source_id)) for report, one in left]
