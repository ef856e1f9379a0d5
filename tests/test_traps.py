"""The traps in the five reports, by meaning: one test for each, on the published tables. No test relies on the wording of an id."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.newest
Ask = Callable[..., list[tuple[Any, ...]]]

S000, S001, S002, S003, S004 = (
    "000_60f840387c32c4de",
    "001_bf9d26c0367c8153",
    "002_8f7a0015df3d69a9",
    "003_4b4ffb9a5b418fc3",
    "004_613b050c8c20d596",
)
SOURCES = (S000, S001, S002, S003, S004)


@pytest.fixture(scope="module")
def ask() -> Ask:
    """Runs one query on the published tables and gives its rows."""
    connection = duckdb.connect()
    for path in (ROOT / "dataset").glob("*.parquet"):
        connection.execute(f"CREATE VIEW {path.stem} AS SELECT * FROM read_parquet('{path}')")
    connection.execute("""
        CREATE VIEW who AS  -- every meeting with its people, by any written form of their names
        SELECT m.meeting_id, p.participant_id, n.name, p.person_id FROM meetings m JOIN meeting_participants p USING (meeting_id) JOIN person_names n USING (person_id)
    """)

    def run(sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return connection.execute(sql, values).fetchall()

    return run


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    found = {}
    for source in SOURCES:
        with (ROOT / "seeds" / f"{source}.txt").open(encoding="utf-8", newline="") as file:
            found[source] = file.read()
    return found


def person(ask: Ask, name: str) -> str:
    """The one person who is written like this."""
    found = ask("SELECT DISTINCT person_id FROM person_names WHERE name = ?", name)
    assert len(found) == 1, (name, found)
    return str(found[0][0])


def meeting(ask: Ask, *names: str, kind: str = "bilateral") -> str:
    """The one meeting of this kind in which these people, and no other principal, took part."""
    people = {person(ask, name) for name in names}
    found = [
        row[0]
        for row in ask(
            "SELECT m.meeting_id, list(p.person_id) FROM meetings m JOIN meeting_participants p USING (meeting_id) WHERE "
            "m.kind = ? AND p.capacity <> 'attendee' GROUP BY ALL",
            kind,
        )
        if {one for one in row[1] if one} == people
    ]
    assert len(found) == 1, (names, found)
    return str(found[0])


def sources_of(ask: Ask, table: str, row: str, column: str | None = None) -> set[str]:
    """The sources whose words stand behind a row, or behind one column of it."""
    return {
        r[0]
        for r in ask(
            "SELECT DISTINCT source_id FROM provenance WHERE table_name = ? AND row_id = ? AND (?::VARCHAR IS NULL OR "
            "column_name = ?)",
            table,
            row,
            column,
            column,
        )
    }


def kind_at(ask: Ask, source: str, position: int) -> str:
    (found,) = ask(
        "SELECT kind FROM segments WHERE source_id = ? AND start_char <= ? AND ? < end_char", source, position, position
    )
    return str(found[0])


# -- all ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", SOURCES)
def test_bytes_are_not_characters(ask: Ask, texts: dict[str, str], source: str) -> None:
    size = (ROOT / "seeds" / f"{source}.txt").stat().st_size
    ((characters,),) = ask("SELECT characters FROM sources WHERE source_id = ?", source)
    assert characters == len(texts[source]) < size
    # The last segment ends where the characters end, and offsets behind the first wide character still fit.
    assert ask("SELECT max(end_char) FROM segments WHERE source_id = ?", source) == [(characters,)]
    wide = next(i for i, char in enumerate(texts[source]) if ord(char) > 127)
    behind = ask("SELECT start_char, end_char, exact FROM provenance WHERE source_id = ? AND start_char > ?", source, wide)
    assert behind and all(texts[source][start:end] == exact for start, end, exact in behind)


def test_the_five_reports_are_the_five_reports(ask: Ask) -> None:
    assert [row[0] for row in ask("SELECT source_id FROM sources ORDER BY 1")] == list(SOURCES)


# -- 000 ----------------------------------------------------------------------------------------------------------------------


def test_000_pull_quote_and_body_are_one_utterance(ask: Ask) -> None:
    rows = ask(
        "SELECT quote_id, start_char, utterance_id, utterance_relation, content, reported_by FROM quotes WHERE "
        "source_id = ? AND verbatim LIKE 'Iran is the most important%' ORDER BY 2",
        S000,
    )
    assert [kind_at(ask, S000, row[1]) for row in rows] == ["pull_quote", "paragraph"]
    assert rows[0][2] == rows[1][2] and [row[3] for row in rows] == ["first", "repeat"]
    assert rows[0][4] == rows[1][4]
    assert {row[5] for row in rows} == {"Iranian state media"}
    speakers = ask("SELECT DISTINCT person_id FROM quote_speakers WHERE quote_id IN (?, ?)", rows[0][0], rows[1][0])
    assert speakers == [(person(ask, "Abdul Latif Rashid"),)]


def test_000_curly_and_single_marks_are_read(ask: Ask) -> None:
    rows = ask(
        "SELECT content, verbatim, quote_type, start_char FROM quotes WHERE source_id = ? AND verbatim = "
        "'intertwined' ORDER BY 4",
        S000,
    )
    assert [kind_at(ask, S000, row[3]) for row in rows] == ["headline", "paragraph"]
    assert "‘intertwined’" in rows[0][0] and rows[0][2] == "mixed"
    assert rows[1][:3] == ("“intertwined”", "intertwined", "direct")
    ((content, verbatim),) = ask(
        "SELECT content, verbatim FROM quotes WHERE source_id = ? AND content LIKE '%continuous coordination%'", S000
    )
    assert verbatim.startswith("continuous coordination […] in confronting") and "“" not in verbatim and content.count("“") == 2


def test_000_the_apostrophe_of_shia_opens_no_quotation(ask: Ask, texts: dict[str, str]) -> None:
    at = texts[S000].index("Shia’")
    assert ask("SELECT quote_id FROM quotes WHERE source_id = ? AND start_char <= ? AND end_char > ?", S000, at + 4, at + 4) == []
    assert person(ask, "Mohammed Shia’ al-Sudani")
    assert ask("SELECT count(*) FROM quotes WHERE verbatim LIKE '%Sudani%' OR content LIKE '%Shia’%'") == [(0,)]
    assert not ask("SELECT name FROM people WHERE name LIKE '%Shia' OR name LIKE '%Shia’'")


def test_000_non_breaking_spaces_stay_and_belong_to_nothing(ask: Ask, texts: dict[str, str]) -> None:
    assert texts[S000].count("\u00a0") >= 8 and texts[S001].count("\u00a0") >= 8
    for source, exact in ask("SELECT source_id, exact FROM provenance"):
        assert exact == exact.strip(), (source, exact)  # str.strip() takes non-breaking spaces too
        assert "\u00a0\n" not in exact
    blank = ask("SELECT source_id, start_char, end_char FROM segments")
    assert not [(source, start) for source, start, end in blank if not texts[source][start:end].strip()]


def test_000_the_presidents_met_on_the_sidelines_of_a_forum(ask: Ask) -> None:
    ((forum, name, place, country),) = ask("SELECT meeting_id, name, place, country FROM meetings WHERE kind = 'forum'")
    assert (name, place, country) == ("International Forum for Peace and Trust", "Ashgabat", "TKM")
    assert (
        ask("SELECT date, date_from, date_to FROM meetings WHERE meeting_id = ?", forum)[0][0] == "2025-12-12/.."
    )  # only its start is stated
    bilateral = meeting(ask, "Abdul Latif Rashid", "Masoud Pezeshkian")
    row = ask("SELECT date, date_basis, place, country, part_of, status FROM meetings WHERE meeting_id = ?", bilateral)[0]
    assert row[0] == "2025-12-12" and row[2:] == ("Ashgabat", "TKM", forum, "held")


def test_000_the_meeting_with_putin_borrows_nothing(ask: Ask) -> None:
    found = meeting(ask, "Abdul Latif Rashid", "Vladimir Putin")
    assert ask(
        "SELECT date, date_from, date_to, place, country, venue, occasion, part_of FROM meetings WHERE meeting_id = ?", found
    ) == [(None,) * 8]
    assert {row[0] for row in ask("SELECT topic FROM meeting_topics WHERE meeting_id = ?", found)}


def test_000_six_presidents_of_whom_four_have_no_name(ask: Ask) -> None:
    ((found, date, part_of),) = ask("SELECT meeting_id, date, part_of FROM meetings WHERE kind = 'multilateral'")
    rows = ask("SELECT person_id, kind, country, side, description FROM meeting_participants WHERE meeting_id = ?", found)
    named = {row[0] for row in rows if row[0]}
    assert named == {person(ask, "Abdul Latif Rashid"), person(ask, "Vladimir Putin")}
    others = [row for row in rows if not row[0]]
    assert len(rows) == 6 and {row[1] for row in others} == {"office"}
    assert {row[2] for row in others} == {row[3] for row in others} == {"TUR", "KAZ", "KGZ", "UZB"}
    assert all("counterpart" in row[4] for row in others)
    assert date is None and ask("SELECT kind FROM meetings WHERE meeting_id = ?", part_of) == [("forum",)]
    assert not ask("SELECT name FROM people WHERE country IN ('TUR', 'KAZ', 'KGZ', 'UZB')")


# -- 001 ----------------------------------------------------------------------------------------------------------------------


def test_001_mixes_straight_and_curly_marks(ask: Ask) -> None:
    contents = [row[0] for row in ask("SELECT content FROM quotes WHERE source_id = ? AND quote_type <> 'indirect'", S001)]
    assert sum('"' in content for content in contents) == 4 and sum("“" in content for content in contents) == 4
    assert not [content for content in contents if '"' in content and "“" in content]


def test_001_standfirst_repeats_words_of_the_body(ask: Ask) -> None:
    rows = ask(
        "SELECT start_char, utterance_id, utterance_relation, cue, content FROM quotes WHERE source_id = ? AND "
        "verbatim LIKE 'concerning security coordination%' ORDER BY 1",
        S001,
    )
    assert [kind_at(ask, S001, row[0]) for row in rows] == ["standfirst", "paragraph"]
    assert rows[0][1] == rows[1][1] and rows[0][2] in ("first", "repeat") and rows[1][2] == "repeat"
    assert rows[0][4][0] == '"' and rows[1][4][0] == "“"  # other marks, same words
    assert {row[3] for row in rows} == {None}  # words of a document: nobody says them


def test_001_one_mention_fits_two_agreements(ask: Ask) -> None:
    ((mention, agreement, text),) = ask("SELECT mention_id, agreement_id, text FROM agreement_mentions WHERE basis = 'ambiguous'")
    assert agreement is None and text == "the security agreement we signed with Tehran"
    candidates = ask(
        "SELECT a.kind, a.date FROM agreement_mention_candidates c JOIN agreements a USING (agreement_id) WHERE "
        "mention_id = ? ORDER BY 2",
        mention,
    )
    assert candidates == [("agreement", "2023-03"), ("memorandum_of_understanding", "2025-08")]
    assert ask("SELECT DISTINCT source_id FROM agreement_mentions WHERE mention_id = ?", mention) == [(S001,)]


# -- 002 ----------------------------------------------------------------------------------------------------------------------


def test_002_states_no_headline_date_or_place(ask: Ask) -> None:
    assert ask("SELECT title, published, dateline, updated FROM sources WHERE source_id = ?", S002) == [(None,) * 4]
    assert ask("SELECT count(*) FROM segments WHERE source_id = ? AND kind IN ('headline', 'date', 'dateline')", S002) == [(0,)]
    columns = {row[0] for row in ask("SELECT column_name FROM provenance WHERE source_id = ?", S002)}
    assert not columns & {"date", "place", "venue", "published", "first_reported", "last_reported"}


def test_002_label_lines_attribute_the_quotes_below_them(ask: Ask) -> None:
    rows = ask(
        "SELECT q.speaker_text, s.person_id, count(*) FROM quotes q JOIN quote_speakers s USING (quote_id) WHERE "
        "q.source_id = ? AND q.quote_type = 'direct' GROUP BY ALL ORDER BY 3",
        S002,
    )
    assert rows == [
        ("Iraqi President Abdul Latif Rashid", person(ask, "Abdul Latif Rashid"), 3),
        ("President Masoud Pezeshkian", person(ask, "Masoud Pezeshkian"), 4),
    ]
    assert ask("SELECT DISTINCT cue FROM quotes WHERE source_id = ? AND quote_type = 'direct'", S002) == [(":",)]
    he = ask(
        "SELECT q.content, s.person_id FROM quotes q JOIN quote_speakers s USING (quote_id) WHERE q.source_id = ? "
        "AND q.speaker_text = 'He' ORDER BY q.start_char",
        S002,
    )
    assert [row[1] for row in he] == [person(ask, "Masoud Pezeshkian")] + [person(ask, "Abdul Latif Rashid")] * (
        len(he) - 1
    ) and len(he) == 3


def test_002_renders_in_other_words_what_000_quotes(ask: Ask) -> None:
    ((utterance,),) = ask(
        "SELECT DISTINCT utterance_id FROM quotes WHERE source_id = ? AND verbatim LIKE 'Iran is the most important%'", S000
    )
    rows = ask("SELECT content, utterance_relation FROM quotes WHERE utterance_id = ? AND source_id = ?", utterance, S002)
    assert rows and all(relation in ("retranslation", "paraphrase", "excerpt") for _, relation in rows)
    assert any(content.startswith("“Iran is our most important neighbor.") for content, _ in rows)
    speakers = ask(
        "SELECT DISTINCT s.person_id FROM quotes q JOIN quote_speakers s USING (quote_id) WHERE q.utterance_id = ?", utterance
    )
    assert speakers == [(person(ask, "Abdul Latif Rashid"),)]
    wording = ask(
        "SELECT source_id FROM conflicts WHERE kind = 'wording' AND row_id IN (SELECT quote_id FROM quotes WHERE "
        "utterance_id = ?) ORDER BY 1",
        utterance,
    )
    assert {row[0] for row in wording} == {S000, S002}


def test_002_is_not_said_to_state_the_date_of_000(ask: Ask) -> None:
    found = meeting(ask, "Abdul Latif Rashid", "Masoud Pezeshkian")
    assert sources_of(ask, "meetings", found) == {S000, S002}, "the meeting of both reports is one row"
    for column in ("date", "place", "part_of", "occasion"):
        assert sources_of(ask, "meetings", found, column) == {S000}, column
    assert S002 in sources_of(ask, "meetings", found, "kind")
    assert ask("SELECT count(*) FROM quotes WHERE source_id = ? AND date IS NOT NULL", S002) == [(0,)]
    sides = ask("SELECT participant_id FROM meeting_participants WHERE meeting_id = ?", found)
    assert len(sides) == 2 and all(sources_of(ask, "meeting_participants", row[0]) == {S000, S002} for row in sides)


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
        """SELECT c.conflict_id, c.source_id, c.resolution, a.kind, a.date FROM conflicts c JOIN provenance p USING (provenance_id)
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
