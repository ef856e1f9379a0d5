"""What rows are told with: words in the making, and the evidence that each statement is given. Prints nothing.

What a row says comes from the tables and ready-made views; what it rests on from `provenance`. Nothing is said that no table
holds. `telling_kinds` tells a row of any table with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from . import wording
from .opening import identifier, literal
from .reader import NotFound, nearest

if TYPE_CHECKING:
    from .reader import Release

Values = dict[str, Any]

_MOST = 3  # reports cited for one statement: the first that make it; `evidence` has all
_CITED = re.compile("\x00([0-9,]+)\x00")  # numbers in a text that is not finished: no text of a source holds a NUL


class Told:
    """One row in words: `heading`, `paragraphs`; `notes`, what the numbers in them stand for; `more`, commands that show more."""

    def __init__(self, row_id: str, table: str, heading: str) -> None:
        self.row_id, self.table, self.heading = row_id, table, heading
        self.paragraphs: list[str] = []
        self.notes: list[Values] = []
        self.more: list[str] = []

    def say(self, *sentences: str | None) -> None:
        """Adds a paragraph of those sentences that there are."""
        text = " ".join(sentence for sentence in sentences if sentence)
        if text:
            self.paragraphs.append(text)

    def finished(self) -> Told:
        """The same with its notes numbered as the text comes to them."""
        order = [int(number) for text in self.paragraphs for found in _CITED.findall(text) for number in found.split(",")]
        number_of = {old: new for new, old in enumerate(dict.fromkeys(order), 1)}
        self.paragraphs = [
            _CITED.sub(lambda found: f" [{', '.join(map(str, sorted(number_of[int(n)] for n in found[1].split(','))))}]", text)
            for text in self.paragraphs
        ]
        self.notes = sorted(
            ({**note, "number": number_of[note["number"]]} for note in self.notes), key=lambda note: note["number"]
        )
        return self

    def as_data(self) -> Values:
        """The same as one object."""
        return {
            "id": self.row_id,
            "table": self.table,
            "heading": self.heading,
            "text": "\n\n".join(self.paragraphs),
            "evidence": self.notes,
        }


class Teller:
    """One release, asked for what a row is told with. `ask`: rows of a query as dicts."""

    def __init__(self, release: Release) -> None:
        self.release = release

    def ask(self, sql: str, *parameters: Any) -> list[Values]:
        """The rows of a query, each as column → value."""
        cursor = self.release.con.execute(sql, list(parameters))
        columns = [column[0] for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def cite(self, told: Told, table: str, row_id: str, *columns: str) -> str:
        """A mark for the words that say so: of the first column that has evidence, one place of each report.

        Of the places of a report, one that states what is published, in full if there is one. A date that takes its year from
        the day of publication is cited with it. Where no evidence is held, the empty text.
        """
        for column in columns:
            rows = [row for row in self._evidence(table, row_id) if row["column_name"] == column and row["agrees"]]
            published = _shown(self._published(table, row_id).get(column))
            rows = [row for row in rows if row["value"] == published] or rows
            whole = " […] " in published  # in pieces, which are cited together
            cited: dict[str, list[Values]] = {}
            for row in rows:
                if row["inference"] != "publication_date":
                    words = cited.setdefault(row["source_id"], [])
                    if whole or not words:
                        words.append(row)
            for row in rows:
                words = cited.setdefault(row["source_id"], [row])
                if row["inference"] == "publication_date" and len(words) == 1 and not re.search("[0-9]{4}", words[0]["exact"]):
                    words.append(row)
            numbers = [self.note(told, row) for words in list(cited.values())[:_MOST] for row in words]
            if numbers:
                return self.mark(numbers)
        return ""

    def mark(self, numbers: Iterable[int]) -> str:
        """What stands in a text for these notes until it is finished."""
        return f"\x00{','.join(map(str, dict.fromkeys(numbers)))}\x00"

    def note(self, told: Told, row: Values) -> int:
        """The number of one row of provenance among the notes, where it is entered if it is not there yet."""
        claim = {name: row[name] for name in ("table_name", "row_id", "column_name", "value", "inference")}
        place = (row["source_id"], row["start_char"], row["end_char"])
        for note in told.notes:
            if (note["source_id"], note["start_char"], note["end_char"]) == place:
                if claim not in note["claims"]:
                    note["claims"].append(claim)
                return int(note["number"])
        note = {"number": len(told.notes) + 1, "exact": row["exact"], "source_id": row["source_id"],
                "source": self.sources[row["source_id"]], "start_char": row["start_char"], "end_char": row["end_char"],
                "claims": [claim]}  # fmt: skip
        told.notes.append(note)
        return int(note["number"])

    def place(self, code: str | None) -> str:
        """A state or region in English; its code where the release has no names."""
        return self._places.get(code, code) if code else ""

    def tellers(self, source_ids: Sequence[str]) -> str:
        """ "2 reports: Shafaq News (October 21, 2025) and ILKHA (undated)"."""
        named = wording.listed([self.sources[source] for source in source_ids])
        return f"{wording.counted(len(source_ids), 'report')}: {named}"

    @cached_property
    def sources(self) -> dict[str, str]:
        """How each document is called in a sentence: "Shafaq News (October 21, 2025)"."""
        named = {}
        for row in self.ask("SELECT source_id, publisher, published FROM sources"):
            date = wording.date_in_words(row["published"]) if row["published"] else "undated"
            named[row["source_id"]] = f"{row['publisher'] or row['source_id']} ({date})"
        return named

    @cached_property
    def _places(self) -> dict[str, str]:
        return wording.places(self.release.root)

    @cached_property
    def _rows(self) -> dict[tuple[str, str], list[Values]]:
        return {}

    def _evidence(self, table: str, row_id: str) -> list[Values]:
        if (table, row_id) not in self._rows:
            self._rows[table, row_id] = self.ask(
                """SELECT * FROM provenance WHERE table_name = ? AND row_id = ?
                   ORDER BY source_id, start_char, end_char, provenance_id""",
                table,
                row_id,
            )
        return self._rows[table, row_id]

    @cached_property
    def _kept(self) -> dict[tuple[str, str], Values]:
        return {}

    def _published(self, table: str, row_id: str) -> Values:
        if (table, row_id) not in self._kept:
            key = identifier(self.release.contract[table].primary_key)
            (self._kept[table, row_id],) = self.ask(f"SELECT * FROM {identifier(table)} WHERE {key} = ?", row_id)
        return self._kept[table, row_id]

    def find(self, row_id: str) -> tuple[str, Values]:
        """The row with this id, of whatever table, and which one that is.

        Raises NotFound, with the nearest ids, where there is none.
        """
        keys = {name: table.primary_key for name, table in self.release.contract.items()}
        union = " UNION ALL ".join(
            f"SELECT {literal(name)} AS table_name, {number} AS position, {identifier(key)} AS id FROM {identifier(name)}"
            for number, (name, key) in enumerate(keys.items())
        )
        for found in self.ask(f"FROM ({union}) WHERE id = ? ORDER BY position LIMIT 1", row_id):
            table = found["table_name"]
            (values,) = self.ask(f"SELECT * FROM {identifier(table)} WHERE {identifier(keys[table])} = ? LIMIT 1", row_id)
            return table, values
        called = [row["person_id"] for row in self.ask("FROM people_called(?)", row_id)]
        ids = [row["id"] for row in self.ask(f"SELECT id FROM ({union}) ORDER BY position, id")]
        remedy = f"Did you mean {' or '.join(called[:3])}? " if called else nearest(row_id, ids)
        raise NotFound(
            f"no row of any table has the id {row_id!r}",
            remedy=remedy.strip() or "The ids of people: baghdad-tehran query 'SELECT person_id FROM people'",
        )

    def tell_columns(self, told: Told, values: Values) -> None:
        """A row of a kind that has no words of its own: column by column."""
        table = self.release.contract[told.table]
        told.heading = f"{table.title}: {told.row_id}"
        parent = told.row_id.rpartition("/")[0]
        parts = []
        for column in table.columns:
            value = values[column.name]
            if value is None or column.name in (table.primary_key, table.parent):
                continue
            cited = self.cite(told, told.table, told.row_id, column.name)
            parts.append(f"{column.title.lower()}: {_shown(value)}{cited}")
        told.say(sentence(["; ".join(parts)]))
        if parent and parent != told.row_id:
            told.more.append(f"baghdad-tehran show {parent}")
        if told.notes:
            told.more.append(f"baghdad-tehran evidence {told.table} {told.row_id}")


def sentence(parts: Iterable[str | None], end: str = ".") -> str:
    """The parts that there are, as one sentence."""
    text = " ".join(part.strip() for part in parts if part)
    return f"{text[:1].upper()}{text[1:]}{end}" if text else ""


def _shown(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
