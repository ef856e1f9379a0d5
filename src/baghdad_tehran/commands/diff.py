"""`diff`: what changed between two releases."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

from .. import terminal
from .printed import add_forms, say_count

DOES = "compare two releases table by table: rows added, withdrawn, changed, and why"
EPILOG = """\
examples:
  baghdad-tehran diff ../baghdad-tehran-0.1.0 .
  baghdad-tehran diff ../baghdad-tehran-0.1.0 . --changelog >> CHANGELOG.md
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    add_forms(parser)
    parser.add_argument("old", metavar="OLD", type=Path, help="a release or checkout")
    parser.add_argument("new", metavar="NEW", type=Path, help="another")
    parser.add_argument("--changelog", action="store_true", help="print the data part of a changelog, in Markdown")


def run(args: argparse.Namespace) -> int:
    """Prints the differences; 0 whether or not there are any."""
    from ..diffing import COLUMNS, changelog, compare
    from ..reader import Release

    changes = compare(Release(args.old), Release(args.new))
    if args.changelog:
        print(changelog(changes))
        return 0
    say_count(terminal.write(COLUMNS, (dataclasses.astuple(change) for change in changes), terminal.form_for(args.form)))
    return 0
