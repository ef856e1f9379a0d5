"""Edges of a reported clause: behind whom it is told to, before a second verb of its speaker, before the main clause."""

from __future__ import annotations

import re
from bisect import bisect_left

from .marks import Line, Mark
from .matching import Found

_WORD = re.compile(r"[\w’'-]+")
# Words with which a reported clause begins behind the one it is told to: "told his friends they …", "asked Lind whether …".
_SUBJECT = re.compile(r"(?:he|she|they|it|we|I|there|that|if|when|because|although|while|even)(?![\w-])")
_ASKED = re.compile(r"(?:if|whether|why|how|what|about)\b")
_FINITE = re.compile(
    r"\b(?:is|was|are|were|has|have|had|will|would|can|could|may|might|should|must|do|does|did|[a-z]{2,6}n[’']t)\b", re.IGNORECASE
)
_WONDER = re.compile(r"(?:if|whether|why|how|what|who|which|when|where)\b", re.IGNORECASE)
_SPOKEN = re.compile(r", [“\"‘'`]")
_TO_DO = re.compile(r"(?: [\w.’'-]+){1,4} (?:not )?to (?!the |his |her |their |a |an |me |us |them |him )[a-z]+ ")
_STOP = re.compile(r"[,;:(—“\"]")
_VERB = (
    r"(?:(?:also|then|later|now|has|have|had|is|was|did|does|will|would|could|instead|even|[a-z]{3,12}ly) ){0,3}"
    r"(?:said|says|told|was|is|made|took|went|gave|got|held|kept|left|led|put|ran|sent|set|spoke|stood|won|sought|drew|began|brought"
    r"|called|used|cited|found|wrote|threw|cast|hit|cut|met|saw|lost|paid|invoked|vowed|[a-z]{3,14}ed) "
    r"(?=(?:to|that|the|an?|his|her|their|its|on|for|up|in|out|off|about|against|with|into|support|himself|herself|as|at|back|him|it"
    r"|them|[A-Z“\"])\b|[“\"])"
)
_SECOND_PARTICIPLE = re.compile(
    r",? (?:and|but|while) (?:by |then |also |[a-z]{3,12}ly ){0,2}[a-z]{3,14}ing "
    r"(?=(?:to|that|the|an?|his|her|their|its|up|out|off|him|it|them|[A-Z“\"])\b|[“\"])"
)
_SECOND = re.compile(rf",? (?:and|but) {_VERB}")
_FRONTED = re.compile(
    r"(?<![\w’'-])(?<!\bin )(?<!\bof )(?<!\bto )(?<!\bby )(?<!\bat )(?<!\bon )(?<!\bfor )(?<!\bwith )"
    r"(?<!\bunder )(?<!\bfrom )(?<!\bduring )(?<!\bafter )(?:which|who|whom) $|(?<![\w’'-])what $"
)
_OCCASION = re.compile(
    r" (?:at|in|on|during) (?:an?|the|his|her|their|its|[A-Z][\w’'-]+)(?: [\w’'-]+){0,4}? (?:rally|rallies|debates?|[Rr]adio"
    r"|show|stump|trail|town hall|event|forum|speech|speeches|interviews?|fund-?raiser|dinner|news conference|press conference"
    r"|op-ed|tweets?|appearances?|convention)"
    r"(?: (?:in|on|at|for|with|last|this|here)\b[^,;]*)?(?=[,.;]|$)"
    r"| through (?:an?|his|her|its|their) (?:[a-z]+ )?(?:spokes\w+|lawyers?|attorneys?|representatives?|publicist|aides?)\b"
    r"| even as (?:he|she|it|they|the|an?|his|her|their|[A-Z][\w.’'-]+) .*$"
)
_ON_DAY = re.compile(
    r"(?<! in)(?<! by)(?<! of)(?<! for)(?<! from)(?<! to)(?<! last)(?<! this)(?<! next)(?<! and) (?:(?:late |early |earlier )?on )?$"
)
_DAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_LEADS = re.compile(
    r"(?:but|and|yet|however,|nevertheless,|still,|meanwhile,|moreover,|in addition,|nonetheless,|in fact,|in particular,) ",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"(?:but |and |yet |even |now )?(?:(?:[\w’'-]+ ){0,3}(?:years?|months?|weeks?|days?|hours?|minutes?) (?=after|before|since))?"
    r"(?:if|when|while|although|though|after|before|as|(?:ever )?since|because|once|until|unless|whereas|where|with"
    r"|by|having|[a-z]{3,14}ing)\b",
    re.IGNORECASE,
)
_MAIN = re.compile(
    r",[”\"]? (?=(?:(?:he|she|it|they|we|I|you|there|this|here)(?:[’'](?:s|d|re|ve|ll|m))?|these|those|others|some|many|most|both|the|an?"
    r"|his|her|their|its|our|one"
    r"|two|at least|about|more than|all|what|no|nearly|Judge|[0-9]+"
    r"|(?:on|in|at|last|this) [A-Z]?[\w’'-]+(?: [\w’'-]+)?|(?:[a-z]{3,12} )?[A-Z][\w.’'-]+) (?!and |or ))"
)


