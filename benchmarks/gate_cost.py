"""What the gate costs beside stock frictionless: the same release, grown to so many rows of provenance, in the same run.

    python benchmarks/gate_cost.py [--rows 100000] [--rounds 3]

The release of the tests is copied so often, with ids and sources of their own, that it has as many rows; ours is asked
whether it is sound, in a process of its own, as frictionless is. Each time is the best of the rounds; start-up counts.
"""

from __future__ import annotations

import argparse
import copy
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
    keys = {column for table in contract.values() for column in table.names if column.endswith("_id") and not column.startswith("rule")} | {"part_of"}
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


def seconds(program: str, folder: Path) -> float:
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", program, str(folder)], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "release"
        rows = grow(folder, args.rows)
        ours: list[float] = []
        stock: list[float] = []
        for _ in range(args.rounds):
            ours.append(seconds(OURS, folder))
            stock.append(seconds(STOCK, folder))
        print(f"{rows:,} rows of provenance; best of {args.rounds}, seconds, start-up included")
        print(f"ours, each span against its source   {min(ours):8.2f}")
        print(f"stock frictionless                   {min(stock):8.2f}")
        print(f"ratio                                {min(stock) / min(ours):8.1f}   (of each round: "
              f"{', '.join(f'{b / a:.1f}' for a, b in zip(ours, stock))})")  # fmt: skip


if __name__ == "__main__":
    main()
