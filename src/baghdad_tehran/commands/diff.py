"""`diff`: what changed between two releases."""

from __future__ import annotations

import argparse
import dataclasses
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from .. import terminal
from .printed import add_forms, say_count

if TYPE_CHECKING:
    from ..reader import Release

DOES = "compare two releases table by table: rows added, withdrawn, changed, and why"
EPILOG = """\
examples:
  baghdad-tehran diff baghdad-tehran-0.1.0.zip .
  baghdad-tehran diff baghdad-tehran-0.1.0.zip . --changelog >> CHANGELOG.md
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    add_forms(parser)
    parser.add_argument("old", metavar="OLD", type=Path, help="a release or checkout, or a release as a zip")
    parser.add_argument("new", metavar="NEW", type=Path, help="another")
    parser.add_argument("--changelog", action="store_true", help="print the data part of a changelog, in Markdown")


def run(args: argparse.Namespace) -> int:
    """Prints the differences; 0 whether or not there are any."""
    from ..diffing import COLUMNS, changelog, compare
    from ..waiting import waiting

    with ExitStack() as stack, waiting("Comparing the releases"):
        changes = compare(_release(args.old, stack), _release(args.new, stack))
    if args.changelog:
        print(changelog(changes))
        return 0
    say_count(terminal.write(COLUMNS, (dataclasses.astuple(change) for change in changes), terminal.form_for(args.form)))
    return 0


def _release(path: Path, stack: ExitStack) -> Release:
    from ..gate.archive import unpacked
    from ..reader import Release

    return Release(stack.enter_context(unpacked(path)) if path.is_file() else path)
