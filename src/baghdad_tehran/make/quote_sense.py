"""Attributions that report nothing: a cue that is no verb here, words that say only when or where, a clause without a verb."""

from __future__ import annotations

import re

from .marks import Line, Mark
from .matching import Found, Slot
from .quote_edges import fronted
from .quote_spans import CUES, marks_within, with_that

Pieces = list[tuple[int, int]]

# "said in a joint statement", "said after talks with X": where and when, not what.
_ADVERBIAL = re.compile(
    r"(?:in|on|at(?! least)|during|via|later|earlier|afterwards|after|before|through|following|of|to|with|for|by|as|when|while|from"
    r"|about(?! (?:half|an? |one|two|three|four|five|six|seven|eight|nine|ten|\d))"
    r"|(?:last|this|late|early) (?:week|month|year|night|fall|spring|summer|morning)"
    r"|(?!nearly|roughly|exactly|barely|hardly|early|only|mostly|partly|family|likely|daily|weekly)[a-z]{3,12}ly(?! [a-z]{3,12}ing )) [^,]*$"
)
_FINITE = re.compile(
    r"\b(?:is|was|are|were|be|been|has|have|had|will|would|can|could|may|might|should|must|do|does|did|cannot|won|came|went|got"
    r"|took|gave|made|held|knew|felt|saw|found|left|lost|kept|let|met|paid|sent|spoke|thought|told|brought|built|became|began|broke"
    r"|fell|led|rose|ran|set|stood|ate|awoke|bent|blew|bought|caught|chose|dealt|drew|drove|fed|fled|flew|forgot|fought|froze|grew"
    r"|hung|hid|laid|lay|lent|overcame|overtook|rang|rode|sang|sank|shook|shot|showed|sold|sought|slept|spent|split|stole|struck|stuck"
    r"|swore|swept|taught|threw|tore|understood|withdrew|woke|wore|wrote|needs?|wants?|means?|seems?|makes?|go|goes|gets?|takes?|includes?|remains?|comes?|works?|gives?"
    r"|keeps?|leaves?|begins?|helps?|becomes?|knows?|thinks?|feels?|sees?|looks?|shows?"
    r"|believes?|[a-z]{2,14}ed|[a-z]{2,6}n[’']t|[A-Za-z]+[’'](?:s|re|ve|ll|d|m))\b"
    r"|\b(?:I|we|you|he|she|it|they|who|which)\b(?= [a-z])"
)
_WONDER = re.compile(r"(?:whether|if|why|how|what|who|when|where|which|yes|no|not|so)\b", re.IGNORECASE)
# Cues that are also verbs of a deed: "added two ships", "maintained its lead".
_LOOSE = re.compile(
    r"(?:add|maintain|continu|wr[io]t|post|declar|respon|read|boast|repl|comment|report|hint|signal|count|yell|shout|chant|test"
    r"|conclud|snap|cri|bark)",
    re.IGNORECASE,
)
_WROTE = re.compile(r"wr[io]t", re.IGNORECASE)
_DEED = re.compile(r"(?:maintain|continu|post|boast|read|conclud)", re.IGNORECASE)  # reports only with "that" or quoted words
_SHORT = re.compile(
    r"(?:yes|no|so|not|the same|goodbye|hello)$|(?:that )?(?:he|she|they|it|we|I|[A-Z]\w+)"
    r" (?:can|could|will|would|may|might|should|must|did|does|do|is|was|has|had)(?:n[’']t)?$"
)
_WHEN = re.compile(
    r"(?:in|on|at(?! least)|during|via|later|earlier|after|before|when|while|through|outside"
    r"|(?!nearly|roughly|exactly|barely|hardly|early|only|mostly|partly|family|likely|daily|weekly)[a-z]{3,12}ly(?! [a-z]{3,12}ing )|again) [^,]*$"
    r"|later$|loudly$|(?:[\w-]+ )?(?:minute|hour|day|week|month|year)s? (?:after|before|earlier|later)\b[^,]*$"
)
# "said in politics it takes time": a clause behind its own place.
_SET_FIRST = re.compile(
    r"(?:in|at|for) (?:(?!that\b|which\b|who|when\b|where\b|as\b|while\b|after\b|before\b|because\b)[\w’'-]+ ){1,4}"
    r"(?:it|there|he|she|they|we|you|I)(?:[’'](?:s|re|ve|ll|d|m)| (?!(?:and|or|to|of|in|on|at|for|who)\b)[a-z]+) "
)
_RELATIVE = re.compile(r",? (?:who|which|whose)\b[^,]*")
_PLURAL = re.compile(r"[a-z]{3,}s\b")  # may be a verb: "the truck strikes the gate"
_DAY_FIRST = re.compile(
    r"^(?:(?:on|late|early|last) ){0,2}(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:night|morning|evening|afternoon))?,? "
    r"(?!to |with )(?=\w)"
)
_TO_WHOM = re.compile(r"to [A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3}")
_BEFORE = re.compile(r"before|earlier|above|below|otherwise", re.IGNORECASE)
_THING = re.compile(r"(?:announced|asked|questions|demands|claims) ", re.IGNORECASE)
_VERB_FIRST = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day |(?:last|this) (?:week|month|year) )?"
    r"(?:is|was|were|are|has|have|had|will|would|can|could|may|might|must|should)(?:n[’']t)? (?!not )"
)
_ADDS_TO = re.compile(r"add(?:s|ed)? to ", re.IGNORECASE)  # "adds to the trouble that …": a deed
_OPENING = re.compile(
    r"(?:(?:in|on|at|after|before|during|when|while|as|if|since|once|although|though|because|by|for|early|late|last|with|asked"
    r"|even (?:if|when|though|as|after|before|while|in|with|at))\b[^,]*|but|and|yet|still)$",
    re.IGNORECASE,
)
# An opening that is a phrase and no clause: with a verb behind it, the sentence is whole. "On Monday the port was shut".
_PREPOSED = re.compile(r"(?:in|on|at|during|by|for|early|late|last|with)\b", re.IGNORECASE)
# "in the week when he left": no verb of its own.
_WITHIN = re.compile(r" (?:after|before|when|while|as|since|who|which|that|where)\b.*")
_WHO = re.compile(r"I|we|you|he|she|it|they|who|which", re.IGNORECASE)
# What no reported clause begins with, unless "that" stands before it: "said by many", "wrote to her", "said as he left".
_NO_CLAUSE = re.compile(
    r"(?:by|to|as|so|with|of|for|in|from|at(?! least)|on|into|upon"
    r"|about(?! (?:half|an? |one|two|three|four|five|six|seven|eight|nine|ten|\d)))\b",
    re.IGNORECASE,
)
# "asked for", "claimed to be": with a cue that takes more than clauses.
_OBJECT = re.compile(r"(?:to|for|of|about|with)\b", re.IGNORECASE)
_ASIDE = re.compile(
    r"(?:in|on|at|during|after|before|by|for|to|with|as|over|then|later|earlier|again|instead|still|but|and|yet|however|last|next|once"
    r"|along|despite|regarding|of|about|asked|when asked|a few|the next|[a-z]+ly|[a-z]+ing)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?:and|or|but|nor) ")
