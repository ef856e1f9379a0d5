"""Sound variants of the tiny release: another order, writer, form or value that keeps every promise. None may be objected to."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from breaking import (
    Change,
    Row,
    Rows,
    both,
    drop,
    edit,
    of_rows,
    over,
    put_bytes,
    read,
    resource,
    where,
    write,
)
from pyarrow import parquet

from baghdad_tehran.contract import TABLES

DAY = datetime.date


def written(**options: Any) -> Change:
    """Every table written with other settings."""

    def change(release: Path) -> None:
        for table in TABLES:
            write(release, table, read(release, table), **options)

    return change


def by_duckdb(release: Path) -> None:
    """Every table written by another library, which leaves no Arrow schema."""
    import duckdb

    con = duckdb.connect()  # its own: a result that someone left unread in the shared one would block it
    for table in TABLES:
        path = release / "dataset" / f"{table}.parquet"
        other = path.with_suffix(".new")
        con.execute(f"COPY (FROM read_parquet('{path}')) TO '{other}' (FORMAT parquet)")
        other.replace(path)
    con.close()


def by_another_version(release: Path) -> None:
    """As another version of the same writer leaves its name; the bytes differ by that alone."""
    ours = f"parquet-cpp-arrow version {pa.__version__}".encode()
    for table in TABLES:
        path = release / "dataset" / f"{table}.parquet"
        raw = path.read_bytes()
        assert ours in raw
        put_bytes(path, raw.replace(ours, ours[:-1] + b"7"))


def with_pandas_metadata(release: Path) -> None:
    for table in TABLES:
        data = read(release, table)
        write(release, table, data.replace_schema_metadata({b"pandas": b"{}", b"note": b"x"}))


def in_two_row_groups(release: Path) -> None:
    for table in TABLES:
        data = read(release, table)
        path = release / "dataset" / f"{table}.parquet"
        path.unlink()
        with parquet.ParquetWriter(path, data.schema) as writer:
            writer.write_table(data.slice(0, 1))
            writer.write_table(data.slice(1))


def listed_too(name: str, content: str) -> Change:
    """A further file, and its line in SHA256SUMS."""

    def change(release: Path) -> None:
        put_bytes(release / name, content)
        sums = release / "SHA256SUMS"
        put_bytes(sums, sums.read_text() + f"{'0' * 64}  {name}\n")

    return change


def dated(text: str, first: DAY | None, last: DAY | None, precision: str) -> Change:
    """The first meeting's date, and its evidence, as another date text."""

    def evidence(content: Rows) -> None:
        for row in content:
            if (row["row_id"], row["column_name"]) == ("2025-09-01-karim", "date"):
                row["value"] = text

    meeting = where(
        lambda r: r["meeting_id"] == "2025-09-01-karim", date=text, date_from=first, date_to=last, date_precision=precision
    )
    return both(of_rows("meetings", meeting), of_rows("provenance", evidence))


def renamed(table: str, column: str, value: str, row: str) -> Change:
    """Another value that is no quotation, and its evidence with it."""

    def evidence(content: Rows) -> None:
        for one in content:
            if (one["table_name"], one["row_id"], one["column_name"]) == (table, row, column):
                one["value"] = value

    def values(content: Rows) -> None:
        next(one for one in content if row in one.values())[column] = value

    return both(of_rows(table, values), of_rows("provenance", evidence))


def supply(package: Row) -> None:
    resource(package, "sources")["supplied"].update(two=["publisher", "published", "rights"])


def without_optional(release: Path) -> None:
    """A value that is not owed and may be null."""
    of_rows("quotes", where(lambda r: True, meeting_id=None))(release)
    of_rows("agreement_mentions", where(lambda r: True, quote_id=None))(release)


def as_one_more(table: str, column: str) -> Change:
    """More evidence for a value, which agrees or not."""

    def change(content: Rows) -> None:
        row = next(r for r in content if (r["table_name"], r["column_name"]) == (table, column))
        content.append(row | {"provenance_id": row["provenance_id"] + "x", "agrees": False, "value": "another reading"})

    return of_rows("provenance", change)


