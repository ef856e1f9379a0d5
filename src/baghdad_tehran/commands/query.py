"""`query`: one SELECT, confined to the tables."""

from __future__ import annotations

import argparse
import sys

from .. import terminal
from .printed import add_forms, say_count

DOES = "run one SELECT on the tables, which reads no other file and changes nothing"
EPILOG = """\
examples:
  baghdad-tehran query "FROM meeting_details"
  baghdad-tehran query "FROM said_by('Qalibaf')"
  baghdad-tehran query "SELECT who, whom, date, place FROM events WHERE event = 'meeting'" --markdown
  baghdad-tehran query "SELECT speaker, content FROM quote_details" --csv > quotes.csv
  baghdad-tehran query - --json < question.sql
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    add_forms(parser)
    parser.add_argument("sql", metavar="SQL", help="the query, in DuckDB's SQL; - reads it from standard input")


def run(args: argparse.Namespace) -> int:
    """Prints what the query gives."""
    from ..confined import run as run_confined
    from ..location import data_root
    from ..reader import Release

    sql = sys.stdin.read() if args.sql == "-" else args.sql
    columns, rows = run_confined(Release(data_root()), sql)
    say_count(terminal.write(columns, rows, terminal.form_for(args.form)))
    return 0
