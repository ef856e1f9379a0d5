"""Sentences of a segment. A sentence never ends inside quotation marks; nothing is dropped but the space between."""

from __future__ import annotations

import re
from bisect import bisect_left

from .quotations import Quotation
from .vocabulary import Vocabulary

_END = re.compile(r"[.!?…][.!?…]*[\"”’')\]]*(?=\s+[\"“‘'(\[`]{0,2}[^\W\d_a-z]|\s*$|\s+[\"“‘]?\d)")
_INITIAL = re.compile(r"(?:^|[\s.(])[^\W\d_]$")
_WORD = re.compile(r"\s+([^\W\d_]+)\b")
_CITY = re.compile(
    r"\b[A-Z][a-z]+,? (?!U\.[SNK]$|E\.U$|H\.[EHM]$)[A-Z]\.[A-Z]$"
)  # "in Washington, D.C. The minister …", not "Former U.S. Security Council", "of Peru, H.E. Luis Rojas"
_BEGUN = re.compile(
    r"\s+(?:The|In|On|At|He|She|They|It|Its|His|Her|Their|This|These|During|After|Before|While|As|Both|A|An"
    r"|Secretary|President|Prime|Minister|[A-Z][a-z]{3,20} [A-Z])[ a-z]"
)
# A title cut short at the beginning of an item of a list: "; Alm. Luis Rojas, Secretary of the Navy; Mr. Odd Berg".
_ITEM_TITLE = re.compile(r"; (?:and )?(?:[A-Z][a-z]{1,3}\.? ){0,2}[A-Z][a-z]{1,4}$")
# Abbreviations that may end a sentence, before a word that begins one.
_TIMES = frozenset({"a.m", "p.m", "Inc", "Co", "Corp", "Ltd", "Jr", "Sr"})
_ATTRIBUTED = re.compile(r"\s+(?:[^\W\d_a-z][\w.’'-]*\s){1,5}(?:[a-z]{2,12}ed|said|says|wrote|told|asks)\b")
_CHARACTER = re.compile(r"\S")
_LONGEST = 4000  # characters; a longer sentence is cut
_LONGEST_UNQUOTED = 1500  # where it holds no quotation


def split_sentences(text: str, start: int, end: int, quotations: list[Quotation], voc: Vocabulary) -> list[tuple[int, int]]:
    """(start, end) of each sentence of text[start:end], trimmed of white space."""
    found: list[tuple[int, int]] = []
    at = start
    starts = [q.start for q in quotations]
    inside = iter(quotations)
    quotation = next(inside, None)
    for match in _END.finditer(text, start, end):
        stop = match.end()
        while quotation is not None and quotation.end < stop:
            quotation = next(inside, None)
        if quotation is not None and quotation.start < match.start() and stop < quotation.end:
            continue
        if quotation is not None and stop == quotation.end and not _ends_after(text, quotation, match.start(), end):
            continue
        if text[match.start()] == "." and stop == match.start() + 1:
            if _ITEM_TITLE.search(text, max(at, match.start() - 24), match.start()):
                continue
            word = text[max(at, match.start() - 12) : match.start()].split()[-1:] or [""]
            if word[0].lstrip("(“\"‘'").rpartition("-")[2] in voc.abbreviations or _INITIAL.search(
                text[max(at, match.start() - 2) : match.start()]
            ):
                opener = _WORD.match(text, stop, end)
                ends = word[0] in _TIMES and opener and opener.group(1) in voc.openers
                if _CITY.search(text, max(at, match.start() - 40), match.start()) and _BEGUN.match(text, stop, end):
                    ends = True
                if not ends and _CHARACTER.search(text, stop, end):
                    continue
        _append(found, text, at, stop, starts)
        at = stop
    _append(found, text, at, end, starts)
    return found


def _ends_after(text: str, quotation: Quotation, stop: int, end: int) -> bool:
    # A full stop before the closing mark ends the sentence; a question mark may stand in the middle: “Why?” he asked.
    following = text[quotation.end : min(end, quotation.end + 3)].lstrip()
    if text[stop] in "!?…" and _ATTRIBUTED.match(text, quotation.end, min(end, quotation.end + 120)):
        return False
    return not following or not (following[0].islower() and text[stop] in "!?")


def _append(found: list[tuple[int, int]], text: str, start: int, end: int, quoted: list[int]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST_UNQUOTED:
        holds = bisect_left(quoted, end) > bisect_left(quoted, start)
        longest = _LONGEST if holds else _LONGEST_UNQUOTED
        if end - start <= longest:
            break
        cut = text.rfind(" ", start, start + longest)
        cut = cut if cut > start else start + longest
        found.append((start, cut))
        start = cut + 1 if text[cut : cut + 1] == " " else cut
    if end > start:
        found.append((start, end))
