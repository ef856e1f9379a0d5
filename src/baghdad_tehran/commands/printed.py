"""Prints what a reader's command found, in the form asked for: a table on a terminal, CSV in a pipe, JSON, Markdown."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .. import terminal

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation

    from ..readable import Printed


def add_forms(parser: argparse.ArgumentParser, markdown: bool = True) -> None:
    """Declares --csv, --json and --markdown; `args.form` is None where none was given."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", dest="form", action="store_const", const="csv", help="print CSV (as it does where piped)")
    form.add_argument("--json", dest="form", action="store_const", const="json", help="print JSON, one object a line")
    if markdown:
        form.add_argument("--markdown", dest="form", action="store_const", const="markdown", help="print a Markdown table")


def print_relation(
    relation: DuckDBPyRelation, form: str | None, for_people: Callable[[list[Any]], Printed] | None = None
) -> None:
    """Prints a relation as it is, or on a terminal in the form for people where there is one."""
    form = terminal.form_for(form)
    columns: list[str] = list(relation.columns)
    rows: list[Any] = relation.fetchall()
    if form == "table" and for_people:
        columns, rows = for_people(rows)
    say_count(terminal.write(columns, rows, form))


def say_count(count: int, what: str = "row") -> None:
    """Says on a terminal how many there were; in a pipe the rows speak for themselves."""
    if sys.stdout.isatty():
        terminal.say(terminal.styled(f"{count:,} {what}{'' if count == 1 else 's'}", "2", sys.stderr))
