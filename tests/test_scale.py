"""`extract` on many documents: the same bytes however the work is divided, and no document pays for another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from many_reports import DOCUMENTS, alone, parquet, run, write_reports
from sample_report import REPORT

from baghdad_tehran.cli import main
from baghdad_tehran.errors import Problem
from baghdad_tehran.make import batches
from baghdad_tehran.make.batches import Failure, Job, Printed, Printer, documents_schema, extract_batch, objects_of
from baghdad_tehran.make.engines import jobs_of, run_here
from baghdad_tehran.make.pool import run_in_processes
from baghdad_tehran.make.text import Document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "reports")


# -- a batch in, a batch out ------------------------------------------------------------------------------------------------


def batch_of(documents: list[Document]) -> Any:
    import pyarrow as pa

    return pa.RecordBatch.from_pylist(
        [{k: getattr(d, k) for k in documents_schema().names} for d in documents], schema=documents_schema()
    )


def test_what_is_printed_can_be_had_from_the_batch() -> None:
    rows = extract_batch(batch_of(DOCUMENTS))
    assert rows.num_rows == len(alone().splitlines())
    assert [json.dumps(o, ensure_ascii=False) for o in objects_of(rows)] == alone().splitlines()


@pytest.mark.parametrize("size", [1, 3, len(DOCUMENTS)])
def test_it_does_not_matter_how_documents_are_divided_into_batches(size: int) -> None:
    import pyarrow as pa

    whole = pa.Table.from_batches([extract_batch(batch_of(DOCUMENTS))])
    parts = [extract_batch(batch_of(DOCUMENTS[n : n + size])) for n in range(0, len(DOCUMENTS), size)]
    assert pa.Table.from_batches(parts).equals(whole)


def test_an_empty_batch_gives_an_empty_batch() -> None:
    rows = extract_batch(batch_of([]))
    assert rows.num_rows == 0 and rows.schema == batches.rows_schema()


def test_path_hash_and_day_may_be_left_out_of_a_batch() -> None:
    import pyarrow as pa

    rows = list(objects_of(extract_batch(pa.record_batch({"source_id": ["a"], "text": [REPORT]}))))
    assert rows[0]["source"] == "a" and rows[0]["values"]["sha256"] == hashlib.sha256(REPORT.encode()).hexdigest()  # type: ignore[index]


def broken(monkeypatch: pytest.MonkeyPatch, source_id: str) -> None:
    honest = batches.rows_of_document

    def rows_of_document(extractor: Any, contract: Any, one: Document) -> Iterator[dict[str, Any]]:
        for number, row in enumerate(honest(extractor, contract, one)):
            if number == 2 and one.source_id == source_id:
                raise ValueError("something is amiss")
            yield row

    monkeypatch.setattr(batches, "rows_of_document", rows_of_document)


def test_a_document_that_fails_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    others = [d for d in DOCUMENTS if d.source_id != "report-0004"]
    expected = list(objects_of(extract_batch(batch_of(others))))
    broken(monkeypatch, "report-0004")
    found = list(objects_of(extract_batch(batch_of(DOCUMENTS))))
    (failure,) = [row for row in found if isinstance(row, Failure)]
    assert failure.source == "report-0004" and "ValueError: something is amiss" in failure.message
    assert [row for row in found if row is not failure] == expected


def test_the_command_names_a_document_that_fails(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before, _ = run(folder, "--json", capsys=capsys)
    broken(monkeypatch, "report-0004")
    out, err = run(folder, "--json", capsys=capsys, code=1)
    assert "report-0004.txt" in err and "ValueError: something is amiss" in err and len(err.splitlines()) == 1
    assert out.splitlines() == [line for line in before.splitlines() if "report-0004.txt" not in json.loads(line)["source"]]


# -- jobs -------------------------------------------------------------------------------------------------------------------


def test_jobs_are_divided_by_characters_and_number() -> None:
    sizes = [3, 4, 5, 100, 1, 1, 1, 1, 9]
    documents = [replace(DOCUMENTS[0], text="x" * n) for n in sizes]

    def divided(**bounds: int) -> list[list[int]]:
        return [[len(d.text) for d in job if isinstance(d, Document)] for job in jobs_of(iter(documents), **bounds)]

    assert divided(characters=10) == [[3, 4], [5], [100], [1, 1, 1, 1], [9]]
    assert divided(characters=10, count=2) == [[3, 4], [5], [100], [1, 1], [1, 1], [9]]
    assert divided() == [sizes]
    assert list(jobs_of(iter([]))) == []


def test_what_ends_the_documents_is_raised_behind_those_before_it() -> None:
    def documents() -> Iterator[Document]:
        yield from DOCUMENTS[:3]
        raise Problem("is torn")

    for results in (
        run_here(Printer("json"), jobs_of(documents())),
        run_in_processes(Printer("json"), jobs_of(documents(), count=1), 2),
    ):
        text = ""
        with pytest.raises(Problem, match="is torn"):
            for printed in results:
                text += printed.text
        assert text == alone(DOCUMENTS[:3])


# -- processes of the command ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["--json", "--csv"])
def test_workers_of_the_command(folder: Path, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (folder, parquet(tmp_path / "reports.parquet", DOCUMENTS, row_group_size=4)):
        one, _ = run(path, form, "--workers", 1, capsys=capsys)
        assert run(path, form, "--workers", 2, capsys=capsys) == (one, "")
        assert run(path, form, capsys=capsys) == (one, "")


def test_a_pool_is_started_where_it_is_worth_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started = []

    def pool(task: Printer, jobs: Iterator[Job], workers: int) -> Iterator[Printed]:
        started.append(workers)
        return run_here(task, jobs)

    monkeypatch.setattr("baghdad_tehran.make.pool.run_in_processes", pool)
    monkeypatch.setattr("baghdad_tehran.make.engines.cores", lambda: 5)
    table = parquet(tmp_path / "reports.parquet", DOCUMENTS)
    run(folder, capsys=capsys)
    run(table, capsys=capsys)
    assert started == []
    monkeypatch.setattr("baghdad_tehran.make.engines.WORTH_A_POOL", 2000)
    run(folder, capsys=capsys)
    run(table, capsys=capsys)
    run(folder, "--workers", 1, capsys=capsys)
    run(folder / "report-0000.txt", "--workers", 3, capsys=capsys)
    run(folder, "--workers", 99, capsys=capsys)
    assert started == [5, 5, len(DOCUMENTS)]


@pytest.mark.parametrize("workers", ["0", "-1", "two", "1.5"])
def test_no_number_of_workers(workers: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["extract", str(folder), f"--workers={workers}"])
    assert end.value.code == 2 and "--workers" in capsys.readouterr().err


# -- reading ----------------------------------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_read_costs_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, _ = run(folder, "--json", capsys=capsys)
    (folder / "report-0002a.txt").write_bytes(b"Iraq \xe9")
    (folder / "report-0007a.txt").write_bytes(b"")
    for workers in (1, 2):
        out, err = run(folder, "--json", "--workers", workers, capsys=capsys, code=1)
        assert out == before
        assert "report-0002a.txt" in err and "not UTF-8" in err and "report-0007a.txt" in err and "is empty" in err


def test_a_row_that_cannot_be_read_costs_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twice = [*DOCUMENTS[:5], DOCUMENTS[2], *DOCUMENTS[5:]]
    before, _ = run(parquet(tmp_path / "a.parquet", DOCUMENTS), "--json", capsys=capsys)
    out, err = run(parquet(tmp_path / "b.parquet", twice), "--json", capsys=capsys, code=1)
    assert out == before and "rows 3 and 6" in err and "source_id is used twice" in err


def test_many_failures_are_counted_and_not_all_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for n in range(30):
        (tmp_path / f"{n:02}.txt").write_bytes(b"\xff")
    out, err = run(tmp_path, "--json", capsys=capsys, code=1)
    assert out == "" and "19.txt" in err and "20.txt" not in err and "10 more documents" in err


def test_a_table_that_is_torn_gives_what_stands_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import pyarrow.parquet as pq

    path = parquet(
        tmp_path / "a.parquet", DOCUMENTS, row_group_size=5, compression="zstd", use_dictionary=False, write_page_checksum=True
    )
    chunk = pq.ParquetFile(path).metadata.row_group(2).column(1)
    raw = bytearray(path.read_bytes())
    for at in range(chunk.data_page_offset + 30, chunk.data_page_offset + chunk.total_compressed_size):
        raw[at] ^= 0xFF
    path.write_bytes(raw)
    for workers in (1, 2):
        out, err = run(path, "--json", "--workers", workers, capsys=capsys, code=1)
        assert "a.parquet" in err and "cannot be read" in err
        assert alone(DOCUMENTS[:10]).startswith(out) and {json.loads(line)["source"] for line in out.splitlines()} >= {
            "report-0004"
        }
