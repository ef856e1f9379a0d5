"""`conflicts`: where sources differ, in words."""

from __future__ import annotations

import argparse
import dataclasses
import shutil
import sys

from .. import terminal
from .printed import add_forms, say_count

DOES = "tell where sources differ: what each says, and where"
EPILOG = """\
examples:
  baghdad-tehran conflicts
  baghdad-tehran conflicts --kind identity
  baghdad-tehran conflicts --open --json
"""
_KINDS = ("identity", "date", "value", "participants", "wording")


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    add_forms(parser)
    parser.add_argument("--kind", choices=_KINDS, help="one kind only")
    parser.add_argument("--open", action="store_true", help="leave out what is compatible or decided")


def run(args: argparse.Namespace) -> int:
    """Prints a paragraph for each conflict on a terminal, else a row for each side."""
    from ..disagreements import COLUMNS, in_words, read_conflicts
    from ..location import data_root
    from ..reader import Release

    conflicts = [
        conflict
        for conflict in read_conflicts(Release(data_root()))
        if args.kind in (None, conflict[0].kind) and (not args.open or conflict[0].resolution == "open")
    ]
    form = terminal.form_for(args.form)
    if form != "table":
        terminal.write(COLUMNS, (dataclasses.astuple(side) for conflict in conflicts for side in conflict), form)
        return 0
    columns = shutil.get_terminal_size().columns
    for number, conflict in enumerate(conflicts, 1):
        question, *lines = in_words(conflict)
        head = f"{number}. "
        for part in terminal.wrap(question, columns - len(head)):
            print(terminal.styled(head + part, "1", sys.stdout))
            head = " " * len(head)
        for line in lines:
            first, *rest = terminal.wrap(line.strip(), columns - 6)
            print("\n".join([f"   {first}", *(f"      {part}" for part in rest)]))
        print()
    say_count(len(conflicts), "conflict")
    return 0