def behind_addressee(line: Line, cue_end: int, start: int, end: int, asked: bool) -> int:
    """Where what is told to somebody begins: behind "that", else at its subject. "told a crowd in Oslo on Monday that …" """
    stop = _stop(line, cue_end + 1, end)
    text = line.text
    if asked and _WONDER.match(text, start):
        return start
    that = text.find(" that ", cue_end, end)
    if not asked and 0 <= that <= stop and that < cue_end + 110 and not _FINITE.search(text, cue_end, that):
        return that + 6
    if not asked and _TO_DO.match(text, cue_end):
        return cue_end + 1  # "told him to open it": like "urged him to …", he begins what is said
    found = _first_subject(text, cue_end, start, min(end, stop), asked)
    spoken = stop < cue_end + 90 and _SPOKEN.match(text, stop) and not _FINITE.search(text, cue_end, stop)
    if found is None and not asked and spoken:
        return max(start, stop + 2)  # "telling the crowd, “…”"
    return start if found is None else found


def _first_subject(text: str, cue_end: int, start: int, stop: int, asked: bool) -> int | None:
    """Where, among the first words behind the cue, a clause begins with a pronoun, or a question with its word."""
    words = 0
    for match in _WORD.finditer(text, cue_end, min(stop, cue_end + 90)):
        if words > 7 or _FINITE.match(match.group()):
            break
        begins = (_ASKED if asked else _SUBJECT).match(text, match.start())
        if words and (not asked or match.start() >= start) and begins and text.count(" ", match.start(), match.start() + 40) > 1:
            return match.end() + 1 if match.group() == "about" else match.start()
        words += 1
    return None


def _stop(line: Line, start: int, end: int) -> int:
    match = _STOP.search(line.text, start, end)
    return match.start() if match else end


_SENTENCE_VERB = re.compile(
    r", (?:(?:also|now|then|later|still|never|not|[a-z]{3,12}ly) ){0,2}(?:(?:is|was|are|were|has|have|had|will|would|can|could|may|might"
    r"|should|must|does|did|do)(?:n[’']t)? |[a-z]{3,14}ed (?:the|an?|his|her|its|their|him|them|it|short) )"
)


def sentence_verb(line: Line, start: int, end: int) -> int:
    """Where the sentence goes on with its own verb behind a clause within it: "Lind, though he said the port was open, left it"."""
    match = _SENTENCE_VERB.search(line.text, start, end)
    comma = line.text.find(",", start, end)
    if match is None or match.start() != comma or quoted(line, comma) or len(line.text[start:comma].split()) < 2:
        return end
    return comma


def first_complement(line: Line, start: int, end: int, participle: bool = False) -> int:
    """Where a noun phrase ends as what is said, and its speaker does another thing: "praised the port and opened it"."""
    for pattern in (_SECOND, _OCCASION) if not participle else (_SECOND, _SECOND_PARTICIPLE, _OCCASION):
        for match in pattern.finditer(line.text, start, end):
            if quoted(line, match.start()):
                continue
            if not _FINITE.search(line.text, start, match.start()):
                end = match.start()
            break
    dated = trailing_date(line, start, end)
    return dated[0] if dated and not _FINITE.search(line.text, start, dated[0]) else end


