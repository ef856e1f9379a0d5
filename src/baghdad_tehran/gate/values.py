"""The gate's look at values: all that the schemas say of one value, or of the values of one row.

Each check skips columns that are missing or of another type: those are findings already.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..contract import Column, Table
from .findings import Finding, finding
from .loaded import Loaded, literal, name

# What moves a cursor, colours or retitles a terminal. Tabs and line ends are text, the one that old systems wrote as U+0085 too.
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{84}\x{86}-\x{9f}]"
_MESSAGES = {
    "null": "a required value is null",
    "blank": "text that is present must not be empty",
    "control": "text must hold no control characters but tabs and line ends",
}


def check_values(data: Loaded) -> Iterator[Finding]:
    """Everything that can be said of a row by itself: types are settled, evidence and other rows are not looked at."""
    yield from _patterns(data)
    for table in data.contract.values():
        if table.name in data.columns:
            yield from _single_values(data, table)
            yield from _groups(data, table)


def _patterns(data: Loaded) -> Iterator[Finding]:
    """Patterns that DuckDB's RE2 cannot read are left aside; every example must fit its own."""
    import duckdb

    # By RE2, which is linear: Python's own matching could be kept busy for ever by a schema from a stranger.
    uses = [(table, column, column.pattern) for table in data.contract.values() for column in table.columns if column.pattern]
    matches = [f"regexp_full_match({literal(column.example)}, {literal(pattern)})" for _, column, pattern in uses]
    try:
        fits: tuple[bool | str, ...] = data.rows(f"SELECT {', '.join(matches)}")[0] if matches else ()
    except duckdb.Error:
        fits = tuple(_fits(data, match) for match in matches)
    for (table, column, pattern), fit in zip(uses, fits, strict=True):
        where = {"table": table.name, "column": column.name}
        if isinstance(fit, str):
            data.odd_patterns.add(pattern)
            yield finding("schema", f"the pattern cannot be used: {fit}", value=pattern, **where)
        elif not fit:
            yield finding("schema", "the example does not fit the pattern", value=column.example, **where)


def _fits(data: Loaded, match: str) -> bool | str:
    import duckdb

    try:
        return bool(data.rows(f"SELECT {match}")[0][0])
    except duckdb.Error as error:
        return str(error).splitlines()[0]


def _single_values(data: Loaded, table: Table) -> Iterator[Finding]:
    columns = [column for column in table.columns if data.has(table.name, column.name)]
    faults = {column.name: _faults(data, column) for column in columns}
    wrong = " OR ".join(fault for found in faults.values() for _, fault in found)
    # First whether there is anything to say: to say what takes longer, and is seldom needed.
    if not wrong or not data.rows(f"SELECT 1 FROM {name(table.name)} t WHERE {wrong} LIMIT 1"):
        return
    for column in columns:
        cases = " ".join(f"WHEN {fault} THEN {literal(code)}" for code, fault in faults[column.name])
        if not cases:
            continue
        query = f"""
            SELECT * FROM (SELECT {data.key(table.name)}, CAST(t.{name(column.name)} AS VARCHAR), CASE {cases} END AS code
                           FROM {name(table.name)} t) WHERE code IS NOT NULL"""
        for key, value, code in data.rows(query):
            message = _MESSAGES.get(code) or _expected(column, code)
            yield finding(code, message, table=table.name, key=key, column=column.name, value=value)


def _faults(data: Loaded, column: Column) -> list[tuple[str, str]]:
    """(code, SQL condition) of all that can be wrong with a value; the first that holds is what is said."""
    value = f"t.{name(column.name)}"
    faults = [("null", f"{value} IS NULL")] if column.required else []
    if column.type == "string":
        faults.append(("blank", f"{value} = ''"))
        if column.enum is not None:
            faults.append(("enum", f"{value} NOT IN ({', '.join(literal(word) for word in column.enum)})"))
        if column.pattern is not None and column.pattern not in data.odd_patterns:
            faults.append(("pattern", f"NOT regexp_full_match({value}, {literal(column.pattern)})"))
        if column.enum is None:
            faults.append(("control", f"regexp_matches({value}, {literal(_CONTROL)})"))
        if column.min_length is not None:
            faults.append(("blank", f"length({value}) < {column.min_length}"))
    if column.type == "number":
        faults.append(("not-finite", f"isnan({value}) OR isinf({value})"))
    if column.type == "date":
        faults.append(("range", f"{value} NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'"))
    if column.minimum is not None:
        faults.append(("range", f"{value} < {column.minimum}"))
    if column.maximum is not None:
        faults.append(("range", f"{value} > {column.maximum}"))
    return faults


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


def _groups(data: Loaded, table: Table) -> Iterator[Finding]:
    checks = [*_one_of(data, table), *_conditions(data, table), *_at_most(data, table)]
    # In one question whether any is broken, then which.
    if checks:
        broken = data.rows(f"SELECT {', '.join(f'bool_or({where})' for _, _, _, where, _ in checks)} FROM {name(table.name)} t")
        for (code, column, value, where, message), found in zip(checks, broken[0], strict=True):
            if found:
                query = f"SELECT {data.key(table.name)}, {value}, {message} FROM {name(table.name)} t WHERE {where}"
                for row, shown, said in data.rows(query):
                    yield finding(code, said, table=table.name, key=row, column=column, value=shown)


# Each gives code, column, and in SQL the value to show, the condition that is wrong, and the message.
def _one_of(data: Loaded, table: Table) -> Iterator[tuple[str, str, str, str, str]]:
    for group in table.one_of:
        if data.has(table.name, *group):
            where = " AND ".join(f"t.{name(column)} IS NULL" for column in group)
            yield "one-of", group[0], "NULL", where, literal(f"one of these must be filled: {', '.join(group)}")


def _conditions(data: Loaded, table: Table) -> Iterator[tuple[str, str, str, str, str]]:
    for rule in table.conditions:
        when = f"t.{name(rule.column)} IS NOT NULL"
        if rule.values is not None:
            when = f"t.{name(rule.column)} IN ({', '.join(literal(value) for value in rule.values)})"
        for column, due in [(c, "filled") for c in rule.required] + [(c, "empty") for c in rule.null]:
            if data.has(table.name, rule.column, column):
                where = f"{when} AND t.{name(column)} IS {'' if due == 'filled' else 'NOT'} NULL"
                message = f"{literal(f'must be {due} where {rule.column} is ')} || t.{name(rule.column)}"
                yield "condition", column, f"CAST(t.{name(column)} AS VARCHAR)", where, message


def _at_most(data: Loaded, table: Table) -> Iterator[tuple[str, str, str, str, str]]:
    for parts, limit in table.at_most:
        if data.has(table.name, limit, *parts):
            total = " + ".join(f"CAST(t.{name(part)} AS HUGEINT)" for part in parts)
            yield (
                "count",
                limit,
                f"t.{name(limit)}",
                f"{total} > t.{name(limit)}",
                f"{literal(' and '.join(parts))} || ' make ' || ({total})",
            )
