"""A sign of life: what takes longer than a second says on a faint line of the terminal what it does, how far it is where that is
known, and for how long, and takes the line away.

Nothing is said where stderr is no terminal.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .terminal import styled

_PATIENCE = 1.0  # seconds before anything is said
_PAUSE = 0.5  # seconds between two looks at the clock
_CLEARED = "\r\x1b[K"


_WIDTH = 20  # characters of a bar


@contextmanager
def waiting(words: str, steps: int | None = None) -> Iterator[Callable[[], None]]:
    """Within this, a person who watches is told. Nothing else may be written to the terminal meanwhile.

    `steps`: how many there are, if known. What is given is to be called as each of them is done.
    """
    stream, finished = sys.stderr, 0

    def step() -> None:
        nonlocal finished
        finished += 1

    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield step
        return
    done = threading.Event()

    def tell() -> None:
        started, pause = time.monotonic(), _PATIENCE
        while not done.wait(pause):
            pause = _PAUSE
            far = f" {bar(finished, steps)} {finished} of {steps} steps" if steps else ""
            stream.write(_CLEARED + styled(f"{words}{far} … {time.monotonic() - started:.0f} s", "2", stream))
            stream.flush()
        if pause == _PAUSE:
            stream.write(_CLEARED)
            stream.flush()

    watch = threading.Thread(target=tell, daemon=True)
    watch.start()
    try:
        yield step
    finally:
        done.set()
        watch.join()


def bar(done: int, total: int) -> str:
    """How far it is, drawn; full only at the end."""
    full = _WIDTH * min(done, total) // max(total, 1)
    return "█" * full + "░" * (_WIDTH - full)
