"""What an encounter's own words say of it: whether it took place, is to come or was called off.
Reads words and marks, makes no claims."""

from __future__ import annotations

import re

from .marks import Mark
from .matching import Found
from .report import Party, Report

_OF_MARK = {"PLANNED": "planned", "CANCELLED": "cancelled"}
_TO_COME = re.compile(r"\b(?:(?:up|forth)?coming|impending|planned|scheduled|expected|anticipated|future)\b", re.IGNORECASE)
_OFF = re.compile(r"\b(?:cancell?(?:ed|ing)|postpon(?:ed|ing)|aborted|scrapped|called off|put off|delayed)\b", re.IGNORECASE)
_WILL = re.compile(
    r"\b(?:will|would|(?:is|are|was|were) (?:to|expected|due|set|scheduled|planned|slated)|is being|(?:to|due to) (?:be held|take place))\b",
    re.IGNORECASE,
)
_BASE = re.compile(r"(?:meet|hold|have|confer|speak|host|join|call on|pay|receive|see)\b", re.IGNORECASE)
_OWNED = re.compile(r"(?:['’]s|s['’]|\bhis|\bher|\bits) $")
_PAST = re.compile(r"ed\b|flew\b")
_NOUN = re.compile(
    r"(?!held|hold)[^.]*\b(?:meetings?|talks|summit|dialogue|negotiations|discussions|consultations|conversations?|sessions?|calls?)\b",
    re.IGNORECASE,
)
_YET = re.compile(r",? (?:will|is (?:to|expected|due|set|scheduled|likely)|plans to|intends to)\b")
_MAYBE = re.compile(r"\b(?:proposed|possible|potential|any|hoped-for|eventual|would-be)\b", re.IGNORECASE)
_WISHED = re.compile(
    r"\b(?:call(?:s|ed|ing)? for|opposed to|opposition to|against|interested in|keen on|propos(?:e|es|ed|ing)|offer(?:s|ed|ing)?|request(?:s|ed|ing)?|sought|seek(?:s|ing)?|suggest(?:s|ed|ing)?"
    r"|reject(?:s|ed|ing)?|refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|urg(?:e|es|ed|ing)|demand(?:s|ed|ing)?|push(?:es|ed|ing)? for|want(?:s|ed)?"
    r"|press(?:es|ed|ing)? for|hop(?:e|es|ed|ing)(?: (?:rise|rose|grow|grew|fade|faded|dim|dimmed|high))? (?:of|for)|ready for|open to|ask(?:s|ed|ing)? for|appeal(?:s|ed|ing)? for|no|without|support(?:s|ed)"
    r"|(?:to|would|could|might|may) (?:help )?(?:to )?(?:set up|arrange|organi[sz]e|broker|schedule|secure)|described as|setting up|arranging|prospects? (?:of|for)|possibility of|facilitate|opportunit(?:y|ies) for|chances? (?:of|for)|conditions for|path to|calls for|wish(?:es|ed)?(?: for)?|bring(?:s|ing)? forward|lead(?:s|ing)? to|pav(?:e|es|ed|ing) the way (?:for|to)|restart|resum(?:e|ption of)|revive|renew|return to|deny|denied|denies) (?:\w+ )?[\u201c\u2018\x22']?$",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will (?:begin|start|include|conclude|end)|ahead of|before|prior to|prepar\w+ for|planned|due|looking forward to|looks forward to|scheduled|plans?(?= \w)"
    r"|invit\w+|block|prevent|oppose|leave on|leaves on|leaving on)\b[^.,]{0,25}$",
    re.IGNORECASE,
)
_BUT_OFF = re.compile(
    r"\bbut (?:(?:the|that|their|his|her|this) )?(?:meeting|talks|summit|visit|trip|call|it|they) (?:was|were|has been|had been)(?: later)? "
    r"(?:cancell?ed|called off|postponed|scrapped|put off|delayed)"
    r"|\bbut (?:(?:he|she|it|they|[A-Z][\w-]+) )?(?:later |then |abruptly )?(?:cancell?ed|called (?:it|them|the|off)|pulled out|withdrew|backed out|scrapped|postponed)\b",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r",? (?:which )?(?:could|might|may|can(?! be (?:seen|viewed|described|read|regarded))|cannot|should|must|needs? to|would (?:be|have|help|require|mean|only)|remains?|looks?|seems?|(?:is|was|are|were) "
    r"(?:unlikely|not|possible|impossible|ruled out|off the table|in doubt|needed|necessary|essential|vital|overdue|uncertain|welcome)|(?:is|was|are|were) being (?:discussed|considered|planned|arranged|negotiated)|(?:has|have) yet)\b"
)
_WILL_AT = re.compile(
    r"\b(?:will|would be|is to|are to|is due to|is expected to)\b(?:(?! (?:said|says|that|after|following) )[^,;.“”\"]){1,90}? (?:at|during|in) (?:the )?$",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:if|whether) (?:[^\s,;:]+ ){1,8}$", re.IGNORECASE)
