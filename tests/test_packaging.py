"""The distributions, as a stranger gets them: what is in them, the same bytes each time, and at work in an empty environment."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from baghdad_tehran import __version__

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DATA = "baghdad_tehran/_data/"
DISTRIBUTED = [
    name for name in PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"] if (ROOT / name).exists()
]

needs_release = pytest.mark.skipif(not (ROOT / "datapackage.json").is_file(), reason="the dataset is not built yet: make build")


def test_only_duckdb_is_needed_to_read_and_the_builder_is_pinned_once() -> None:
    (needed,) = PROJECT["project"]["dependencies"]
    assert needed.startswith("duckdb")
    (builder,) = PROJECT["build-system"]["requires"]
    assert builder in PROJECT["project"]["optional-dependencies"]["test"]


def test_nothing_stands_in_the_way_of_the_folder_build() -> None:
    assert not (ROOT / "build" / "__init__.py").exists() and not (ROOT / "build" / "__main__.py").exists()
    assert not (ROOT / "build.py").exists()
    for name in ("build/rules/new.toml", "build/checks/new.jsonl", "dataset/new.parquet"):
        ignored = subprocess.run(["git", "check-ignore", "--quiet", name], cwd=ROOT, check=False)
        assert ignored.returncode != 0, f"{name} would be ignored by git"


def make(source: Path, target: Path, *options: str) -> dict[str, Path]:
    """Builds what is asked for (by default the source distribution, and the wheel from it) and returns it by ending."""
    command = [sys.executable, "-m", "build", "--no-isolation", *options, "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, text=True, cwd=target.parent)
    return {"".join(path.suffixes[-2:]) if path.name.endswith(".tar.gz") else path.suffix: path for path in target.iterdir()}


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    pytest.importorskip("build")
    return make(ROOT, tmp_path_factory.mktemp("dist") / "out")


@needs_release
@pytest.mark.slow
def test_the_wheel_holds_the_whole_release_and_its_hashes_are_right(distributions: dict[str, Path]) -> None:
    with zipfile.ZipFile(distributions[".whl"]) as wheel:
        names = wheel.namelist()
        sums = [line.split("  ", 1) for line in wheel.read(DATA + "SHA256SUMS").decode().splitlines()]
        assert {"datapackage.json", "dataset/quotes.parquet", "schemas/quotes.json"} <= {name for _, name in sums}
        for digest, name in sums:
            assert hashlib.sha256(wheel.read(DATA + name)).hexdigest() == digest, name
    assert "baghdad_tehran/py.typed" in names and "baghdad_tehran/views/events.sql" in names
    assert {name.removeprefix(DATA).split("/")[0] for name in names if name.startswith(DATA)} == {
        "SHA256SUMS", "build", "dataset", "datapackage.json", "schemas",
    }  # fmt: skip


@needs_release
@pytest.mark.slow
def test_no_article_is_in_any_distribution(distributions: dict[str, Path]) -> None:
    seeds = [path.read_bytes() for path in sorted((ROOT / "seeds").glob("*.txt"))]
    assert seeds
    members: dict[str, bytes] = {}
    with zipfile.ZipFile(distributions[".whl"]) as wheel:
        members |= {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(distributions[".tar.gz"]) as sdist:
        members |= {member.name: sdist.extractfile(member).read() for member in sdist if member.isfile()}  # type: ignore[union-attr]
    assert not [name for name in members if "seeds" in name.split("/") or name.endswith(".txt") and ".dist-info/" not in name]
    for name, content in members.items():
        assert not any(seed in content or seed[:400] in content for seed in seeds), name
    assert not [name for name in members if "/checks/" in name or "/identities/" in name or "/tests/" in name]


@needs_release
@pytest.mark.slow
def test_the_same_bytes_from_a_checkout_elsewhere_and_from_the_source_distribution(
    distributions: dict[str, Path], tmp_path: Path
) -> None:
    elsewhere = tmp_path / "another place"
    for name in [*DISTRIBUTED, "pyproject.toml", ".gitignore"]:
        target = elsewhere / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(ROOT / name, target)
    again = make(elsewhere, tmp_path / "out")
    direct = make(elsewhere, tmp_path / "direct", "--wheel")
    for ending, path in distributions.items():
        assert path.read_bytes() == again[ending].read_bytes(), path.name
    assert distributions[".whl"].read_bytes() == direct[".whl"].read_bytes()


@needs_release
@pytest.mark.slow
def test_in_an_empty_environment_elsewhere_with_duckdb_alone(distributions: dict[str, Path], tmp_path: Path) -> None:
    here = tmp_path / "a folder, Şükrü's"
    here.mkdir()
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "empty")], check=True)
    binaries = tmp_path / "empty" / ("Scripts" if os.name == "nt" else "bin")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}

    def run(*command: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(binaries / command[0]), *command[1:]],
            cwd=here, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        return done

    run("python", "-m", "pip", "install", "--quiet", str(distributions[".whl"]))
    installed = {line.partition("==")[0] for line in run("python", "-m", "pip", "list", "--format=freeze").stdout.split()}
    assert installed - {"pip", "setuptools", "wheel"} == {"baghdad-tehran", "duckdb"}

    assert run("baghdad-tehran", "--version").stdout == f"baghdad-tehran {__version__}\n"
    tables = list(csv.DictReader(io.StringIO(run("baghdad-tehran", "tables").stdout)))
    counted = "import baghdad_tehran as bt; print(sum(len(bt.table(name).fetchall()) for name in bt.tables()))"
    assert run("python", "-c", counted).stdout == f"{sum(int(row['rows']) for row in tables if row['kind'] == 'table')}\n"
    where = run("python", "-c", "import baghdad_tehran as bt; print(bt.path('people'))").stdout
    assert "_data" in where and str(tmp_path / "empty") in where
    assert "pip install pandas" in run("python", "-c", "import baghdad_tehran as bt; bt.load('people')", code=1).stderr
    assert "baghdad-tehran[make]" in run("baghdad-tehran", "extract", ".", code=1).stderr

    # With the maker's own packages beside it (those of the environment that runs this test), the same wheel reads any article.
    article = here / "harbour.txt"
    article.write_text("Danish President Mette Holm met with Swedish President Ulf Lind in Oslo on March 3, 2021.", encoding="utf-8")
    maker = next(path for path in sys.path if path.endswith("site-packages"))
    beside = {**environment, "PYTHONPATH": str(maker)}
    script = "import sys; sys.path.sort(key=lambda p: p != sys.argv[1]); from baghdad_tehran import cli; sys.exit(cli.main(['extract', 'harbour.txt', '--json']))"
    packages = run("python", "-c", "import baghdad_tehran, pathlib; print(pathlib.Path(baghdad_tehran.__file__).parents[1])").stdout.strip()
    done = subprocess.run([str(binaries / "python"), "-c", script, packages], cwd=here, env=beside, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"Mette Holm", "Ulf Lind"} == {row["values"]["name"] for row in rows if row["table"] == "people"}
    assert [row["values"]["place"] for row in rows if row["table"] == "meetings"] == ["Oslo"]
