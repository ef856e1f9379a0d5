"""What the gate costs beside stock frictionless: the same release, grown to so many rows of provenance, in the same run.

    python benchmarks/gate_cost.py [--rows 100000] [--rounds 3]

The release of the tests is copied so often, with ids and sources of their own, that it has as many rows; ours is asked
whether it is sound, in a process of its own, as frictionless is. Each time is the best of the rounds; start-up counts. The
time of the processors is given too, which other work on the machine changes less.
"""

from __future__ import annotations

import argparse
import copy
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

OURS = "import sys; from baghdad_tehran.cli import main; sys.exit(main(['validate', sys.argv[1]]))"
STOCK = "import sys, frictionless; sys.exit(not frictionless.validate(sys.argv[1] + '/datapackage.json').valid)"


def grow(folder: Path, wanted: int) -> int:
    """Write a sound release with at least so many rows of provenance; gives how many it has."""
    import tiny

    from baghdad_tehran.contract import load_contract

    contract = load_contract(tiny.SCHEMAS)
    rows = tiny.tiny_rows(contract)
    copies = -(-wanted // len(rows["provenance"]))
    keys = {
        column
        for table in contract.values()
        for column in table.names
        if column.endswith("_id") and not column.startswith("rule")
    } | {"part_of"}
    grown: dict[str, list[dict[str, Any]]] = {name: [] for name in contract}
    texts = dict(tiny.TEXTS)
    tiny.TEXTS.clear()
    for number in range(copies):
        tag = f"c{number}"
        tiny.TEXTS.update({f"{tag}-{source}": text for source, text in texts.items()})
        for name, table in rows.items():
            if name == "rules":
                continue
            for row in table:
                one = copy.copy(row)
                for column in keys & row.keys():
                    if row[column] is not None:
                        one[column] = f"{tag}-{row[column]}"
                if name == "sources":
                    one["path"] = f"seeds/{tag}-{row['source_id']}.txt"
                if row.get("side") == "river-office":
                    one["side"] = f"{tag}-river-office"
                grown[name].append(one)
    grown["rules"] = rows["rules"]
    supplied = {f"c{n}-{source}": columns for n in range(copies) for source, columns in tiny.SUPPLIED.items()}
    tiny.make_tiny(folder, grown, supplied=supplied)
    return len(grown["provenance"])


def seconds(program: str, folder: Path) -> tuple[float, float]:
    """(elapsed, on the processors) of a process of its own."""
    start, before = time.perf_counter(), os.times()
    done = subprocess.run([sys.executable, "-c", program, str(folder)], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
    after = os.times()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - start, busy


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "release"
        rows = grow(folder, args.rows)
        rounds = []
        for number in range(args.rounds):
            rounds.append((seconds(OURS, folder), seconds(STOCK, folder)))
            print(f"round {number + 1}: {rounds[-1]}", file=sys.stderr, flush=True)
        print(f"{rows:,} rows of provenance; best of {args.rounds}, start-up included")
        for kind, place in (("seconds", 0), ("on the processors", 1)):
            ours, stock = (min(one[who][place] for one in rounds) for who in (0, 1))
            ratios = ", ".join(f"{one[1][place] / one[0][place]:.1f}" for one in rounds)
            print(
                f"{kind:<18} ours, each span against its source {ours:8.2f}   stock frictionless {stock:8.2f}"
                f"   ratio of each round {ratios}"
            )


if __name__ == "__main__":
    main()
