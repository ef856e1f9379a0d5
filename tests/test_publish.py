"""Writing a release: the same again changes nothing, a failure leaves a whole one, types are exact. Kills: test_safe_build."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet
from tiny import SCHEMAS, VERSION, make_tiny, tiny_rows

from baghdad_tehran import swap as swapping
from baghdad_tehran.contract import load_contract
from baghdad_tehran.errors import Problem
from baghdad_tehran.gate.release import validate_release
from baghdad_tehran.make.arrow import arrow_schema, to_arrow, to_arrow_all
from baghdad_tehran.swap import complete_interrupted_swap

CONTRACT = load_contract(SCHEMAS)


def state(folder: Path) -> dict[str, str]:
    """Hash of every file, by name."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def changed_rows() -> dict[str, list[dict[str, Any]]]:
    """The tiny rows with one name changed, soundly."""
    rows = tiny_rows(CONTRACT)
    rows["meetings"][0]["occasion"] = None
    rows["organizations"][0]["name"] = "Office of Rivers"
    return rows


def test_the_same_again_touches_nothing(tmp_path: Path) -> None:
    first = make_tiny(tmp_path)
    assert len(first) == 22 and "SHA256SUMS" in first and "dataset/README.md" in first
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in tmp_path.rglob("*")}
    assert make_tiny(tmp_path) == []
    after = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in tmp_path.rglob("*")}
    # The folder itself is left out: staging beside the release shows in its own time.
    assert before == after


def test_row_order_does_not_matter_and_what_changes_is_told(tmp_path: Path) -> None:
    make_tiny(tmp_path)
    assert make_tiny(tmp_path, {name: rows[::-1] for name, rows in tiny_rows(CONTRACT).items()}) == []
    changed = make_tiny(tmp_path, changed_rows())
    assert changed == ["SHA256SUMS", "datapackage.json", "dataset/organizations.parquet"]
    assert validate_release(tmp_path, tmp_path / "seeds") == []
    assert make_tiny(tmp_path, version="0.2.0") == ["SHA256SUMS", "datapackage.json", "dataset/organizations.parquet"]


def test_the_bytes_do_not_depend_on_the_place_or_the_day(tmp_path: Path) -> None:
    make_tiny(tmp_path / "a")
    make_tiny(tmp_path / "somewhere" / "else", None)
    assert state(tmp_path / "a") == state(tmp_path / "somewhere" / "else")
    assert str(tmp_path).encode() not in b"".join(p.read_bytes() for p in (tmp_path / "a").rglob("*") if p.is_file())


