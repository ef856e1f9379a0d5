"""benchmarks/rows.py: which row given answers to which row coded."""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

SPEC = importlib.util.spec_from_file_location("rows", Path(__file__).resolve().parents[1] / "benchmarks/rows.py")
assert SPEC is not None and SPEC.loader is not None
rows = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(rows)

pytestmark = pytest.mark.newest
TEXT = "Ana Sol went to Lund and met Bo Lind.\n\nHer delegation also saw harbour pilots on Monday."
MET, SAW = TEXT.index("met"), TEXT.index("saw")


def meeting(number: int, at: int, kind: str, *members: dict[str, Any], **cells: Any) -> dict[str, list[dict[str, Any]]]:
    """A meeting that the rules give at a place in the text, with its participants."""
    values = {"kind": kind, "status": "held", "date": None, "place": None, **cells}
    nobody = {"meeting_id": f"m{number}", "person_id": None, "organization_id": None, "description": None, "country": None}
    return {
        "meetings": [{"id": f"m{number}", "values": values, "spans": {"kind": [[at, at + 3]]}}],
        "meeting_participants": [{"id": f"m{number}-{n}", "values": nobody | member} for n, member in enumerate(members)],
    }


def known(at: int, kind: str, *members: tuple[str, str, str | None], **cells: Any) -> dict[str, Any]:
    """A meeting that a reader coded: kind, words and country of each participant."""
    participants = [{"kind": what, "who": who, "country": country} for what, who, country in members]
    return {
        "anchors": [[at, at + 3]],
        "kind": kind,
        "status": "held",
        "date": None,
        "place": None,
        "participants": participants,
    } | cells


def counted(given: list[dict[str, list[dict[str, Any]]]], coded: list[dict[str, Any]]) -> dict[str, list[int]]:
    found = defaultdict(list, {"people": [{"id": "ana", "values": {"name": "Ana Sol"}}]})
    for part in given:
        for table, more in part.items():
            found[table] += more
    tally = {name: [0, 0, 0, 0] for name in (*rows.TABLES, *rows.CELLS)}
    rows.score(TEXT, {"people": [], "roles": [], "meetings": coded, "agreements": []}, found, tally)
    return tally


def test_a_visit_answers_to_a_visit_only() -> None:
    ana = {"person_id": "ana"}
    talks = known(MET, "bilateral", ("person", "Ana Sol", None), ("person", "Bo Lind", None))
    visit = known(MET, "visit", ("person", "Ana Sol", None))
    assert counted([meeting(1, MET, "visit", ana)], [talks])["meetings"] == [1, 0, 1, 0]
    assert counted([meeting(1, MET, "visit", ana)], [talks, visit])["meetings"] == [1, 1, 2, 1]
    assert counted([meeting(1, MET, "call", ana)], [talks])["meetings"] == [1, 1, 1, 1]


def test_a_meeting_of_another_sentence_or_of_others_is_no_answer() -> None:
    talks = known(MET, "bilateral", ("person", "Ana Sol", None))
    assert counted([meeting(1, SAW, "bilateral", {"person_id": "ana"})], [talks])["meetings"] == [1, 0, 1, 0]
    assert counted([meeting(1, MET, "bilateral", {"description": "pilots"})], [talks])["meetings"] == [1, 0, 1, 0]


def test_a_meeting_given_twice_is_right_once() -> None:
    talks = known(MET, "bilateral", ("person", "Ana Sol", None))
    twice = [meeting(n, MET, "bilateral", {"person_id": "ana"}) for n in (1, 2)]
    tally = counted(twice, [talks])
    assert tally["meetings"] == [2, 1, 1, 1]
    assert tally["meeting_participants"] == [2, 1, 1, 1]


