"""Opens the files of a release in DuckDB: a view for each table, the ready-made views, comments on all of them.

This is what every reader waits for, so it reads no more than it needs: names and descriptions from the schemas, not the
whole contract. Most of its time is DuckDB's: for each of some 400 statements, most of them comments, and for finding out what
columns the ready-made views have. So it makes them on one thread, where a statement takes half the time. And the ready-made
views and macros, which are the same wherever a release stands, it copies with one statement from a DuckDB file that was made
ahead, under a hash of all that they depend on. Where there is none for these tables and views, SQL makes the same, over empty
tables that stand in for the files, which DuckDB would otherwise open anew for each mention of a table in a view.
"""

from __future__ import annotations

import hashlib
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

_OLDEST = "v1.2.0"  # whose storage every version reads that can be installed beside this package
_BLOCK = 16_384  # bytes, the smallest that there is

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
    """A new in-memory DuckDB with the views of a release and, if wanted, the comments on its tables, which take half of the time."""
    import duckdb

    schemas = _schemas(root, files)
    stand_ins = ";\n".join(_stand_ins(files, schemas))
    con = duckdb.connect(":memory:", config={"threads": 1})
    try:
        # In one transaction, which is faster than one for each statement, and without an optimizer, which has nothing to do.
        con.execute("PRAGMA disable_optimizer")
        copied = _copied(con, prepared(stand_ins))
        con.execute("BEGIN")
        if not copied:
            con.execute(_made_over(stand_ins, files))
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


def prepare(root: Path) -> Path:
    """Makes the file from which the ready-made views of this release are copied, in place of an older one."""
    import duckdb

    files = files_of(root)
    stand_ins = ";\n".join(_stand_ins(files, _schemas(root, files)))
    file = prepared(stand_ins)
    for other in file.parent.glob("*.duckdb"):
        other.unlink()
    with duckdb.connect() as con:
        con.execute(f"ATTACH {literal(file)} AS prepared (STORAGE_VERSION {literal(_OLDEST)}, BLOCK_SIZE {_BLOCK})")
        con.execute("USE prepared.main; BEGIN")
        con.execute(_made_over(stand_ins, files))
        con.execute("COMMIT; USE memory.main; DETACH prepared")  # which writes what is still in the log
    return file


def prepared(stand_ins: str) -> Path:
    """The file, if it has been made, that holds the ready-made views over these tables: its name is a hash of both."""
    of = hashlib.sha256(f"{stand_ins};\n{ready_made()}".encode()).hexdigest()
    return PACKAGE / "views" / f"prepared-{of[:16]}.duckdb"


def ready_made() -> str:
    """The SQL that makes the ready-made views and macros, and comments on them, in a database that has the tables."""
    return "\n".join("".join(_ready_made(name)) for name in (*VIEWS, _MACROS))


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


def _made_over(stand_ins: str, files: Mapping[str, Path]) -> str:
    """The SQL that makes the ready-made views and macros, with their comments, and leaves no table behind."""
    return ";\n".join([stand_ins, ready_made(), *(f"DROP TABLE {identifier(name)}" for name in files)])


def _copied(con: DuckDBPyConnection, file: Path) -> bool:
    """Copies what stands in a file that was made ahead; whether it could."""
    import duckdb

    if not file.is_file():
        return False
    try:
        con.execute(f"ATTACH {literal(file)} AS prepared (READ_ONLY)")
    except duckdb.Error:  # as DuckDB 1.4.0 has it, which attaches a file only once in a process
        return False
    con.execute("COPY FROM DATABASE prepared TO memory; DETACH prepared")
    return True


def _tables(root: Path, files: Mapping[str, Path], schemas: Mapping[str, dict[str, Any]], comments: bool) -> Iterator[str]:
    """Makes a view of each file, and comments on it if wanted."""
    for name, file in files.items():
        view = identifier(name)
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
