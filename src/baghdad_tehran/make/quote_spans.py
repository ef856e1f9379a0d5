"""Spans of quotes: what of the words behind or before a cue is the content, and whether they report anything at all."""

from __future__ import annotations

import re
from bisect import bisect_left

from .marks import Line, Mark
from .matching import Found

CUES = ("SAID", "SAYING", "STRESSED", "STRESSING", "TOLD", "TELLING", "PLEDGED", "PLEDGING")
QUOTES = frozenset("“”\"‘’'„«»`")
_LEADING = re.compile(r"^(?:that|:|,|-|–|—)\s+")
# "said in a joint statement", "said after talks with X": where and when, not what.
_ADVERBIAL = re.compile(
    r"(?:in|on|at|during|via|later|earlier|afterwards|after|before|through|following|of|about|to|with|for|by|as|when|while|from"
    r"|(?:last|this|late|early) (?:week|month|year|night|fall|spring|summer|morning)|[a-z]{3,12}ly) [^,]*$"
)
# "said in his letter, the port …": the phrase in front is no part of what is said.
_PHRASE = re.compile(
    r"(?:in|on|at|during|via|after|before|to|with|of|through|by|[a-z]{3,12}ly) [^,“\"‘]{2,80}(?:,| that,?) (?=\S+ \S+ \S)"
)
_FINITE = re.compile(
    r"\b(?:is|was|are|were|be|been|has|have|had|will|would|can|could|may|might|should|must|do|does|did|cannot|won|came|went|got"
    r"|took|gave|made|held|knew|felt|saw|found|left|lost|kept|let|met|paid|sent|spoke|thought|told|brought|built|became|began|broke"
    r"|fell|led|rose|ran|set|stood|needs?|wants?|means?|seems?|makes?|go|goes|gets?|takes?|knows?|thinks?|feels?|sees?|looks?|shows?"
    r"|believes?|[a-z]{2,14}ed|[a-z]{2,6}n[’']t|[A-Za-z]+[’'](?:s|re|ve|ll|d|m))\b"
    r"|\b(?:I|we|you|he|she|it|they|who|which)\b(?= [a-z])"
)
_WONDER = re.compile(r"(?:whether|if|why|how|what|who|when|where|which|yes|no|not|so)\b", re.IGNORECASE)
# Cues that are also verbs of a deed: "added two ships", "maintained its lead".
_LOOSE = re.compile(
    r"(?:add|maintain|continu|wr[io]t|post|declar|respon|read|boast|tweet|repl|comment|report|hint|count|yell|shout|chant|test)",
    re.IGNORECASE,
)
_DEED = re.compile(r"(?:maintain|continu|post|boast|read)", re.IGNORECASE)  # reports only with "that" or quoted words
_WHEN = re.compile(
    r"(?:in|on|at|during|via|later|earlier|after|before|when|while|through|outside|[a-z]{3,12}ly|again) [^,]*$|later$|loudly$"
)
_OPENING = re.compile(
    r"(?:(?:in|on|at|after|before|during|when|while|as|if|since|once|although|though|because|by|for|early|late|last|with|asked"
    r"|even)\b[^,]*|but|and|yet|still)$",
    re.IGNORECASE,
)
# What no reported clause begins with, unless "that" stands before it: "said by many", "wrote to her", "said as he left".
_NO_CLAUSE = re.compile(r"(?:by|to|as|so|with|of|for|in|from|at|on|into|about)\b", re.IGNORECASE)
# "asked for", "claimed to be": with a cue that takes more than clauses.
_OBJECT = re.compile(r"(?:to|for|of|about|with)\b", re.IGNORECASE)
_WORD = re.compile(r"\w")
_JOINED = re.compile(r"(?:and|or|but|nor) ")
_WHILE = re.compile(
    r"(?:^|[,;—–-] |\b(?:and|but|yet) )(?:even )?(?:while|although|though|when|if|as|after|before|because|since|once|until"
    r"|unless)(?: (?:the|an?|his|her|their|some|many))?(?: [a-z]+)?\s$",
    re.IGNORECASE,
)
_BREAK = re.compile(r"(?:,| [—–-]{1,2}) ")
_MAIN = re.compile(
    r", (?=(?:he|she|it|they|we|I|you|the|an?|his|her|their|its|others|some|many|there|that|this|[A-Z][\w.’'-]+) )"
)
_OUT = re.compile(r" (?:but|while|although|though|yet|and (?!that |[“\"‘'])|an? |referring|calling|as |which |who |without )")
_VERB_BEHIND = re.compile(
    r", (?=(?:also |now |then |later )?(?:said|says|told|is|was|has|had|will|would|may|could|can|did|does|made|took|[a-z]{3,14}ed"
    r"|[a-z]{3,12}s) )"
)
_PHRASE_BEFORE_VERB = re.compile(
    r"(?:(?:In|On|At|After|During|By|For|As|With|Since|But|And|Yet|Still|Meanwhile)\b[^,]{0,80}, |(?:But|And|Yet|Still|Now) )?"
    r"(?P<who>(?:the|an?|some|many|several|both|one|two|three|most|other|his|her|their|its|our|no|another|[A-Z][\w.’-]*)"
    r"(?: [\w.’'-]+){0,4}?)(?=,| (?:who|that|which|\w+ed|has|have|had|is|was|were|are|sent|took|put|went|won|made|told|held|spoke"
    r"|came|gave)\b)",
    re.IGNORECASE,
)


