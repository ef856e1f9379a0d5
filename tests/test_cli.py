"""The command, run as a person or a program runs it: what it prints where, and how it fails."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType, SimpleNamespace

import duckdb
import pytest
import small_release

from baghdad_tehran import __version__, cli, location, terminal
from baghdad_tehran.opening import VIEWS

ROOT = Path(__file__).resolve().parents[1]
needs_release = pytest.mark.skipif(not (ROOT / "datapackage.json").is_file(), reason="the dataset is not built yet: make build")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_release.write_release(tmp_path_factory.mktemp("release") / "it's here")


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Runs one command on the small release: exit code, stdout, stderr."""
    monkeypatch.setattr(location, "data_root", lambda: folder)

    def once(*arguments: str) -> SimpleNamespace:
        try:
            code = cli.main(arguments)
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0
        out, err = capfd.readouterr()
        return SimpleNamespace(code=code, out=out, err=err)

    return once


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    return Terminal()


def table_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# What goes where


def test_data_goes_to_stdout_as_csv_and_nothing_to_stderr_where_a_program_reads(run) -> None:  # type: ignore[no-untyped-def]
    done = run("tables")
    assert (done.code, done.err) == (0, "")
    rows = table_of(done.out)
    assert {"table_name": "people", "kind": "table", "rows": "2", "columns": "4"}.items() <= rows[1].items()
    assert [row["table_name"] for row in rows if row["kind"] == "view"] == list(VIEWS)


def test_json_is_one_object_a_line_with_nulls_and_types(run) -> None:  # type: ignore[no-untyped-def]
    done = run("query", "SELECT *, 1.5 AS half, [1, NULL] AS list FROM roles ORDER BY person_id", "--json")
    first, second = map(json.loads, done.out.splitlines())
    assert first["first_reported"] == "2025-10-21" and first["half"] == 1.5 and first["list"] == [1, None]
    assert second["country"] is None and done.err == ""


def test_columns_of_the_same_name_are_both_kept_in_json(run) -> None:  # type: ignore[no-untyped-def]
    assert json.loads(run("query", "SELECT 1 AS a, 2 AS a, 3 AS b", "--json").out) == {"a": 1, "a_1": 2, "b": 3}


def test_describe_and_evidence(run) -> None:  # type: ignore[no-untyped-def]
    described = {row["column_name"]: row for row in table_of(run("describe", "meetings", "--csv").out)}
    assert described["kind"]["allowed"].startswith("bilateral") and described["meeting_id"]["required"] == "true"
    assert table_of(run("describe").out) == table_of(run("tables").out)
    found = table_of(run("evidence", "people", "ada").out)
    assert [(row["column_name"], row["exact"]) for row in found] == [
        ("name", "Ada al-Example"),
        ("country", "Iraqi"),
        ("title", "minister"),
    ]


def test_a_query_from_standard_input(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(sys, "stdin", io.StringIO("SELECT 'Şükrü' AS name\n"))
    assert run("query", "-").out == "name\nŞükrü\n"


def test_version_and_help_with_examples(run) -> None:  # type: ignore[no-untyped-def]
    assert run("--version").out == f"baghdad-tehran {__version__}\n"
    assert "examples:" in run("--help").out
    assert "--published" in run("extract", "--help").out


@pytest.mark.parametrize("name", ["tables", "describe", "query", "show", "evidence", "completion", "extract"])
def test_every_command_for_readers_has_examples_that_are_understood(run, name: str) -> None:  # type: ignore[no-untyped-def]
    text = run(name, "--help").out
    examples = [line.split("  #")[0] for line in text.partition("examples:\n")[2].splitlines() if line.strip()]
    assert examples
    for line in examples:
        words = shlex.split(re.split(r"[|<>]| {3,}", line.strip())[0])
        assert words[:2] == ["baghdad-tehran", name]
        cli.parser().parse_args(words[1:])


def test_markdown_shows_cells_as_they_are(run) -> None:  # type: ignore[no-untyped-def]
    done = run("query", "SELECT 'a|b' AS \"x|y\", E'line\\nnext' AS z, ['p', 'q'] AS person_ids, NULL AS n", "--markdown")
    assert done.out == "| x\\|y | z | person_ids | n |\n| --- | --- | --- | --- |\n| a\\|b | line<br>next | p; q |  |\n"
    assert run("query", "FROM people LIMIT 0", "--markdown").out.count("\n") == 2
    assert (
        run("tables", "--markdown").out.startswith("| table_name |")
        and run("evidence", "people", "ada", "--markdown").out.count("\n") == 5
    )


@needs_release
def test_on_the_published_tables() -> None:
    def piped(*arguments: str) -> str:
        command = [sys.executable, "-m", "baghdad_tehran", *arguments]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, cwd="/").stdout

    assert {"quotes", "meetings", "provenance"} <= {row["table_name"] for row in table_of(piped("tables"))}
    assert table_of(piped("query", "SELECT count(*) AS n FROM quotes")) == [
        {"n": str(len(table_of(piped("query", "FROM quotes"))))}
    ]
    person = table_of(piped("query", "SELECT person_id FROM people LIMIT 1"))[0]["person_id"]
    assert table_of(piped("evidence", "people", person))


