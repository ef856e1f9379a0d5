"""Readings: all that is worked out from a pattern before it is first run, and kept between runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from .keeping import keep, kept
from .needs import Need, choosing, read_ahead, read_begins, read_needs
from .trees import Nodes, filled_groups
from .ways import read_lead

# What a reading depends on, besides the pattern and Python.
_MODULES = ("marks", "needs", "patterns", "readings", "regexes", "repeats", "trees", "tries", "ways")
# In front of a pattern that may begin anywhere: else it is tried inside each word for nothing.
OUTSIDE_WORDS = "(?:(?<![a-z])|(?![a-z]))"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a pattern tells, or one way of it (ways.py).

    regex: the regular expression to run, over lines in lower case. numbers: its groups by name. needs: what a line must hold for
    a match. behind, starts: where alone one may begin (needs.Begins). lead: a pattern that matches where one begins, if they do
    not tell. core: one that then matches behind where it begins, or nothing. ahead: words, one of which stands where a match
    begins or after; none: nothing is known of any. filled: names of groups in which every match has something.
    """

    regex: str
    numbers: dict[str, int]
    needs: tuple[Need, ...]
    behind: tuple[str, ...]
    starts: tuple[str, ...]
    lead: str
    core: str
    ahead: tuple[str, ...]
    filled: tuple[str, ...] = ()


def read_pattern(regex: str, nodes: Nodes, tree: Any) -> Reading:
    """Read a pattern: its regular expression, the nodes and the tree of that."""
    numbers, filled = tree.state.groupdict, filled_groups(tree)
    begins = read_begins(nodes)
    anywhere = not begins.behind and not begins.starts
    lead, core = read_lead(nodes) if anywhere else ("", "")
    return Reading(
        OUTSIDE_WORDS + regex if anywhere and not lead else regex,
        numbers,
        choosing((*read_needs(nodes), begins.need)),
        begins.behind,
        begins.starts,
        OUTSIDE_WORDS + lead if lead else "",
        core,
        read_ahead(nodes),
        tuple(name for name, number in numbers.items() if number in filled),
    )


def keep_readings(source: str, readings: Iterable[Reading]) -> None:
    """Keep those of a sound pattern for later runs."""
    if (key := _key(source)) is not None:
        told = [
            (r.regex, r.numbers, [sorted(need) for need in r.needs], r.behind, r.starts, r.lead, r.core, r.ahead, r.filled)
            for r in readings
        ]
        keep(key, json.dumps(told).encode())


def kept_readings(source: str) -> tuple[Reading, ...]:
    """The readings of a pattern, if an earlier run kept them, else none: a pattern that is refused is never kept."""
    found = kept(key) if (key := _key(source)) is not None else None
    if found is None:
        return ()
    try:
        return tuple(
            Reading(
                regex, dict(n), tuple(map(frozenset, needs)), tuple(behind), tuple(starts), lead, core, tuple(a), tuple(filled)
            )
            for regex, n, needs, behind, starts, lead, core, a, filled in json.loads(found)
        )
    except (ValueError, TypeError):  # not written by this: as if it were not there
        return ()


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
