"""What a gate reports: findings, each with a stable code. Nothing here looks at data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..errors import printable, shown

# The codes are part of the interface: scripts and tests rely on them. Add, never rename.
CODES: dict[str, str] = {
    # files
    "sums": "SHA256SUMS is missing or not in the form of sha256sum",
    "file-missing": "a listed file is not there",
    "file-unlisted": "a file of the release is not listed in SHA256SUMS",
    "file-hash": "a file's bytes are not those that SHA256SUMS or the descriptor vouches for",
    "archive": "the zip around the files is not, byte for byte, as `release` writes it",
    "descriptor": "datapackage.json is missing, unreadable, or says something else than the release",
    "row-count": "a table has not the number of rows that the descriptor states",
    "schema": "a schema is missing, unreadable, or says something that is not understood",
    "unreadable": "a table cannot be read as Parquet",
    "unchecked": "a check could not be made, because the schemas or tables are not as any check expects",
    "input": "in a checkout, a seed, verdict or identity is not what the release was built from",
    # columns and single values
    "column-missing": "a column of the schema is not in the table",
    "column-extra": "a column of the table is not in the schema",
    "column-order": "the columns are not in the order of the schema",
    "type": "a column is not stored as the type that the schema names",
    "null": "a required value is null",
    "blank": "text that is present is empty",
    "control": "text holds a control character that is no tab or line end",
    "enum": "a value is not in its closed list",
    "pattern": "a value has not the form that its pattern describes",
    "range": "a number is below the minimum or above the maximum",
    "not-finite": "a number is NaN or infinite",
    # rows
    "primary-key": "an id stands twice in its table",
    "id-reused": "an id stands in two tables",
    "id-form": "an id does not begin with its parent's id, or with its source and span",
    "foreign-key": "a reference points at a row that is not there",
    "one-of": "none of a group of columns is filled, of which one must be",
    "condition": "a value asks for another to be filled, or empty, and it is not",
    "count": "counts contradict each other",
    "cycle": "a row is, by way of others, part of itself",
    "companions": "a row lacks other rows that must go with it",
    "utterance": "the relations of quotes to the first rendering of their utterance contradict each other",
    "date": "a date is no date of the calendar, or contradicts its earliest and latest day",
    "date-precision": "the stated precision is not that of the date",
    # evidence
    "span": "a span is empty, reversed, reaches beyond its source, or is not that of its evidence",
    "tiling": "the segments of a source leave a gap, overlap, or do not reach its end",
    "row-reference": "evidence or a conflict points at a row that is not there",
    "column-reference": "evidence or a conflict points at a column that is not there",
    "source-reference": "evidence and what it supports name different sources",
    "provenance-missing": "a value that is owed evidence has none",
    "provenance-disagrees": "what the evidence says of its own agreement contradicts the published value",
    "verbatim": "text that is given as it stands in the source is not what its evidence says",
    # sources, where they are at hand
    "source-missing": "a source document is not at hand, or not text",
    "source-hash": "a source document is not the one that was read",
    "source-length": "a source document has not the stated number of characters",
    "share": "excerpted_share is not the share of the article that the evidence covers",
    "exact": "a span of a source does not hold the stated characters",
    # other validators
    "pandera": "pandera objects",
    "frictionless": "frictionless objects",
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong. `table`, `key` (the row's id), `column` and `value` are "" where they do not apply."""

    table: str
    key: str
    column: str
    code: str
    value: str
    message: str

    def __str__(self) -> str:
        place = printable(".".join(part for part in (self.table, self.column) if part))
        row = f" [{printable(self.key)}]" if self.key else ""
        value = f" (found {shown(self.value)})" if self.value else ""
        return f"{self.code}: {place}{row}: {printable(self.message)}{value}"


def finding(code: str, message: str = "", *, table: str = "", key: Any = "", column: str = "", value: Any = "") -> Finding:
    """A finding; without a message of its own it takes the general one of its code."""
    as_text = ["" if part is None else str(part) for part in (key, value)]
    return Finding(table, as_text[0], column, code, as_text[1], message or CODES[code])
