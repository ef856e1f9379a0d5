"""Other forms of the tables: what gives every value back does, what cannot says so, and a form is written whole or not at all."""

from __future__ import annotations

import base64
import csv
import json
import shutil
import sqlite3
import sys
import zipfile
from datetime import date, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import pytest
import small_release

from baghdad_tehran import cli, location
from baghdad_tehran.contract import Table, load_contract
from baghdad_tehran.errors import Problem
from baghdad_tehran.export import FORMS, Exported, export
from baghdad_tehran.reader import Misuse, Release

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = load_contract(ROOT / "schemas")
TABULAR = ("csv", "jsonl", "sqlite", "duckdb", "xlsx")
PUBLISHED = pytest.param(
    "published", marks=pytest.mark.skipif(not (ROOT / "datapackage.json").is_file(), reason="not built: make build")
)
Tables = dict[str, list[tuple[Any, ...]]]

# What trips one format or another: formulas, quotes, line ends, digits, words for nothing, escapes, spaces, other planes.
NASTY = [
    "=1+1", "+49 30", "-", "@SUM(A1)", "'quoted'", 'a "b", c;d', "two\nlines", "two\r\nlines", "\rback", "\ttab", "0042", "1e5",
    "NULL", "null", "NA", "nan", "None", "true", "2025-10-21", "https://example.org", " spaces ", "\u200fقاسم الأعرجي",
    "🕊 and 𝔘", "\ufeffmark", "a\u2028b", "x" * 32_767, "\x01\x1b[31m", "\\N", "{=1}", "<b>&amp;</b>",
]  # fmt: skip
SOURCE = {"source_id": "s_1", "path": "seeds/s_1.txt", "sha256": "ab" * 32, "characters": 60_000, "title": "A title", "language": "en",
          "published": "2025-10-21", "published_from": "2025-10-21", "published_to": "2025-10-21", "excerpted_share": 0.5}  # fmt: skip
EVIDENCE = {"table_name": "people", "row_id": "ada", "column_name": "name", "source_id": "s_1", "agrees": True, "rule_id": "r",
            "rule_version": "1", "verdict": "accepted", "passes": 2, "checked_on": "2026-01-10"}  # fmt: skip
