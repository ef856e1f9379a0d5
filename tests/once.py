"""What takes long to make and nobody changes is made once, by whichever of the processes that run tests comes first."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from baghdad_tehran.swap import locked


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder of that name, as `make` left it when it was given it, empty. Whoever wants to change it makes a copy."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    with locked(folder):
        if not (folder.parent / f"{name}.made").exists():
            make(folder)
            (folder.parent / f"{name}.made").touch()
    return folder
