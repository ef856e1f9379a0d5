"""Prints rows: a table that fits the terminal, CSV, JSON (one object a line) or Markdown. Never decides what to print.

What reaches a terminal has its control characters written as escapes, whatever form it has: a word quoted from a web page
must not be able to move the cursor or turn the reading direction. What reaches a file or a pipe is left as it is.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from math import isfinite
from typing import Any, TextIO

Row = Sequence[Any]

FORMS = ("table", "csv", "json", "markdown")
_SAMPLE = 500  # rows that decide the widths of a table; later ones are wrapped into them
_GAP = "  "
_NARROWEST = 12  # a column is not squeezed below this; where that is too wide, a row is printed down the page

# C0 and C1 controls, line and paragraph separators, marks that turn the direction of text, lone surrogates.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def form_for(wanted: str | None, out: TextIO | None = None) -> str:
    """The form to print in: the one asked for, else a table on a terminal and CSV where the output goes on to a program."""
    return wanted or ("table" if (out or sys.stdout).isatty() else "csv")


def write(columns: Sequence[str], rows: Iterable[Row], form: str, out: TextIO | None = None) -> int:
    """Prints the rows in one of FORMS and returns how many there were. Rows are taken one by one, so they may be many."""
    out = out or sys.stdout
    if form == "json":
        names = distinct(columns)
        return write_json((dict(zip(names, row, strict=True)) for row in rows), out)
    writers = {"csv": _write_csv, "markdown": _write_markdown}
    return writers.get(form, _write_table)(columns, rows, out)


def write_json(objects: Iterable[Mapping[str, Any]], out: TextIO | None = None) -> int:
    """Prints one JSON object a line; returns how many."""
    out = out or sys.stdout
    on_terminal = out.isatty()
    count = 0
    for count, item in enumerate(objects, 1):
        line = json.dumps(plain(item), ensure_ascii=False, allow_nan=False)
        out.write((safe(line, "\\u{:04x}") if on_terminal else line) + "\n")
    return count


def plain(value: Any) -> Any:
    """A value as JSON has it: dates as ISO 8601 text, decimals as numbers, what is not a number as null."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(item) for item in value]
    return value.hex() if isinstance(value, bytes) else str(value)


def text_of(value: Any) -> str:
    """A value as a cell of a table or of CSV has it; null is empty."""
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)


def distinct(columns: Sequence[str]) -> list[str]:
    """The column names with `_1`, `_2` behind a name that was there before, as DuckDB does it."""
    names: list[str] = []
    for column in columns:
        name, number = column, 0
        while name in names:
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    return names


def safe(text: str, escape: str | None = None, keep: str = "") -> str:
    """The text with every character that could drive a terminal written as an escape, but for those to keep."""

    def written(match: re.Match[str]) -> str:
        char = match.group()
        if char in keep:
            return char
        return escape.format(ord(char)) if escape else char.encode("unicode_escape").decode("ascii")

    return _UNSAFE.sub(written, text)


def width(text: str) -> int:
    """How many columns of a terminal the text takes: two for wide East Asian characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in text
    )


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most that width: its own lines, broken at spaces where they are too long."""
    return [line for given in text.split("\n") for line in _wrap(given, columns)]


def _wrap(text: str, columns: int) -> list[str]:
    if width(text) <= columns:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer) <= columns:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, columns)
        lines.extend(full)
    return [*lines, line]


