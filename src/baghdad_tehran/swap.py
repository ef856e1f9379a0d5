"""Putting new files in the place of old ones, all or none, whatever moment the process dies at.

What is to be renamed is first written, complete, in a folder beside; then a journal, `.swap`, is put in place with one
rename, and from then on the new release is the release: whoever comes next completes the renames from the journal.
This module needs the standard library alone, so that a reader can call it. It never touches any file but those of a
release, and never one outside the folder that it is given.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from .errors import Problem

JOURNAL = ".swap"
STAGING_PREFIX = ".staging-"
_STAGING = re.compile(r"\.staging-[A-Za-z0-9_]+")
# What a swap may replace or remove. A journal that asks for anything else is not one of ours.
_SWAPPABLE = re.compile(
    r"datapackage\.json|SHA256SUMS|dataset/[^./\\\x00-\x1f\x7f\ud800-\udfff][^/\\\x00-\x1f\x7f\ud800-\udfff]*"
)


@contextlib.contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the folder against other builds. The lock is on the folder itself, so that nothing is left behind."""
    try:
        import fcntl
    except ImportError:  # not a POSIX system: one build at a time is then up to the user
        yield
        return
    handle = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def complete_interrupted_swap(root: str | Path) -> bool:
    """Finish a swap that was cut short; True if there was one. Call it before reading a release that may be built anew."""
    root = Path(root)
    if not os.path.lexists(root / JOURNAL):
        return False
    with locked(root):
        return complete_locked(root)


def swap(root: Path, staging: Path, replace: Sequence[str], remove: Sequence[str]) -> None:
    """Put the files `replace` of `staging`, a folder in `root`, into `root`, and delete `remove` there.

    The caller holds the lock. `staging` is gone afterwards.
    """
    for name in (*replace, *remove):
        if not _SWAPPABLE.fullmatch(name):
            raise Problem("no file of a release has such a name", file=root, value=name, remedy="Rename or remove it.")
    for name in replace:
        _sync(staging / name)
    journal = staging / JOURNAL
    journal.write_text(json.dumps({"staging": staging.name, "replace": list(replace), "remove": list(remove)}))
    _sync(journal)
    _sync(staging)
    os.replace(journal, root / JOURNAL)  # the one moment at which the new release takes effect
    _sync(root)
    complete_locked(root)


def sweep(root: Path) -> None:
    """Delete what dead builds left beside the release. The caller holds the lock, so no live build owns any of it."""
    for path in root.glob(f"{STAGING_PREFIX}*"):
        if _STAGING.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)


def complete_locked(root: Path) -> bool:
    if not os.path.lexists(root / JOURNAL):
        return False  # someone else finished it while we waited for the lock
    staging, replace, remove = _read_journal(root)
    try:
        for name in replace:
            if (staging / name).is_file():  # else it was moved before the interruption
                (root / name).parent.mkdir(exist_ok=True)
                os.replace(staging / name, root / name)
        for name in remove:
            (root / name).unlink(missing_ok=True)
        for folder in {(root / name).parent for name in (*replace, *remove)}:
            _sync(folder)
        if staging.is_dir():
            shutil.rmtree(staging)
        (root / JOURNAL).unlink()
    except OSError as error:
        raise Problem(
            f"a build was interrupted and could not be completed: {error.strerror}",
            file=error.filename or root,
            remedy="Make the folder writable and run the command again.",
        ) from error
    return True


def _read_journal(root: Path) -> tuple[Path, list[str], list[str]]:
    path = root / JOURNAL
    try:
        if path.is_symlink():
            raise ValueError("is a link")
        entry: Any = json.loads(path.read_text(encoding="utf-8"))
        staging, replace, remove = entry["staging"], entry["replace"], entry["remove"]
        if not _STAGING.fullmatch(staging) or (root / staging).is_symlink() or (root / "dataset").is_symlink():
            raise ValueError("names a folder that no build makes")
        for name in (*replace, *remove):
            if not _SWAPPABLE.fullmatch(name):
                raise ValueError("names a file that no build makes")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Problem(
            f"is not the journal of a build: {error}", file=path, remedy="If no build was running here, delete it."
        ) from error
    return root / staging, replace, remove


def _sync(path: Path) -> None:
    # Opening a folder fails where the system does not allow it; the renames are then as safe as that system makes them.
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
