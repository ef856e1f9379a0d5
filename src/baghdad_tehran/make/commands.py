"""The maker's commands, as the command line calls them: build, extract, validate. Prints; the work is done elsewhere."""

from __future__ import annotations

import argparse

from .. import terminal


def build(args: argparse.Namespace) -> int:
    """Rebuild the dataset of a checkout and say what was made."""
    from .building import build as run

    built = run(args.root)
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
        terminal.say(f"decides nothing any more: build/identities/{left}")
    for left in built.undecided:
        terminal.say(f"no identity decision: {left} keeps to itself")
    if built.verdicts["open"]:
        terminal.say(f"{built.verdicts['open']} hits are open and were left out; docs/checks.md says how they are read.")
    terminal.say("validation: pandera and the gate found nothing wrong.")
    terminal.say(
        f"{len(built.changed)} files changed: {', '.join(built.changed)}"
        if built.changed
        else "Nothing changed: the dataset is what its inputs build."
    )
    return 0


def extract(args: argparse.Namespace) -> int:
    """Run the rules on a file, folder or Parquet table and print the rows, unchecked; 1 where a document failed."""
    import ahocorasick_rs  # noqa: F401  (without the extra nothing else need be said of the texts)

    from .extracting import extract as run

    return 1 if run(args.path, args.published, args.form, args.engine, args.workers) else 0


def validate(args: argparse.Namespace) -> int:
    """Check a release; print every failure."""
    from .gate import validate_release

    seeds = args.dir / "seeds"
    findings = validate_release(args.dir, seeds if seeds.is_dir() else None)
    if findings:
        terminal.write(
            ["table", "key", "column", "code", "value", "message"],
            ([f.table, f.key, f.column, f.code, f.value, f.message] for f in findings),
            terminal.form_for(None),
        )
        terminal.say(f"{len(findings)} failures.")
        return 1
    terminal.say("The release is whole and valid.")
    return 0


def _columns(rows: list[tuple[str, str]]) -> str:
    left, right = max(len(a) for a, _ in rows), max(len(b) for _, b in rows)
    return "\n".join(f"{a:<{left}}  {b:>{right}}" for a, b in rows)
