"""What takes long says so on a terminal, and nowhere else."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import pytest
import small_release

from baghdad_tehran import cli, location, waiting


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


@pytest.mark.parametrize("done, total, full", [(0, 3, 0), (1, 3, 6), (2, 3, 13), (3, 3, 20), (0, 0, 0), (5, 3, 20), (999, 1000, 19)])
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
