"""Iran–Iraq diplomacy in 2025 as five news reports tell it: every value traced to the words that say it.

    >>> import baghdad_tehran as bt
    >>> bt.tables()                                    # the names of the tables
    >>> bt.table("meetings")                           # one of them, as a DuckDB relation
    >>> con = bt.connect()                             # all of them, for SQL
    >>> con.sql("FROM what_sources_say")
    >>> bt.evidence("people", "qasim-al-araji")        # how do we know?

It needs DuckDB and nothing else, loads it at the first call, and never uses the network. What a person can put right (a
misspelt name, a missing package) is raised as `Problem`, with its remedy.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ._version import __version__
from .errors import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection, DuckDBPyRelation
    from pandas import DataFrame

    from .reader import Release

__all__ = ["Problem", "__version__", "connect", "describe", "evidence", "load", "path", "table", "tables"]


def tables() -> list[str]:
    """The names of the tables: documents, who, what happened, what was said, evidence."""
    return list(_release().files)


def table(name: str) -> DuckDBPyRelation:
    """One table, or one of the ready-made views that `describe()` lists, as a DuckDB relation.

    It prints itself, has `.columns` and `.types`, and turns into what you have installed: `.fetchall()`, `.df()`, `.pl()`,
    `.to_arrow_table()`. Rows are in document order, which is the order of their ids. Relations of one thread can be joined
    with one another.

    Raises Problem, with the nearest names, where there is no such table.
    """
    return _release().table(name)


def load(name: str) -> DataFrame:
    """One table or ready-made view as a pandas DataFrame: a row for each row, a column for each column, in order.

    Types keep a null apart from everything else: text is `string`, whole numbers `Int64`, other numbers `Float64`, truth
    values `boolean` (null is `pandas.NA`); days are `datetime64[us]` (null is `NaT`). `date`, `published` and `updated` are
    text, since EDTF can say `2025-08` and `2023-03-19/..`; `date_from` and `date_to` are days.

    Raises Problem where there is no such table, or where pandas is not installed.
    """
    return _release().load(name)


def connect() -> DuckDBPyConnection:
    """A new in-memory DuckDB with a view for each table, the ready-made views, and comments on all their columns.

    It is yours: what you create in it is not seen elsewhere, and ends with it; so keep it in a variable for as long as you use
    relations made with it. Its SQL is not confined; the command
    `baghdad-tehran query` is.
    """
    return _release().connect()


def describe(name: str | None = None) -> DuckDBPyRelation:
    """What there is, as a DuckDB relation.

    Without a name, one row for each table and ready-made view: table_name, kind (`table` or `view`), rows, columns,
    description. With the name of one, a row for each of its columns: column_name, type, required, description, example,
    allowed (the closed list, where there is one), refers_to (`table.column`).

    Raises Problem, with the nearest names, where there is no such table.
    """
    return _release().describe(name)


def path(name: str | None = None) -> Path:
    """The Parquet file of one table, for any other program to read; without a name, the folder that holds the release.

    Raises Problem, with the nearest names, where there is no such table.
    """
    release = _release()
    if name is None:
        return release.root
    release.check_name(name, kind="table")
    return release.files[name]


def evidence(table_name: str, row_id: str) -> DuckDBPyRelation:
    """The words that each value of a row rests on, and of the rows below it (a meeting's participants, a quote's speakers).

    One row for each span: table_name, row_id, column_name, value (as that source states it), exact (the source's own
    words), source_id, start_char, end_char (`source[start_char:end_char] == exact`), rule_id, inference, agrees (with the
    published value), verdict, passes. The row itself comes first; its columns are in the order of the table.

    Raises Problem, with the nearest ids, where there is no such table or row.
    """
    return _release().evidence(table_name, row_id)


def _release() -> Release:
    from .location import data_root

    return _opened(data_root())


@lru_cache(maxsize=4)
def _opened(root: Path) -> Release:
    from .reader import Release

    return Release(root)
