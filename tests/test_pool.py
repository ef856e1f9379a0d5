"""The processes of `extract`: the bytes of one process, whatever dies; memory that stays flat; an end that takes all with it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from many_reports import DOCUMENTS, Dying, alone, parquet, posix, run, write_reports
from once import made_once

from baghdad_tehran.errors import Problem
from baghdad_tehran.make.batches import Job, Printed, Printer
from baghdad_tehran.make.engines import jobs_of, run_here
from baghdad_tehran.make.pool import run_in_processes
from baghdad_tehran.make.text import Document

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "reports")


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("count", [1, 3, len(DOCUMENTS)])
def test_processes_give_the_bytes_of_one_process(count: int, form: str) -> None:
    assert "".join(p.text for p in run_in_processes(Printer(form), jobs_of(iter(DOCUMENTS), count=count), 2)) == alone(form=form)


def test_rules_that_cannot_be_read_are_said_once(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="."):
        list(run_in_processes(Printer("json", tmp_path), jobs_of(iter(DOCUMENTS), count=1), 2))


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


def test_the_command_names_a_document_that_kills(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before, _ = run(folder, "--json", capsys=capsys)
    monkeypatch.setattr(
        "baghdad_tehran.make.extracting.Printer",
        lambda form, root: Dying(form, root, "report-0005", 99, str(tmp_path / "deaths")),
    )
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


def with_few_rules(site: Path) -> None:
    """An installation whose rules are read in no time: those that tell apart the parts of a report, and those of its source."""
    package, data = site / "baghdad_tehran", site / "baghdad_tehran" / "_data"
    shutil.copytree(ROOT / "src" / "baghdad_tehran", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "schemas", data / "schemas")
    shutil.copytree(ROOT / "build" / "vocabulary", data / "build" / "vocabulary")
    (data / "build" / "rules").mkdir()
    for name in ("segments.toml", "sources.toml"):
        shutil.copyfile(ROOT / "build" / "rules" / name, data / "build" / "rules" / name)


@pytest.fixture
def long_run(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """A run of two processes on more than it will be given time for; a process group of its own."""
    site = made_once(tmp_path_factory, "few-rules", with_few_rules)
    environment = os.environ | {"PYTHONPATH": str(site)}
    documents = [replace(DOCUMENTS[n % 13], source_id=f"r{n:06}") for n in range(40_000)]
    table = parquet(tmp_path / "many.parquet", documents)
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "baghdad_tehran", "extract", str(table), "--json", "--workers", "2"]
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=hears_ctrl_c,
            env=environment,
        )
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
    for wait in (0.6, 1.0, 1.6, 3.0):  # seconds: while Python starts, and while the rules are read
        command = [sys.executable, "-m", "baghdad_tehran", "extract", str(table), "--json", "--workers", "2"]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=hears_ctrl_c
        )
        time.sleep(wait)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=10)  # which is less than reading the rules takes where there is much to do
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


ASKED_AND_GONE = """
import multiprocessing, os, socket
from multiprocessing import forkserver
multiprocessing.get_context("forkserver").set_forkserver_preload(["baghdad_tehran.make.preload"])
forkserver.ensure_running()
with socket.socket(socket.AF_UNIX) as asking:
    asking.connect(forkserver._forkserver._forkserver_address)
os.waitpid(forkserver._forkserver._forkserver_pid, 0)
"""


@posix
def test_who_is_interrupted_while_asking_for_a_worker_hears_nothing_of_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED_AND_GONE], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
