"""What takes long to work out is kept between runs, in a folder of the user's: BAGHDAD_TEHRAN_CACHE, or where the system has caches.

Nothing depends on it. A folder that cannot be written, or belongs to somebody else, is left alone; what was cut short or changed
there counts as not kept. BAGHDAD_TEHRAN_CACHE with no value: nothing is kept.
"""

from __future__ import annotations

import os
import tempfile
import zlib
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

CACHE = "BAGHDAD_TEHRAN_CACHE"
_MOST = 12_000  # files: some eight sets of rules
_DIGEST = 32  # bytes


def kept(key: str) -> bytes | None:
    """What was kept under a key, a name of letters and digits; None: nothing is, or not whole."""
    folder = _folder(os.environ.get(CACHE))
    if folder is None:
        return None
    path = folder / key
    try:
        written = path.read_bytes()
        packed = written[_DIGEST:]
        if sha256(packed).digest() != written[:_DIGEST]:
            return None
        os.utime(path)  # what is in use is not cleared away
        return zlib.decompress(packed)
    except (OSError, zlib.error):
        return None


def keep(key: str, data: bytes) -> None:
    """Keep data under a key. Where that cannot be, nothing happens."""
    folder = _folder(os.environ.get(CACHE))
    if folder is None:
        return
    packed = zlib.compress(data, 1)
    try:
        _clear(folder)
        with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as aside:  # nothing stays of what is cut short
            path = Path(aside) / key
            path.write_bytes(sha256(packed).digest() + packed)
            os.replace(path, folder / key)
    except OSError:
        pass


@lru_cache(maxsize=8)
def _folder(named: str | None) -> Path | None:
    """The folder, made where it does not stand yet; None: there can be none, or it is not ours."""
    if named == "":
        return None
    if named is None:
        from platformdirs import user_cache_path

        folder = user_cache_path("baghdad-tehran", appauthor=False)
    else:
        folder = Path(named)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        ours = not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
    except OSError:
        return None
    return folder if ours else None


@lru_cache(maxsize=8)
def _clear(folder: Path) -> None:
    """Once in a process that keeps something: the files that were not read for longest, where there are too many."""
    entries = []
    for entry in os.scandir(folder):
        try:
            entries.append((entry.stat().st_mtime, entry.path))
        except OSError:  # another process took it away
            continue
    for _, path in sorted(entries)[: max(0, len(entries) - _MOST)]:
        try:
            os.unlink(path)
        except OSError:
            continue
