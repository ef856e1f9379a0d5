"""Long lists of those who were there, with titles that no rule understands to their end: whom they name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .marks import Mark
from .matching import Slot
from .report import Party, Report

# Where a list of those who were there ends: words of another clause. "Adviser to the President" and "Secretary to Cabinet" go on.
_OVER = re.compile(
    r"\b(?:where|while|when|during|before|after|following|which|whose|because|although|as part of|in order|led the|said|told)\b"
    r"|\bwho (?!(?:is|was|are|were|serves|heads|leads|chairs|joined|attended)\b)"
    r"|, (?:\w+ly |also |then |later )?(?:(?!retired|united|related)[a-z]{2,}ed (?!by\b)|(?:went|met|held|left|flew|paid|took|made|had|has|have|was|were|is|are"
    r"|will|would|spoke|gave|laid|began|came|drove|sat|did)\b)"
    r"|\bto (?!(?:the|an?|his|her|their|our|its)\b)[a-z]{3,}|[:“”\"]"
)
_ITEM = re.compile(
    r"(?:^|[,;]|\b(?:and|as well as|along with|together with|alongside|with|including|included|by|were|was|plus)) $|^$"
)
_ENDED = re.compile(r"$|[,;.]| (?:and|as well as|along with|together with|alongside|were|was|also)\b|,")
# "The family of Ana Silva", "on behalf of Ana Silva", "to welcome Ana Silva" do not say that she was there.
_NOT_THERE = re.compile(
    r"\b(?:family of|behalf of|representing|(?:represented|nominated|sent|appointed|hosted|organi[sz]ed|given) by|(?:welcome|honou?r|thank|congratulate|greet|see off|commemorat\w+|memory of)"
    r"|(?:birth|death|wedding|funeral|visit|inauguration|arrival|success) of) (?:the )?$"
)
_NAMED = re.compile(r"the |an? |his |her |their |its ", re.IGNORECASE)
# "Senior officials, including …": these are who was there.
_NAMES_THEM = re.compile(r",? (?:including|included|such as|among them)\b")
_GROUPS = ("DELEGATION", "OFFICES")


def named_in(report: Report, listed: Slot, behind: bool) -> Iterator[Mark]:
    """The marks in a list that name who was there: people wherever they stand, groups and offices where they are items of their own.

    `behind`: the list stands behind its verb and ends with the words of another clause; one before it ends with the verb."""
    end = listed.end
    if behind and (over := _OVER.search(report.text, listed.start, listed.end)):
        end = over.start()
    people = [m for m in listed.marks if m.kind == "PERSON" and m.end <= end]
    for mark in listed.marks:
        if mark.end > end:
            break
        before = report.words(listed.start, mark.start)
        after = report.words(mark.end, end)
        if after.startswith(("'", "’")) or _NOT_THERE.search(before[-40:]):
            continue
        if mark.kind == "PERSON":
            yield mark
        elif mark.kind in _GROUPS and _ITEM.search(before[-16:]) and not _NAMES_THEM.match(after):
            yield mark
        elif mark.kind == "OFFICE" and _NAMED.match(report.words(mark.start, mark.end)):
            follows = next((m for m in people if m.start >= mark.end), None)
            held = follows is not None and re.fullmatch(r"[ ,]*", report.words(mark.end, follows.start)) is not None
            if not held and _ITEM.search(before[-16:]) and _ENDED.match(after) and not _appended(people, mark, report):
                yield mark


def _appended(people: list[Mark], office: Mark, report: Report) -> bool:
    """ "Ana Silva, the Minister of Fisheries, and …": does an office say what somebody named right before it is?"""
    last = next((m for m in reversed(people) if m.end <= office.start), None)
    return last is not None and report.words(last.end, office.start) in (", ", " ", ",")


_ALONG = re.compile(
    r"\b(?:accompanied|joined|flanked|escorted|assisted|supported) (?:\w+ )?by |\bin the presence of |\b(?:with|alongside) (?=[^.;]{3,200}"
    r" (?:(?:also )?(?:present|in attendance|attending|looking on)|at (?:his|her) side)\b)"
)

_CONSISTS = re.compile(
    r"\b(?:comprising|consisting of|composed of|made up of|including|(?:which|that) (?:includes|included|comprises|comprised)) "
)


def companions(report: Report, parties: list[Party], upto: int) -> tuple[list[Party], dict[str, list[Party]]]:
    """ "Silva, accompanied by Rojas and Vidal": those who are named for themselves, and for each of them those who were there with her.

    `upto`: where the list and what is said behind it end."""
    own: list[Party] = []
    along: dict[str, list[Party]] = {}
    told = sorted(parties, key=lambda p: p.start)
    words = report.words(told[0].start, upto) if told else ""
    said = _ALONG.search(words) or (told and told[0].kind == "delegation" and _CONSISTS.search(words)) or None
    for party in told:
        if said is None or not own or party.start < told[0].start + said.end():
            own.append(party)
        else:
            along.setdefault(own[-1].key, []).append(party)
    return (parties, {}) if not along else (own, along)
