"""Broken releases and sound variants, by three validators: stock frictionless, pandera, ours. Prints what each makes of them.

    python benchmarks/mutants.py [--details] [--every N]

The releases are those of the tests (tests/mutants.py, tests/variants.py), with the damage of `made_for` done to every table and
every column. Hashes and counts are made to agree with the files, except where the hash is the damage. A broken release is
caught where the validator gives any finding at all; ours has to give the one code that is meant as well. `--every N` takes each Nth.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

VALIDATORS = ("frictionless", "pandera", "ours")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--details", action="store_true", help="name every broken release that one passes, every sound one refused")
    parser.add_argument("--every", type=int, default=1, metavar="N")
    args = parser.parse_args()

    import mutants
    from breaking import copy_release, rewrite_hashes
    from tiny import SCHEMAS, make_tiny
    from variants import VARIANTS

    from baghdad_tehran.contract import load_contract

    contract = load_contract(SCHEMAS)
    broken = [*mutants.WRITTEN, *mutants.made_for(contract, whole=True)][:: args.every]
    sound = VARIANTS[:: args.every]
    caught: Counter[str] = Counter()
    named = 0
    refused: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    wrong: dict[str, list[str]] = defaultdict(list)

    with tempfile.TemporaryDirectory() as temporary:
        good, copy = Path(temporary) / "good", Path(temporary) / "copy"
        make_tiny(good)

        def judge(change: Callable[[Path], object], rehash: bool) -> dict[str, set[str]]:
            shutil.rmtree(copy, ignore_errors=True)
            copy_release(good, copy)
            change(copy)
            if rehash:
                rewrite_hashes(copy)
            verdicts = {}
            for name in VALIDATORS:
                start = time.perf_counter()
                verdicts[name] = _codes(name, copy, contract)
                seconds[name] += time.perf_counter() - start
            return verdicts

        for mutant in broken:
            verdicts = judge(mutant.change, mutant.rehash)
            for name in VALIDATORS:
                caught[name] += bool(verdicts[name])
                if not verdicts[name]:
                    wrong[f"{name} passes"].append(mutant.name)
            named += mutant.code in verdicts["ours"]
            if mutant.code not in verdicts["ours"]:
                wrong["ours names otherwise"].append(mutant.name)
        for case, change in sound:
            verdicts = judge(change, True)
            for name in VALIDATORS:
                refused[name] += bool(verdicts[name])
                if verdicts[name]:
                    wrong[f"{name} refuses"].append(case)

    print(f"| validator | broken releases caught (of {len(broken)}) | with the code that is meant | sound ones refused (of {len(sound)}) | seconds |")
    print("|---|---|---|---|---|")
    for name in VALIDATORS:
        code = str(named) if name == "ours" else ""
        print(f"| {name} | {caught[name]} | {code} | {refused[name]} | {seconds[name]:.0f} |")
    if args.details:
        for what, names in wrong.items():
            print(f"\n{what}: {len(names)}")
            for name in names:
                print(f"  {name}")
    return int(caught["ours"] < len(broken) or named < len(broken) or refused["ours"] > 0)


def _codes(name: str, release: Path, contract: object) -> set[str]:
    from pyarrow import parquet

    from baghdad_tehran.gate.release import validate_release
    from baghdad_tehran.make.other_validators import run_frictionless, run_pandera

    if name == "ours":
        return {one.code for one in validate_release(release, release / "seeds")}
    if name == "frictionless":
        return {one.code for one in run_frictionless(release)}
    tables = {}
    for table in contract:  # type: ignore[attr-defined]
        try:
            tables[table] = parquet.ParquetFile(release / "dataset" / f"{table}.parquet").read()
        except Exception:  # not a table any more: pandera is not asked of it, and says that it is missing
            continue
    return {one.code for one in run_pandera(tables, contract)}  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
