"""The traps in the two reports of a visit, and in what the five reports share: as test_traps.py."""

from __future__ import annotations

import csv
import difflib

import pytest
from asked import ROOT, S000, S001, S003, S004, Ask, kind_at, meeting, person, sources_of

pytestmark = pytest.mark.newest


# -- 003 ----------------------------------------------------------------------------------------------------------------------


def test_003_second_headline_is_furniture(ask: Ask, texts: dict[str, str]) -> None:
    headline = "Iraq reaffirms security pact in Iran talks"
    spans = ask("SELECT start_char, end_char, kind FROM segments WHERE source_id = ? ORDER BY 1", S003)
    assert [kind for start, end, kind in spans if texts[S003][start:end].strip() == headline] == ["headline", "furniture"]
    assert len(ask("SELECT quote_id FROM quotes WHERE source_id = ? AND cue = 'reaffirms'", S003)) <= 1
    assert (
        kind_at(ask, S003, texts[S003].index("Read more"))
        == "furniture"
        == kind_at(ask, S003, texts[S003].index("Radio radio icon"))
    )


def test_003_timestamps_become_days(ask: Ask) -> None:
    assert ask("SELECT published, updated, title FROM sources WHERE source_id = ?", S003) == [
        ("2025-10-21", "2025-10-22", "Iraq reaffirms security pact in Iran talks")
    ]


def test_003_dates_one_encounter_only(ask: Ask) -> None:
    dated = ask(
        "SELECT DISTINCT row_id FROM provenance WHERE table_name = 'meetings' AND column_name = 'date' AND source_id = ?", S003
    )
    assert dated == [(meeting(ask, "Qassem al-Araji", "Masoud Pezeshkian"),)]
    placed = ask(
        "SELECT DISTINCT row_id FROM provenance WHERE table_name = 'meetings' AND column_name = 'place' AND source_id = ?", S003
    )
    assert placed == dated
    for name in ("Abdolrahim Mousavi", "Mohammad Pakpour", "Ali Larijani"):
        found = meeting(ask, "Qassem al-Araji", name)
        assert S003 in sources_of(ask, "meetings", found)
        assert ask("SELECT date FROM meetings WHERE meeting_id = ?", found) == [(None,)], name


def test_003_tells_of_five_encounters(ask: Ask) -> None:
    found = {
        meeting(ask, "Qassem al-Araji", name)
        for name in ("Masoud Pezeshkian", "Abdolrahim Mousavi", "Mohammad Pakpour", "Mohammad Baqer Qalibaf", "Ali Larijani")
    }
    assert {
        row[0] for row in ask("SELECT DISTINCT row_id FROM provenance WHERE table_name = 'meetings' AND source_id = ?", S003)
    } == found
    assert len(found) == 5


def test_spellings_are_one_person_and_likeness_makes_none(ask: Ask) -> None:
    same = [
        ("Qassem al-Araji", "Qasim al-Araji"),
        ("Bagher Ghalibaf", "Mohammad Baqer Qalibaf"),
        ("Araji", "Al-Araji"),
        ("Ghalibaf", "Mohammad Baqer Qalibaf"),
    ]
    for left, right in same:
        assert person(ask, left) == person(ask, right), (left, right)
    assert person(ask, "Araji") != person(ask, "Abbas Araghchi")

    def alike(left: str, right: str) -> float:
        return difflib.SequenceMatcher(None, left, right).ratio()

    # The trap: by likeness alone the false pair would come first.
    assert alike("Araji", "Araghchi") > alike("Bagher Ghalibaf", "Mohammad Baqer Qalibaf")
    assert len(ask("SELECT person_id FROM people")) == 13
    with (ROOT / "build" / "identities" / "people.csv").open(encoding="utf-8", newline="") as file:
        decided = [(row["left"], row["right"]) for row in csv.DictReader(file) if row["decision"] == "different"]
    assert any("araghchi" in "".join(pair).lower() and "araji" in "".join(pair).lower() for pair in decided), (
        "that they are two is on record"
    )


