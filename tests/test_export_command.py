"""`export`: a form is written whole or not at all, and what cannot be written is said."""

from __future__ import annotations

import sys
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from odd_release import write_odd

from baghdad_tehran import cli, location
from baghdad_tehran.contract import load_contract
from baghdad_tehran.errors import Problem
from baghdad_tehran.export import FORMS, export
from baghdad_tehran.reader import Misuse, Release

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = load_contract(ROOT / "schemas")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_odd(tmp_path_factory.mktemp("odd") / "a release")


@pytest.fixture
def run(odd: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setattr(location, "data_root", lambda: odd)

    def once(*arguments: str) -> tuple[int, str, str]:
        try:
            code = cli.main(["export", *arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        return code, *capfd.readouterr()

    return once


def test_the_command_writes_a_folder_and_keeps_stdout_for_data(run: Any, tmp_path: Path) -> None:
    code, out, err = run(str(tmp_path / "new"), "--to", "popolo")
    assert (code, out) == (0, "") and "cannot carry" in err and "2 files" in err
    (tmp_path / "empty").mkdir()
    assert run(str(tmp_path / "empty"), "--to", "jsonl")[0] == 0
    assert len(list((tmp_path / "empty").iterdir())) == len(CONTRACT) + 2


def test_the_command_knows_every_form() -> None:
    for form in FORMS:
        assert cli.parser().parse_args(["export", "folder", "--to", form]).to == form
        assert f"  {form} " in import_module("baghdad_tehran.commands.export").EPILOG
    assert {path.stem.removeprefix("as_") for path in (ROOT / "src/baghdad_tehran/export").glob("as_*.py")} == set(FORMS)


def test_bad_input_changes_nothing(run: Any, tmp_path: Path) -> None:
    full, file, link = tmp_path / "full", tmp_path / "file", tmp_path / "link"
    full.mkdir()
    (full / "kept").write_text("kept")
    file.write_text("kept")
    link.symlink_to(tmp_path / "nowhere")
    before = sorted(tmp_path.rglob("*"))
    for folder, words in (
        (full, "not empty"),
        (file, "not a folder"),
        (link, "not a folder"),
        (tmp_path / "no" / "where", "no such folder"),
    ):
        code, out, err = run(str(folder), "--to", "csv")
        assert (code, out) == (2, "") and words in err, err
    for arguments in (("--to", "word"), (), ("--to", "sqlite", "--guard-formulas")):
        assert run(str(tmp_path / "new"), *arguments)[0] == 2
    assert sorted(tmp_path.rglob("*")) == before and (full / "kept").read_text() == "kept"


def test_a_failure_leaves_nothing_behind(odd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from baghdad_tehran.export import as_jsonl

    calls = []

    def fails(value: Any) -> str:
        calls.append(value)
        if len(calls) > 20:
            raise KeyboardInterrupt
        return "{}\n"

    monkeypatch.setattr(as_jsonl, "json_line", fails)
    with pytest.raises(KeyboardInterrupt):
        export(Release(odd), "jsonl", tmp_path / "new")
    assert not list(tmp_path.iterdir())
    with pytest.raises(Misuse, match="no such form"):
        export(Release(odd), "word", tmp_path / "new")


@pytest.mark.parametrize("form", ["sqlite", "duckdb"])
def test_a_key_that_leads_nowhere_is_told(form: str, tmp_path: Path) -> None:
    nobody = {"name_id": "x/y", "person_id": "x", "name": "X", "mentions": 1}
    broken = write_odd(tmp_path / "broken", person_names=[nobody])
    with pytest.raises(Problem, match=f"cannot be written as {form}"):
        export(Release(broken), form, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_does_not_fit_is_told_and_not_cut(tmp_path: Path) -> None:
    broken = write_odd(tmp_path / "empty", people=[{"person_id": "ada", "name": ""}, {"person_id": "bo", "name": "Bo"}])
    for form in ("csv", "xlsx"):
        if form == "xlsx":
            pytest.importorskip("xlsxwriter")
        with pytest.raises(Problem, match="empty text") as caught:
            export(Release(broken), form, tmp_path / "out")
        assert caught.value.place == "ada, name"
    for text, words in (("x" * 32_768, "32,767"), ("𝔘" * 17_000, "32,767"), ("a\uffff", "U\\+FFFE")):
        people = [{"person_id": "ada", "name": text}, {"person_id": "bo", "name": "Bo"}]
        long = write_odd(tmp_path / f"long-{len(text)}", people=people)
        with pytest.raises(Problem, match=words):
            export(Release(long), "xlsx", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_looks_like_an_escape_of_excel_is_escaped(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")  # by its bytes: openpyxl takes away more than Excel does
    people = [{"person_id": "ada", "name": "_x0041_"}, {"person_id": "bo", "name": "a\rb"}]
    made = export(Release(write_odd(tmp_path / "release", people=people)), "xlsx", tmp_path / "out")
    strings = zipfile.ZipFile(made.folder / "baghdad-tehran.xlsx").read("xl/sharedStrings.xml").decode("utf-8")
    assert "<t>_x005F_x0041_</t>" in strings and "<t>a_x000D_b</t>" in strings


def test_without_xlsxwriter_it_says_what_to_install(odd: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(Problem, match="pip install xlsxwriter"):
        export(Release(odd), "xlsx", tmp_path / "out")
    assert not list(tmp_path.iterdir())
