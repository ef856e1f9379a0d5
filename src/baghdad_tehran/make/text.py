"""Documents: a text with its name and hash. Reads files exactly as they are; never normalises a character."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..errors import Problem


@dataclass(frozen=True, slots=True)
class Document:
    """One source text.

    source_id: the file's stem. text: its characters as decoded from UTF-8, nothing changed. sha256: of its bytes.
    published: a publication date that the text does not state but somebody supplied, or None.
    """

    source_id: str
    text: str
    sha256: str
    path: str
    published: date | None = None


def read_document(path: Path, name: str | None = None, published: date | None = None) -> Document:
    """Read one UTF-8 text file. Problem: missing, empty, or not UTF-8 (with the byte offset of the first wrong byte)."""
    label = name or str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Problem(f"cannot be read ({error.strerror})", file=label, remedy="check the name and the permissions") from None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(
            "is not UTF-8",
            file=label,
            place=f"byte {error.start}",
            value=raw[error.start : error.start + 4].hex(" "),
            remedy="save the article as UTF-8; offsets are counted in its characters",
        ) from None
    if not text.strip():
        raise Problem("is empty", file=label, remedy="put the article's text in it, or remove the file")
    return Document(path.stem, text, hashlib.sha256(raw).hexdigest(), label, published)
