"""`show`: one row in words, with numbered evidence."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from typing import TYPE_CHECKING

from .. import terminal
from .printed import add_forms

if TYPE_CHECKING:
    from ..telling import Told

DOES = "tell a person, a meeting, an agreement, a quote or any row in words, with its evidence"
EPILOG = """\
examples:
  baghdad-tehran show tammy-bruce
  baghdad-tehran show 2025-10-21-araji-qalibaf
  baghdad-tehran show 2025-08-iran-iraq-security-memorandum --markdown
  baghdad-tehran show qasim-al-araji --json
"""
_WIDTH = 80  # where no terminal has another
_WIDEST = 100  # beyond this a line of prose is hard to follow


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    add_forms(parser)
    parser.add_argument("id", metavar="ID", help="the id of a row of any table, as its first column has it")


def run(args: argparse.Namespace) -> int:
    """Prints the row in words; as CSV, its evidence alone."""
    from ..location import data_root
    from ..reader import Release
    from ..telling import Teller
    from ..telling_kinds import tell

    told = tell(Teller(Release(data_root())), args.id)
    if args.form == "json":
        terminal.write_json([told.as_data()])
    elif args.form == "csv":
        columns = ["number", "exact", "source_id", "start_char", "end_char", "claims"]
        terminal.write(
            columns, [[note[c] if c != "claims" else _claims(note["claims"]) for c in columns] for note in told.notes], "csv"
        )
    else:
        _print(_markdown(told) if args.form == "markdown" else _text(told))
    if sys.stdout.isatty():  # words for a person, who may want to go on; a program knows where it is going
        terminal.say("\n" + terminal.styled("\n".join(terminal.safe(command) for command in told.more), "2", sys.stderr))
    return 0


def _text(told: Told) -> list[str]:
    width = min(shutil.get_terminal_size((_WIDTH, 24)).columns, _WIDEST) if sys.stdout.isatty() else _WIDTH
    lines = [terminal.styled(line, "1", sys.stdout) for line in terminal.wrap(_safe(told.heading), width)]
    for paragraph in told.paragraphs:
        lines += ["", *terminal.wrap(_safe(paragraph), width)]
    if told.notes:
        lines.append("")
        label = len(f"[{len(told.notes)}]") + 1
        for note in told.notes:
            first, *rest = terminal.wrap(_safe(_note(note)), max(width - label, 20))
            lines.append(terminal.styled(f"[{note['number']}]".ljust(label), "2", sys.stdout) + first)
            lines += [" " * label + line for line in rest]
    return lines


def _markdown(told: Told) -> list[str]:
    lines = [f"## {_safe(terminal.markdown(told.heading))}"]
    for paragraph in told.paragraphs:
        lines += ["", _safe(terminal.markdown(paragraph))]
    if told.notes:
        lines += ["", *(f"{note['number']}. {_safe(terminal.markdown(_note(note)))}" for note in told.notes)]
    return lines


def _note(note: dict[str, object]) -> str:
    from ..wording import quoted

    return f"{quoted(str(note['exact']))} {note['source_id']}:{note['start_char']}–{note['end_char']}"


def _claims(claims: list[dict[str, str]]) -> str:
    return json.dumps(claims, ensure_ascii=False)


def _safe(text: str) -> str:
    return terminal.safe(text) if sys.stdout.isatty() else text


def _print(lines: list[str]) -> None:
    sys.stdout.writelines(line + "\n" for line in lines)
