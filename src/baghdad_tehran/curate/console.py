"""A person at a terminal: single keys, typed lines, words printed. Decides nothing and records nothing."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Sequence

from .. import terminal
from ..errors import Problem

QUIT = "q"
_END_OF_INPUT = "\x04"
_MARKED = "1;4"  # bold, underlined
_FAINT = "2"
_STYLE = re.compile("\x1b\\[[0-9;]*m")


class Console:
    """The terminal that standard input and output are. Problem: they are none."""

    def __init__(self, remedy: str) -> None:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise Problem("asks, and there is no terminal to answer at", remedy=remedy)
        self.columns = max(40, min(shutil.get_terminal_size().columns, 110))

    def say(self, text: str = "") -> None:
        """Print words that are safe already, broken at spaces to fit."""
        for line in text.split("\n"):
            words = line.strip(" ")
            indent = " " * (len(line) - len(line.lstrip(" ")))
            for part in _broken(words, self.columns - len(indent)):
                print(indent + part)

    def faint(self, text: str) -> str:
        """The text, drawn back where the terminal can."""
        return terminal.styled(text, _FAINT, sys.stdout)

    def heading(self, text: str) -> str:
        """The text in bold where the terminal can."""
        return terminal.styled(text, "1", sys.stdout)

    def passage(self, text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> str:
        """text[start:end] with the spans marked: bold and underlined, or in ⟦ ⟧ where there are no colours."""
        plain = not terminal.coloured(sys.stdout)
        out, at = [], start
        for first, last in _joined(spans, start, end):
            out.append(_safe(text[at:first]))
            words = _safe(text[first:last])
            out.append(f"⟦{words}⟧" if plain else " ".join(terminal.styled(w, _MARKED, sys.stdout) for w in words.split(" ")))
            at = last
        out.append(_safe(text[at:end]))
        return "".join(out)

    def key(self) -> str:
        """One key, as a small letter; the end of input counts as `q`."""
        sys.stdout.flush()
        pressed = _one_key()
        return QUIT if pressed in ("", _END_OF_INPUT) else pressed.lower()

    def line(self, prompt: str) -> str:
        """What a person types on one line, trimmed; empty at the end of input."""
        try:
            return input(prompt).strip()
        except EOFError:
            print()
            return ""

    def needed(self, prompt: str) -> str | None:
        """A line that must not be empty; asked twice, then given up (None)."""
        for _ in range(2):
            typed = self.line(prompt)
            if typed:
                return typed
        return None


def _broken(text: str, columns: int) -> list[str]:
    """The text in lines of at most that width, broken at spaces; what only sets a style takes no room."""
    lines, room = [""], columns
    for word in text.split(" "):
        wide = terminal.width(_STYLE.sub("", word))
        if lines[-1] and wide + 1 > room:
            lines, room = [*lines, ""], columns
        lines[-1] += f" {word}" if lines[-1] else word
        room -= wide + 1
    return lines


def _safe(text: str) -> str:
    return terminal.safe(" ".join(text.split("\n")))


def _joined(spans: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """The spans within start and end, in order, those that touch made one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted((max(s, start), min(e, end)) for s, e in spans if s < end and start < e):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _one_key() -> str:
    try:
        import termios
        import tty
    except ImportError:  # Windows
        import msvcrt

        return str(msvcrt.getwch())  # type: ignore[attr-defined,unused-ignore]
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)
        raw = os.read(descriptor, 1)
        while raw and raw[0] >= 0xC0 and len(raw) < 4 and not _whole(raw):
            raw += os.read(descriptor, 1)
        return raw.decode("utf-8", errors="replace")
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _whole(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
