"""Opens the files of a release in DuckDB: a view for each table, the ready-made views, comments on all of them.

This is what every reader waits for, so it reads no more than it needs: names and descriptions from the schemas, not the
whole contract. Most of its time is DuckDB's, about a fifth of a millisecond for each statement.
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

    con = duckdb.connect(":memory:")
    try:
        # In one transaction, which is faster than one for each statement, and without an optimizer, which has nothing to do.
        con.execute("PRAGMA disable_optimizer; BEGIN;\n" + ";\n".join(_tables(root, files, comments)))
        con.execute(ready_made(comments))
        con.execute("COMMIT; PRAGMA enable_optimizer")
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


def _tables(root: Path, files: Mapping[str, Path], comments: bool) -> Iterator[str]:
    for name, file in files.items():
        view = identifier(name)
        yield f"CREATE VIEW {view} AS SELECT * FROM read_parquet({literal(str(file))})"
        schema = root / "schemas" / f"{name}.json"
        if not comments or not schema.is_file():
            continue
        described = _json(schema)
        try:
            yield f"COMMENT ON VIEW {view} IS {literal(described['description'])}"
            for field in described["fields"]:
                said = literal(meaning(field["description"], field.get("note")))
                yield f"COMMENT ON COLUMN {view}.{identifier(field['name'])} IS {said}"
        except (TypeError, KeyError) as error:
            raise Problem(f"does not describe the table {name} ({error})", file=schema) from error


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
