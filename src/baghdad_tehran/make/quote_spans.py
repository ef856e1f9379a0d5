"""Spans of quotes: what of the words behind or before a cue is the content, and whether they report anything at all."""

from __future__ import annotations

import re
from bisect import bisect_left

from .marks import Line, Mark
from .matching import Found, Slot
from .quote_edges import behind_addressee, behind_lead, first_complement, fronted, main_clause

CUES = ("SAID", "SAYING", "STRESSED", "STRESSING", "TOLD", "TELLING", "PLEDGED", "PLEDGING")
QUOTES = frozenset("“”\"‘’'„«»`")
_LEADING = re.compile(r"^(?:that|:|,|-|–|—)\s+")
# "said in a joint statement", "said after talks with X": where and when, not what.
_ADVERBIAL = re.compile(
    r"(?:in|on|at(?! least)|during|via|later|earlier|afterwards|after|before|through|following|of|to|with|for|by|as|when|while|from"
    r"|about(?! (?:half|an? |one|two|three|four|five|six|seven|eight|nine|ten|\d))"
    r"|(?:last|this|late|early) (?:week|month|year|night|fall|spring|summer|morning)"
    r"|(?!nearly|roughly|exactly|barely|hardly|early|only|mostly|partly|family|likely|daily|weekly)[a-z]{3,12}ly) [^,]*$"
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
    r"(?:add|maintain|continu|wr[io]t|post|declar|respon|read|boast|tweet|repl|comment|report|hint|signal|count|yell|shout|chant|test)",
    re.IGNORECASE,
)
_DEED = re.compile(r"(?:maintain|continu|post|boast|read)", re.IGNORECASE)  # reports only with "that" or quoted words
_SHORT = re.compile(
    r"(?:yes|no|so|not|the same|goodbye|hello)$|(?:that )?(?:he|she|they|it|we|I|[A-Z]\w+) (?:can|could|will|would|may|might|should|must|did|does|do|is|was|has|had)(?:n[’']t)?$"
)
_WHEN = re.compile(
    r"(?:in|on|at(?! least)|during|via|later|earlier|after|before|when|while|through|outside"
    r"|(?!nearly|roughly|exactly|barely|hardly|early|only|mostly|partly|family|likely|daily|weekly)[a-z]{3,12}ly|again) [^,]*$|later$|loudly$"
)
_OPENING = re.compile(
    r"(?:(?:in|on|at|after|before|during|when|while|as|if|since|once|although|though|because|by|for|early|late|last|with|asked"
    r"|even)\b[^,]*|but|and|yet|still)$",
    re.IGNORECASE,
)
# What no reported clause begins with, unless "that" stands before it: "said by many", "wrote to her", "said as he left".
_NO_CLAUSE = re.compile(
    r"(?:by|to|as|so|with|of|for|in|from|at(?! least)|on|into|upon|about(?! (?:half|an? |one|two|three|four|five|six|seven|eight|nine|ten|\d)))\b",
    re.IGNORECASE,
)
# "asked for", "claimed to be": with a cue that takes more than clauses.
_OBJECT = re.compile(r"(?:to|for|of|about|with)\b", re.IGNORECASE)
_ASIDE = re.compile(
    r"(?:in|on|at|during|after|before|by|for|to|with|as|over|then|later|earlier|again|instead|still|but|and|yet|however|last|next|once"
    r"|along|despite|regarding|of|about|asked|when asked|a few|the next|[a-z]+ly|[a-z]+ing)\b", re.IGNORECASE
)
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
_OUT = re.compile(
    r" (?:but (?!also )|while|although|though|yet"
    r"|and (?!that |have |has |had |[“\"‘'])|an? (?![“\"‘'])|referring|calling|as |which "
    r"|who |without )"
)
# "said on “Morning News”", "said Friday night in Oslo": when and where, and no more.
_PLACED = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b ?)?(?:(?:morning|afternoon|evening|night)\b ?)?"
    r"(?:(?:in|on|at|during|to|via) (?:[\w’'.-]+ ){0,5}(?:[\w’'.-]+|[“\"‘][A-Z][^”\"]{1,40}[”\"’]))?"
)
# In a heading each word may have a capital: "Port Has Three Gates". One that only names a topic says nothing.
_FINITE_HEADING = re.compile(_FINITE.pattern + r"|\bto [a-z]", re.IGNORECASE)
_TOPIC = re.compile(r"(?:what|how|why|who|where|when|here[’']s|here|the latest|live|\d+)\b", re.IGNORECASE)
_TELLS = re.compile(r"(?:exit )?(?:poll|report|study|survey|analysis|source)s?", re.IGNORECASE)
_UNENDED = re.compile(r"\b(?:that|because|after|before|and|but|or|of|to|with|if|when|while)$", re.IGNORECASE)
_CLOSED = re.compile(r"[,?!…—–-][^\w\s]{1,2}$|[^\w\s],$")
_GOES_ON = re.compile(r" ?(?:and |or |but |, )?(?:that |to |then )?[“\"‘'`]| —| –| -")
_VERB_BEHIND = re.compile(
    r", (?=(?:also |now |then |later )?(?:said|says|told|is|was|has|had|will|would|may|could|can|did|does|made|took|[a-z]{3,14}ed"
    r"|[a-z]{3,12}s) )"
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
        elif cue.find("STRESSED", "STRESSING") and not any(m.attrs.get("joined") == "that" for m in cue.marks):
            end = first_complement(line, start, end)
        elif cue.find("PLEDGED", "PLEDGING") and line.text.startswith("to ", start):
            end = first_complement(line, start, end)
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


_SHOWN = re.compile(r"(?:descri|character|denounc|derid|mock|hail|brand|label)", re.IGNORECASE)
_ACCUSED = re.compile(r"(?<!has )(?<!have )(?<!had )(?<!ly )accused$", re.IGNORECASE)
# Behind these a form that may be a noun or an adjective is no verb: "an alleged crime", "answered questions", "respond to reports".
_NOMINAL = re.compile(
    r"(?:\b(?:an?|the|his|her|its|their|our|my|your|of|about|into|by|over|deeply|widely"
    r"|newly|(?:answer|ask|tak|rais|field|fac|pos)(?:s|es|ed|ing)?|took|asking|respond\w* to|answers? to) )$",
    re.IGNORECASE,
)
_GERUND = re.compile(r"[a-z]+ing$|mention$", re.IGNORECASE)
_NOUN = re.compile(r"(?:question|claim|comment|report|note|demand|estimate|promise|pledge|protest|hint|joke|post|praise)s?$", re.IGNORECASE)
_OF_NOUN = re.compile(r" (?:of|about|from|over|regarding|are|were)\b")


def is_noun(line: Line, cue: Mark | Slot) -> bool:
    """Is the cue no verb here, by the words around it? "10-year note fell", "questions about her", "an alleged robbery"."""
    written = line.text[cue.start : cue.end]
    if _NOMINAL.search(line.text[max(line.start, cue.start - 24) : cue.start]) and not _GERUND.match(written):
        return True
    return bool(_NOUN.match(written) and _OF_NOUN.match(line.text, cue.end))


def reports_nothing(f: Found, line: Line, pieces: list[tuple[int, int]]) -> bool:
    """A clause without quotation marks needs three words and a verb: "said Monday", "added two ships" report nothing."""
    cue = f.one("cue")
    if cue is not None and f.rule.settings.get("clause") and is_noun(line, cue):
        return True
    if cue is not None and f.rule.settings.get("clause") and not any(m.attrs.get("joined") for m in cue.marks):
        first = line.text[pieces[0][0] : pieces[0][1]]
        if first.startswith("of ") and _ACCUSED.search(line.text[max(line.start, cue.start - 16) : cue.end]):
            return True  # "a man accused of …"
        if _NO_CLAUSE.match(first) and not re.search(r"(?:that|,|:)\s*$", line.text[cue.end : pieces[0][0]]):
            shown = first.startswith("as ") and _SHOWN.match(line.text, cue.start)  # "whom she described as …"
            if cue.find("SAID") or not shown and not _OBJECT.match(first):
                return True
    if f.rule.settings.get("split") and cue is not None and not carries_on(line, pieces):
        return True
    if f.rule.settings.get("quoted") and not any(m.kind == "QUOTE" for s, e in pieces for m in marks_within(line, s, e)):
        return True
    if f.rule.settings.get("closed") and not _CLOSED.search(line.text[pieces[0][0] : pieces[0][1] + 1].rstrip()):
        return True
    if f.rule.settings.get("closed") and cue is not None and not cue.marks and line.text[slice(*pieces[0])].count(" ") < 3:
        return True  # the title of a work, or an exclamation
    if cue is not None and cue.find("SAID") and pieces[0][0] > cue.end and not any(m.attrs.get("joined") for m in cue.marks):
        first_mark = marks_within(line, pieces[0][0], pieces[0][0] + 1)
        if f.rule.settings.get("clause") and first_mark and first_mark[0].kind in ("SAYING", "STRESSING", "TELLING"):
            return True
    if cue is not None and cue.find("SAID") and pieces[0][0] > cue.end and _PLACED.fullmatch(line.text[slice(*pieces[0])]):
        return True
    if cue is None or any(m.kind == "QUOTE" for s, e in pieces for m in marks_within(line, s, e)):
        return False
    words = " ".join(line.text[s:e] for s, e in pieces)
    behind = pieces[0][0] > cue.end
    if not behind and _UNENDED.search(words):
        return True
    if not behind and len(pieces) == 1 and (_OPENING.match(words) or not _FINITE.search(words) and len(words.split()) < 5):
        return True
    if f.rule.settings.get("label"):  # "Holm: Port will stay open" says something, "Oslo: 46" does not
        who = [(m.kind, line.text[m.start : m.end]) for s in f.slots.get("speaker", ()) for m in s.marks]
        named = f.slots.get("teller") or any(
            kind == "PERSON" or kind == "NAME" and (name in line.bodied | line.alone or _TELLS.fullmatch(name)) for kind, name in who
        )
        heading = line.segment == "headline" and (named or _FINITE_HEADING.search(words)) and not _TOPIC.match(words)
        return len(words.split()) < 4 or not (heading or _FINITE.search(words))
    if not cue.marks:
        return False
    joined = any(m.attrs.get("joined") == "that" for m in cue.marks)
    if _JOINED.match(words) or not joined and behind and len(pieces) == 1 and _WHEN.match(words):
        return True
    if not cue.find("SAID", "SAYING", "TOLD", "TELLING"):
        return False
    if len(words.split()) < 3 and not _SHORT.match(words):
        return True
    if not joined and behind and len(pieces) == 1 and _ADVERBIAL.match(words):
        return True
    written = line.text[cue.start : cue.end]
    if _DEED.match(written) and not any(m.attrs.get("joined") for m in cue.marks):
        return True
    if behind and line.text[cue.start - 2 : cue.start] == ", ":  # "…, said Ben Okoro, the mayor": the speaker, not what is said
        inner = any(m.kind in CUES for s, e in pieces for m in marks_within(line, s, e))
        return not (inner or _FINITE.search(re.sub(r", (?:who|which|whose)\b.*", "", words)))
    loose = _LOOSE.match(written) is not None or bool(cue.find("TOLD", "TELLING"))
    told = bool(cue.find("TOLD", "TELLING")) and re.search(r" to [a-z]+ [a-z]", words)  # "told him to open the gates"
    return loose and not (told or _FINITE.search(words) or _WONDER.match(words))


def carries_on(line: Line, pieces: list[tuple[int, int]]) -> bool:
    """Do quoted words behind an attribution carry on the clause before it? “The port, he said, ‘is open.’”"""
    if len(pieces) < 2:
        return False
    first = line.text[pieces[0][0] : pieces[0][1]]
    quoted = line.text[pieces[1][0] : pieces[1][1]].lstrip("“”\"‘’'„«»`[")
    between = line.text[pieces[0][1] : pieces[1][0]]
    if _ASIDE.match(first):
        return False
    if between.endswith(": "):
        return bool(_FINITE.search(first)) and not _OPENING.match(first)
    return quoted[:1].islower() and (bool(_FINITE.search(first)) or "," not in first)
