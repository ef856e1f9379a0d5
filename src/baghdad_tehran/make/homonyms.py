"""Words of the lists that mean something else where they stand: a name, a time of day, part of another word for an office."""

from __future__ import annotations

import re

CUES = frozenset({"SAID", "SAYING", "STRESSED", "STRESSING", "TOLD", "TELLING", "PLEDGED", "PLEDGING"})
_NO_POST = re.compile(r"under [^\W\d_a-z]|(?<=\d )PM\b|[Pp]rincipal (?:[Dd]eputy|[Aa]ssistant|[Aa]ssociate)\b")
_FIRST_NAME = re.compile(r"(?:Sultan|Prince|Emir|King) (?:bin|ibn|bint) ")  # an office elsewhere
_PART_OF_AMERICA = re.compile(r"\b(?:Latin|South|Central|North) $")
_HEADS_OF = re.compile(r"\bheads of (?:state,? (?:and|or) (?:of )?)?$", re.IGNORECASE)


def means_something_else(kind: str, text: str, start: int, s: int, e: int) -> bool:
    """Is text[s:e], in the lists as one of `kind`, none where it stands in what begins at `start`?"""
    if kind in CUES:
        written = text[s:e]
        return s > start and written[0].isupper() and not written.isupper()  # "Dr. Said Amer": a name
    if kind == "BODYNAME":
        return _HEADS_OF.search(text, max(start, s - 24), s) is not None  # "heads of state and government"
    if kind in ("NATION", "DEMONYM") and text[s:e] in ("America", "American", "Americans"):
        return _PART_OF_AMERICA.search(text, max(start, s - 12), s) is not None
    if kind == "POST":  # "under Secretary Silva"; "at 5 PM"; "Principal Deputy Secretary"; "Sheikh Sultan bin Tarek"
        return bool(_NO_POST.match(text, s, e + 12) or _FIRST_NAME.match(text, s, e + 5))
    return False
