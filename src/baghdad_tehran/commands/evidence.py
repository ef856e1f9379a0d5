"""`evidence`: the words that a row rests on."""

from __future__ import annotations

import argparse

from .printed import add_forms, print_relation

DOES = "show the words that each value of a row rests on"
EPILOG = """\
examples:
  baghdad-tehran evidence people qasim-al-araji
  baghdad-tehran evidence meetings 2025-10-21-araji-qalibaf --json
  baghdad-tehran evidence agreements 2023-03-iran-iraq-security-agreement --csv > evidence.csv
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    add_forms(parser)
    parser.add_argument("table", metavar="TABLE", help="the table, for example meetings")
    parser.add_argument("id", metavar="ID", help="the id of the row, as its first column has it")


def run(args: argparse.Namespace) -> int:
    """Prints a line for each value and span."""
    from .. import evidence, readable

    print_relation(evidence(args.table, args.id), args.form, readable.evidence_of)
    return 0
