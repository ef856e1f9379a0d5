"""The maker's commands, as the command line calls them: build, extract, validate. Prints; the work is done elsewhere."""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from .. import terminal
from ..errors import Problem, printable, shown
from .text import Document, read_document


@dataclass(frozen=True, slots=True)
class Days:
    """Days of publication supplied to `extract`: one for all, or one for each source_id that a CSV file lists."""

    all: date | None = None
    of: dict[str, date] = field(default_factory=dict)
    file: str = ""

    def day(self, source_id: str) -> date | None:
        return self.of.get(source_id, self.all)


def build(args: argparse.Namespace) -> int:
    """Rebuild the dataset of a checkout and say what was made."""
    from .building import build as run

    built = run(args.root)
    rows = [(name, count) for name, count in built.rows.items()]
    terminal.say(_columns([("table", "rows"), *((name, str(count)) for name, count in rows)]))
    total = sum(built.verdicts.values())
    terminal.say("")
    terminal.say(
        _columns(
            [
                ("verdict", "hits"),
                *(
                    (state, str(built.verdicts[state]))
                    for state in ("accepted", "corrected", "added", "rejected", "open")
                    if built.verdicts[state]
                ),
                ("in all", str(total)),
                ("read twice", str(built.passes[2])),
            ]
        )
    )
    terminal.say("")
    terminal.say(_columns([("stage", "seconds"), *((stage, f"{seconds:.2f}") for stage, seconds in built.seconds.items())]))
    terminal.say("")
    if built.agreement and built.agreement.ac1 is not None:
        a = built.agreement
        terminal.say(
            f"agreement of the two passes: {a.same} of {a.n} hits ({a.same / a.n:.3f}); Gwet's AC1 {a.ac1:.3f} (95 % interval {a.low:.3f} to {a.high:.3f})"
        )
        terminal.say("")
    if built.recall:
        terminal.say("held against the blind coding (found of coded; claims that stand in it, of all claims):")
        terminal.say(
            _columns(
                [
                    ("", "recall    claims"),
                    *((name, f"{f'{t.found}/{t.coded}':>7}  {f'{t.shared}/{t.claimed}':>8}") for name, t in built.recall.items()),
                ]
            )
        )
        terminal.say("")
    for source, verdict in built.stale:
        terminal.say(
            f"no hit answers to this verdict any more: {source}, {verdict.rule}, {verdict.text!r} (hit {verdict.hit}, pass {verdict.number})"
        )
    for source, one in built.reopened:
        terminal.say(
            f"open again, because rule {one.hit.rule_id} (now version {one.hit.rule_version}) gives something else: {source}:{one.hit.start}-{one.hit.end}"
        )
    for left in built.unused:
        terminal.say(f"decides nothing any more: build/identities/{left}")
    for left in built.undecided:
        terminal.say(f"no identity decision: {left} keeps to itself")
    if built.verdicts["open"]:
        terminal.say(f"{built.verdicts['open']} hits are open and were left out; docs/checks.md says how they are read.")
    terminal.say("validation: pandera and the gate found nothing wrong.")
    terminal.say(
        f"{len(built.changed)} files changed: {', '.join(built.changed)}"
        if built.changed
        else "Nothing changed: the dataset is what its inputs build."
    )
    return 0


def extract(args: argparse.Namespace) -> int:
    """Run the rules on a file, folder or Parquet table and print the rows, unchecked."""
    from ..contract import load_contract
    from ..location import rules_root
    from .extraction import load_extractor
    from .single import COLUMNS, rows_of_document

    root = rules_root()
    extractor = load_extractor(root / "build")
    contract = load_contract(root / "schemas")
    documents = _documents(_there(args.path), _days(args.published))

    def objects() -> Iterator[dict[str, Any]]:
        for document in documents:
            yield from rows_of_document(extractor, contract, document)

    if args.form == "json":
        terminal.write_json(objects())
    else:
        terminal.write(
            COLUMNS, ([o["source"], o["table"], o["id"], o["rule"], _values(o["values"])] for o in objects()), args.form
        )
    return 0


def validate(args: argparse.Namespace) -> int:
    """Check a release; print every failure."""
    from .gate import validate_release

    seeds = args.dir / "seeds"
    findings = validate_release(args.dir, seeds if seeds.is_dir() else None)
    if findings:
        terminal.write(
            ["table", "key", "column", "code", "value", "message"],
            ([f.table, f.key, f.column, f.code, f.value, f.message] for f in findings),
            terminal.form_for(None),
        )
        terminal.say(f"{len(findings)} failures.")
        return 1
    terminal.say("The release is whole and valid.")
    return 0


