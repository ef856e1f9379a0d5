"""Ways to break a release, or to change it soundly: what the mutants and variants are made with."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

Row = dict[str, Any]
Rows = list[Row]
Change = Callable[[Path], Any]
RowChange = Callable[[Rows], Any]


@dataclass(frozen=True)
class Mutant:
    """One change and what the gate must say of it.

    `code` must be given, of `table` unless that is None; none of `not_codes` may be. `rehash`: hashes and counts are made to
    agree with the files afterwards, so that the change is caught for itself. `kind` is shared by what is the same change
    elsewhere.
    """

    name: str
    kind: str
    change: Change
    code: str
    table: str | None = None
    rehash: bool = True
    not_codes: frozenset[str] = frozenset()


def copy_release(source: Path, target: Path) -> Path:
    """A copy to be broken. Hard links: a file is replaced and never written into, so the original stays."""
    return Path(shutil.copytree(source, target, copy_function=os.link))


def read(release: Path, table: str) -> pa.Table:
    return parquet.ParquetFile(release / "dataset" / f"{table}.parquet").read()


def write(release: Path, table: str, data: pa.Table, **options: Any) -> None:
    path = release / "dataset" / f"{table}.parquet"
    path.unlink(missing_ok=True)
    parquet.write_table(data, path, **options)


def put_bytes(path: Path, data: bytes | str) -> None:
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)


def of_rows(table: str, change: RowChange, **options: Any) -> Change:
    """Change the rows of a table as a list of dicts; types stay, nullability is let go so that nulls can be written."""

    def apply(release: Path) -> None:
        data = read(release, table)
        content = data.to_pylist()
        change(content)
        free = pa.schema([field.with_nullable(True) for field in data.schema])
        write(release, table, pa.Table.from_pylist(content, schema=free), **options)

    return apply


def both(*changes: Change) -> Change:
    def apply(release: Path) -> None:
        for change in changes:
            change(release)

    return apply


def put(**values: Any) -> RowChange:
    return lambda content: content[0].update(values)


def where(condition: Callable[[Row], bool], **values: Any) -> RowChange:
    def change(content: Rows) -> None:
        chosen = [row for row in content if condition(row)]
        assert chosen
        for row in chosen:
            row.update(values)

    return change


def drop(condition: Callable[[Row], bool]) -> RowChange:
    def change(content: Rows) -> None:
        kept = [row for row in content if not condition(row)]
        assert len(kept) < len(content)
        content[:] = kept

    return change


def shift(by: int) -> RowChange:
    def change(content: Rows) -> None:
        for name in ("start_char", "end_char"):
            content[0][name] += by

    return change


def exchange(column: str) -> RowChange:
    """The values of two rows that differ in it change places."""

    def change(content: Rows) -> None:
        other = next(row for row in content if row[column] != content[0][column])
        content[0][column], other[column] = other[column], content[0][column]

    return change


def of(table: str, column: str) -> Callable[[Row], bool]:
    return lambda row: (row["table_name"], row["column_name"]) == (table, column)


def recast(table: str, column: str, type_: pa.DataType) -> Change:
    def change(release: Path) -> None:
        data = read(release, table)
        index = data.schema.get_field_index(column)
        write(release, table, data.set_column(index, column, data.column(column).cast(type_)))

    return change


def reshape(table: str, change: Callable[[pa.Table], pa.Table]) -> Change:
    return lambda release: write(release, table, change(read(release, table)))


def edit(name: str, change: Callable[[Row], Any], **form: Any) -> Change:
    """Change a JSON file."""

    def apply(release: Path) -> None:
        content = json.loads((release / name).read_text(encoding="utf-8"))
        change(content)
        put_bytes(release / name, json.dumps(content, **({"ensure_ascii": False} | form)))

    return apply


def resource(package: Row, name: str) -> Row:
    return next(entry for entry in package["resources"] if entry["name"] == name)


def field(schema: Row, name: str) -> Row:
    return next(entry for entry in schema["fields"] if entry["name"] == name)


def cut(name: str, by: int) -> Change:
    return lambda release: put_bytes(release / name, (release / name).read_bytes()[:-by])


def flip(name: str, position: int, bit: int = 5) -> Change:
    def change(release: Path) -> None:
        raw = bytearray((release / name).read_bytes())
        raw[position % len(raw)] ^= 1 << bit
        put_bytes(release / name, bytes(raw))

    return change


def over(name: str, text: str | bytes) -> Change:
    return lambda release: put_bytes(release / name, text)


def gone(name: str) -> Change:
    return lambda release: (release / name).unlink()


def rewrite_hashes(release: Path) -> None:
    """Make hashes and counts agree with the files as they are, so that only what else is wrong shows."""
    from baghdad_tehran.released import file_hash

    descriptor = release / "datapackage.json"
    try:
        package = json.loads(descriptor.read_text(encoding="utf-8"))
        resources = package["resources"]
    except (OSError, ValueError, KeyError):  # broken on purpose
        resources = []
    for entry in resources if isinstance(resources, list) else []:
        path = release / "dataset" / f"{entry.get('name') if isinstance(entry, dict) else ''}.parquet"
        if path.is_file():
            entry["hash"] = f"sha256:{file_hash(path)}"
            try:
                entry["row_count"] = parquet.read_metadata(path).num_rows
            except (pa.ArrowException, OSError):
                pass
    if resources:
        text = descriptor.read_text(encoding="utf-8")
        indent = 2 if "\n" in text.strip() else None
        ascii_only = "\\u" in text
        put_bytes(descriptor, json.dumps(package, ensure_ascii=ascii_only, indent=indent) + "\n")
    rewrite_sums(release)


def rewrite_sums(release: Path) -> None:
    """Make SHA256SUMS agree with the files as they are, with whatever it lists beyond those of a release too."""
    from baghdad_tehran.released import file_hash, write_sums

    sums = release / "SHA256SUMS"
    extra = [line[66:] for line in sums.read_text().splitlines()] if sums.is_file() else []
    sums.unlink(missing_ok=True)  # it may be a link to the original's
    write_sums(release)
    own = sums.read_text(encoding="utf-8").splitlines()
    more = [name for name in extra if name not in {line[66:] for line in own} and (release / name).is_file()]
    own += [f"{file_hash(release / name)}  {name}" for name in more]
    put_bytes(sums, "".join(f"{line}\n" for line in sorted(own, key=lambda line: line[66:])))
