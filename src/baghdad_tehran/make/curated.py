"""Reading what curators wrote: TOML and JSON lines, with an error that names the file and the place. Knows no key's meaning."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..errors import Problem

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file. Problem: it is missing, not UTF-8, not TOML (with line and column), or a text holds a control character."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Problem(f"cannot be read ({error.strerror})", file=path, remedy="restore the file from git") from None
    except UnicodeDecodeError as error:
        raise not_utf8(path, error) from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets without end: no TOML error
        raise Problem(f"is not valid TOML: {error}", file=path, remedy="mend the line it names") from None
    _refuse_controls(data, path)
    return data


def _refuse_controls(data: dict[str, Any], path: Path) -> None:
    """Nothing of a file reaches a terminal or a table that could drive one; and "\\b" in double quotes is a backspace, no end of a word."""
    left: list[Any] = [data]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            left += [*one, *one.values()]
        elif isinstance(one, list):
            left += one
        elif isinstance(one, str) and (found := _CONTROL.search(one)):
            raise Problem(
                "a text holds a control character",
                file=path,
                value=one[max(0, found.start() - 20) : found.end() + 20],
                remedy="in a pattern write \\\\b for \\b, or put it in single quotes",
            )


def not_utf8(path: Path, error: UnicodeDecodeError) -> Problem:
    """The problem of a file whose bytes are no UTF-8: which byte, and what stands there."""
    found = error.object[error.start : error.start + 4].hex(" ")
    return Problem("is not UTF-8", file=path, place=f"byte {error.start}", value=found, remedy="save it as UTF-8")


def known_keys(entry: Any, known: Iterable[str], file: Path, place: str | None = None) -> dict[str, Any]:
    """The table, if it is one and each key is known; else a Problem."""
    if not isinstance(entry, dict):
        raise Problem("is no table", file=file, place=place, value=entry, remedy="known keys: " + ", ".join(sorted(known)))
    unknown = sorted(set(entry) - set(known))
    if unknown:
        raise Problem("unknown key", file=file, place=place, value=unknown[0], remedy="known keys: " + ", ".join(sorted(known)))
    return entry


def tables(data: dict[str, Any], key: str, file: Path) -> list[Any]:
    """What stands under [[key]]. Problem: a single [key], or something else than a list."""
    if not isinstance(data.get(key, []), list):
        raise Problem(
            f"{key} is no list of tables", file=file, place=f"[{key}]", remedy=f"write each {key} as [[{key}]], in two brackets"
        )
    found: list[Any] = data.get(key, [])
    return found


def text(value: Any, file: Path, place: str, key: str) -> str:
    """A text that is not empty. Problem: anything else."""
    if not isinstance(value, str) or not value.strip():
        raise Problem(f"{key} is no text", file=file, place=place, value=value, remedy=f'write {key} = "…"')
    return value


def texts(value: Any, file: Path, place: str | None, key: str) -> list[str]:
    """A list of texts, none empty. Problem: anything else."""
    if not isinstance(value, list):
        raise Problem(f"{key} is no list", file=file, place=place, value=value, remedy=f'write a list of texts: {key} = ["…"]')
    for one in value:
        if not isinstance(one, str) or not one.strip():
            raise Problem(
                f"{key} holds what is no text", file=file, place=place, value=one, remedy="put each text in quotation marks"
            )
    return value


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
        except (ValueError, RecursionError) as error:
            raise Problem(
                f"is not a line of JSON ({getattr(error, 'msg', error)})",
                file=path,
                place=f"line {number}",
                value=line[:60],
                remedy="restore the line from git; one object stands on each line",
            ) from None
    return found


def needed(entry: dict[str, Any], keys: tuple[str, ...], path: Path, place: str) -> None:
    """Problem: the entry lacks one of these keys."""
    for key in keys:
        if key not in entry:
            raise Problem(
                f"lacks {key!r}", file=path, place=place, value=entry.get("title") or sorted(entry), remedy=f"add {key} = …"
            )
