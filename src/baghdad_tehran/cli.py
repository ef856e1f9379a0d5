"""The command `baghdad-tehran`: reads arguments, runs the module of `commands/` that they name. Knows no command itself.

Data goes to stdout, words to stderr. Exit codes: 0 fine, 1 invalid (data, a seed, a rule), 2 usage (a command, name or query that
cannot be run as given), 130 interrupted. A person's mistake is told in words and never ends in a traceback.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from . import commands, terminal
from ._version import __version__
from .errors import Problem, printable

FINE, INVALID, USAGE, INTERRUPTED = 0, 1, 2, 130

_ABOUT = "Iran–Iraq diplomacy in 2025 as five news reports tell it: who met whom, who said what, and how we know."
_EXAMPLES = """\
examples:
  baghdad-tehran tables                                    what there is
  baghdad-tehran describe quotes                           what its columns mean
  baghdad-tehran query "FROM meeting_details"              who met whom
  baghdad-tehran query "SELECT speaker, content FROM quote_details" --csv > quotes.csv
  baghdad-tehran show qasim-al-araji                       a person in words, with numbered evidence
  baghdad-tehran evidence people qasim-al-araji            how do we know?
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; never lets a person's mistake end in a traceback."""
    _prepare_streams()
    try:
        args = parser().parse_args(arguments)
        code = int(args.run(args) or FINE)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # whoever read our output has seen enough
        _discard_stdout()
        return FINE
    except KeyboardInterrupt:
        _discard_stdout()
        return INTERRUPTED
    except Problem as problem:
        return _report(problem)
    except OSError as error:
        _discard_stdout()
        return _report(Problem(error.strerror or str(error), file=error.filename))


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help in which the longest name of a command leaves room for what it does on the same line."""

    def add_argument(self, action: argparse.Action) -> None:
        super().add_argument(action)
        for command in self._iter_indented_subactions(action):
            self._action_max_length = max(self._action_max_length, len(self._format_action_invocation(command)) + 4)


class _Parser(argparse.ArgumentParser):
    """Says first what is wrong, then how to go on; the usage line is for --help."""

    def error(self, message: str) -> NoReturn:
        from .reader import nearest

        wrong = re.match(r"argument COMMAND: invalid choice: '(.*?)'", message)
        message = f"there is no command {wrong[1]!r}" if wrong else message
        meant = nearest(wrong[1], commands.NAMES) if wrong else ""
        terminal.say(f"{self.prog}: {printable(message)}\n  {meant}See: {self.prog} --help")
        raise SystemExit(USAGE)


def parser() -> argparse.ArgumentParser:
    """The arguments of all commands."""
    whole = _Parser(prog="baghdad-tehran", description=_ABOUT, epilog=_EXAMPLES, formatter_class=_Help)
    whole.add_argument("--version", action="version", version=f"baghdad-tehran {__version__}")
    listed = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in commands.NAMES:
        command = import_module(f"{commands.__name__}.{name}")
        sub = listed.add_parser(
            name,
            help=command.DOES,
            description=command.DOES,
            epilog=getattr(command, "EPILOG", None),
            formatter_class=_Help,
        )
        command.add(sub)
        sub.set_defaults(run=command.run)
    return whole


def _report(problem: Problem) -> int:
    """Words for a person on stderr; the exit code says whose turn it is."""
    from .reader import Misuse

    terminal.say(f"{terminal.styled('baghdad-tehran:', '31', sys.stderr)} {problem}")
    return USAGE if isinstance(problem, Misuse) else INVALID


def _prepare_streams() -> None:
    """UTF-8 and plain newlines where a program reads; on a terminal, what it cannot show is escaped rather than fatal."""
    if sys.stdout is None:  # closed by whoever started us
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty() or stream is sys.stderr:
            reconfigure(errors="backslashreplace")
        else:
            reconfigure(encoding="utf-8", newline="\n")


def _discard_stdout() -> None:
    """Lets nothing be written any more, so that closing a broken pipe at exit stays silent."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        pass
