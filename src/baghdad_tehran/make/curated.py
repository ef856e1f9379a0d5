"""Reading what curators wrote: TOML and JSON lines, with an error that names the file and the place. Knows no key's meaning."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from ..errors import Problem


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file. Problem: it is missing, not UTF-8, or not TOML (with line and column)."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Problem(f"cannot be read ({error.strerror})", file=path, remedy="restore the file from git") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem(f"is not valid TOML: {error}", file=path, remedy="mend the line it names") from None


def read_json_lines(path: Path) -> list[tuple[int, Any]]:
    """(line number, object) of every line that is not blank. Problem: not UTF-8, or a line that is no JSON."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Problem("is not UTF-8", file=path, place=f"byte {error.start}", remedy="restore the file from git") from None
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append((number, json.loads(line)))
        except json.JSONDecodeError as error:
            raise Problem(
                f"is not a line of JSON ({error.msg})",
                file=path,
                place=f"line {number}",
                value=line[:60],
                remedy="restore the line from git; one object stands on each line",
            ) from None
    return found
