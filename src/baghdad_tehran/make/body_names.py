"""Names of bodies: where one ends that a person's name follows, as in "at the Ministry of Health Ben Okoro said"."""

from __future__ import annotations

import re

from .marks import Mark
from .vocabulary import Vocabulary

_OF = re.compile(r" (?:of|for) (?:the )?")
_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w.’'-]*")
# Words with which the second half of a body's name ends: "House of Representatives", "Board of Governors".
_WHOLES = frozenset(
    (
        "Representatives Commons Lords Deputies Republic Judges Directors Governors Elders Ministers Trustees Regents Experts States Nations "
        "Staff Presidency Region Law Medicine Churches Bishops Chiefs Delegates Keys Advisers Advisors Commerce Chambers"
    ).split()
)


class BodyNames:
    """Knows by the vocabulary with which words the names of bodies end."""

    def __init__(self, voc: Vocabulary):
        self.particles = frozenset(voc.particles)
        self.ends = _WHOLES | frozenset(voc.portfolio_heads) | frozenset(voc.body_heads)

    def end(self, text: str, start: int, end: int, states: dict[int, Mark]) -> int:
        """Where the body in text[start:end] ends, without somebody's name of two to five words behind it. `states`: by offset."""
        of = None
        for of in _OF.finditer(text, start, end):
            pass
        if of is None:
            return end
        state = states.get(of.end())
        if state is not None and state.end == end and text.startswith(("'s", "’s"), end):
            return of.start()  # "the Fish Committee of Chile's parliament"
        if state is not None and state.end < end:  # "the Communist Party of Chile Ben Okoro": a state ends the name
            return state.end if self._is_name(text[state.end + 1 : end].split(" ")) else end
        words = text[of.end() : end].split(" ")
        for count in (2, 3, 4, 5):
            if len(words) > count and self._is_name(words[-count:]) and words[-count - 1].rstrip(",") in self.ends:
                return end - len(" ".join(words[-count:])) - 1
        return end

    def _is_name(self, words: list[str]) -> bool:
        return 1 < len(words) < 6 and all((_CAPITAL.fullmatch(w) or w in self.particles) and w not in self.ends for w in words)
