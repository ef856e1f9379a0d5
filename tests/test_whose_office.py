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


@pytest.mark.parametrize("place", ["Trondheim", "Harbour Gardens"])
def test_who_is_spoken_of_behind_a_place_is_not_named_so(place: str) -> None:
    assert roles(f"In {place}, The First Lady met the children.") == set()


def test_a_region_to_which_an_envoy_is_sent_is_part_of_the_title() -> None:
    told = roles("Ana Silva, the Chilean special envoy to the Middle East, left.")
    assert told == {("ana-silva", "Special Envoy to the Middle East", "CHL")}


def test_an_abbreviation_that_the_report_explains_in_brackets_is_written_out() -> None:
    told = roles("The Harbour Institute in Trondheim (HIT) is open. HIT Director Ana Silva spoke.")
    assert told == {("ana-silva", "Director of the Harbour Institute in Trondheim", None)}


def test_the_minister_and_the_head_of_a_body_are_two() -> None:
    told = roles("Minister and the Norwegian Fish Agency Administrator Ana Silva will sign.")
    assert told == {("ana-silva", "Administrator of the Fish Agency", "NOR")}


def test_a_list_of_guests_with_an_office_of_a_forum_in_it() -> None:
    told = roles(
        "A large gathering including State Minister of Fish Ana Silva, State Minister of Ports Luis Rojas, Members of Parliament Rosa"
        " Vidal and Odd Berg, officials of the Ministry of Fish, Joint Port Association Forum General Secretary Ben Okoro, as well as"
        " officials of the Port Federation, participated in this event."
    )
    assert ("ben-okoro", "General Secretary of the Port Association Forum", None) in told


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (
            "Foreign Affairs, Foreign Employment and Tourism Minister",
            "Minister of Foreign Affairs, Foreign Employment and Tourism",
        ),
        ("Foreign Trade Minister", "Minister of Foreign Trade"),
        ("Acting Foreign Minister", "Acting Minister of Foreign Affairs"),
    ],
)
def test_what_is_foreign_in_a_portfolio(words: str, title: str) -> None:
    assert roles(f"{words} Ana Silva left.") == {("ana-silva", title, None)}