_VERB = re.compile(r"(?:will|would|plan|to|visit|travel|go|fly|attend|join|come|head|be|is|are|was|were)\b", re.IGNORECASE)
_MAY_AT = re.compile(r"\b(?:could|may|might|would|should) (?:[^,;.“”\"]{1,60} )?(?:during|at) (?:an?|the)? ?$", re.IGNORECASE)
_LOOKING = re.compile(r"\blook(?:s|ed|ing)? forward to [^,;.]{0,40}$", re.IGNORECASE)
_BEFORE_IT = re.compile(r"\b(?:ahead of|before|prior to|on the eve of|(?:to|will) be followed by) $", re.IGNORECASE)
_MOOTED = re.compile(
    r"(?:[^,;.:]{0,60}? )?(?:was|were|is|are) under (?:consideration|discussion|study)\b|,? (?:was|were|is|are|had been|has been) (?:also )?(?:discussed|proposed|mooted|suggested|raised|considered|under discussion)\b"
)
_STAY_TO_COME = re.compile(
    r"(?:ahead of|before|prior to|on the eve of) (?:his|her|their|an?|the)\b|(?:visits?|trips?|tour),? (?:which )?(?:(?:is|are) )?(?:scheduled|slated|set|due|planned|will)\b",
    re.IGNORECASE,
)
_HOPED = re.compile(
    r"\b(?:hop(?:e|es|ed|ing)|wish(?:es|ed|ing)?|want(?:s|ed)?|suggest(?:s|ed)|ask(?:s|ed))(?: that)? $", re.IGNORECASE
)
GUESTS = re.compile(
    r"\b(?:delegations?|teams?|missions?|officials?|leaders|ministers|law-?makers|representatives|envoys?|diplomats?|ambassadors|members|guests"
    r"|parliamentarians|senators|legislators|executives|commanders|officers|counterparts|negotiators|governors|mayors|delegates|chiefs|heads|experts"
    r"|advocates|activists|scholars|academics|stakeholders|organi[sz]ers|entrepreneurs|investors|rabbis|bishops|clergy|educators|scientists|journalists)\b",
    re.IGNORECASE,
)

_AS_ADVISED = re.compile(r"\bin $")
_WHEN_MET = re.compile(
    r"\b(?:will|is to|are to|is due to|is expected to)\b(?:(?! (?:said|says|that) )[^;.“”\"]){1,110}? (?:when|while|before|after) $",
    re.IGNORECASE,
)
_ONCE_MET = re.compile(r"\b(?:by the time|before|until|once) (?:[^\s,;:]+ ){1,6}$", re.IGNORECASE)
_SOME_TIME_AGO = re.compile(r"\b(?:last|earlier|yesterday|ago)\b")
_ENDING = re.compile(
    r"(?:(?:wrap|wind|wound)\w* up|round\w* off|conclud\w+|end(?:s|ed|ing)?|complet\w+|cut short) (?:his|her|their|an?|the) "
)
_EXPECTED_THERE = re.compile(
    r"(?:During|At|In) (?:the|their) (?:\w+ ){0,2}(?:meeting|talks|summit|call|encounter),? [^.;:“”\"]{0,120}?"
    r" (?:will|(?:is|are) (?:also )?(?:to|expected|due|scheduled|set)) "
)
_AHEAD_OF_NOW = re.compile(r"(?:early |late )?(?:next (?!day)|tomorrow|later (?:today|this))", re.IGNORECASE)
LEFT_OUT = re.compile(  # "attended a summit, missing talks with envoys and a dinner"
    r"\b(?:miss(?:es|ed|ing)|skip(?:s|ped|ping)|snub(?:s|bed|bing)|avoid(?:s|ed|ing)|cancel(?:s|l?ed|l?ing)|instead of|rather than)\b"
)
_LEFT_OUT_THERE = re.compile(
    LEFT_OUT.pattern + r"(?: (?!(?:after|following|during|at|in|on|before|but|when) )[a-z-]{1,14}){0,6} ?$"
)
_NEVER = re.compile(r"\bnever (?:before |yet |once )?$", re.IGNORECASE)
_LACK_OF = re.compile(r"\b(?:lack|absence|cancellation|postponement|calling off) of (?:an? \w+ )?$", re.IGNORECASE)


