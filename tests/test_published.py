"""The published files against the source texts. Shares no code with the builder or the reader: standard library and DuckDB.

What is claimed here is what a stranger could check with the files alone: every value stands where it is said to stand.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from published import NOT_CODED, Row

pytestmark = pytest.mark.newest
JOIN = " […] "
# Columns that name a row of another table though no foreign key can say so, because they may hold a country code too.
ORGANIZATION_OR_STATE = (("meeting_participants", "side"), ("agreement_provisions", "party"))
STATE = re.compile(r"[A-Z]{3}|[A-Z]{2}-[A-Z0-9]{1,3}")


@pytest.fixture(scope="module")
def pieces(tables: dict[str, list[Row]]) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """(quote, column) -> the spans of that column's pieces, in text order."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for row in tables["provenance"]:
        if row["table_name"] == "quotes":
            found[row["row_id"], row["column_name"]].append((row["start_char"], row["end_char"]))
    return {key: sorted(spans) for key, spans in found.items()}


# -- spans ------------------------------------------------------------------------------------------------------------------


def test_every_provenance_row_quotes_its_source_exactly(tables: dict[str, list[Row]], texts: dict[str, str]) -> None:
    assert tables["provenance"]
    wrong = [
        row["provenance_id"]
        for row in tables["provenance"]
        if not 0 <= row["start_char"] < row["end_char"] <= len(texts[row["source_id"]])
        or texts[row["source_id"]][row["start_char"] : row["end_char"]] != row["exact"]
    ]
    assert not wrong


def test_quotes_and_mentions_are_the_words_at_their_offsets(
    tables: dict[str, list[Row]], texts: dict[str, str], pieces: dict[tuple[str, str], list[tuple[int, int]]]
) -> None:
    for row in tables["agreement_mentions"]:
        assert texts[row["source_id"]][row["start_char"] : row["end_char"]] == row["text"], row["mention_id"]
    for row in tables["quotes"]:
        text, spans = texts[row["source_id"]], pieces[row["quote_id"], "content"]
        assert JOIN.join(text[start:end] for start, end in spans) == row["content"], row["quote_id"]
        assert (spans[0][0], spans[-1][1]) == (row["start_char"], row["end_char"]), row["quote_id"]
        assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:])), row["quote_id"]
        for column in ("cue", "speaker_text", "reported_by"):
            if row[column] is not None:
                assert JOIN.join(text[s:e] for s, e in pieces[row["quote_id"], column]) == row[column], (row["quote_id"], column)


def test_segments_tile_each_source(tables: dict[str, list[Row]], texts: dict[str, str]) -> None:
    for source, text in texts.items():
        spans = sorted((row["start_char"], row["end_char"]) for row in tables["segments"] if row["source_id"] == source)
        assert spans[0][0] == 0 and spans[-1][1] == len(text), source
        assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]], source
        assert "".join(text[start:end] for start, end in spans) == text
        # Separators belong to the segment before: none begins with white space.
        assert not [start for start, end in spans if text[start:end][:1].isspace()], source


def test_nothing_is_coded_outside_article_text(tables: dict[str, list[Row]]) -> None:
    left_out = [
        (row["source_id"], row["start_char"], row["end_char"], row["kind"])
        for row in tables["segments"]
        if row["kind"] in NOT_CODED
    ]
    inside = [
        (row["provenance_id"], kind)
        for row in tables["provenance"]
        # A dateline or date line may date and place what the article tells; the document's own metadata may stand in furniture.
        if row["table_name"] != "sources"
        and row["inference"] not in ("publication_date", "supplied_date")
        and row["column_name"] not in ("first_reported", "last_reported")
        for source, start, end, kind in left_out
        if row["source_id"] == source and start < row["end_char"] and row["start_char"] < end
    ]
    assert not inside


# -- quotation marks ----------------------------------------------------------------------------------------------------------


