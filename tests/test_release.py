"""The release archive: all that belongs to it, nothing that does not, the same bytes each time, and refused while unread."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest

from baghdad_tehran import __version__
from baghdad_tehran.cli import main
from baghdad_tehran.contract import load_contract
from baghdad_tehran.errors import Problem

pytest.importorskip("pyarrow", reason="the maker is an extra")
from baghdad_tehran.make.archive import archive_bytes, archive_files, archive_name, release_day  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
pytestmark = [
    pytest.mark.skipif(not (ROOT / "datapackage.json").is_file(), reason="the dataset is not built yet: make build"),
    pytest.mark.usefixtures("checked_once"),
]
# What a release is made from.
CHECKOUT = (
    "build",
    "seeds",
    "schemas",
    "dataset",
    "docs",
    "datapackage.json",
    "SHA256SUMS",
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "RIGHTS.md",
)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return archive_files(ROOT)


@pytest.fixture(scope="module")
def unpacked(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked") / "Şükrü's copy"
    packed = folder.parent / archive_name(__version__)
    packed.write_bytes(archive_bytes(files))
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def test_it_holds_what_belongs_to_a_release_in_the_layout_of_a_checkout(files: dict[str, bytes]) -> None:
    tables = list(load_contract(ROOT / "schemas"))
    due = (
        {f"dataset/{name}.parquet" for name in tables}
        | {f"csv/{name}.csv" for name in tables}
        | {f"schemas/{name}.json" for name in tables}
    )
    due |= {"datapackage.json", "csv/datapackage.json", "croissant.json", "docs/codebook.md", "dataset/README.md", "CHANGELOG.md"}
    due |= {"CITATION.cff", "LICENSE", "RIGHTS.md", "README.md", "SHA256SUMS"}
    assert due <= set(files)
    for name, content in files.items():  # what a checkout has too is the same here
        if (ROOT / name).is_file() and name not in ("CITATION.cff", "README.md", "SHA256SUMS"):
            assert (ROOT / name).read_bytes() == content, name


def test_no_article_is_in_it(files: dict[str, bytes]) -> None:
    assert not [name for name in files if "seeds" in name or "checks/" in name or "identities" in name]
    for seed in sorted((ROOT / "seeds").glob("*.txt")):
        for name, content in files.items():
            assert seed.read_bytes()[:400] not in content, name


def test_every_file_has_its_hash(files: dict[str, bytes]) -> None:
    sums = dict(reversed(line.split("  ", 1)) for line in files["SHA256SUMS"].decode("utf-8").splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != "SHA256SUMS"}
    assert list(sums) == sorted(sums)


def test_it_has_the_same_bytes_each_time(files: dict[str, bytes]) -> None:
    packed = archive_bytes(files)
    assert packed == archive_bytes(dict(reversed(archive_files(ROOT).items())))
    environment = os.environ | {"TZ": "Asia/Tehran", "LC_ALL": "C", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1"}
    script = (
        "import hashlib, pathlib, sys; from baghdad_tehran.make.archive import *;"
        "print(hashlib.sha256(archive_bytes(archive_files(pathlib.Path(sys.argv[1])))).hexdigest())"
    )
    done = subprocess.run([sys.executable, "-c", script, str(ROOT)], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(packed).hexdigest()


def test_its_entries_say_nothing_of_the_machine(unpacked: Path) -> None:
    with zipfile.ZipFile(unpacked.parent / archive_name(__version__)) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {(entry.date_time, entry.external_attr >> 16, entry.create_system) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), 0o100644, 3)
    }


def test_it_opens_with_a_path_relative_to_it(unpacked: Path) -> None:
    script = "import duckdb; print(len(duckdb.sql(\"SELECT * FROM 'dataset/quotes.parquet'\").fetchall()))"
    done = subprocess.run([sys.executable, "-c", script], cwd=unpacked, capture_output=True, text=True, check=True)
    (count,) = duckdb.execute("SELECT count(*) FROM read_parquet(?)", [str(ROOT / "dataset" / "quotes.parquet")]).fetchall()[0]
    with (unpacked / "csv" / "quotes.csv").open(encoding="utf-8", newline="") as stream:
        assert int(done.stdout) == count == len(list(csv.DictReader(stream)))


def test_the_gate_finds_it_sound_and_one_changed_byte_anywhere_not(unpacked: Path, tmp_path: Path) -> None:
    def validate(folder: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "baghdad_tehran", "validate", str(folder)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    done = validate(unpacked)
    assert done.returncode == 0, done.stdout
    changed = tmp_path / "changed"
    shutil.copytree(unpacked, changed)
    names = ("csv/quotes.csv", "docs/codebook.md", "croissant.json", "RIGHTS.md", "dataset/people.parquet")
    for name in names:
        content = bytearray((changed / name).read_bytes())
        content[len(content) // 2] ^= 1
        (changed / name).write_bytes(content)
    done = validate(changed)
    assert done.returncode == 1 and all(name in done.stdout for name in names), done.stdout


def test_no_link_in_it_is_dead(files: dict[str, bytes]) -> None:
    folders = {posixpath.dirname(name) for name in files}
    for name, content in files.items():
        if name.endswith(".md"):
            for target in re.findall(r"\]\(([^)#]+)", content.decode("utf-8")):
                if not target.startswith("https://"):
                    found = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
                    assert found in files or found in folders, f"{name}: {target}"


def test_the_citation_names_the_version_and_is_the_same_everywhere(files: dict[str, bytes]) -> None:
    yaml = pytest.importorskip("yaml")
    cited = yaml.safe_load(files["CITATION.cff"])
    kept = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == __version__ and {key: cited[key] for key in kept} == kept
    assert str(cited.get("date-released")) == str(release_day(ROOT, __version__))
    assert f"{kept['title']}, version {__version__}" in json.loads(files["croissant.json"])["citeAs"]
    assert f"{kept['title']}, version {__version__}" in files["README.md"].decode("utf-8")
    assert f"{kept['title']}, version {__version__}" in files["csv/README.md"].decode("utf-8")
    zenodo = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    assert zenodo["title"] == kept["title"] and zenodo["keywords"] == kept["keywords"]
    assert [one["name"] for one in zenodo["creators"]] == [one["name"] for one in kept["authors"]]
    assert zenodo["license"] == "cc-by-4.0" and zenodo["upload_type"] == "dataset" and "version" not in zenodo


def test_croissant_describes_every_file_and_column(files: dict[str, bytes]) -> None:
    metadata = json.loads(files["croissant.json"])
    contract = load_contract(ROOT / "schemas")
    assert metadata["version"] == __version__
    for one in metadata["distribution"]:
        assert one["sha256"] == hashlib.sha256(files[one["contentUrl"]]).hexdigest()
        assert one["contentSize"] == f"{len(files[one['contentUrl']])} B"
    fields = {
        record["name"]: [field["source"]["extract"]["column"] for field in record["field"]] for record in metadata["recordSet"]
    }
    assert fields == {name: list(table.names) for name, table in contract.items()}


def test_a_version_needs_its_section_in_the_changelog(tmp_path: Path) -> None:
    log = tmp_path / "CHANGELOG.md"
    log.write_text(
        "# Changelog\n\n## 1.10.0\n\n## 1.1.0, 2026-01-31\n\n## 1.0.0 (2025-12-01)\n\nAbout 9.9.9 too.\n", encoding="utf-8"
    )
    assert release_day(tmp_path, "1.1.0") == "2026-01-31" and release_day(tmp_path, "1.0.0") == "2025-12-01"
    assert release_day(tmp_path, "1.10.0") is None
    with pytest.raises(Problem, match="says nothing of this version"):
        release_day(tmp_path, "9.9.9")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkout") / "a folder, Şükrü's"
    folder.mkdir()
    for name in CHECKOUT:
        shutil.copytree(ROOT / name, folder / name) if (ROOT / name).is_dir() else shutil.copyfile(ROOT / name, folder / name)
    return folder


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.slow
def test_the_command_writes_the_archive_and_leaves_the_checkout_alone(
    checkout: Path, files: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = content_of(checkout)
    code = main(["release", "--root", str(checkout), "--out", str(tmp_path / "out")])
    out, err = capsys.readouterr()
    assert (code, out) == (0, ""), err
    assert [path.name for path in (tmp_path / "out").iterdir()] == [archive_name(__version__)]
    assert (tmp_path / "out" / archive_name(__version__)).read_bytes() == archive_bytes(files)
    assert content_of(checkout) == before


@pytest.mark.slow
def test_it_refuses_what_was_not_read_twice(checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One hit is left with one reading, another with none."""
    root = tmp_path / "unread"
    shutil.copytree(checkout, root)
    ledger = next(
        path for path in sorted((root / "build" / "checks").glob("*.jsonl")) if '"pass": 2' in path.read_text(encoding="utf-8")
    )
    entries = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
    once, never = list(dict.fromkeys(entry["hit"] for entry in entries if entry["verdict"] == "accepted"))[-2:]
    kept = [one for one in entries if one["hit"] != never and (one["hit"] != once or one["pass"] == 1)]
    ledger.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in kept), encoding="utf-8")
    assert main(["release", "--root", str(root), "--out", str(tmp_path / "out")]) == 1
    out, err = capsys.readouterr()
    assert out == "" and "1 hits are open, 1 have one pass only" in err and err.count(ledger.stem) == 2, err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_it_refuses_a_dataset_that_its_inputs_do_not_build(
    checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "stale"
    shutil.copytree(checkout, root)
    (root / "dataset" / "README.md").write_text("edited by hand", encoding="utf-8")
    assert main(["release", "--root", str(root), "--out", str(tmp_path / "out")]) == 1
    err = capsys.readouterr().err
    assert "dataset/README.md" in err and "make build" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_both_its_descriptors_are_valid(unpacked: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    for name in ("datapackage.json", "csv/datapackage.json"):
        report = frictionless.Package(str(unpacked / name)).validate()
        assert report.valid, report.flatten(["name", "type", "message"])
