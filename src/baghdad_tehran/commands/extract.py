"""`extract`: the rows that the rules give on any text, unchecked."""

from __future__ import annotations

import argparse
from pathlib import Path

from .. import terminal
from .maker import the_maker
from .printed import add_forms

DOES = "run the rules on any text and print the rows they give, unchecked (extra make)"
EPILOG = """\
The first run compiles the rules, which takes some seconds, and keeps what it compiled in your
cache folder, or where BAGHDAD_TEHRAN_CACHE says (with no value: nowhere).

examples:
  baghdad-tehran extract report.txt --published 2025-10-21
  baghdad-tehran extract reports/ --published dates.csv --json > rows.jsonl
  baghdad-tehran extract archive.parquet --workers 8 --json | gzip > rows.jsonl.gz
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    add_forms(parser, markdown=False)
    parser.add_argument(
        "path", metavar="PATH", type=Path, help="a text file, a folder of them, or Parquet with source_id, text, published"
    )
    parser.add_argument(
        "--published", metavar="DATE|CSV", help="when it was published: a day, or a CSV file of source_id,published"
    )
    parser.add_argument(
        "--workers", metavar="N", type=_workers, help="how many processes (default: one for each processor, where it pays)"
    )
    parser.add_argument(
        "--engine",
        choices=("processes", "dask"),
        default="processes",
        help="what runs them: processes of this machine, or Dask (extra dask) here or where DASK_SCHEDULER_ADDRESS says",
    )


def run(args: argparse.Namespace) -> int:
    """Prints the rows; 1 where a document failed."""
    with the_maker("extract"):
        import ahocorasick_rs  # noqa: F401  (without the extra nothing else need be said of the texts)

        from ..make.extracting import extract

        return 1 if extract(args.path, args.published, terminal.form_for(args.form), args.engine, args.workers) else 0


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1024:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes: 1 or more")
    return int(text)
