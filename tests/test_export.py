"""Other forms of the tables: what gives every value back does, and what cannot says so."""

from __future__ import annotations

import base64
import csv
import json
import shutil
import sqlite3
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from odd_release import write_odd

from baghdad_tehran.contract import Table, load_contract
from baghdad_tehran.export import FORMS, Exported, export
from baghdad_tehran.reader import Release

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = load_contract(ROOT / "schemas")
TABULAR = ("csv", "jsonl", "sqlite", "duckdb", "xlsx")
PUBLISHED = pytest.param(
    "published", marks=pytest.mark.skipif(not (ROOT / "datapackage.json").is_file(), reason="not built: make build")
)
Tables = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_odd(tmp_path_factory.mktemp("odd") / "a release")


@pytest.fixture(scope="module", params=[PUBLISHED, "odd"])
def root(request: pytest.FixtureRequest, odd: Path) -> Path:
    return ROOT if request.param == "published" else odd


@pytest.fixture(scope="module")
def expected(root: Path) -> Tables:
    """The tables as their Parquet files have them."""
    con = duckdb.connect()
    return {
        name: con.execute("SELECT * FROM read_parquet(?)", [str(root / "dataset" / f"{name}.parquet")]).fetchall()
        for name in CONTRACT
    }


@pytest.fixture(scope="module")
def done(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Exports in a form, once; who changes the folder makes a copy."""
    folder = tmp_path_factory.mktemp("a folder, Şükrü's")

    @cache
    def once(form: str) -> Exported:
        if form == "xlsx":
            pytest.importorskip("xlsxwriter")
        return export(Release(root), form, folder / form)

    return once


def typed(table: Table, row: list[Any]) -> tuple[Any, ...]:
    """A row of a form that has fewer types, with those that the contract says."""
    cast = {"number": float, "boolean": bool, "date": date.fromisoformat}
    pairs = zip(table.columns, row, strict=True)
    return tuple(None if value is None else cast.get(column.type, lambda same: same)(value) for column, value in pairs)


def read_csv(made: Exported) -> Tables:
    """As the descriptor says, by hand: what no form's own tool can hide."""
    types = {"integer": int, "number": float, "boolean": {"true": True, "false": False}.__getitem__, "date": date.fromisoformat}
    tables: Tables = {}
    for resource in json.loads((made.folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        with (made.folder / resource["path"]).open(encoding="utf-8", newline="") as stream:
            head, *rows = csv.reader(stream)
        fields = resource["schema"]["fields"]
        assert head == [field["name"] for field in fields] and resource["schema"]["missingValues"] == [""]
        read = [types.get(field["type"], str) for field in fields]
        tables[resource["name"]] = [
            tuple(None if cell == "" else to(cell) for to, cell in zip(read, row, strict=True)) for row in rows
        ]
    return tables


def read_jsonl(made: Exported) -> Tables:
    tables: Tables = {}
    for name, table in CONTRACT.items():
        lines = (made.folder / f"{name}.jsonl").read_bytes().decode("utf-8").split("\n")[:-1]
        rows = [json.loads(line) for line in lines]
        assert all(list(row) == list(table.names) for row in rows)
        tables[name] = [typed(table, list(row.values())) for row in rows]
    return tables


def read_sqlite(made: Exported) -> Tables:
    con = sqlite3.connect(made.folder / "baghdad-tehran.sqlite")
    tables = {name: [typed(table, list(row)) for row in con.execute(f"SELECT * FROM {name}")] for name, table in CONTRACT.items()}
    con.close()
    return tables


def read_duckdb(made: Exported) -> Tables:
    with duckdb.connect(str(made.folder / "baghdad-tehran.duckdb"), read_only=True) as con:
        return {name: con.execute(f"SELECT * FROM {name}").fetchall() for name in CONTRACT}


def read_xlsx(made: Exported) -> Tables:
    openpyxl = pytest.importorskip("openpyxl")
    unescape = pytest.importorskip("openpyxl.utils.escape").unescape
    book = openpyxl.load_workbook(made.folder / "baghdad-tehran.xlsx")
    tables: Tables = {}
    for name, table in CONTRACT.items():
        head, *rows = book[name].iter_rows()
        assert [cell.value for cell in head] == list(table.names)
        assert not [cell.coordinate for row in rows for cell in row if cell.data_type == "f" or cell.hyperlink]

        def plain(cell: Any) -> Any:
            if isinstance(cell.value, datetime):
                return cell.value.date().isoformat()
            return unescape(cell.value) if isinstance(cell.value, str) else cell.value

        tables[name] = [typed(table, [plain(cell) for cell in row]) for row in rows]
    return tables


@pytest.mark.parametrize("form", TABULAR)
def test_every_value_comes_back_with_its_type(form: str, done: Any, expected: Tables) -> None:
    made = done(form)
    found = globals()[f"read_{form}"](made)
    for name in CONTRACT:
        assert found[name] == expected[name], name
        assert [list(map(type, row)) for row in found[name]] == [list(map(type, row)) for row in expected[name]], name
    assert not made.cannot


@pytest.mark.parametrize("form", FORMS)
def test_a_folder_says_what_is_in_it_and_what_is_not(form: str, done: Any, expected: Tables) -> None:
    made = done(form)
    assert {path.name for path in made.folder.iterdir()} == set(made.files)
    readme = (made.folder / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in readme for name in made.files if name != "README.md")
    assert bool(made.cannot) == (form not in TABULAR) and all(line in readme for line in made.cannot)
    assert not [path.name for path in made.folder.parent.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx", "annotations", "popolo", "ftm"])
def test_the_same_tables_give_the_same_bytes(form: str, odd: Path, tmp_path: Path) -> None:
    if form == "xlsx":
        pytest.importorskip("xlsxwriter")
    first, second = (export(Release(odd), form, tmp_path / name).folder for name in ("one", "two"))
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name


def test_csv_is_a_valid_data_package_of_its_own(done: Any) -> None:
    frictionless = pytest.importorskip("frictionless")
    made = done("csv")
    report = frictionless.Package(str(made.folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "message"])
    assert len(report.tasks) == len(CONTRACT)


def test_one_changed_cell_makes_the_csv_package_invalid(odd: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    made = export(Release(odd), "csv", tmp_path / "out")
    people = made.folder / "people.csv"
    people.write_bytes(people.read_bytes().replace(b"IRQ", b"IRN"))
    assert not frictionless.Package(str(made.folder / "datapackage.json")).validate().valid


def test_guarded_csv_holds_nothing_that_a_spreadsheet_would_run(odd: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    made = export(Release(odd), "csv", tmp_path / "guarded", guard_formulas=True)
    plain = export(Release(odd), "csv", tmp_path / "plain")
    guarded, bare = read_csv(made), read_csv(plain)
    changed = 0
    for name in CONTRACT:
        for one, other in zip(guarded[name], bare[name], strict=True):
            for cell, was in zip(one, other, strict=True):
                assert not isinstance(cell, str) or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
                changed += cell != was
                assert cell in (was, f"'{was}")
    assert changed > 5
    assert "apostrophe" in (made.folder / "README.md").read_text(encoding="utf-8")
    assert frictionless.Package(str(made.folder / "datapackage.json")).validate().valid


def test_sqlite_keeps_keys_and_checks(done: Any, expected: Tables, tmp_path: Path) -> None:
    path = done("sqlite").folder / "baghdad-tehran.sqlite"
    shutil.copyfile(path, changed := tmp_path / "changed.sqlite")
    con = sqlite3.connect(changed, isolation_level=None)
    assert con.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert con.execute("PRAGMA foreign_key_check").fetchall() == []
    keys = sum(len({row[0] for row in con.execute(f"PRAGMA foreign_key_list({name})")}) for name in CONTRACT)
    assert keys == sum(len(table.foreign_keys) for table in CONTRACT.values()) > 20
    con.execute("PRAGMA foreign_keys = ON")
    person, meeting = expected["people"][0][0], expected["meetings"][0][0]
    for statement in (
        f"UPDATE people SET person_id = 'nobody' WHERE person_id = '{person}'",  # someone's role or name refers to it
        f"UPDATE meetings SET kind = 'brawl' WHERE meeting_id = '{meeting}'",
        f"UPDATE meetings SET name = NULL WHERE meeting_id = '{meeting}'",
        f"UPDATE meetings SET part_of = 'nothing' WHERE meeting_id = '{meeting}'",
        f"UPDATE meetings SET date_from = 'soon' WHERE meeting_id = '{meeting}'",
        f"INSERT INTO people SELECT * FROM people WHERE person_id = '{person}'",
        "UPDATE meeting_participants SET person_id = NULL WHERE kind = 'person'",
        "UPDATE provenance SET rule_version = 'another'",
        "UPDATE provenance SET agrees = 2",
        "UPDATE provenance SET passes = 3",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            con.execute(statement)
    con.close()
    described = json.loads((path.parent / "metadata.json").read_text(encoding="utf-8"))["databases"]["baghdad-tehran"]["tables"]
    assert {name: set(table["columns"]) for name, table in described.items()} == {n: set(t.names) for n, t in CONTRACT.items()}


def test_duckdb_keeps_types_comments_and_views(root: Path, done: Any) -> None:
    made = done("duckdb")
    reader = Release(root)
    with duckdb.connect(str(made.folder / "baghdad-tehran.duckdb"), read_only=True) as con:
        for name, table in CONTRACT.items():
            assert con.sql(f"FROM {name}").types == reader.table(name).types
            (comment,) = con.execute("SELECT comment FROM duckdb_tables() WHERE table_name = ?", [name]).fetchall()
            assert comment == (table.description,)
        assert not con.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
        ).fetchall()
        for name in reader.views():
            assert con.sql(f"FROM {name}").fetchall() == reader.table(name).fetchall(), name
        assert (
            con.execute("SELECT count(*) FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY'").fetchall()[0][0] > 20
        )
    assert sorted(path.name for path in made.folder.iterdir()) == ["README.md", "baghdad-tehran.duckdb"]  # no log beside it


def test_every_row_of_the_evidence_is_one_annotation(root: Path, done: Any, expected: Tables) -> None:
    collection = json.loads((done("annotations").folder / "annotations.jsonld").read_text(encoding="utf-8"))
    items = collection["first"]["items"]
    rows = [dict(zip(CONTRACT["provenance"].names, row, strict=True)) for row in expected["provenance"]]
    documents = {row[0]: dict(zip(CONTRACT["sources"].names, row, strict=True)) for row in expected["sources"]}
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld" and collection["total"] == len(items) == len(rows)
    assert len({item["id"] for item in items}) == len(items)
    seeds = {key: ROOT / row["path"] for key, row in documents.items()}
    texts = {key: path.read_bytes().decode("utf-8") for key, path in seeds.items() if path.is_file()}
    around = 0
    for item, row in zip(items, rows, strict=True):
        assert item["type"] == "Annotation" and item["id"].startswith("urn:uuid:")
        position, quote = item["target"]["selector"]
        assert position == {"type": "TextPositionSelector", "start": row["start_char"], "end": row["end_char"]}
        assert quote["type"] == "TextQuoteSelector" and quote["exact"] == row["exact"]
        assert item["target"]["source"]["id"].startswith("ni:///sha-256;")
        purposes = {body["purpose"]: body["value"] for body in item["body"]}
        assert purposes["tagging"] == f"{row['table_name']}.{row['column_name']}" and purposes["identifying"] == row["row_id"]
        assert purposes.get("describing") == row["value"]
        assert ("differs" in str([body["value"] for body in item["body"] if body["purpose"] == "commenting"])) == (
            not row["agrees"]
        )
        if text := texts.get(row["source_id"]):
            before, after = text[: row["start_char"]], text[row["end_char"] :]
            assert before.endswith(quote.get("prefix", "")) and after.startswith(quote.get("suffix", ""))
            around += len(quote.get("prefix", "")) + len(quote.get("suffix", ""))
    assert around or not texts
    sha256 = bytes.fromhex(documents[rows[0]["source_id"]]["sha256"])
    name = items[0]["target"]["source"]["id"].removeprefix("ni:///sha-256;")
    assert base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)) == sha256


# The properties that the Popolo specification gives each class, as far as they are used here, and what each refers to.
POPOLO: dict[str, dict[str, str | None]] = {
    "persons": {"id": None, "name": None, "honorific_prefix": None, "other_names": None},
    "organizations": {"id": None, "name": None, "area_id": "areas"},
    "posts": {"id": None, "label": None, "role": None, "organization_id": "organizations", "area_id": "areas"},
    "memberships": {
        "id": None,
        "label": None,
        "role": None,
        "person_id": "persons",
        "post_id": "posts",
        "organization_id": "organizations",
        "area_id": "areas",
    },
    "areas": {"id": None, "identifier": None, "name": None, "classification": None, "parent_id": "areas"},
}


def test_popolo_holds_people_and_their_posts(done: Any, expected: Tables) -> None:
    content = json.loads((done("popolo").folder / "popolo.json").read_text(encoding="utf-8"))
    ids = {kind: [item["id"] for item in items] for kind, items in content.items()}
    assert set(content) == set(POPOLO)
    for kind, items in content.items():
        assert len(set(ids[kind])) == len(ids[kind])
        for item in items:
            assert set(item) <= set(POPOLO[kind]), item
            assert all(isinstance(value, str) and value for key, value in item.items() if key != "other_names")
            for key, target in POPOLO[kind].items():
                assert target is None or key not in item or item[key] in ids[target], (item, key)
    assert ids["persons"] == [row[0] for row in expected["people"]]
    kinds = CONTRACT["roles"].names.index("kind")
    assert ids["memberships"] == [row[0] for row in expected["roles"] if row[kinds] == "office"]
    ranks = {row[1]: row[2] for row in expected["roles"] if row[kinds] == "rank"}
    assert {item["id"]: item["honorific_prefix"] for item in content["persons"] if "honorific_prefix" in item} == ranks


def test_ftm_entities_hang_together(done: Any, expected: Tables) -> None:
    lines = (done("ftm").folder / "entities.ftm.json").read_text(encoding="utf-8").splitlines()
    entities = [json.loads(line) for line in lines]
    ids = {entity["id"]: entity["schema"] for entity in entities}
    assert len(ids) == len(entities)
    names = [entity["properties"]["name"] for entity in entities if entity["schema"] == "Person"]
    assert names == [[row[1]] for row in expected["people"]]
    events = [entity for entity in entities if entity["schema"] == "Event"]
    assert len(events) == len(expected["meetings"]) + len(expected["agreements"])
    targets = {"holder": "Person", "post": "Position", "organization": "Organization", "proof": "Article"}
    for entity in entities:
        for key, values in entity["properties"].items():
            assert values and all(isinstance(value, str) and value for value in values) and len(set(values)) == len(values)
            if key in targets:
                assert all(ids[value] == targets[key] for value in values)
    for event in events:  # no date is lost: those that the properties cannot hold stand in words
        properties = event["properties"]
        assert not ({"date"} & set(properties) and {"startDate", "endDate"} & set(properties))
    dated = CONTRACT["meetings"].names.index("date")
    told = [
        any("date" in key.lower() for key in e["properties"]) or "EDTF" in str(e["properties"].get("description")) for e in events
    ]
    assert told[: len(expected["meetings"])] == [row[dated] is not None for row in expected["meetings"]]
