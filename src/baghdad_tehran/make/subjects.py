"""Whom the clause with an encounter is about, where the match itself does not say. Reads words and marks, makes no claims."""

from __future__ import annotations

import re

from .marks import Line, Mark
from .matching import Found
from .parties import resolve
from .report import Party, Report
from .taking_part import takes_part

_CLAUSE = re.compile(
    r"(?:^|[,;:—–-] ?|\b(?:that|and|but|while|as|when|after|before|where|because|said|says|if|also|than) )(?:(?:the|his|her|visiting|former) )?$",
    re.IGNORECASE,
)
_LIST = re.compile(r"^(?:,|,? and) (?:the )?$")
_PLACED = re.compile(r"(?:in|at|from|near|outside|inside|across|prior to|before|after|besides|ahead of) (?:the )?", re.IGNORECASE)
_SUBJECTS = ("PERSON", "OFFICE", "OFFICES", "PRONOUN", "GROUP", "DELEGATION", "NATION", "CAPITAL", "BODY")


_VISITED = re.compile(r"\b(?:visit(?:s|ed|ing)?|tour(?:s|ed|ing)?) (?:the )?$")  # "visited Lima and Quito and met": nobody


def subject_before(report: Report, line: Line, number: int, before: int) -> list[Party]:
    """The subject of the clause that holds an offset: the last party before it that begins a clause, with those listed before it."""
    marks = [m for m in line.marks() if m.end <= before]
    for index in range(len(marks) - 1, -1, -1):
        mark = marks[index]
        if mark.kind not in _SUBJECTS or report.words(mark.end, mark.end + 2) in ("’s", "'s"):
            continue
        if not _CLAUSE.search(report.words(line.start, mark.start)) and mark.start != line.start:
            continue
        if mark.kind == "OFFICE" and re.search(r"\bas (?!the |h)", report.words(max(line.start, mark.start - 3), mark.start + 4)):
            continue  # "Silva, on her first trip as prime minister, met"
        listed = [mark]
        while (
            index
            and _LIST.match(report.words(marks[index - 1].end, marks[index].start))
            and marks[index - 1].kind in _SUBJECTS
            and not _opens(report, line, marks[index - 1], marks[index])
        ):
            index -= 1
            listed.insert(0, marks[index])
        first = listed[0]
        if index and (
            _preposition(report, line, first) or first is not mark and _VISITED.search(report.words(line.start, first.start))
        ):
            continue
        return [p for m in listed for p in (takes_part if m.kind in ("OFFICES", "PRONOUN") else resolve)(report, line, number, m)]
    return []


def _opens(report: Report, line: Line, mark: Mark, subject: Mark) -> bool:
    """ "In Brussels, he …": where it was, before the subject, and nobody."""
    opening = _PLACED.fullmatch(report.words(line.start, mark.start))
    return opening is not None and report.words(mark.end, subject.start) == ", "


_WHO = re.compile(r",? who (?:(?:has|had|have|was|is|were|are|also|later|then|just|recently|currently) ){0,2}$")


def whose_clause(report: Report, f: Found) -> list[Mark] | None:
    """ "Met Lind, who was in Oslo for a summit": whom a relative clause that begins right before the match is about, nobody where
    that is not known; None where there is no such clause."""
    who = _WHO.search(report.words(f.line.start, f.start))
    if who is None:
        return None
    at = f.line.start + who.start()
    found = [m for m in f.line.marks() if m.end <= at and m.kind in ("PERSON", "OFFICE", "DELEGATION")][-2:]
    head = [m for m in found if m.end == at]
    many = re.match(r"(?:are|were|have)\b", report.words(at, f.end).removeprefix(",").removeprefix(" who "))
    if many and len(found) == 2 and head and report.words(found[0].end, head[0].start) == " and ":
        head = found  # "Holm and Lind, who are both in Oslo for a summit"
    return [m for m in head if not report.words(m.start, m.end).startswith("and ")]


def in_clause(report: Report, party: Party) -> bool:
    """Does a clause with a subject of its own begin with it: "asked if Holm …"?"""
    return (
        re.search(r"\b(?:if|whether|when|because|that|but|while) $", report.words(max(0, party.start - 9), party.start))
        is not None
    )


_I = re.compile(r"(?:^|, )(?:I|We|we) (?:am|are|was|were|will|shall|have|had)\b")


def of_first_person(report: Report, f: Found) -> bool:
    """ "At the invitation of Lind, I am leaving for a visit to": the writer's, whoever else is named before."""
    said = _I.search(report.words(f.line.start, f.start))
    at = f.line.start + said.end() if said else f.start
    return said is not None and not any(m.kind in _SUBJECTS and at <= m.start < f.start for m in f.line.marks())


def is_own(report: Report, f: Found) -> bool:
    """Do its words call the encounter somebody's own: "cut short his visit to", "of her talks with"?"""
    anchor = f.one("verb") or f.one("anchor")
    told = report.words(f.start, anchor.end if anchor else f.start)
    before = report.words(f.line.start, f.start)
    return bool(re.match(r"(?:[a-z]+ ){0,2}(?:his|her) ", told) or re.search(r"\b(?:his|her) [^,]{0,30}$", before))


_ESCORTED = re.compile(
    r"\b(?:accompan\w+|join\w*|escort\w*|host\w*|welcom\w+|receiv\w+|greet\w*|(?P<thanked>thank\w*|prais\w+|applaud\w*|congratulat\w*|commend\w*)) (?:the )?$",
    re.IGNORECASE,
)
_OF_STATE = re.compile(r"(?: and (?:(?:Mrs|Mr|Ms|Dr)\.)?[^,;.]{3,60})?(?: of (?:the )?[^,;.]{3,60})? ?")
_FOR_IT = re.compile(r"[^;.:“”\"]{0,60} (?:for|on) [^;:“”\"]{0,140}")


def object_before(report: Report, f: Found) -> Mark | None:
    """Whom the words before the match name: "accompanied the minister during his visit", "will host Lind of Sweden for a state
    visit", "thanked Lind for attending"."""
    found = [m for m in f.line.marks() if m.end <= f.start and m.kind in ("PERSON", "OFFICE")]
    for mark in reversed(found[-2:]):
        verb = _ESCORTED.search(report.words(f.line.start, mark.start))
        if verb and (_FOR_IT if verb["thanked"] else _OF_STATE).fullmatch(report.words(mark.end, f.start)):
            return mark
    return None


def _preposition(report: Report, line: Line, mark: Mark) -> bool:
    before = report.words(line.start, mark.start)
    return bool(
        re.search(r"\b(?:in|of|with|to|by|from|between|for|at|on|under|against|about|over|than|via|near) (?:the |an? )?$", before)
    )


_CLOSE = re.compile(r"(?!.*\bthat\b)[^,;:“”\"]{0,70}")


def told_by(report: Report, f: Found, before: int) -> list[Party]:
    """ "The policy may change, senators said after a meeting with …": who speaks right before the words that tell of an encounter."""
    marks = [m for m in f.line.marks() if m.end <= before]
    cue = next((m for m in reversed(marks) if m.kind in ("SAID", "TOLD")), None)
    if cue is None or not _CLOSE.fullmatch(report.words(cue.end, before)):
        return []
    speaker = next((m for m in marks if m.end + 1 == cue.start and m.kind in _SUBJECTS), None)
    if speaker is None or not report.words(f.line.start, speaker.start).rstrip("the ").endswith((",", "”", '"')):
        return []
    return takes_part(report, f.line, f.number, speaker)
