"""Inputs: the files of a checkout that a release was built from and does not hold, and their hashes.

The descriptor keeps these hashes, so that in a checkout one changed byte in `seeds/`, `build/checks/` or
`build/identities/` shows. Whoever only has the release lacks the files, and nothing is compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ..released import file_hash

_PATTERNS = (
    "seeds/*.txt",
    "seeds/sources.toml",
    "build/checks/*.jsonl",
    "build/checks/*.csv",
    "build/checks/blind/*.jsonl",
    "build/checks/untaken/*.jsonl",
    "build/identities/*.csv",
)


def input_hashes(root: Path) -> dict[str, str]:
    """Name of each input, relative to the checkout, and the SHA-256 of its bytes."""
    return {path.relative_to(root).as_posix(): file_hash(path) for pattern in _PATTERNS for path in sorted(root.glob(pattern))}


def changed_inputs(root: Path, recorded: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(name, what is wrong) of every input that is not what the release was built from. Nothing outside a checkout."""
    if not (root / "build" / "checks").is_dir():
        return
    present = input_hashes(root)
    for name in sorted(set(present) | set(recorded)):
        if name not in present:
            yield name, "is missing"
        elif name not in recorded:
            yield name, "was not there when the release was built"
        elif present[name] != recorded[name]:
            yield name, "has changed since the release was built"