def status_of(report: Report, f: Found) -> str | None:
    """held, planned or cancelled; None where the words only propose or suppose an encounter."""
    anchor, after, lead = f.one("anchor"), f.one("after"), f.one("lead")
    start = lead.start if lead else anchor.start if anchor else f.start
    words = report.words(start, anchor.end) if anchor else ""
    behind = report.words(after.start, after.end) if after else ""
    spoken = [s for s in (anchor, f.one("verb") if f.rule.frame == "encounter" else None) if s]
    verbs = [m for s in spoken for m in s.marks if m.kind in ("MET", "PLANNED", "CANCELLED", "CALLED", "HOSTED")]
    if not verbs and _LACK_OF.search(report.words(max(f.line.start, start - 36), start)):
        return "cancelled"
    if _NEVER.search(report.words(max(f.line.start, start - 14), start)):
        return None
    told_before = report.words(f.line.start, start)
    if f.rule.settings.get("weak") and (_ASKED.search(told_before) or _LEFT_OUT_THERE.search(told_before)):
        return None  # "would not say whether she discussed it with"
    since = 0 if f.line.quoted else f.line.start  # wished a "dialogue between …"
    if not verbs and (_MAYBE.search(words) or anchor and _WISHED.search(report.words(max(since, start - 40), start))):
        return None
    if verbs and _LOOKING.search(report.words(f.line.start, verbs[0].start)):
        return "planned"  # "looks forward to hosting and meeting"
    if (
        not verbs
        and re.match(r"consultation with\b", words)
        and _AS_ADVISED.search(report.words(max(f.line.start, start - 3), start))
    ):
        return None  # "in consultation with the bank, the ministry will …"
    if re.match(r"(?:meeting|holding|hosting)\b", words) and _WHEN_MET.search(report.words(f.line.start, start)):
        return "planned"  # "will ask for it when meeting with"
    if (
        verbs
        and re.match(r"meets?\b", words)
        and f.line.segment == "paragraph"
        and _ONCE_MET.search(report.words(f.line.start, start))
    ):
        return "planned"  # "by the time Silva meets"
    if verbs and (_supposed(report, f, verbs[0]) or verbs[0].kind == "HOSTED" and _in_words(report, f, verbs[0])):
        return None
    if not verbs and not behind and _DOUBTED.match(report.words(f.end, min(f.line.end, f.end + 40))):
        return None
    if not verbs and _WILL_AT.search(report.words(f.line.start, start)):
        return "planned"  # "will be raised at a meeting between"
    if (
        f.one("plan")
        or not verbs
        and f.rule.frame == "encounter"
        and _BEFORE_IT.search(report.words(max(f.line.start, start - 24), start))
    ):
        return "planned"
    if _BUT_OFF.search(report.words(f.end, min(f.line.end, f.end + 90))):
        return "cancelled"
    joined = f.rule.settings.get("together") and f.one("who") is not None  # "Silva and Rojas meet in Lima"
    owned = _OWNED.search(report.words(max(f.line.start, start - 4), start))  # "during Silva's call on Rojas"
    if (
        _BASE.match(words) and not owned and not verbs and not joined and "status" not in f.rule.settings
    ):  # "… will attend and meet with …"
        return "planned" if _WILL.search(report.words(f.line.start, anchor.start if anchor else f.start)) else None
    if _OFF.search(behind) or not verbs and _OFF.search(words):
        return "cancelled"
    if _WILL.search(behind) or not verbs and _TO_COME.search(words):
        return "planned"
    if f.rule.frame == "visit" and re.match(r"would\b", words) and _HOPED.search(report.words(f.line.start, f.start)):
        return None
    if f.rule.frame == "visit" and _MOOTED.match(report.words(f.end, min(f.line.end, f.end + 90))):
        return None
    if f.rule.frame == "visit" and is_asked(report, f):
        return None
    if f.rule.frame == "visit" and _ENDING.match(words):
        return "held"  # "will wrap up a visit to"
    if f.rule.frame == "visit" and "status" not in f.rule.settings:
        if _STAY_TO_COME.match(words) or re.match(r"(?:to (?!(?:ever )?(?:visit|travel|set))|plans?\b|announce)", words):
            return "planned"
        if re.match(r"(?:leaves|departs)\b", words) and f.line.segment == "paragraph":
            return "planned"
        who = f.one("who")
        at = min(start, who.start) if who else start
        before = report.words(max(f.line.start, at - 45), at)
        if _WILL_AT.search(report.words(f.line.start, at)) or _MAY_AT.search(report.words(f.line.start, at)):
            return "planned"  # "will sign a pact during Silva's visit to"
        if re.match(r"(?:(?:will|would|is to) )?(?:(?:also|first) )?takes?\b", words):  # "a trip that will take her to Oslo"
            return "planned"
        cut = max((m.end for m in f.line.marks() if m.kind in ("QUOTE", "SAID", "TOLD") and m.end <= at), default=f.line.start)
        to_come = re.search(r"\b(?:will|is to|are to|plans to|due to)\b", report.words(cut, at)) and not re.match(
            r"(?:has|have|had|took|taken)\b", words
        )
        if f.rule.settings.get("who") and re.match(
            r"(?:will |is to )?(?:travel|head|fly|flew|flying|go|continu|visit)", words
        ):  # "… before heading to Oslo"
            return (
                "planned"
                if to_come or re.match(r"(?:will|is to)\b", words)
                else "held"
                if _PAST.search(words)
                or re.match(r"\w+ing\b", words)
                or re.search(r"\b(?:before|after|when|while|since)\s*$", before)
                else None
            )
        if f.rule.settings.get("who") and to_come:
            return "planned"
        if (
            _AHEAD.search(before)
            or re.search(r"\b(?:when|until|once|before) (?:the )?$", before)
            and re.match(r"(?:visits|arrives|is)\b", words)
        ):
            return "planned"
    if (
        not verbs
        and "status" not in f.rule.settings
        and re.match(r"(?:will|would|is to|are to|plans? to|is (?:due|set|expected|scheduled) to)\b", words)
    ):
        return "planned"  # "will take part in talks with"
    if (
        not verbs
        and _YET.match(report.words(f.end, f.end + 40))
        and re.search(r"\b(?:during|at|in) ", report.words(f.start, start))
    ):
        return "planned"  # "during her talks with Rojas, Silva will …"
    if not verbs and _EXPECTED_THERE.match(report.words(f.line.start, f.line.end)):
        return "planned"  # "During their meeting, Silva and Rojas are expected to …"
    past = f.one("past")
    went = report.words(past.start, past.end) if past is not None else ""
    if went == "was" or went == "visited" and _SOME_TIME_AGO.search(report.words(f.start, f.end)):
        return "held"  # "was in Oslo for talks with", "visited Oslo last month for talks with"
    for mark in verbs:
        status = mark.attrs.get("status") or _OF_MARK.get(mark.kind)
        if status:
            return str(status)
    told = str(f.rule.settings.get("status", "held"))
    days = (m for slot in ("setting", "date") for s in f.slots.get(slot, ()) for m in s.marks if m.kind == "DATE")
    ahead = told == "held" and any(_AHEAD_OF_NOW.match(report.words(m.start, m.end)) for m in days)
    return "planned" if ahead else told


