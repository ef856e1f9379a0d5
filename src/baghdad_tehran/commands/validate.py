"""`validate`: whether a release keeps its promises."""

from __future__ import annotations

import argparse
from pathlib import Path

from .. import terminal
from .maker import the_maker

DOES = "check that a release keeps its promises (extra make)"


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    parser.add_argument("dir", metavar="DIR", type=Path, nargs="?", help="a checkout or release (default: the one in use)")


def run(args: argparse.Namespace) -> int:
    """Prints every failure."""
    from ..location import data_root

    folder = args.dir or data_root()
    with the_maker("validate"):
        from ..make.gate import validate_release

        seeds = folder / "seeds"
        findings = validate_release(folder, seeds if seeds.is_dir() else None)
    if findings:
        terminal.write(
            ["table", "key", "column", "code", "value", "message"],
            ([f.table, f.key, f.column, f.code, f.value, f.message] for f in findings),
            terminal.form_for(None),
        )
        terminal.say(f"{len(findings)} failures.")
        return 1
    terminal.say("The release is whole and valid.")
    return 0
