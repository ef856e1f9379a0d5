"""What the commands of the maker have in common: the extra that they need, and the checkout that they work in."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .._version import __version__
from ..errors import Problem

_NEEDS = {"ahocorasick_rs", "pyarrow", "frictionless", "pandera", "pandas"}


@contextmanager
def the_maker(command: str) -> Iterator[None]:
    """Within this, a package of the extra `make` that is not installed is a Problem that says how to get it."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in _NEEDS:
            raise
        raise Problem(
            f"the command {command} needs {missing}, which is not installed",
            remedy="It comes with the extra make, baghdad-tehran[make]. In a checkout: make build. With a wheel: "
            f"pip install './dist/baghdad_tehran-{__version__}-py3-none-any.whl[make]'",
        ) from error


def add_root(parser: argparse.ArgumentParser) -> None:
    """Declares --root."""
    parser.add_argument("--root", metavar="DIR", type=Path, help="the checkout (default: the one you are in)")


def checkout_for(command: str, root: Path | None) -> Path:
    """The checkout that is named, else the one that the current folder lies in, else that which this program runs from."""
    from ..location import checkout

    if root is not None:
        return root
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "seeds" / "sources.toml").is_file():
            return folder
    found = checkout()
    if found is None:
        raise Problem(f"{command} needs a checkout with its seeds/", file=here, remedy="Go to one, or name it: --root DIR")
    return found
