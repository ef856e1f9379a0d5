"""Opens a release that came as a zip: into a folder of its own, which is gone afterwards, and only if nothing in it is amiss.

An archive may come from anyone. Names that lead elsewhere, links, devices, names that stand twice, encrypted members and
members that unfold beyond all measure are refused before anything is written. Nothing in it is ever run or followed. Whether the zip
itself is as it was released is another question (`check_archive`).
"""

from __future__ import annotations

import stat
import struct
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from ..errors import Problem
from ..released import DESCRIPTOR, SUMS, leads_out
from .container import first_difference, is_of_release
from .findings import Finding, finding

# A release has some hundred files and a few megabytes. What is beyond these is none, or is meant to do harm.
MOST_FILES = 5_000
MOST_BYTES = 1 << 30
MOST_FOR_ONE = 512 << 20
HIGHEST_RATIO = 200  # text seldom goes beyond 20; a bomb of zeros has 1,000
FREE_OF_RATIO = 1 << 20
LONGEST_NAME = 240
_LONGEST_LINE = 1 << 10  # of the list of files: 46 bytes and a name; more has only who hides something in it
_CHUNK = 1 << 20
_END = struct.Struct("<4s4H2IH")
_FAREST = (1 << 16) + _END.size  # from the end of a zip to the record that says where its list of files is
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNIX = 3


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The folder that holds the release in a zip: its root, or the one folder in it. Problem where it is not safe."""
    with tempfile.TemporaryDirectory(prefix="baghdad-tehran-") as folder:
        root = Path(folder)
        try:
            _refuse_long_list(path)
            with zipfile.ZipFile(path) as archive:
                members = _safe_members(archive, path)
                for member in members:
                    _write(archive, member, root / member.filename, path)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError) as error:
            raise Problem(f"is no zip that can be read: {error}", file=path) from error
        yield _top(root)


def check_archive(path: Path) -> list[Finding] | None:
    """What of a zip that can be unpacked is not as `release` writes it; None where another program made it, as it likes to.

    One file whose line in the directory is as `release` writes it makes it a release's, since no other program leaves such a line:
    so damage, wherever it is, does not make another zip of it.
    """
    with zipfile.ZipFile(path) as archive, path.open("rb") as stream:
        members = archive.infolist()
        if not any(map(is_of_release, members)):
            return None
        odd = first_difference(stream, members)
    if odd is None:
        return []
    message = f"the zip is not as it was released, from byte {odd.offset:,}: {odd.what}, which must be {odd.wanted.hex(' ') or 'nothing'}"
    return [finding("archive", message, column=odd.name, value=odd.found.hex(" "))]


def _refuse_long_list(path: Path) -> None:
    """The list of files is read as a whole, and takes ten times its size in memory, before one can look at it or count it."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _FAREST))
        tail = stream.read(_FAREST)
    place = tail.find(b"PK\5\6")
    while 0 <= place <= len(tail) - _END.size:
        size = _END.unpack_from(tail, place)[5]
        if size > MOST_FILES * _LONGEST_LINE or tail[max(0, place - 20) : place].startswith(
            b"PK\6\7"
        ):  # a zip of more than 4 GiB
            _refuse(path, "its list of files is longer than that of any release")
        place = tail.find(b"PK\5\6", place + 1)


def _safe_members(archive: zipfile.ZipFile, path: Path) -> list[zipfile.ZipInfo]:
    """The files in it. Looks at what the archive says of all of them before one is opened."""
    members = archive.infolist()
    if len(members) > MOST_FILES:
        _refuse(path, f"holds {len(members):,} members, and at most {MOST_FILES:,} are read")
    seen: dict[str, str] = {}
    total = 0
    for member in members:
        name = member.orig_filename  # as it is stored; Python shortens `filename` at a NUL
        bare = name.removesuffix("/") if member.is_dir() else name
        if name != member.filename or leads_out(bare) or len(name) > LONGEST_NAME or not bare.isprintable():
            _refuse(path, "a name in it leads out of the folder, or is none that a release has", name)
        kind = stat.S_IFMT(member.external_attr >> 16) if member.create_system == _UNIX else 0
        if kind not in (0, stat.S_IFDIR if member.is_dir() else stat.S_IFREG):
            _refuse(path, "a member of it is a link or a device, and only files and folders are read", name)
        if member.flag_bits & 0x1:
            _refuse(path, "a member of it is encrypted", name)
        if member.compress_type not in _METHODS:
            _refuse(path, "a member of it is compressed in a way that a release does not use", name)
        folded = unicodedata.normalize("NFC", bare).casefold()
        if folded in seen:
            _refuse(path, f"a name stands twice in it, also as {seen[folded]!r}", name)
        seen[folded] = name
        total += member.file_size
        if member.file_size > MOST_FOR_ONE or total > MOST_BYTES:
            _refuse(path, f"unfolds to more than {MOST_BYTES >> 20} MiB, or one member to more than {MOST_FOR_ONE >> 20}", name)
        if member.file_size > FREE_OF_RATIO and member.file_size > HIGHEST_RATIO * max(member.compress_size, 1):
            _refuse(path, f"a member of it unfolds to more than {HIGHEST_RATIO} times its size", name)
        if member.is_dir() and member.file_size:
            _refuse(path, "a folder in it has content", name)
    for folded, name in seen.items():
        parents = folded.split("/")[:-1]
        for depth in range(1, len(parents) + 1):
            above = seen.get("/".join(parents[:depth]), "/")
            if not above.endswith("/"):
                _refuse(path, f"has {above!r} as a file and as a folder", name)
    _refuse_overlaps(members, path)
    return [member for member in members if not member.is_dir()]


def _refuse_overlaps(members: list[zipfile.ZipInfo], path: Path) -> None:
    """Members that share bytes let a small archive unfold without end, and show one reader what another does not see."""
    end = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < end:
            _refuse(path, "members of it share bytes", member.filename)
        end = member.header_offset + 30 + member.compress_size  # at least: a header has 30 bytes and a name


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, path: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    left = member.file_size
    with archive.open(member) as stream, target.open("xb") as out:
        while chunk := stream.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                _refuse(path, "a member of it is larger than it says", member.filename)
            out.write(chunk)
    if left:
        _refuse(path, "a member of it is smaller than it says", member.filename)


def _top(root: Path) -> Path:
    """The folder in which the release begins: archives often hold one folder that holds all."""
    if not any((root / name).exists() for name in (DESCRIPTOR, SUMS)):
        inside = list(root.iterdir())
        if len(inside) == 1 and inside[0].is_dir():
            return inside[0]
    return root


def _refuse(path: Path, message: str, name: str | None = None) -> NoReturn:
    raise Problem(
        message, file=path, value=name, remedy="Nothing was unpacked. Get the release again from where it is published."
    )
