"""Spans of quotes: what of the words behind or before a cue is the content."""

from __future__ import annotations

import re
from bisect import bisect_left

from .marks import Line, Mark
from .matching import Found, Slot
from .quote_edges import behind_addressee, behind_lead, first_complement, fronted, main_clause, sentence_verb

CUES = ("SAID", "SAYING", "STRESSED", "STRESSING", "TOLD", "TELLING", "PLEDGED", "PLEDGING")
QUOTES = frozenset("“”\"‘’'„«»`")
_LEADING = re.compile(r"^(?:that|:|,|-|–|—)\s+")
# "said in his letter, the port …": the phrase in front is no part of what is said.
_PHRASE = re.compile(
    r"(?:in|on|at|during|via|after|before|to|with|of|through|by|[a-z]{3,12}ly) [^,“\"‘]{2,80}(?:,| that,?) (?=\S+ \S+ \S)"
)
_WORD = re.compile(r"\w")
_WHILE = re.compile(
    r"(?:^|[,;—–-] |\b(?:and|but|yet) )(?:even )?(?:while|although|though|when|if|as|after|before|because|since|once|until"
    r"|unless)(?: (?:the|an?|his|her|their|some|many))?(?: [a-z]+)?\s$",
    re.IGNORECASE,
)
_BREAK = re.compile(r"(?:,| [—–-]{1,2}) ")
_MAIN = re.compile(
    r", (?=(?:(?:he|she|it|they|we|I|you|there|that|this|here)(?:[’'](?:s|d|re|ve|ll|m))?|the|an?|his|her|their|its|others|some"
    r"|many|[A-Z][\w.’'-]+) )"
)
_OUT = re.compile(
    r" (?:but (?!also )|while|although|though|yet"
    r"|and (?!that |have |has |had |[“\"‘'])|an? (?![“\"‘'])|referring|calling|as |which "
    r"|who |without )"
)
_GOES_ON = re.compile(r" ?(?:and |or |but |, )?(?:that |to |then )?[“\"‘'`]| —| –| -")
_VERB_BEHIND = re.compile(
    r", (?=(?:also |now |then |later )?(?:said|says|told|is|was|has|had|will|would|may|could|can|did|does|made|took|[a-z]{3,14}ed"
    r"|[a-z]{3,12}s)(?: |$))"
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
    start, end = _within_brackets(text, start, end)
    words = text[start:end]
    if not _WORD.search(words):
        return None
    return start, end


def _within_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """Without a bracket at either edge whose other half lies outside: "(He said the port was open.)" """
    while end > start and text[end - 1] in ").!" and text.count("(", start, end) < text.count(")", start, end):
        end -= 1
    if text[start : start + 1] == "(" and ")" not in text[start:end]:
        start += 1
    if text[end - 1 : end] == "." and text[end : end + 1] == ")":
        end -= 1
    return start, end


def with_that(line: Line, cue: Slot, start: int) -> bool:
    """Is what begins at `start` joined to its cue by "that", right behind it or behind a date or an addressee?"""
    return any(m.attrs.get("joined") == "that" for m in cue.marks) or cue.end < start and line.text.endswith(" that ", 0, start)


def only_clause(f: Found, line: Line, start: int, end: int) -> tuple[int, int]:
    """The reported clause alone: without a phrase of place or time before it, or the main clause behind "While X said …, …"."""
    cue = f.one("cue")
    if f.rule.settings.get("first_clause"):  # a clause within a noun phrase: the sentence goes on behind it
        behind = _BREAK.search(line.text, start, end)
        return start, behind.start() if behind and len(line.text[start : behind.start()].split()) > 2 else end
    if cue is None or start < cue.end:
        plain = not any(m.kind == "QUOTE" for m in marks_within(line, start, end))
        return behind_lead(line, start, end) if plain else start, end
    if len(f.slots.get("content", ())) == 1 and line.text[start] not in QUOTES:
        asked = line.text[cue.start : cue.start + 3].lower() == "ask"
        if asked or cue.find("TOLD", "TELLING"):
            start = behind_addressee(line, cue.end, start, end, asked)
        elif cue.find("STRESSED", "STRESSING") and not with_that(line, cue, start):
            end = first_complement(line, start, end, bool(cue.find("STRESSING")))
        elif cue.find("PLEDGED", "PLEDGING") and line.text.startswith("to ", start):
            end = first_complement(line, start, end)
    end = sentence_verb(line, start, end)
    if f.rule.settings.get("speaker"):
        return start, main_clause(line, cue.start, start, end)
    if f.rule.settings.get("weak"):
        return start, end
    phrase = _PHRASE.match(line.text, start, end) if line.text[start] not in QUOTES else None
    if any(m.attrs.get("joined") == "that" for m in cue.marks):  # "said that on Monday …": all behind "that" is what is said
        start = cue.end + 1
    elif phrase and cue.find("SAID"):
        start = phrase.end()
    end = _at_comma_inside(line, start, end)
    who = f.one("speaker") or f.one("teller")
    if f.slots.get("relative") or who is not None and fronted(f, line, who.start):
        for mark in marks_within(line, start, end):
            if mark.kind == "QUOTE" and "," in line.text[mark.end - 2 : mark.end] and mark.end < end:
                return start, mark.end  # "whom he called “rude,” left"
        behind = _VERB_BEHIND.search(line.text, start, end)
        if behind and len(line.text[start : behind.start()].split()) > 1:
            return start, behind.start()
    if who is not None:
        end = main_clause(line, who.start, start, end)
    if who is not None and _WHILE.search(line.text[line.start : who.start]):
        quoted = [(m.start, m.end) for m in line.marks() if m.kind == "QUOTE"]
        for match in _MAIN.finditer(line.text, start, end):
            if len(line.text[start : match.start()].split()) > 1 and not any(s <= match.start() < e for s, e in quoted):
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
    first = next(iter(marks_within(line, start, start + 1)), None)
    if first is not None and first.kind == "QUOTE" and first.end < end and not _GOES_ON.match(line.text, first.end):
        if re.search(r"[,.?!][^\w\s]{1,2}$", line.text[start : first.end]):
            return first.end
    for mark in line.marks():
        closes = mark.kind == "QUOTE" and start <= mark.start < end and "," in line.text[mark.end - 2 : mark.end]
        if closes and _OUT.match(line.text, mark.end):
            return mark.end
    return end
