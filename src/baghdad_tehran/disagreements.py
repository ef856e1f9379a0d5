"""Conflicts in words: what is in dispute, what each source says and where. Reads the table conflicts; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from .errors import printable
from .wording import quoted

if TYPE_CHECKING:
    from .reader import Release

COLUMNS = (
    "conflict_id", "kind", "table_name", "row_id", "column_name", "resolution", "about", "source_id", "published", "claim", "exact",
    "start_char", "end_char",
)  # fmt: skip
_QUERY = """
    WITH names AS (
        SELECT person_id AS id, name FROM people
        UNION ALL SELECT organization_id, name FROM organizations
        UNION ALL SELECT meeting_id, name FROM meetings
        UNION ALL SELECT agreement_id, name FROM agreements
        UNION ALL SELECT quote_id, coalesce(speaker, 'somebody not named') FROM quote_details
    )
    SELECT c.conflict_id, c.kind, c.table_name, c.row_id, c.column_name, c.resolution,
           coalesce(names.name, c.row_id) AS about, c.source_id, s.published, c.claim, p.exact, p.start_char, p.end_char
    FROM conflicts AS c
    JOIN sources AS s ON s.source_id = c.source_id
    JOIN provenance AS p ON p.provenance_id = c.provenance_id
    LEFT JOIN names ON names.id = split_part(c.row_id, '/', 1)
    ORDER BY c.resolution <> 'open', c.conflict_id, c.source_id
"""
_RESOLVED = {
    "open": "open: each stands as its source has it",
    "preferred": "decided: one claim is published, the others stay visible",
    "compatible": "compatible: they do not contradict each other",
}


@dataclass(frozen=True, slots=True)
class Side:
    """What one source says: the words at start_char to end_char of it, and what they claim."""

    conflict_id: str
    kind: str
    table_name: str
    row_id: str
    column_name: str | None
    resolution: str
    about: str
    source_id: str
    published: str | None
    claim: str
    exact: str
    start_char: int
    end_char: int


def read_conflicts(release: Release) -> list[list[Side]]:
    """The conflicts of a release, open ones first, each as the sides that take part in it."""
    sides = [Side(*row) for row in release.con.execute(_QUERY).fetchall()]
    return [list(group) for _, group in groupby(sides, key=lambda side: side.conflict_id)]


def in_words(conflict: list[Side]) -> list[str]:
    """One conflict as lines: the question, a line for each source with its words, and how it stands."""
    first = conflict[0]
    lines = [_question(first)]
    for side in conflict:
        day = f", {side.published}" if side.published else ""
        words = " ".join(side.exact.split())
        meant = side.claim.removeprefix(side.exact) if side.claim.startswith(side.exact) else f" — {side.claim}"
        lines.append(printable(f"  {side.source_id}:{side.start_char}–{side.end_char}{day}: {quoted(words)}{meant}"))
    lines.append(f"  {_RESOLVED[first.resolution]}")
    return lines


def _question(side: Side) -> str:
    about = printable(side.about)
    if side.kind == "identity":
        return f"Which agreement was the meeting of {about} about?"
    if side.kind == "date":
        return f"When: {about}?"
    if side.kind == "wording":
        return f"What were the words of {about}?"
    if side.kind == "participants":
        return (
            f"Who took part: {about}?"
            if side.column_name is None
            else f"In what form, alone or with others, did they take part: {about}?"
        )
    return f"What is the {str(side.column_name).replace('_', ' ')} of {about}?"
