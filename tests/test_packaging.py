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
from functools import cache
from pathlib import Path

import pytest
from once import made_once

from baghdad_tehran import __version__

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DATA = "baghdad_tehran/_data/"
DISTRIBUTED = [name for name in PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"] if (ROOT / name).exists()]

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
    return found(target)


def found(folder: Path) -> dict[str, Path]:
    """The distributions in a folder, by ending."""
    return {"".join(path.suffixes[-2:]) if path.name.endswith(".tar.gz") else path.suffix: path for path in folder.iterdir()}


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    pytest.importorskip("build")
    return found(made_once(tmp_path_factory, "dist", lambda folder: make(ROOT, folder / "out")) / "out")


@needs_release
@pytest.mark.slow
def test_the_wheel_holds_the_whole_release_and_its_hashes_are_right(distributions: dict[str, Path]) -> None:
    with zipfile.ZipFile(distributions[".whl"]) as wheel:
        names = wheel.namelist()
        sums = [line.split("  ", 1) for line in wheel.read(DATA + "SHA256SUMS").decode().splitlines()]
        assert {"datapackage.json", "dataset/quotes.parquet", "schemas/quotes.json"} <= {name for _, name in sums}
        for digest, name in sums:
            assert hashlib.sha256(wheel.read(DATA + name)).hexdigest() == digest, name
    assert "baghdad_tehran/py.typed" in names
    assert {f"baghdad_tehran/views/{path.name}" for path in (ROOT / "src/baghdad_tehran/views").iterdir()} == {
        name for name in names if name.startswith("baghdad_tehran/views/")
    }
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


# Each value once, not the product: what a stranger may have. The last pair is what .df() or .pl() asks for.
STRANGERS = [
    pytest.param("3.11", "duckdb==1.4.*", ["pandas==2.*"], id="python3.11-duckdb1.4-pandas2"),
    pytest.param("3.12", "duckdb==2.0.*", ["polars", "pyarrow"], id="python3.12-duckdb2.0-polars"),
    pytest.param("3.13", "duckdb>=2", ["pandas==3.*"], id="python3.13-duckdb-newest-pandas3"),
]
COUNTED = "import baghdad_tehran as bt; print(sum(len(bt.table(name).fetchall()) for name in bt.tables()))"
ZIPPED = """
import hashlib, pathlib, sys
from baghdad_tehran.make.archive import archive_bytes, archive_files
print(hashlib.sha256(archive_bytes(archive_files(pathlib.Path(sys.argv[1])))).hexdigest())
"""
# What a frame must keep: its rows, nulls apart from zeros, days as days.
PANDAS = """
import baghdad_tehran as bt
frame = bt.load("meetings")
assert list(frame.columns) == bt.table("meetings").columns and len(frame) == len(bt.table("meetings").fetchall())
assert str(frame.dtypes["date_from"]) == "datetime64[us]" and str(frame.dtypes["name"]) == "string"
days = bt.connect().execute("SELECT date_to FROM meetings").fetchall()
assert frame["date_to"].isna().sum() == sum(day is None for (day,) in days)
assert str(bt.load("quotes").dtypes["start_char"]) == "Int64" and str(bt.load("provenance").dtypes["agrees"]) == "boolean"
assert len(bt.table("quotes").df()) == len(bt.load("quotes")) == len(bt.load("quote_details"))
"""
POLARS = """
import baghdad_tehran as bt, polars
frame = bt.table("meetings").pl()
assert frame.columns == bt.table("meetings").columns and frame.rows() == bt.table("meetings").fetchall()
assert frame.schema["date_from"] == polars.Date and bt.table("quotes").pl().schema["start_char"] == polars.Int64
assert bt.table("quotes").to_arrow_table().num_rows == len(bt.table("quotes").fetchall())
"""


def python_of(version: str) -> str:
    """A Python of this version that runs: on PATH, or one of pyenv's. Skips where there is none."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for candidate in filter(
        None, [shutil.which(f"python{version}"), *map(str, sorted(pyenv.glob(f"{version}.*/bin/python"), reverse=True))]
    ):
        ask = [candidate, "-c", f"import sys, venv, ensurepip; sys.exit('%d.%d' % sys.version_info[:2] != '{version}')"]
        if subprocess.run(ask, capture_output=True, check=False).returncode == 0:
            return candidate
    pytest.skip(f"there is no Python {version} here")


@cache
def alone() -> list[str]:
    """What runs a command without any network, where the system lets us."""
    there = (
        shutil.which("unshare") and subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0
    )
    return ["unshare", "-rn"] if there else []


class Stranger:
    """An environment of its own, in a folder with a difficult name, and commands run in it from another one."""

    def __init__(self, folder: Path, python: str) -> None:
        self.here = folder / "elsewhere, Şükrü's"
        self.venv = folder / "an environment, Şükrü's"
        self.here.mkdir()
        subprocess.run([python, "-m", "venv", "--without-pip", str(self.venv)], check=True)
        self.binaries = self.venv / ("Scripts" if os.name == "nt" else "bin")
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}

    def install(self, *what: str) -> None:
        done = self.pip("install", "--quiet", *what)
        if done.returncode and any(
            sign in done.stderr for sign in ("No matching distribution", "ConnectionError", "Temporary failure")
        ):
            pytest.skip(f"cannot be installed here: {' '.join(what)}")
        assert done.returncode == 0, done.stderr

    def pip(self, *command: str) -> subprocess.CompletedProcess[str]:
        """The pip of the environment that runs this test, at work in this one: a pip of its own takes seconds to make."""
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(self.binaries / "python")]
        return subprocess.run([*pip, *command], env=self.environment, capture_output=True, text=True, check=False)

    def run(self, *command: str, code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*alone(), str(self.binaries / command[0]), *command[1:]],
            cwd=self.here, env=self.environment | environment, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        return done

    def installed(self) -> dict[str, str]:
        return dict(line.split("==") for line in self.pip("list", "--format=freeze").stdout.split())


def extracts(one: Stranger) -> None:
    """With the packages of the maker beside it, those of the environment that runs this test, the wheel reads any article."""
    article = one.here / "harbour.txt"
    article.write_text(
        "Danish President Mette Holm met with Swedish President Ulf Lind in Oslo on March 3, 2021.", encoding="utf-8"
    )
    maker = next(path for path in sys.path if path.endswith("site-packages"))
    (packages,) = map(str, one.venv.glob("[Ll]ib/**/site-packages"))
    script = (
        "import sys; sys.path.sort(key=lambda p: p != sys.argv[1]); from baghdad_tehran import cli;"
        " sys.exit(cli.main(['extract', 'harbour.txt', '--json']))"
    )
    done = one.run("python", "-c", script, packages, PYTHONPATH=maker)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"Mette Holm", "Ulf Lind"} == {row["values"]["name"] for row in rows if row["table"] == "people"}
    assert [row["values"]["place"] for row in rows if row["table"] == "meetings"] == ["Oslo"]


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@needs_release
@pytest.mark.slow
@pytest.mark.parametrize(("version", "duckdb", "frames"), STRANGERS)
def test_the_wheel_in_an_empty_environment(
    version: str, duckdb: str, frames: list[str], distributions: dict[str, Path], tmp_path: Path
) -> None:
    one = Stranger(tmp_path, python_of(version))
    one.install(duckdb, str(distributions[".whl"]))
    assert set(one.installed()) == {"baghdad-tehran", "duckdb"}
    (package,) = one.venv.glob("[Ll]ib/**/site-packages/baghdad_tehran")
    for path in [package, *package.rglob("*")]:  # a read-only installation; and what may be written anyhow must stay as it is
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = content(package)

    assert one.run("baghdad-tehran", "--version").stdout == f"baghdad-tehran {__version__}\n"
    tables = list(csv.DictReader(io.StringIO(one.run("baghdad-tehran", "tables").stdout)))
    assert one.run("python", "-c", COUNTED).stdout == f"{sum(int(row['rows']) for row in tables if row['kind'] == 'table')}\n"
    assert "_data" in one.run("python", "-c", "import baghdad_tehran as bt; print(bt.path('people'))").stdout
    assert one.run("baghdad-tehran", "query", "SELECT count(*) AS n FROM meeting_details").stdout.startswith("n\n")
    assert one.run("baghdad-tehran", "evidence", "people", "qasim-al-araji").stdout.count("\n") > 5
    for form in ("csv", "sqlite", "duckdb", "ftm"):
        one.run("baghdad-tehran", "export", f"out {form}", "--to", form)
        assert (one.here / f"out {form}" / "README.md").is_file()
    assert "pip install xlsxwriter" in one.run("baghdad-tehran", "export", "out xlsx", "--to", "xlsx", code=1).stderr
    assert "pip install pandas" in one.run("python", "-c", "import baghdad_tehran as bt; bt.load('people')", code=1).stderr
    assert "baghdad-tehran[make]" in one.run("baghdad-tehran", "extract", ".", code=1).stderr

    # The release archive has the same bytes on each Python, and with each DuckDB.
    from baghdad_tehran.make.archive import archive_bytes, archive_files

    here = hashlib.sha256(archive_bytes(archive_files(ROOT))).hexdigest()
    assert one.run("python", "-c", ZIPPED, str(ROOT)).stdout.strip() == here
    assert content(package) == before

    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        extracts(one)
    one.install("--no-compile", *frames)
    one.run("python", "-c", PANDAS if frames[0].startswith("pandas") else POLARS)
