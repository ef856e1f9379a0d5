"""Readings: all that is worked out from a pattern before it is first run, and kept between runs."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from .keeping import keep, kept
from .needs import Need, choosing, read_ahead, read_begins, read_needs
from .regexes import Nodes

# What a reading depends on, besides the pattern and Python.
_MODULES = ("marks", "needs", "patterns", "readings", "regexes", "repeats", "tries")
# In front of a pattern that may begin anywhere: else it is tried inside each word for nothing.
_OUTSIDE_WORDS = "(?:(?<![a-z])|(?![a-z]))"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a pattern tells.

    regex: the regular expression to run, over lines in lower case. numbers: its groups by name. needs: what a line must hold for
    a match. behind, starts: where alone one may begin (needs.Begins). ahead: words, one of which stands where a match begins or
    after; none: nothing is known of any.
    """

    regex: str
    numbers: dict[str, int]
    needs: tuple[Need, ...]
    behind: tuple[str, ...]
    starts: tuple[str, ...]
    ahead: tuple[str, ...]


def read_pattern(regex: str, nodes: Nodes, numbers: dict[str, int]) -> Reading:
    """Read a pattern: its regular expression and the nodes of that."""
    begins = read_begins(nodes)
    anywhere = not begins.behind and not begins.starts
    return Reading(
        _OUTSIDE_WORDS + regex if anywhere else regex,
        numbers,
        choosing((*read_needs(nodes), begins.need)),
        begins.behind,
        begins.starts,
        read_ahead(nodes),
    )


def keep_reading(source: str, reading: Reading) -> None:
    """Keep a sound pattern's reading for later runs."""
    if (key := _key(source)) is not None:
        needs = [sorted(need) for need in reading.needs]
        rest = (reading.behind, reading.starts, reading.ahead)
        keep(key, json.dumps([reading.regex, reading.numbers, needs, *rest]).encode())


def kept_reading(source: str) -> Reading | None:
    """The reading of a pattern, if an earlier run kept it: a pattern that is refused is never kept."""
    found = kept(key) if (key := _key(source)) is not None else None
    if found is None:
        return None
    try:
        regex, numbers, needs, behind, starts, ahead = json.loads(found)
        return Reading(regex, dict(numbers), tuple(map(frozenset, needs)), tuple(behind), tuple(starts), tuple(ahead))
    except (ValueError, TypeError):  # not written by this: as if it were not there
        return None


def _key(source: str) -> str | None:
    worker = _worker()
    return worker and "r" + sha256(f"{worker}\0{source}".encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=1)
def _worker() -> str | None:
    """What reads patterns, as a digest: Python and our own code. None: that code is not to be had as files."""
    whole = sha256(sys.version.encode())
    try:
        for name in _MODULES:
            whole.update(sha256(Path(__file__).with_name(f"{name}.py").read_bytes()).digest())
    except OSError:
        return None
    return whole.hexdigest()