def test_participants_answer_by_person_else_by_words_else_by_state() -> None:
    def right(given: dict[str, Any], coded: tuple[str, str, str | None]) -> bool:
        talks = known(SAW, "bilateral", coded, ("person", "Cy Dahl", None))
        tally = counted([meeting(1, SAW, "bilateral", given)], [talks])
        return tally["meeting_participants"][1] == 1

    led = {"person_id": "ana", "description": "Her delegation", "country": "CHL"}
    assert right(led, ("person", "Ana Sol", None))
    assert right(led, ("delegation", "her delegation", "CHL"))
    assert not right(led, ("person", "Eva Ruz", "CHL"))
    assert right({"description": "harbour pilots"}, ("delegation", "harbour pilots who were on the quay that night", None))
    assert not right({"description": "pilots"}, ("delegation", "harbour pilots who were on the quay that night", None))
    assert right({"description": "its minister", "country": "SWE"}, ("person", "Bo Lind", "SWE"))
    assert not right({"description": "its minister", "country": "SWE"}, ("person", "Bo Lind", "NOR"))


def test_titles_answer_by_more_than_half_of_their_words() -> None:
    def right(given: str, coded: str) -> bool:
        row = {"title": given, "country": None, "organization_id": None}
        return bool(rows.titled(row, {}, {"title": coded, "country": "CHL", "body": None}))

    assert right("Deputy Prime Minister", "Deputy Premier")
    assert right("Chair of the Port Board", "Chairwoman of the Port Board")
    assert right("Ambassador", "Ambassador to the United States")  # the codebook has no state in a title
    assert right("Special Envoy", "Special Envoy for Chile, Peru and Bolivia")
    assert not right("Ambassador", "Ambassador for Women and Girls")
    assert not right("Minister", "Premier")
    assert not right("Mayor", "Mayor of Lund")


def test_of_meetings_of_one_sentence_those_answer_whose_words_end_together() -> None:
    ana = {"person_id": "ana"}
    with_ana = ("person", "Ana Sol", None)
    given = [meeting(1, SAW, "visit", ana, place="Lund"), meeting(2, SAW - 8, "visit", ana, place="Rom")]
    coded = [known(SAW - 8, "visit", with_ana, place="Rom"), known(SAW, "visit", with_ana, place="Lund")]
    assert counted(given, coded)["place"] == [2, 2, 2, 2]
    assert counted(given[::-1], coded)["place"] == [2, 2, 2, 2]


def test_cells_are_compared_where_meetings_answer() -> None:
    ana = {"person_id": "ana"}
    talks = known(MET, "bilateral", ("person", "Ana Sol", None), date="2031-03-03", place="Lund")
    tally = counted([meeting(1, MET, "forum", ana, date="2031-03-04")], [talks])
    assert {cell: tally[cell] for cell in rows.CELLS} == {
        "kind": [1, 0, 1, 0],
        "status": [1, 1, 1, 1],
        "date": [1, 0, 1, 0],
        "place": [0, 0, 1, 0],
    }


def test_a_second_reading_answers_to_itself_in_full_and_to_another_in_part() -> None:
    talks = known(MET, "bilateral", ("person", "Ana Sol", None), ("person", "Bo Lind", None), date="2021-03-01")
    tour = known(SAW, "bilateral", ("delegation", "Her delegation", None), ("delegation", "harbour pilots", None))
    first = {
        "people": [{"name": "Ana Sol", "country": None}, {"name": "Bo Lind", "country": None}],
        "roles": [{"person": "Bo Lind", "title": "Mayor", "country": None, "body": None}],
        "meetings": [talks, tour],
        "agreements": [{"anchors": [[MET, SAW]], "kind": "treaty"}],
    }
    second = first | {"people": first["people"][:1], "roles": [], "meetings": [talks | {"date": None}]}
    whole, part = ({name: [0, 0, 0, 0] for name in (*rows.TABLES, *rows.CELLS)} for _ in range(2))
    rows.score(TEXT, first, rows.as_rows(first), whole)
    rows.score(TEXT, first, rows.as_rows(second), part)
    assert {name: whole[name][0] for name in rows.TABLES} == {name: whole[name][3] for name in rows.TABLES}
    assert [whole[name][2] for name in rows.TABLES] == [2, 1, 2, 4, 1]
    assert [part[name][3] for name in rows.TABLES] == [1, 0, 1, 2, 1]
    assert part["date"] == [0, 0, 1, 0]
