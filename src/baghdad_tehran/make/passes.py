"""Agreement of the two passes: how often two readings of the same hits came to the same verdict. Counts only.

Raw agreement and Gwet's AC1 (Gwet 2008, "Computing inter-rater reliability and its variance in the presence of high
agreement", British Journal of Mathematical and Statistical Psychology 61), which stays meaningful where nearly every verdict
is the same; its 95 % interval comes from the variance given there for two raters.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .checks import Judged


@dataclass(frozen=True, slots=True)
class Agreement:
    """n: hits with both passes; same: with the same verdict in both; ac1 and its 95 % interval (None where n is 0)."""

    n: int
    same: int
    ac1: float | None
    low: float | None
    high: float | None


def agreement(judged: Iterable[Judged]) -> Agreement:
    """Agreement of pass 1 and pass 2 over the hits that both have read; additions by hand are no hits of a rule."""
    pairs = []
    for one in judged:
        last = {v.number: v.verdict for v in one.verdicts if v.verdict != "added"}
        if 1 in last and 2 in last:
            pairs.append((last[1], last[2]))
    n = len(pairs)
    if not n:
        return Agreement(0, 0, None, None, None)
    same = sum(a == b for a, b in pairs)
    counts = Counter(v for pair in pairs for v in pair)
    shares = {v: c / (2 * n) for v, c in counts.items()}
    categories = 3  # accepted, corrected, rejected
    chance = sum(p * (1 - p) for p in shares.values()) / (categories - 1)
    observed = same / n
    ac1 = (observed - chance) / (1 - chance)
    total = 0.0
    for a, b in pairs:
        own = (float(a == b) - chance) / (1 - chance)
        by_chance = ((1 - shares[a]) + (1 - shares[b])) / 2 / (categories - 1)
        total += (own - 2 * (1 - ac1) * (by_chance - chance) / (1 - chance) - ac1) ** 2
    error = math.sqrt(total / (n * (n - 1))) if n > 1 else 0.0
    return Agreement(n, same, ac1, max(-1.0, ac1 - 1.96 * error), min(1.0, ac1 + 1.96 * error))
