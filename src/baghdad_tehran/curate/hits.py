"""Hits as questions: does the report say this? An answer is a verdict in the ledger (`build/checks/<source_id>.jsonl`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..contract import Table
from ..errors import Problem, printable
from ..make.checks import Judged, Verdict, corrected, verdict_of
from ..make.report import Report
from ..make.rules import Rule
from ..reader import Misuse
from .console import Console
from .correcting import Correction
from .questions import Coder, Span, show_passages
from .told import names_of, tell_hit
from .writing import append_json

_SHORT = 80  # characters of the hit kept beside its key, for the reader of the ledger


class HitQuestion:
    """One hit, to be judged in one pass. A later answer of the same pass stands in place of an earlier one."""

    keys = {"a": "accept", "r": "reject", "c": "correct"}
    done = True

    def __init__(
        self,
        judged: Judged,
        report: Report,
        rule: Rule | None,
        number: int,
        coder: Coder,
        path: Path,
        contract: Mapping[str, Table],
    ) -> None:
        self.judged, self.report, self.rule = judged, report, rule
        self.number, self.coder, self.path, self.contract = number, coder, path, contract
        self.source_id = judged.hit.source_id
        self.given: str | None = None  # what was answered in this walk

    @property
    def spans(self) -> list[Span]:
        """Where the hit's values stand."""
        hit = self.judged.hit
        return sorted({(r.start, r.end) for c in hit.claims for v in c.values.values() for r in v.rests}) or [
            (hit.start, hit.end)
        ]

    def show(self, console: Console) -> None:
        """The sentences with the spans marked, the proposed row in words, the rule in one sentence."""
        show_passages(self.report, self.spans, console)
        console.say()
        for sentence in tell_hit(self.judged.hit, names_of(self.report)):
            console.say("  " + printable(sentence))
        console.say(console.faint(f"  {self.judged.hit.rule_id}: {self.rule.says if self.rule else 'added by hand'}"))
        if self.number == 3:
            for verdict in self.judged.verdicts:
                console.say(
                    f"  pass {verdict.number}, {verdict.coder}: {verdict.verdict}"
                    + (f" ({verdict.reason})" if verdict.reason else "")
                )
        if self.given:
            console.say(console.faint(f"  so far: {self.given}"))

    def answer(self, key: str, console: Console) -> str | None:
        """Record a verdict. Rejecting and correcting ask why."""
        if key == "a":
            return self._record("added" if self.rule is None else "accepted", None, {})
        if key == "r":
            reason = console.needed("  why is it wrong? ")
            return self._record("rejected", reason, {}) if reason else None
        correction = Correction(self.judged.hit, self.report, self.contract)
        changes = correction.ask(console, self._fault)
        reason = console.needed("  why? ") if changes else None
        return self._record("corrected", reason, changes) if reason else None

    def listed(self) -> dict[str, Any]:
        """The hit with its key, claims and words. Verdicts of other passes are not shown but in the third, which settles them."""
        hit = self.judged.hit
        shown: dict[str, Any] = {
            "hit": self.judged.key,
            "source_id": self.source_id,
            "pass": self.number,
            "start_char": hit.start,
            "end_char": hit.end,
            "rule": hit.rule_id,
            "text": self._text(),
            "says": tell_hit(hit, names_of(self.report)),
            "claims": [
                {
                    "table": c.table,
                    "entity": c.entity,
                    "values": {k: {"value": v.value, "spans": [list(r) for r in v.rests]} for k, v in c.values.items()},
                    "refs": c.refs,
                }
                for c in hit.claims
            ],
        }
        if self.number == 3:
            shown["verdicts"] = [
                {"pass": v.number, "coder": v.coder, "verdict": v.verdict, "reason": v.reason} for v in self.judged.verdicts
            ]
        return shown

    def _text(self) -> str:
        return " ".join(self.report.words(self.judged.hit.start, self.judged.hit.end)[:_SHORT].split())

    def _entry(self, verdict: str, reason: str | None, changes: Mapping[str, Any]) -> dict[str, Any]:
        hit = self.judged.hit
        return {
            "hit": self.judged.key,
            "pass": self.number,
            "coder": self.coder.id,
            "date": self.coder.day,
            "verdict": verdict,
            "reason": reason,
            "rule": hit.rule_id,
            "version": hit.rule_version,
            "text": self._text(),
            **changes,
        }

    def _fault(self, changes: Mapping[str, Any]) -> Problem | None:
        """What would be wrong with a correction, if anything: the ledger's own reading of it is asked."""
        try:
            verdict = self._read(self._entry("corrected", "-", changes))
            corrected(self.judged.hit, verdict, self.report.text, self.path)
        except Problem as problem:
            return problem
        return None

    def _read(self, entry: dict[str, Any]) -> Verdict:
        return verdict_of(entry, self.path, len(self.judged.verdicts) + 1, self.contract)

    def _record(self, verdict: str, reason: str | None, changes: Mapping[str, Any]) -> str:
        entry = self._entry(verdict, reason, changes)
        self._read(entry)
        append_json(self.path, entry)
        self.given = verdict if reason is None else f"{verdict} ({reason})"
        return verdict


def hits_to_judge(
    judged: Iterable[Judged],
    reports: Iterable[Report],
    rules: Iterable[Rule],
    number: int,
    coder: Coder,
    root: Path,
    contract: Mapping[str, Table],
) -> list[HitQuestion]:
    """The hits that a pass has yet to read, in text order: those without a verdict of it; in the third, those that two passes differ on.

    Misuse: a coder who would read the same hit in both passes.
    """
    by_source = {report.document.source_id: report for report in reports}
    by_id = {rule.id: rule for rule in rules}
    found: list[HitQuestion] = []
    own = 0
    for one in judged:
        read = {v.number for v in one.verdicts}
        if number == 3 and not (one.state == "open" and {1, 2} <= read) or number != 3 and (number in read or 3 in read):
            continue
        own += any(v.coder == coder.id and v.number == 3 - number for v in one.verdicts)
        path = root / "build" / "checks" / f"{one.hit.source_id}.jsonl"
        report = by_source[one.hit.source_id]
        found.append(HitQuestion(one, report, by_id.get(one.hit.rule_id), number, coder, path, contract))
    if own:
        raise Misuse(
            f"{coder.id} made the other pass of {own} of these hits",
            remedy="The two passes are two people's, apart from each other: name the second with --coder.",
        )
    return found
