"""`extract` on many documents: the same bytes however the work is divided, flat memory, and no document pays for another."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sample_report import REPORT

from baghdad_tehran.cli import main
from baghdad_tehran.errors import Problem
from baghdad_tehran.make import batches
from baghdad_tehran.make.batches import Failure, Job, Printed, Printer, documents_schema, extract_batch, objects_of
from baghdad_tehran.make.engines import jobs_of, run_here
from baghdad_tehran.make.pool import run_in_processes
from baghdad_tehran.make.progress import Progress
from baghdad_tehran.make.text import Document

ROOT = Path(__file__).resolve().parents[1]
NAMES = ["Silva", "Rojas", "al-Hadi", "Şahin", "Brandt", "Okafor", "Lindqvist", "Moreau"]
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and process groups")


def document(number: int) -> Document:
    text = REPORT.replace("Silva", NAMES[number % len(NAMES)]).replace("water", f"water and trade route {number}") * (1 + number % 3)
    name = f"report-{number:04}"
    return Document(name, text, hashlib.sha256(text.encode()).hexdigest(), name, date(2021, 6, 9) if number % 2 else None)


DOCUMENTS = [document(n) for n in range(13)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    for one in DOCUMENTS:
        (tmp_path / "reports" / f"{one.source_id}.txt").write_text(one.text, encoding="utf-8", newline="")
    return tmp_path / "reports"


def parquet(path: Path, documents: list[Document], **options: Any) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {"source_id": [d.source_id for d in documents], "text": [d.text for d in documents], "published": pa.array([d.published for d in documents], pa.date32())}
    pq.write_table(pa.table(columns), path, **options)
    return path


def run(*arguments: object, capsys: pytest.CaptureFixture[str], code: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    assert main(["extract", *map(str, arguments)]) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return out, err


def alone(documents: list[Document] = DOCUMENTS, form: str = "json") -> str:
    return "".join(p.text for p in run_here(Printer(form), jobs_of(iter(documents), count=1)))


# -- a batch in, a batch out ------------------------------------------------------------------------------------------------


def batch_of(documents: list[Document]) -> Any:
    import pyarrow as pa

    return pa.RecordBatch.from_pylist([{k: getattr(d, k) for k in documents_schema().names} for d in documents], schema=documents_schema())


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


def test_the_command_names_a_document_that_fails(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
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

    for results in (run_here(Printer("json"), jobs_of(documents())), run_in_processes(Printer("json"), jobs_of(documents(), count=1), 2)):
        text = ""
        with pytest.raises(Problem, match="is torn"):
            for printed in results:
                text += printed.text
        assert text == alone(DOCUMENTS[:3])


# -- processes --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("count", [1, 3, len(DOCUMENTS)])
def test_processes_give_the_bytes_of_one_process(count: int, form: str) -> None:
    assert "".join(p.text for p in run_in_processes(Printer(form), jobs_of(iter(DOCUMENTS), count=count), 2)) == alone(form=form)


@pytest.mark.parametrize("form", ["--json", "--csv"])
def test_workers_of_the_command(folder: Path, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (folder, parquet(tmp_path / "reports.parquet", DOCUMENTS, row_group_size=4)):
        one, _ = run(path, form, "--workers", 1, capsys=capsys)
        assert run(path, form, "--workers", 2, capsys=capsys) == (one, "")
        assert run(path, form, capsys=capsys) == (one, "")


def test_a_pool_is_started_where_it_is_worth_it(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
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


def test_rules_that_cannot_be_read_are_said_once(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="."):
        list(run_in_processes(Printer("json", tmp_path), jobs_of(iter(DOCUMENTS), count=1), 2))


@dataclass(frozen=True)
class Dying(Printer):
    """A printer in whose hands one document kills the process that reads it, so many times."""

    source_id: str = ""
    times: int = 0
    count: str = ""  # a file that keeps the count

    def __call__(self, job: Job) -> Printed:
        if any(isinstance(d, Document) and d.source_id == self.source_id for d in job):
            with open(self.count, "a+") as file:
                file.write("x")
                file.seek(0)
                if len(file.read()) <= self.times:
                    file.close()
                    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        return Printer(self.form, self.root)(job)


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("count", [1, 4])
def test_a_worker_that_dies_costs_time_and_nothing_else(times: int, count: int, tmp_path: Path) -> None:
    task = Dying("json", None, "report-0005", times, str(tmp_path / "deaths"))
    printed = list(run_in_processes(task, jobs_of(iter(DOCUMENTS), count=count), 2))
    assert "".join(p.text for p in printed) == alone() and not any(p.failures for p in printed)
    assert sum(p.documents for p in printed) == len(DOCUMENTS)
    assert len((tmp_path / "deaths").read_text()) == times + 1


@pytest.mark.parametrize("count", [1, 4])
def test_a_document_that_kills_every_worker_is_given_up(count: int, tmp_path: Path) -> None:
    task = Dying("json", None, "report-0005", 99, str(tmp_path / "deaths"))
    printed = list(run_in_processes(task, jobs_of(iter(DOCUMENTS), count=count), 2))
    assert "".join(p.text for p in printed) == alone([d for d in DOCUMENTS if d.source_id != "report-0005"])
    (failure,) = [failure for p in printed for failure in p.failures]
    assert failure.source == "report-0005" and "the process that read it died each time" in failure.message
    assert len((tmp_path / "deaths").read_text()) == 3, "twice again"


def test_the_command_names_a_document_that_kills(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    before, _ = run(folder, "--json", capsys=capsys)
    monkeypatch.setattr("baghdad_tehran.make.extracting.Printer", lambda form, root: Dying(form, root, "report-0005", 99, str(tmp_path / "deaths")))
    out, err = run(folder, "--json", "--workers", 2, capsys=capsys, code=1)
    assert "report-0005.txt" in err and "died" in err and len(err.splitlines()) == 1
    assert out.splitlines() == [line for line in before.splitlines() if "report-0005.txt" not in json.loads(line)["source"]]


@dataclass(frozen=True)
class Stillborn(Printer):
    def prepare(self) -> None:
        os._exit(3)


def test_workers_that_never_begin_are_said() -> None:
    with pytest.raises(Problem, match="exit code 3"):
        list(run_in_processes(Stillborn("json"), jobs_of(iter(DOCUMENTS), count=1), 2))


# -- ends -------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def long_run(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """A run of two processes on more than it will be given time for; a process group of its own."""
    documents = [replace(DOCUMENTS[n % 13], source_id=f"r{n:06}") for n in range(40_000)]
    table = parquet(tmp_path / "many.parquet", documents)
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "baghdad_tehran", "extract", str(table), "--json", "--workers", "2"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=hears_ctrl_c)
        started.append(process)
        assert process.stdout is not None and process.stdout.readline().startswith(b"{")
        return process

    yield start
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def all_gone(group: int) -> bool:
    """Within a few seconds nothing of the process group is left."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def hears_ctrl_c() -> None:
    """Where the tests run in the background of a shell, an interrupt would be ignored by whatever they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@posix
def test_ctrl_c_ends_quietly_and_ends_all(long_run: Callable[..., subprocess.Popen[bytes]]) -> None:
    process = long_run()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process of the group
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, b"")
    assert all_gone(process.pid)


@posix
def test_ctrl_c_while_the_processes_start(tmp_path: Path) -> None:
    table = parquet(tmp_path / "few.parquet", DOCUMENTS)
    for wait in (0.6, 1.0, 1.6):
        command = [sys.executable, "-m", "baghdad_tehran", "extract", str(table), "--json", "--workers", "2"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=hears_ctrl_c)
        time.sleep(wait)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=30)
        # On a busy machine Python itself may not have begun: then the signal ends it, and nothing of ours has run.
        assert process.returncode == -signal.SIGINT or process.returncode in (130, 0) and err == b""
        assert all_gone(process.pid)


@posix
def test_whoever_reads_may_stop(long_run: Callable[..., subprocess.Popen[bytes]]) -> None:
    process = long_run()
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.wait(timeout=30) == 0 and process.stderr.read() == b""
    process.stderr.close()
    assert all_gone(process.pid)


@posix
def test_processes_end_with_the_one_that_started_them(long_run: Callable[..., subprocess.Popen[bytes]]) -> None:
    process = long_run()
    process.kill()
    process.communicate(timeout=30)
    assert all_gone(process.pid)


# -- memory -----------------------------------------------------------------------------------------------------------------


def peak(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@dataclass(frozen=True)
class Echo:
    """Gives ten times what it takes, and no time to look at it."""

    def prepare(self) -> None:
        pass

    def __call__(self, job: Job) -> Printed:
        return Printed("".join(d.text for d in job if isinstance(d, Document)) * 10, documents=len(job))


def test_memory_does_not_grow_with_the_number_of_documents() -> None:
    """Neither where they are read nor where results come together."""

    def many(n: int) -> Iterator[Document]:
        return (replace(DOCUMENTS[i % 13], text=DOCUMENTS[i % 13].text + str(i)) for i in range(n))

    def pooled(n: int) -> None:
        for _ in run_in_processes(Echo(), jobs_of(many(n), characters=20_000), 2, window=4):
            time.sleep(0.01)  # so that the window fills, whatever else the machine does: it is what may be held

    def here(n: int) -> None:
        for _ in run_here(Printer("json"), jobs_of(many(n), count=1)):
            pass

    here(13)  # caches of the rules are full
    for work, n in ((pooled, 3000), (here, 26)):
        few, more = peak(lambda: work(n)), peak(lambda: work(4 * n))
        assert more < 1.5 * few, (work.__name__, few, more)


def test_one_long_document_does_not_let_the_others_pile_up(tmp_path: Path) -> None:
    taken = 0

    def documents() -> Iterator[Document]:
        nonlocal taken
        for taken in range(1, 500):
            yield replace(DOCUMENTS[0], source_id="slow" if taken == 1 else f"d{taken}", text="x")

    results = run_in_processes(Slow(), jobs_of(documents(), count=1), 2, window=5)
    next(results)
    assert taken <= 12, "two workers, five jobs each, and the one that is looked ahead"
    results.close()


@dataclass(frozen=True)
class Slow(Echo):
    def __call__(self, job: Job) -> Printed:
        if any(isinstance(d, Document) and d.source_id == "slow" for d in job):
            time.sleep(1)
        return Printed(documents=len(job))


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

    path = parquet(tmp_path / "a.parquet", DOCUMENTS, row_group_size=5, compression="zstd", use_dictionary=False, write_page_checksum=True)
    chunk = pq.ParquetFile(path).metadata.row_group(2).column(1)
    raw = bytearray(path.read_bytes())
    for at in range(chunk.data_page_offset + 30, chunk.data_page_offset + chunk.total_compressed_size):
        raw[at] ^= 0xFF
    path.write_bytes(raw)
    for workers in (1, 2):
        out, err = run(path, "--json", "--workers", workers, capsys=capsys, code=1)
        assert "a.parquet" in err and "cannot be read" in err
        assert alone(DOCUMENTS[:10]).startswith(out) and {json.loads(line)["source"] for line in out.splitlines()} >= {"report-0004"}


# -- progress ---------------------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("baghdad_tehran.make.progress.time.monotonic", lambda: now)
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    progress = Progress(4000)
    for now in (0.5, 0.9):
        progress.step(100, 1_000_000)
    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]
    for now in (2.0, 2.1):
        progress.step(1000, 1_000_000)
    assert sys.stderr.getvalue() == "\r\x1b[K1,200 of 4,000 documents, 1.50 million characters/s"  # type: ignore[attr-defined]
    progress.clear()
    progress.clear()
    assert sys.stderr.getvalue().endswith("/s\r\x1b[K")  # type: ignore[attr-defined]


def test_no_progress_where_nobody_watches_or_the_rows_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("baghdad_tehran.make.progress.time.monotonic", lambda: now)
    for err, out in ((io.StringIO(), io.StringIO()), (Terminal(), Terminal())):
        monkeypatch.setattr(sys, "stderr", err)
        monkeypatch.setattr(sys, "stdout", out)
        progress = Progress(9)
        now += 10
        progress.step(1, 1)
        progress.clear()
        assert err.getvalue() == ""


# -- Dask -------------------------------------------------------------------------------------------------------------------


def test_dask_that_is_missing_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setitem(sys.modules, "dask", None)
    out, err = run(folder, "--json", "--engine", "dask", capsys=capsys, code=1)
    assert out == "" and "dask, which is not installed" in err and "[make,dask]" in err


@pytest.fixture
def dask() -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")


@pytest.mark.usefixtures("dask")
def test_dask_gives_the_bytes_of_one_process(folder: Path) -> None:
    def extract(*more: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([sys.executable, "-m", "baghdad_tehran", "extract", str(folder), "--json", *more], capture_output=True)

    one, cluster = extract(), extract("--engine", "dask", "--workers", "2")
    assert (cluster.returncode, cluster.stderr) == (0, b"")
    assert cluster.stdout == one.stdout != b""


@pytest.mark.usefixtures("dask")
def test_dask_whose_workers_die_gives_up_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from baghdad_tehran.make.cluster import run_on_dask

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]))
    task = Dying("json", None, "report-0005", 99, str(tmp_path / "deaths"))
    printed = list(run_on_dask(task, jobs_of(iter(DOCUMENTS), count=4), 2))
    assert "".join(p.text for p in printed) == alone([d for d in DOCUMENTS if d.source_id != "report-0005"])
    assert [f.source for p in printed for f in p.failures] == ["report-0005"]


@pytest.mark.usefixtures("dask")
def test_a_dask_cluster_that_does_not_answer_is_said(folder: Path) -> None:
    environment = os.environ | {"DASK_SCHEDULER_ADDRESS": "tcp://127.0.0.1:9", "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"}
    command = [sys.executable, "-m", "baghdad_tehran", "extract", str(folder), "--json", "--engine", "dask"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 1 and done.stdout == "" and "Traceback" not in done.stderr
    assert "DASK_SCHEDULER_ADDRESS" in done.stderr and "tcp://127.0.0.1:9" in done.stderr


@pytest.mark.usefixtures("dask")
@posix
def test_a_named_dask_cluster_is_used(folder: Path, tmp_path: Path) -> None:
    address = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(address)], **quiet)  # type: ignore[call-overload]
    worker = subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_worker", "--no-dashboard", "--nthreads", "1", "--scheduler-file", str(address)], cwd=tmp_path, **quiet)  # type: ignore[call-overload]
    try:
        for _ in range(300):
            if address.exists() and address.stat().st_size:
                break
            time.sleep(0.1)
        command = [sys.executable, "-m", "baghdad_tehran", "extract", str(folder), "--json"]
        named = os.environ | {"DASK_SCHEDULER_ADDRESS": json.loads(address.read_text())["address"]}
        cluster = subprocess.run([*command, "--engine", "dask"], capture_output=True, env=named)
        assert (cluster.returncode, cluster.stderr) == (0, b"")
        assert cluster.stdout == subprocess.run(command, capture_output=True).stdout != b""
        assert scheduler.poll() is None and worker.poll() is None, "a cluster of others is left running"
    finally:
        for process in (worker, scheduler):
            process.terminate()
            process.wait(timeout=20)
