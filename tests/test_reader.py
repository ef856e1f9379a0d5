"""The reader, as a user has it: on the published tables, and on a small release where a known value or folder is needed."""

from __future__ import annotations

import datetime
import inspect
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import docstrings
import duckdb
import pytest
import small_release

import baghdad_tehran as bt
from baghdad_tehran import location, opening
from baghdad_tehran.contract import EVIDENCE, TABLES
from baghdad_tehran.location import PACKAGE
from baghdad_tehran.opening import VIEWS
from baghdad_tehran.reader import NotFound, Release

ROOT = Path(__file__).resolve().parents[1]
needs_release = pytest.mark.skipif(not (ROOT / "datapackage.json").is_file(), reason="the dataset is not built yet: make build")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A small release, in a folder whose name SQL, JSON and shells would stumble over."""
    return Release(small_release.write_release(tmp_path_factory.mktemp("release") / 'it\'s a "Şükrü" folder; --'))


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    """A connection to the published tables. Only to be asked."""
    return bt.connect()


# On the published tables


@needs_release
def test_every_table_of_the_contract_is_published_in_reading_order() -> None:
    assert bt.tables() == list(TABLES)


@needs_release
@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_columns_of_its_schema(name: str, con: duckdb.DuckDBPyConnection) -> None:
    described = [row[0] for row in bt.describe(name).fetchall()]
    assert bt.table(name).columns == described
    assert con.sql(f"FROM {name}").columns == described


@needs_release
def test_the_tables_of_what_happened_are_not_empty_and_their_counts_are_said() -> None:
    counts = {name: rows for name, kind, rows, *_ in bt.describe().fetchall() if kind == "table"}
    assert list(counts) == list(TABLES)
    for name in ("sources", "people", "meetings", "agreements", "quotes", "provenance", "segments", "rules"):
        assert counts[name] == len(bt.table(name).fetchall()) > 0


@needs_release
def test_each_table_file_can_be_read_by_path_alone() -> None:
    for name in bt.tables():
        file = bt.path(name)
        assert file.is_absolute() and file.name == f"{name}.parquet"
        count = duckdb.connect().execute("SELECT count(*) FROM read_parquet(?)", [str(file)]).fetchall()
        assert count == bt.table(name).count("*").fetchall()
    assert (bt.path() / "datapackage.json").is_file()


@needs_release
def test_tables_and_columns_and_views_bear_comments(con: duckdb.DuckDBPyConnection) -> None:
    assert con.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL").fetchall() == []
    bare = con.sql("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL").fetchall()
    assert bare == []


@needs_release
@pytest.mark.parametrize("table", [name for name in TABLES if name not in EVIDENCE])
def test_evidence_of_a_row_is_all_its_provenance_and_that_of_the_rows_below_it(
    table: str, con: duckdb.DuckDBPyConnection
) -> None:
    columns = bt.table(table).columns
    for (row_id,) in con.sql(f"SELECT {columns[0]} FROM {table} USING SAMPLE 5").fetchall():
        rows = bt.evidence(table, row_id).fetchall()
        expected = con.execute(
            "SELECT count(*) FROM provenance WHERE row_id = ? OR starts_with(row_id, ? || '/')", [row_id, row_id]
        ).fetchall()  # fmt: skip
        assert [(len(rows),)] == expected
        own = [row for row in rows if row[1] == row_id]
        assert rows[: len(own)] == own, "the row itself comes first"
        order = [columns.index(row[2]) for row in own]
        assert order == sorted(order), "its columns are in the order of the table"
        assert all(end - start == len(exact) for _, _, _, _, exact, _, start, end, *_ in rows)


@needs_release
def test_the_ready_made_views_have_a_row_for_each_quote_meeting_and_provenance_row(con: duckdb.DuckDBPyConnection) -> None:
    pairs = (("quote_details", "quotes"), ("meeting_details", "meetings"), ("agreement_details", "agreements"),
             ("people_details", "people"), ("what_sources_say", "provenance"),
             ("disagreements", "(SELECT DISTINCT conflict_id FROM conflicts)"))  # fmt: skip
    for view, table in pairs:
        assert con.sql(f"SELECT count(*) FROM {view}").fetchall() == con.sql(f"SELECT count(*) FROM {table}").fetchall()
    assert con.sql("FROM what_sources_say WHERE about IS NULL").fetchall() == []
    assert con.sql("FROM meeting_details WHERE who IS NULL OR sources IS NULL").fetchall() == []
    assert con.sql("FROM people_details WHERE names IS NULL OR roles IS NULL OR sources IS NULL OR mentions < 1").fetchall() == []
    assert (
        con.sql("FROM disagreements WHERE about IS NULL OR what IS NULL OR reports < 2 OR len(sources) <> reports").fetchall()
        == []
    )


@needs_release
def test_events_are_every_meeting_every_dated_agreement_and_every_statement_once(con: duckdb.DuckDBPyConnection) -> None:
    counts = dict(con.sql("SELECT event, count(*) FROM events GROUP BY event").fetchall())
    assert counts.pop("meeting") == len(bt.table("meetings").fetchall())
    spoken = "SELECT count(DISTINCT utterance_id) FROM quotes JOIN quote_speakers USING (quote_id)"
    assert [(counts.pop("statement"),)] == con.sql(spoken).fetchall()
    assert [(sum(counts.values()),)] == con.sql("SELECT count(*) FROM agreements WHERE date_event IS NOT NULL").fetchall()
    assert con.sql("FROM events WHERE who IS NULL OR sources IS NULL OR (date IS NULL) <> (dated_by IS NULL)").fetchall() == []
    assert con.sql("SELECT count(*) - count(DISTINCT event_id) FROM events").fetchall() == [(0,)]
    order = [row[0] for row in con.sql("SELECT date_from FROM events").fetchall() if row[0]]
    assert order == sorted(order)


@needs_release
def test_the_macros_find_any_spelling(con: duckdb.DuckDBPyConnection) -> None:
    otherwise = ("upper(name)", "replace(name, '-', ' ')", "replace(name, '’', chr(39))", "'  ' || name || '.'")
    found = " AND ".join(f"bears_name(name, {written})" for written in otherwise)
    assert con.sql(f"FROM person_names WHERE NOT ({found})").fetchall() == []
    for person, name in con.sql("SELECT person_id, name FROM person_names WHERE person_id LIKE '%i'").fetchall():
        assert (person,) in con.execute("SELECT person_id FROM people_called(?)", [name.upper()]).fetchall()
        said = con.execute("SELECT quote_id FROM said_by(?)", [name]).fetchall()
        own = con.execute("SELECT DISTINCT quote_id FROM quote_speakers WHERE person_id = ?", [person]).fetchall()
        assert set(own) <= set(said), name
    assert con.sql("SELECT count(DISTINCT person_id) FROM people_called('Mohammad')").fetchall() == [(2,)]
    assert con.sql("FROM people_called('')").fetchall() == con.sql("FROM said_by('rash')").fetchall() == []
    for person, other in con.sql(
        "SELECT DISTINCT person, met FROM met('Araji') WHERE met IN (SELECT name FROM people)"
    ).fetchall():
        assert (person,) in con.execute("SELECT met FROM met(?)", [other]).fetchall()
    row = ("meetings", con.sql("SELECT meeting_id FROM meetings").fetchall()[0][0])
    assert len(con.execute("FROM evidence_for(?, ?)", [*row]).fetchall()) == len(bt.evidence(*row).fetchall()) > 0
    assert con.sql("SELECT count(*) FROM duckdb_functions() WHERE NOT internal AND comment IS NOT NULL").fetchall() == [(4,)]


@needs_release
def test_descriptions_of_views_are_their_comments(con: duckdb.DuckDBPyConnection) -> None:
    for name in VIEWS:
        comments = con.execute(
            "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [name]
        ).fetchall()
        assert [(row[0], row[3]) for row in bt.describe(name).fetchall()] == comments
    described = {row[0]: row[4] for row in bt.describe().fetchall()}
    assert described == dict(con.sql("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall())


def test_each_ready_made_view_is_a_file_and_the_folder_holds_no_other() -> None:
    files = {path.stem for path in (PACKAGE / "views").iterdir() if path.suffix != ".duckdb"}
    assert files == {*VIEWS, "macros"}


WHAT_THERE_IS = (
    "SELECT database_name, view_name, column_count, comment FROM duckdb_views() WHERE NOT internal ORDER BY ALL",
    "SELECT table_name, column_name, column_index, data_type, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL",
    "SELECT function_name, function_type, parameters, comment FROM duckdb_functions() WHERE NOT internal ORDER BY ALL",
    "SELECT table_name FROM duckdb_tables()",
    "SELECT database_name FROM duckdb_databases() WHERE NOT internal",
    *(f"FROM {name}" for name in (*TABLES, *VIEWS)),
    "SELECT plain_name(name), bears_name(name, 'araji') FROM person_names",
    *(f"FROM {macro}('Araji')" for macro in ("people_called", "said_by", "met")),
    *(f"FROM evidence_for('{table}', 'qasim-al-araji')" for table in ("people", "roles")),
)


@needs_release
def test_what_is_copied_from_the_file_made_ahead_is_what_the_sql_makes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[Path] = []
    honest = opening.prepared
    monkeypatch.setattr(opening, "prepared", lambda stand_ins: asked.append(honest(stand_ins)) or asked[-1])
    copied = bt.connect()
    assert asked == list((PACKAGE / "views").glob("*.duckdb")), "run: python tests/prepared.py"
    monkeypatch.setattr(opening, "prepared", lambda _: tmp_path / "none.duckdb")
    made = bt.connect()
    for question in WHAT_THERE_IS:
        assert copied.sql(question).fetchall() == made.sql(question).fetchall()
    (tmp_path / "none.duckdb").write_bytes(b"not a database")
    made = bt.connect()
    for question in WHAT_THERE_IS[:5]:
        assert copied.sql(question).fetchall() == made.sql(question).fetchall()


@needs_release
def test_a_changed_schema_or_view_asks_for_another_file(monkeypatch: pytest.MonkeyPatch) -> None:
    before = opening.prepared("CREATE TABLE people (name VARCHAR)")
    assert opening.prepared("CREATE TABLE people (name BIGINT)") != before
    views = opening.ready_made()
    monkeypatch.setattr(opening, "ready_made", lambda: views.replace("Everything that happened", "All that happened"))
    assert opening.prepared("CREATE TABLE people (name VARCHAR)") != before


def test_the_docstring_lists_every_table_and_column() -> None:
    assert textwrap.dedent(docstrings.columns()) in inspect.cleandoc(bt.table.__doc__ or ""), "run: python tests/docstrings.py"
    for name in VIEWS:
        assert name in (bt.connect.__doc__ or "")


@needs_release
@pytest.mark.parametrize("name", TABLES)
def test_a_data_frame_has_the_rows_and_the_types_that_keep_nulls(name: str) -> None:
    pytest.importorskip("pandas")
    frame = bt.load(name)
    types = dict(bt.describe(name).project("column_name, type").fetchall())
    wanted = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean", "date": "datetime64[us]"}
    assert {column: str(dtype) for column, dtype in frame.dtypes.items()} == {
        column: wanted[type_] for column, type_ in types.items()
    }
    nulls = bt.table(name).aggregate(", ".join(f"count(*) - count({column})" for column in frame.columns)).fetchall()[0]
    assert tuple(frame.isna().sum()) == nulls
    assert len(frame) == len(bt.table(name).fetchall())


@needs_release
def test_relations_can_be_joined_and_filtered() -> None:
    names = bt.table("person_names").set_alias("n").join(bt.table("people").set_alias("p"), "n.person_id = p.person_id")
    assert names.count("*").fetchall() == bt.table("person_names").count("*").fetchall()
    assert bt.table("quotes").filter("quote_type = 'direct'").fetchall()


# On a small release


def test_a_folder_with_quotes_spaces_and_other_letters(small: Release) -> None:
    assert small.table("people").project("person_id").fetchall() == [("ada",), ("ada-b",)]
    con = small.connect()
    assert con.sql("SELECT name FROM people WHERE country = 'IRQ'").fetchall() == [("Ada al-Example",)]


def test_evidence_takes_the_rows_below_and_not_those_that_only_begin_alike(small: Release) -> None:
    rows = small.evidence("people", "ada").fetchall()
    assert [row[:4] for row in rows] == [
        ("people", "ada", "name", "Ada al-Example"),
        ("people", "ada", "country", "IRQ"),
        ("roles", "ada/minister-irq", "title", "Minister"),
    ]
    assert small.evidence("people", "ada").columns == [
        "table_name", "row_id", "column_name", "value", "exact", "source_id", "start_char", "end_char",
        "rule_id", "inference", "agrees", "verdict", "passes",
    ]  # fmt: skip


def test_the_views_say_who_and_in_what_office(small: Release) -> None:
    con = small.connect()
    assert con.sql("SELECT who, participants, topics FROM meeting_details").fetchall() == [
        ("Ada al-Example (IRQ) with her counterpart (IRN)", ["Ada al-Example", "her counterpart"], ["borders"])
    ]
    assert con.sql("SELECT speaker, office, meeting, published FROM quote_details").fetchall() == [
        ("Ada al-Example", "Minister", "Ada and a counterpart", "2025-10-21")
    ]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda small: small.table("quote"), "Did you mean quotes"),
        (lambda small: small.table("Meetings"), "Did you mean meetings"),
        (lambda small: small.describe("quote_detail"), "Did you mean quote_details"),
        (lambda small: small.table("zzz"), "Known: sources, people"),
        (lambda small: small.table("people; DROP VIEW people"), "there is no table or view"),
        (lambda small: small.table("duckdb_settings"), "there is no table or view"),
        (lambda small: small.evidence("persons", "ada"), "Did you mean person_names"),
        (lambda small: small.evidence("people", "adda"), "Did you mean ada"),
        (lambda small: small.evidence("people", "m1"), "is a row of meetings"),
        (lambda small: small.evidence("people", "' OR true --"), "has no row"),
        (lambda small: small.evidence("agreements", "a1"), "has no rows at all"),
        (lambda small: small.evidence("segments", "x"), "they are the evidence"),
        (lambda small: small.evidence("quote_details", "x"), "there is no table called"),
    ],
)
def test_a_name_that_is_not_there_gets_the_nearest_ones(small: Release, ask, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotFound) as caught:
        ask(small)
    assert said in str(caught.value)


def test_each_connection_is_its_own_and_threads_do_not_share_one(small: Release) -> None:
    first = small.connect()
    first.execute("CREATE TABLE mine AS SELECT 1")
    with pytest.raises(duckdb.Error):
        small.connect().execute("FROM mine")
    seen: list[object] = []
    thread = threading.Thread(target=lambda: seen.append((small.con, small.table("people").fetchall())))
    thread.start()
    thread.join()
    (con, rows) = seen[0]  # type: ignore[misc]
    assert con is not small.con and len(rows) == 2


def test_nulls_and_days_survive_in_a_data_frame(small: Release) -> None:
    pandas = pytest.importorskip("pandas")
    roles = small.load("roles")
    assert roles["first_reported"].tolist() == [pandas.Timestamp("2025-10-21"), pandas.NaT]
    assert roles["country"].tolist() == ["IRQ", pandas.NA]
    assert str(small.load("meeting_details")["date_from"].dtype) == "datetime64[us]"
    assert small.table("roles").project("first_reported").fetchall()[0] == (datetime.date(2025, 10, 21),)


def test_without_pandas_the_error_says_what_to_install(small: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(bt.Problem, match="pip install pandas"):
        small.load("people")


def test_a_damaged_release_is_named(tmp_path: Path) -> None:
    root = small_release.write_release(tmp_path / "release", {})
    (root / "dataset" / "people.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(bt.Problem, match="people.parquet"):
        Release(root).connect()
    (root / "dataset" / "people.parquet").unlink()
    with pytest.raises(bt.Problem, match=r"people\.parquet.*is missing"):
        Release(root)
    (root / "datapackage.json").write_text("[")
    with pytest.raises(bt.Problem, match=r"datapackage\.json"):
        Release(root)


def test_where_there_are_no_tables_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(location, "PACKAGE", tmp_path / "site-packages" / "baghdad_tehran")
    with pytest.raises(bt.Problem, match="make build"):
        location.data_root()
    data = tmp_path / "site-packages" / "baghdad_tehran" / "_data"
    data.mkdir(parents=True)
    (data / "datapackage.json").touch()
    assert location.data_root() == data
    assert location.checkout() is None


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, baghdad_tehran; print(sorted({m.partition('.')[0] for m in sys.modules} & set(sys.argv[1:])))"
    heavy = ["duckdb", "_duckdb", "pandas", "pyarrow", "numpy", "frictionless", "pandera", "json", "argparse", "dataclasses"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