# "said on “Morning News”", "said Friday night in Oslo": when and where, and no more.
_PLACED = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b ?)?(?:(?:morning|afternoon|evening|night)\b ?)?"
    r"(?:(?:in|on|at|during|to|via) (?:[\w’'.-]+ ){0,5}(?:[\w’'.-]+|[“\"‘][A-Z][^”\"]{1,40}[”\"’]))?"
)
# In a heading each word may have a capital: "Port Has Three Gates". One that only names a topic says nothing.
_FINITE_HEADING = re.compile(_FINITE.pattern + r"|\bto [a-z]", re.IGNORECASE)
_TOPIC = re.compile(r"(?:what|how|why|who|where|when|here[’']s|here|the latest|live|\d+)\b", re.IGNORECASE)
_TELLS = re.compile(r"(?:exit )?(?:poll|report|study|survey|analysis|source)s?", re.IGNORECASE)
# A clause that breaks off, since what follows its last word stands behind the attribution ("can do that" does not).
_UNENDED = re.compile(
    r"\b(?:(?<!\bdo )(?<!\bdid )(?<!\bof )(?<!\bto )(?<!\bwith )(?<!\blike )(?<!\babout )(?<!\bon )(?<!\bfor )that"
    r"|because|after|before|and|but|or|of|to|with|if|when|while)$",
    re.IGNORECASE,
)
# Quoted words that end with a comma or a question mark: somebody is named for them next.
_CLOSED = re.compile(r"[,?!…—–-][^\w\s]{1,2}$|[^\w\s],$")
_SHOWN = re.compile(r"(?:descri|character|denounc|derid|mock|hail|brand|label)", re.IGNORECASE)
_ACCUSED = re.compile(r"(?<!has )(?<!have )(?<!had )(?<!ly )accused$", re.IGNORECASE)
# Behind these a form that may be a noun or an adjective is no verb: "an alleged crime", "answered questions", "respond to reports"
_NOMINAL = re.compile(
    r"(?:\b(?:an?|the|his|her|its|their|our|my|your|of|about|into|by|over|deeply|widely"
    r"|newly|(?-i:(?:answer|ask|tak|rais|field|fac|pos)(?:s|es|ed|ing)?)|took|asking|respond\w* to|answers? to) )$",
    re.IGNORECASE,
)
_GERUND = re.compile(r"[a-z]+ing$|mention$", re.IGNORECASE)
_NOUN = re.compile(
    r"(?:question|claim|comment|report|note|demand|estimate|promise|pledge|protest|hint|joke|post|praise)s?$", re.IGNORECASE
)
_OF_NOUN = re.compile(r" (?:of|about|from|over|regarding|are|were|fell|rose|showed|shows)\b")


