"""`describe`: what the columns of a table mean."""

from __future__ import annotations

import argparse

from .printed import add_forms, print_relation

DOES = "say what the columns of a table mean; without a name, what the tables are"
EPILOG = """\
examples:
  baghdad-tehran describe
  baghdad-tehran describe quotes
  baghdad-tehran describe meeting_details --markdown
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    add_forms(parser)
    parser.add_argument("table", metavar="TABLE", nargs="?", help="a table or ready-made view")


def run(args: argparse.Namespace) -> int:
    """Prints a line for each column, or each table."""
    from .. import describe, readable

    print_relation(describe(args.table), args.form, readable.columns_of if args.table else None)
    return 0
