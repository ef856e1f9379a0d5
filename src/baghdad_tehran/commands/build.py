"""`build`: rebuilds the dataset of a checkout and says what was made."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from .. import terminal
from .maker import add_root, checkout_for, the_maker

if TYPE_CHECKING:
    from ..make.building import Built

DOES = "rebuild the dataset of a checkout from seeds/ (extra make)"


def add(parser: argparse.ArgumentParser) -> None:
    """Declares its arguments."""
    add_root(parser)


def run(args: argparse.Namespace) -> int:
    """Builds, and says what came of it."""
    root = checkout_for("build", args.root)
    with the_maker("build"):
        from ..make.building import STAGES, build
        from ..waiting import waiting

        with waiting("Building the dataset", STAGES) as step:
            built = build(root, step)
    _tell(built)
    return 0


def _tell(built: Built) -> None:
    rows = [(name, count) for name, count in built.rows.items()]
    terminal.say(_columns([("table", "rows"), *((name, str(count)) for name, count in rows)]))
    total = sum(built.verdicts.values())
    terminal.say("")
    terminal.say(
        _columns(
            [
                ("verdict", "hits"),
                *(
                    (state, str(built.verdicts[state]))
                    for state in ("accepted", "corrected", "added", "rejected", "open")
                    if built.verdicts[state]
                ),
                ("in all", str(total)),
                ("read twice", str(built.passes[2])),
            ]
        )
    )
    terminal.say("")
    terminal.say(_columns([("stage", "seconds"), *((stage, f"{seconds:.2f}") for stage, seconds in built.seconds.items())]))
    terminal.say("")
    if built.agreement and built.agreement.ac1 is not None:
        a = built.agreement
        terminal.say(
            f"agreement of the two passes: {a.same} of {a.n} hits ({a.same / a.n:.3f}); Gwet's AC1 {a.ac1:.3f} (95 % interval {a.low:.3f} to {a.high:.3f})"
        )
        terminal.say("")
    if built.recall:
        terminal.say("held against the blind coding (found of coded; claims that stand in it, of all claims):")
        terminal.say(
            _columns(
                [
                    ("", "recall    claims"),
                    *((name, f"{f'{t.found}/{t.coded}':>7}  {f'{t.shared}/{t.claimed}':>8}") for name, t in built.recall.items()),
                ]
            )
        )
        terminal.say("")
    for source, verdict in built.stale:
        terminal.say(
            f"no hit answers to this verdict any more: {source}, {verdict.rule}, {verdict.text!r} (hit {verdict.hit}, pass {verdict.number})"
        )
    for source, one in built.reopened:
        terminal.say(
            f"open again, because rule {one.hit.rule_id} (now version {one.hit.rule_version}) gives something else: {source}:{one.hit.start}-{one.hit.end}"
        )
    for left in built.unused:
        terminal.say(f"decides nothing any more: build/{left}")
    for thing in built.undecided:
        terminal.say(f"no identity decision: {thing.left} keeps to itself")
    for source, count in sorted(built.untaken.items()):
        terminal.say(
            f"{source}: {count} sentences with a word of speech, encounter or agreement gave no row, and no reason is on file"
        )
    for left in built.held_back:
        terminal.say(f"held back until what it hangs on is read: {left}")
    if built.verdicts["open"]:
        terminal.say(f"{built.verdicts['open']} hits are open and were left out: baghdad-tehran check")
    terminal.say("validation: pandera and the gate found nothing wrong.")
    terminal.say(
        f"{len(built.changed)} files changed: {', '.join(built.changed)}"
        if built.changed
        else "Nothing changed: the dataset is what its inputs build."
    )


def _columns(rows: list[tuple[str, str]]) -> str:
    left, right = max(len(a) for a, _ in rows), max(len(b) for _, b in rows)
    return "\n".join(f"{a:<{left}}  {b:>{right}}" for a, b in rows)
