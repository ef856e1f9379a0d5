"""Which forums are one, which are two, and who was there where no words of theirs say it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from baghdad_tehran.contract import load_contract
from baghdad_tehran.make.examples import document
from baghdad_tehran.make.extraction import load_extractor
from baghdad_tehran.make.single import rows_of_document

ROOT = Path(__file__).resolve().parents[1]
HOLM, LIND = "Danish President Mette Holm", "Swedish President Ulf Lind"


def forums(text: str) -> list[tuple[dict[str, Any], set[str]]]:
    """The forums of a report of 20 November 2021: each row's values, and who took part by person, else body, description or state."""
    rows = list(rows_of_document(load_extractor(ROOT / "build"), load_contract(ROOT / "schemas"), document(text, "2021-11-20")))
    sides = [r["values"] for r in rows if r["table"] == "meeting_participants"]
    return [
        (
            r["values"],
            {
                p["person_id"] or p["organization_id"] or p["description"] or p["country"]
                for p in sides
                if p["meeting_id"] == r["values"]["meeting_id"]
            },
        )
        for r in rows
        if r["table"] == "meetings" and r["values"]["kind"] == "forum"
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{HOLM} attended the Herring Forum for Northern Trade. {LIND} opened the third Herring Forum for Northern Trade in Oslo.",
        f"{HOLM} will attend the Fourth Forum of Herring Ports (HP Forum) in Oslo. {LIND} will also attend the HP Forum.",
        f"{HOLM} is in Norway for the Summit of the Herring Ports. On Monday she addressed the two-day Oslo summit.",
    ],
)
def test_a_forum_told_twice_is_one(text: str) -> None:
    assert len(forums(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"{HOLM} attended the first Herring Ports Summit in Oslo. {LIND} attended the second Herring Ports Summit in Riga.",
        f"{HOLM} attended the Herring Ports Summit in Oslo and the Cod Conference in Riga on March 3, 2021.",
        f"{HOLM} attended the Herring Ports Summit in Oslo. {LIND} spoke at a business conference in Riga.",
        f"{HOLM} met {LIND} on the sidelines of the Cod Summit in Riga in March 2012. "
        f"{HOLM} met {LIND} on the sidelines of the 9th Cod Summit in Oslo in June 2014.",
    ],
)
def test_two_forums_are_two(text: str) -> None:
    assert len(forums(text)) == 2


@pytest.mark.parametrize(
    "text, there",
    [
        ("At the Oslo economic summit last year, northern leaders named cod as a problem.", {"northern leaders"}),
        (
            "The tax is to be discussed by northern heads of state during a summit in Oslo on December 3.",
            {"northern heads of state"},
        ),
        (f"{HOLM} is aiming to seal a pact at this two-day summit in Oslo.", {"mette-holm"}),
        ("The Oslo summit is scheduled for December 3. Participants will talk of cod.", {"Participants"}),
        (f"{HOLM} attended a summit of Nordic and Baltic leaders in Oslo.", {"mette-holm", "Nordic and Baltic leaders"}),
        ("The Africa-Denmark summit was held in Oslo.", {"Africa", "DNK"}),
    ],
)
def test_who_was_there_by_the_sentences(text: str, there: set[str]) -> None:
    assert [who for _, who in forums(text)] == [there]


@pytest.mark.parametrize(
    "text",
    [
        f"{HOLM} said that nobody knows when the summit is.",
        f"{HOLM} called for a summit of Nordic leaders.",
        f"{HOLM} told a press conference in Oslo that cod is rare.",
    ],
)
def test_what_is_pointed_at_or_wished_is_none(text: str) -> None:
    assert forums(text) == []


@pytest.mark.parametrize(
    "text, status, date",
    [
        (f"{HOLM} praised cod before the Andean Council meeting December 4 to 6 in Lima.", "planned", "2021-12-04/2021-12-06"),
        (f"{HOLM} attended the Andean Council meeting on November 14 in Lima.", "held", "2021-11-14"),
    ],
)
def test_a_day_without_its_year(text: str, status: str, date: str) -> None:
    assert [(v["status"], v["date"]) for v, _ in forums(text)] == [(status, date)]


def test_what_the_text_tells_goes_before_the_headline() -> None:
    told = f"{HOLM}’s Participation in the Oslo Security Conference\n\n{HOLM} participated in the Oslo Security Conference on November 14-16."
    assert [(v["status"], v["date"]) for v, _ in forums(told)] == [("held", "2021-11-14/2021-11-16")]
