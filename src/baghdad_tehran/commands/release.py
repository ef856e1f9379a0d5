"""`release`: one zip of everything that is published."""

from __future__ import annotations

import argparse
from pathlib import Path

from .. import terminal
from ..errors import printable
from .maker import add_root, checkout_for, the_maker

DOES = "write the release as one zip, once everything has been read twice (extra make)"
EPILOG = """\
It builds everything again and refuses where a hit is open or has one pass only, or where the dataset in the checkout is not
what its inputs build. The same checkout gives the same bytes.

examples:
  baghdad-tehran release
  baghdad-tehran release --out /tmp
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    add_root(parser)
    parser.add_argument("--out", metavar="DIR", type=Path, help="where to write it (default: dist/ in the checkout)")


def run(args: argparse.Namespace) -> int:
    """Writes the zip, and says where it is."""
    root = checkout_for("release", args.root)
    with the_maker("release"):
        from ..make.release import make_release
        from ..waiting import waiting

        with waiting("Building everything again, and comparing"):
            made = make_release(root, args.out or root / "dist")
    terminal.say(
        f"{printable(made.path)}: {made.files} files, {made.size / 1e6:.1f} MB, read in two passes, built anew and compared."
    )
    if made.day is None:
        terminal.say("CHANGELOG.md gives this version no day; where one is to be published, write it: ## 1.2.3, 2026-01-31")
    return 0
