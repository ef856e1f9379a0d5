"""The gate's look at evidence: spans, provenance and conflicts, from the tables alone.

It holds every promise of the kind "each value can be traced to the characters that say it". That the characters stand there
only the documents can tell: see `sources`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..contract import EVIDENCE, Table
from .findings import Finding, finding
from .loaded import Loaded, literal, name

JOINER = " […] "
_SPAN = ("source_id", "start_char", "end_char")
_EVIDENCE = ("table_name", "row_id", "column_name", "source_id", "start_char", "end_char", "exact", "agrees")


def check_evidence(data: Loaded, supplied: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Spans and provenance, from the tables alone. `supplied`: columns of a source that its text does not state."""
    for table in data.contract.values():
        if data.has(table.name, *_SPAN):
            yield from _spans(data, table)
            if table.tiles:
                yield from _tiling(data, table)
        if data.has(table.name, "table_name", "row_id", "column_name"):
            yield from _references(data, table)
    if data.has("provenance", *_EVIDENCE):
        yield from _complete(data, supplied)
        yield from _own_source(data)
        yield from _verbatim(data)
        for table in data.contract.values():
            yield from _span_of(data, table)
    yield from _conflict_source(data)


def _spans(data: Loaded, table: Table) -> Iterator[Finding]:
    here = name(table.name)
    for key, start, end in data.rows(
        f"SELECT {data.key(table.name)}, t.start_char, t.end_char FROM {here} t WHERE t.start_char >= t.end_char"
    ):
        message = f"begins at {start}, so that it holds no character"
        yield finding("span", message, table=table.name, key=key, column="end_char", value=end)
    if data.has("sources", "source_id", "characters"):
        query = f"""
            SELECT {data.key(table.name)}, t.end_char, s.characters FROM {here} t
            JOIN sources s USING (source_id) WHERE t.end_char > s.characters"""
        for key, end, characters in data.rows(query):
            message = f"the source has {characters} characters"
            yield finding("span", message, table=table.name, key=key, column="end_char", value=end)


def _tiling(data: Loaded, table: Table) -> Iterator[Finding]:
    query = f"""
        SELECT {data.key(table.name)}, t.start_char,
               lag(t.end_char, 1, 0) OVER (PARTITION BY t.source_id ORDER BY t.start_char, t.end_char, t.rowid) AS due
        FROM {name(table.name)} t QUALIFY t.start_char IS DISTINCT FROM due"""
    for key, start, due in data.rows(query):
        message = f"must begin at {due}, where the one before ends"
        yield finding("tiling", message, table=table.name, key=key, column="start_char", value=start)
    if data.has("sources", "source_id", "characters"):
        query = f"""
            SELECT s.source_id, s.characters, max(t.end_char) AS reached
            FROM sources s LEFT JOIN {name(table.name)} t USING (source_id)
            GROUP BY ALL HAVING reached IS DISTINCT FROM s.characters"""
        for source, characters, reached in data.rows(query):
            message = f"{source} has {characters} characters, its {table.name} reach {reached or 0}"
            yield finding("tiling", message, table=table.name, key=source, column="end_char", value=reached)


def _references(data: Loaded, table: Table) -> Iterator[Finding]:
    """table_name, row_id and column_name of evidence and conflicts."""
    here = name(table.name)
    readable = ", ".join(literal(other) for other in data.columns)
    query = f"""
        SELECT {data.key(table.name)}, t.table_name, t.row_id FROM {here} t
        ANTI JOIN gate.ids o ON o.table_name = t.table_name AND o.row_id = t.row_id
        WHERE t.row_id IS NOT NULL AND t.table_name IN ({readable})"""
    for key, target, row in data.rows(query):
        yield finding("row-reference", f"{target} has no such row", table=table.name, key=key, column="row_id", value=row)
    for target, column in data.rows(f"SELECT DISTINCT table_name, column_name FROM {here} WHERE column_name IS NOT NULL"):
        if target in data.columns and column not in data.contract[target].names:
            where = f"t.table_name = {literal(target)} AND t.column_name = {literal(column)}"
            for (key,) in data.rows(f"SELECT {data.key(table.name)} FROM {here} t WHERE {where}"):
                message = f"{target} has no such column"
                yield finding("column-reference", message, table=table.name, key=key, column="column_name", value=column)


