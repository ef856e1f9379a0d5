"""Dates in text: ranges of days, and what only looks like one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from baghdad_tehran.make.dates import DAYS, find_dates, first_of, last_of, read_date
from baghdad_tehran.make.vocabulary import load_vocabulary

VOC = load_vocabulary(Path(__file__).resolve().parents[1] / "build" / "vocabulary")
PUBLISHED = date(2021, 2, 20)


def read(text: str, past: bool) -> list[tuple[str, str | None]]:
    """Each expression of the text with its EDTF."""
    found = find_dates(text, 0, len(text), VOC)
    return [(text[s:e], when.edtf if (when := read_date(parts, PUBLISHED, VOC, past)) else None) for s, e, parts in found]


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("from 10 to 16 March", "10 to 16 March", "2021-03-10/2021-03-16"),
        ("on 10-11 March.", "10-11 March", "2021-03-10/2021-03-11"),
        ("on March 3 and 4 in Oslo", "March 3 and 4", "2021-03-03/2021-03-04"),
        ("March 3 to 5, 2022", "March 3 to 5, 2022", "2022-03-03/2022-03-05"),
        ("from March 30 to April 2", "March 30 to April 2", "2021-03-30/2021-04-02"),
        ("30 December to 2 January", "30 December to 2 January", "2021-12-30/2022-01-02"),
        ("from Monday to Wednesday", "Monday to Wednesday", "2021-02-22/2021-02-24"),
        ("March 3 until 5 p.m.", "March 3", "2021-03-03"),
        ("March 3 and 4 ministers", "March 3", "2021-03-03"),
        ("March 5 to 3", "March 5", "2021-03-05"),
        ("3 and 5 March", "5 March", "2021-03-05"),
        ("31 to 4 March", "4 March", "2021-03-04"),
        ("on Tuesday and Wednesday", "Tuesday and Wednesday", "2021-02-23/2021-02-24"),
        ("next February", "next February", "2022-02"),
        ("next March", "next March", "2021-03"),
        ("this weekend", "this weekend", "2021-02-20/2021-02-21"),
        ("next weekend", "next weekend", "2021-02-27/2021-02-28"),
        ("tonight", "tonight", "2021-02-20"),
        ("between March 3 and 9.", "March 3 and 9", "2021-03-03/2021-03-09"),
        ("on Dec. 11-13 of 2022", "Dec. 11-13 of 2022", "2022-12-11/2022-12-13"),
        ("in September of 2022", "September of 2022", "2022-09"),
        ("on the 4th of March", "the 4th of March", "2021-03-04"),
        ("on the 24th in Oslo", "the 24th", "2021-02-24"),
        ("in January", "January", None),
        ("on 5 December", "5 December", None),
        ("in January 2022", "January 2022", "2022-01"),
    ],
)
def test_days_to_come(text: str, words: str, edtf: str | None) -> None:
    assert read(text, past=False) == [(words, edtf)]


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("met this morning", "this morning", "2021-02-20"),
        ("held at the weekend", "the weekend", "2021-02-20/2021-02-21"),
        ("a weekend summit", "weekend", "2021-02-20/2021-02-21"),
        ("last weekend", "last weekend", "2021-02-13/2021-02-14"),
        ("met on the 18th afternoon", "the 18th", "2021-02-18"),
        ("met on the 24th.", "the 24th", "2021-01-24"),
    ],
)
def test_days_that_lie_behind(text: str, words: str, edtf: str) -> None:
    assert read(text, past=True) == [(words, edtf)]


def test_days_that_do_not_follow_each_other_are_two() -> None:
    assert [words for words, _ in read("on Monday and Thursday", past=True)] == ["Monday", "Thursday"]


@pytest.mark.parametrize("text", ["weekends", "the weekend paper", "this mourning", "on the 24th floor", "the 24th session"])
def test_what_is_no_date(text: str) -> None:
    assert read(text, past=True) == []


def test_a_range_that_lies_behind_began_before_publication() -> None:
    assert read("from 18 to 22 February", past=True) == [("18 to 22 February", "2021-02-18/2021-02-22")]


def test_years_of_a_budget_are_no_year() -> None:
    assert read("on the 2027-2033 budget", past=False) == []


def test_days_that_no_calendar_has_are_no_range() -> None:
    assert read("from 29 to 30 February 2022", past=True) == [("29 to 30 February 2022", None)]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [("March 3", "2021-03-03"), ("February 21", "2021-02-21"), ("February 19", "2021-02-19"), ("June 3", "2020-06-03")],
)
def test_a_day_that_comes_within_weeks_is_not_that_of_a_year_ago(text: str, edtf: str) -> None:
    assert read(f"the {text} summit", past=True) == [(text, edtf)]


def test_the_new_year_may_be_near() -> None:
    found = find_dates("the January 5 summit", 0, 20, VOC)
    when = read_date(found[0][2], date(2020, 12, 20), VOC, True)
    assert when is not None and when.edtf == "2021-01-05"


@pytest.mark.parametrize(
    ("text", "edtf"), [("last January", "2021-01"), ("last February", "2020-02"), ("in last June", "2020-06")]
)
def test_last_june_is_that_before_the_month_of_publication(text: str, edtf: str) -> None:
    assert [when for _, when in read(text, past=True)] == [edtf]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("a three-day visit", "2021-03-03", "2021-03-05"),
        ("a two-night stop", "2021-03-03", "2021-03-05"),
        ("a one-day visit", "2021-03-05", "2021-03-05"),
        ("10 days", "2021-02-24", "2021-03-05"),
        ("a week-long visit", "2021-02-27", "2021-03-05"),
    ],
)
def test_days_that_are_counted_give_the_other_end_of_a_stay(text: str, first: str, last: str) -> None:
    count = DAYS.search(text)
    assert count is not None and last_of(first, count) == last and first_of(last, count) == first


def test_one_day_of_many_and_a_year_of_days_are_no_stay() -> None:
    for text in ("one day in June", "0 days", "99 days"):
        count = DAYS.search(text)
        assert count is None or last_of("2021-03-03", count) is None