def reports_nothing(f: Found, line: Line, pieces: Pieces) -> bool:
    """A clause without quotation marks needs three words and a verb: "said Monday", "added two ships" report nothing."""
    cue = f.one("cue")
    settings = f.rule.settings
    if settings.get("quoted") and not _holds_quote(line, pieces):
        return True
    if settings.get("closed") and not _closed(line, cue, pieces[0]):
        return True
    if cue is None or settings.get("thing"):
        return False
    if settings.get("clause") and _no_clause(line, cue, pieces[0]):
        return True
    if settings.get("split") and not carries_on(line, pieces):
        return True
    behind = pieces[0][0] > cue.end
    if behind and cue.find("SAID") and _PLACED.fullmatch(line.text[slice(*pieces[0])]):
        return True
    if _holds_quote(line, pieces):
        return False
    if behind and _THING.match(line.text, cue.start) and _VERB_FIRST.match(line.text, pieces[0][0]) and not _in_front(f, line):
        return True  # "the deal announced on Monday would open it"
    words = " ".join(line.text[s:e] for s, e in pieces)
    if not behind and (_UNENDED.search(words) or len(pieces) == 1 and _no_sentence(words)):
        return True
    if settings.get("label"):
        return _labels_nothing(f, line, words)
    return bool(cue.marks) and _says_nothing(f, line, cue, pieces, words)


def _in_front(f: Found, line: Line) -> bool:
    """Does the reported clause begin in front of its speaker? "The port, which she said was open" """
    who = f.one("speaker") or f.one("teller")
    return bool(f.slots.get("relative")) or who is not None and fronted(f, line, who.start) is not None


def _holds_quote(line: Line, pieces: Pieces) -> bool:
    return any(m.kind == "QUOTE" for s, e in pieces for m in marks_within(line, s, e))


def _closed(line: Line, cue: Slot | None, piece: tuple[int, int]) -> bool:
    """Do quoted words end as what is said does? With a verb that is no cue they must be more than the title of a work."""
    if not _CLOSED.search(line.text[piece[0] : piece[1] + 1].rstrip()):
        return False
    return cue is None or bool(cue.marks) or line.text[slice(*piece)].count(" ") > 2


def _no_clause(line: Line, cue: Slot, piece: tuple[int, int]) -> bool:
    """Is the cue no verb, or what stands behind it no clause? "questions about her", "said by many", "said, noting that …" """
    if is_noun(line, cue):
        return True
    if any(m.attrs.get("joined") for m in cue.marks):
        return False
    first = line.text[slice(*piece)]
    if first.startswith("of ") and _ACCUSED.search(line.text[max(line.start, cue.start - 16) : cue.end]):
        return True  # "a man accused of …"
    if (
        _NO_CLAUSE.match(first)
        and not _SET_FIRST.match(first)
        and not re.search(r"(?:that|,|:)\s*$", line.text[cue.end : piece[0]])
    ):
        shown = first.startswith("as ") and _SHOWN.match(line.text, cue.start)  # "whom she described as …"
        if cue.find("SAID") or not shown and not _OBJECT.match(first):
            return True
    first_mark = next(iter(marks_within(line, piece[0], piece[0] + 1)), None)
    participle = first_mark is not None and first_mark.kind in ("SAYING", "STRESSING", "TELLING")
    return participle and bool(cue.find("SAID")) and piece[0] > cue.end


