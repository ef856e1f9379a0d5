"""What `extract` reads: a text file, a folder of them, or a Parquet table, one document after another. Runs no rule on them.

Nothing is held but the document at hand: of a folder its file names, of a table a hash of each source_id. A document that
cannot be read is a Failure in its place and the others go on; a table that cannot be read any further is a Problem.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from ..errors import Problem, printable, shown
from .batches import Failure
from .text import Document, read_document

_PAGE = 1 << 20  # bytes of a Parquet file that are held at once, about


@dataclass(frozen=True, slots=True)
class Days:
    """Days of publication supplied to `extract`: one for all, or one for each source_id that a CSV file lists."""

    all: date | None = None
    of: dict[str, date] = field(default_factory=dict)
    file: str = ""

    def day(self, source_id: str) -> date | None:
        return self.of.get(source_id, self.all)


class Input:
    """The documents of a file, a folder or a Parquet table, in order: iterate over it once.

    Problem, at once: there is nothing to read. `count`: how many documents there are.
    """

    def __init__(self, path: Path, days: Days):
        self._days = days
        self._left = set(days.of)
        if not path.exists():
            raise Problem(
                "is not there",
                file=path,
                remedy="name a text file, a folder of .txt files, or a Parquet file with source_id, text, published",
            )
        self._path = path
        self._names = _names_in(path) if path.is_dir() else None
        self._table = _Table(path) if self._names is None and path.suffix == ".parquet" else None
        self.count = self._table.count if self._table else 1 if self._names is None else len(self._names)

    def more_than(self, size: int) -> bool:
        """Is it more than one document and more than so many bytes? Looks at no more files than it must."""
        if self.count < 2:
            return False
        if self._table:
            return self._table.size > size
        for name in self._names or ():
            try:
                size -= (self._path / name).stat().st_size
            except OSError:
                continue  # reading it says what is wrong
            if size < 0:
                return True
        return False

    def __iter__(self) -> Iterator[Document | Failure]:
        for document in self._table.documents(self._days) if self._table else self._texts():
            if isinstance(document, Document):
                self._left.discard(document.source_id)
            yield document

    def unused(self) -> str | None:
        """Once all is read: a message on supplied days that belong to no document, or None."""
        left = sorted(self._left)
        if not left:
            return None
        more = f" and {len(left) - 5} more" if len(left) > 5 else ""
        return f"{printable(self._days.file)}: no input has this source_id: {', '.join(map(shown, left[:5]))}{more}"

    def _texts(self) -> Iterator[Document | Failure]:
        for file in [self._path] if self._names is None else (self._path / name for name in self._names):
            name, label = _writable(file.stem), _writable(file)
            try:
                yield replace(read_document(file, label, self._days.day(name)), source_id=name)
            except Problem as problem:
                yield Failure(label, str(problem))


def _names_in(folder: Path) -> list[str]:
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".txt"))
    except OSError as error:
        raise Problem(f"cannot be read ({error.strerror})", file=folder, remedy="check its permissions") from None
    if not names:
        raise Problem("holds no .txt files", file=folder, remedy="name a folder of text files")
    return names


def _writable(name: Path | str) -> str:
    """A file name as output can hold it: bytes that are not UTF-8 become escapes such as \\xff."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def read_days(published: str | None) -> Days:
    """A day for all, or the days of a CSV file of source_id,published."""
    if published is None:
        return Days()
    try:
        return Days(date.fromisoformat(published))
    except ValueError:
        pass
    path = Path(published)
    if not path.is_file():
        raise Problem(
            "is neither a day nor a file",
            file="--published",
            value=published,
            remedy="write a day as 2025-10-21, or name a CSV file of source_id,published",
        )
    days = Days(file=str(path))
    raw = path.read_bytes()
    try:
        reader = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
        if not {"source_id", "published"} <= set(reader.fieldnames or ()):
            raise Problem(
                "lacks a column",
                file=path,
                place="header",
                value=",".join(reader.fieldnames or ()),
                remedy="columns: source_id,published",
            )
        for row in reader:
            _add_day(days, row["source_id"], row["published"], path, f"line {reader.line_num}")
    except UnicodeDecodeError as error:
        at = error.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
        raise Problem(
            "is not UTF-8", file=path, place=f"byte {at}", value=raw[at : at + 4].hex(" "), remedy="save it as UTF-8"
        ) from None
    except csv.Error as error:
        raise Problem(f"is no CSV ({error})", file=path, remedy="columns: source_id,published") from None
    return days


def _add_day(days: Days, name: str | None, text: str | None, path: Path, place: str) -> None:
    if not name:
        raise Problem("has no source_id", file=path, place=place, remedy="name the source: a file's name without .txt")
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        raise Problem("is no day", file=path, place=place, value=text, remedy="write it as 2025-10-21") from None
    if days.of.setdefault(name, day) != day:
        raise Problem(
            f"gives {shown(name)} a second day",
            file=path,
            place=place,
            value=f"{days.of[name]}, then {day}",
            remedy="keep one of them",
        )


