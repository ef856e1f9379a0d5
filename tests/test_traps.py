"""The traps in the first three of the five reports, by meaning: one test for each, on the published tables.

No test relies on the wording of an id.
"""

from __future__ import annotations

import pytest
from asked import ROOT, S000, S001, S002, SOURCES, Ask, kind_at, meeting, person, sources_of

pytestmark = pytest.mark.newest


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
