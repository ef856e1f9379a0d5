"""The maker's commands, as the command line calls them: build, extract, validate. Prints; the work is done elsewhere."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from .. import terminal
from ..errors import Problem


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


def _documents(path: Path, days: dict[str, date]) -> Iterator[Any]:
    from .text import read_document

    if path.suffix == ".parquet":
        yield from _parquet(path, days)
        return
    files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    if not files:
        raise Problem("holds no .txt files", file=path, remedy="name a folder of text files")
    for file in files:
        yield read_document(file, str(file), days.get(file.stem, days.get("")))


def _there(path: Path) -> Path:
    if not path.exists():
        raise Problem(
            "is not there",
            file=path,
            remedy="name a text file, a folder of .txt files, or a Parquet file with source_id, text, published",
        )
    return path


def _days(published: str | None) -> dict[str, date]:
    """A day for all ("" stands for any source), or the days of a CSV file of source_id,published."""
    if published is None:
        return {}
    try:
        return {"": date.fromisoformat(published)}
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
    days = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if not {"source_id", "published"} <= set(reader.fieldnames or ()):
            raise Problem(
                "lacks a column",
                file=path,
                place="header",
                value=",".join(reader.fieldnames or ()),
                remedy="columns: source_id,published",
            )
        for number, row in enumerate(reader, 2):
            try:
                days[row["source_id"]] = date.fromisoformat(row["published"])
            except (ValueError, TypeError):
                raise Problem(
                    "is no day", file=path, place=f"line {number}", value=row["published"], remedy="write it as 2025-10-21"
                ) from None
    return days


def _parquet(path: Path, days: dict[str, date]) -> Iterator[Any]:
    import hashlib

    import pyarrow as pa
    import pyarrow.parquet as pq

    from .text import Document

    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise Problem(
            f"is no Parquet file ({str(error).splitlines()[0]})",
            file=path,
            remedy="name a Parquet file with source_id, text, published",
        ) from None
    missing = [c for c in ("source_id", "text") if c not in file.schema_arrow.names]
    if missing:
        raise Problem(
            "lacks a column", file=path, value=missing[0], remedy="columns: source_id, text, and published where it is known"
        )
    columns = [c for c in ("source_id", "text", "published") if c in file.schema_arrow.names]
    for batch in file.iter_batches(batch_size=256, columns=columns):
        for row in batch.to_pylist():
            day = row.get("published")
            name = str(row["source_id"])
            if isinstance(day, str):
                try:
                    day = date.fromisoformat(day[:10])
                except ValueError:
                    raise Problem(
                        "is no day", file=path, place=f"{name}, published", value=day, remedy="write it as 2025-10-21"
                    ) from None
            yield Document(
                name,
                row["text"] or "",
                hashlib.sha256((row["text"] or "").encode("utf-8", "surrogatepass")).hexdigest(),
                name,
                day or days.get(name, days.get("")),
            )
