"""What a visit lends to the meetings within it: its days where both ends are known, and only where the text ties them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from baghdad_tehran.contract import load_contract
from baghdad_tehran.make.examples import document
from baghdad_tehran.make.extraction import load_extractor
from baghdad_tehran.make.single import rows_of_document

ROOT = Path(__file__).resolve().parents[1]
EXTRACTOR = load_extractor(ROOT / "build")
CONTRACT = load_contract(ROOT / "schemas")
MET = "she met Norwegian Prime Minister Odd Berg."


def meeting(text: str) -> dict[str, Any]:
    """The values of the only meeting that is no visit."""
    rows = [r["values"] for r in rows_of_document(EXTRACTOR, CONTRACT, document(text)) if r["table"] == "meetings"]
    (only,) = [values for values in rows if values["kind"] == "bilateral"]
    return only


def test_a_visit_of_which_both_ends_are_known_lends_its_days() -> None:
    held = meeting(f"Danish President Mette Holm visited Oslo from March 3 to 5, 2021. During the visit, {MET}")
    assert (held["date"], held["date_basis"], held["place"]) == ("2021-03-03/2021-03-05", "within_visit", "Oslo")
    assert held["part_of"]


@pytest.mark.parametrize(
    "tie", ["While there, she", "While in Norway, Holm", "In Norway, Holm", "During her stay, she", "While in Oslo, Holm"]
)
def test_what_ties_a_meeting_to_a_visit(tie: str) -> None:
    held = meeting(
        f"Danish President Mette Holm visited Oslo, Norway from March 3 to 5, 2021. {tie} met Norwegian Prime Minister Odd Berg."
    )
    assert (held["date"], held["date_basis"]) == ("2021-03-03/2021-03-05", "within_visit")


@pytest.mark.parametrize(
    "text",
    [
        f"Danish President Mette Holm visited Oslo from March 3 to 5, 2021. In Sweden, {MET}",
        f"Danish President Mette Holm arrived in Oslo on March 3, 2021. During the visit, {MET}",  # whose end is open
        f"Danish President Mette Holm visited Oslo from March 3 to 5, 2021. The cod was fresh. Last year {MET}",  # not tied to it
    ],
)
def test_no_other_does(text: str) -> None:
    assert meeting(text)["date"] is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("visited Lima, Oslo and Riga. During the visit, she met Norwegian Prime Minister Odd Berg.", "Oslo"),
        ("travelled to Lima and Oslo, where she met Norwegian Prime Minister Odd Berg.", "Oslo"),
        ("visited Lima, Riga and Oslo. During the visit, she met local fishermen.", None),
        ("travelled to Lima and Oslo, where she met local officials.", None),
    ],
)
def test_of_a_journey_with_legs_the_one_to_the_state_of_whom_somebody_met(text: str, place: str | None) -> None:
    held = meeting(f"Danish President Mette Holm {text}")
    assert held["place"] == place and bool(held["part_of"]) is (place is not None)


def test_what_is_visited_meets_nobody() -> None:
    text = "Danish President Mette Holm visited Lima and Quito and met local officials."
    rows = [r["values"] for r in rows_of_document(EXTRACTOR, CONTRACT, document(text)) if r["table"] == "meeting_participants"]
    assert [r["country"] for r in rows if r["person_id"] is None] == [None]
