"""`export`: the tables in another form."""

from __future__ import annotations

import argparse
from pathlib import Path

from .. import terminal
from ..errors import printable

DOES = "write the tables in another form: CSV, JSON, SQLite, DuckDB, Excel, annotations, Popolo, FollowTheMoney"
EPILOG = """\
forms that give every value back:
  csv          CSV with a data package (R, pandas, spreadsheets)
  jsonl        JSON lines
  sqlite       one SQLite file, with keys and checks (Datasette)
  duckdb       one DuckDB file, with views and comments
  xlsx         an Excel workbook (extra xlsx)
forms that say what they cannot carry:
  annotations  W3C Web Annotations of the evidence
  popolo       Popolo JSON: people and their offices
  ftm          FollowTheMoney entities

examples:
  baghdad-tehran export tables --to csv
  baghdad-tehran export for-excel --to csv --guard-formulas
  baghdad-tehran export database --to sqlite
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    parser.add_argument("dir", metavar="DIR", type=Path, help="the folder to write, which must not exist or be empty")
    # The names stand here too: asking the package for them would load what only the export needs.
    forms = ("csv", "jsonl", "sqlite", "duckdb", "xlsx", "annotations", "popolo", "ftm")
    parser.add_argument("--to", metavar="FORM", choices=forms, required=True, help="one of: " + ", ".join(forms))
    parser.add_argument(
        "--guard-formulas",
        action="store_true",
        help="for csv: an apostrophe before each text that a spreadsheet program would run as a formula",
    )


def run(args: argparse.Namespace) -> int:
    """Writes the folder, and says what is in it and what is not."""
    from ..export import export
    from ..location import data_root
    from ..reader import Release
    from ..waiting import waiting

    with waiting(f"Writing the tables as {args.to}"):
        done = export(Release(data_root()), args.to, args.dir, guard_formulas=args.guard_formulas)
    terminal.say(f"{printable(done.folder)}: {len(done.files)} files, as {done.title}; README.md says what is what.")
    if done.cannot:
        terminal.say("What this form cannot carry:")
        for line in done.cannot:
            terminal.say(f"- {line}")
    return 0
