"""Identity as questions: is this thing of one report that thing of another? An answer is a line in `build/identities/<kind>.csv`.

"Different" is recorded like "same". A thing that is none of those it is like is published under an id of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..errors import printable
from ..make.identities import COLUMNS, Identities
from ..make.report import Report
from ..make.resolve import Row, Rows, Undecided
from .console import Console
from .likeness import Candidate, alike
from .questions import Coder, Span, show_passages
from .writing import append_decision

_NOUN = {"people": "person", "meetings": "meeting", "agreements": "agreement"}
_MOST_CANDIDATES = 4
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_SHOWN = 2  # passages of each report


class IdentityQuestion:
    """One thing of one report, held against the published things that it is like, one after the other."""

    def __init__(
        self,
        thing: Undecided,
        rows: Rows,
        reports: Mapping[str, Report],
        candidates: list[Candidate],
        taken: frozenset[str],
        coder: Coder,
        folder: Path,
    ) -> None:
        self.thing, self.rows, self.reports, self.coder, self.folder = thing, rows, reports, coder, folder
        self.candidates, self.taken = list(candidates), taken
        self.source_id, _, _ = thing.left.partition("/")
        self.row: Row = rows.tables[thing.kind][thing.id]
        self.decided = False

    @property
    def keys(self) -> dict[str, str]:
        """What can be answered: about the likeliest thing, or, where none is left, about a new id."""
        if self.candidates:
            return {"y": "yes, the same", "n": "no, different"}
        return {"y": "yes, under this id", "i": "under another id"}

    @property
    def done(self) -> bool:
        """Whether nothing is left to ask about this thing."""
        return self.decided

    def show(self, console: Console) -> None:
        """The evidence on both sides, one under the other; or the id that a new thing would get."""
        noun = _NOUN[self.thing.kind]
        console.say(console.heading(f"This {noun} of {self.source_id}:") + f" {_describe(self.row, self.rows)}")
        show_passages(self.reports[self.source_id], _spans(self.row, self.source_id, self.rows), console)
        console.say()
        if not self.candidates:
            console.say(f"  Nothing published is the same. Publish it as {console.heading(self.thing.id)}?")
            return
        candidate = self.candidates[0]
        other = self.rows.tables[self.thing.kind][candidate.right]
        console.say(console.heading(f"Is it {candidate.right}?") + f" {_describe(other, self.rows)}  ({candidate.because})")
        for source in other.sources:
            console.say(console.faint(f"  {source}"))
            show_passages(self.reports[source], _spans(other, source, self.rows), console)

    def answer(self, key: str, console: Console) -> str | None:
        """Record same, different, or a first publication."""
        if self.decided:
            console.say(f"  recorded already; to change it, edit build/identities/{self.thing.kind}.csv")
            return None
        if self.candidates:
            candidate = self.candidates[0]
            basis = console.line(
                f"  on what does that rest (Enter: {candidate.because if key == 'y' else 'other ' + _NOUN[self.thing.kind]})? "
            )
            decision = "same" if key == "y" else "different"
            self._record(
                candidate.right, decision, basis or (candidate.because if key == "y" else f"other {_NOUN[self.thing.kind]}")
            )
            self.candidates = [] if key == "y" else self.candidates[1:]
            self.decided = key == "y"
            return f"{decision}: {self.thing.left} and {candidate.right}"
        name = self.thing.id if key == "y" else console.line("  the id: ")
        if not _ID.fullmatch(name) or name in self.taken and name != self.thing.id:
            console.say("  an id has letters, digits, hyphens, and is nobody else's")
            return None
        self._record(name, "same", "first publication")
        self.decided = True
        return f"published as {name}"

    def listed(self) -> dict[str, Any]:
        """The question as data."""
        return {
            "question": "identity",
            "kind": self.thing.kind,
            "left": self.thing.left,
            "id": self.thing.id,
            "candidates": [{"right": c.right, "score": round(c.score, 2), "because": c.because} for c in self.candidates],
        }

    def _record(self, right: str, decision: str, basis: str) -> None:
        row = {
            "left": self.thing.left,
            "right": right,
            "decision": decision,
            "basis": basis,
            "coder": self.coder.id,
            "date": self.coder.day,
        }
        append_decision(self.folder / f"{self.thing.kind}.csv", COLUMNS, row)


def identity_questions(
    rows: Rows, identities: Identities, reports: Iterable[Report], coder: Coder, folder: Path
) -> list[IdentityQuestion]:
    """A question for each thing that nobody has decided on, people first, since meetings are known by who took part."""
    by_source = {report.document.source_id: report for report in reports}
    found = []
    for kind in _NOUN:
        apart = {frozenset(pair) for pair in identities.different.get(kind, ())}
        taken = frozenset(identities.same.get(kind, {}).values())
        for thing in rows.undecided:
            row = rows.tables.get(kind, {}).get(thing.id)
            if thing.kind != kind or row is None:
                continue
            candidates = [c for c in alike(kind, row, rows) if frozenset((thing.left, c.right)) not in apart]
            found.append(IdentityQuestion(thing, rows, by_source, candidates[:_MOST_CANDIDATES], taken, coder, folder))
    return found


def _describe(row: Row, rows: Rows) -> str:
    parts = [str(row.values.get("name") or row.id)]
    if row.table == "people":
        parts += sorted({str(r.values.get("title")) for r in rows.of("roles") if r.refs.get("person_id") == row.id})
        parts += [str(row.values["country"])] if row.values.get("country") else []
    else:
        parts += [str(row.values[c]) for c in ("kind", "status", "date", "place") if row.values.get(c)]
    return printable(", ".join(parts))


def _spans(row: Row, source: str, rows: Rows) -> list[Span]:
    """Where a report tells of a thing: the first few places, of its children too where its own values rest on few words."""
    spots = {(r.start, r.end) for column in row.stated.values() for s in column if s.source_id == source for r in s.value.rests}
    if row.table == "people":
        for role in rows.of("roles"):
            if role.refs.get("person_id") == row.id:
                spots |= {(r.start, r.end) for s in role.stated.get("title", ()) if s.source_id == source for r in s.value.rests}
    return sorted(spots)[: _SHOWN * 3]