def test_003_a_delegation_carries_its_leader_once(ask: Ask) -> None:
    for name in ("Mohammad Baqer Qalibaf", "Ali Larijani"):
        found = meeting(ask, "Qassem al-Araji", name)
        rows = ask(
            "SELECT person_id, kind, capacity FROM meeting_participants WHERE meeting_id = ? AND capacity <> 'attendee'", found
        )
        assert {row[0] for row in rows} == {person(ask, "Araji"), person(ask, name)} and len(rows) == 2


# -- 004 ----------------------------------------------------------------------------------------------------------------------


def test_004_has_no_date_and_gets_none(ask: Ask) -> None:
    assert ask("SELECT published, updated FROM sources WHERE source_id = ?", S004) == [(None, None)]
    assert ask(
        "SELECT count(*) FROM provenance WHERE source_id = ? AND table_name IN ('meetings', 'quotes') AND column_name = 'date'",
        S004,
    ) == [(0,)]


def test_004_legal_notice_and_teasers_are_furniture(ask: Ask, texts: dict[str, str]) -> None:
    for words in (
        "LEGAL WARNING",
        "Türkiye and Qatar",
        "The International Court of Justice",
        "Israeli occupation forces",
        "olive harvest",
    ):
        assert kind_at(ask, S004, texts[S004].index(words)) == "furniture", words
    assert kind_at(ask, S004, texts[S004].index("During his two-day visit")) == "paragraph"
    notice = texts[S004].index("LEGAL WARNING")
    assert {
        row[0] for row in ask("SELECT DISTINCT table_name FROM provenance WHERE source_id = ? AND end_char > ?", S004, notice)
    } <= {"sources"}
    assert ask("SELECT rights FROM sources WHERE source_id = ?", S004)[0][0].startswith("All rights of the published news")


def test_004_teasers_give_no_agreement_and_no_meeting(ask: Ask) -> None:
    assert ask("SELECT count(*) FROM agreement_participants WHERE country IN ('TUR', 'QAT')") == [(0,)]
    assert ask("SELECT count(*) FROM meeting_participants WHERE country = 'QAT' OR side = 'QAT'") == [(0,)]
    assert ask("SELECT count(*) FROM meetings WHERE place = 'Doha' OR country = 'QAT' OR name ILIKE '%Qatar%'") == [(0,)]
    assert ask("SELECT count(*) FROM agreements WHERE kind = 'joint_declaration'") == [(0,)]
    of_004 = ask(
        "SELECT DISTINCT a.kind, a.date FROM agreement_mentions m JOIN agreements a USING (agreement_id) WHERE m.source_id = ?",
        S004,
    )
    assert of_004 == [("agreement", "2023-03")]


def test_004_unnamed_minister_is_not_reber_ahmed(ask: Ask) -> None:
    ahmed = person(ask, "Reber Ahmed")
    assert {
        row[0] for row in ask("SELECT source_id FROM provenance WHERE row_id = ? OR row_id LIKE ? || '/%'", ahmed, ahmed)
    } == {S001}
    found = meeting(ask, "al-Araji", "Abdolrahim Mousavi")
    ((kind, who, country, subdivision, side),) = ask(
        "SELECT kind, person_id, country, subdivision, side FROM meeting_participants WHERE meeting_id = ? AND "
        "description ILIKE '%Minister of Interior%'",
        found,
    )
    assert (kind, who, country, subdivision, side) == ("office", None, "IRQ", "IQ-KR", "IQ-KR")
    said = ask(
        "SELECT s.person_id FROM quotes q JOIN quote_speakers s USING (quote_id) WHERE q.source_id = ? AND q.content "
        "LIKE '%the territory of the Kurdistan Region will not%'",
        S004,
    )
    assert said == [(None,)]
    assert ahmed not in {row[0] for row in ask("SELECT person_id FROM meeting_participants WHERE meeting_id = ?", found)}