def is_noun(line: Line, cue: Mark | Slot) -> bool:
    """Is the cue no verb here, by the words around it? "10-year note fell", "questions about her", "an alleged robbery"."""
    written = line.text[cue.start : cue.end]
    if _NOMINAL.search(line.text[max(line.start, cue.start - 24) : cue.start]) and not _GERUND.match(written):
        return True
    return bool(_NOUN.match(written) and _OF_NOUN.match(line.text, cue.end))


def _no_sentence(words: str) -> bool:
    """Is what stands in front of its attribution no sentence? "In the end, he said …" """
    if all(_OPENING.match(part) for part in words.split(", ")):
        plain = _WITHIN.sub("", words) if _PREPOSED.match(words) else words
        verbs = sum(1 for match in _FINITE.finditer(plain) if not _WHO.fullmatch(match.group()))
        return verbs < (1 if _PREPOSED.match(words) else 3) or len(words.split()) < 6
    once = sum(1 for _ in _FINITE.finditer(words)) < 2
    plain = _RELATIVE.sub("", words) if once else words  # "a sailor who is from the north": a noun phrase
    return not _FINITE.search(plain) and (len(words.split()) < 5 or not _PLURAL.search(plain))


def _labels_nothing(f: Found, line: Line, words: str) -> bool:
    """ "Holm: Port will stay open" says something, "Oslo: 46" does not; a heading may do without a verb if somebody is named."""
    who = [(m.kind, line.text[m.start : m.end]) for s in f.slots.get("speaker", ()) for m in s.marks]
    known = line.bodied | line.alone
    named = bool(f.slots.get("teller")) or any(
        kind == "PERSON" or kind == "NAME" and (name in known or _TELLS.fullmatch(name)) for kind, name in who
    )
    first = line.segment == "headline" or f.number == 0  # a heading with a full stop is still the first line
    heading = first and (named or _FINITE_HEADING.search(words)) and not _TOPIC.match(words)
    return len(words.split()) < 4 or not (heading or _FINITE.search(words))


def _says_nothing(f: Found, line: Line, cue: Slot, pieces: Pieces, words: str) -> bool:
    """Do words without quotation marks say only when, where or by whom, or is the cue a verb of a deed with them?"""
    behind = pieces[0][0] > cue.end
    joined = with_that(line, cue, pieces[0][0])
    bare = behind and not joined and len(pieces) == 1
    if bare:  # the day goes with the cue: "insisted Thursday during a tour"
        words = _DAY_FIRST.sub("", words)
    if (
        _JOINED.match(words)
        or bare
        and (_WHEN.match(words) and not _SET_FIRST.match(words) or _BEFORE.fullmatch(words) or _TO_WHOM.fullmatch(words))
    ):
        return True
    if behind and _ADDS_TO.match(line.text, cue.start):
        return True
    if not cue.find("SAID", "SAYING", "TOLD", "TELLING"):
        return False
    if len(words.split()) < 3 and not _SHORT.match(words) or bare and _ADVERBIAL.match(words) and not _SET_FIRST.match(words):
        return True
    written = line.text[cue.start : cue.end]
    if _DEED.match(written) and not any(m.attrs.get("joined") for m in cue.marks):
        return True
    apposed = any(
        s.end == cue.start - 1 for s in f.slots.get("speaker", ())
    )  # "the mayor, Ben Okoro, said": all of it is the speaker
    inverted = bare and not apposed and not cue.find("SAYING", "TELLING") and line.text[cue.start - 2 : cue.start] == ", "
    if inverted:  # "…, said Ben Okoro, the mayor": who, not what
        inner = any(m.kind in CUES for s, e in pieces for m in marks_within(line, s, e))
        return not (inner or _FINITE.search(re.sub(r", (?:who|which|whose)\b.*|(?<=[a-z])[’']s\b", "", words)))
    told = bool(cue.find("TOLD", "TELLING"))
    if not told and not _LOOSE.match(written):
        return False
    if bare and _WROTE.match(written) and words.startswith(("a ", "an ")):
        return True  # "wrote a book": a text, and not what it says
    bidden = told and re.search(r" to [a-z]+ [a-z]", words)  # "told him to open the gates"
    return not (bidden or _FINITE.search(words) or _WONDER.match(words))


def carries_on(line: Line, pieces: Pieces) -> bool:
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
