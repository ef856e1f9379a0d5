"""How far a long run is, on one line of a terminal. Says nothing where nobody watches, or where the rows themselves are seen."""

from __future__ import annotations

import sys
import time

from ..terminal import styled
from ..waiting import bar

_PATIENCE = 1.0  # seconds before anything is said
_PAUSE = 0.2  # seconds between two looks


class Progress:
    """Counts documents and characters done. `total`: of documents."""

    def __init__(self, total: int):
        self.total, self.documents, self.size = total, 0, 0
        self.started = self.said = time.monotonic()
        self.seen = sys.stderr.isatty() and not sys.stdout.isatty()
        self.there = False

    def step(self, documents: int, size: int) -> None:
        """So many more are done."""
        self.documents += documents
        self.size += size
        now = time.monotonic()
        if self.seen and now - self.started >= _PATIENCE and now - self.said >= _PAUSE:
            self.said, self.there = now, True
            rate = self.size / (now - self.started) / 1e6
            line = f"{bar(self.documents, self.total)} {self.documents:,} of {self.total:,} documents, {rate:.2f} million characters/s"
            print(f"\r\x1b[K{styled(line, '2', sys.stderr)}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away, before other words or at the end."""
        if self.there:
            self.there = False
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
