"""Bad seeds, rules, vocabularies, verdicts, identities and schemas: a clear message, and what was published stays as it was.

Each case changes one thing in a copy of the checkout and runs `baghdad-tehran build` on it. The message must name the file,
the place and the value where there is one, and what to do.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bad_decisions import BAD_DECISIONS_AND_SCHEMAS
from bad_rules import BAD_SEEDS_AND_RULES
from changing import SOURCE, Case, append, verdict, void_quote

from baghdad_tehran.cli import main

ROOT = Path(__file__).resolve().parents[1]
CASES = [*BAD_SEEDS_AND_RULES, *BAD_DECISIONS_AND_SCHEMAS]
PUBLISHED = ("dataset", "datapackage.json", "SHA256SUMS")

pytestmark = pytest.mark.usefixtures("checked_once")


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build reads and writes, and nothing else of the checkout."""
    folder = tmp_path_factory.mktemp("pristine")
    for name in ("build", "seeds", "schemas", "dataset"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("datapackage.json", "SHA256SUMS"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def copy(pristine: Path, tmp_path: Path) -> Path:
    # A folder of its own for each case: rules and vocabularies are read once for each folder.
    return Path(shutil.copytree(pristine, tmp_path / "checkout"))


def published(root: Path) -> dict[str, bytes]:
    files = [
        path for name in PUBLISHED for path in ([root / name] if (root / name).is_file() else sorted((root / name).rglob("*")))
    ]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files if path.is_file()}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_build_says_what_is_wrong_and_changes_nothing(case: Case, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = published(copy)
    case.change(copy)
    code = main(["build", "--root", str(copy)])
    out, err = capsys.readouterr()
    assert code == 1, err
    assert "Traceback" not in err and out == ""
    for words in (*case.says, *([case.also(copy)] if case.also else [])):
        assert words in err, (words, err)
    assert len(err.strip().splitlines()) <= 3, f"one message, not many: {err}"
    assert len(err) < 2500, err
    assert published(copy) == before
    assert not [path.name for path in copy.iterdir() if path.name.startswith(".")], "nothing is left behind"


@pytest.mark.newest
def test_the_unchanged_copy_builds(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Else every case above could fail for a reason of its own."""
    before = published(copy)
    assert main(["build", "--root", str(copy)]) == 0, capsys.readouterr().err
    assert published(copy) == before


def test_from_the_shell_too(copy: Path) -> None:
    """A process of its own: exit code, one message on stderr, no traceback. A schema is read before the rules."""
    (copy / "schemas" / "people.json").write_bytes(b"\xff\xfe")
    before = published(copy)
    run = subprocess.run([sys.executable, "-m", "baghdad_tehran", "build", "--root", str(copy)], capture_output=True, text=True)
    assert run.returncode == 1 and run.stdout == ""
    assert "people.json" in run.stderr and "Traceback" not in run.stderr and len(run.stderr.strip().splitlines()) <= 3
    assert published(copy) == before


def test_a_folder_that_is_no_checkout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--root", str(tmp_path)]) in (1, 2)
    err = capsys.readouterr().err
    assert str(tmp_path) in err and "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.newest
def test_a_verdict_that_answers_to_no_hit_is_said_and_the_rest_stands(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    verdict(hit="f" * 16, rule="long-gone", text="words that were once a hit")(copy)
    assert main(["build", "--root", str(copy)]) == 0
    err = capsys.readouterr().err
    assert "no hit answers to this verdict any more" in err and SOURCE in err and "long-gone" in err


@pytest.mark.newest
def test_a_decision_on_a_quote_that_is_not_published_is_said_and_the_rest_stands(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    append("build/identities/utterances.csv", f"{void_quote()},{void_quote()},different,words,r,c,2026-01-01\n")(copy)
    assert main(["build", "--root", str(copy)]) == 0
    err = capsys.readouterr().err
    assert "decides nothing any more" in err and "utterances.csv" in err and void_quote() in err


def test_a_byte_order_mark_is_no_part_of_a_column(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = copy / "build/identities/people.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert main(["build", "--root", str(copy)]) == 0, capsys.readouterr().err


@pytest.mark.newest
def test_a_new_seed_without_ledger_or_coding_builds_and_builds_again(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = b"President Ana Silva met Prime Minister Ben Rojas in Lima on June 3, 2024.\n"
    (copy / "seeds/005_new.txt").write_bytes(raw)
    append(
        "seeds/sources.toml",
        f'\n[[source]]\nfile = "005_new.txt"\nsha256 = "{hashlib.sha256(raw).hexdigest()}"\nsupplied = {{ language = "en" }}\n',
    )(copy)
    for _ in range(2):
        assert main(["build", "--root", str(copy)]) == 0, capsys.readouterr().err
        assert "hits are open" in capsys.readouterr().err