def _supposed(report: Report, f: Found, verb: Mark) -> bool:
    """ "Would meet him if …": a condition, and no plan."""
    words = report.words(verb.start, verb.end).lower()
    return (
        words.startswith("would ")
        and re.search(r"\b(?:if|only|unless|were)\b", report.words(f.line.start, f.line.end)) is not None
    )


_SPEECH = re.compile(
    r"\bin (?:his|her|their|an?|the) (?:[a-z]+ ){0,2}(?:remarks|speech|address|statement|message|welcome|letter|post)\b|\bdelivering\b",
    re.IGNORECASE,
)


def _in_words(report: Report, f: Found, verb: Mark) -> bool:
    """ "In his remarks, he welcomed the delegation", "welcomes them to come": with words."""
    if re.match(r" to (?:come|visit|attend|return|join)\b", report.words(f.end, f.line.end)):
        return True
    return report.words(verb.start, verb.end) == "welcomed" and _SPEECH.search(report.words(f.line.start, f.line.end)) is not None


def certain(report: Report, f: Found, parties: list[Party]) -> bool:
    """ "Talks between Denmark and Sweden" may be wished for: where only states are named, it takes a time, a place or a verb.
    Two groups of whom nothing is known but what they are have met for nobody: "residents met activists"."""
    if not any(p.person or p.kind == "office" or p.state or p.organization for p in parties):
        return False
    if f.rule.settings.keys() & {"status", "kind"} or any(p.person or p.kind == "office" or p.description for p in parties):
        return True
    anchor, lead = f.one("anchor"), f.one("lead")
    if anchor is None or any(m.kind in ("MET", "PLANNED", "CANCELLED", "CALLED", "HOSTED") for m in anchor.marks):
        return True
    told = [s for s in (*f.slots.get("setting", ()), *f.slots.get("after", ())) if s.end > s.start]
    return bool(told) or _NOUN.match(report.words(lead.start if lead else anchor.start, anchor.end)) is None


def is_asked(report: Report, f: Found) -> bool:
    """ "Asked if she would visit Oslo": nobody says that she will."""
    anchor = f.one("anchor")
    start = anchor.start if anchor else f.start
    verb = _VERB.match(report.words(start, f.end))
    return verb is not None and _ASKED.search(report.words(f.line.start, start)) is not None


def told_in(f: Found) -> tuple[int, int] | None:
    """The words that tell of the encounter; a visit that lists meetings takes the whole of them."""
    anchor = f.one("anchor")
    if anchor is None:
        return None
    return (f.start, f.end) if f.one("verb") and f.rule.frame == "visit" else (anchor.start, anchor.end)