def test_004_visit_holds_five_meetings(ask: Ask) -> None:
    ((visit, place),) = ask("SELECT meeting_id, place FROM meetings WHERE kind = 'visit'")
    assert place == "Tehran"
    part = {row[0] for row in ask("SELECT meeting_id FROM meetings WHERE part_of = ?", visit)}
    names = ("Abdolrahim Mousavi", "Masoud Pezeshkian", "Ali Larijani", "Mohammad Pakpour", "Abbas Araghchi")
    assert part == {meeting(ask, "al-Araji", name) for name in names} and len(part) == 5
    assert all(sources_of(ask, "meetings", one, "part_of") == {S004} for one in part)
    for name in ("Ali Larijani", "Abbas Araghchi"):  # the visit lends its place
        assert ask("SELECT place, country FROM meetings WHERE meeting_id = ?", meeting(ask, "al-Araji", name)) == [
            ("Tehran", "IRN")
        ]


# -- across -------------------------------------------------------------------------------------------------------------------


def test_what_the_meeting_with_the_speaker_was_about_stays_open(ask: Ask) -> None:
    found = meeting(ask, "Araji", "Ghalibaf")
    assert sources_of(ask, "meetings", found) == {S001, S003}
    rows = ask(
        """SELECT c.conflict_id, c.source_id, c.resolution, a.kind, a.date
        FROM conflicts c JOIN provenance p USING (provenance_id)
           JOIN agreement_mentions m ON m.mention_id = p.row_id JOIN agreements a USING (agreement_id)
           WHERE c.kind = 'identity' AND c.row_id = ? ORDER BY 2""",
        found,
    )
    assert [(row[1], row[3], row[4]) for row in rows] == [
        (S001, "memorandum_of_understanding", "2025-08"),
        (S003, "agreement", "2023-03"),
    ]
    assert {row[2] for row in rows} == {"open"} and len({row[0] for row in rows}) == 1
    wider = ask(
        "SELECT DISTINCT a.date FROM agreement_mentions m JOIN agreements a USING (agreement_id) WHERE m.source_id = ?", S004
    )
    assert wider == [("2023-03",)]


def test_the_agreement_of_2023_is_one_and_the_memorandum_another(ask: Ask) -> None:
    rows = ask(
        "SELECT a.agreement_id, list(DISTINCT m.source_id ORDER BY m.source_id) FROM agreements a JOIN "
        "agreement_mentions m USING (agreement_id) GROUP BY ALL"
    )
    by_kind = {ask("SELECT kind, date FROM agreements WHERE agreement_id = ?", key)[0]: where for key, where in rows}
    assert by_kind[("agreement", "2023-03")] == [S001, S003, S004]
    assert by_kind[("memorandum_of_understanding", "2025-08")] == [S000, S001]
    # Its month is what 001 says; the others say the year.
    months = ask(
        "SELECT DISTINCT p.source_id FROM provenance p JOIN agreements a ON a.agreement_id = p.row_id WHERE "
        "p.column_name = 'date' AND a.date = '2023-03' AND p.value = '2023-03'"
    )
    assert months == [(S001,)]


def test_overseeing_is_not_signing(ask: Ask) -> None:
    rows = ask(
        "SELECT p.capacity, p.person_id FROM agreement_participants p JOIN agreements a USING (agreement_id) WHERE "
        "a.kind = 'memorandum_of_understanding' AND p.person_id IS NOT NULL"
    )
    assert set(rows) == {
        ("overseer", person(ask, "Mohammed Shia’ al-Sudani")),
        ("signatory", person(ask, "Qasim al-Araji")),
        ("signatory", person(ask, "Ali Larijani")),
    }
    assert ask("SELECT capacity FROM agreement_participants WHERE person_id = ?", person(ask, "Donald Trump")) == [("announcer",)]


def test_nobody_met_because_they_signed(ask: Ask) -> None:
    """The signing of an agreement is no meeting of its own."""
    sudani = person(ask, "Mohammed Shia’ al-Sudani")
    assert ask("SELECT count(*) FROM meeting_participants WHERE person_id = ?", sudani) == [(0,)]
    assert S000 not in sources_of(ask, "meetings", meeting(ask, "Qasim al-Araji", "Ali Larijani"))
    assert S001 not in sources_of(ask, "meetings", meeting(ask, "Qasim al-Araji", "Ali Larijani"))