ODD: dict[str, list[dict[str, Any]]] = {
    "sources": [SOURCE, {**SOURCE, "source_id": "s_2", "title": None, "published": "2025-10", "excerpted_share": 1.0}],
    "people": [{"person_id": "ada", "name": "Ada al-Example", "country": "IRQ"}, {"person_id": "bo", "name": "Bo"}],
    "person_names": [{"name_id": "ada/name-ada", "person_id": "ada", "name": "Ada", "mentions": 2**53}],
    "organizations": [{"organization_id": "body", "name": "A body", "country": "XYZ"}],
    "roles": [
        {"role_id": "ada/role-minister", "person_id": "ada", "title": "Minister", "kind": "office", "country": "IRQ", "subdivision": "IQ-KR",
         "organization_id": "body", "first_reported": "2025-10-21", "last_reported": "2025-10-22"},
        {"role_id": "bo/role-minister", "person_id": "bo", "title": "Minister", "kind": "office"},
        {"role_id": "bo/role-general", "person_id": "bo", "title": "General", "kind": "rank"},
    ],
    # The first is part of the last: keys of a table to itself, children before their parents.
    "meetings": [
        {"meeting_id": "a", "kind": "bilateral", "name": "Ada and Bo", "status": "planned", "part_of": "z", "date": "2025-10-21/2025-10-23",
         "date_from": "2025-10-21", "date_to": "2025-10-23", "date_precision": "range", "date_basis": "explicit"},
        {"meeting_id": "z", "kind": "visit", "name": "A visit", "status": "held", "date": "2025-10-21/..", "date_from": "2025-10-21",
         "date_precision": "bounded", "date_basis": "explicit"},
    ],
    "meeting_participants": [
        {"participant_id": "a/ada", "meeting_id": "a", "kind": "person", "person_id": "ada", "capacity": "principal"},
        {"participant_id": "a/irn", "meeting_id": "a", "kind": "delegation", "country": "IRN", "capacity": "host"},
    ],
    "rules": [{"rule_id": "r", "rule_version": "1", "table_names": "people", "says": "It says.", "pattern": "=a|b", "hits": 1, "accepted": 1,
               "corrected": 0, "rejected": 0}],
    "provenance": [
        {**EVIDENCE, "provenance_id": f"s_1:{place}", "start_char": 100 * place, "end_char": 100 * place + len(text), "exact": text,
         "value": text if place % 2 else None, "agrees": bool(place % 3), "inference": "demonym" if place % 2 else None}
        for place, text in enumerate(NASTY)
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_release.write_release(tmp_path_factory.mktemp("odd") / "a release", ODD)


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
    "memberships": {"id": None, "label": None, "role": None, "person_id": "persons", "post_id": "posts", "organization_id": "organizations",
                    "area_id": "areas"},
    "areas": {"id": None, "identifier": None, "name": None, "classification": None, "parent_id": "areas"},
}  # fmt: skip


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


@pytest.fixture
def run(odd: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setattr(location, "data_root", lambda: odd)

    def once(*arguments: str) -> tuple[int, str, str]:
        try:
            code = cli.main(["export", *arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        return code, *capfd.readouterr()

    return once


def test_the_command_writes_a_folder_and_keeps_stdout_for_data(run: Any, tmp_path: Path) -> None:
    code, out, err = run(str(tmp_path / "new"), "--to", "popolo")
    assert (code, out) == (0, "") and "cannot carry" in err and "2 files" in err
    (tmp_path / "empty").mkdir()
    assert run(str(tmp_path / "empty"), "--to", "jsonl")[0] == 0
    assert len(list((tmp_path / "empty").iterdir())) == len(CONTRACT) + 2


def test_the_command_knows_every_form() -> None:
    for form in FORMS:
        assert cli.parser().parse_args(["export", "folder", "--to", form]).to == form
        assert f"  {form} " in import_module("baghdad_tehran.commands.export").EPILOG
    assert {path.stem.removeprefix("as_") for path in (ROOT / "src/baghdad_tehran/export").glob("as_*.py")} == set(FORMS)


def test_bad_input_changes_nothing(run: Any, tmp_path: Path) -> None:
    full, file, link = tmp_path / "full", tmp_path / "file", tmp_path / "link"
    full.mkdir()
    (full / "kept").write_text("kept")
    file.write_text("kept")
    link.symlink_to(tmp_path / "nowhere")
    before = sorted(tmp_path.rglob("*"))
    for folder, words in (
        (full, "not empty"),
        (file, "not a folder"),
        (link, "not a folder"),
        (tmp_path / "no" / "where", "no such folder"),
    ):
        code, out, err = run(str(folder), "--to", "csv")
        assert (code, out) == (2, "") and words in err, err
    for arguments in (("--to", "word"), (), ("--to", "sqlite", "--guard-formulas")):
        assert run(str(tmp_path / "new"), *arguments)[0] == 2
    assert sorted(tmp_path.rglob("*")) == before and (full / "kept").read_text() == "kept"


def test_a_failure_leaves_nothing_behind(odd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from baghdad_tehran.export import as_jsonl

    calls = []

    def fails(value: Any) -> str:
        calls.append(value)
        if len(calls) > 20:
            raise KeyboardInterrupt
        return "{}\n"

    monkeypatch.setattr(as_jsonl, "json_line", fails)
    with pytest.raises(KeyboardInterrupt):
        export(Release(odd), "jsonl", tmp_path / "new")
    assert not list(tmp_path.iterdir())
    with pytest.raises(Misuse, match="no such form"):
        export(Release(odd), "word", tmp_path / "new")


@pytest.mark.parametrize("form", ["sqlite", "duckdb"])
def test_a_key_that_leads_nowhere_is_told(form: str, tmp_path: Path) -> None:
    rows = {**ODD, "person_names": [{"name_id": "x/y", "person_id": "x", "name": "X", "mentions": 1}]}
    broken = small_release.write_release(tmp_path / "broken", rows)
    with pytest.raises(Problem, match=f"cannot be written as {form}"):
        export(Release(broken), form, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_does_not_fit_is_told_and_not_cut(tmp_path: Path) -> None:
    empty = {**ODD, "people": [{"person_id": "ada", "name": ""}, {"person_id": "bo", "name": "Bo"}]}
    broken = small_release.write_release(tmp_path / "empty", empty)
    for form in ("csv", "xlsx"):
        if form == "xlsx":
            pytest.importorskip("xlsxwriter")
        with pytest.raises(Problem, match="empty text") as caught:
            export(Release(broken), form, tmp_path / "out")
        assert caught.value.place == "ada, name"
    for text, words in (("x" * 32_768, "32,767"), ("𝔘" * 17_000, "32,767"), ("a\uffff", "U\\+FFFE")):
        long = {**ODD, "people": [{"person_id": "ada", "name": text}, {"person_id": "bo", "name": "Bo"}]}
        folder = tmp_path / f"long-{len(text)}"
        with pytest.raises(Problem, match=words):
            export(Release(small_release.write_release(folder, long)), "xlsx", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_looks_like_an_escape_of_excel_is_escaped(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")  # by its bytes: openpyxl takes away more than Excel does
    rows = {**ODD, "people": [{"person_id": "ada", "name": "_x0041_"}, {"person_id": "bo", "name": "a\rb"}]}
    made = export(Release(small_release.write_release(tmp_path / "release", rows)), "xlsx", tmp_path / "out")
    strings = zipfile.ZipFile(made.folder / "baghdad-tehran.xlsx").read("xl/sharedStrings.xml").decode("utf-8")
    assert "<t>_x005F_x0041_</t>" in strings and "<t>a_x000D_b</t>" in strings


def test_without_xlsxwriter_it_says_what_to_install(odd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(Problem, match="pip install xlsxwriter"):
        export(Release(odd), "xlsx", tmp_path / "out")
    assert not list(tmp_path.iterdir())
