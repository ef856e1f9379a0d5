"""A copy of all that a checkout's commands read and write, for tests that change it."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def checkout(target: Path) -> Path:
    """Seeds, curated files, schemas and the release, copied into a folder, which is made."""
    for name in ("seeds", "build", "schemas", "dataset"):
        shutil.copytree(ROOT / name, target / name)
    for name in ("datapackage.json", "SHA256SUMS"):
        shutil.copy(ROOT / name, target / name)
    return target
