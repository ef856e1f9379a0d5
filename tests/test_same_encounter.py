"""One encounter told twice is one meeting, and two are two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from baghdad_tehran.contract import load_contract
from baghdad_tehran.make.examples import document
from baghdad_tehran.make.extraction import load_extractor
from baghdad_tehran.make.single import rows_of_document

ROOT = Path(__file__).resolve().parents[1]


def rows(text: str, table: str) -> list[dict[str, Any]]:
    found = rows_of_document(load_extractor(ROOT / "build"), load_contract(ROOT / "schemas"), document(text, "2021-11-20"))
    return [r["values"] for r in found if r["table"] == table]


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "Special Envoy Rosa Vidal Travels to Oslo and Lima\n\nChilean Special Envoy Rosa Vidal will travel to Oslo, Norway, and Lima, "
            "Peru, on December 3 to 9 to speak of fish.",
            [("Lima", "planned"), ("Oslo", "planned")],
        ),
        (
            "Special Envoy Rosa Vidal Travels to Oslo\n\nChilean Special Envoy Rosa Vidal will travel to Lima, Peru, on December 3.",
            [("Lima", "planned"), ("Oslo", "held")],
        ),
        (
            "Vidal arrives in Oslo\n\nChilean Special Envoy Rosa Vidal arrived in Oslo, three days after she began a tour of the north. "
            "An official said that Vidal was expected in Oslo for a long stay.",
            [("Oslo", "held"), ("Oslo", "planned")],
        ),
        (
            "Chilean Special Envoy Rosa Vidal travelled to Oslo in May. She will travel to Oslo again on December 3.",
            [("Oslo", "held"), ("Oslo", "planned")],
        ),
    ],
)
def test_a_headline_tells_of_what_the_body_plans(text: str, expected: list[tuple[str, str]]) -> None:
    assert sorted((m["place"], m["status"]) for m in rows(text, "meetings")) == expected


@pytest.mark.parametrize("place", ["In Brussels, ", "At Geneva, ", ""])
def test_where_something_was_is_nobody_who_met(place: str) -> None:
    text = f"Danish Envoy Eli Crane flew to Oslo. {place}{'he' if place else 'He'} praised the cod and met with Swedish Envoy Ulf Lind."
    met = [p for p in rows(text, "meeting_participants") if "crane-lind" in p["meeting_id"]]
    assert sorted(p["person_id"] for p in met) == ["eli-crane", "ulf-lind"]
