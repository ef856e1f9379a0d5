"""What README.md and docs/ show is what happens: every command, query and piece of Python in them is run and compared."""

from __future__ import annotations

from pathlib import Path

import documents
import pytest

from baghdad_tehran.contract import load_contract
from baghdad_tehran.reader import Release

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.newest
needs_release = pytest.mark.skipif(not (ROOT / "datapackage.json").is_file(), reason="the dataset is not built yet: make build")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def copied(page: Path) -> list[documents.Example]:
    """What a page has run in a copy of the checkout."""
    return [example for example in documents.examples(page) if example.mark == documents.COPY and not example.not_run()]


def run_all(examples: list[documents.Example], place: documents.Place) -> None:
    wrong = []
    for example in examples:
        printed = place.run(example)
        if example.shown is not None and not documents.matches(example.shown, printed):
            wrong.append(f"{example.place}: {example.code}\n--- shown\n" + "\n".join(example.shown) + f"\n--- printed\n{printed}")
    assert not wrong, "\n".join(["", *wrong, "If this is as it should be: python tests/documents.py PAGE"])


@needs_release
@pytest.mark.parametrize("page", documents.PAGES, ids=name_of)
def test_a_page_shows_what_happens(page: Path, tmp_path: Path) -> None:
    pytest.importorskip("ahocorasick_rs", reason="the pages show the maker too")
    documents.archive(tmp_path)
    run = [example for example in documents.examples(page) if not example.not_run() and example.mark != documents.COPY]
    run_all(run, documents.Place(tmp_path))


@needs_release
@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in documents.PAGES if copied(page)], ids=name_of)
def test_a_page_shows_what_happens_in_a_copy_of_the_checkout(page: Path, tmp_path: Path) -> None:
    pytest.importorskip("ahocorasick_rs", reason="what is run in a checkout is the maker")
    copy = documents.copy_of_checkout(tmp_path / "copy")
    run_all(copied(page), documents.Place(copy, copy))


def test_every_module_has_its_place_in_the_architecture() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    package = ROOT / "src" / "baghdad_tehran"
    told_together = {package / "commands", package / "export"}  # a module for each command, a module for each form
    missing = [
        path.relative_to(package).as_posix()
        for path in sorted(package.rglob("*.py"))
        if f"`{path.stem}`" not in text and path.stem != "__init__" and path.parent not in told_together
    ]
    assert not missing


@needs_release
def test_the_numbers_that_pages_state_are_those_of_the_release() -> None:
    con = Release(ROOT).connect()

    def one(sql: str) -> int:
        ((number,),) = con.execute(sql).fetchall()
        return int(number)

    count = {table: one(f"SELECT count(*) FROM {table}") for table in load_contract(ROOT / "schemas")}
    rules, hits = count["rules"], one("SELECT sum(hits) FROM rules")
    accepted = one("SELECT sum(accepted) FROM rules")
    least, most = (one(f"SELECT round(100 * {end}(excerpted_share)) FROM sources") for end in ("min", "max"))
    stated = {
        "README.md": [
            f"from {rules} rules",
            f"the {hits} hits",
            f"all {count['people']} people",
            f"{count['quotes']} of {count['quotes']} quotes",
            f"{least} to {most} %",
        ],
        "docs/checks.md": [f"In this release: {hits} of {hits}.", f"Over all rules: {hits} hits, {accepted} accepted"],
        "docs/limits.md": [f"Excerpts cover {least} to {most} %"],
        "CHANGELOG.md": [
            f"in {len(count)} tables: {count['people']} people, {count['meetings']} meetings, {count['agreements']} agreements,"
            f" {count['quotes']} quotes",
            f"- {rules} rules",
        ],
    }
    for page, words in stated.items():
        text = " ".join((ROOT / page).read_text(encoding="utf-8").split())
        assert not [one for one in words if one not in text], page


def test_marks_are_understood_and_say_why() -> None:
    marks = {example.mark for page in documents.PAGES for example in documents.examples(page) if example.mark}
    assert not [mark for mark in marks if mark != documents.COPY and not mark.startswith("no, ")]


def test_the_runner_itself(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    text = (
        "<!-- run: no, it hurts -->\n```console\n$ false\n```\n```console\n$ echo a\n> b\na\nb\n$ "
        "true\n```\n\n```sql\nSELECT 1\n```\n\n```text\nold\n```\n```text\nno\n```\n"
    )
    page.write_text(text.replace("echo a\n> b", "echo 'a\n> b'"), encoding="utf-8")
    documents.ROOT, root = tmp_path, documents.ROOT
    try:
        found = documents.examples(page)
    finally:
        documents.ROOT = root
    assert [(example.language, example.code, example.shown) for example in found] == [
        ("console", "false", None),
        ("console", "echo 'a\nb'", ["a", "b"]),
        ("console", "true", None),
        ("sql", "SELECT 1", ["old"]),
    ]
    assert found[0].not_run() == "no, it hurts" and found[1].not_run() is None
    assert (
        documents.matches(["a", "…", "d"], "a\nb  \nc\nd\n")
        and documents.matches(["a", "…"], "a\n")
        and not documents.matches(["a"], "a\nb\n")
    )
