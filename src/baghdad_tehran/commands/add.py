"""`add`: takes a new report in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .. import terminal
from ..errors import Problem, printable
from .maker import add_root, checkout_for, the_maker

if TYPE_CHECKING:
    from ..curate.adding import Candidate

DOES = "take a new report into seeds/, with what its text does not state of itself (extra make)"
EPILOG = """\
On a terminal it asks for what neither the text nor a flag says; an empty answer leaves it unknown.

examples:
  baghdad-tehran add article.txt
  baghdad-tehran add article.txt --name 2026-01-31-river-talks --publisher "The Basra Paper" --published 2026-01-31 --language en
"""
# What may be supplied, and the words with which it is asked for.
_ASKED = {
    "publisher": "who published it",
    "published": "on which day, as 2026-01-31",
    "language": "in which language, as en",
    "rights": "what is said of rights",
}
_FLAGS = {
    **_ASKED,
    "url": "where it was found",
    "retrieved": "on which day it was fetched",
    "title": "its title",
    "byline": "who wrote it",
}


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    add_root(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help="the article, as UTF-8 text")
    parser.add_argument("--name", metavar="NAME", help="the report's id (default: the name of the file)")
    for key, what in _FLAGS.items():
        parser.add_argument(
            f"--{key}",
            metavar="TEXT" if key not in ("published", "retrieved") else "DATE",
            help=f"{what}, if the text does not say",
        )


def run(args: argparse.Namespace) -> int:
    """Takes it in, and says how many hits wait for a reading."""
    root = checkout_for("add", args.root)
    with the_maker("add"):
        from ..curate.adding import article_share, consider, take_in
        from ..waiting import waiting

        with waiting("Running the rules"):
            candidate = consider(root, args.file, args.name, args.published)
        supplied = _supplied(args, candidate)
        seed = take_in(root, args.file, candidate, supplied)
    for key, value in candidate.states.items():
        terminal.say(f"the text states its {key}: {printable(value)}")
    if article_share(candidate.report) < 0.5:
        terminal.say("most of it is no article text (menus, notices): baghdad-tehran extract shows what was read")
    terminal.say(f"{seed.relative_to(root)} is on record. {candidate.hits} hits wait: baghdad-tehran check --source {seed.stem}")
    return 0


def _supplied(args: argparse.Namespace, candidate: Candidate) -> dict[str, str]:
    """What a curator says of the report: by flags, and on a terminal by answers. What the text states is not asked for."""
    given = {key: value for key in _FLAGS if (value := getattr(args, key))}
    stated = sorted(set(given) & set(candidate.states) - {"published"})
    if stated:
        raise Problem(
            f"the text states its {stated[0]} itself",
            file=args.file,
            value=candidate.states[stated[0]],
            remedy=f"Leave out --{stated[0]}: what the text states stands, with its evidence.",
        )
    asks = sys.stdin.isatty() and sys.stderr.isatty()
    for key, what in _ASKED.items():
        if key not in given and key not in candidate.states and asks:
            sys.stderr.write(f"{what}? ")
            sys.stderr.flush()
            if answer := sys.stdin.readline().strip():
                given[key] = answer
    if "language" not in given:
        raise Problem("no text states its language", file=args.file, remedy="Say it: --language en")
    return given
