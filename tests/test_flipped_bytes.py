"""Promise: one changed byte in any released file, and in a checkout in what it was built from, is found and its file named."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from baghdad_tehran.gate.descriptor import read_inputs
from baghdad_tehran.gate.files import check_files
from baghdad_tehran.gate.inputs import changed_inputs
from baghdad_tehran.released import SUMS, released_names

ROOT = Path(__file__).resolve().parents[1]
INPUTS = sorted(read_inputs(ROOT))
SEED = 20_251_021

pytestmark = [
    pytest.mark.newest,
    pytest.mark.skipif(not (ROOT / SUMS).is_file(), reason="the dataset is not built yet: make build"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("flipped")
    for name in (*released_names(ROOT), SUMS, *INPUTS):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    return folder


def flips(path: Path, count: int) -> list[tuple[int, int]]:
    """Places and bits: the first and last byte, and as many more as asked for."""
    size = path.stat().st_size
    chosen = random.Random(f"{SEED} {path.name}")
    return [(0, 0), (size - 1, 7), *((chosen.randrange(size), chosen.randrange(8)) for _ in range(count))]


def flipped(path: Path, place: int, bit: int) -> bytes:
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1 << bit
    return bytes(raw)


def flipped_in_all(copy: Path, names: Sequence[str]) -> Iterator[dict[str, tuple[int, int]]]:
    """The copy with a flipped bit in each of the files, so often; the place and bit of each."""
    chosen = {name: flips(ROOT / name, 40) for name in names}
    try:
        for number in range(42):
            changed = {name: places[number] for name, places in chosen.items()}
            for name, (place, bit) in changed.items():
                (copy / name).write_bytes(flipped(ROOT / name, place, bit))
            yield changed
    finally:
        for name in names:
            (copy / name).write_bytes((ROOT / name).read_bytes())


def test_a_flipped_bit_of_any_released_file_is_found(copy: Path) -> None:
    """In one file after another: that one is named, and no other."""
    assert check_files(copy) == []
    for name in released_names(copy):
        path = copy / name
        sound = path.read_bytes()
        try:
            for place, bit in flips(path, 1):
                path.write_bytes(flipped(ROOT / name, place, bit))
                assert [(one.code, one.column) for one in check_files(copy)] == [("file-hash", name)], (place, bit)
        finally:
            path.write_bytes(sound)


@pytest.mark.slow
def test_many_flipped_bits_are_each_found(copy: Path) -> None:
    """One in each released file at once: each of them is named."""
    for changed in flipped_in_all(copy, released_names(copy)):
        assert {(one.code, one.column) for one in check_files(copy)} == {("file-hash", name) for name in changed}, changed


@pytest.mark.parametrize("count", [20, pytest.param(1_000, marks=pytest.mark.slow)])
def test_a_flipped_bit_of_the_hashes_is_found(copy: Path, count: int) -> None:
    path = copy / SUMS
    sound = path.read_bytes()
    try:
        for place, bit in flips(path, count):
            path.write_bytes(flipped(ROOT / SUMS, place, bit))
            assert check_files(copy), (place, bit)
    finally:
        path.write_bytes(sound)


def test_in_a_checkout_a_flipped_bit_of_what_it_was_built_from_is_found(copy: Path) -> None:
    recorded = read_inputs(copy)
    assert {name.split("/")[0] for name in recorded} == {"seeds", "build"}
    assert list(changed_inputs(copy, recorded)) == []
    for name in INPUTS:
        path = copy / name
        sound = path.read_bytes()
        if not sound:
            continue
        try:
            for place, bit in flips(path, 1):
                path.write_bytes(flipped(ROOT / name, place, bit))
                assert [found for found, _ in changed_inputs(copy, recorded)] == [name], (place, bit)
        finally:
            path.write_bytes(sound)


@pytest.mark.slow
def test_in_a_checkout_many_flipped_bits_are_each_found(copy: Path) -> None:
    recorded = read_inputs(copy)
    for changed in flipped_in_all(copy, [name for name in INPUTS if (copy / name).stat().st_size]):
        assert sorted(found for found, _ in changed_inputs(copy, recorded)) == sorted(changed), changed
