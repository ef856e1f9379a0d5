"""What takes long says so on a terminal, and nowhere else."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import pytest
import small_release

from baghdad_tehran import cli, location, waiting
from baghdad_tehran.make.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_PATIENCE", 0.01)
    monkeypatch.setattr(waiting, "_PAUSE", 0.01)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")


def test_a_line_says_what_is_done_and_is_taken_away(impatient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    with pytest.raises(KeyError), waiting.waiting("Counting sheep"):
        while screen.getvalue().count("Counting sheep … 0 s") < 2:
            time.sleep(0.01)
        raise KeyError
    assert screen.getvalue().endswith("\r\x1b[K") and "\n" not in screen.getvalue()


def test_a_bar_says_how_far_it_is(impatient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    with waiting.waiting("Counting sheep", 4) as step:
        step()
        while "Counting sheep █████░░░░░░░░░░░░░░░ 1 of 4 steps … 0 s" not in screen.getvalue():
            time.sleep(0.01)
        for _ in range(3):
            step()
        while "Counting sheep ████████████████████ 4 of 4 steps … 0 s" not in screen.getvalue():
            time.sleep(0.01)
    assert screen.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize(
    "done, total, full", [(0, 3, 0), (1, 3, 6), (2, 3, 13), (3, 3, 20), (0, 0, 0), (5, 3, 20), (999, 1000, 19)]
)
def test_a_bar_is_full_only_at_the_end(done: int, total: int, full: int) -> None:
    assert waiting.bar(done, total) == "█" * full + "░" * (20 - full)


def test_what_is_quick_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    with waiting.waiting("Counting sheep"):
        pass
    assert screen.getvalue() == ""


def test_nothing_is_said_where_nobody_watches(impatient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for stream, term in ((io.StringIO(), "xterm"), (Terminal(), "dumb")):
        monkeypatch.setenv("TERM", term)
        monkeypatch.setattr(sys, "stderr", stream)
        with waiting.waiting("Counting sheep"):
            time.sleep(0.1)
        assert stream.getvalue() == ""


def test_an_export_that_takes_long_says_so(impatient: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = small_release.write_release(tmp_path / "release")
    monkeypatch.setattr(location, "data_root", lambda: root)
    monkeypatch.setattr(sys, "stderr", screen := Terminal())
    assert cli.main(["export", str(tmp_path / "out"), "--to", "jsonl"]) == 0
    assert "Writing the tables as jsonl … 0 s" in screen.getvalue()
    assert screen.getvalue().rpartition("\x1b[K")[2].startswith(str(tmp_path / "out"))


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
    assert sys.stderr.getvalue() == "\r\x1b[K██████░░░░░░░░░░░░░░ 1,200 of 4,000 documents, 1.50 million characters/s"  # type: ignore[attr-defined]
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
