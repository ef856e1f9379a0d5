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


def met(text: str) -> list[tuple[str, list[str]]]:
    """The status of each encounter, and who took part: people by their ids, others by their descriptions or bodies."""
    members = rows(text, "meeting_participants")
    return sorted(
        (
            str(m["status"]),
            sorted(
                str(p["person_id"] or p["description"] or p["organization_id"] or p["country"])
                for p in members
                if p["meeting_id"] == m["meeting_id"]
            ),
        )
        for m in rows(text, "meetings")
        if m["kind"] not in ("visit", "forum")
    )


@pytest.mark.parametrize(
    "text",
    [
        "President Mette Holm's Meeting with Minister Ulf Lind and Minister Odd Berg of Norway\n\n"
        "Danish President Mette Holm met with Norwegian Foreign Minister Ulf Lind and Trade Minister Odd Berg for an hour.",
        "President Mette Holm's Meeting with Norwegian Officials\n\n"
        "Danish President Mette Holm met with Norwegian Foreign Minister Ulf Lind and Trade Minister Odd Berg for an hour.",
        "Danish President Mette Holm received Norwegian Foreign Minister Ulf Lind and Trade Minister Odd Berg on Monday.",
        "Danish President Mette Holm met King Ulf Lind and Queen Odd Berg of Norway on Monday.",
    ],
)
def test_those_who_came_together_were_at_one_meeting(text: str) -> None:
    assert met(text) == [("held", ["mette-holm", "odd-berg", "ulf-lind"])]


@pytest.mark.parametrize(
    "text",
    [
        "President Mette Holm's Meetings with Norwegian Officials\n\n"
        "Danish President Mette Holm met with Norwegian Foreign Minister Ulf Lind and Trade Minister Odd Berg.",
        "Danish President Mette Holm received Norwegian Minister Ulf Lind and Swedish Minister Odd Berg on Monday.",
    ],
)
def test_those_met_one_after_the_other_were_not(text: str) -> None:
    assert met(text) == [("held", ["mette-holm", "odd-berg"]), ("held", ["mette-holm", "ulf-lind"])]


def test_who_somebody_is_may_be_told_by_an_encounter_of_long_ago() -> None:
    clause = "A court heard lawyer Rosa Vidal, who met with Danish Minister Ulf Lind. "
    assert len(met(clause + "Vidal met Lind in Oslo last year.")) == 1
    assert len(met(clause + "Vidal met Lind in Oslo last year. Vidal met Lind in Lima in May 2017.")) == 3


def test_the_members_of_a_body_are_those_whom_it_is_told_to_have_met() -> None:
    text = "Lawyer Rosa Vidal met with members of the Fish Committee on Thursday. She met the committee behind closed doors."
    assert met(text) == [("held", ["members of the Fish Committee", "rosa-vidal"])]
    assert len(met(text.replace("the committee", "the Port Council"))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Danish President Mette Holm will ask for cod when meeting with Swedish President Ulf Lind.",
        "It will be done by the time Danish President Mette Holm meets Swedish President Ulf Lind.",
        "Danish President Mette Holm meets Swedish President Ulf Lind next week.",
        "During their meeting, Danish President Mette Holm and Swedish President Ulf Lind are expected to discuss cod.",
    ],
)
def test_what_is_to_come_is_planned(text: str) -> None:
    assert met(text) == [("planned", ["mette-holm", "ulf-lind"])]


def test_the_minister_is_the_one_named_before() -> None:
    text = "Danish Foreign Minister Mette Holm spoke of cod. The foreign minister left. She met her Thai counterpart Luis Rojas."
    assert met(text) == [("held", ["luis-rojas", "mette-holm"])]


def test_whom_the_sentence_has_it_from_did_not_meet() -> None:
    text = "According to spokesman Odd Berg, Danish President Mette Holm praised cod after her talks with Swedish President Ulf Lind."
    assert met(text) == [("held", ["mette-holm", "ulf-lind"])]


def test_the_delegation_is_that_of_the_only_one_who_travelled() -> None:
    text = (
        "Danish Minister Mette Holm travelled to Peru. The cod is dear there. So is the herring. Few are sold. Fewer are caught. "
        "The delegation met with Peruvian President Luis Rojas."
    )
    assert met(text) == [("held", ["luis-rojas", "mette-holm"])]


def test_many_at_once_are_those_told_one_by_one() -> None:
    text = "Danish President Mette Holm had talks with leaders of several countries. "
    assert len(met(text)) == 1
    assert met(text + "Holm met Swedish President Ulf Lind. Holm met Norwegian Prime Minister Odd Berg.") == [
        ("held", ["mette-holm", "odd-berg"]),
        ("held", ["mette-holm", "ulf-lind"]),
    ]


def test_the_states_met_are_the_ministers_met() -> None:
    text = (
        "Minister Mette Holm met with her counterparts from Peru and Chile on Tuesday. Holm met Peruvian Minister Luis Rojas. "
        "She also met Chilean Minister Rosa Vidal."
    )
    assert met(text) == [("held", ["luis-rojas", "mette-holm"]), ("held", ["mette-holm", "rosa-vidal"])]


def test_last_month_is_another_time() -> None:
    text = "Danish Minister Mette Holm met Swedish Minister Ulf Lind on Friday. Last month, Holm met Lind in Tokyo."
    assert sorted(str(m["date"]) for m in rows(text, "meetings")) == ["2021-10", "2021-11-19"]


