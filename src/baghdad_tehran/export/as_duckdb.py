"""DuckDB: one file with every table, its keys, its checks and comments, and the ready-made views. Opens from 1.2.2 on."""

from __future__ import annotations

from pathlib import Path

from ..opening import identifier, literal, ready_made
from .ddl import create_table
from .source import Source

TITLE = "DuckDB"
SAYS = (
    "One DuckDB file with every table, keys, closed lists and conditions, comments on all columns, and the ready-made views."
    " DuckDB 1.2.2 and later open it."
)
CANNOT: tuple[str, ...] = ()
FILE = "baghdad-tehran.duckdb"
_STORAGE = "v1.2.0"  # what 1.2.2 reads; without it, a file can only be opened by the DuckDB that wrote it, and later ones
_BLOCK = 16_384  # the smallest that there is: the tables are small, and each column takes a block at least


def write(source: Source, folder: Path) -> dict[str, str]:
    """Write the database."""
    con = source.con
    (here,) = con.execute("SELECT current_database()").fetchall()[0]
    con.execute(f"ATTACH {literal(str(folder / FILE))} AS exported (STORAGE_VERSION {literal(_STORAGE)}, BLOCK_SIZE {_BLOCK})")
    con.execute("USE exported.main")  # else DuckDB 1 takes a foreign key for one to the view of that name
    con.execute("BEGIN")  # one at the end, and not a wait for the disk at every statement
    for name, table in source.tables.items():
        view = f"{identifier(here)}.main.{identifier(name)}"
        relation = con.sql(f"SELECT * FROM {view}")
        types = dict(zip(relation.columns, map(str, relation.types), strict=True))
        # A key to the table itself would have parents stand before their children, and the rows are in document order.
        con.execute(create_table(table, source.tables, types, to_itself=False))
        columns = ", ".join(map(identifier, table.names))
        con.execute(f"INSERT INTO {identifier(name)} SELECT {columns} FROM {view}")
    for name, table in source.tables.items():
        con.execute(f"COMMENT ON TABLE {identifier(name)} IS {literal(table.description)}")
        for column in table.columns:
            words = " ".join(filter(None, (column.description, column.note)))
            con.execute(f"COMMENT ON COLUMN {identifier(name)}.{identifier(column.name)} IS {literal(words)}")
    con.execute(ready_made())
    con.execute("COMMIT")
    con.execute(f"USE {identifier(here)}.main")
    con.execute("DETACH exported")  # writes what is still in the log, so that one file is all there is
    return {FILE: "all tables and views"}
