"""The gate's look at keys: ids, references, and rows that must go with other rows.

It says nothing of what a row holds otherwise, nor of evidence.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..contract import COUNTRY_OR_REGION, Table
from .findings import Finding, finding
from .loaded import Loaded, literal, name

# Rows that never stand alone: table, which of its rows, the table of the others, the column that ties them, how many.
_COMPANIONS = (
    ("people", "TRUE", "person_names", "person_id", 1),
    ("meetings", "TRUE", "meeting_participants", "meeting_id", 1),
    ("quotes", "t.speaker_text IS NOT NULL", "quote_speakers", "quote_id", 1),
    ("agreement_mentions", "t.basis = 'ambiguous'", "agreement_mention_candidates", "mention_id", 2),
    ("conflicts", "TRUE", "conflicts", "conflict_id", 2),
)


def check_keys(data: Loaded) -> Iterator[Finding]:
    """Ids that stand twice or have not their form, references that lead nowhere, rows that lack others."""
    yield from _primary_keys(data)
    yield from _ids_across(data)
    for table in data.contract.values():
        if table.name in data.columns:
            yield from _foreign_keys(data, table)
            yield from _id_form(data, table)
    yield from _companions(data)
    yield from _utterances(data)


def _primary_keys(data: Loaded) -> Iterator[Finding]:
    query = "SELECT table_name, row_id, count(*) AS times FROM gate.ids GROUP BY ALL HAVING times > 1"
    for place, value, times in data.rows(query):
        column = data.contract[place].primary_key
        yield finding("primary-key", f"stands {times} times", table=place, key=value, column=column, value=value)


def _ids_across(data: Loaded) -> Iterator[Finding]:
    query = """
        SELECT row_id, list(DISTINCT table_name ORDER BY table_name), arg_max(table_name, number)
        FROM gate.ids WHERE row_id IN (SELECT row_id FROM gate.ids GROUP BY row_id HAVING min(number) < max(number))
        GROUP BY row_id"""
    for value, places, last in data.rows(query):
        column = data.contract[last].primary_key
        message = f"stands in {' and '.join(places)}"
        yield finding("id-reused", message, table=last, key=value, column=column, value=value)


def _foreign_keys(data: Loaded, table: Table) -> Iterator[Finding]:
    for key in table.foreign_keys:
        if not (data.has(table.name, *key.columns) and data.has(key.target, *key.target_columns)):
            continue
        pairs = list(zip(key.columns, key.target_columns))
        shown = " || ' ' || ".join(f"t.{name(column)}" for column in key.columns)
        query = f"""
            SELECT {data.key(table.name)}, {shown} FROM {name(table.name)} t
            WHERE {" AND ".join(f"t.{name(column)} IS NOT NULL" for column in key.columns)}
              AND NOT EXISTS (SELECT 1 FROM {name(key.target)} o
                              WHERE {" AND ".join(f"o.{name(there)} = t.{name(here)}" for here, there in pairs)})"""
        for row, value in data.rows(query):
            message = f"no row of {key.target} has this {' and '.join(key.target_columns)}"
            yield finding("foreign-key", message, table=table.name, key=row, column=key.columns[0], value=value)
        if key.target == table.name:
            yield from _cycles(data, table, key.columns[0])
    for column in table.columns:
        if column.id_of and data.has(table.name, column.name):
            target = data.contract[column.id_of]
            if data.has(target.name, target.primary_key):
                value = f"t.{name(column.name)}"
                query = f"""
                    SELECT {data.key(table.name)}, {value} FROM {name(table.name)} t
                    WHERE {value} <> '' AND NOT regexp_full_match({value}, {literal(COUNTRY_OR_REGION)})
                      AND {value} NOT IN (SELECT {name(target.primary_key)} FROM {name(target.name)}
                                          WHERE {name(target.primary_key)} IS NOT NULL)"""
                for row, found in data.rows(query):
                    message = f"is no country, no region and no {target.primary_key}"
                    yield finding("foreign-key", message, table=table.name, key=row, column=column.name, value=found)


def _cycles(data: Loaded, table: Table, column: str) -> Iterator[Finding]:
    above = dict(data.rows(f"SELECT {name(table.primary_key)}, {name(column)} FROM {name(table.name)}"))
    done: set[str] = set()
    for row in above:
        path: dict[str, None] = {}  # in order
        place: str | None = row
        while place is not None and place not in done and place not in path:
            path[place] = None
            place = above.get(place)
        if place in path:
            steps = list(path)
            for member in steps[steps.index(place) :]:
                yield finding("cycle", table=table.name, key=member, column=column, value=above[member])
        done.update(path)


def _companions(data: Loaded) -> Iterator[Finding]:
    for table, where, other, column, least in _COMPANIONS:
        if data.has(table, *data.contract[table].names) and data.has(other, column):
            query = f"""
                SELECT {data.key(table)}, count(o.{column}) FROM {table} t LEFT JOIN {other} o ON o.{column} = t.{column}
                WHERE {where} GROUP BY 1 HAVING count(o.{column}) < {least}"""
            for row, found in data.rows(query):
                message = f"{found} rows of {other} go with it, and at least {least} must"
                yield finding("companions", message, table=table, key=row, column=column)


def _utterances(data: Loaded) -> Iterator[Finding]:
    if data.has("quotes", "quote_id", "utterance_id", "utterance_relation"):
        query = """
            SELECT utterance_id, min(quote_id), count(*) AS rows,
                   count_if(utterance_relation = 'only') AS lone, count_if(utterance_relation = 'first') AS firsts
            FROM quotes WHERE utterance_id IS NOT NULL GROUP BY 1
            HAVING CASE WHEN rows = 1 THEN lone <> 1 ELSE lone > 0 OR firsts <> 1 END"""
        for utterance, row, rows, lone, firsts in data.rows(query):
            message = f"{utterance} has {rows} rows, {lone} of them `only` and {firsts} `first`"
            yield finding("utterance", message, table="quotes", key=row, column="utterance_relation", value=utterance)


def _id_form(data: Loaded, table: Table) -> Iterator[Finding]:
    key = f"t.{name(table.primary_key)}"
    if table.parent and data.has(table.name, table.primary_key, table.parent):
        wrong = f"NOT starts_with({key}, t.{name(table.parent)} || '/') OR length({key}) = length(t.{name(table.parent)}) + 1"
        message = f"must begin with its {table.parent} and a slash"
    elif table.spans and data.has(table.name, table.primary_key, "source_id", "start_char", "end_char"):
        # The start has seven digits so that ids sort in document order.
        start = "t.source_id || format(':{:07d}-', t.start_char)"
        rest = f"ltrim(substr({key}, length({start}) + 1), '0')"
        wrong = f"NOT starts_with({key}, {start}) OR NOT ({rest} = t.end_char::VARCHAR OR starts_with({rest}, t.end_char || ':'))"
        message = "must begin with source_id:start_char-end_char, the start with seven digits"
    else:
        return
    for value, found in data.rows(f"SELECT {data.key(table.name)}, {key} FROM {name(table.name)} t WHERE {wrong}"):
        yield finding("id-form", message, table=table.name, key=value, column=table.primary_key, value=found)
