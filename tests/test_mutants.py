"""Broken releases: the gate must find each, name it by its own code, and see it where it is.

A gate takes some tenths of a second, so that by default only one mutant of each kind is tried, and all with the slow tests;
benchmarks/mutants.py tries still more, beside other validators.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from breaking import Mutant, rewrite_hashes
from mutants import WRITTEN
from mutants_of_tables import some_for
from tiny import SCHEMAS

from baghdad_tehran.contract import TABLES, load_contract
from baghdad_tehran.gate.findings import CODES
from baghdad_tehran.gate.release import validate_release

MADE = some_for(load_contract(SCHEMAS))
ALL = [*WRITTEN, *MADE]

pytestmark = pytest.mark.newest


def _tiered() -> list[object]:
    """One mutant of each code that is thought of, and of each kind that is made for all tables; the others are slow."""
    seen: set[str] = set()
    cases = []
    for mutant in ALL:
        mark = mutant.kind if mutant in MADE else mutant.code
        cases.append(pytest.param(mutant, id=mutant.name, marks=[pytest.mark.slow] if mark in seen else []))
        seen.add(mark)
    return cases


@pytest.mark.parametrize("mutant", _tiered())
def test_a_mutant_is_caught_by_its_own_code(mutant: Mutant, release: Path) -> None:
    mutant.change(release)
    if mutant.rehash:
        rewrite_hashes(release)
    found = validate_release(release, release / "seeds")
    assert mutant.code in {one.code for one in found if mutant.table in (None, one.table)}, found[:5]
    assert not {one.code for one in found} & mutant.not_codes


def test_the_mutants_are_many_and_hit_every_code_and_every_table() -> None:
    assert len(ALL) >= 300 and len({mutant.name for mutant in ALL}) == len(ALL)
    assert set(CODES) - {mutant.code for mutant in ALL} == {"unchecked", "archive", "pandera", "frictionless"}
    hits = Counter(mutant.name.partition(":")[0] for mutant in ALL)
    assert {table: hits[table] for table in TABLES if hits[table] < 5} == {}


def test_the_original_stays_sound(sound: Path) -> None:
    """Whatever was done to the copies: links to its files were replaced and never written into."""
    assert validate_release(sound, sound / "seeds") == []
