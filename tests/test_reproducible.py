"""The same inputs give the same bytes, a second build changes nothing, and the dataset in git is what its inputs build."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from once import made_once

from baghdad_tehran.cli import main

ROOT = Path(__file__).resolve().parents[1]
INPUTS = ("build", "seeds", "schemas")
OUTPUTS = ("dataset", "datapackage.json", "SHA256SUMS")

# The same on each Python is what .ci/run holds: it builds on all of them.
pytestmark = [pytest.mark.newest, pytest.mark.usefixtures("checked_once")]


def inputs(folder: Path) -> Path:
    for name in INPUTS:
        shutil.copytree(ROOT / name, folder / name)
    return folder


def build_elsewhere(root: Path, **environment: str) -> str:
    """Runs the command in a process of its own, as a person does, from another folder; gives what it says."""
    command = [sys.executable, "-m", "baghdad_tehran", "build", "--root", str(root)]
    run = subprocess.run(command, cwd=root.parent, env=os.environ | environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stderr


def build_here(root: Path) -> None:
    """Runs the command in this process, whose hashes have a seed of their own."""
    with redirect_stderr(io.StringIO()) as said, redirect_stdout(said):
        assert main(["build", "--root", str(root)]) == 0, said.getvalue()


def released(root: Path) -> dict[str, bytes]:
    files = [path for name in OUTPUTS for path in ([root / name] if (root / name).is_file() else sorted((root / name).iterdir()))]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files if path.is_file()}


def times(root: Path) -> dict[str, tuple[int, int]]:
    return {name: ((root / name).stat().st_mtime_ns, (root / name).stat().st_ino) for name in released(root)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release built from the inputs alone, where there was none before."""
    return made_once(tmp_path_factory, "built", lambda made: build_here(inputs(made / "a folder"))) / "a folder"


def test_the_dataset_in_git_is_what_its_inputs_build(built: Path) -> None:
    made, kept = released(built), released(ROOT)
    assert set(made) == set(kept)
    assert [name for name in made if made[name] != kept[name]] == [], "run `make build` and commit what it changes"


def test_two_builds_in_two_places_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    other = inputs(tmp_path / "other")
    # Files made in another order, at another time, read in another time zone, language and hash order.
    for path in sorted(other.rglob("*"), reverse=True):
        os.utime(path, (1, 1))
    said = build_elsewhere(other, PYTHONHASHSEED="2", TZ="Asia/Tehran", LC_ALL="C", SOURCE_DATE_EPOCH="1")
    assert released(other) == released(built)
    assert "files changed" in said


def test_a_second_build_changes_nothing_and_says_so(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = Path(shutil.copytree(built, tmp_path / "again"))
    before, content = times(root), released(root)
    assert main(["build", "--root", str(root)]) == 0
    said = capsys.readouterr().err
    assert times(root) == before and released(root) == content
    assert "Nothing changed" in said and "files changed" not in said
    assert not [path.name for path in root.iterdir() if path.name.startswith(".")]
    # And what was made, in a short table, with nothing left to do.
    for words in ("sources", "provenance", "accepted", "read twice", "stage", "seconds", "validation"):
        assert words in said
    assert "open" not in [line.split()[0] for line in said.splitlines() if line.strip()], "no hit is open"
    assert "no identity decision" not in said and "decides nothing any more" not in said and "no hit answers" not in said


def test_a_build_leaves_its_inputs_alone(built: Path) -> None:
    for name in INPUTS:
        for path in (ROOT / name).rglob("*"):
            if path.is_file():
                assert (built / path.relative_to(ROOT)).read_bytes() == path.read_bytes()
        assert {p.relative_to(built) for p in (built / name).rglob("*")} == {
            p.relative_to(ROOT) for p in (ROOT / name).rglob("*")
        }


@pytest.mark.slow
def test_a_damaged_release_is_mended(built: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(built, damaged)
    (damaged / "dataset" / "people.parquet").write_bytes(b"")
    (damaged / "dataset" / "left.parquet").write_bytes(b"an old table")
    (damaged / "SHA256SUMS").unlink()
    assert main(["build", "--root", str(damaged)]) == 0
    assert released(damaged) == released(built)
