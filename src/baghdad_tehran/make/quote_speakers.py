"""Who speaks where no slot of a rule says it: the subject of the sentence, by its marks or by its words."""

from __future__ import annotations

import re

from .marks import Line, Mark
from .report import Report

_PREPOSITION = re.compile(
    r"(?:^|[\s(])(?:in|of|with|to|by|from|between|for|at|on|under|against|about|over|during|after|before|than"
    r"|including|through|into|amid|and|near|as|following) (?:the |an? )?$",
    re.IGNORECASE,
)
_FARTHEST = 20  # more characters than a preposition and an article have
_SUBJECTS = ("PERSON", "OFFICE", "BODY", "NATION", "CAPITAL", "REGION", "PRONOUN", "GROUP", "DELEGATION")


def sentence_subject(line: Line, before: int) -> Mark | None:
    """The first noun phrase before the offset that may be the sentence's subject: a party, and not behind a preposition."""
    for unit in line.marks():
        if unit.start >= before:
            break
        if _PREPOSITION.search(line.text[max(line.start, unit.start - _FARTHEST) : unit.start]):
            continue
        owns = line.text[unit.end : unit.end + 2] in ("’s", "'s")
        if unit.kind in _SUBJECTS and (not owns or unit.kind == "PRONOUN"):
            return unit
    return None


def with_article(report: Report, line: Line, mark: Mark) -> tuple[int, int]:
    before = line.text[max(line.start, mark.start - 4) : mark.start]
    return (mark.start - 4, mark.end) if before.lower() == "the " else (mark.start, mark.end)


_PHRASE_BEFORE_VERB = re.compile(
    r"(?:(?:In|On|At|After|During|By|For|As|With|Since|But|And|Yet|Still|Meanwhile)\b[^,]{0,80}, |(?:But|And|Yet|Still|Now) )?"
    r"(?P<who>(?:the|an?|some|many|several|both|one|two|three|most|other|his|her|their|its|our|no|another|[A-Z][\w.’-]*)"
    r"(?: [\w.’'-]+){0,7}?)(?=,| (?:who|that|which|\w+ed|has|have|had|is|was|were|are|sent|took|put|went|won|made|told|held|spoke"
    r"|came|gave|began|begins|became|sees?|saw|says?|wants?|uses?|spent|wrote|kept|drew|ran|hit|fought|did|do|does|can|could|would|may|might"
    r"|should|must|makes?|takes?|goes|gets?|gives?|oppose|support|back|favor|reject|believe|think|know|need|hope|fear|face|plan"
    r"|run|live|remain|seem|appear|share|feel|like|stand|lack|find|see|expect)\b)",
    re.IGNORECASE,
)


def leading_phrase(line: Line, before: int) -> tuple[int, int] | None:
    """The noun phrase that begins the sentence, where no mark is its subject: "The ferry company left, saying …"."""
    match = _PHRASE_BEFORE_VERB.match(line.text, line.start, before)
    return match.span("who") if match else None


_PLAIN = re.compile(
    r"(?:and|but)(?: also| then)? (?:say|ask|tell|urge|argue|call|explain|describe|announce|claim|praise|demand|write|insist"
    r"|declare)$"
)
_INFINITIVE = re.compile(
    r"(?:(?:\bto (?!the |an? |his |her |its |their |those )|(?:[’']d|[’']ll|\b(?:would|will|could|should|might)) )[a-z]+ "
    r"[^,;]{0,60}|^(?:do|does|did|will|should) .{0,200})$",
    re.IGNORECASE,
)


def goes_with_infinitive(line: Line, cue: tuple[int, int]) -> bool:
    """ "asked her to raise her voice and say the word": a plain form that goes with an infinitive, not with the speaker."""
    return bool(
        _PLAIN.search(line.text[max(line.start, cue[0] - 12) : cue[1]]) and _INFINITIVE.search(line.text[line.start : cue[0] - 4])
    )