def trailing_date(line: Line, start: int, end: int) -> tuple[int, Mark] | None:
    """Where a day ends a noun phrase, and the day: "announced his support | on Thursday". It dates the saying."""
    last = next((m for m in reversed(line.marks()) if m.kind == "DATE" and start < m.start and m.end <= end), None)
    if last is None or line.text[last.end : end].strip(" .,"):
        return None
    before = _ON_DAY.search(line.text[start : last.start])
    return (start + before.start(), last) if before and _DAY.match(line.text, last.start, last.end) else None


_CONNECTIVE = re.compile(
    r"(?:(?:but|and|yet|so|even then|still|also|instead|however|nevertheless|nonetheless|moreover|furthermore|meanwhile|besides"
    r"|in (?:contrast|particular|fact|addition|short|other words|the end)|on the other hand|of course)[, ]*)+$",
    re.IGNORECASE,
)
# "expressed amusement that …", "voiced deep unease at …": what is felt goes with the cue.
_FELT = re.compile(
    r"(?:an? )?(?:(?!his|her|its|their|our|my|the)[a-z]+ )?(?:concerns?|support|doubts?|hopes?|fears?|regrets?|opposition|frustrations?|confidence|readiness|appreciation"
    r"|gratitude|disappointment|outrage|dismay|scepticism|skepticism|optimism|pessimism|anger|alarm|sympathy|surprise|interest"
    r"|amusement|reservations|satisfaction|dissatisfaction|solidarity|displeasure|approval|disapproval|admiration|shock|sorrow|sadness"
    r"|anxiety|unease|worry|worries|willingness|reluctance|desire|disbelief|disgust|disdain|contempt|disagreement|indignation|relief"
    r"|joy|delight|pride|respect|faith|belief|misgivings|remorse|astonishment|annoyance|enthusiasm|openness|condolences)"
    r" (?:that|over|about|at|for|in|with|of|towards?|regarding|on|to) (?!Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
)
_VOICING = re.compile(r"(?:express|voic|intimat|convey|signal)(?:e?d|e?s|ing)?$", re.IGNORECASE)


def felt(text: str, cue: tuple[int, int], start: int, end: int) -> int | None:
    """Where what is said begins behind what is felt: "expressed amusement that the port was open". None if nothing is."""
    match = _FELT.match(text, start, end) if _VOICING.match(text[slice(*cue)]) and 0 < start - cue[1] < 3 else None
    return match.end() if match else None


def only_connects(text: str, start: int, end: int) -> bool:
    """ "Still, he said, the port is open": a piece that only ties the sentence to the one before it."""
    return bool(_CONNECTIVE.match(text, start, end))


def behind_lead(line: Line, start: int, end: int) -> int:
    """Without the word that ties the whole sentence to the one before: "But the port is open, he said." """
    match = _LEADS.match(line.text, start, end) if start == line.start else None
    return match.end() if match else start


def main_clause(line: Line, who: int, start: int, end: int) -> int:
    """Where the main clause begins behind a sentence that opens with "When X said …, …"; `end` if it does not open so."""
    opening = _SUBORDINATE.match(line.text, line.start)
    if opening is None or "," in line.text[line.start : who]:
        return end
    for match in _MAIN.finditer(line.text, start, end):
        closes = line.text[match.start() + 1 : match.end()].strip() != ""  # “…,” the port: the comma before the closing mark
        if len(line.text[start : match.start()].split()) > 1 and (closes or not quoted(line, match.start())):
            return match.end() - 1 if closes else match.start()
    return end


def quoted(line: Line, at: int) -> bool:
    """Does the offset lie inside quotation marks?"""
    marks = line.marks()
    i = bisect_left(marks, at, key=lambda m: m.start) - 1
    return i >= 0 and marks[i].kind == "QUOTE" and at < marks[i].end - 1


def fronted(f: Found, line: Line, start: int) -> tuple[int, int] | None:
    """The pronoun with which a reported clause begins in front of its speaker: "the port, which he said was open"."""
    match = _FRONTED.search(line.text[max(line.start, start - 20) : start])
    cue = f.one("cue")
    if match is None or cue is None or line.text[cue.end : cue.end + 1] in ",:":
        return None
    return start - len(match.group()), start - 1