VARIANTS: list[tuple[str, Change]] = [
    *((f"{table} in another order", of_rows(table, lambda content: content.reverse())) for table in TABLES),
    *((f"compressed by {name}", written(compression=name)) for name in ("none", "snappy", "gzip", "brotli", "lz4", "zstd")),
    ("compressed by zstd at another level", written(compression="zstd", compression_level=1)),
    *((f"Parquet {version}", written(version=version)) for version in ("1.0", "2.4", "2.6")),
    ("data pages of version 2", written(data_page_version="2.0")),
    ("no dictionary", written(use_dictionary=False)),
    ("no statistics", written(write_statistics=False)),
    ("no Arrow schema", written(store_schema=False)),
    ("page index", written(write_page_index=True)),
    ("page checksums", written(write_page_checksum=True)),
    ("small row groups", written(row_group_size=2)),
    ("small pages", written(data_page_size=1)),
    ("two row groups", in_two_row_groups),
    ("metadata of pandas", with_pandas_metadata),
    ("written by DuckDB", by_duckdb),
    ("written by another version of pyarrow", by_another_version),
    ("descriptor on one line", edit("datapackage.json", lambda p: None)),
    ("descriptor with escapes", edit("datapackage.json", lambda p: None, ensure_ascii=True, indent=2)),
    ("descriptor with wide indents", edit("datapackage.json", lambda p: None, indent=8)),
    ("descriptor with its keys in another order", edit("datapackage.json", lambda p: None, sort_keys=True, indent=1)),
    ("another version", edit("datapackage.json", lambda p: p.update(version="2.0.0"))),
    ("another title", edit("datapackage.json", lambda p: p.update(title="Other words"))),
    ("another licence", edit("datapackage.json", lambda p: p["licenses"].append({"name": "CC0-1.0"}))),
    ("no documents named", edit("datapackage.json", lambda p: p.pop("sources"))),
    (
        "inputs of a checkout that is not here",
        edit("datapackage.json", lambda p: p.update(inputs={"seeds/x.txt": "sha256:" + "0" * 64})),
    ),
    ("supplied metadata that is not there", edit("datapackage.json", supply)),
    ("another dictionary", over("dataset/README.md", "# Other words\n")),
    ("schema on one line", edit("schemas/people.json", lambda s: None)),
    ("schema with its keys in another order", edit("schemas/roles.json", lambda s: None, sort_keys=True)),
    ("rule with other bytes", over("build/rules/met.toml", "# nothing\n")),
    ("a rule more, listed", listed_too("build/rules/more/again.toml", "x = 1\n")),
    ("a file more, listed", listed_too("csv/people.csv", "person_id\n")),
    ("a file more at the top, listed", listed_too("CITATION.cff", "title: x\n")),
    ("a file more at the top, not listed", over("README.md", "# Read me\n")),
    ("a folder more, not listed", over("notes/of/mine.txt", "x")),
    ("a README of the schemas", over("schemas/README.md", "# Schemas\n")),
    ("hidden file of the system", over("dataset/.DS_Store", "x")),
    ("hidden folder", over("build/rules/.git/config", "x")),
    ("day approximate", dated("2025-09-01~", DAY(2025, 9, 1), DAY(2025, 9, 1), "day")),
    ("day uncertain", dated("2025-09-01?", DAY(2025, 9, 1), DAY(2025, 9, 1), "day")),
    ("day both", dated("2025-09-01%", DAY(2025, 9, 1), DAY(2025, 9, 1), "day")),
    ("month", dated("2025-02", DAY(2025, 2, 1), DAY(2025, 2, 28), "month")),
    ("month of a leap year", dated("2024-02", DAY(2024, 2, 1), DAY(2024, 2, 29), "month")),
    ("year", dated("2025", DAY(2025, 1, 1), DAY(2025, 12, 31), "year")),
    ("range", dated("2025-09-01/2025-09-03", DAY(2025, 9, 1), DAY(2025, 9, 3), "range")),
    ("range of one day", dated("2025-09-01/2025-09-01", DAY(2025, 9, 1), DAY(2025, 9, 1), "range")),
    ("frame", dated("2025-08/2025-09-02", DAY(2025, 8, 1), DAY(2025, 9, 2), "bounded")),
    ("open beginning", dated("../2025-09-02", None, DAY(2025, 9, 2), "bounded")),
    ("open end", dated("2025-09/..", DAY(2025, 9, 1), None, "bounded")),
    ("first day of all", dated("0001-01-01", DAY(1, 1, 1), DAY(1, 1, 1), "day")),
    ("last day of all", dated("9999-12-31", DAY(9999, 12, 31), DAY(9999, 12, 31), "day")),
    ("a name in Arabic letters", renamed("organizations", "name", "مكتب الأنهار", "river-office")),
    ("a name with combining marks", renamed("organizations", "name", "Nehir Oﬁsi\u0301 – 河", "river-office")),
    ("a name beyond the first plane", renamed("organizations", "name", "𐎠𐎼𐎹 🌊", "river-office")),
    ("a name that is SQL", renamed("organizations", "name", "'); DROP TABLE people; --", "river-office")),
    ("a name that is a number", renamed("organizations", "name", "1984", "river-office")),
    ("a name that says nan", renamed("organizations", "name", "nan", "river-office")),
    ("a name that says NULL", renamed("organizations", "name", "NULL", "river-office")),
    ("a very long name", renamed("organizations", "name", "River " * 20_000 + "Office", "river-office")),
    ("a text with tabs, line ends and marks of direction", of_rows("rules", where(lambda r: True, says="a\tb\r\nc\u200fd\x85e"))),
    ("values that need not be there", without_optional),
    ("evidence that does not agree, beside some that does", as_one_more("meetings", "place")),
    (
        "first seen and last seen nowhere",
        both(
            of_rows("roles", where(lambda r: True, first_reported=None, last_reported=None)),
            of_rows("provenance", drop(lambda r: r["column_name"] in ("first_reported", "last_reported"))),
        ),
    ),
]