def test_the_president_is_that_of_no_other_state() -> None:
    text = (
        "President Mette Holm will meet Peruvian President Luis Rojas. The President will also meet Chilean President Rosa Vidal."
    )
    assert met(text) == [("planned", ["luis-rojas", "mette-holm"]), ("planned", ["mette-holm", "rosa-vidal"])]


def test_whose_member_somebody_is_did_not_meet() -> None:
    assert met("Minister Mette Holm met with Fish Party Politburo Member Odd Berg.") in (
        [],
        [("held", ["mette-holm", "odd-berg"])],
    )


def test_what_was_done_to_somebody_in_a_clause_is_not_the_subject() -> None:
    text = "President Mette Holm, who was named by the Nordic Council, praised cod in talks with Swedish President Ulf Lind."
    assert met(text) == [("held", ["mette-holm", "ulf-lind"])]


def test_talks_with_officials_are_those_with_the_ones_named() -> None:
    named = "Danish Minister Mette Holm met with Chilean President Rosa Vidal. She met Chilean Minister Ana Silva. "
    two = [("held", ["ana-silva", "mette-holm"]), ("held", ["mette-holm", "rosa-vidal"])]
    assert met(named + "Throughout her discussions with Chilean officials, Holm praised cod.") == two
    assert len(met(named + "Throughout her discussions with Peruvian officials, Holm praised cod.")) == 3


def test_a_headline_may_shorten_a_name_or_leave_out_the_telephone() -> None:
    shorter = "Minister Holm's Meeting with Minister Khalid bin Salman\n\n"
    assert len(met(shorter + "Danish Minister Mette Holm met today with Saudi Minister Khalid bin Salman bin Abdulaziz.")) == 1
    discuss = "Holm, Lind discuss cod\n\n"
    assert len(met(discuss + "Danish President Mette Holm on Friday spoke by telephone with Swedish President Ulf Lind.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Hopes of direct talks between Danish President Mette Holm and Swedish President Ulf Lind receded on Saturday.",
        "Denmark welcomes Swedish Minister Ulf Lind to come for a visit.",
        "The Port Ministry, in consultation with the Fish Ministry, will publish a list.",
        'She wished a "dialogue between the Chilean government and President Ulf Lind".',
    ],
)
def test_what_is_wished_for_is_no_encounter(text: str) -> None:
    assert met(text) == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Minister Mette Holm spoke with Crown Prince and Prime Minister Ulf Lind of Sweden.", ["mette-holm", "ulf-lind"]),
        (
            "Minister Mette Holm met with officials from the Port Ministry, Fish Ministry, and Mining Ministry.",
            ["mette-holm", "officials from the Port Ministry, Fish Ministry, and Mining Ministry"],
        ),
        (
            "Minister Mette Holm had talks with the leaders of Peru and Chile in Oslo.",
            ["Chile leader", "Peru leader", "mette-holm"],
        ),
    ],
)
def test_whom_a_list_names(text: str, who: list[str]) -> None:
    assert met(text) == [("held", who)]


def test_whose_trip_it_was_is_not_who_speaks_of_it() -> None:
    text = "Danish Minister Mette Holm arrived in Peru. \u201cWe go,\u201d said aide Odd Berg. Her trip to Peru was to show support, Berg said."
    assert [p["person_id"] for p in rows(text, "meeting_participants")] == ["mette-holm"]


def test_what_is_met_may_be_no_party() -> None:
    assert met("Argentina has met IMF requirements. Denmark met Swedish demands on Monday.") == []


def test_whom_a_title_that_no_list_has_belongs_to() -> None:
    later = " Ulf Lind spoke of cod. Odd Berg spoke too."
    text = "Danish President Mette Holm met with Fish Commission Executive Vice Presidents Ulf Lind and Odd Berg."
    assert met(text + later) == [("held", ["mette-holm", "odd-berg"]), ("held", ["mette-holm", "ulf-lind"])]


def test_both_sides_are_those_who_were_just_told_to_have_met() -> None:
    text = "Peruvian Minister Luis Rojas met Minister Rosa Vidal on Monday. Both sides had a good discussion on Peru and Chile."
    assert met(text) == [("held", ["luis-rojas", "rosa-vidal"])]


def test_whose_talks_they_were_is_not_the_agency_that_tells_of_them() -> None:
    text = (
        "Iranian Minister Luis Rojas met Saudi Minister Odd Berg in Riyadh. "
        "The official Saudi Press Agency quoted him as saying his talks with Berg were good."
    )
    assert met(text) == [("held", ["luis-rojas", "odd-berg"])]


def test_a_visit_that_is_wrapped_up_is_under_way() -> None:
    text = "Danish President Mette Holm is due to wrap up a visit to Seoul on Wednesday. She said ahead of her arrival in Seoul that all was well."
    assert [(m["kind"], m["status"]) for m in rows(text, "meetings")] == [("visit", "held")]


def test_as_what_somebody_travels_is_nobody_else() -> None:
    text = "Danish Prime Minister Mette Holm spoke. Holm, on her first trip to Peru as prime minister, met on Sunday with President Luis Rojas."
    assert met(text) == [("held", ["luis-rojas", "mette-holm"])]


def test_talks_for_which_somebody_came_last_month_were_held() -> None:
    text = "Danish President Mette Holm visited Peru last month for talks with Peruvian President Luis Rojas."
    assert met(text) == [("held", ["luis-rojas", "mette-holm"])]
    assert met(text.replace("visited Peru last month", "arrived in Peru on Friday")) == [
        ("planned", ["luis-rojas", "mette-holm"])
    ]
