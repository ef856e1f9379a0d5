"""The gate's look at values, keys and dates: all that the schemas say of one table, or of how tables refer to each other.

It asks nothing about evidence; that is `gate_evidence`. Each check skips columns that are missing or of another type:
those are findings already.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..contract import COUNTRY_OR_REGION, Column, Table
from . import edtf
from .findings import Finding, finding
from .loaded import Loaded, literal, name

# EDTF text, and the columns that must agree with it: earliest day, latest day, precision, basis.
_DATES = (
    ("date", "date_from", "date_to", "date_precision", "date_basis"),
    ("published", "published_from", "published_to", None, None),
    ("updated", None, None, None, None),
)
# Rows that never stand alone: table, which of its rows, the table of the others, the column that ties them, how many.
_COMPANIONS = (
    ("people", "TRUE", "person_names", "person_id", 1),
    ("meetings", "TRUE", "meeting_participants", "meeting_id", 1),
    ("quotes", "t.speaker_text IS NOT NULL", "quote_speakers", "quote_id", 1),
    ("agreement_mentions", "t.basis = 'ambiguous'", "agreement_mention_candidates", "mention_id", 2),
    ("conflicts", "TRUE", "conflicts", "conflict_id", 2),
)
_MESSAGES = {"null": "a required value is null", "blank": "text that is present must not be empty"}


def check_values(data: Loaded) -> Iterator[Finding]:
    """Everything that can be said of the values without looking at evidence."""
    for table in data.contract.values():
        if table.name in data.columns:
            yield from _single_values(data, table)
            yield from _primary_key(data, table)
            yield from _foreign_keys(data, table)
            yield from _groups(data, table)
            yield from _id_form(data, table)
            yield from _dates(data, table)
    yield from _ids_across(data)
    yield from _companions(data)
    yield from _utterances(data)


def _single_values(data: Loaded, table: Table) -> Iterator[Finding]:
    columns = [column for column in table.columns if data.has(table.name, column.name)]
    if not columns:
        return
    verdicts = ", ".join(f"{_verdict(column)} AS c{number}" for number, column in enumerate(columns))
    cells = ", ".join(f"CAST(t.{name(column.name)} AS VARCHAR) AS v{number}" for number, column in enumerate(columns))
    wrong = " OR ".join(f"c{number} IS NOT NULL" for number in range(len(columns)))
    query = f"SELECT * FROM (SELECT {data.key(table.name)} AS key, {verdicts}, {cells} FROM {name(table.name)} t) WHERE {wrong}"
    for key, *found in data.rows(query):
        for column, code, value in zip(columns, found, found[len(columns) :]):
            if code is not None:
                message = _MESSAGES.get(code) or _expected(column, code)
                yield finding(code, message, table=table.name, key=key, column=column.name, value=value)


def _verdict(column: Column) -> str:
    """An SQL expression that gives the code of what is wrong with a value, or null."""
    value = f"t.{name(column.name)}"
    cases = [f"WHEN {value} IS NULL THEN {literal('null') if column.required else 'NULL'}"]
    if column.type == "string":
        cases.append(f"WHEN {value} = '' THEN 'blank'")
        if column.enum is not None:
            cases.append(f"WHEN {value} NOT IN ({', '.join(literal(word) for word in column.enum)}) THEN 'enum'")
        if column.pattern is not None:
            cases.append(f"WHEN NOT regexp_full_match({value}, {literal(column.pattern)}) THEN 'pattern'")
        if column.min_length is not None:
            cases.append(f"WHEN length({value}) < {column.min_length} THEN 'blank'")
    if column.type == "number":
        cases.append(f"WHEN isnan({value}) OR isinf({value}) THEN 'not-finite'")
    if column.type == "date":
        cases.append(f"WHEN {value} NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN 'range'")
    if column.minimum is not None:
        cases.append(f"WHEN {value} < {column.minimum} THEN 'range'")
    if column.maximum is not None:
        cases.append(f"WHEN {value} > {column.maximum} THEN 'range'")
    return f"CASE {' '.join(cases)} END"


def _expected(column: Column, code: str) -> str:
    if code == "enum":
        return f"must be one of: {', '.join(column.enum or ())}"
    if code == "pattern":
        return f"must match {column.pattern}"
    if code == "range":
        low, high = column.minimum, column.maximum
        parts = ([f"at least {low}"] if low is not None else []) + ([f"at most {high}"] if high is not None else [])
        return f"must be {' and '.join(parts) or 'a day of the years 1 to 9999'}"
    return ""


def _primary_key(data: Loaded, table: Table) -> Iterator[Finding]:
    key = table.primary_key
    if data.has(table.name, key):
        query = (
            f"SELECT {name(key)}, count(*) FROM {name(table.name)} WHERE {name(key)} IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
        )
        for value, times in data.rows(query):
            yield finding("primary-key", f"stands {times} times", table=table.name, key=value, column=key, value=value)


def _ids_across(data: Loaded) -> Iterator[Finding]:
    parts = [
        f"SELECT {literal(table.name)} AS place, {number} AS number, {name(table.primary_key)} AS id FROM {name(table.name)}"
        for number, table in enumerate(data.contract.values())
        if data.has(table.name, table.primary_key)
    ]
    if parts:
        query = f"""
            SELECT id, list(DISTINCT place ORDER BY place) AS places, arg_max(place, number)
            FROM ({" UNION ALL ".join(parts)}) WHERE id IS NOT NULL
            GROUP BY id HAVING count(DISTINCT place) > 1"""
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
    for row in above:
        seen, place = {row}, above.get(row)
        while place is not None and place not in seen:
            seen.add(place)
            place = above.get(place)
        if place is not None and place == row:
            yield finding("cycle", table=table.name, key=row, column=column, value=above[row])


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


def _groups(data: Loaded, table: Table) -> Iterator[Finding]:
    for group in table.one_of:
        if data.has(table.name, *group):
            where = " AND ".join(f"t.{name(column)} IS NULL" for column in group)
            for (row,) in data.rows(f"SELECT {data.key(table.name)} FROM {name(table.name)} t WHERE {where}"):
                message = f"one of these must be filled: {', '.join(group)}"
                yield finding("one-of", message, table=table.name, key=row, column=group[0])
    for rule in table.conditions:
        when = f"t.{name(rule.column)} IS NOT NULL"
        if rule.values is not None:
            when = f"t.{name(rule.column)} IN ({', '.join(literal(value) for value in rule.values)})"
        for column, empty in [(c, True) for c in rule.required] + [(c, False) for c in rule.null]:
            if data.has(table.name, rule.column, column):
                query = f"""
                    SELECT {data.key(table.name)}, t.{name(rule.column)}, CAST(t.{name(column)} AS VARCHAR)
                    FROM {name(table.name)} t WHERE {when} AND t.{name(column)} IS {"" if empty else "NOT"} NULL"""
                for row, cause, value in data.rows(query):
                    message = f"must be {'filled' if empty else 'empty'} where {rule.column} is {cause}"
                    yield finding("condition", message, table=table.name, key=row, column=column, value=value)
    for parts, limit in table.at_most:
        if data.has(table.name, limit, *parts):
            total = " + ".join(f"CAST(t.{name(part)} AS HUGEINT)" for part in parts)
            query = f"SELECT {data.key(table.name)}, t.{name(limit)}, {total} FROM {name(table.name)} t WHERE {total} > t.{name(limit)}"
            for row, value, found in data.rows(query):
                message = f"{' and '.join(parts)} make {found}"
                yield finding("count", message, table=table.name, key=row, column=limit, value=value)


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


def _dates(data: Loaded, table: Table) -> Iterator[Finding]:
    for group in _DATES:
        columns = [column for column in group if column]
        if group[0] not in table.names or not data.has(table.name, *columns):
            continue
        cells = ", ".join(f"CAST(t.{name(c)} AS VARCHAR)" if c else "NULL" for c in group)
        for key, text, first, last, precision, basis in data.rows(
            f"SELECT {data.key(table.name)}, {cells} FROM {name(table.name)} t"
        ):
            for code, place, value, message in _date(group, text, first, last, precision, basis):
                yield finding(code, message, table=table.name, key=key, column=place, value=value)
    if data.has(table.name, "first_reported", "last_reported"):
        query = f"""
            SELECT {data.key(table.name)}, CAST(t.last_reported AS VARCHAR) FROM {name(table.name)} t
            WHERE t.last_reported < t.first_reported OR (t.last_reported IS NULL) <> (t.first_reported IS NULL)"""
        for key, value in data.rows(query):
            message = "first_reported and last_reported must both be there, in this order, or neither"
            yield finding("date", message, table=table.name, key=key, column="last_reported", value=value)


def _date(
    group: tuple[str | None, ...],
    text: str | None,
    first: str | None,
    last: str | None,
    precision: str | None,
    basis: str | None,
) -> Iterator[tuple[str, str, str | None, str]]:
    values = (text, first, last, precision, basis)
    if text is None:
        for column, value in zip(group, values):
            if column and value is not None:
                yield "date", column, value, f"must be empty where {group[0]} is"
        return
    try:
        wanted = [day.isoformat() if day else None for day in edtf.bounds(text)]
    except ValueError as error:
        yield "date", str(group[0]), text, str(error)
        return
    for column, value, expected in zip(group[1:3], (first, last), wanted):
        if column and value != expected:
            yield "date", column, value, f"must be {expected or 'empty'}, as {group[0]} is {text}"
    if group[3] and precision not in edtf.precisions(text):
        allowed = " or ".join(sorted(edtf.precisions(text)))
        yield "date-precision", group[3], precision, f"must be {allowed}, as {group[0]} is {text}"
    if group[4] and basis is None:
        yield "date", group[4], None, f"must say how {group[0]} was read"