def test_sums_are_read_by_sha256sum(tmp_path: Path) -> None:
    tool = shutil.which("sha256sum")
    if not tool:
        pytest.skip("sha256sum is not installed")
    make_tiny(tmp_path)
    subprocess.run([tool, "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=tmp_path, check=True)
    listed = [line[66:] for line in (tmp_path / "SHA256SUMS").read_text().splitlines()]
    assert {"datapackage.json", "build/rules/met.toml", "schemas/people.json", "dataset/README.md"} <= set(listed)
    assert listed == sorted(listed) and "SHA256SUMS" not in listed


def test_parquet_is_written_as_promised(tmp_path: Path) -> None:
    make_tiny(tmp_path)
    for name, table in CONTRACT.items():
        file = parquet.ParquetFile(tmp_path / "dataset" / f"{name}.parquet", page_checksum_verification=True)
        assert file.schema_arrow.equals(arrow_schema(table), check_metadata=True)
        assert b"pandas" not in (file.metadata.metadata or {})
        column = file.metadata.row_group(0).column(0)
        assert column.compression == "ZSTD" and column.has_column_index and column.has_offset_index
        ids = file.read().column(table.primary_key).to_pylist()
        assert ids == sorted(ids)


def test_what_is_no_longer_a_table_goes(tmp_path: Path) -> None:
    make_tiny(tmp_path)
    (tmp_path / "dataset" / "old.parquet").write_text("x")
    (tmp_path / "dataset" / ".keep").write_text("x")
    assert make_tiny(tmp_path) == ["dataset/old.parquet"]
    assert (tmp_path / "dataset" / ".keep").exists() and validate_release(tmp_path) == []


def test_a_failed_check_leaves_the_old_release(tmp_path: Path) -> None:
    make_tiny(tmp_path)
    before = state(tmp_path)
    rows = tiny_rows(CONTRACT)
    rows["roles"][0]["person_id"] = "nobody"
    with pytest.raises(Problem, match="not sound") as caught:
        make_tiny(tmp_path, rows, check=lambda staged: validate_release(staged, tmp_path / "seeds"))
    assert "foreign-key" in {finding.code for finding in caught.value.findings}  # type: ignore[attr-defined]
    assert state(tmp_path) == before
    assert make_tiny(tmp_path, changed_rows(), check=lambda staged: validate_release(staged, tmp_path / "seeds"))


@pytest.mark.parametrize("place", ["write_parquet", "write_sums", "dictionary", "_differences"])
def test_any_failure_before_the_swap_leaves_the_old_release(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_tiny(tmp_path)
    before = state(tmp_path)

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"baghdad_tehran.make.publish.{place}", fail)
    with pytest.raises(OSError, match="No space"):
        make_tiny(tmp_path, changed_rows())
    assert state(tmp_path) == before and not list(tmp_path.glob(".s*"))


@pytest.mark.parametrize("journal", [
    "", "[]", "{}", '{"staging": "..", "replace": [], "remove": []}',
    '{"staging": ".staging-a", "replace": ["../x"], "remove": []}',
    '{"staging": ".staging-a", "replace": [], "remove": ["seeds/one.txt"]}',
    '{"staging": ".staging-a", "replace": [], "remove": ["dataset/../seeds/one.txt"]}',
])  # fmt: skip
def test_a_journal_that_is_not_ours_does_no_harm(journal: str, tmp_path: Path) -> None:
    make_tiny(tmp_path)
    (tmp_path / ".swap").write_text(journal)
    before = state(tmp_path)
    with pytest.raises(Problem, match="journal"):
        complete_interrupted_swap(tmp_path)
    assert state(tmp_path) == before


def test_nothing_to_complete_is_no_problem(tmp_path: Path) -> None:
    assert complete_interrupted_swap(tmp_path) is False
    assert swapping.complete_locked(tmp_path) is False


def test_the_descriptor_has_no_bytes_no_clock_and_strings_for_schemas(tmp_path: Path) -> None:
    make_tiny(tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert package["version"] == VERSION and "created" not in package
    assert [r["name"] for r in package["resources"]] == list(CONTRACT)
    for resource in package["resources"]:
        assert "bytes" not in resource and resource["schema"] == f"schemas/{resource['name']}.json"
        assert re.fullmatch("sha256:[0-9a-f]{64}", resource["hash"]) and resource["format"] == "parquet"


def test_the_dictionary_has_every_column(tmp_path: Path) -> None:
    make_tiny(tmp_path)
    text = (tmp_path / "dataset" / "README.md").read_text(encoding="utf-8")
    for table in CONTRACT.values():
        part = text.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        for column in table.columns:
            (line,) = [line for line in part.splitlines() if line.startswith(f"| `{column.name}`")]
            assert column.description in line and len(re.findall(r"(?<!\\)\|", line)) == 6


@pytest.mark.parametrize(("options", "words"), [
    ({"version": "1"}, "version"),
    ({"supplied": {"three": ["title"]}}, "not there"),
    ({"supplied": {"one": ["path"]}}, "cannot be marked"),
])  # fmt: skip
def test_arguments_that_make_no_sense_are_problems(options: dict[str, Any], words: str, tmp_path: Path) -> None:
    with pytest.raises(Problem, match=words):
        make_tiny(tmp_path, **options)


PERSON = {"person_id": "a", "name": "A", "country": None, "subdivision": None}
NAME = {"name_id": "a/a", "person_id": "a", "name": "A", "mentions": 1}


@pytest.mark.parametrize(("table", "row", "words"), [
    ("people", PERSON | {"name": None}, r"people\.name: a required value is null"),
    ("people", PERSON | {"name": 1}, r"row 0 \(a\): people\.name: does not fit the type string \(found 1\)"),
    ("people", PERSON | {"name": "\ud800"}, "does not fit the type string"),
    ("people", PERSON | {"nome": "A"}, r"people\.nome: the table has no such column"),
    ("people", {"person_id": "a", "name": "A", "country": None}, r"people\.subdivision: the column is missing"),
    ("person_names", NAME | {"mentions": "1"}, "does not fit the type integer"),
    ("person_names", NAME | {"mentions": 1.0}, "does not fit the type integer"),
    ("person_names", NAME | {"mentions": True}, "does not fit the type integer"),
    ("person_names", NAME | {"mentions": 2**63}, "does not fit the type integer"),
])  # fmt: skip
def test_a_value_that_does_not_fit_says_where(table: str, row: dict[str, Any], words: str) -> None:
    with pytest.raises(Problem, match=words):
        to_arrow(CONTRACT[table], [row])


def test_days_are_days_and_shares_are_finite() -> None:
    rows = tiny_rows(CONTRACT)
    for column, value in (("published_from", datetime.datetime(2025, 9, 2)), ("published_from", "2025-09-02"),
                          ("excerpted_share", float("nan")), ("excerpted_share", float("inf"))):  # fmt: skip
        with pytest.raises(Problem, match=column):
            to_arrow(CONTRACT["sources"], [rows["sources"][0] | {column: value}])


def test_unknown_tables_and_foreign_schemas_are_problems(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no table"):
        to_arrow_all(CONTRACT, {"persons": []})
    assert to_arrow_all(CONTRACT, {})["people"].num_rows == 0
    from baghdad_tehran.make.publish import publish

    tables = to_arrow_all(CONTRACT, {})
    with pytest.raises(Problem, match="people"):
        publish(tmp_path, tables | {"people": pa.table({"person_id": ["a"]})}, CONTRACT, VERSION)
