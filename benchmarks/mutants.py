"""Broken releases and sound variants, by three validators: stock frictionless, pandera, ours. Prints what each makes of them.

    python benchmarks/mutants.py [--details] [--every N] [--workers N]

The releases are those of the tests (tests/mutants.py, tests/variants.py), with the damage of `made_for` done to every table and
every column. Hashes and counts are made to agree with the files, except where the hash is the damage. A broken release is
caught where the validator gives any finding at all; ours has to give the one code that is meant as well. `--every N` takes
each Nth.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

VALIDATORS = ("frictionless", "pandera", "ours")


@dataclass(frozen=True, slots=True)
class Case:
    """A release to be judged. `code`: how ours must name it; None of a sound one."""

    name: str
    change: Callable[[Path], object]
    code: str | None = None
    rehash: bool = True


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--details", action="store_true", help="name every broken release that one passes, every sound one refused"
    )
    parser.add_argument("--every", type=int, default=1, metavar="N")
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="processes (default: one for each processor)"
    )
    args = parser.parse_args()

    numbers = range(0, len(cases()), args.every)
    broken = sum(bool(cases()[number].code) for number in numbers)
    caught: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    named = 0
    wrong: dict[str, list[str]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, multiprocessing.Pool(args.workers, _begin, (folder,)) as pool:
        for number, codes in zip(numbers, pool.imap(_judge, numbers)):
            print(f"\r{number + 1} of {len(cases())}", end="", file=sys.stderr, flush=True)
            case = cases()[number]
            for name in VALIDATORS:
                found = bool(codes[name])
                (caught if case.code else refused)[name] += found
                if found != bool(case.code):
                    wrong[f"{name} {'passes' if case.code else 'refuses'}"].append(case.name)
            if case.code:
                named += case.code in codes["ours"]
                if case.code not in codes["ours"]:
                    wrong["ours names otherwise"].append(case.name)
    print(file=sys.stderr)

    print(
        f"| validator | broken releases caught (of {broken}) | with the code that is meant"
        f" | sound ones refused (of {len(numbers) - broken}) |"
    )
    print("|---|---|---|---|")
    for name in VALIDATORS:
        print(f"| {name} | {caught[name]} | {named if name == 'ours' else ''} | {refused[name]} |")
    if args.details:
        for what, names in wrong.items():
            print(f"\n{what}: {len(names)}")
            for name in names:
                print(f"  {name}")
    return int(caught["ours"] < broken or named < broken or refused["ours"] > 0)


@cache
def cases() -> list[Case]:
    """All of them, in the same order in every process."""
    from mutants import WRITTEN
    from mutants_of_tables import made_for
    from variants import VARIANTS

    made = [*WRITTEN, *made_for(_contract(), whole=True)]
    return [Case(m.name, m.change, m.code, m.rehash) for m in made] + [Case(name, change) for name, change in VARIANTS]


@cache
def _contract() -> dict[str, Any]:
    from tiny import SCHEMAS

    from baghdad_tehran.contract import load_contract

    return load_contract(SCHEMAS)


def _begin(folder: str) -> None:
    """In each process: a sound release to make the broken ones of."""
    from tiny import make_tiny

    global GOOD
    GOOD = Path(tempfile.mkdtemp(dir=folder)) / "good"
    make_tiny(GOOD)
    if any(_codes(name, GOOD, whole=True) for name in VALIDATORS):
        raise RuntimeError("a validator objects to the release of which the others are made")


GOOD = Path()


def _judge(number: int) -> dict[str, set[str]]:
    """The codes that each validator gives."""
    from breaking import copy_release, rewrite_hashes

    case, copy = cases()[number], GOOD.parent / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    copy_release(GOOD, copy)
    case.change(copy)
    if case.rehash:
        rewrite_hashes(copy)
    return {name: _codes(name, copy) for name in VALIDATORS}


def _codes(name: str, release: Path, *, whole: bool = False) -> set[str]:
    from baghdad_tehran.gate.release import validate_release
    from baghdad_tehran.make.other_validators import run_frictionless, run_pandera

    if name == "ours":
        return {one.code for one in validate_release(release, release / "seeds")}
    # The other two look at one table at a time, and those that they refer to: what they see of most tables, they passed before.
    changed = {table for table in _contract() if whole or not _same_file(f"dataset/{table}.parquet", release)}
    if name == "pandera":
        asked = {table: one for table, one in _contract().items() if table in changed}
        return {one.code for one in run_pandera(_readable(release, asked), asked)}
    if whole or not changed or not _same_words(release):
        return {one.code for one in run_frictionless(release)}
    referring = {table for table, one in _contract().items() if any(key.target in changed for key in one.foreign_keys)}
    return _frictionless_on(release, changed | referring)


def _frictionless_on(release: Path, tables: set[str]) -> set[str]:
    """What stock frictionless says of some tables of a package: validating a package, it asks the same of each in turn."""
    import frictionless

    try:
        package = frictionless.Package(str(release / "datapackage.json"))
        sound = all(package.get_resource(table).validate().valid for table in tables)
    except frictionless.FrictionlessException:
        sound = False
    return set() if sound else {"frictionless"}


def _same_words(release: Path) -> bool:
    """Whether descriptor and schemas say what they say in the sound release, but for hashes and counts."""

    def said(root: Path) -> object:
        package = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
        for resource in package["resources"]:
            resource.update(hash="sha256:" + "0" * 64, row_count=0)
        return package

    try:
        return all(_same_file(f"schemas/{table}.json", release) for table in _contract()) and said(release) == said(GOOD)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _same_file(name: str, release: Path) -> bool:
    return (release / name).is_file() and (release / name).samefile(GOOD / name)


def _readable(release: Path, names: Any) -> dict[str, Any]:
    from pyarrow import parquet

    tables = {}
    for table in names:
        try:
            tables[table] = parquet.ParquetFile(release / "dataset" / f"{table}.parquet").read()
        except Exception:  # not a table any more: pandera is not asked of it, and says that it is missing
            continue
    return tables


if __name__ == "__main__":
    sys.exit(main())
