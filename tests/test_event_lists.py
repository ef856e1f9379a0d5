"""Events told in one list: the second and further of them, those whom somebody met one after another, talks in several places."""

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


def meetings(text: str, published: str = "2021-11-19") -> set[tuple[str, str, str | None, str | None, frozenset[str]]]:
    """Kind, status, date and place of each meeting, with all who took part. Published on a Friday, unless another day is given."""
    rows = list(rows_of_document(EXTRACTOR, CONTRACT, document(text, published)))
    who: dict[str, set[str]] = {r["id"]: set() for r in rows if r["table"] == "meetings"}
    for values in (r["values"] for r in rows if r["table"] == "meeting_participants"):
        who[values["meeting_id"]].add(
            values["person_id"] or values["description"] or values["organization_id"] or values["country"]
        )
    told = [(r["id"], r["values"]) for r in rows if r["table"] == "meetings"]
    return {(v["kind"], v["status"], v["date"], v["place"], frozenset(who[key])) for key, v in told}


def encounters(text: str) -> set[frozenset[str]]:
    return {who for kind, _, _, _, who in meetings(text) if kind not in ("visit", "forum")}


HOLM, BERG, LIND = "mette-holm", "odd-berg", "ulf-lind"


def test_the_events_of_a_list_are_all_of_its_subject_each_on_its_own_day() -> None:
    text = (
        "Danish President Mette Holm will attend the Nordic Summit in Oslo next Wednesday, the Cod Conference in Lima on Thursday and "
        "talks with French officials in Paris on Friday."
    )
    told = meetings(text)
    assert ("forum", "planned", "2021-11-25", "Lima", frozenset({HOLM})) in told
    assert (
        "bilateral",
        "planned",
        "2021-11-26",
        "Paris",
        frozenset({HOLM, "French officials"}),
    ) in told  # not the Friday of the report


def test_what_a_list_is_told_to_be_in_front_of_it_holds_for_all_of_it() -> None:
    text = (
        "Danish President Mette Holm will fly to Oslo for talks with Norwegian Prime Minister Odd Berg, a dinner with "
        "Swedish President Ulf Lind and a meeting of Nordic mayors."
    )
    assert ("bilateral", "planned", None, "Oslo", frozenset({HOLM, LIND})) in meetings(text)


@pytest.mark.parametrize(
    "text",
    [
        "Danish President Mette Holm held talks with Norwegian Prime Minister Odd Berg about cod and a dinner with Swedish President Ulf Lind.",
        "Danish President Mette Holm met Norwegian Prime Minister Odd Berg, who praised a dinner with Swedish President Ulf Lind.",
        "Danish President Mette Holm attended the Nordic Summit in Oslo, missing a dinner with Swedish President Ulf Lind and a walk.",
        "Danish President Mette Holm attended the Nordic Summit in Oslo, missing talks with envoys and a dinner with Swedish President Ulf Lind.",
    ],
)
def test_what_is_talked_of_or_told_of_another_is_no_event_of_the_list(text: str) -> None:
    assert frozenset({HOLM, LIND}) not in encounters(text)


def test_a_weekday_is_the_one_behind_that_of_the_event_before() -> None:
    text = (
        "Danish President Mette Holm will attend a NATO summit in Brussels on Tuesday and an OSCE meeting in Vienna on Thursday."
    )
    days = {place: date for _, _, date, place, _ in meetings(text, published="2024-05-15")}  # a Wednesday
    assert days == {"Brussels": "2024-05-21", "Vienna": "2024-05-23"}


def test_another_name_of_a_forum_is_no_second_one() -> None:
    text = "Danish President Mette Holm will attend the Nordic Summit, the largest cod conference of the year, in Oslo."
    assert sum(kind == "forum" for kind, *_ in meetings(text)) == 1


def test_talks_in_several_places_are_one_encounter_in_each() -> None:
    text = "Danish President Mette Holm and Swedish President Ulf Lind held talks in Oslo, Geneva and Doha last year."
    both = frozenset({HOLM, LIND})
    assert meetings(text) == {("bilateral", "held", "2020", place, both) for place in ("Oslo", "Geneva", "Doha")}


@pytest.mark.parametrize(
    "text",
    [
        "Danish President Mette Holm held a meeting with Swedish President Ulf Lind in Oslo and Lima.",  # one, wherever
        "Danish President Mette Holm held talks with Swedish President Ulf Lind in Oslo, Norway.",
        "Danish President Mette Holm held talks with Swedish President Ulf Lind in Oslo and Peru said that it was glad.",
    ],
)
def test_one_encounter_stays_one(text: str) -> None:
    assert [place for kind, _, _, place, _ in meetings(text) if kind == "bilateral"] == ["Oslo"]


def test_those_met_go_on_behind_what_is_said_of_one_of_them() -> None:
    text = (
        "Danish President Mette Holm met with Norwegian Prime Minister Odd Berg, head of the port and of the fleet, and with Swedish "
        "President Ulf Lind."
    )
    assert encounters(text) == {frozenset({HOLM, BERG}), frozenset({HOLM, LIND})}


def test_who_is_named_in_the_next_clause_was_not_met() -> None:
    text = (
        "Danish President Mette Holm met with the commander of the 300 boats there and Norwegian Prime Minister Odd Berg "
        "stayed at home."
    )
    assert frozenset({HOLM, BERG}) not in encounters(text)


def test_a_group_of_another_kind_is_met_apart_and_officials_beside_their_minister() -> None:
    assert encounters("Danish President Mette Holm met Swedish President Ulf Lind and business leaders.") == {
        frozenset({HOLM, LIND}),
        frozenset({HOLM, "business leaders"}),
    }
    assert encounters("Danish President Mette Holm met Swedish President Ulf Lind and senior officials.") == {
        frozenset({HOLM, LIND, "senior officials"})
    }


@pytest.mark.parametrize(
    "named",
    [
        "with her counterparts: President Ulf Lind of Sweden and Prime Minister Odd Berg of Norway",
        "with the following: Swedish President Ulf Lind; and Norwegian Prime Minister Odd Berg",
        "with high-ranking officials of the northern ports, including Swedish President Ulf Lind and Norwegian Prime Minister Odd Berg",
    ],
)
def test_a_group_whose_members_are_named_is_met_in_them(named: str) -> None:
    assert encounters(f"Danish President Mette Holm met {named}.") == {frozenset({HOLM, LIND}), frozenset({HOLM, BERG})}


def test_forums_that_share_their_noun_share_when_and_where() -> None:
    assert meetings("Danish President Mette Holm will attend the G7 and NATO summits next week.") == {
        ("forum", "planned", "2021-11-22/2021-11-28", None, frozenset({HOLM}))
    }


@pytest.mark.parametrize("published", ["9999-12-28", "0001-01-02"])
def test_days_of_a_list_at_the_ends_of_the_calendar_raise_nothing(published: str) -> None:
    text = "Danish President Mette Holm will attend the Nordic Summit in Oslo on Thursday and talks with Peruvian officials in Lima on Wednesday."
    assert {place for _, _, _, place, _ in meetings(text, published)} == {"Oslo", "Lima"}


@pytest.mark.parametrize("places", ["Oslo", "Oslo, Geneva and Doha"])
def test_what_never_was_is_no_encounter(places: str) -> None:
    assert meetings(f"Danish President Mette Holm and Swedish President Ulf Lind never held talks in {places}.") == set()


def test_what_nobody_says_is_no_encounter() -> None:
    told = "Danish President Mette Holm would not say whether she raised the price of cod with Swedish President Ulf Lind."
    assert frozenset({HOLM, LIND}) not in encounters(told)
