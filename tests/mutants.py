"""Broken releases: each is the tiny one with one change, and the code by which the gate must name it.

`WRITTEN` are thought of one by one; `made_for` makes the same kinds of damage for every table from its schema.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from breaking import (
    Change,
    Mutant,
    Rows,
    both,
    cut,
    drop,
    edit,
    exchange,
    field,
    flip,
    gone,
    of,
    of_rows,
    over,
    put,
    read,
    recast,
    reshape,
    resource,
    rewrite_sums,
    shift,
    where,
    write,
)

from baghdad_tehran.contract import Column, Table

DAY = datetime.date
HASHES = frozenset({"file-hash", "sums", "row-count"})

# Changes to the rows of one table: name, table, change, code, the table that the finding names where it is another.
_ROWS: list[tuple[Any, ...]] = [
    ("empty against a closed list", "roles", put(kind=""), "blank"),
    ("neighbour in a closed list", "meetings", put(kind="bilateral "), "enum"),
    ("value of another table's list", "agreements", put(kind="bilateral"), "enum"),
    ("country in small letters", "people", put(country="irq"), "pattern"),
    ("control character", "people", put(name="Dana\x1b[31mKarim"), "pattern"),
    ("control sequence in quoted words", "provenance", lambda c: c[0].update(exact=c[0]["exact"] + "\x1b[2J"), "control"),
    ("control sequence of one character", "rules", put(says="Somebody \x9b31m waved."), "control"),
    ("bell", "quotes", put(reported_by="a \x07 bell"), "control"),
    ("NUL", "agreement_mentions", put(text="the \x00 pact"), "control"),
    ("pattern of two, and more behind it", "agreement_provisions", put(party="IRN or so"), "pattern"),
    ("hash cut short", "sources", put(sha256="0" * 63), "pattern"),
    ("month of one digit", "sources", put(published="2025-9"), "pattern"),
    ("negative count", "person_names", put(mentions=0), "range"),
    ("three passes", "provenance", put(passes=3), "range"),
    ("no pass", "provenance", put(passes=0), "range"),
    ("share above one", "sources", put(excerpted_share=1.5), "range"),
    ("share below nought", "sources", put(excerpted_share=-0.1), "range"),
    ("share NaN", "sources", put(excerpted_share=float("nan")), "not-finite"),
    ("share infinite", "sources", put(excerpted_share=float("inf")), "not-finite"),
    ("share of another text", "sources", put(excerpted_share=0.5), "share"),
    ("evidence twice", "provenance", lambda content: content.append(content[3]), "primary-key"),
    ("id of another table", "organizations", put(organization_id="dana-karim"), "id-reused"),
    ("child of another parent", "meeting_topics", put(meeting_id="2025-09-visit"), "id-form"),
    ("speakers swapped", "quote_speakers", exchange("quote_id"), "id-form"),
    ("speaker ids swapped", "quote_speakers", exchange("speaker_id"), "id-form"),
    ("mention ids swapped", "agreement_mentions", exchange("mention_id"), "id-form"),
    ("quote ids swapped", "quotes", exchange("quote_id"), "id-form"),
    ("segment ids swapped", "segments", exchange("segment_id"), "id-form"),
    ("evidence ids swapped", "provenance", exchange("provenance_id"), "id-form"),
    ("names swapped between people", "person_names", lambda c: c[0].update(name_id="dana-karim"), "id-form"),
    ("dangling person", "roles", put(person_id="nobody"), "foreign-key"),
    ("dangling meeting", "quotes", put(meeting_id="never"), "foreign-key"),
    ("dangling rule version", "provenance", put(rule_version="2"), "foreign-key"),
    ("dangling side", "meeting_participants", put(side="nobody"), "foreign-key"),
    ("dangling party", "agreement_provisions", put(party="nobody"), "foreign-key"),
    ("dangling visit", "meetings", put(part_of="never"), "foreign-key"),
    ("empty reference", "roles", put(organization_id=""), "blank"),
    ("part of itself", "meetings", put(part_of="2025-09-01-karim"), "cycle"),
    (
        "two parts of each other",
        "meetings",
        lambda c: (c[0].update(part_of=c[1]["meeting_id"]), c[1].update(part_of=c[0]["meeting_id"])),
        "cycle",
    ),
    ("nobody", "quote_speakers", put(person_id=None, country=None), "one-of"),
    ("no participant", "meeting_participants", where(lambda r: r["kind"] == "office", description=None, country=None), "one-of"),
    ("no party", "agreement_participants", put(country=None), "one-of"),
    ("person without person", "meeting_participants", where(lambda r: r["kind"] == "person", person_id=None), "condition"),
    ("indirect with words quoted", "quotes", where(lambda r: r["quote_type"] == "indirect", verbatim="would hold"), "condition"),
    ("direct without words quoted", "quotes", where(lambda r: r["quote_type"] == "direct", verbatim=None), "condition"),
    (
        "ambiguous yet linked",
        "agreement_mentions",
        where(lambda r: r["basis"] == "ambiguous", agreement_id="2019-pact"),
        "condition",
    ),
    ("event without date", "agreements", where(lambda r: r["date"] is None, date_event="signed"), "condition"),
    ("more verdicts than hits", "rules", put(hits=4), "count"),
    ("one candidate only", "agreement_mention_candidates", lambda content: content.pop(), "companions", "agreement_mentions"),
    ("person without name", "person_names", lambda content: content.clear(), "companions", "people"),
    ("speaker dropped", "quote_speakers", lambda content: content.pop(), "companions", "quotes"),
    ("one-sided conflict", "conflicts", lambda content: content.pop(), "companions"),
    ("repeat of nothing", "quotes", put(utterance_relation="repeat"), "utterance"),
    ("first of nothing", "quotes", put(utterance_relation="first"), "utterance"),
    ("two alone", "quotes", lambda c: c[1].update(utterance_id=c[0]["utterance_id"]), "utterance"),
    ("no day of the calendar", "meetings", put(date="2025-02-30"), "date"),
    ("no leap year", "meetings", put(date="2025-02-29"), "date"),
    ("year nought", "meetings", put(date="0000-01-01"), "date"),
    ("earliest day moved", "meetings", put(date_from=DAY(2025, 8, 31)), "date"),
    ("latest day moved", "agreements", put(date_to=DAY(2019, 12, 30)), "date"),
    ("latest day missing", "meetings", put(date_to=None), "date"),
    ("days without date", "meetings", put(date=None), "date"),
    ("date without basis", "meetings", put(date_basis=None), "date"),
    ("interval backwards", "meetings", put(date="2025-09-02/2025-09-01"), "date"),
    ("published on another day", "sources", put(published_to=DAY(2025, 9, 3)), "date"),
    ("reported backwards", "roles", put(last_reported=DAY(2025, 9, 1)), "date"),
    ("reported at one end", "roles", put(last_reported=None), "date"),
    ("day beyond the calendar", "roles", put(last_reported=DAY(9999, 12, 31), first_reported=None), "date"),
    ("day called a month", "meetings", put(date_precision="month"), "date-precision"),
    ("day out of its month", "meetings", put(date="2025-09"), "date"),
    ("year called a day", "agreements", put(date_precision="day"), "date-precision"),
    (
        "range with an open end",
        "meetings",
        where(lambda r: r["kind"] == "visit", date="2025-08-30/..", date_to=None, date_precision="range"),
        "date-precision",
    ),
    ("frame called a day", "meetings", where(lambda r: r["kind"] == "visit", date_precision="day"), "date-precision"),
    ("empty span", "provenance", lambda content: content[0].update(end_char=content[0]["start_char"]), "span"),
    ("span beyond the source", "provenance", put(end_char=10_000), "span"),
    ("span far beyond the source", "quotes", put(end_char=2**62), "span"),
    ("quote wider than its content", "quotes", put(start_char=0), "span"),
    ("gap", "segments", lambda content: content.pop(1), "tiling"),
    ("beginning missing", "segments", lambda content: content.pop(0), "tiling"),
    ("end missing", "segments", lambda content: content.pop(), "tiling"),
    ("overlap", "segments", lambda content: content[0].update(end_char=content[0]["end_char"] + 1), "tiling"),
    ("segments of one source dropped", "segments", drop(lambda r: r["source_id"] == "two"), "tiling"),
    ("evidence for no row", "provenance", where(of("meetings", "place"), row_id="never"), "row-reference"),
    ("evidence for a row elsewhere", "provenance", where(of("people", "name"), table_name="meetings"), "row-reference"),
    ("row dropped", "meeting_topics", lambda content: content.clear(), "row-reference", "provenance"),
    ("evidence for no column", "provenance", where(of("meetings", "place"), column_name="plaice"), "column-reference"),
    ("evidence for a column elsewhere", "provenance", where(of("people", "name"), column_name="topic"), "column-reference"),
    ("conflict about no row", "conflicts", put(row_id="never"), "row-reference"),
    ("conflict about no column", "conflicts", put(column_name="titel"), "column-reference"),
    ("conflict without evidence", "conflicts", put(provenance_id="one:0000000-1:none"), "foreign-key"),
    ("evidence of another source", "provenance", where(of("quotes", "cue"), source_id="two"), "source-reference"),
    ("conflict of another source", "conflicts", put(source_id="two"), "source-reference"),
    ("value without evidence", "provenance", drop(of("meetings", "place")), "provenance-missing", "meetings"),
    ("title without evidence", "provenance", drop(of("sources", "title")), "provenance-missing", "sources"),
    ("all evidence dropped", "provenance", lambda content: content.clear(), "provenance-missing", None),
    ("value added", "meetings", put(venue="a hotel"), "provenance-missing"),
    (
        "value that nothing supports",
        "provenance",
        where(of("meetings", "place"), agrees=False),
        "provenance-disagrees",
        "meetings",
    ),
    ("value gone", "meetings", put(place=None), "provenance-disagrees"),
    ("content changed", "quotes", put(content="“The rivers are mine,” […] “We keep the 2019 pact.”"), "verbatim"),
    ("piece of content gone", "quotes", put(content="“The rivers are shared,”"), "verbatim"),
    ("pieces in one", "quotes", put(content="“The rivers are shared,” “We keep the 2019 pact.”"), "verbatim"),
    ("cue changed", "quotes", put(cue="shouted"), "verbatim"),
    ("words quoted changed", "quotes", put(verbatim="The rivers are shared"), "verbatim"),
    ("name variant changed", "person_names", put(name="Dana Karem"), "verbatim"),
    ("name in another Unicode form", "person_names", put(name="Dana Kari\u0301m"), "verbatim"),
    ("span off by one", "provenance", shift(1), "exact"),
    ("span off by one backwards", "agreement_mentions", shift(-1), "exact"),
    ("span in bytes", "provenance", lambda c: next(r for r in c if "“" in r["exact"]).update(end_char=10_000), "span"),
    ("exact text changed", "provenance", where(of("meetings", "place"), exact="Mosul"), "exact"),
    ("exact text with a space more", "provenance", lambda c: c[0].update(exact=c[0]["exact"] + " "), "exact"),
    ("mention changed", "agreement_mentions", put(text="the 2018 pact"), "exact"),
    ("another document", "sources", put(sha256="0" * 64), "source-hash"),
    ("length off by one", "sources", lambda c: c[0].update(characters=c[0]["characters"] + 1), "source-length"),
    ("document out of reach", "sources", put(path="seeds/three.txt"), "source-missing"),
]

# Changes to files: name, change, code.
_FILES: list[tuple[str, Change, str]] = [
    (
        "text as category",
        lambda r: write(
            r, "people", read(r, "people").set_column(1, "name", read(r, "people").column("name").dictionary_encode())
        ),
        "type",
    ),
    ("number as text", recast("person_names", "mentions", pa.string()), "type"),
    ("number as float", recast("person_names", "mentions", pa.float64()), "type"),
    ("number in 32 bits", recast("person_names", "mentions", pa.int32()), "type"),
    ("number without sign", recast("person_names", "mentions", pa.uint64()), "type"),
    ("share in 32 bits", recast("sources", "excerpted_share", pa.float32()), "type"),
    ("truth as number", recast("provenance", "agrees", pa.int8()), "type"),
    ("day as timestamp", recast("roles", "first_reported", pa.timestamp("ms")), "type"),
    ("day as a day of 64 bits", recast("roles", "first_reported", pa.date64()), "type"),
    (
        "column in capitals",
        reshape("people", lambda t: t.rename_columns(["person_id", "Name", "country", "subdivision"])),
        "column-missing",
    ),
    (
        "tables exchanged",
        lambda r: ((a := read(r, "people")), (b := read(r, "roles")), write(r, "people", b), write(r, "roles", a)),
        "column-missing",
    ),
    ("table is CSV", over("dataset/people.parquet", "person_id\n"), "unreadable"),
    ("descriptor is no JSON", over("datapackage.json", "{"), "descriptor"),
    ("descriptor gone", gone("datapackage.json"), "descriptor"),
    ("misspelt property of the descriptor", edit("datapackage.json", lambda p: p.update(licences=[])), "descriptor"),
    ("resource missing", edit("datapackage.json", lambda p: p["resources"].pop()), "descriptor"),
    ("resource twice", edit("datapackage.json", lambda p: p["resources"].append(p["resources"][0])), "descriptor"),
    ("resources in another order", edit("datapackage.json", lambda p: p["resources"].reverse()), "descriptor"),
    ("resource that is text", edit("datapackage.json", lambda p: p["resources"].append("people")), "descriptor"),
    (
        "resource elsewhere",
        edit("datapackage.json", lambda p: resource(p, "people").update(path="https://example.org/people.parquet")),
        "descriptor",
    ),
    ("resource above", edit("datapackage.json", lambda p: resource(p, "people").update(path="../people.parquet")), "descriptor"),
    (
        "resource with another schema",
        edit("datapackage.json", lambda p: resource(p, "people").update(schema="schemas/roles.json")),
        "descriptor",
    ),
    (
        "schema within the resource",
        edit("datapackage.json", lambda p: resource(p, "people").update(schema={"fields": []})),
        "descriptor",
    ),
    ("resource with bytes", edit("datapackage.json", lambda p: resource(p, "people").update(bytes=1)), "descriptor"),
    ("no licence", edit("datapackage.json", lambda p: p.pop("licenses")), "descriptor"),
    ("empty title", edit("datapackage.json", lambda p: p.update(title=" ")), "descriptor"),
    ("another profile", edit("datapackage.json", lambda p: p.update({"$schema": "https://example.org/"})), "descriptor"),
    (
        "supplied for nobody",
        edit("datapackage.json", lambda p: resource(p, "sources")["supplied"].update(three=["title"])),
        "descriptor",
    ),
    (
        "supplied what cannot be",
        edit("datapackage.json", lambda p: resource(p, "sources")["supplied"].update(one=["path"])),
        "descriptor",
    ),
    ("supplied for people", edit("datapackage.json", lambda p: resource(p, "people").update(supplied={})), "descriptor"),
    ("supplied no longer", edit("datapackage.json", lambda p: resource(p, "sources").pop("supplied")), "provenance-missing"),
    ("input without a hash", edit("datapackage.json", lambda p: p.update(inputs={"seeds/one.txt": "none"})), "descriptor"),
    ("schema of no table", over("schemas/persons.json", "{}"), "schema"),
    ("constraint misspelt", edit("schemas/people.json", lambda s: field(s, "name")["constraints"].update(minlength=1)), "schema"),
    ("schema nested without end", over("schemas/people.json", "[" * 100_000), "schema"),
    ("example against its pattern", edit("schemas/people.json", lambda s: field(s, "country").update(example="Iraq")), "schema"),
    (
        "key to another table",
        edit("schemas/roles.json", lambda s: s["foreignKeys"][0]["reference"].update(resource="persons")),
        "schema",
    ),
    (
        "schema wants another type",
        edit(
            "schemas/person_names.json",
            lambda s: (s["fields"][3].update(type="string"), s["fields"][3]["constraints"].pop("minimum")),
        ),
        "type",
    ),
    (
        "pattern that RE2 does not know",
        edit("schemas/agreements.json", lambda s: s["fields"][9]["constraints"].update(pattern="(?:(?=.).*)")),
        "schema",
    ),
    (
        "pattern that takes for ever",
        edit(
            "schemas/people.json",
            lambda s: (field(s, "name")["constraints"].update(pattern="(?:(?:a+)+b)"), field(s, "name").update(example="a" * 60)),
        ),
        "schema",
    ),
    (
        "a column that checks rely on is of another type everywhere",
        edit(
            "schemas/quotes.json",
            lambda s: (
                s["fields"].pop([f["name"] for f in s["fields"]].index("speaker_text")),
                s["provenance"].remove("speaker_text"),
            ),
        ),
        "column-extra",
    ),
]

# Changes to the text of the descriptor; of the hashes only SHA256SUMS is made to agree, since the rest would mend it.
_TEXTS: list[tuple[str, Change, str]] = [
    (
        "key twice in the descriptor",
        lambda r: over("datapackage.json", (r / "datapackage.json").read_text().replace('"name"', '"name": "x", "name"', 1))(r),
        "descriptor",
    ),
    (
        "NaN in the descriptor",
        lambda r: over("datapackage.json", (r / "datapackage.json").read_text().replace('"0.1.0"', "NaN", 1))(r),
        "descriptor",
    ),
    ("descriptor is a list", over("datapackage.json", "[]"), "descriptor"),
    ("descriptor nested without end", over("datapackage.json", "[" * 100_000), "descriptor"),
    (
        "descriptor in another encoding",
        lambda r: over("datapackage.json", (r / "datapackage.json").read_text().encode("utf-16"))(r),
        "descriptor",
    ),
]

# Changes that the hashes themselves must show, or that no hash covers.
_HASHES: list[tuple[str, Change, str]] = [
    ("byte of the dictionary", flip("dataset/README.md", 40), "file-hash"),
    ("byte of a rule", flip("build/rules/met.toml", 3), "file-hash"),
    ("byte of a vocabulary", flip("build/vocabulary/offices.toml", 3), "file-hash"),
    ("byte of the descriptor", edit("datapackage.json", lambda p: p.update(title="Other")), "file-hash"),
    ("seed that the release was not built from", lambda r: (r / "build/checks").mkdir(), "input"),
    ("hash in capitals", lambda r: over("SHA256SUMS", (r / "SHA256SUMS").read_text().upper())(r), "sums"),
    ("last newline gone", cut("SHA256SUMS", 1), "sums"),
    (
        "last line gone",
        lambda r: over("SHA256SUMS", "".join((r / "SHA256SUMS").read_text().splitlines(True)[:-1]))(r),
        "file-unlisted",
    ),
    (
        "lines in another order",
        lambda r: over("SHA256SUMS", "".join(sorted((r / "SHA256SUMS").read_text().splitlines(True))))(r),
        "sums",
    ),
    ("a line twice", lambda r: over("SHA256SUMS", (t := (r / "SHA256SUMS").read_text()) + t.splitlines(True)[-1])(r), "sums"),
    (
        "a name that leads out",
        lambda r: over("SHA256SUMS", f"{'0' * 64}  ../one.txt\n" + (r / "SHA256SUMS").read_text())(r),
        "sums",
    ),
    ("carriage returns", lambda r: over("SHA256SUMS", (r / "SHA256SUMS").read_text().replace("\n", "\r\n"))(r), "sums"),
    ("no text", over("SHA256SUMS", b"\xff\xfe"), "sums"),
    ("hashes gone", gone("SHA256SUMS"), "sums"),
    ("rule gone", gone("build/rules/met.toml"), "file-missing"),
    ("dictionary gone", gone("dataset/README.md"), "file-missing"),
    ("file added", over("dataset/more.parquet", "x"), "file-unlisted"),
    ("schema added", over("schemas/more.json", "{}"), "file-unlisted"),
    ("rule added", over("build/rules/more.toml", "x"), "file-unlisted"),
    ("hash in the descriptor", edit("datapackage.json", lambda p: resource(p, "people").update(hash="sha256:None")), "file-hash"),
    ("hash by md5", edit("datapackage.json", lambda p: resource(p, "people").update(hash="0" * 32)), "file-hash"),
    ("no hash", edit("datapackage.json", lambda p: resource(p, "people").pop("hash")), "file-hash"),
    ("count of nought", edit("datapackage.json", lambda p: resource(p, "people").update(row_count=0)), "row-count"),
    ("count as text", edit("datapackage.json", lambda p: resource(p, "people").update(row_count="1")), "row-count"),
    ("no count", edit("datapackage.json", lambda p: resource(p, "people").pop("row_count")), "row-count"),
]

# What the gate says when the first row of a table is dropped: code, and the table that it names.
_DROPPED = {
    "sources": ("foreign-key", "provenance"),
    "people": ("foreign-key", "person_names"),
    "person_names": ("row-reference", "provenance"),
    "organizations": ("foreign-key", "quote_speakers"),
    "roles": ("row-reference", "provenance"),
    "meetings": ("foreign-key", "meeting_participants"),
    "meeting_participants": ("row-reference", "provenance"),
    "meeting_topics": ("row-reference", "provenance"),
    "agreements": ("foreign-key", "agreement_participants"),
    "agreement_participants": ("row-reference", "provenance"),
    "agreement_provisions": ("row-reference", "provenance"),
    "quotes": ("foreign-key", "quote_speakers"),
    "quote_speakers": ("row-reference", "provenance"),
    "agreement_mentions": ("row-reference", "provenance"),
    "agreement_mention_candidates": ("companions", "agreement_mentions"),
    "segments": ("tiling", "segments"),
    "rules": ("foreign-key", "provenance"),
    "provenance": ("provenance-missing", None),
    "conflicts": ("companions", "conflicts"),
}

WRITTEN = [
    *(
        Mutant(f"{table}: {name}", name, of_rows(table, change), code, at[0] if at else table, not_codes=HASHES | {"type"})
        for name, table, change, code, *at in _ROWS
    ),
    *(Mutant(name, name, change, code, not_codes=frozenset({"file-hash", "sums"})) for name, change, code in _FILES),
    *(
        Mutant(name, name, both(change, rewrite_sums), code, rehash=False, not_codes=frozenset({"file-hash", "sums"}))
        for name, change, code in _TEXTS
    ),
    *(Mutant(name, name, change, code, rehash=False) for name, change, code in _HASHES),
]


def some_for(contract: dict[str, Table]) -> list[Mutant]:
    """Of `made_for`, every kind for some tables and every table with some kinds: what the tests take the time for."""
    made = list(made_for(contract))
    kinds = list(dict.fromkeys(mutant.kind for mutant in made))
    tables = list(contract)
    known = {mutant.name for mutant in WRITTEN}
    return [m for m in made if m.name not in known and (kinds.index(m.kind) + tables.index(m.name.partition(":")[0])) % 4 == 0]


def made_for(contract: dict[str, Table], *, whole: bool = False) -> Iterator[Mutant]:
    """The same kinds of damage for every table, as its schema allows; to every column, where `whole`."""
    for table in contract.values():
        for name, change, code, *at in _rows_of(table, whole):
            place = at[0] if at else table.name
            yield Mutant(f"{table.name}: {name}", name.partition(" (")[0], of_rows(table.name, change), code, place,
                         not_codes=HASHES | {"type"})  # fmt: skip
        for name, change, code in _files_of(table):
            yield Mutant(f"{table.name}: {name}", name, change, code, not_codes=frozenset({"file-hash", "sums"}))
        for name, change, code in _unhashed_of(table):
            yield Mutant(f"{table.name}: {name}", name, change, code, rehash=False)


def _rows_of(table: Table, whole: bool) -> Iterator[tuple[Any, ...]]:
    key = table.primary_key
    other = "organizations" if table.name == "people" else "people"
    yield "id null", lambda content: content[-1].update({key: None}), "null"
    yield "a row twice", lambda content: content.append(dict(content[0])), "primary-key"
    yield "row dropped", lambda content: content.pop(0), *_DROPPED[table.name]
    yield "id of another table", put(**{key: "river-office" if other == "organizations" else "dana-karim"}), "id-reused", None
    for column in table.columns[1:]:
        if whole or column in _telling(table):
            yield from _cells_of(column)
    for reference in table.foreign_keys:
        yield f"dangling key ({reference.columns[0]})", put(**{reference.columns[0]: "no-such-row"}), "foreign-key"


def _telling(table: Table) -> Iterator[Column]:
    """For each kind of constraint the first column that has it."""
    having: list[Callable[[Column], Any]] = [
        lambda c: c.required,
        lambda c: c.enum,
        lambda c: c.pattern,
        lambda c: c.minimum is not None,
        lambda c: c.type == "string",
    ]
    for has in having:
        yield from [column for column in table.columns[1:] if has(column)][:1]


def _cells_of(column: Column) -> Iterator[tuple[Any, ...]]:
    if column.required:
        yield f"required null ({column.name})", put(**{column.name: None}), "null"
    if column.enum:
        yield f"enum's neighbour ({column.name})", _respelt(column.name), "enum"
    elif column.type == "string":
        yield f"empty text ({column.name})", put(**{column.name: ""}), "blank"
    if column.pattern:
        yield f"newline at the end ({column.name})", put(**{column.name: f"{column.example}\n"}), "pattern"
    if column.minimum is not None:
        yield f"below the minimum ({column.name})", put(**{column.name: type(column.minimum)(column.minimum - 1)}), "range"


def _respelt(column: str) -> Any:
    def change(content: Rows) -> None:
        row = next((row for row in content if row[column]), content[0])
        row[column] = (row[column] or "other").capitalize()

    return change


def _files_of(table: Table) -> Iterator[tuple[str, Change, str]]:
    file, schema, key = f"dataset/{table.name}.parquet", f"schemas/{table.name}.json", table.primary_key
    second = table.names[1]
    yield "id as bytes", recast(table.name, key, pa.binary()), "type"
    yield "large text", recast(table.name, key, pa.large_string()), "type"
    yield "column missing", reshape(table.name, lambda t: t.drop_columns([second])), "column-missing"
    yield (
        "column renamed",
        reshape(table.name, lambda t: t.rename_columns([key, f"{second}s", *table.names[2:]])),
        "column-missing",
    )
    yield "column extra", reshape(table.name, lambda t: t.append_column("extra", t.column(0))), "column-extra"
    yield "columns reordered", reshape(table.name, lambda t: t.select([second, key, *table.names[2:]])), "column-order"
    yield "cut short", cut(file, 7), "unreadable"
    yield "cut in half", lambda r: over(file, (r / file).read_bytes()[: (r / file).stat().st_size // 2])(r), "unreadable"
    yield "empty file", over(file, b""), "unreadable"
    yield "table gone", gone(file), "file-missing"
    other = "people" if table.name != "people" else "roles"
    yield (
        "another table in its place",
        lambda r: shutil.copy(_away(r / file).parent / f"{other}.parquet", r / file),
        "column-missing",
    )
    yield "schema gone", gone(schema), "schema"
    yield "schema misspelt", edit(schema, lambda s: s.update(uniqueKeys=[key])), "schema"
    yield "resource without schema", edit("datapackage.json", lambda p: resource(p, table.name).pop("schema")), "descriptor"


def _away(path: Path) -> Path:
    path.unlink()
    return path


def _unhashed_of(table: Table) -> Iterator[tuple[str, Change, str]]:
    yield "byte of the table", flip(f"dataset/{table.name}.parquet", 40), "file-hash"
    yield "byte of the schema", flip(f"schemas/{table.name}.json", -10), "file-hash"
    yield (
        "another hash",
        edit("datapackage.json", lambda p: resource(p, table.name).update(hash=f"sha256:{'0' * 64}")),
        "file-hash",
    )
    yield "another count", edit("datapackage.json", lambda p: resource(p, table.name).update(
        row_count=resource(p, table.name)["row_count"] + 1)), "row-count"  # fmt: skip
