"""Who met whom where no name says it: the speaker of a transcript, the pair that met last, people without names, staff of somebody."""

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
TALK = (
    "Remarks by Foreign Minister Ida Krog and Swedish Foreign Minister Ulf Lind\n\n"
    "FOREIGN MINISTER KROG: Good afternoon. Last month I met with Norwegian Prime Minister Odd Berg in Oslo.\n\n"
    "FOREIGN MINISTER LIND (through an interpreter): Thank you. Yesterday I met with Peruvian President Ana Silva in Lima.\n\n"
    "QUESTION: I met with Chilean President Luis Rojas in Santiago.\n"
)


def meetings(text: str) -> set[tuple[str, str | None, frozenset[str]]]:
    """Kind and date of each encounter, with all who took part. Published on 20 November 2021, a Saturday."""
    rows = list(rows_of_document(EXTRACTOR, CONTRACT, document(text, "2021-11-20")))
    who: dict[str, set[str]] = {r["id"]: set() for r in rows if r["table"] == "meetings"}
    for values in (r["values"] for r in rows if r["table"] == "meeting_participants"):
        who[values["meeting_id"]].add(values["person_id"] or values["description"] or values["country"])
    return {(r["values"]["kind"], r["values"]["date"], frozenset(who[r["id"]])) for r in rows if r["table"] == "meetings"}


def people_who_met(text: str) -> set[frozenset[str]]:
    return {who for _, _, who in meetings(text)}


def test_who_says_i_in_a_transcript_is_its_speaker() -> None:
    assert people_who_met(TALK) == {
        frozenset({"ida-krog", "odd-berg"}),
        frozenset({"ulf-lind", "ana-silva"}),
        frozenset({"I", "luis-rojas"}),  # of one who asks, and whom nobody names
    }


def test_one_label_makes_no_transcript() -> None:
    text = "NOTE: Danish Foreign Minister Ida Krog is in Oslo.\n\nI met with Norwegian Prime Minister Odd Berg.\n"
    assert frozenset({"I", "odd-berg"}) in people_who_met(text)


def test_an_encounter_on_another_day_is_another_one_of_the_same_people() -> None:
    text = (
        "Danish President Mette Holm spoke by phone with Swedish President Ulf Lind on Monday. "
        "The call followed their October 4 conversation."
    )
    both = frozenset({"mette-holm", "ulf-lind"})
    assert meetings(text) == {("call", "2021-11-15", both), ("call", "2021-10-04", both)}


def test_the_pair_is_the_pair_that_met_last() -> None:
    text = (
        "On Monday, Danish President Mette Holm and Swedish President Ulf Lind are to meet in Oslo under the eyes of the bloc's envoy, "
        "Norwegian Prime Minister Odd Berg. The pair had met via video link on July 10."
    )
    assert ("call", "2021-07-10", frozenset({"mette-holm", "ulf-lind"})) in meetings(text)


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("met a London-based professor in Oslo", "a London-based professor"),
        ("met with the family of a missing sailor", "the family of a missing sailor"),
        ("held talks with several unions on Monday", "several unions"),
    ],
)
def test_whoever_is_met_takes_part(words: str, others: str) -> None:
    assert people_who_met(f"Danish President Mette Holm {words}.") == {frozenset({"mette-holm", others})}


@pytest.mark.parametrize("thing", ["the deadline", "a cool reception", "the strict criteria of the bank", "her own targets"])
def test_things_that_are_met_take_no_part(thing: str) -> None:
    assert people_who_met(f"Danish President Mette Holm met {thing}.") == set()


def test_staff_of_somebody_are_not_that_person() -> None:
    text = "Swedish President Ulf Lind slept. Danish Foreign Minister Ida Krog met with senior Lind campaign officials in Oslo."
    assert all("ulf-lind" not in who for who in people_who_met(text))


def test_where_a_sentence_begins_is_nobody_who_met() -> None:
    text = "Prior to Oslo, the Danish delegation made a stop in Bergen, holding talks with State Secretary Ana Silva on June 5."
    assert not any("NOR" in who for who in people_who_met(text))


def test_a_list_at_the_end_is_of_those_who_were_there() -> None:
    text = (
        "Danish Foreign Minister Ida Krog met Swedish Foreign Minister Ulf Lind in Oslo on Friday to speak about the state of the ports.\n\n"
        "Participants included:\n\n"
        "-   Ana Silva, President, Fish Union\n"
        "-   Port Minister Ben Okoro\n\n"
        "Share this page"
    )
    assert people_who_met(text) == {frozenset({"ida-krog", "ulf-lind", "ana-silva", "ben-okoro"})}


def test_a_month_cut_short_is_no_part_of_a_committee() -> None:
    text = "Danish Foreign Minister Ida Krog met with the Senate Fish Committee on Sept. 7 in Oslo."
    assert {(kind, date) for kind, date, _ in meetings(text)} == {("bilateral", "2021-09-07")}