# Mistakes


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("frob",), "no command 'frob'"),
        (("quer",), "Did you mean query"),
        (("show", "adda"), "Did you mean ada"),
        (("show", "Example"), "Did you mean ada"),
        ((), "required: COMMAND"),
        (("describe", "quote"), "Did you mean quotes"),
        (("evidence", "people", "adda"), "Did you mean ada"),
        (("evidence", "peeple", "ada"), "Did you mean people"),
        (("query", "FROM peple"), "Did you mean people"),
        (("query", "SELECT nam FROM people"), '"name"'),
        (("query", "SELEC 1"), "syntax error"),
        (("query", ""), "no SQL"),
        (("query", "-- nothing"), "no SQL"),
        (("query", "SELECT 1; SELECT 2"), "one statement"),
        (("query", "PIVOT people ON country USING count(*)"), "IN ('visit', 'call')"),
        (("tables", "--csv", "--json"), "not allowed with"),
    ],
)
def test_a_mistake_is_explained_in_two_lines_and_nothing_is_printed(run, arguments: tuple[str, ...], said: str) -> None:  # type: ignore[no-untyped-def]
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err and "Traceback" not in done.err
    assert len(done.err.splitlines()) == 2


def test_a_time_with_a_zone_is_printed_or_explained(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """DuckDB needed pytz for it up to 2.0.0."""
    monkeypatch.setitem(sys.modules, "pytz", None)
    done = run("query", "SELECT '2025-10-21 12:00:00+00'::TIMESTAMPTZ AS time")
    assert done.code == 0 and "2025-10-21T12:00:00" in done.out or (done.code, done.out) == (2, "") and "::TIMESTAMP" in done.err

    def needs_pytz(*_: object) -> None:
        raise duckdb.InvalidInputException("Required module 'pytz' failed to import")

    monkeypatch.setattr("baghdad_tehran.confined._fetch", needs_pytz)
    done = run("query", "SELECT now()")
    assert (done.code, done.out) == (2, "") and "::TIMESTAMP" in done.err


@pytest.mark.parametrize(
    "sql",
    [
        "COPY people TO '{folder}/dataset/people.parquet'",
        "COPY (PIVOT people ON country USING count(*)) TO '{folder}/dataset/people.parquet'",
        "EXPLAIN ANALYZE COPY people TO '{folder}/dataset/people.parquet'",
        "EXPLAIN\u00a0ANALYZE\u00a0COPY people TO '{folder}/dataset/people.parquet'",
        "ATTACH '{folder}/dataset/new.duckdb'",
        "EXPORT DATABASE '{folder}/dataset'",
        "IMPORT DATABASE '{folder}/dataset'",
        "SELECT * FROM read_text('{folder}/datapackage.json')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM query('COPY people TO ''{folder}/dataset/people.parquet''')",
        "FROM 'https://example.org/x.parquet'",
        "SET enable_external_access = true",
        "INSTALL fts",
        "DROP VIEW people",
    ],
)
def test_a_query_reads_no_other_file_and_writes_none(run, folder: Path, sql: str) -> None:  # type: ignore[no-untyped-def]
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = run("query", sql.replace("{folder}", str(folder).replace("'", "''")))
    assert done.code == 2 and done.out == "" and "Traceback" not in done.err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "sql",
    [
        "SUMMARIZE people",
        "DESCRIBE people",
        "SHOW TABLES",
        "VALUES (1)",
        "WITH a AS (SELECT 1) FROM a",
        "(SELECT 1)",
        "FROM people;",
        "PIVOT people ON country IN ('IRQ') USING count(*)",
    ],
)
def test_all_kinds_of_reading_are_let_through(run, sql: str) -> None:  # type: ignore[no-untyped-def]
    done = run("query", sql)
    assert done.code == 0 and len(done.out.splitlines()) > 1