def _complete(data: Loaded, supplied: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Every value that is owed evidence has some that agrees; a null has none that does."""
    values = []
    for table in data.contract.values():
        if table.name in EVIDENCE or not data.has(table.name, table.primary_key):
            continue
        columns = [c.name for c in table.columns if c.name != table.primary_key and data.has(table.name, c.name)]
        parts = ", ".join(map(literal, columns))
        stated = ", ".join(f"CAST({name(column)} AS VARCHAR)" for column in columns)
        values.append(
            f"SELECT {literal(table.name)} AS place, {name(table.primary_key)} AS id, unnest([{parts}]::VARCHAR[]) AS part,"
            f" unnest([{stated}]::VARCHAR[]) AS stated FROM {name(table.name)}"
        )
    if not values:
        return
    owed = {(table.name, column) for table in data.contract.values() for column in table.owed}
    query = f"""
        WITH v AS ({" UNION ALL ".join(values)}),
             e AS (SELECT table_name AS place, row_id AS id, column_name AS part, bool_or(agrees) AS agrees
                   FROM provenance GROUP BY ALL)
        SELECT place, id, part, stated, agrees FROM v LEFT JOIN e USING (place, id, part)
        WHERE id IS NOT NULL AND CASE WHEN stated IS NULL THEN agrees ELSE agrees IS NOT TRUE END"""
    for place, row, part, stated, agrees in data.rows(query):
        where = {"table": place, "key": row, "column": part, "value": stated}
        if stated is None:
            yield finding("provenance-disagrees", "evidence is said to agree with a value that is null", **where)
        elif agrees is False:
            yield finding("provenance-disagrees", "none of its evidence agrees with it", **where)
        elif (place, part) in owed and not (place == "sources" and part in supplied.get(row, ())):
            yield finding("provenance-missing", "is owed evidence and has none", **where)


def _own_source(data: Loaded) -> Iterator[Finding]:
    """A row that belongs to one source takes its evidence from that source."""
    parts = [
        f"SELECT {literal(table.name)} AS table_name, {name(table.primary_key)} AS row_id, source_id FROM {name(table.name)}"
        for table in data.contract.values()
        if table.name != "provenance" and data.has(table.name, table.primary_key, "source_id")
    ]
    query = f"""
        SELECT {data.key("provenance")}, t.source_id, o.source_id FROM provenance t
        JOIN ({" UNION ALL ".join(parts)}) o USING (table_name, row_id) WHERE o.source_id <> t.source_id"""
    for key, found, due in data.rows(query) if parts else ():
        message = f"the row that it supports is of {due}"
        yield finding("source-reference", message, table="provenance", key=key, column="source_id", value=found)


def _conflict_source(data: Loaded) -> Iterator[Finding]:
    if data.has("conflicts", "provenance_id", "source_id") and data.has("provenance", "provenance_id", "source_id"):
        query = f"""
            SELECT {data.key("conflicts")}, t.source_id, p.source_id FROM conflicts t
            JOIN provenance p USING (provenance_id) WHERE p.source_id <> t.source_id"""
        for key, found, due in data.rows(query):
            message = f"its evidence is of {due}"
            yield finding("source-reference", message, table="conflicts", key=key, column="source_id", value=found)


def _verbatim(data: Loaded) -> Iterator[Finding]:
    """Text as it stands in the source: the value is one exact text, or pieces that each are."""
    parts = [
        f"SELECT {literal(table.name)} AS table_name, {name(table.primary_key)} AS row_id, {literal(column.name)} AS column_name,"
        f" {name(column.name)} AS stated FROM {name(table.name)}"
        for table in data.contract.values()
        for column in table.columns
        if column.verbatim and data.has(table.name, table.primary_key, column.name)
    ]
    query = f"""
        SELECT table_name, row_id, column_name, stated, list(DISTINCT p.exact)
        FROM ({" UNION ALL ".join(parts)}) JOIN provenance p USING (table_name, row_id, column_name)
        WHERE p.agrees AND stated IS NOT NULL GROUP BY ALL"""
    for place, key, column, value, exacts in data.rows(query) if parts else ():
        said = {_one_space(exact) for exact in exacts if exact}
        pieces = {_one_space(piece) for piece in value.split(JOINER)}
        whole = _one_space(value)
        left_out = column == data.contract[place].span_of and not said <= pieces | {whole}
        if left_out or not (whole in said or pieces <= said):
            yield finding("verbatim", table=place, key=key, column=column, value=value)


def _one_space(text: str) -> str:
    return " ".join(text.split())


def _span_of(data: Loaded, table: Table) -> Iterator[Finding]:
    if table.span_of and data.has(table.name, table.primary_key, *_SPAN):
        query = f"""
            SELECT t.{name(table.primary_key)}, t.start_char, t.end_char, min(p.start_char) AS first, max(p.end_char) AS last
            FROM {name(table.name)} t JOIN provenance p ON p.row_id = t.{name(table.primary_key)} AND p.source_id = t.source_id
            WHERE p.table_name = {literal(table.name)} AND p.column_name = {literal(table.span_of)} AND p.agrees
            GROUP BY ALL HAVING first <> t.start_char OR last <> t.end_char"""
        for key, start, end, first, last in data.rows(query):
            message = f"the evidence of {table.span_of} reaches from {first} to {last}"
            yield finding("span", message, table=table.name, key=key, column="start_char", value=f"{start}-{end}")
