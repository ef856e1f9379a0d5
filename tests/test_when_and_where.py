"""When and where an encounter was, as its sentence says."""

from __future__ import annotations

from pathlib import Path

import pytest

from baghdad_tehran.contract import load_contract
from baghdad_tehran.make.examples import document
from baghdad_tehran.make.extraction import load_extractor
from baghdad_tehran.make.single import rows_of_document

ROOT = Path(__file__).resolve().parents[1]
EXTRACTOR = load_extractor(ROOT / "build")
CONTRACT = load_contract(ROOT / "schemas")


def told(text: str) -> dict[str, tuple[str | None, str | None]]:
    """Date and place of each encounter, by its kind. Published on 20 November 2021, a Saturday."""
    rows = rows_of_document(EXTRACTOR, CONTRACT, document(text, "2021-11-20"))
    return {r["values"]["kind"]: (r["values"]["date"], r["values"]["place"]) for r in rows if r["table"] == "meetings"}


@pytest.mark.parametrize(
    ("text", "date", "place"),
    [
        ("Danish President Mette Holm met Swedish President Ulf Lind at Kestrel hall today.", "2021-11-20", None),
        ("Danish President Mette Holm met Swedish President Ulf Lind at the old mill on Monday.", "2021-11-15", None),
        ("Danish President Mette Holm met Swedish President Ulf Lind in Oslo today.", "2021-11-20", "Oslo"),
        ("Danish President Mette Holm met Swedish President Ulf Lind in Singapore on Monday.", "2021-11-15", "Singapore"),
        ("Danish President Mette Holm met Swedish President Ulf Lind in Norway on Monday.", "2021-11-15", None),
        (
            "Danish President Mette Holm met earlier this week, on November 16, with Swedish President Ulf Lind.",
            "2021-11-16",
            None,
        ),
        ("Danish President Mette Holm met today in Bergen with Swedish President Ulf Lind.", "2021-11-20", "Bergen"),
        ("Danish President Mette Holm met Swedish President Ulf Lind at the request of Norway.", None, None),
    ],
)
def test_of_a_meeting(text: str, date: str | None, place: str | None) -> None:
    assert told(text) == {"bilateral": (date, place)}


def test_a_forum_has_the_place_where_it_was_held() -> None:
    text = (
        "Danish President Mette Holm met Swedish President Ulf Lind on the sidelines of the North Sea Conference, held in Lima."
    )
    assert told(text)["forum"] == (None, "Lima")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (
            "I look forward to attending the Trilateral Meeting in Oslo on 26 January involving Denmark, Norway and Sweden.",
            "2022-01-26",
        ),
        ("Danish President Mette Holm met Swedish President Ulf Lind in Oslo on 26 January.", "2021-01-26"),
    ],
)
def test_a_day_without_a_year_lies_ahead_where_it_is_told_so(text: str, date: str) -> None:
    assert date in [when for when, _ in told(text).values()]


def test_a_state_called_as_its_capital_is_a_place() -> None:
    assert told("Danish President Mette Holm will visit Singapore from 22 to 23 November.")["visit"] == (
        "2021-11-22/2021-11-23",
        "Singapore",
    )


def test_an_hour_is_no_office() -> None:
    rows = list(rows_of_document(EXTRACTOR, CONTRACT, document("At 5 PM Ana Silva said that the cod was safe.", "2021-11-20")))
    assert [r["values"]["name"] for r in rows if r["table"] == "people"] == ["Ana Silva"]
    assert [r for r in rows if r["table"] == "roles"] == []


@pytest.mark.parametrize(
    ("text", "date", "place"),
    [
        ("In Oslo, Danish President Mette Holm toured the port and met with Swedish President Ulf Lind.", None, "Oslo"),
        ("On Monday, Danish President Mette Holm toured the port and met with Swedish President Ulf Lind.", "2021-11-15", None),
        ("In Oslo, her aide said Danish President Mette Holm had met Swedish President Ulf Lind.", None, None),
        ("In Oslo, Danish President Mette Holm boarded a ship to Lima and met Swedish President Ulf Lind.", None, None),
    ],
)
def test_with_what_a_sentence_begins_holds_for_its_encounters(text: str, date: str | None, place: str | None) -> None:
    assert told(text)["bilateral"] == (date, place)
