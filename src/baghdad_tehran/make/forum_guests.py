"""Who was at a forum, where no words of its own say it: the subject of the sentence that tells of it, or those who met there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .forum_names import ANY_SUCH
from .many_states import of_many_states
from .marks import Line, Mark
from .matching import Found
from .parties import resolve
from .report import Party, Report
from .taking_part import takes_part

_THERE = re.compile(  # between the subject and the forum: "is aiming to seal a deal at this"
    r"(?!.*\b(?:that|which|who|whom|whose|where|said|says|told|asked|if|whether|not|never|nor|without|unlike|since|reached|made|signed|adopted|agreed|taken"
    r"|held|after|before|until|ahead|following|called for|urged|than|because|while|instead|from|between|last|by|about|prospects|saying|quoted|invit\w+|comments|hopes|and (?:the|[A-Z]\w+))\b)[^;:.“”\"()]{1,130}"
    r"\b(?:at|during|attend|attending|address|addressing) (?:(?:the|an?|this|their|its) )?(?:(?:opening|closing|final|first|second|last) (?:[a-z]+ )?(?:of )?(?:(?:the|an?) )?)?",
    re.DOTALL,
)
_GROUP = (
    r"((?:(?!(?:the|that|of|on|in|at|to|for|with|by|and|its|his|her|their) )[A-Za-z][\w-]* ){0,3}(?:leaders|heads of (?:state|government)(?: and government)?|ministers|countries|nations"
    r"|delegates|participants|governments|officials|negotiators|delegations|lawmakers))"
)
_DID = re.compile(  # "At the Tokyo summit last year, western leaders identified …"
    r"[^.;:“”\"()]{0,90}?, (?:(?:the|all|most|some|several|many) )?"
    + _GROUP
    + r" (?:also |then |later |had |have |will )?(?:[a-z]{3,14}ed|made|took|set|put|met|gave|held|agree|discuss|adopt)\b"
)
_BY_THEM = re.compile(  # "is to be discussed by European heads of state during a"
    r"\b(?:by|when|as|where|let|lets|allow|allowing) (?:the |all )?"
    + _GROUP
    + r"(?: [a-z]+){0,4} (?:at|during|for) (?:(?:the|an?|this|their) )?$"
)
_AT_FRONT = re.compile(
    r"(?:in [A-Z]\w+ (?:\d{4}, )?)?(?:at|during) (?:the |an? |this |their )?(?:[a-z]+ of the )?", re.IGNORECASE
)
_OPENING = re.compile(  # "Leaders will discuss …", right behind the sentence that tells of their summit
    r"(?:The )?((?:[A-Z][\w-]+ )?(?:[Ll]eaders|[Pp]articipants|[Dd]elegates|[Dd]elegations|[Hh]eads of state|[Mm]inisters)) (?:[a-z]+ )?(?:will|are|were|have|had|[a-z]+ed|met|agree)\b"
)
_LEADERS = re.compile(r" (?:leaders|ministers|heads of (?:state|government))\b")
_MEMBERS = re.compile(r"\b(?:leaders|heads of (?:state|government)|ministers)\b")


def those_there(report: Report, f: Found) -> list[tuple[Party, str]]:
    """Who was at the forum that a match points at, and in what capacity; nobody, where the sentence and those beside it do not say."""
    slot = f.one("forum")
    if slot is None:
        return []
    before = report.words(f.line.start, slot.start)
    did = _DID.match(report.text, slot.end, f.line.end) if _AT_FRONT.fullmatch(before) else None
    group = did or _BY_THEM.search(report.text, f.line.start, slot.start)
    if group is not None:
        return [(Party(description=group[1], kind="delegation", start=group.start(1), end=group.end(1)), "principal")]
    subject = report.subjects.get(f.number)
    if (
        subject is None
        or (subject.description or "").lower() in ("it", "they", "we")
        or not f.line.start <= subject.start < subject.end < slot.start
    ):
        return []
    between = report.words(subject.end, slot.start)
    named = (
        subject.person
        or len(subject.description or "") > 4
        or (subject.organization or subject.country)
        and re.match(r" [a-z]", between)
    )
    return [(subject, "attendee")] if named and _THERE.fullmatch(between) else []


def members_near(report: Report, f: Found) -> list[Party]:
    """Leaders or ministers of one body, told of in the sentence of a forum or right beside it: "EU leaders" where "the two-day summit in Brussels" stands."""
    lines = [n for n in (f.number, f.number - 1, f.number + 1, f.number - 2) if 0 <= n < len(report.lines)]
    for number in lines:
        line: Line = report.lines[number]
        for mark in line.marks():
            if not line.quoted and mark.kind == "BODY" and _LEADERS.match(report.text, mark.end, line.end):
                return takes_part(report, line, number, mark)
            if line.quoted or mark.kind not in ("DELEGATION", "OFFICES") or not mark.find("BODY", "REGION"):
                continue
            if _MEMBERS.search(report.words(mark.start, mark.end)):
                return resolve(report, line, number, mark)
    for line in report.lines[f.number + 1 : f.number + 3]:
        opening = None if line.quoted else _OPENING.match(report.text, line.start, line.end)
        if opening:
            return [Party(description=opening[1], kind="delegation", start=opening.start(1), end=opening.end(1))]
    return []


_SUMMIT = re.compile(
    r"(?:(?:the|an?|this|its|their|last|next|(?:body|bloc|group|grouping|organi[sz]ation|union|alliance|community|cartel)['’]s)\b[ ]?)*(.*?) ?\b(?:summit|leaders['’]? meeting)(?: meeting)?",
    re.IGNORECASE,
)
_ANY_UNION = frozenset(
    "crunch fractious acrimonious stormy crisis earlier later mid-year half-yearly regular informal formal".split()
)
_OF_IT = re.compile(
    r"(?:['’]s?)?(?: \([A-Z-]{2,8}\))?(?:['’]s?)? (?:leaders|summits?|heads of|members?|member|countries|presidency|states|foreign|finance|budget|heads)\b"
)


@dataclass(frozen=True, slots=True)
class Union:
    """A body of many states: the lines that tell of its leaders or members, and where its fullest name stands."""

    lines: frozenset[int]
    number: int
    mark: Mark


def the_union(report: Report) -> Union | None:
    """The union of states of whose leaders or members the report tells, if it tells of no other's."""
    bodies = [
        (number, body)
        for number, line in enumerate(report.lines)
        if not line.quoted
        for unit in line.marks()
        for body in unit.find("BODY")
        if of_many_states(report, body)
    ]
    told = [(n, b) for n, b in bodies if _OF_IT.match(report.text, b.end, report.lines[n].end)]
    cores = {str(b.attrs.get("core")) for _, b in told}
    if len(cores) != 1:
        return None
    named = [(n, b) for n, b in bodies if str(b.attrs.get("core")) in cores]
    number, mark = min(named, key=lambda told: (told[1].start - told[1].end, told[0]))
    return Union(frozenset(n for n, _ in told), number, mark)


def of_union(report: Report, f: Found, union: Union) -> list[Party]:
    """ "The fractious summit in June", where one union of states is told of: its own. One by its city needs it in the sentence or beside."""
    slot = f.one("forum")
    mark = slot.marks[0] if slot is not None else None
    said = _SUMMIT.fullmatch(report.words(mark.start, mark.end)) if mark is not None else None
    if mark is None or said is None or mark.find("NATION", "DEMONYM", "BODY", "NAME", "PERSON", "REGION"):
        return []
    dates = " ".join(report.words(d.start, d.end) for d in mark.find("DATE"))
    city = " ".join(report.words(c.start, c.end) for c in mark.find("CAPITAL"))
    words = [w for w in said[1].split(" ") if w and w not in dates and w not in city]
    if any(w.lower() not in ANY_SUCH | _ANY_UNION and not w.endswith(("-day", "-long")) for w in words):
        return []
    if city and not union.lines & {f.number - 1, f.number, f.number + 1}:
        return []
    return [replace(p, inference="context") for p in resolve(report, report.lines[union.number], union.number, union.mark)]
