"""`extract`: what it reads, what it prints, and what it refuses."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sample_report import REPORT

from baghdad_tehran.cli import main
from baghdad_tehran.contract import EVIDENCE, load_contract

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = load_contract(ROOT / "schemas")
FACTS = {name: table for name, table in CONTRACT.items() if name not in EVIDENCE}
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
JOIN = " […] "
KEYS = ["source", "table", "id", "rule", "values", "spans"]
Object = dict[str, Any]


@pytest.fixture
def extract(capsys: pytest.CaptureFixture[str]) -> Callable[..., list[Object]]:
    def run(*arguments: object) -> list[Object]:
        capsys.readouterr()
        assert main(["extract", *map(str, arguments), "--json"]) == 0
        out, err = capsys.readouterr()
        assert err == "" and "\x1b" not in out
        return [json.loads(line) for line in out.splitlines()]

    return run


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8", newline="")
    return path


def one(objects: list[Object], table: str) -> Object:
    (found,) = [o for o in objects if o["table"] == table]
    return found


# -- what it prints -----------------------------------------------------------------------------------------------------------


def test_one_object_for_each_row_with_every_column(extract: Callable[..., list[Object]], report: Path) -> None:
    objects = extract(report, "--published", "2021-06-09")
    assert {o["table"] for o in objects} >= {
        "sources",
        "people",
        "person_names",
        "roles",
        "meetings",
        "meeting_participants",
        "meeting_topics",
        "agreements",
        "quotes",
        "quote_speakers",
    }
    ids = [o["id"] for o in objects]
    assert len(set(ids)) == len(ids)
    for o in objects:
        assert list(o) == KEYS and o["source"] == str(report) and o["table"] in FACTS
        assert list(o["values"]) == [column.name for column in FACTS[o["table"]].columns], (
            "every column, nulls too, in the schema's order"
        )
        assert o["values"][FACTS[o["table"]].primary_key] == o["id"]
        assert isinstance(o["rule"], str) or o["table"] == "sources"
        for column, spans in o["spans"].items():
            assert column in o["values"] and spans and all(0 <= s < e <= len(REPORT) for s, e in spans)
        for column in FACTS[o["table"]].columns:
            value = o["values"][column.name]
            if value is not None:
                assert isinstance(
                    value, {"string": str, "integer": int, "number": (int, float), "boolean": bool, "date": str}[column.type]
                ), column.name
            assert value != ""


def test_the_rows_are_linked_among_themselves(extract: Callable[..., list[Object]], report: Path) -> None:
    objects = extract(report, "--published", "2021-06-09")
    ids = {name: {o["id"] for o in objects if o["table"] == name} for name in FACTS}
    for o in objects:
        for key in FACTS[o["table"]].foreign_keys:
            if len(key.columns) == 1 and o["values"][key.columns[0]] is not None and key.target in FACTS:
                assert o["values"][key.columns[0]] in ids[key.target], (o["table"], key)
    quote, speaker = one(objects, "quotes"), one(objects, "quote_speakers")
    assert speaker["values"]["quote_id"] == quote["id"]
    silva = next(o["id"] for o in objects if o["table"] == "people" and o["values"]["name"] == "Ana Silva")
    assert speaker["values"]["person_id"] == silva


def test_a_quote_has_spans_for_content_cue_and_speaker(extract: Callable[..., list[Object]], report: Path) -> None:
    quote = one(extract(report), "quotes")
    for column, words in (
        ("content", "“The rivers are shared,”"),
        ("cue", "said"),
        ("speaker_text", "Silva"),
        ("verbatim", "The rivers are shared,"),
    ):
        assert quote["values"][column] == words
        assert [REPORT[s:e] for s, e in quote["spans"][column]] == [words], column
    assert (quote["values"]["start_char"], quote["values"]["end_char"]) == tuple(quote["spans"]["content"][0])


def test_published_dates_what_the_report_leaves_open(extract: Callable[..., list[Object]], report: Path) -> None:
    dated = one(extract(report, "--published", "2021-06-09"), "meetings")["values"]
    assert (dated["date"], dated["date_basis"], dated["date_precision"]) == ("2021-06-08", "day_and_publication", "day")
    assert dated["date_from"] == dated["date_to"] == "2021-06-08"
    bare = one(extract(report), "meetings")["values"]
    assert {bare[c] for c in ("date", "date_from", "date_to", "date_basis", "date_precision")} == {None}, "never guessed"
    assert one(extract(report, "--published", "2021-06-09"), "agreements")["values"]["date"] == "2021-03"


def test_published_from_a_csv_goes_by_source(extract: Callable[..., list[Object]], report: Path) -> None:
    other = report.with_name("other.txt")
    other.write_text(REPORT, encoding="utf-8", newline="")
    days = report.parent / "days.csv"
    days.write_text("source_id,published\nreport,2021-06-09\n", encoding="utf-8")
    objects = extract(report.parent, "--published", days)
    assert {o["source"]: o["values"]["date"] for o in objects if o["table"] == "meetings"} == {
        str(report): "2021-06-08",
        str(other): None,
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("source,published\n", ("lacks a column", "source_id,published")),
        ("source_id,published\nreport,June\n", ("line 2", "June", "2025-10-21")),
        (None, ("--published", "days.csv", "2025-10-21")),
    ],
)
def test_published_that_is_no_day_is_refused(
    report: Path, text: str | None, says: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    days = report.parent / "days.csv"
    if text is not None:
        days.write_text(text, encoding="utf-8")
    assert main(["extract", str(report), "--published", str(days), "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and "Traceback" not in err and all(words in err for words in says), err


def test_a_folder_gives_what_its_files_give(extract: Callable[..., list[Object]]) -> None:
    assert extract(ROOT / "seeds") == [o for path in SEEDS for o in extract(path)]


def without_path(objects: list[Object]) -> list[Object]:
    return [{**o, "source": "", "values": {k: v for k, v in o["values"].items() if k not in ("path", "sha256")}} for o in objects]


def test_parquet_gives_what_the_files_give(extract: Callable[..., list[Object]], tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = [path.read_bytes().decode("utf-8") for path in SEEDS]
    days = [None, date(2025, 10, 21), None, None, date(2025, 10, 22)]
    table = pa.table(
        {
            "source_id": [path.stem for path in SEEDS],
            "text": texts,
            "published": pa.array(days, pa.date32()),
            "more": [1] * len(SEEDS),
        }
    )
    pq.write_table(table, tmp_path / "reports.parquet")
    csv_file = tmp_path / "days.csv"
    csv_file.write_text("source_id,published\n" + "".join(f"{p.stem},{d}\n" for p, d in zip(SEEDS, days) if d), encoding="utf-8")
    found = extract(tmp_path / "reports.parquet")
    assert without_path(found) == without_path(extract(ROOT / "seeds", "--published", csv_file))
    assert {o["source"] for o in found} == {path.stem for path in SEEDS}
    assert {o["values"]["sha256"] for o in found if o["table"] == "sources"} == {
        hashlib.sha256(path.read_bytes()).hexdigest() for path in SEEDS
    }


def test_parquet_without_dates_takes_those_given(extract: Callable[..., list[Object]], tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"source_id": ["a"], "text": [REPORT]}), tmp_path / "reports.parquet")
    assert one(extract(tmp_path / "reports.parquet", "--published", "2021-06-09"), "meetings")["values"]["date"] == "2021-06-08"
    pq.write_table(
        pa.table({"source_id": ["a", "b"], "text": [REPORT, ""], "published": ["2021-06-09", None]}), tmp_path / "text.parquet"
    )
    assert one(extract(tmp_path / "text.parquet"), "meetings")["values"]["date"] == "2021-06-08"


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("gone.txt", None, ("gone.txt", "is not there")),
        ("bytes.txt", b"Iraq \xe9", ("bytes.txt", "byte 5", "UTF-8")),
        ("empty.txt", b"", ("empty.txt", "is empty")),
        ("no.parquet", b"PAR1", ("no.parquet", "no Parquet file", "source_id, text")),
    ],
)
def test_what_cannot_be_read_is_said(
    name: str, raw: bytes | None, says: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if raw is not None:
        (tmp_path / name).write_bytes(raw)
    assert main(["extract", str(tmp_path / name), "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and "Traceback" not in err and all(words in err for words in says), err


def test_parquet_without_text_or_with_a_wrong_day_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"source_id": ["a"]}), tmp_path / "a.parquet")
    assert main(["extract", str(tmp_path / "a.parquet")]) == 1
    assert "lacks a column" in (err := capsys.readouterr().err) and "'text'" in err
    pq.write_table(pa.table({"source_id": ["a"], "text": [REPORT], "published": ["June"]}), tmp_path / "b.parquet")
    assert main(["extract", str(tmp_path / "b.parquet")]) == 1
    err = capsys.readouterr().err
    assert "b.parquet" in err and "June" in err and "Traceback" not in err


def parquet(path: Path, **columns: Any) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"source_id": pa.array(["a", "b"]), "text": pa.array([REPORT, REPORT])} | columns), path)
    return path


def test_a_timestamp_stands_for_its_day(extract: Callable[..., list[Object]], tmp_path: Path) -> None:
    import pyarrow as pa

    for unit in ("s", "us", "ns"):
        days = pa.array([datetime(2021, 6, 9, 23, 59), None], pa.timestamp(unit))
        objects = extract(parquet(tmp_path / "in.parquet", published=days))
        found = {o["source"]: o["values"]["date"] for o in objects if o["table"] == "meetings"}
        assert found == {"a": "2021-06-08", "b": None}


@pytest.mark.parametrize(
    ("column", "values", "says"),
    [
        ("published", [1, 2], ("column published", "wrong type", "int64", "days")),
        ("published", [1.5, 2.5], ("column published", "wrong type", "double", "days")),
        ("text", [1, 2], ("column text", "wrong type", "int64")),
        ("text", [b"x", b"y"], ("column text", "wrong type", "binary")),
        ("text", [["x"], ["y"]], ("column text", "wrong type", "list")),
        ("text", ["x", None], ("row 2, b", "has no text")),
        ("source_id", ["a", None], ("row 2", "has no source_id")),
        ("source_id", ["a", "a"], ("rows 1 and 2", "source_id is used twice", "'a'")),
    ],
)
def test_parquet_with_wrong_values_is_refused(
    column: str, values: list[Any], says: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import pyarrow as pa

    path = parquet(tmp_path / "in.parquet", **{column: pa.array(values)})
    assert main(["extract", str(path), "--json"]) == 1
    err = capsys.readouterr().err
    assert all(words in err for words in (str(path), *says)), err
    assert len(err.splitlines()) == 2


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"source_id,published\nreport,2021-06-0\xe9\n", ("is not UTF-8", "byte 36", "e9", "save it as UTF-8")),
        (
            b"source_id,published\nreport,2021-06-09\nreport,2021-06-10\n",
            ("line 3", "'report' a second day", "2021-06-09, then 2021-06-10", "keep one"),
        ),
        (b"source_id,published\n,2021-06-09\n", ("line 2", "has no source_id")),
        (b"source_id,published\nreport\n", ("line 2", "is no day")),
    ],
)
def test_a_list_of_days_with_something_wrong_is_refused(
    raw: bytes, says: tuple[str, ...], report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    days = report.with_name("days.csv")
    days.write_bytes(raw)
    assert main(["extract", str(report), "--published", str(days), "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and all(words in err for words in (str(days), *says)), err


def test_a_list_of_days_may_begin_with_a_byte_order_mark(extract: Callable[..., list[Object]], report: Path) -> None:
    days = report.with_name("days.csv")
    days.write_bytes(b"\xef\xbb\xbfsource_id,published\nreport,2021-06-09\nreport,2021-06-09\n")
    assert one(extract(report, "--published", days), "meetings")["values"]["date"] == "2021-06-08"


def test_days_of_no_input_are_said(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    days = report.with_name("days.csv")
    days.write_text("source_id,published\nreport,2021-06-09\nreprot,2021-06-10\n")
    assert main(["extract", str(report), "--published", str(days), "--json"]) == 0
    err = capsys.readouterr().err
    assert str(days) in err and "'reprot'" in err and "'report'" not in err and len(err.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_file_name_that_is_not_utf8(extract: Callable[..., list[Object]], report: Path) -> None:
    odd = os.path.join(os.fsencode(report.parent), b"bad\xff.txt")
    os.rename(report, odd)
    assert extract(os.fsdecode(odd))[0]["source"].endswith("bad\\xff.txt")


def test_a_folder_that_may_not_be_read(report: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object) -> list[str]:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("baghdad_tehran.make.documents.os.listdir", refuse)  # the superuser may read any
    assert main(["extract", str(report.parent), "--json"]) == 1
    err = capsys.readouterr().err
    assert str(report.parent) in err and "Permission denied" in err and "check its permissions" in err


def test_csv_is_one_line_a_row(extract: Callable[..., list[Object]], report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    objects = extract(report)
    assert main(["extract", str(report), "--csv"]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[0] == ["source", "table", "id", "rule", "values"] and len(rows) == len(objects) + 1
    assert [row[2] for row in rows[1:]] == [o["id"] for o in objects]


def test_the_same_text_gives_the_same_bytes(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Also with another hash seed, in another process and another folder."""
    command = ["extract", str(ROOT / "seeds"), "--json"]
    assert main(command) == 0
    here = capfd.readouterr().out
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    process = [sys.executable, "-m", "baghdad_tehran", *command]
    environment = os.environ | {"PYTHONHASHSEED": seed}
    there = subprocess.run(process, env=environment, cwd=tmp_path, capture_output=True, check=True).stdout
    assert there.decode("utf-8") == here != ""


def test_one_report_knows_nothing_of_another(extract: Callable[..., list[Object]], tmp_path: Path) -> None:
    alone = extract(SEEDS[1])
    assert [o for o in extract(ROOT / "seeds") if o["source"] == str(SEEDS[1])] == alone
