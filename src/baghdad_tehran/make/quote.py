"""A quote while it is put together: what was matched, and what of it is content, cue and speaker. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from .marks import Mark
from .matching import Found, Slot
from .model import Claim
from .report import Party


@dataclass(slots=True)
class Quote:
    """An attribution being put together."""

    found: Found
    pieces: list[tuple[int, int]]
    cue: list[tuple[int, int]] = field(default_factory=list)
    speaker: list[Mark] = field(default_factory=list)
    speaker_span: tuple[int, int] | None = None
    via: Slot | None = None
    date: Mark | None = None
    claim: Claim | None = None
    parties: list[Party] = field(default_factory=list)

    @property
    def start(self) -> int:
        return min(s for s, _ in self.pieces)

    @property
    def extent(self) -> tuple[int, int]:
        """Where content and cue begin and end."""
        spans = (*self.pieces, *self.cue)
        return min(s for s, _ in spans), max(e for _, e in spans)
