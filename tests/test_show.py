"""`show`: what it says is what the tables say, each number stands for words that are there, and a wrong id is explained."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import small_release

import baghdad_tehran as bt
from baghdad_tehran import wording
from baghdad_tehran.commands import show
from baghdad_tehran.reader import NotFound, Release
from baghdad_tehran.telling import Teller
from baghdad_tehran.telling_kinds import tell

ROOT = Path(__file__).resolve().parents[1]
needs_release = pytest.mark.skipif(not (ROOT / "datapackage.json").is_file(), reason="the dataset is not built yet: make build")
CITED = re.compile(r" \[(\d+(?:, \d+)*)\]")


@pytest.fixture(scope="module")
def teller() -> Teller:
    return Teller(Release(bt.path()))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Teller:
    return Teller(Release(small_release.write_release(tmp_path_factory.mktemp("release") / "it's here")))


def rows(table: str) -> list[str]:
    return [row[0] for row in bt.table(table).fetchall()]


@needs_release
@pytest.mark.parametrize("table", ["people", "meetings", "agreements", "quotes"])
def test_every_row_is_told_with_numbers_in_order_and_words_that_stand_there(teller: Teller, table: str) -> None:
    kept = {
        (source, start, end): exact
        for source, start, end, exact in bt.table("provenance").project("source_id, start_char, end_char, exact").fetchall()
    }
    for row_id in rows(table):
        told = tell(teller, row_id)
        assert (told.table, told.row_id) == (table, row_id)
        text = "\n".join(told.paragraphs)
        numbers = [int(number) for found in CITED.findall(text) for number in found.split(", ")]
        assert (
            [note["number"] for note in told.notes] == list(range(1, len(told.notes) + 1)) == list(dict.fromkeys(sorted(numbers)))
        )
        firsts = list(dict.fromkeys(numbers))
        assert firsts == sorted(firsts), f"{row_id}: numbers come in the order of the text"
        for note in told.notes:
            assert kept[note["source_id"], note["start_char"], note["end_char"]] == note["exact"]
            assert note["claims"]
        assert not re.search(r"\x00|None|  | ,|\.\.(?!\.)|\s\.$", text.replace(" […]", "")), text
        assert all(paragraph[-1] in ".:]" or table == "quotes" for paragraph in told.paragraphs), text


@needs_release
def test_any_row_of_any_table_is_told(teller: Teller) -> None:
    for table in bt.tables():
        for row_id in rows(table)[:3]:
            told = tell(teller, row_id)
            assert told.paragraphs and told.row_id == row_id
            json.dumps(told.as_data(), default=str)


@needs_release
def test_a_person_in_words(teller: Teller) -> None:
    told = tell(teller, "qasim-al-araji")
    text = "\n".join(told.paragraphs)
    assert text.startswith(
        "Qasim al-Araji is National Security Advisor of Iraq [1, 2, 3] in these reports. Also written al-Araji (10×) [4, 5]"
    )
    assert "a meeting with Masoud Pezeshkian in Tehran on October 21, 2025" in text
    assert "Signed the Iran–Iraq memorandum of understanding, August 2025 [" in text and "Is quoted 9 times (" in text


@needs_release
def test_a_meeting_says_where_the_reports_differ(teller: Teller) -> None:
    text = "\n".join(tell(teller, "2025-10-21-araji-qalibaf").paragraphs)
    assert (
        "met Mohammad Baqer Qalibaf (Iran) [3, 4] in Tehran, Iran [5] on October 21, 2025 [6]. Reber Ahmed "
        "(Kurdistan Region) [7] also attended." in text
    )
    assert "The reports differ in who took part: “Mohammad Baqer Qalibaf; Qasim al-Araji; Reber Ahmed” [7] in " in text


def test_a_release_without_evidence_or_names_of_states(small: Teller) -> None:
    assert (
        tell(small, "ada").paragraphs[0]
        == "Ada al-Example is Minister of IRQ [1] in these reports. Also written al-Example (3×)."
    )
    assert tell(small, "m1").paragraphs[0] == "Ada al-Example (IRQ) met her counterpart in Baghdad in October 2025."
    assert tell(small, "s1:0000010-20:aa").paragraphs[:2] == ["Ada al-Example, Minister, with the cue “said”:", "“Ten chars”"]
    assert tell(small, "m1/borders").paragraphs == ["Topic: borders."]


@pytest.mark.parametrize(("wrong", "meant"), [("adda", "ada"), ("al-example", "ada"), ("M1", "m1"), ("zzz", "The ids of people")])
def test_an_id_that_is_not_there_gets_the_nearest(small: Teller, wrong: str, meant: str) -> None:
    with pytest.raises(NotFound, match=f"no row of any table has the id {wrong!r}") as caught:
        tell(small, wrong)
    assert meant in str(caught.value)


def test_its_forms(small: Teller, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("baghdad_tehran.location.data_root", lambda: small.release.root)

    def printed(form: str | None, row_id: str = "ada") -> str:
        show.run(type("Arguments", (), {"id": row_id, "form": form})())  # type: ignore[arg-type]
        captured = capsys.readouterr()
        assert captured.err == "", "nothing but data where a program reads"
        return captured.out

    data: dict[str, Any] = json.loads(printed("json"))
    assert data["id"] == "ada" and data["evidence"][0]["exact"] == "minister" and "[1]" in data["text"]
    assert data["evidence"][0]["claims"][0] == {
        "table_name": "roles",
        "row_id": "ada/minister-irq",
        "column_name": "title",
        "value": "Minister",
        "inference": None,
    }
    assert printed("csv").splitlines()[0] == "number,exact,source_id,start_char,end_char,claims"
    assert printed("markdown").startswith(
        "## Ada al-Example, person\n\nAda al-Example is"
    ) and "\n1. “minister” s1:26–34\n" in printed("markdown")
    assert "[1] “minister” s1:26–34" in printed(None)
    assert "\x1b[31mB" in printed(None, "ada-b"), "in a file or pipe words are left as they are"


def test_on_a_terminal_it_fits_is_safe_and_says_how_to_go_on(
    small: Teller, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("baghdad_tehran.location.data_root", lambda: small.release.root)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm")
    for plain in (False, True):
        screen = type("Terminal", (io.StringIO,), {"isatty": lambda self: True})()
        monkeypatch.setattr("sys.stdout", screen)
        monkeypatch.setenv("NO_COLOR", "1") if plain else monkeypatch.delenv("NO_COLOR", raising=False)
        for row_id in ("ada", "ada-b"):
            show.run(type("Arguments", (), {"id": row_id, "form": None})())  # type: ignore[arg-type]
        text = screen.getvalue()
        assert ("\x1b[1m" in text) is not plain
        text = re.sub(r"\x1b\[[012]m", "", text)
        assert max(map(len, text.splitlines())) <= 40 and "\x1b" not in text and "\\x1b[31mB\\u202e" in text
    assert "baghdad-tehran evidence people ada" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2025-10-21", "October 21, 2025"),
        ("2025-08", "August 2025"),
        ("2023", "2023"),
        ("2025-12-12/..", "from December 12, 2025 on"),
        ("../2024-01", "until January 2024"),
        ("2021-03-03/2021-03-05", "from March 3, 2021 to March 5, 2021"),
        ("2025-08~", "about August 2025"),
        ("2025-08-01?", "probably August 1, 2025"),
    ],
)
def test_dates_in_words(edtf: str, words: str) -> None:
    assert wording.date_in_words(edtf) == words


def test_lists_counts_and_quotation_marks() -> None:
    assert [wording.listed("ABC"[:n]) for n in range(4)] == ["", "A", "A and B", "A, B and C"]
    assert wording.counted(1, "report") == "1 report" and wording.counted(1200, "report") == "1,200 reports"
    assert wording.quoted("a") == wording.quoted("“a”") == "“a”"
