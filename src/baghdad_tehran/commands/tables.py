"""`tables`: what there is."""

from __future__ import annotations

import argparse

from .printed import add_forms, print_relation

DOES = "list the tables and ready-made views"
EPILOG = """\
examples:
  baghdad-tehran tables
  baghdad-tehran tables --json
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    add_forms(parser)


def run(args: argparse.Namespace) -> int:
    """Prints a line for each table and view."""
    from .. import describe

    print_relation(describe(), args.form)
    return 0
