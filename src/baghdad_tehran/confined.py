"""Runs SQL that someone typed, on the released tables and nothing else: it reads no other file and writes none.

Two locks, since neither is enough. DuckDB's own keeps the connection to the files of the release; but whoever may read a file
there may also write it (`COPY … TO`), so only a single SELECT is run at all, as DuckDB's parser sees it.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from .reader import Misuse, Release, first_line, literal, nearest

if TYPE_CHECKING:
    import duckdb

Result = TypeVar("Result")

_BATCH = 1000
_PATIENCE = 15.0  # seconds for a query to stop when it is told to: to end while it runs ends in an abort
_PAUSE = 0.02  # seconds between two times of telling it
_NO_TABLE = re.compile(r"Table with name (.+) does not exist")


class BadQuery(Misuse):
    """SQL that cannot be run here; the remedy says why, or what would."""


def run(release: Release, sql: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """The columns and the rows, which come as they are asked for, of one SELECT on the tables and views of a release."""
    import duckdb

    con = release.connect()
    files = ", ".join(literal(str(file)) for file in release.files.values())
    con.execute(f"SET allowed_paths = [{files}]")
    con.execute("SET temp_directory = ''")  # what does not fit into memory is refused, not written to the folder we are in
    con.execute("SET python_enable_replacements = false")  # no variable of this program is a table
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    try:
        _check(con, sql)
        _interruptibly(con, lambda: con.execute(sql))
        columns = [column[0] for column in con.description or ()]
        first = _fetch(con)  # here, so that what fails at the first row fails before anything is printed
    except duckdb.Error as error:
        raise _explained(error, release) from error
    return columns, _rows(con, first, release)


def _check(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    if not sql.isascii() and any("\ud800" <= char <= "\udfff" for char in sql):  # bytes of an argument that are no UTF-8
        raise BadQuery("this is not text in UTF-8")
    statements = con.extract_statements(sql)
    if not statements:
        raise BadQuery("there is no SQL in this", remedy="For example: baghdad-tehran query 'SELECT name, country FROM people'")
    if not all(map(_reads, statements)):
        pivot = (
            " PIVOT can be used where it names its columns: PIVOT meetings ON kind IN ('visit', 'call')."
            if "pivot" in sql.lower()
            else ""
        )
        raise BadQuery(
            "query only reads: SELECT, FROM, WITH, VALUES, DESCRIBE, SUMMARIZE, SHOW",
            remedy=f"For anything else use Python: baghdad_tehran.connect() is a DuckDB of your own.{pivot}",
        )
    if len(statements) > 1:
        raise BadQuery(f"query takes one statement at a time, and here are {len(statements)}", remedy="Run them one by one.")


def _reads(statement: duckdb.Statement) -> bool:
    import duckdb

    try:
        return bool(statement.type == duckdb.StatementType.SELECT)
    except ValueError:  # a kind of statement that DuckDB has and its Python does not know
        return False


def _rows(con: duckdb.DuckDBPyConnection, batch: list[tuple[Any, ...]], release: Release) -> Iterator[tuple[Any, ...]]:
    import duckdb

    try:
        while batch:
            yield from batch
            batch = _fetch(con)
    except duckdb.Error as error:
        raise _explained(error, release) from error
    finally:
        con.close()


def _fetch(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return _interruptibly(con, lambda: con.fetchmany(_BATCH))


def _interruptibly(con: duckdb.DuckDBPyConnection, work: Callable[[], Result]) -> Result:
    """Does work in DuckDB in a thread of its own: in the main one, some versions do not hear Ctrl-C until they are done."""
    results: list[Result] = []
    errors: list[BaseException] = []
    done = threading.Event()  # a thread that is joined is taken for ended once Ctrl-C has interrupted the joining

    def do() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)
        finally:
            done.set()

    try:
        threading.Thread(target=do, daemon=True).start()  # the signal may come in here, and the thread be at work all the same
        done.wait()
    except KeyboardInterrupt:
        until = time.monotonic() + _PATIENCE
        while not done.wait(_PAUSE) and time.monotonic() < until:
            con.interrupt()  # again and again: work that has not begun yet does not hear it
        raise
    if errors:
        raise errors[0]
    return results[0]


def _explained(error: duckdb.Error, release: Release) -> BadQuery:
    text = str(error)
    if "file system operations are disabled" in text or "configuration has been locked" in text:
        return BadQuery("query reads the tables of the release, and no other file or setting", value=first_line(error))
    if "pytz" in text:
        return BadQuery("a time with a time zone cannot be shown", remedy="Cast it: now()::TIMESTAMP, or today().")
    if missing := _NO_TABLE.search(text):
        known = [*release.files, *release.views()]
        return BadQuery(
            f"there is no table called {missing[1]}", remedy=nearest(missing[1], known).strip() or "Known: " + ", ".join(known)
        )
    hints = [line for line in text.splitlines()[1:] if line.startswith(("Did you mean", "Candidate bindings"))]
    return BadQuery(first_line(error), remedy=". ".join([*hints, "The columns of a table: baghdad-tehran describe TABLE."]))
