"""The desk: everything that waits for a coder in a checkout, in the order in which it is best answered. Asks and records nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..contract import Table, load_contract
from ..make.building import Checked, check_sources
from ..make.extraction import load_extractor
from ..make.identities import Identities, read_identities
from ..make.passes import Agreement, agreement
from ..make.recall import Tally, compare
from ..make.resolve import Rows, make_rows
from ..make.rules import Rule
from ..make.standing import STANDING, hold_back, standing_hits
from ..make.untaken import open_untaken
from ..make.utterances import group_utterances
from .hits import hits_to_judge
from .identity import identity_questions
from .questions import Coder, Question
from .untaken import untaken_questions
from .utterance import utterance_questions


@dataclass(frozen=True, slots=True)
class Desk:
    """A checkout as it stands now: its hits with their verdicts, its decisions, and the rows that these make."""

    root: Path
    rules: tuple[Rule, ...]
    contract: dict[str, Table]
    checked: Checked
    identities: Identities
    rows: Rows

    def hits(self, number: int, coder: Coder) -> Sequence[Question]:
        """The hits that a pass has yet to read."""
        return hits_to_judge(self.checked.judged, self.checked.reports, self.rules, number, coder, self.root, self.contract)

    def who_is_who(self, coder: Coder) -> Sequence[Question]:
        """Things of single reports that nobody has decided on."""
        return identity_questions(self.rows, self.identities, self.checked.reports, coder, self.root / "build" / "identities")

    def same_words(self, coder: Coder) -> Sequence[Question]:
        """Quotes that may render the same words."""
        return utterance_questions(self.rows, self.identities, self.checked.reports, coder, self.root / "build" / "identities")

    def left_out(self, coder: Coder) -> Sequence[Question]:
        """Sentences that look like something to code, and were not."""
        left, _ = open_untaken(self.checked.reports, self.checked.judged, self.root)
        return untaken_questions(left, coder, self.root)

    def agreement(self) -> Agreement:
        """How often two passes came to the same verdict."""
        return agreement(self.checked.judged)

    def recall(self) -> dict[str, Tally]:
        """The claims that stand, held against the blind codings."""
        return compare(self.root / "build" / "checks" / "blind", self.checked.judged, STANDING)[0]


def open_desk(root: Path) -> Desk:
    """Read a checkout. Problem: whatever is wrong with its seeds, rules, ledgers or decisions."""
    extractor = load_extractor(root / "build")
    checked = check_sources(root)
    identities = read_identities(root / "build" / "identities")
    contract = load_contract(root / "schemas")
    rows = make_rows(standing_hits(checked.judged, root / "build" / "checks")[0], identities)
    hold_back(rows, contract)
    group_utterances(rows, identities)
    return Desk(root, extractor.rules, contract, checked, identities, rows)


# What is asked, in order: title, questions. Each is asked of a desk opened anew, since earlier answers change it.
STEPS: tuple[tuple[str, Callable[[Desk, int, Coder], Sequence[Question]]], ...] = (
    ("hits", lambda desk, number, coder: desk.hits(number, coder)),
    ("who is who", lambda desk, number, coder: desk.who_is_who(coder)),
    ("same words", lambda desk, number, coder: desk.same_words(coder)),
    ("left out", lambda desk, number, coder: desk.left_out(coder)),
)
