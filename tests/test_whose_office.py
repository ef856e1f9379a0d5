"""Whose office it is in lists of people, of which state, and which offices say too little to be a role."""

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


def roles(text: str) -> set[tuple[str, str, str | None]]:
    """(person_id, title, country) of each role."""
    rows = [r["values"] for r in rows_of_document(EXTRACTOR, CONTRACT, document(text)) if r["table"] == "roles"]
    return {(values["person_id"], values["title"], values["country"]) for values in rows}


@pytest.mark.parametrize("title", ["director", "chairman", "mayor", "permanent secretary", "governor"])
def test_an_office_that_says_of_what_it_is_in_no_word_is_no_role(title: str) -> None:
    rows = list(rows_of_document(EXTRACTOR, CONTRACT, document(f"The {title}, Ben Okoro, slept.")))
    assert [r["values"]["name"] for r in rows if r["table"] == "people"] == ["Ben Okoro"]
    assert not [r for r in rows if r["table"] == "roles"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The director of the Port Agency, Ben Okoro, slept.", "Director of the Port Agency"),
        ("The Chilean director, Ben Okoro, slept.", "Director"),
        ("The chief executive, Ben Okoro, slept.", "Chief Executive"),
    ],
)
def test_with_a_body_or_state_it_is_one(text: str, title: str) -> None:
    assert {(who, what) for who, what, _ in roles(text)} == {("ben-okoro", title)}


def test_a_state_behind_an_office_is_not_that_of_the_next() -> None:
    told = roles("The Deputy Prime Minister of Peru, Luis Rojas, and Trade Minister Ana Silva took part.")
    assert told == {("luis-rojas", "Deputy Prime Minister", "PER"), ("ana-silva", "Minister of Trade", None)}


def test_a_state_in_front_is() -> None:
    told = roles("Peruvian Deputy Prime Minister Luis Rojas and Trade Minister Ana Silva took part.")
    assert told == {("luis-rojas", "Deputy Prime Minister", "PER"), ("ana-silva", "Minister of Trade", "PER")}


def test_an_office_with_its_letters_before_a_name_is_not_of_the_name_before() -> None:
    told = roles("They saw Trade Minister Ana Silva, National Security Adviser (NSA) Ben Okoro and others.")
    assert {(who, what) for who, what, _ in told} == {
        ("ana-silva", "Minister of Trade"),
        ("ben-okoro", "National Security Advisor"),
    }