class _Table:
    """A Parquet file, read a few pages at a time."""

    def __init__(self, path: Path):
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.path = path
        try:
            self._file = pq.ParquetFile(path.open("rb"), buffer_size=_PAGE, pre_buffer=False)
        except (pa.ArrowException, OSError) as error:
            raise Problem(
                f"is no Parquet file ({_first_line(error)})",
                file=path,
                remedy="name a Parquet file with source_id, text, published",
            ) from None
        self._columns = _check_columns(self._file.schema_arrow, path)
        self.count: int = self._file.metadata.num_rows
        self.size = self._text_size()

    def _text_size(self) -> int:
        """About how many bytes of text there are. Texts that occur more than once may be stored once: hence the least for a row.

        Of whole row groups: what a file says of a single column, pyarrow may end the process over where it is damaged.
        """
        meta = self._file.metadata
        size: int = sum(meta.row_group(number).total_byte_size for number in range(meta.num_row_groups))
        return max(size, self.count * 500)

    def documents(self, days: Days) -> Iterator[Document | Failure]:
        import pyarrow as pa

        number, seen = 0, set[int]()
        rows_at_once = max(1, min(256, _PAGE * self.count // (self.size or 1)))
        with self._file as file:
            groups = range(file.metadata.num_row_groups)  # one by one: what stands before a torn one is still read
            batches = chain.from_iterable(
                file.iter_batches(batch_size=rows_at_once, row_groups=[group], columns=self._columns) for group in groups
            )
            while True:
                try:
                    batch = next(batches, None)
                    rows = batch.to_pylist() if batch is not None else None
                except (pa.ArrowException, ValueError, OverflowError, OSError) as error:
                    raise Problem(
                        f"cannot be read ({_first_line(error)})",
                        file=self.path,
                        place=f"rows after {number}",
                        remedy="write the file anew: text in UTF-8, days as dates",
                    ) from None
                if rows is None:
                    return
                for row in rows:
                    number += 1
                    try:
                        yield self._document(row, number, seen, days)
                    except Problem as problem:
                        yield Failure(str(row["source_id"]), str(problem))

    def _document(self, row: dict[str, Any], number: int, seen: set[int], days: Days) -> Document:
        """A row as a document. `seen`: the hashes of the source_ids before it; its own is added."""
        place = f"row {number}"
        if row["source_id"] is None or row["source_id"] == "":
            raise Problem("has no source_id", file=self.path, place=place, remedy="give each row a source_id of its own")
        name = str(row["source_id"])
        if hash(name) in seen and (first := self._row_of(name, number)) is not None:
            raise Problem(
                "source_id is used twice",
                file=self.path,
                place=f"rows {first} and {number}",
                value=name,
                remedy="give each row a source_id of its own",
            )
        seen.add(hash(name))
        place = f"{place}, {name}"
        text, day = row["text"], row.get("published")
        if text is None:
            raise Problem("has no text", file=self.path, place=place, remedy="put the article's text in it, or leave out the row")
        if isinstance(day, str):
            try:
                day = date.fromisoformat(day[:10])
            except ValueError:
                raise Problem(
                    "is no day", file=self.path, place=f"{place}, published", value=day, remedy="write it as 2025-10-21"
                ) from None
        elif isinstance(day, datetime):
            day = day.date()
        return Document(name, text, hashlib.sha256(text.encode("utf-8")).hexdigest(), name, day or days.day(name))

    def _row_of(self, name: str, before: int) -> int | None:
        """The first row of that source_id, or None where none before this one has it and two hashes are the same by chance."""
        import pyarrow.parquet as pq

        number = 0
        with self.path.open("rb") as raw, pq.ParquetFile(raw) as file:
            for batch in file.iter_batches(columns=["source_id"]):
                for other in batch.column(0).to_pylist():
                    number += 1
                    if number == before:
                        return None
                    if str(other) == name:
                        return number
        return None


def _check_columns(schema: Any, path: Path) -> list[str]:
    """The columns to read. Problem: one is missing, there twice, or of a type that cannot be what it should."""
    from pyarrow import types as t

    def text(kind: Any) -> bool:
        kind = kind.value_type if t.is_dictionary(kind) else kind
        return bool(t.is_string(kind) or t.is_large_string(kind) or t.is_string_view(kind))

    def day(kind: Any) -> bool:
        return text(kind) or bool(t.is_date(kind) or t.is_timestamp(kind) or t.is_null(kind))

    def name_of(kind: Any) -> bool:
        return text(kind) or bool(t.is_integer(kind))

    expected: dict[str, tuple[str, Callable[[Any], bool]]] = {
        "source_id": ("text or whole numbers", name_of),
        "text": ("text", text),
        "published": ("days: a date, a timestamp, or text such as 2025-10-21", day),
    }
    found = []
    for name, (what, fits) in expected.items():
        count = schema.names.count(name)
        if not count and name != "published":
            raise Problem(
                "lacks a column", file=path, value=name, remedy="columns: source_id, text, and published where it is known"
            )
        if count > 1:
            raise Problem("has a column twice", file=path, value=name, remedy="keep one of them")
        if count:
            kind = schema.field(name).type
            if not fits(kind):
                raise Problem("is of a wrong type", file=path, place=f"column {name}", value=str(kind), remedy=f"it holds {what}")
            found.append(name)
    return found


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
