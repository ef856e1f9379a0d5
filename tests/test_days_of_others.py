"""Days and places that stand in the sentence of an encounter and are those of something else: a journey, a decision, another event."""

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


def told(text: str) -> dict[str, tuple[str | None, str | None, str | None]]:
    """Date, place and venue of each encounter, by its kind. Published on 20 November 2021, a Saturday."""
    rows = rows_of_document(EXTRACTOR, CONTRACT, document(text, "2021-11-20"))
    values = [r["values"] for r in rows if r["table"] == "meetings"]
    return {v["kind"]: (v["date"], v["place"], v["venue"]) for v in values}


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        (
            "Danish President Mette Holm departed for Norway on Friday for talks with Swedish President Ulf Lind.",
            "bilateral",
            None,
        ),
        ("Danish President Mette Holm headed for Norway on Friday for talks with Swedish President Ulf Lind.", "bilateral", None),
        (
            "Danish President Mette Holm arrived in Oslo on Friday for talks with Swedish President Ulf Lind.",
            "bilateral",
            "2021-11-19",
        ),
        (
            "Danish President Mette Holm departed for Norway on Friday for talks with Swedish President Ulf Lind.",
            "visit",
            "2021-11-19/..",
        ),
        ("Danish President Mette Holm arrived in Oslo on Friday for the North Sea Summit.", "forum", None),
        ("Danish President Mette Holm attended the North Sea Summit in Oslo on Friday.", "forum", "2021-11-19"),
        ("Danish Foreign Minister Mette Holm on Friday cancelled a visit to Peru.", "visit", None),
        ("Danish Foreign Minister Mette Holm cancelled a visit to Peru on December 3.", "visit", "2021-12-03"),
        ("Danish President Mette Holm on Friday agreed to meet Swedish President Ulf Lind.", "bilateral", None),
        ("Danish President Mette Holm agreed to meet Swedish President Ulf Lind on December 3.", "bilateral", "2021-12-03"),
        ("Danish President Mette Holm arrived in Lima on Friday to join the two-day summit.", "visit", "2021-11-19/.."),
        ("Danish President Mette Holm arrived in Lima on Friday for a two-day visit.", "visit", "2021-11-19/2021-11-20"),
    ],
)
def test_the_day_of_another_verb(text: str, kind: str, date: str | None) -> None:
    assert told(text)[kind][0] == date


@pytest.mark.parametrize(
    ("text", "date", "place"),
    [
        (
            "Danish envoy Mette Holm and her counterpart Ulf Lind met in an inn, following a summit between the U.S. and Danish presidents in Oslo on Friday.",
            None,
            None,
        ),
        (
            "Danish envoy Mette Holm and her counterpart Ulf Lind met in Oslo on Friday, following a summit between the presidents in Lima.",
            "2021-11-19",
            "Oslo",
        ),
        (
            "I will be meeting Swedish Minister Ulf Lind to discuss the way forward following our lifting of a ban on 5 October.",
            None,
            None,
        ),
    ],
)
def test_what_was_before_the_encounter_does_not_date_it(text: str, date: str | None, place: str | None) -> None:
    assert told(text)["bilateral"][:2] == (date, place)


@pytest.mark.parametrize(
    ("text", "date", "place"),
    [
        ("At the end of the North Sea Summit on Friday, Danish President Mette Holm spoke to reporters.", "../2021-11-19", None),
        ("Danish President Mette Holm spoke at the opening ceremony of the North Sea Forum on Friday.", "2021-11-19/..", None),
        ("Danish President Mette Holm spoke at Friday's North Sea Summit in Lima.", "2021-11-19", "Lima"),
        (
            "Danish President Mette Holm met Swedish President Ulf Lind at a weekend summit in Lima.",
            "2021-11-20/2021-11-21",
            "Lima",
        ),
        (
            "Danish President Mette Holm will attend the Cod Forum 2022, in Lima, from 3 to 4 March 2022.",
            "2022-03-03/2022-03-04",
            "Lima",
        ),
        ("Danish President Mette Holm will attend the fifth annual Lima Cod Forum.", None, "Lima"),
        ("Danish President Mette Holm will attend the Lima Conference on Cod.", None, "Lima"),
        ("Danish President Mette Holm will attend the Lima Accord Review Conference.", None, None),
        (
            "Danish President Mette Holm will attend the North Sea Conference on Monday and Tuesday.",
            "2021-11-22/2021-11-23",
            None,
        ),
    ],
)
def test_of_a_forum(text: str, date: str | None, place: str | None) -> None:
    assert told(text)["forum"][:2] == (date, place)


def test_a_month_in_which_a_tour_began_is_that_of_each_stay() -> None:
    text = "Early in October, Danish Foreign Minister Mette Holm led a delegation to Chile and Peru."
    rows = rows_of_document(EXTRACTOR, CONTRACT, document(text, "2021-11-20"))
    assert [r["values"]["date"] for r in rows if r["table"] == "meetings"] == ["2021-10", "2021-10"]


def test_a_day_tells_more_than_the_week_in_which_it_lies() -> None:
    text = "Danish President Mette Holm will visit Peru next week. Holm leaves for Peru on Wednesday, an aide said."
    assert told(text)["visit"][0] == "2021-11-24/.."


@pytest.mark.parametrize(
    ("where", "place", "venue"),
    [
        ("in the Kestrel Hall", None, "Kestrel Hall"),
        ("in Tel Aviv, Israel", "Tel Aviv", None),
        ("in Cape Town", "Cape Town", None),
        ("at the Kremlin", None, None),
    ],
)
def test_houses_and_cities(where: str, place: str | None, venue: str | None) -> None:
    assert told(f"Danish President Mette Holm met Swedish President Ulf Lind {where}.")["bilateral"][1:] == (place, venue)


@pytest.mark.parametrize(
    ("where", "date", "place"),
    [
        ("in Oslo on Friday ahead of the North Sea Summit in Lima", "2021-11-19", "Oslo"),
        ("ahead of the North Sea Summit in Lima on Monday", None, None),
        ("on the eve of the North Sea Summit in Lima on Monday", None, None),
        ("at the North Sea Summit in Lima on Friday", "2021-11-19", "Lima"),
    ],
)
def test_a_forum_to_come_lends_nothing(where: str, date: str | None, place: str | None) -> None:
    assert told(f"Danish President Mette Holm met Swedish President Ulf Lind {where}.")["bilateral"][:2] == (date, place)


@pytest.mark.parametrize(
    ("days", "date"),
    [("18 to 21 November 2021", "2021-11-18/2021-11-21"), ("8 to 11 November 2021", None)],  # under way, and over
)
def test_what_is_to_come_on_a_visit_has_its_days(days: str, date: str | None) -> None:
    text = f"Danish Minister Mette Holm is on a visit to Peru from {days}. During her visit, Holm will meet Peruvian Minister Ana Silva."
    assert told(text)["bilateral"][0] == date


@pytest.mark.parametrize(
    "stay",
    [
        "will be in Peru for a visit from 22 to 23 November",
        "will be making a visit to the Republic of Peru (RP) from 22 to 23 November",
    ],
)
def test_a_stay_goes_on_from_what_stands_between(stay: str) -> None:
    assert told(f"Danish Minister Mette Holm {stay}.")["visit"][0] == "2021-11-22/2021-11-23"
