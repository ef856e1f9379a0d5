"""`extract --engine dask`: the bytes of one process. All but the first need the extra `dask`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from many_reports import DOCUMENTS, Dying, alone, posix, run, write_reports

from baghdad_tehran.make.engines import jobs_of

pytestmark = pytest.mark.newest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "reports")


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
        return subprocess.run(
            [sys.executable, "-m", "baghdad_tehran", "extract", str(folder), "--json", *more], capture_output=True
        )

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
    scheduler = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "distributed.cli.dask_scheduler",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            str(address),
        ],
        **quiet,
    )  # type: ignore[call-overload]
    worker = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "distributed.cli.dask_worker",
            "--no-dashboard",
            "--nthreads",
            "1",
            "--scheduler-file",
            str(address),
        ],
        cwd=tmp_path,
        **quiet,
    )  # type: ignore[call-overload]
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