def _columns(rows: list[tuple[str, str]]) -> str:
    left, right = max(len(a) for a, _ in rows), max(len(b) for _, b in rows)
    return "\n".join(f"{a:<{left}}  {b:>{right}}" for a, b in rows)


def _values(values: dict[str, Any]) -> str:
    return "; ".join(f"{k}={v}" for k, v in values.items() if v is not None)


def _documents(path: Path, days: Days) -> Iterator[Document]:
    """The documents of a file, a folder or a Parquet table; says at the end which supplied days belong to none of them."""
    met: set[str] = set()
    for document in _parquet(path, days) if path.suffix == ".parquet" else _texts(path, days):
        met.add(document.source_id)
        yield document
    left = sorted(set(days.of) - met)
    if left:
        more = f" and {len(left) - 5} more" if len(left) > 5 else ""
        terminal.say(f"{printable(days.file)}: no input has this source_id: {', '.join(map(shown, left[:5]))}{more}")


def _texts(path: Path, days: Days) -> Iterator[Document]:
    if path.is_dir():
        try:
            files = sorted(path / name for name in os.listdir(path) if name.endswith(".txt"))
        except OSError as error:
            raise Problem(f"cannot be read ({error.strerror})", file=path, remedy="check its permissions") from None
        if not files:
            raise Problem("holds no .txt files", file=path, remedy="name a folder of text files")
    else:
        files = [path]
    for file in files:
        name = _writable(file.stem)
        yield replace(read_document(file, _writable(file), days.day(name)), source_id=name)


def _writable(name: Path | str) -> str:
    """A file name as output can hold it: bytes that are not UTF-8 become escapes such as \\xff."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _there(path: Path) -> Path:
    if not path.exists():
        raise Problem(
            "is not there",
            file=path,
            remedy="name a text file, a folder of .txt files, or a Parquet file with source_id, text, published",
        )
    return path


def _days(published: str | None) -> Days:
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


def _parquet(path: Path, days: Days) -> Iterator[Document]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    first: dict[str, int] = {}
    with path.open("rb") as raw:
        try:
            file = pq.ParquetFile(raw)
        except (pa.ArrowException, OSError) as error:
            raise Problem(
                f"is no Parquet file ({_first_line(error)})",
                file=path,
                remedy="name a Parquet file with source_id, text, published",
            ) from None
        columns = _check_columns(file.schema_arrow, path)
        batches = file.iter_batches(batch_size=256, columns=columns)
        while True:
            try:
                batch = next(batches, None)
                rows = batch.to_pylist() if batch is not None else None
            except (pa.ArrowException, ValueError, OverflowError, OSError) as error:
                raise Problem(
                    f"cannot be read ({_first_line(error)})",
                    file=path,
                    place=f"rows after {len(first)}",
                    remedy="write the file anew: text in UTF-8, days as dates",
                ) from None
            if rows is None:
                return
            for row in rows:
                yield _row_document(row, first, path, days)


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


def _row_document(row: dict[str, Any], first: dict[str, int], path: Path, days: Days) -> Document:
    """A row as a document. `first`: the row at which each source_id was met, this one added."""
    number = len(first) + 1
    if row["source_id"] is None or row["source_id"] == "":
        raise Problem("has no source_id", file=path, place=f"row {number}", remedy="give each row a source_id of its own")
    name = str(row["source_id"])
    if name in first:
        raise Problem(
            "source_id is used twice",
            file=path,
            place=f"rows {first[name]} and {number}",
            value=name,
            remedy="give each row a source_id of its own",
        )
    first[name] = number
    text, day = row["text"], row.get("published")
    if text is None:
        raise Problem(
            "has no text", file=path, place=f"row {number}, {name}", remedy="put the article's text in it, or leave out the row"
        )
    if isinstance(day, str):
        try:
            day = date.fromisoformat(day[:10])
        except ValueError:
            raise Problem(
                "is no day", file=path, place=f"row {number}, {name}, published", value=day, remedy="write it as 2025-10-21"
            ) from None
    elif isinstance(day, datetime):
        day = day.date()
    return Document(name, text, hashlib.sha256(text.encode("utf-8")).hexdigest(), name, day or days.day(name))


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
