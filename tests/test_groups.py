"""Whom "the two leaders" means: of those named before, the last two who can be so called."""

from __future__ import annotations

from pathlib import Path

import pytest

from baghdad_tehran.contract import load_contract
from baghdad_tehran.make.examples import document
from baghdad_tehran.make.extraction import load_extractor
from baghdad_tehran.make.single import rows_of_document

ROOT = Path(__file__).resolve().parents[1]
TALKS = (
    "Danish Prime Minister Mette Holm flew to Stockholm. "
    "She met Swedish President Ulf Lind there, in the sight of Speaker Eva Berg. "
    "Swedish Foreign Minister Nils Aker and UN Secretary-General Aldo Ferri slept. "
)


@pytest.mark.parametrize(
    "said, speakers",
    [
        ('"We agree on fish," the two leaders said.', {"mette-holm", "ulf-lind"}),
        ('"We agree on fish," the two foreign ministers said.', set()),
        (
            'Danish Foreign Minister Odd Dal came too. "We agree on fish," the two foreign ministers said.',
            {"nils-aker", "odd-dal"},
        ),
    ],
)
def test_several_are_those_whose_offices_answer_to_the_word(said: str, speakers: set[str]) -> None:
    rows = rows_of_document(load_extractor(ROOT / "build"), load_contract(ROOT / "schemas"), document(TALKS + said))
    assert {r["values"]["person_id"] for r in rows if r["table"] == "quote_speakers" and r["values"]["person_id"]} == speakers


def test_a_state_whose_president_signs_is_a_party_once() -> None:
    text = "Chile, Peru sign treaty\n\nLIMA (Harbour News) -- The presidents of Chile and Peru signed a treaty on fishing rights in Lima on Monday, their offices said."
    rows = rows_of_document(load_extractor(ROOT / "build"), load_contract(ROOT / "schemas"), document(text))
    parties = [r["values"] for r in rows if r["table"] == "agreement_participants"]
    assert sorted((p["country"], p["capacity"]) for p in parties) == [("CHL", "party"), ("PER", "party")]


def test_of_three_the_two_who_are_joined_are_meant() -> None:
    text = (
        "Danish Prime Minister Mette Holm and Swedish President Ulf Lind met in Oslo on Tuesday, on the sidelines of a summit with "
        "Norwegian Prime Minister Odd Dal. The two leaders said that fish are few."
    )
    rows = rows_of_document(load_extractor(ROOT / "build"), load_contract(ROOT / "schemas"), document(text))
    assert {r["values"]["person_id"] for r in rows if r["table"] == "quote_speakers"} == {"mette-holm", "ulf-lind"}
