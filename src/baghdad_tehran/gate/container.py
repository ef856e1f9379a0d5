"""The zip of a release around the files in it, byte for byte: how it is written, and where one is written otherwise.

A zip has many bytes that no reader looks at, so that damage there goes unseen: dates, versions, flags, gaps, what stands behind its
end. A release has one form, described here alone, for `release` to write and for the gate to compare with. It is spelt out with
`struct`, and not left to `zipfile`, whose choices may change with Python. What the files hold is not looked at here: it has its checksum.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZipInfo

_DAY = 1 << 5 | 1  # 1 January 1980, the first day that a zip can name
_TIME = 0
_VERSION = 20  # of the format: 2.0
_UNIX = 3  # on every system: else modes are read otherwise
_MODE = 0o100644 << 16
_UTF8 = 0x800
_STORED = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the zip: its name, and the CRC-32 and the number of its bytes."""

    name: str
    crc: int
    size: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands next: a field (`what`, of the file `name`) and its bytes, or, where these are None, the `size` bytes of the file."""

    what: str
    name: str
    written: bytes | None
    size: int


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place at which a zip is not as it should be: `offset` in the zip, and what stands there and should."""

    what: str
    name: str
    offset: int
    found: bytes
    wanted: bytes


def packed(files: Mapping[str, bytes]) -> bytes:
    """The zip of these files. Stored and not deflated: the tables are compressed already, and zlib's bytes differ between its versions."""
    entries = [Entry(name, zlib.crc32(content), len(content)) for name, content in files.items()]
    return b"".join(files[piece.name] if piece.written is None else piece.written for piece in layout(entries))


def layout(entries: Sequence[Entry]) -> Iterator[Piece]:
    """Everything that the zip of these files consists of, from its first byte to its last."""
    ordered = sorted(entries, key=lambda entry: entry.name)
    offsets = []
    offset = 0
    for entry in ordered:
        offsets.append(offset)
        for piece in _fields(entry.name, "header", (("signature", "4s", b"PK\3\4"), *_common(entry)), entry.name.encode()):
            yield piece
            offset += piece.size
        yield Piece("content", entry.name, None, entry.size)
        offset += entry.size
    directory = offset
    for entry, begins in zip(ordered, offsets, strict=True):
        values: tuple[tuple[str, str, int | bytes], ...] = (
            ("signature", "4s", b"PK\1\2"), ("version", "B", _VERSION), ("system", "B", _UNIX), *_common(entry), ("comment's length", "H", 0),
            ("disk", "H", 0), ("internal attributes", "H", 0), ("mode", "I", _MODE), ("offset", "I", begins),
        )  # fmt: skip
        for piece in _fields(entry.name, "directory", values, entry.name.encode()):
            yield piece
            offset += piece.size
    count = len(ordered)
    yield from _fields("", "end", (
        ("signature", "4s", b"PK\5\6"), ("disk", "H", 0), ("disk of the directory", "H", 0), ("files on the disk", "H", count),
        ("files", "H", count), ("directory's size", "I", offset - directory), ("directory's offset", "I", directory), ("comment's length", "H", 0),
    ))  # fmt: skip


def _common(entry: Entry) -> tuple[tuple[str, str, int], ...]:
    """What the header before a file and its line in the directory have in common, in this order."""
    return (
        ("version needed", "H", _VERSION), ("flags", "H", 0 if entry.name.isascii() else _UTF8), ("method", "H", _STORED),
        ("time", "H", _TIME), ("day", "H", _DAY), ("checksum", "I", entry.crc), ("stored size", "I", entry.size), ("size", "I", entry.size),
        ("name's length", "H", len(entry.name.encode())), ("extra fields' length", "H", 0),
    )  # fmt: skip


def _fields(name: str, where: str, values: Sequence[tuple[str, str, int | bytes]], written_name: bytes = b"") -> Iterator[Piece]:
    # In the directory the name stands behind all numbers, in the header too.
    for what, form, value in values:
        made = struct.pack(f"<{form}", value)
        yield Piece(f"{where}, {what}", name, made, len(made))
    if written_name:
        yield Piece(f"{where}, name", name, written_name, len(written_name))


def is_of_release(member: ZipInfo) -> bool:
    """Whether a file's line in the directory has what `layout` writes there and no other program writes by itself."""
    found = (
        (member.create_version, member.create_system, member.extract_version), (member.compress_type, member.flag_bits & ~_UTF8),
        (member.external_attr, member.internal_attr), member.date_time, (member.extra, member.comment),
    )  # fmt: skip
    return found == ((_VERSION, _UNIX, _VERSION), (_STORED, 0), (_MODE, 0), (1980, 1, 1, 0, 0, 0), (b"", b""))


def first_difference(stream: BinaryIO, members: Sequence[ZipInfo]) -> Difference | None:
    """The first place at which a zip is not byte for byte as `layout` has it for its members; None where there is none."""
    stream.seek(0)
    offset = 0
    for piece in layout([Entry(one.orig_filename, one.CRC, one.file_size) for one in members]):
        if piece.written is None:
            stream.seek(piece.size, 1)
        elif (found := stream.read(piece.size)) != piece.written:
            return Difference(piece.what, piece.name, offset, found, piece.written)
        offset += piece.size
    beyond = stream.read(16)
    return Difference("bytes behind the end", "", offset, beyond, b"") if beyond else None
