"""Days and places in the sentence of an encounter that are those of something else: a journey, a decision, an event before or after it."""

from __future__ import annotations

import re

from .marks import Mark
from .matching import Found
from .model import Claim
from .report import Report

_SETTING_OUT = re.compile(  # "departed on Sunday for talks": on the way to them
    r"\b(?:left|leaves?|leaving|depart(?:s|ed|ing)?|sets? (?:off|out)|setting (?:off|out)|fl(?:ew|ies|ying) out|head(?:s|ed|ing)? (?:for|to|out|off))\b"
)
_ARRIVING = re.compile(  # at a forum, whose days are its own
    r"\b(?:arriv(?:es?|ed|ing)|fl(?:y|ew|ies|ying|own)|land(?:s|ed|ing)?|travel(?:s|l?ed|l?ing)?|touch(?:es|ed) down|go(?:es|ing)?|went|came)\b"
)


def is_of_journey(report: Report, f: Found, day: int, forum: bool = False) -> bool:
    """ "Departed on Sunday for talks with": is the day that stands there that of setting out, and not of the encounter? That of arriving
    is no forum's either."""
    told = f.one("anchor") or f.one("forum")
    at = told.start if told else f.start
    if not f.line.start <= day < at:
        return False
    words = report.words(f.line.start, at)
    return _SETTING_OUT.search(words) is not None or forum and _ARRIVING.search(words) is not None


_DECIDED = re.compile(
    r"(?:(?:has|have|had|also|abruptly|suddenly|again) )*(?:cancel\w*|call(?:ed|s|ing)? off|postpone\w*|scrap\w*|put(?:s|ting)? off|abandon\w*|delay\w*|shelve\w*|dropp?\w*"
    r"|agreed|accepted|offered|invited|proposed|decided|pledged|promised|vowed|refused|declined|announced|requested|sought|asked|urged)\b"
)
_DECIDED_TO = re.compile(_DECIDED.pattern + r"(?: an? (?:invitation|offer|request|proposal))?(?: to| on| for) $")
_WHEN_DECIDED = re.compile(_DECIDED.pattern + r"(?: (?:on|late|early|last|earlier|later))*(?: the)? ")


def is_of_deciding(report: Report, f: Found, day: int) -> bool:
    """ "On Wednesday cancelled a visit", "agreed on Monday to meet": is the day that of a verb by which it was called off or agreed on?"""
    anchor = f.one("anchor")
    if anchor is None or not f.line.start <= day < anchor.end:
        return False
    if day < anchor.start:
        words = report.words(day, anchor.start)
        return _DECIDED.match(report.words(anchor.start, anchor.end)) is not None or _DECIDED_TO.search(words) is not None
    return _WHEN_DECIDED.fullmatch(report.words(anchor.start, day)) is not None


_OTHER_EVENT = re.compile(  # "met on the island, following a summit between the presidents in Oslo last week"
    r"\b(?:following|after|since|before|ahead of|prior to) (?:an?|the|his|her|its|our|their) "
    r"[^;:.]{0,60}\b(?:between|(?<!day )(?<!days )(?<!week )(?<!weeks )(?<!hours )(?<!round )(?<!rounds )(?<!series )of)\b[^;:.]*$"
)

_INITIAL = re.compile(r"(?<=\b[A-Z])\.")  # "U.S." ends no sentence


def is_of_other_event(report: Report, f: Found, mark: Mark) -> bool:
    """Does time or place stand behind words for what was before or after the encounter, and say when or where that was?"""
    anchor = f.one("anchor")
    if anchor is None:
        return False
    if _OTHER_EVENT.search(_INITIAL.sub("", report.words(anchor.end, mark.start))):
        return True
    forums = (m for m in f.line.marks() if m.kind == "FORUM" and anchor.end <= m.start and m.end <= mark.start)
    return any(is_apart(report, anchor.end, m) for m in forums)


_APART = re.compile(
    r"\b(?:ahead of|before|prior to|in advance of|after|following|since|on the eve of|in preparation for) (?:(?:the|an?|this|their|its|next \w+['’]s) )?(?:[a-z-]+ ){0,2}$"
)


def is_apart(report: Report, since: int, forum: Mark) -> bool:
    """ "Met ahead of the summit in Oslo on Friday": by the words from `since` on, was the encounter before or after a forum, and not at it?"""
    return _APART.search(report.words(max(since, forum.start - 60), forum.start)) is not None


def is_of_another_verb(report: Report, f: Found, day: int) -> bool:
    """Is the day that stands there that of the journey to an encounter, or of its being agreed on or called off? A visit begins with
    the journey."""
    frame = f.rule.frame
    return is_of_deciding(report, f, day) or frame != "visit" and is_of_journey(report, f, day, frame == "gathering")


def drop_day_of_another_verb(report: Report, f: Found, claim: Claim) -> None:
    """Takes back such a day."""
    stated = claim.values.get("date")
    if stated is not None and is_of_another_verb(report, f, stated.rests[0].start):
        del claim.values["date"]
        claim.refs.pop("date_basis", None)
