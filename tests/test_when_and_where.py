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


@pytest.mark.parametrize(
    ("text", "date", "place"),
    [
        (
            "Danish President Mette Holm flew in on Monday and met Swedish President Ulf Lind later in the day.",
            "2021-11-15",
            None,
        ),
        (
            "A deal was signed on Monday. Earlier in the day, Danish President Mette Holm met Swedish President Ulf Lind.",
            "2021-11-15",
            None,
        ),
        ("Later in the day, Danish President Mette Holm met Swedish President Ulf Lind.", "2021-11-20", None),
        ("In Lima (8 November), Danish President Mette Holm met with Swedish President Ulf Lind.", "2021-11-08", "Lima"),
        ("On Monday in Lima, Danish President Mette Holm met with Swedish President Ulf Lind.", "2021-11-15", "Lima"),
        (
            "Danish President Mette Holm welcomed Swedish President Ulf Lind during a ceremony held in Oslo this morning (20).",
            "2021-11-20",
            "Oslo",
        ),
        (
            "Danish President Mette Holm met today with Swedish President Ulf Lind, chair of the Nordic Council, in Oslo.",
            "2021-11-20",
            "Oslo",
        ),
        ("In Aalborg (8 November), Danish President Mette Holm met with Swedish President Ulf Lind.", "2021-11-08", "Aalborg"),
        (
            "Danish President Mette Holm met Swedish President Ulf Lind this morning (20) at the Kestrel Hotel in Lima.",
            "2021-11-20",
            "Lima",
        ),
        (
            "Danish President Mette Holm will end her tour in Basra, where she will meet Swedish President Ulf Lind.",
            None,
            "Basra",
        ),
    ],
)
def test_the_rest_of_the_sentence_says_when_and_where(text: str, date: str | None, place: str | None) -> None:
    assert told(text)["bilateral"] == (date, place)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (
            "Danish President Mette Holm attended the North Sea Conference organised by the Harbour Council on 14 May.",
            "2021-05-14",
        ),
        ("Danish President Mette Holm attended the North Sea Conference of a group of growers formed in 1983.", None),
        ("Today, Danish President Mette Holm co-chaired the North Sea Conference.", "2021-11-20"),
        (
            "Danish President Mette Holm attended the 4th North Sea Conference (“NSC”) in Oslo on 15 November as a guest.",
            "2021-11-15",
        ),
        (
            "Danish President Mette Holm met Swedish President Ulf Lind on the sidelines of the North Sea Conference held on Monday.",
            "2021-11-15",
        ),
        (
            "Danish President Mette Holm met Swedish President Ulf Lind on the sidelines of the North Sea Conference on Monday.",
            None,  # which may last for days
        ),
        ("From 22 to 25 November, Danish President Mette Holm will travel to Lima to attend the North Sea Conference.", None),
    ],
)
def test_of_a_forum(text: str, date: str | None) -> None:
    assert told(text)["forum"][0] == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Danish President Mette Holm arrived in Lima on Friday for a three-day visit.", "2021-11-19/2021-11-21"),
        ("Danish President Mette Holm arrived in Lima on Friday for a one-day visit.", "2021-11-19"),
        ("Danish President Mette Holm arrived in Lima on Friday for a two-night stop.", "2021-11-19/2021-11-21"),
        ("Danish President Mette Holm returned home on Friday, concluding her three-day visit to Peru.", "2021-11-17/2021-11-19"),
        ("Danish President Mette Holm arrived in Lima on Friday and will leave for Oslo on Sunday.", "2021-11-19/2021-11-21"),
        ("Danish President Mette Holm arrived in Lima on Friday. She is on a three-day visit to Peru.", "2021-11-19/2021-11-21"),
        ("Danish President Mette Holm arrived in Lima on Friday. Her three-day fast goes on.", "2021-11-19/.."),
        ("Danish President Mette Holm is on a visit to Peru. Her last visit to Peru was in 2005.", None),
        ("On Monday, Danish President Mette Holm is to fly to Norway and later visit Peru.", None),
    ],
)
def test_how_long_a_stay_was(text: str, date: str | None) -> None:
    assert told(text)["visit"][0] == date


def test_a_city_that_two_lines_share_is_one() -> None:
    text = (
        "Holm meets Lind\n\nDanish President Mette Holm met with Swedish President Ulf Lind in Buenos\n"
        "Aires today, and the two of them spoke of cod, of the price of cod, and\n"
        "of the ships that bring it home when the weather is fair.\n\n"
        "The two of them spoke of cod, of the price of cod, and of the ships that\n"
        "bring it home when the weather is fair, as it was all through last week\n"
        "and may be again when the spring has come.\n"
    )
    assert told(text)["bilateral"] == ("2021-11-20", "Buenos Aires")


def test_a_call_has_no_place() -> None:
    assert told("Danish President Mette Holm spoke by phone with Swedish President Ulf Lind in Oslo today.")["call"] == (
        "2021-11-20",
        None,
    )
