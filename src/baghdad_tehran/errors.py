"""The one exception that this package raises for something a person can mend.

It says what is wrong, in which file, at which place, with which value, and what to do about it. It never hides a fault
of the program itself: those stay ordinary Python exceptions.
"""

from __future__ import annotations

from typing import Any

_LONGEST_VALUE = 120


class Problem(Exception):
    """Something in a file, a row or an argument that a person can put right.

    `what` is the message, `file` where it was found, `place` the line, row or id within the file, `value` the
    offending value (None when there is none to show), `remedy` what to do. `str()` gives one line, and the remedy
    on a second line where there is one.
    """

    def __init__(
        self,
        message: str,
        *,
        file: Any = None,
        place: Any = None,
        value: Any = None,
        remedy: str | None = None,
    ) -> None:
        super().__init__(message)
        self.what = message
        self.file = None if file is None else str(file)
        self.place = None if place is None else str(place)
        self.value = value
        self.remedy = remedy

    def __str__(self) -> str:
        where = ", ".join(printable(part) for part in (self.file, self.place) if part)
        line = printable(self.what)
        if where:
            line = f"{where}: {line}"
        if self.value is not None:
            line = f"{line} (found {shown(self.value)})"
        return f"{line}\n  {printable(self.remedy)}" if self.remedy else line

    def __reduce__(self) -> tuple[Any, ...]:
        # An exception with keyword arguments does not travel back from a worker process without this.
        return _rebuild, (self.what, self.file, self.place, self.value, self.remedy)


def _rebuild(what: str, file: Any, place: Any, value: Any, remedy: str | None) -> Problem:
    return Problem(what, file=file, place=place, value=value, remedy=remedy)


def printable(text: Any) -> str:
    """The text on one line, with control characters written as escapes, so that no file can drive a terminal."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in str(text))


def shown(value: Any) -> str:
    """A value as an error shows it: its repr, shortened."""
    text = ascii(value) if isinstance(value, bytes) else printable(repr(value))
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
