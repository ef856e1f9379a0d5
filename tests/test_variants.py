"""Sound variants of a release: the gate objects to none of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from breaking import Change, copy_release, rewrite_hashes
from variants import VARIANTS

from baghdad_tehran.gate.release import validate_release

FAST = {"provenance in another order", "no Arrow schema", "two row groups", "written by DuckDB", "descriptor on one line",
        "a file more, listed", "a folder more, not listed", "open end", "a name that is SQL", "month of a leap year"}  # fmt: skip


pytestmark = pytest.mark.newest


@pytest.mark.parametrize(
    ("case", "change"),
    [pytest.param(*one, id=one[0], marks=[] if one[0] in FAST else [pytest.mark.slow]) for one in VARIANTS],
)
def test_a_sound_variant_passes(case: str, change: Change, sound: Path, tmp_path: Path) -> None:
    release = copy_release(sound, tmp_path / "release")
    change(release)
    rewrite_hashes(release)
    assert validate_release(release, release / "seeds") == []


def test_the_variants_are_many() -> None:
    assert len(VARIANTS) >= 60 and FAST <= {name for name, _ in VARIANTS}


def test_a_folder_with_an_awkward_name_does_no_harm(sound: Path, tmp_path: Path) -> None:
    folder = copy_release(sound, tmp_path / "it's [a] *? ü" / "year=2025")
    assert validate_release(folder, folder / "seeds") == []