def content_span(text: str, line: Line, start: int, end: int) -> tuple[int, int] | None:
    """The stretch without words that only join it to its cue, and without a closing comma or stop; None if nothing is left."""
    while True:
        match = _LEADING.match(text, start, end) if text[start : start + 1] not in QUOTES else None
        if match is None:
            break
        start = match.end()
    while end > start and (
        text[end - 1] in " ,;:\u00a0"
        or text[end - 1] == "."
        and end == line.end
        and not text[max(start, end - 4) : end].count(".") > 1
    ):
        end -= 1
    words = text[start:end]
    if not _WORD.search(words):
        return None
    return start, end


def only_clause(f: Found, line: Line, start: int, end: int) -> tuple[int, int]:
    """The reported clause alone: without a phrase of place or time before it, or the main clause behind "While X said …, …"."""
    cue = f.one("cue")
    if f.rule.settings.get("first_clause"):  # a clause within a noun phrase: the sentence goes on behind it
        behind = _BREAK.search(line.text, start, end)
        return start, behind.start() if behind and len(line.text[start : behind.start()].split()) > 2 else end
    if cue is None or start < cue.end or f.rule.settings.get("speaker") or f.rule.settings.get("weak"):
        return start, end
    phrase = _PHRASE.match(line.text, start, end) if line.text[start] not in QUOTES else None
    if any(m.attrs.get("joined") == "that" for m in cue.marks):  # "said that on Monday …": all behind "that" is what is said
        start = cue.end + 1
    elif phrase and cue.find("SAID"):
        start = phrase.end()
    end = _at_comma_inside(line, start, end)
    who = f.one("speaker") or f.one("teller")
    if f.slots.get("relative"):
        behind = _VERB_BEHIND.search(line.text, start, end)
        if behind and len(line.text[start : behind.start()].split()) > 1:
            return start, behind.start()
    if who is not None and _WHILE.search(line.text[line.start : who.start]):
        quoted = [(m.start, m.end) for m in line.marks() if m.kind == "QUOTE"]
        for match in _MAIN.finditer(line.text, start, end):
            if len(line.text[start : match.start()].split()) > 2 and not any(s <= match.start() < e for s, e in quoted):
                return start, match.start()
    return start, end


def marks_within(line: Line, start: int, end: int) -> list[Mark]:
    """The marks of a line that begin between two offsets."""
    marks = line.marks()
    return marks[bisect_left(marks, start, key=_begin) : bisect_left(marks, end, key=_begin)]


def _begin(mark: Mark) -> int:
    return mark.start


def _at_comma_inside(line: Line, start: int, end: int) -> int:
    """A quotation that closes with a comma closes its clause: “…,” and his party agreed."""
    for mark in line.marks():
        closes = mark.kind == "QUOTE" and start <= mark.start < end and "," in line.text[mark.end - 2 : mark.end]
        if closes and _OUT.match(line.text, mark.end):
            return mark.end
    return end


def reports_nothing(f: Found, line: Line, pieces: list[tuple[int, int]]) -> bool:
    """A clause without quotation marks needs three words and a verb: "said Monday", "added two ships" report nothing."""
    cue = f.one("cue")
    if cue is not None and f.rule.settings.get("clause") and not any(m.attrs.get("joined") for m in cue.marks):
        first = line.text[pieces[0][0] : pieces[0][1]]
        if _NO_CLAUSE.match(first) and not re.search(r"(?:that|,|:)\s*$", line.text[cue.end : pieces[0][0]]):
            if cue.find("SAID") or not _OBJECT.match(first):
                return True
    if cue is None or any(m.kind == "QUOTE" for s, e in pieces for m in marks_within(line, s, e)):
        return False
    words = " ".join(line.text[s:e] for s, e in pieces)
    behind = pieces[0][0] > cue.end
    if not behind and len(pieces) == 1 and (_OPENING.match(words) or not _FINITE.search(words) and len(words.split()) < 5):
        return True
    if f.rule.settings.get("label"):  # "Holm: Port will stay open" says something, "Oslo: 46" does not
        return len(words.split()) < 4 or not _FINITE.search(words)
    if not cue.marks:
        return False
    if _JOINED.match(words) or behind and len(pieces) == 1 and _WHEN.match(words):
        return True
    if not cue.find("SAID", "SAYING", "TOLD", "TELLING"):
        return False
    if len(words.split()) < 3 or behind and len(pieces) == 1 and _ADVERBIAL.match(words):
        return True
    written = line.text[cue.start : cue.end]
    if _DEED.match(written) and not any(m.attrs.get("joined") for m in cue.marks):
        return True
    if behind and line.text[cue.start - 2 : cue.start] == ", ":  # "…, said Ben Okoro, the mayor": the speaker, not what is said
        return not _FINITE.search(re.sub(r", (?:who|which|whose)\b.*", "", words))
    loose = _LOOSE.match(written) is not None or bool(cue.find("TOLD", "TELLING"))
    return loose and not (_FINITE.search(words) or _WONDER.match(words))


def leading_phrase(line: Line, before: int) -> tuple[int, int] | None:
    """The noun phrase that begins the sentence, where no mark is its subject: "The ferry company left, saying …"."""
    match = _PHRASE_BEFORE_VERB.match(line.text, line.start, before)
    return match.span("who") if match else None
