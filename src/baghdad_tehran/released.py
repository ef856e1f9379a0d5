"""Which files a release consists of, and their hashes: the one place where `SHA256SUMS` is written and read.

It never decides whether a hash is right; the gate does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from .errors import Problem

SUMS = "SHA256SUMS"
DESCRIPTOR = "datapackage.json"
DATASET = "dataset"
SCHEMAS = "schemas"
CURATED = ("build/rules", "build/vocabulary")
PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
PARQUET_MEDIATYPE = "application/vnd.apache.parquet"
# What an unpacked release archive holds beside, known by its metadata, which no checkout has (`archive` makes it).
ARCHIVE = "croissant.json"
ARCHIVED = (ARCHIVE, "CHANGELOG.md", "CITATION.cff", "LICENSE", "README.md", "RIGHTS.md")
ARCHIVED_FOLDERS = ("csv", "docs")

_LINE = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\x7f\\]+)")


def released_names(root: Path) -> list[str]:
    """Every released file under `root` but SHA256SUMS, as a sorted list of names relative to it."""
    names = [DESCRIPTOR] if (root / DESCRIPTOR).is_file() else []
    names += _files(root, root / DATASET, deep=False)
    names += [name for name in _files(root, root / SCHEMAS, deep=False) if name.endswith(".json")]
    for folder in CURATED:
        names += _files(root, root / folder, deep=True)
    if (root / ARCHIVE).is_file():
        names += [name for name in ARCHIVED if (root / name).is_file()]
        for folder in ARCHIVED_FOLDERS:
            names += _files(root, root / folder, deep=True)
    return sorted(names)


def _files(root: Path, folder: Path, *, deep: bool) -> Iterator[str]:
    # Hidden files are the system's (.DS_Store) or git's (.gitkeep), never ours.
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name.startswith(".") or path.name == "__pycache__":
                continue
            if path.is_file():
                yield path.relative_to(root).as_posix()
            elif deep and path.is_dir() and not path.is_symlink():
                yield from _files(root, path, deep=True)


def leads_out(name: str) -> bool:
    """Whether a name, taken from the root of a release, could mean a file elsewhere: absolute, with a drive, or going up."""
    return "\\" in name or ":" in name or name.startswith("/") or any(part in ("", ".", "..") for part in name.split("/"))


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_sums(root: Path) -> None:
    """Write SHA256SUMS over the released files of `root`, in the form that `sha256sum -c` reads."""
    lines = []
    for name in released_names(root):
        line = f"{file_hash(root / name)}  {name}"
        if not _LINE.fullmatch(line):
            raise Problem("a released file may not have such a name", file=root, value=name)
        lines.append(f"{line}\n")
    (root / SUMS).write_bytes("".join(lines).encode("utf-8"))


def read_sums(path: Path) -> Mapping[str, str]:
    """Name to hash, as SHA256SUMS lists them. Problem where it is not exactly what `write_sums` writes."""
    try:
        if path.exists() and not path.is_file():
            raise Problem("is not a file", file=path)
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise Problem("the file is missing", file=path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("cannot be read as text", file=path) from error
    if text and not text.endswith("\n"):
        raise Problem("the last line is cut short", file=path)
    hashes: dict[str, str] = {}
    for number, line in enumerate(text.split("\n")[:-1], 1):
        match = _LINE.fullmatch(line)
        if not match:
            raise Problem("is not a hash, two spaces and a name", file=path, place=f"line {number}", value=line)
        if match[2] in hashes:
            raise Problem("a file is listed twice", file=path, place=f"line {number}", value=match[2])
        hashes[match[2]] = match[1]
    if list(hashes) != sorted(hashes):
        raise Problem("the names are not in order", file=path)
    return hashes
