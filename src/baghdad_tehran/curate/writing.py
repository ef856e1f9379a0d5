"""Adds lines to what curators keep: ledgers and decision files. Each line is on the disk before the next is asked for."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..make.decided import decided_line


def append_json(path: Path, entry: Mapping[str, Any]) -> None:
    """Add one object to a file of JSON lines; the file and its folder are made where they are not there."""
    append_text(path, json.dumps(entry, ensure_ascii=False) + "\n")


def append_decision(path: Path, columns: Sequence[str], row: dict[str, str]) -> None:
    """Add one row to a CSV file of decisions; a file that is not there yet gets its header first."""
    header = "" if path.exists() else ",".join(columns) + "\n"
    append_text(path, header + decided_line(columns, row))


def append_text(path: Path, text: str) -> None:
    """Add whole lines with one write, and wait until they are on the disk: whoever is killed after this has lost nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":  # an editor left the last line open: ours begins a line of its own
                text = "\n" + text
        os.write(file.fileno(), text.encode("utf-8"))
        os.fsync(file.fileno())