def passages(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The outermost passages of text[start:end] that stand between “…”, "…" or ‘…’, marks included."""
    closes = {"“": "”", '"': '"', "‘": "’"}
    at = start
    while at < end:
        if text[at] in closes:
            close = text.find(closes[text[at]], at + 1, end)
            assert close > 0, f"an unclosed mark at {at}"
            yield at, close + 1
            at = close
        at += 1


@pytest.fixture(scope="module")
def marked(tables: dict[str, list[Row]], texts: dict[str, str]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {source: [] for source in texts}
    for row in tables["segments"]:
        if row["kind"] not in NOT_CODED:
            found[row["source_id"]] += passages(texts[row["source_id"]], row["start_char"], row["end_char"])
    return found


def test_the_scanner_of_this_test_sees_the_marks(marked: dict[str, list[tuple[int, int]]], texts: dict[str, str]) -> None:
    assert list(passages('a “b "c" d” e "f" ‘g’ h’s', 0, 25)) == [(2, 11), (14, 17), (18, 21)]
    for source, text in texts.items():
        opened = sum(text[start:end].count("“") for start, end in marked[source])
        assert opened == text.count("“"), source  # in the five reports no curly quotation stands in furniture
    assert sum(map(len, marked.values())) > 30


def test_every_marked_passage_lies_in_exactly_one_quote(
    tables: dict[str, list[Row]],
    texts: dict[str, str],
    marked: dict[str, list[tuple[int, int]]],
    pieces: dict[tuple[str, str], list[tuple[int, int]]],
) -> None:
    for source, found in marked.items():
        ids = [row["quote_id"] for row in tables["quotes"] if row["source_id"] == source]
        for start, end in found:
            holders = [quote for quote in ids if any(s <= start and end <= e for s, e in pieces[quote, "content"])]
            assert len(holders) == 1, (source, texts[source][start:end], holders)


def test_verbatim_and_type_follow_from_the_marks(
    tables: dict[str, list[Row]],
    texts: dict[str, str],
    marked: dict[str, list[tuple[int, int]]],
    pieces: dict[tuple[str, str], list[tuple[int, int]]],
) -> None:
    for row in tables["quotes"]:
        text, spans = texts[row["source_id"]], pieces[row["quote_id"], "content"]
        inside = [(s, e) for s, e in marked[row["source_id"]] if any(a <= s and e <= b for a, b in spans)]
        verbatim = JOIN.join(text[s + 1 : e - 1] for s, e in inside)
        assert (row["verbatim"] or "") == verbatim, row["quote_id"]
        bare = "".join(text[i] for a, b in spans for i in range(a, b) if not any(s <= i < e for s, e in inside))
        expected = "indirect" if not inside else "mixed" if bare.strip() else "direct"
        assert row["quote_type"] == expected, row["quote_id"]


# -- evidence -----------------------------------------------------------------------------------------------------------------


def test_every_owed_value_has_evidence_that_says_it(
    tables: dict[str, list[Row]], schemas: dict[str, dict[str, Any]], descriptor: dict[str, Any]
) -> None:
    supplied = next(resource for resource in descriptor["resources"] if resource["name"] == "sources").get("supplied", {})
    said: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in tables["provenance"]:
        if row["agrees"]:
            said[row["table_name"], row["row_id"], row["column_name"]].add(
                row["value"] if row["value"] is not None else row["exact"]
            )
    owed = 0
    for name, schema in schemas.items():
        for row in tables[name]:
            for column in schema["provenance"]:
                key = row[schema["primaryKey"]]
                if row[column] is None or name == "sources" and column in supplied.get(key, ()):
                    continue
                owed += 1
                found = said[name, key, column]
                assert found, f"no evidence for {name}.{column} of {key}"
                # Where a value is made of pieces, each piece has a row; elsewhere one row says the whole value.
                assert str(row[column]) in found or set(str(row[column]).split(JOIN)) <= found, (
                    name,
                    key,
                    column,
                    row[column],
                    found,
                )
    assert owed > 300


def test_evidence_is_for_values_that_exist(tables: dict[str, list[Row]], schemas: dict[str, dict[str, Any]]) -> None:
    rows = {(name, row[schema["primaryKey"]]): row for name, schema in schemas.items() for row in tables[name]}
    for one in tables["provenance"]:
        row = rows[one["table_name"], one["row_id"]]
        assert one["column_name"] in schemas[one["table_name"]]["provenance"], one["provenance_id"]
        if one["agrees"]:
            assert row[one["column_name"]] is not None, one["provenance_id"]
        elif row[one["column_name"]] is not None:
            assert one["value"] != str(row[one["column_name"]]), one["provenance_id"]


def test_evidence_of_what_stands_in_one_source_is_from_that_source(tables: dict[str, list[Row]]) -> None:
    of = {row["quote_id"]: row["source_id"] for row in tables["quotes"]}
    of |= {row["mention_id"]: row["source_id"] for row in tables["agreement_mentions"]}
    of |= {row["speaker_id"]: of[row["quote_id"]] for row in tables["quote_speakers"]}
    of |= {row["source_id"]: row["source_id"] for row in tables["sources"]}
    assert not [p["provenance_id"] for p in tables["provenance"] if of.get(p["row_id"], p["source_id"]) != p["source_id"]]


# -- keys ---------------------------------------------------------------------------------------------------------------------


def test_foreign_keys_lead_to_rows(tables: dict[str, list[Row]], schemas: dict[str, dict[str, Any]]) -> None:
    followed = 0
    for name, schema in schemas.items():
        for key in schema.get("foreignKeys", ()):
            fields, there = ([f] if isinstance(f, str) else f for f in (key["fields"], key["reference"]["fields"]))
            known = {tuple(row[f] for f in there) for row in tables[key["reference"]["resource"] or name]}
            for row in tables[name]:
                value = tuple(row[f] for f in fields)
                if None not in value:
                    followed += 1
                    assert value in known, (name, fields, value)
    assert followed > 1000
    organizations = {row["organization_id"] for row in tables["organizations"]}
    for name, column in ORGANIZATION_OR_STATE:
        assert not [
            row for row in tables[name] if row[column] and not STATE.fullmatch(row[column]) and row[column] not in organizations
        ]
    quotes = {row["quote_id"] for row in tables["quotes"]}
    assert {row["utterance_id"] for row in tables["quotes"]} <= quotes
    assert {row["row_id"] for row in tables["conflicts"]} <= {
        row[schemas[name]["primaryKey"]] for name in schemas for row in tables[name]
    }


def test_every_row_is_reached_from_a_source(tables: dict[str, list[Row]]) -> None:
    shown = {(row["table_name"], row["row_id"]) for row in tables["provenance"]}
    for name, key in (
        ("people", "person_id"),
        ("meetings", "meeting_id"),
        ("agreements", "agreement_id"),
        ("roles", "role_id"),
        ("quotes", "quote_id"),
        ("organizations", "organization_id"),
        ("person_names", "name_id"),
        ("meeting_participants", "participant_id"),
        ("meeting_topics", "topic_id"),
        ("agreement_participants", "participant_id"),
        ("agreement_provisions", "provision_id"),
        ("agreement_mentions", "mention_id"),
    ):
        assert not [row[key] for row in tables[name] if (name, row[key]) not in shown], name


def test_ids_are_unique_across_all_tables(tables: dict[str, list[Row]], schemas: dict[str, dict[str, Any]]) -> None:
    counts = Counter(row[schema["primaryKey"]] for name, schema in schemas.items() for row in tables[name])
    assert not [key for key, count in counts.items() if count > 1 or not key]


def test_ids_and_files_are_in_document_order(tables: dict[str, list[Row]], schemas: dict[str, dict[str, Any]]) -> None:
    for name in ("quotes", "agreement_mentions", "segments", "provenance"):
        key = schemas[name]["primaryKey"]
        by_place = [(row["source_id"], row["start_char"]) for row in sorted(tables[name], key=lambda row: row[key])]
        assert by_place == sorted(by_place), name
        assert all(
            row[key].startswith(f"{row['source_id']}:{row['start_char']:07d}-{row['end_char']}") for row in tables[name]
        ), name
    for name, schema in schemas.items():
        ids = [row[schema["primaryKey"]] for row in tables[name]]
        assert ids == sorted(ids) or name == "rules", name  # the rules stand in the order in which they are run


def test_first_of_an_utterance_is_its_first_row(tables: dict[str, list[Row]]) -> None:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in tables["quotes"]:
        groups[row["utterance_id"]].append(row)
    for key, rows in groups.items():
        rows.sort(key=lambda row: row["quote_id"])
        assert rows[0]["quote_id"] == key
        relations = [row["utterance_relation"] for row in rows]
        assert relations[0] == ("only" if len(rows) == 1 else "first")
        assert not {"only", "first"} & set(relations[1:])