def test_where_the_tables_are_missing_it_is_data_that_is_invalid(run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.undo()
    monkeypatch.setattr(location, "PACKAGE", tmp_path / "lib" / "baghdad_tehran")
    done = run("tables")
    assert done.code == 1 and "tables are missing" in done.err and "Traceback" not in done.err


class _WithoutExtra(ModuleType):
    """A module of the maker, where a package that it imports is not installed."""

    def __getattr__(self, name: str) -> None:
        raise ModuleNotFoundError("No module named 'pyarrow'", name="pyarrow")


def test_a_maker_command_without_its_extra_says_what_to_install(run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for module, arguments in (("building", ["build"]), ("extracting", ["extract", str(tmp_path)])):
        monkeypatch.setitem(sys.modules, f"baghdad_tehran.make.{module}", _WithoutExtra(module))
        done = run(*arguments)
        assert done.code == 1 and "pip install" in done.err and "[make]" in done.err


def test_extract_gets_its_arguments_and_its_code_is_passed_on(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    seen: list[object] = []

    def failing(*arguments: object) -> bool:
        seen.extend(arguments)
        return True

    monkeypatch.setitem(sys.modules, "baghdad_tehran.make.extracting", SimpleNamespace(extract=failing))
    assert run("extract", "a.txt", "--published", "2025-10-21", "--json", "--workers", "2").code == 1
    assert seen == [Path("a.txt"), "2025-10-21", "json", "processes", 2]


def _start(*arguments: str, folder: Path, before: str = "", **options: object) -> subprocess.Popen[bytes]:
    """The command in a process of its own, on the release in the folder. `before`: Python to run before it."""
    code = (
        # Where the tests themselves run in the background of a shell, an interrupt would be ignored.
        "import sys, pathlib, signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from baghdad_tehran import cli, location; root = pathlib.Path(sys.argv.pop(1));"
        f"location.data_root = lambda: root\n{before}\nsys.exit(cli.main())"
    )
    command = [sys.executable, "-c", code, str(folder), *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, **{**pipes, **options})  # type: ignore[call-overload,no-any-return]


def test_a_reader_that_has_seen_enough_is_no_error(folder: Path) -> None:
    with _start("query", "FROM range(1000000)", folder=folder) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline() == b"range\n"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_an_interrupt_ends_printing_without_a_traceback(folder: Path) -> None:
    with _start("query", "FROM range(100000000000)", folder=folder) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode == 130


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
@pytest.mark.parametrize("wait", [0, 0.001, 0.5])  # seconds: before, while and after the query begins
def test_an_interrupt_ends_a_query_that_has_given_nothing_yet(folder: Path, wait: float) -> None:
    endless = "SELECT count(*) FROM range(1000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3"
    told = """
from baghdad_tehran import confined
def told(con, work, honest=confined._interruptibly):
    sys.stderr.write("begun\\n")
    sys.stderr.flush()
    return honest(con, work)
confined._interruptibly = told"""
    with _start("query", endless, folder=folder, before=told) as process:
        assert process.stderr and process.stderr.readline() == b"begun\n"
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_said(folder: Path) -> None:
    with open("/dev/full", "wb") as full, _start("query", "FROM range(100000)", folder=folder, stdout=full) as process:
        _, err = process.communicate()
    assert process.returncode == 1 and b"No space left" in err and b"Traceback" not in err


def test_output_is_utf_8_whatever_the_locale(folder: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    with _start("query", "SELECT 'Şükrü' AS name", folder=folder, env=environment) as process:
        out, err = process.communicate()
    assert (out.decode("utf-8"), err) == ("name\nŞükrü\n", b"")


# On a terminal


def test_a_table_fits_the_terminal_and_loses_nothing(screen: Terminal) -> None:
    long = "words that go on and on " * 20
    terminal.write(["id", "text", "n"], [["a" * 60, long, 5], ["b", None, 12]], "table", screen)
    lines = plain(screen)
    assert max(map(terminal.width, lines)) <= 80
    assert "\n".join(lines).count("words") == 20 and "\n".join(lines).count("a" * 23) == 2
    assert lines[-1].endswith("12") and lines[2].rstrip().endswith("5"), "numbers stand to the right"


def test_a_word_is_broken_only_where_it_must_be() -> None:
    assert terminal.fit([10, 30, 20], [10, 8, 20], 50) == [10, 20, 20], "what has spaces makes room for what has none"
    assert terminal.fit([10, 30, 20], [10, 30, 20], 50) == [10, 20, 20], "where all is words, the shares are equal"
    assert terminal.fit([14, 18, 200], [14, 8, 26], 76) == [14, 18, 44] and terminal.fit([5, 70], [5, 69], 80) == [5, 70]
    assert terminal.fit([100, 100, 20], [5, 30, 5], 61) == [15, 30, 16] and terminal.fit([200] * 7, [5] * 7, 80) is None


def test_too_many_columns_go_down_the_page(screen: Terminal) -> None:
    terminal.write([f"column_{n}" for n in range(20)], [["value that is long"] * 19 + [None]] * 2, "table", screen)
    lines = plain(screen)
    assert lines[0].split() == ["column_0", "value", "that", "is", "long"]
    assert lines.count("") == 1 and not any(line.startswith("column_19") for line in lines)


def test_wide_and_combining_characters_are_counted(screen: Terminal) -> None:
    terminal.write(["a", "b"], [["日本", "x"], ["e\u0301", "x"], ["ab", "x"]], "table", screen)
    starts = [terminal.width(line[: line.rindex("x")]) for line in plain(screen)[2:]]
    assert len(set(starts)) == 1


@pytest.mark.parametrize("form", terminal.FORMS)
def test_no_word_of_the_data_can_drive_the_terminal(screen: Terminal, form: str) -> None:
    terminal.write(["x\x1b[2J"], [["\x1b]0;title\x07 \x9b31m \u202egnp.exe \r over"]], form, screen)
    text = "\n".join(plain(screen))
    assert not set("\x1b\x07\x9b\u202e\r") & set(text)
    assert "exe" in text


def test_colours_are_for_terminals_that_want_them(screen: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    assert terminal.styled("x", "1", screen) == "\x1b[1mx\x1b[0m"
    assert terminal.styled("x", "1", io.StringIO()) == "x"
    monkeypatch.setenv("NO_COLOR", "1")
    assert terminal.styled("x", "1", screen) == "x"


def test_a_person_sees_evidence_and_descriptions_in_words(run, screen: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(sys, "stdout", screen)
    assert run("evidence", "people", "ada").err == "3 rows\n"
    assert run("describe", "meetings").code == 0
    text = "\n".join(plain(screen))
    assert "r1, by demonym" in text and "20–25" in text and "accepted in 2 passes" in text
    assert "One of: bilateral, multilateral" in text and "string, never null" in text


@pytest.mark.parametrize("columns", [1, 2, 3, 7, 40])
def test_wrapping_loses_no_character_but_spaces(columns: int) -> None:
    text = "one  two-three/four 日本語 a_very_long_name.with,parts\nand a line\n\n end "
    lines = terminal.wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(terminal.width(line) <= max(columns, 2) for line in lines)


def plain(screen: Terminal) -> list[str]:
    """The lines on the screen without our own styles."""
    text = screen.getvalue()
    for code in ("\x1b[1m", "\x1b[2m", "\x1b[0m"):
        text = text.replace(code, "")
    return text.removesuffix("\n").split("\n")
