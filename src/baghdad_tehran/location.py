"""Finds the released tables on this machine. Never opens one, never downloads one.

An installed package carries them beside its modules, in `_data`. An editable install or a checkout has them at the root
of the checkout, two folders above the package. Nothing else is looked at: which data a program reads must not depend on the
folder it is started from.
"""

from __future__ import annotations

from pathlib import Path

from .errors import Problem

DESCRIPTOR = "datapackage.json"
PACKAGE = Path(__file__).resolve().parent


def data_root() -> Path:
    """The folder that holds the release: `datapackage.json`, `dataset/`, `schemas/`.

    Raises Problem if there is none, which means a checkout whose tables have not been built yet.
    """
    if (root := checkout()) is not None:
        complete_build(root)
    return _first_with(DESCRIPTOR, "the tables are missing")


def complete_build(root: Path) -> None:
    """Puts in its place what a build that was cut short there had ready; without this, old and new tables would be mixed."""
    from .swap import complete_interrupted_swap

    complete_interrupted_swap(root)


def rules_root() -> Path:
    """The folder that holds `build/rules/`, `build/vocabulary/` and `schemas/`; the tables need not be there yet."""
    return _first_with("build/rules", "the rules are missing")


def checkout() -> Path | None:
    """The root of the checkout that this package runs from, or None where it is installed from a wheel."""
    root = PACKAGE.parents[1]
    return root if (root / "pyproject.toml").is_file() and (root / "src").is_dir() else None


def _first_with(name: str, otherwise: str) -> Path:
    roots = [root for root in (PACKAGE / "_data", checkout()) if root]
    for root in roots:
        if (root / name).exists():
            return root
    raise Problem(
        otherwise,
        file=roots[-1] / name,
        remedy="In a checkout run `make build`; elsewhere install again: pip install --force-reinstall baghdad-tehran",
    )
