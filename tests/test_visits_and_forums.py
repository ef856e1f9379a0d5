"""Whose visit it is, who was at a forum, and who was there too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from baghdad_tehran.contract import load_contract
from baghdad_tehran.make.examples import document
from baghdad_tehran.make.extraction import load_extractor
from baghdad_tehran.make.single import rows_of_document

ROOT = Path(__file__).resolve().parents[1]


def told(text: str, kind: str) -> dict[str, set[str]]:
    """For each meeting of that kind, where it was or its name: who took part, by person, else description, else state."""
    found = list(rows_of_document(load_extractor(ROOT / "build"), load_contract(ROOT / "schemas"), document(text, "2021-11-20")))
    values: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        values.setdefault(row["table"], []).append({"id": row["id"], **row["values"]})
    return {
        m["place"] or m["name"]: {
            p["person_id"] or p["description"] or p["country"]
            for p in values["meeting_participants"]
            if p["meeting_id"] == m["id"]
        }
        for m in values.get("meetings", [])
        if m["kind"] == kind
    }


@pytest.mark.parametrize(
    "text, visitors",
    [
        (
            "Spokesman Ulf Lind praised the dinner attended by Danish President Mette Holm before she concluded her visit to Oslo.",
            {"mette-holm"},
        ),
        ("Spokesman Ulf Lind was asked if Danish President Mette Holm sold cod during her visit to Oslo.", {"mette-holm"}),
        ("Mayor Aino Salo accompanied Danish President Mette Holm during her visit to Oslo.", {"mette-holm", "aino-salo"}),
        ("Mayor Aino Salo was late, but Danish President Mette Holm cut short her visit to Oslo.", {"mette-holm"}),
        ("Danish President Mette Holm visited the Oslo Herring Museum.", None),
        ("Danish President Mette Holm visited the harbour in Oslo, a model for one being built in Lima.", {"mette-holm"}),
    ],
)
def test_whose_visit_it_is(text: str, visitors: set[str] | None) -> None:
    assert told(text, "visit") == ({"Oslo": visitors} if visitors else {})


def test_the_next_leg_stands_behind_a_day() -> None:
    assert set(
        told("Danish President Mette Holm visited Oslo on March 3, 2021, Riga on March 5 and Lima on March 7.", "visit")
    ) == {
        "Oslo",
        "Riga",
        "Lima",
    }
    assert set(told("Danish President Mette Holm visited the mill in Skagen, North Jutland, on March 3, 2021.", "visit")) == {
        "Skagen"
    }


@pytest.mark.parametrize(
    "text, there",
    [
        (
            "Danish President Mette Holm met Swedish President Ulf Lind, who was in Oslo for the North Sea Summit.",
            {"ulf-lind"},
        ),
        (
            "A word passed between Danish President Mette Holm and Swedish President Ulf Lind, who are in Oslo for the North Sea Summit.",
            {"mette-holm", "ulf-lind"},
        ),
        ("The Chile-Peru North Sea Summit was held in Oslo on March 3, 2021.", {"CHL", "PER"}),
        ("The North Sea Leaders’ Meeting was held in Oslo on March 3, 2021.", {"North Sea Leaders"}),
        ("Danish President Mette Holm will host North Sea Summit leaders in Oslo.", None),
    ],
)
def test_who_was_at_a_forum(text: str, there: set[str] | None) -> None:
    assert list(told(text, "forum").values()) == ([there] if there else [])


VISIT = "Danish President Mette Holm visited Oslo last week. "
FORUM = "Danish President Mette Holm opened the North Sea Summit in Oslo. "


@pytest.mark.parametrize(
    "text, kind, there",
    [
        (VISIT + "She was accompanied by Trade Minister Odd Berg.", "visit", {"mette-holm", "odd-berg"}),
        (
            VISIT + "Her delegation included Trade Minister Odd Berg and Mayor Aino Salo.",
            "visit",
            {"mette-holm", "odd-berg", "aino-salo"},
        ),
        (FORUM + "The event was attended by Trade Minister Odd Berg.", "forum", {"mette-holm", "odd-berg"}),
        (
            FORUM + "Among those present were Trade Minister Odd Berg and Mayor Aino Salo.",
            "forum",
            {"mette-holm", "odd-berg", "aino-salo"},
        ),
    ],
)
def test_who_was_there_too(text: str, kind: str, there: set[str]) -> None:
    assert list(told(text, kind).values()) == [there]
    assert told(text, "bilateral") == {}


@pytest.mark.parametrize(
    "text",
    [
        "Danish President Mette Holm was asked if she would visit Oslo.",
        "Danish President Mette Holm did not know whether she will attend the North Sea Summit in Oslo.",
        "Many refugees arrived in Oslo.",
    ],
)
def test_what_is_asked_is_not_told(text: str) -> None:
    assert told(text, "visit") == told(text, "forum") == {}
