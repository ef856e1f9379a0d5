"""Opens the files of a release in DuckDB: a view for each table, the ready-made views, comments on all of them.

This is what every reader waits for, so it reads no more than it needs: names and descriptions from the schemas, not the
whole contract. Most of its time is DuckDB's: for each of some 300 statements, most of them comments, and for finding out what
columns the ready-made views have. So it makes these on one thread, where a statement takes half the time, and over empty tables
that stand in for the files, which DuckDB would otherwise open anew for each mention of a table in a view.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import Problem
from .location import DESCRIPTOR, PACKAGE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The ready-made views, one file each in views/, in the order in which they are made: each uses only tables and views above it.
VIEWS = ("quote_details", "meeting_details", "agreement_details", "people_details", "what_sources_say", "disagreements", "events")
_MACROS = "macros"

STORED_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
"""The type that DuckDB reads from a released file for each type of the schemas."""

_COMMENT = re.compile(r"^COMMENT ON (?:VIEW|COLUMN) (\S+) IS '(.*)';$", re.M)


def files_of(root: Path) -> dict[str, Path]:
    """The Parquet file of each table that the descriptor of a release lists."""
    descriptor = root / DESCRIPTOR
    resources = _json(descriptor).get("resources")
    try:
        files = {resource["name"]: root / resource["path"] for resource in resources or ()}
    except (TypeError, KeyError) as error:
        raise Problem(f"a resource has no name or no path ({error})", file=descriptor) from error
    if not files:
        raise Problem("lists no tables", file=descriptor)
    for name, file in files.items():
        if not file.is_file():
            raise Problem(f"the file of the table {name} is missing", file=file, remedy="Install again, or run `make build`.")
    return files


def connect(root: Path, files: Mapping[str, Path], comments: bool = True) -> DuckDBPyConnection:
    """A new in-memory DuckDB with the views of a release and, if wanted, their comments, which take half of the time."""
    import duckdb

    schemas = _schemas(root, files)
    con = duckdb.connect(":memory:", config={"threads": 1})
    try:
        # In one transaction, which is faster than one for each statement, and without an optimizer, which has nothing to do.
        con.execute("PRAGMA disable_optimizer; BEGIN;\n" + ";\n".join(_stand_ins(files, schemas)))
        con.execute(ready_made(comments))
        con.execute(";\n".join(_tables(root, files, schemas, comments)))
        con.execute("COMMIT; PRAGMA enable_optimizer; RESET threads")
    except duckdb.Error as error:
        con.close()
        raise Problem(
            f"the tables cannot be opened: {first_line(error)}",
            file=root,
            remedy="The release is damaged or incomplete: install it again, or in a checkout run `make build`.",
        ) from error
    return con


def ready_made(comments: bool = True) -> str:
    """The SQL that makes the ready-made views and macros in a database that has the tables, and comments on them if wanted."""
    return "\n".join("".join(_ready_made(name) if comments else _ready_made(name)[:1]) for name in (*VIEWS, _MACROS))


def comments_on(view: str) -> tuple[str, dict[str, str]]:
    """What is said of a ready-made view, and of each of its columns."""
    said = {name: text.replace("''", "'") for name, text in _COMMENT.findall(_ready_made(view)[1])}
    return said.pop(view), {name.partition(".")[2]: text for name, text in said.items()}


def identifier(name: str) -> str:
    """A name as SQL writes it, quoted."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: Any) -> str:
    """A value as SQL writes it: text quoted, None as NULL, truth values and numbers bare."""
    if value is None:
        return "NULL"
    if isinstance(value, (bool, int, float)):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def first_line(error: BaseException) -> str:
    """The first line of an exception's message."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def meaning(description: str, note: str | None) -> str:
    """What is said of a column: what it means everywhere, then what is particular to its table."""
    return f"{description} {note}" if note else description


def _stand_ins(files: Mapping[str, Path], schemas: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    """Makes an empty table for each file: of the columns that its schema has, which is fastest, else of the file's own."""
    for name, file in files.items():
        fields = [(field.get("name"), STORED_TYPES.get(field.get("type"))) for field in schemas[name].get("fields", ())]
        if fields and all(type_ for _, type_ in fields):
            yield f"CREATE TABLE {identifier(name)} ({', '.join(f'{identifier(str(field))} {type_}' for field, type_ in fields)})"
        else:
            yield f"CREATE TABLE {identifier(name)} AS SELECT * FROM read_parquet({literal(str(file))}) WITH NO DATA"


def _tables(root: Path, files: Mapping[str, Path], schemas: Mapping[str, dict[str, Any]], comments: bool) -> Iterator[str]:
    """Makes a view of each file in the place of the table that stood in for it, and comments on it if wanted."""
    for name, file in files.items():
        view = identifier(name)
        yield f"DROP TABLE {view}"
        yield f"CREATE VIEW {view} AS SELECT * FROM read_parquet({literal(str(file))})"
        if not comments or not (described := schemas[name]):
            continue
        try:
            yield f"COMMENT ON VIEW {view} IS {literal(described['description'])}"
            for field in described["fields"]:
                said = literal(meaning(field["description"], field.get("note")))
                yield f"COMMENT ON COLUMN {view}.{identifier(field['name'])} IS {said}"
        except (TypeError, KeyError) as error:
            raise Problem(f"does not describe the table {name} ({error})", file=root / "schemas" / f"{name}.json") from error


def _schemas(root: Path, files: Mapping[str, Path]) -> dict[str, dict[str, Any]]:
    """The schema of each table, empty where the release has none."""
    paths = {name: root / "schemas" / f"{name}.json" for name in files}
    return {name: _json(path) if path.is_file() else {} for name, path in paths.items()}


def _ready_made(name: str) -> tuple[str, str]:
    """What makes a ready-made view, and what comments on it."""
    made, mark, comments = (PACKAGE / "views" / f"{name}.sql").read_text(encoding="utf-8").partition("\nCOMMENT ON ")
    return made, mark + comments


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
        if isinstance(found, dict):
            return found
    except (OSError, ValueError, RecursionError):
        pass
    from .contract import read_json  # which says what is wrong with it

    return read_json(path)
