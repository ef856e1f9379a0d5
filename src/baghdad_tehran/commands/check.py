"""`check`: walks a coder through what waits for a reading."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from .. import terminal
from .maker import add_root, checkout_for, the_maker

if TYPE_CHECKING:
    from ..curate.desk import Desk
    from ..curate.questions import Coder, Question

DOES = "judge what the rules found: walk through open hits, identities and sentences left out (extra make)"
EPILOG = """\
keys: a accept, r reject, c correct, s skip, b back, q quit. Every answer is saved at once.

examples:
  baghdad-tehran check --coder ana                  the first reading, report by report
  baghdad-tehran check --coder ben --pass 2         the second, without sight of the first
  baghdad-tehran check --coder ana --pass 3         where the two differ
  baghdad-tehran check --list                       what waits, as a table
  baghdad-tehran check --figures                    agreement of the passes, recall against the blind codings
"""
_CODER = "BAGHDAD_TEHRAN_CODER"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    add_root(parser)
    parser.add_argument("--coder", metavar="ID", default=os.environ.get(_CODER), help=f"who reads (default: ${_CODER})")
    parser.add_argument("--pass", dest="number", type=int, choices=(1, 2, 3), default=1, help="1, 2, or 3 to settle (default: 1)")
    parser.add_argument("--source", metavar="ID", help="one report only")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--list", dest="form", action="store_const", const="list", help="print what waits, and ask nothing")
    form.add_argument(
        "--json", dest="form", action="store_const", const="json", help="print it as JSON, with the keys of the ledger"
    )
    form.add_argument("--figures", dest="form", action="store_const", const="figures", help="print agreement and recall")


def run(args: argparse.Namespace) -> int:
    """Walks, or lists."""
    root = checkout_for("check", args.root)
    with the_maker("check"):
        from ..curate.desk import open_desk
        from ..waiting import waiting

        with waiting("Running the rules"):
            desk = open_desk(root)
    _known_source(desk, args.source)
    if args.form == "figures":
        return _figures(desk)
    if args.form:
        return _list(desk, args)
    return _walk(desk, args)


def _walk(desk: Desk, args: argparse.Namespace) -> int:
    from ..curate.console import Console
    from ..curate.desk import STEPS, open_desk
    from ..curate.walk import walk

    console = Console("Use --list or --json, and write the verdicts into build/checks/ as docs/checks.md says.")
    coder = _coder(args.coder)
    asked = 0
    for title, questions_of in STEPS:
        questions = _of(questions_of(desk, args.number, coder), args.source)
        asked += len(questions)
        if questions:
            whole = walk(questions, title, console)
            desk = open_desk(desk.root)
            if not whole:
                break
    console.say()
    waiting = {title: len(_of(ask(desk, args.number, coder), args.source)) for title, ask in STEPS}
    if not asked:
        console.say(f"Nothing waits for a reading in pass {args.number}.")
    elif any(waiting.values()):
        console.say("Still waiting: " + ", ".join(f"{count} ({title})" for title, count in waiting.items() if count) + ".")
    else:
        console.say(f"All is read in pass {args.number}. `baghdad-tehran build` publishes what stands.")
    return 0


def _list(desk: Desk, args: argparse.Namespace) -> int:
    from ..curate.desk import STEPS

    coder = _coder(args.coder or "nobody")
    asked = [(title, _of(ask(desk, args.number, coder), args.source)) for title, ask in STEPS]
    if args.form == "json":
        terminal.write_json(question.listed() for _, questions in asked for question in questions)
        return 0
    columns = ("step", "source_id", "key", "words")
    rows = []
    for title, questions in asked:
        for question in questions:
            shown = question.listed()
            key = shown.get("hit") or shown.get("sentence") or shown["left"]
            words = shown.get("text") or shown.get("words", {}).get("left") or ", ".join(c["right"] for c in shown["candidates"])
            rows.append((title, question.source_id, key, words or f"new: {shown['id']}"))
    terminal.write(columns, rows, terminal.form_for(None))
    return 0


def _figures(desk: Desk) -> int:
    figures: list[tuple[str, str, object, object, object]] = []
    a = desk.agreement()
    figures.append(("agreement", "same verdict in both passes", a.same, a.n, _share(a.same, a.n)))
    if a.ac1 is not None and a.low is not None and a.high is not None:
        figures.append(("agreement", f"Gwet's AC1 (95 % interval {a.low:.3f} to {a.high:.3f})", None, a.n, f"{a.ac1:.3f}"))
    for name, tally in desk.recall().items():
        figures.append(("recall", name, tally.found, tally.coded, _share(tally.found, tally.coded)))
    terminal.write(("figure", "of", "count", "n", "share"), figures, terminal.form_for(None))
    return 0


def _share(part: int, whole: int) -> str | None:
    return f"{part / whole:.3f}" if whole else None


def _of(questions: Sequence[Question], source: str | None) -> list[Question]:
    return [q for q in questions if source in (None, q.source_id)]


def _known_source(desk: Desk, source: str | None) -> None:
    from ..reader import Misuse, nearest

    known = [report.document.source_id for report in desk.checked.reports]
    if source is not None and source not in known:
        raise Misuse(f"there is no report called {source!r}", remedy=nearest(source, known) + "Known: " + ", ".join(known))


def _coder(given: str | None) -> Coder:
    from ..curate.questions import Coder
    from ..reader import Misuse

    if not given or not _ID.fullmatch(given):
        what = "check does not know who reads" if not given else f"{given!r} is no id of a coder"
        raise Misuse(what, remedy=f"Name the coder by an id of letters, digits and hyphens: --coder ana, or ${_CODER}.")
    return Coder(given, date.today().isoformat())