def coloured(stream: TextIO) -> bool:
    """Whether the stream is a terminal that wants colours (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def styled(text: str, code: str, stream: TextIO) -> str:
    """The text in a style ("1" bold, "2" faint, "31" red), where the stream is a terminal that wants it."""
    return f"\x1b[{code}m{text}\x1b[0m" if text and coloured(stream) else text


def say(text: str) -> None:
    """Words for a person, on stderr: never data. What they quote must be safe already (`safe`, `errors.printable`)."""
    print(text, file=sys.stderr)


def _write_csv(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> int:
    writer = csv.writer(out, lineterminator="\n")
    on_terminal = out.isatty()
    count = -1
    for count, row in enumerate(chain([columns], rows)):
        cells = [text_of(value) for value in row]
        writer.writerow([safe(cell, keep="\n\t") for cell in cells] if on_terminal else cells)
    return count


def _write_markdown(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> int:
    """A table as GitHub and most others write it; a line break within a cell is `<br>`."""
    count = -2
    rule = ["---"] * len(columns)
    for count, row in enumerate(chain([columns, rule], rows), -1):
        line = f"| {' | '.join(row if row is rule else [markdown(_read(value)) for value in row])} |"
        out.write((safe(line) if out.isatty() else line) + "\n")
    return count


def markdown(text: str) -> str:
    """The text so that Markdown shows it as it is, in one line."""
    escaped = re.sub(r"([\\|`*<>\[\]]|(?<!\w)_|_(?!\w))", r"\\\1", text)
    return re.sub(r"\r\n|\r|\n", "<br>", escaped)


def _write_table(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> int:
    rest = iter(rows)
    sample = list(islice(rest, _SAMPLE))
    cells = [[_cell(value) for value in row] for row in sample]
    natural, longest = [], []  # of each column: its width, and that of its longest word, which should not be broken
    for column in zip(columns, *cells, strict=True):
        natural.append(max(width(line) for cell in column for line in cell.split("\n")))
        longest.append(max((width(word) for cell in column for word in cell.split()), default=0))
    numeric = [
        any(value is not None for value in values) and all(value is None or _is_number(value) for value in values)
        for values in (list(zip(*sample, strict=True)) or [()] * len(columns))
    ]
    total = shutil.get_terminal_size().columns if out.isatty() else max(sum(natural) + len(_GAP) * len(natural), 1)
    widths = fit(natural, longest, total - len(_GAP) * (len(columns) - 1))
    everything = chain(cells, ([_cell(value) for value in row] for row in rest))
    if widths is None:
        return _write_records(columns, everything, total, out)
    out.writelines(styled(line, "1", out) + "\n" for line in _lines([safe(name) for name in columns], widths, numeric))
    out.write(styled(_GAP.join("─" * size for size in widths), "2", out) + "\n")
    count = 0
    for count, row in enumerate(everything, 1):
        out.writelines(line + "\n" for line in _lines(row, widths, numeric))
    return count


def _write_records(columns: Sequence[str], rows: Iterable[Sequence[str]], total: int, out: TextIO) -> int:
    """Down the page: a line for each value that is there, a blank line between rows."""
    label = max(map(width, columns), default=0)
    count = 0
    for count, row in enumerate(rows, 1):
        if count > 1:
            out.write("\n")
        for name, cell in zip(columns, row, strict=True):
            for number, line in enumerate(wrap(cell, max(total - label - len(_GAP), _NARROWEST)) if cell else ()):
                head = safe(name) if number == 0 else ""
                out.write(styled(head, "1", out) + " " * (label - width(head)) + _GAP + line + "\n")
    return count


def fit(natural: Sequence[int], longest: Sequence[int], available: int) -> list[int] | None:
    """Widths that fit what is available: narrow columns whole, the others in equal shares, so that no word is broken if that can
    be had (`longest`: the width of each column's longest word). None where nothing fits."""
    if sum(natural) <= available:
        return list(natural)
    if sum(min(size, _NARROWEST) for size in natural) > available:
        return None
    least = longest if sum(longest) <= available else [0] * len(natural)

    def shared(share: int) -> list[int]:
        return [min(most, max(share, fewest)) for most, fewest in zip(natural, least, strict=True)]

    widths = shared(max(share for share in range(available + 1) if sum(shared(share)) <= available))
    squeezed = [n for n, most in enumerate(natural) if widths[n] < most]
    for n in squeezed[::-1][: available - sum(widths)]:  # what the shares leave
        widths[n] += 1
    return widths


def _lines(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> Iterator[str]:
    wrapped = [wrap(cell, size) for cell, size in zip(cells, widths, strict=True)]
    for number in range(max(map(len, wrapped), default=0)):
        parts = []
        for lines, size, right in zip(wrapped, widths, numeric, strict=True):
            line = lines[number] if number < len(lines) else ""
            blank = " " * (size - width(line))
            parts.append(blank + line if right else line + blank)
        yield _GAP.join(parts).rstrip()


def _pieces(word: str, columns: int) -> list[str]:
    """A word cut into pieces of at most that width, behind a hyphen or the like where there is one; at least one piece."""
    pieces = []
    while width(word) > columns:
        cut = taken = 0
        for cut, char in enumerate(word):
            taken += width(char)
            if taken > columns:
                break
        cut = max(cut, 1)
        joint = max(word.rfind(mark, cut // 2, cut) for mark in "-_/.,:") + 1
        cut = joint or cut
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]


def _cell(value: Any) -> str:
    return safe(_read(value), keep="\n")


def _read(value: Any) -> str:
    """A value as a person reads it: a list of words without the marks that a program needs."""
    if isinstance(value, (list, tuple)) and not any(isinstance(item, (list, tuple, Mapping)) for item in value):
        return "; ".join(map(text_of, value))
    return text_of(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
