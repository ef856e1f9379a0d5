"""Opens the released tables in DuckDB. Needs DuckDB and nothing else; never writes a file, never uses the network.

Every function here takes the root of a release, so that the same code serves the release that is installed, one that has
just been built, and the small ones of the tests.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import opening
from .errors import Problem
from .opening import VIEWS, first_line, identifier, literal, meaning

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation
    from pandas import DataFrame

    from .contract import Column, Table

__all__ = ["Misuse", "NotFound", "Release", "first_line", "identifier", "literal", "nearest", "values"]

PANDAS_TYPES = {
    "string": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[us]",
}


class Misuse(Problem):
    """Something was asked for that cannot be given as it was asked; nothing is wrong with the data."""


class NotFound(Misuse):
    """A table, a view or a row was asked for that the release does not have; the remedy names what comes nearest."""


class Release:
    """One release, opened: its tables and what is said of them.

    Attributes: `root`, the folder; `files`, the Parquet file of each table, in reading order.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.files = opening.files_of(self.root)
        self._local = threading.local()

    @cached_property
    def contract(self) -> dict[str, Table]:
        """The description of each table; read when it is first asked for, since opening the tables does not take it."""
        from .contract import load_contract

        contract = load_contract(self.root / "schemas")
        return {name: contract[name] for name in self.files if name in contract}

    @property
    def con(self) -> DuckDBPyConnection:
        """The connection that this thread's relations share, so that they can be joined."""
        if not hasattr(self._local, "con"):
            self._local.con = opening.connect(self.root, self.files, comments=False)
        con: DuckDBPyConnection = self._local.con
        return con

    def connect(self) -> DuckDBPyConnection:
        """A new in-memory DuckDB: a view for each table, the ready-made views, comments on all of them."""
        return opening.connect(self.root, self.files)

    def views(self) -> list[str]:
        """The names of the ready-made views, in the order in which they are defined."""
        return list(VIEWS)

    def table(self, name: str) -> DuckDBPyRelation:
        """One table or ready-made view, as a relation."""
        self.check_name(name)
        return self.con.sql(f"SELECT * FROM {identifier(name)}")

    def load(self, name: str) -> DataFrame:
        """One table or ready-made view, as a pandas DataFrame whose types keep nulls apart from zeros and NaNs."""
        relation = self.table(name)
        try:
            import pandas  # noqa: F401
        except ModuleNotFoundError:
            raise Problem(
                "load() needs pandas, which is not installed",
                remedy=f"pip install pandas; or without it: table({name!r}).fetchall()",
            ) from None
        types = {column: PANDAS_TYPES[type_] for column, type_ in self.types(name).items() if type_ in PANDAS_TYPES}
        frame: DataFrame = relation.df()
        return frame.astype(types)

    def types(self, name: str) -> dict[str, str]:
        """The type of each column of a table or view: string, integer, number, boolean or date; else DuckDB's own name."""
        if name in self.contract:
            return {column.name: column.type for column in self.contract[name].columns}
        relation = self.table(name)
        families = {"VARCHAR": "string", "BIGINT": "integer", "INTEGER": "integer", "DOUBLE": "number", "BOOLEAN": "boolean"}
        pairs = zip(relation.columns, map(str, relation.types), strict=True)
        return {column: families.get(type_, "date" if type_ == "DATE" else type_) for column, type_ in pairs}

    def describe(self, name: str | None = None) -> DuckDBPyRelation:
        """What there is: one row for each table and view, or for each column of the one that is named."""
        if name is None:
            return self.con.sql(self._describe_all())
        self.check_name(name)
        header = ("column_name", "type", "required", "description", "example", "allowed", "refers_to")
        table = self.contract.get(name)
        if table is None:
            _, comments = opening.comments_on(name)
            rows = [(column, type_, None, comments.get(column), None, None, None) for column, type_ in self.types(name).items()]
        else:
            rows = [_described(table, column) for column in table.columns]
        described = ", ".join(f"{column}::{'BOOLEAN' if column == 'required' else 'VARCHAR'} AS {column}" for column in header)
        return self.con.sql(f"SELECT {described} FROM ({values(header, rows)})")

    def evidence(self, table_name: str, row_id: str) -> DuckDBPyRelation:
        """The words that each value of a row, and of the rows below it, rests on."""
        from .contract import EVIDENCE

        table = self.contract.get(table_name)
        if table is None:
            self.check_name(table_name, kind="table")
            raise NotFound(f"the rows of {table_name} are not described", file=self.root / "schemas")
        if table_name in EVIDENCE:
            raise NotFound(
                f"the rows of {table_name} carry no evidence: they are the evidence",
                remedy="Ask for a row of one of: " + ", ".join(name for name in self.contract if name not in EVIDENCE),
            )
        self._check_row(table, row_id)
        owner, child = literal(row_id), literal(row_id + "/")
        order = [f"{table.name}.{column}" for table in self.contract.values() for column in table.names]
        return self.con.sql(f"""
            SELECT table_name, row_id, column_name, value, exact, source_id, start_char, end_char,
                   rule_id, inference, agrees, verdict, passes
            FROM provenance
            WHERE (row_id = {owner} AND table_name = {literal(table_name)}) OR starts_with(row_id, {child})
            ORDER BY row_id <> {owner}, list_position([{", ".join(map(literal, order))}], table_name || '.' || column_name),
                     row_id, source_id, start_char, end_char, provenance_id
        """)

    def check_name(self, name: str, kind: str = "table or view") -> None:
        """Raises NotFound, with the nearest names and all that there are, unless a table or view has this name."""
        known = list(self.files) if kind == "table" else [*self.files, *self.views()]
        if name not in known:
            raise NotFound(
                f"there is no {kind} called {name!r}", remedy=nearest(name, known).strip() or "Known: " + ", ".join(known)
            )

    def _check_row(self, table: Table, row_id: str) -> None:
        key = identifier(table.primary_key)
        ids = [found for (found,) in self.con.execute(f"SELECT {key} FROM {identifier(table.name)}").fetchall()]
        if row_id in ids:
            return
        for other in self.contract.values():
            query = f"SELECT 1 FROM {identifier(other.name)} WHERE {identifier(other.primary_key)} = ?"
            if self.con.execute(query, [row_id]).fetchall():
                raise NotFound(f"{row_id!r} is a row of {other.name}, not of {table.name}")
        like = f"Its ids look like this: {', '.join(ids[:3])}" if ids else f"{table.name} has no rows at all."
        raise NotFound(f"{table.name} has no row {row_id!r}", remedy=nearest(row_id, ids).strip() or like)

    def _describe_all(self) -> str:
        parts = [
            f"SELECT {literal(name)} AS table_name, 'table' AS kind, (SELECT count(*) FROM {identifier(name)}) AS rows, "
            f"{len(table.columns)} AS columns, {literal(table.description)} AS description"
            for name, table in self.contract.items()
        ]
        for name in self.views():
            comment, columns = opening.comments_on(name)
            parts.append(
                f"SELECT {literal(name)}, 'view', (SELECT count(*) FROM {identifier(name)}), {len(columns)}, {literal(comment)}"
            )
        return "\nUNION ALL ".join(parts)


def values(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A query that gives exactly these rows, in this order."""
    lines = ",\n".join("(" + ", ".join(map(literal, row)) + ")" for row in rows)
    return f"SELECT * FROM (VALUES\n{lines}) AS described({', '.join(map(identifier, header))})"


def nearest(name: str, known: Sequence[str], count: int = 3) -> str:
    """ "Did you mean …? " with the names most like this one, a part of a name counting too; else the empty text."""
    from difflib import get_close_matches

    wanted = name.lower()
    found = get_close_matches(wanted, known, n=count, cutoff=0.6)
    found += [other for other in known if wanted and wanted in other.lower() and other not in found][: count - len(found)]
    return f"Did you mean {' or '.join(found)}? " if found else ""


def _described(table: Table, column: Column) -> tuple[Any, ...]:
    targets = [
        f"{key.target}.{there}"
        for key in table.foreign_keys
        for here, there in zip(key.columns, key.target_columns, strict=True)
        if here == column.name
    ]
    allowed = " | ".join(column.enum) if column.enum else None
    refers_to = ", ".join(targets) or None
    return (
        column.name,
        column.type,
        column.required,
        meaning(column.description, column.note),
        str(column.example),
        allowed,
        refers_to,
    )
