"""`validate`: whether a release keeps its promises, and if not, every place at which it does not."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from .. import terminal
from .maker import the_maker
from .printed import add_forms

if TYPE_CHECKING:
    from ..gate.findings import Finding

DOES = "check that a release, a folder or a zip, keeps its promises"
EPILOG = """\
Prints a line for each failure: table, key of the row, column, code, value found, message. docs/validation.md explains the codes.
Exit codes: 0 sound, 1 not sound, 2 there is nothing to check.

examples:
  baghdad-tehran validate                                  the release in use
  baghdad-tehran validate baghdad-tehran-0.1.0.zip         one that was downloaded
  baghdad-tehran validate release/ --sources articles/     each span against the articles too
  baghdad-tehran validate . --all --json                   what pandera and frictionless say beside it (extra make)
"""
COLUMNS = ("table", "key", "column", "code", "value", "message")


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    add_forms(parser)
    parser.add_argument(
        "path",
        metavar="DIR|ZIP",
        type=Path,
        nargs="?",
        help="a release or checkout, or a release as a zip (default: the one in use)",
    )
    parser.add_argument(
        "--sources",
        metavar="DIR",
        type=Path,
        help="the folder of the articles, to compare each span with (default: its seeds/, where there is one)",
    )
    parser.add_argument(
        "--all", action="store_true", help="let pandera and frictionless look at it too; ours decides (extra make)"
    )


def run(args: argparse.Namespace) -> int:
    """Prints every failure; 1 where our own gate found any."""
    from ..gate.release import validate_release
    from ..waiting import waiting

    with ExitStack() as stack, waiting("Checking the release"):
        folder = _folder(args.path, stack)
        seeds = folder / "seeds"
        sources = _sources(args.sources) or (seeds if seeds.is_dir() else None)
        around = _around(args.path)
        findings = [*(around or ()), *validate_release(folder, sources)]
        others = _others(folder, findings) if args.all else []
    if findings or others:
        # Names and values of a release that may come from anyone: made safe wherever they are printed, in a pipe too.
        rows = ([terminal.safe(getattr(one, name)) for name in COLUMNS] for one in [*findings, *others])
        terminal.write(COLUMNS, rows, terminal.form_for(args.form))
    if findings:
        terminal.say(f"{len(findings)} {'failure' if len(findings) == 1 else 'failures'}.")
    else:
        with_sources = ", each span compared with its article" if sources else ""
        terminal.say(f"The release is whole and valid{with_sources}.")
    if around is None:
        terminal.say("The zip is not the one that `release` makes: its files were checked, what is around them was not.")
    if args.all:
        terminal.say(f"pandera and frictionless: {len(others) or 'no'} objections.")
    return 1 if findings else 0


def _folder(path: Path | None, stack: ExitStack) -> Path:
    """The folder of the release, unpacked where it is a zip; a build that was cut short there is completed first."""
    from ..location import complete_build, data_root
    from ..reader import Misuse
    from ..released import DESCRIPTOR, SUMS

    if path is None:
        return data_root()
    if path.is_file():
        from ..gate.archive import unpacked

        return stack.enter_context(unpacked(path))
    if not path.is_dir():
        raise Misuse("there is no such folder or zip", file=path)
    complete_build(path)
    if not any((path / name).exists() for name in (DESCRIPTOR, SUMS)):
        raise Misuse(
            "holds no release", file=path, remedy=f"A release is a folder, or a zip of one, with {DESCRIPTOR} and {SUMS}."
        )
    return path


def _around(path: Path | None) -> list[Finding] | None:
    """Findings about a zip itself, not its files; none of a folder, and None of a zip that another program made."""
    from ..gate.archive import check_archive

    return check_archive(path) if path is not None and path.is_file() else []


def _sources(path: Path | None) -> Path | None:
    from ..reader import Misuse

    if path is not None and not path.is_dir():
        raise Misuse("there is no such folder of sources", file=path)
    return path


def _others(folder: Path, findings: Sequence[Finding]) -> list[Finding]:
    with the_maker("validate --all"):
        from ..make.other_validators import second_opinions

        return second_opinions(folder, {finding.code for finding in findings})
