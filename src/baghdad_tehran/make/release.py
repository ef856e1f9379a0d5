"""The release: one zip of what is published, refused while a hit was not read twice, or it is not what its inputs build.

It builds in a folder of its own and compares; the checkout is read and never written to.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .._version import __version__
from ..errors import Problem
from .archive import archive_bytes, archive_files, archive_name, release_day
from .building import Built, build, check_sources
from .checks import Judged

_BUILT_FROM = ("build", "seeds", "schemas")
_BUILT = ("dataset", "datapackage.json", "SHA256SUMS")
_SHOWN = 5  # hits that are named where more are unread


@dataclass(frozen=True, slots=True)
class Made:
    """The zip, how many files and bytes it holds, its day (None where the changelog names none)."""

    path: Path
    files: int
    size: int
    day: str | None


def make_release(root: Path, folder: Path) -> Made:
    """Write `baghdad-tehran-<version>.zip` into `folder`. Problem: what stands against it; nothing is written then."""
    for name in (*_BUILT_FROM, *_BUILT):
        if not (root / name).exists():
            raise Problem("is missing", file=root / name, remedy="A release is made in a whole checkout, after `make build`.")
    day = release_day(root, __version__)
    built = _build_again(root)
    if built.verdicts["open"] or built.passes[1]:
        raise _unread(check_sources(root).judged)
    if built.changed:
        raise Problem(
            f"what the checkout holds is not what its inputs build: {len(built.changed)} files differ",
            file=root,
            value=", ".join(built.changed),
            remedy="Run `make build`, look at what changed, and commit it.",
        )
    files = archive_files(root)
    content = archive_bytes(files)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / archive_name(__version__)
    _put(path, content)
    return Made(path, len(files), len(content), day)


def _build_again(root: Path) -> Built:
    with tempfile.TemporaryDirectory(prefix="release-") as name:
        copy = Path(name)
        for part in (*_BUILT_FROM, *_BUILT):
            if (root / part).is_dir():
                shutil.copytree(root / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(root / part, copy / part)
        try:
            return build(copy)
        except Problem as problem:  # of the checkout, whatever the copy is called
            file = problem.file and problem.file.replace(str(copy), str(root))
            raise Problem(problem.what, file=file, place=problem.place, value=problem.value, remedy=problem.remedy) from problem


def _unread(judged: Sequence[Judged]) -> Problem:
    unread = [one for one in judged if one.state == "open"]
    once = [one for one in judged if one.state != "open" and one.passes < 2]
    shown = [f"{one.hit.source_id}:{one.hit.start}-{one.hit.end} ({one.hit.rule_id})" for one in (*unread, *once)[:_SHOWN]]
    more = len(unread) + len(once) - len(shown)
    return Problem(
        f"not everything has been read twice: {len(unread)} hits are open, {len(once)} have one pass only",
        value="; ".join(shown) + (f"; and {more} more" if more else ""),
        remedy="docs/checks.md says how they are read.",
    )


def _put(path: Path, content: bytes) -> None:
    """All of it or nothing: written beside, then renamed."""
    staging = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        staging.write_bytes(content)
        os.replace(staging, path)
    finally:
        staging.unlink(missing_ok=True)
