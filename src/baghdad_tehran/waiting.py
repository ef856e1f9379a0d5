"""A sign of life: what takes longer than a second says on a faint line of the terminal what it does and for how long, and takes the line away.

Nothing is said where stderr is no terminal.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from .terminal import styled

_PATIENCE = 1.0  # seconds before anything is said
_PAUSE = 0.5  # seconds between two looks at the clock
_CLEARED = "\r\x1b[K"


@contextmanager
def waiting(words: str) -> Iterator[None]:
    """Within this, a person who watches is told. Nothing else may be written to the terminal meanwhile."""
    stream = sys.stderr
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    done = threading.Event()

    def tell() -> None:
        started, pause = time.monotonic(), _PATIENCE
        while not done.wait(pause):
            pause = _PAUSE
            stream.write(_CLEARED + styled(f"{words} … {time.monotonic() - started:.0f} s", "2", stream))
            stream.flush()
        if pause == _PAUSE:
            stream.write(_CLEARED)
            stream.flush()

    watch = threading.Thread(target=tell, daemon=True)
    watch.start()
    try:
        yield
    finally:
        done.set()
        watch.join()
