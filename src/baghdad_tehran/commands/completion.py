"""`completion`: what a shell needs to complete this command's arguments."""

from __future__ import annotations

import argparse

from ..errors import Problem
from ..opening import VIEWS

DOES = "print the code that lets a shell complete commands, options and table names (extra completion)"
EPILOG = """\
examples:
  baghdad-tehran completion bash > ~/.local/share/bash-completion/completions/baghdad-tehran
  baghdad-tehran completion zsh > ~/.zfunc/_baghdad-tehran        with ~/.zfunc in $fpath
  baghdad-tehran completion fish > ~/.config/fish/completions/baghdad-tehran.fish
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell")


def run(args: argparse.Namespace) -> int:
    """Prints the code for one shell."""
    try:
        import shtab
    except ModuleNotFoundError:
        raise Problem(
            "completion needs shtab, which is not installed", remedy="It comes with the extra completion: pip install shtab"
        ) from None
    from ..cli import parser

    whole = parser()
    _tell_what_fits(whole)
    print(shtab.complete(whole, shell=args.shell))
    return 0


def _tell_what_fits(whole: argparse.ArgumentParser) -> None:
    """Gives the arguments that name a table its names, and those that are paths what a shell knows of them."""
    import shtab

    from .. import tables

    for listed in whole._subparsers._group_actions if whole._subparsers else ():
        for command, sub in (listed.choices or {}).items():  # type: ignore[attr-defined]
            for action in sub._actions:
                if action.metavar == "TABLE":
                    action.choices = [*tables(), *(VIEWS if command == "describe" else ())]
                elif action.metavar in ("DIR", "PATH", "FILE"):
                    action.complete = shtab.DIRECTORY if action.metavar == "DIR" else shtab.FILE
                elif not action.option_strings and action.choices is None:
                    action.complete = {"zsh": "()"}  # an empty list: where there is none, zsh offers no options either
