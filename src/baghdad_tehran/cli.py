"""The command `baghdad-tehran`: reads arguments, calls the reader or the maker, prints. Holds no logic of either.

Data goes to stdout, words to stderr. Exit codes: 0 fine, 1 invalid (data, a seed, a rule), 2 usage (a command, name or query that
cannot be run as given), 130 interrupted. The maker is imported by its own commands only, so that reading needs DuckDB alone.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from . import terminal
from ._version import __version__
from .errors import Problem, printable

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation

    from .readable import Printed

FINE, INVALID, USAGE, INTERRUPTED = 0, 1, 2, 130
_MAKER_NEEDS = {"ahocorasick_rs", "pyarrow", "frictionless", "pandera", "pandas"}

_ABOUT = "Iran–Iraq diplomacy in 2025 as five news reports tell it: who met whom, who said what, and how we know."
_EXAMPLES = """\
examples:
  baghdad-tehran tables                                    what there is
  baghdad-tehran describe quotes                           what its columns mean
  baghdad-tehran query "FROM meeting_details"              who met whom
  baghdad-tehran query "SELECT speaker, content FROM quote_details" --csv > quotes.csv
  baghdad-tehran evidence people qasim-al-araji            how do we know?
"""
_EXTRACT_EXAMPLES = """\
examples:
  baghdad-tehran extract report.txt --published 2025-10-21
  baghdad-tehran extract reports/ --published dates.csv --json > rows.jsonl
  baghdad-tehran extract archive.parquet --workers 8 --json | gzip > rows.jsonl.gz
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; never lets a person's mistake end in a traceback."""
    _prepare_streams()
    try:
        args = _parser().parse_args(arguments)
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


class _Parser(argparse.ArgumentParser):
    """Says first what is wrong, then how to go on; the usage line is for --help."""

    def error(self, message: str) -> NoReturn:
        terminal.say(f"{self.prog}: {printable(message)}\n  See: {self.prog} --help")
        raise SystemExit(USAGE)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="baghdad-tehran", description=_ABOUT, epilog=_EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"baghdad-tehran {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, does: str, epilog: str | None = None, printed: bool = True) -> argparse.ArgumentParser:
        sub = commands.add_parser(
            name, help=does, description=does, epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        if printed:
            form = sub.add_mutually_exclusive_group()
            form.add_argument("--csv", dest="form", action="store_const", const="csv", help="print CSV (as it does where piped)")
            form.add_argument("--json", dest="form", action="store_const", const="json", help="print JSON, one object a line")
        return sub

    sub = command("tables", "list the tables and ready-made views")
    sub.set_defaults(run=_tables)

    sub = command("describe", "say what the columns of a table mean; without a name, what the tables are")
    sub.add_argument("table", metavar="TABLE", nargs="?", help="a table or ready-made view")
    sub.set_defaults(run=_describe)

    sub = command("query", "run one SELECT on the tables, which reads no other file and changes nothing")
    sub.add_argument("sql", metavar="SQL", help="the query, in DuckDB's SQL; - reads it from standard input")
    sub.set_defaults(run=_query)

    sub = command("evidence", "show the words that each value of a row rests on")
    sub.add_argument("table", metavar="TABLE", help="the table, for example meetings")
    sub.add_argument("id", metavar="ID", help="the id of the row, as its first column has it")
    sub.set_defaults(run=_evidence)

    sub = command("build", "rebuild the dataset of a checkout from seeds/ (extra make)", printed=False)
    sub.add_argument("--root", metavar="DIR", type=Path, help="the checkout (default: the one you are in)")
    sub.set_defaults(run=_build)

    sub = command("extract", "run the rules on any text and print the rows they give, unchecked (extra make)", _EXTRACT_EXAMPLES)
    sub.add_argument(
        "path", metavar="PATH", type=Path, help="a text file, a folder of them, or Parquet with source_id, text, published"
    )
    sub.add_argument("--published", metavar="DATE|CSV", help="when it was published: a day, or a CSV file of source_id,published")
    sub.add_argument(
        "--workers", metavar="N", type=_workers, help="how many processes (default: one for each processor, where it pays)"
    )
    sub.add_argument(
        "--engine",
        choices=("processes", "dask"),
        default="processes",
        help="what runs them: processes of this machine, or Dask (extra dask) here or where DASK_SCHEDULER_ADDRESS says",
    )
    sub.set_defaults(run=_extract)

    sub = command("validate", "check that a release keeps its promises (extra make)", printed=False)
    sub.add_argument("dir", metavar="DIR", type=Path, nargs="?", help="a checkout or release (default: the one in use)")
    sub.set_defaults(run=_validate)
    return parser


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1024:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes: 1 or more")
    return int(text)


def _tables(args: argparse.Namespace) -> int:
    from . import describe

    return _print(describe(), args.form)


def _describe(args: argparse.Namespace) -> int:
    from . import describe, readable

    return _print(describe(args.table), args.form, readable.columns_of if args.table else None)


def _query(args: argparse.Namespace) -> int:
    from .confined import run
    from .location import data_root
    from .reader import Release

    sql = sys.stdin.read() if args.sql == "-" else args.sql
    columns, rows = run(Release(data_root()), sql)
    _say_count(terminal.write(columns, rows, terminal.form_for(args.form)))
    return FINE


def _evidence(args: argparse.Namespace) -> int:
    from . import evidence, readable

    return _print(evidence(args.table, args.id), args.form, readable.evidence_of)


def _build(args: argparse.Namespace) -> int:
    args.root = args.root or _checkout("build")
    return _make("build", args)


def _extract(args: argparse.Namespace) -> int:
    args.form = terminal.form_for(args.form)
    return _make("extract", args)


def _validate(args: argparse.Namespace) -> int:
    from .location import data_root

    args.dir = args.dir or data_root()
    return _make("validate", args)


def _make(name: str, args: argparse.Namespace) -> int:
    """Calls a command of the maker, and says how to get it where its extra is not installed."""
    try:
        commands = import_module(".make.commands", __package__)
        return int(getattr(commands, name)(args) or FINE)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in _MAKER_NEEDS:
            raise
        raise Problem(
            f"the command {name} needs {missing}, which is not installed",
            remedy="It comes with the extra make, baghdad-tehran[make]. In a checkout: make build. With a wheel: "
            f"pip install './dist/baghdad_tehran-{__version__}-py3-none-any.whl[make]'",
        ) from error


def _checkout(command: str) -> Path:
    """The checkout that the current folder lies in, else the one that this program runs from."""
    from .location import checkout

    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "seeds" / "sources.toml").is_file():
            return folder
    found = checkout()
    if found is None:
        raise Problem(f"{command} needs a checkout with its seeds/", file=here, remedy="Go to one, or name it: --root DIR")
    return found


def _print(relation: DuckDBPyRelation, form: str | None, for_people: Callable[[list[Any]], Printed] | None = None) -> int:
    """Prints a relation as it is, or on a terminal in the form for people where there is one."""
    form = terminal.form_for(form)
    columns: list[str] = list(relation.columns)
    rows: list[Any] = relation.fetchall()
    if form == "table" and for_people:
        columns, rows = for_people(rows)
    _say_count(terminal.write(columns, rows, form))
    return FINE


def _say_count(count: int) -> None:
    if sys.stdout.isatty():
        terminal.say(terminal.styled(f"{count:,} row{'' if count == 1 else 's'}", "2", sys.stderr))


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
