"""What an encounter's own words say of it: whether it took place, is to come or was called off; by call or in person; who its
subject is; which of those it names can take part. Reads words and marks, makes no claims."""

from __future__ import annotations

import re
from dataclasses import replace

from .marks import Line, Mark
from .matching import Found
from .model import Rest
from .parties import resolve
from .report import Party, Person, Report
from .titles import state_of

_OF_MARK = {"PLANNED": "planned", "CANCELLED": "cancelled"}
_TO_COME = re.compile(r"\b(?:upcoming|planned|scheduled|forthcoming|expected|anticipated|future)\b", re.IGNORECASE)
_OFF = re.compile(
    r"\b(?:cancell?ed|postponed|aborted|scrapped|called off|put off|delayed|cancell?ing|postponing)\b", re.IGNORECASE
)
_WILL = re.compile(
    r"\b(?:will|would|(?:is|are|was|were) (?:to|expected|due|set|scheduled|planned|slated)|is being)\b", re.IGNORECASE
)
_BASE = re.compile(r"(?:meet|hold|have|confer|speak|host|join|call on|pay|receive|see)\b", re.IGNORECASE)
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
    r"|press(?:es|ed|ing)? for|hop(?:e|es|ed|ing) for|ready for|open to|ask(?:s|ed|ing)? for|appeal(?:s|ed|ing)? for|no|without|support(?:s|ed)"
    r"|prospects? (?:of|for)|possibility of|facilitate|opportunit(?:y|ies) for|chances? (?:of|for)|conditions for|path to|calls for|wish(?:es)? for|restart|resum(?:e|ption of)|revive|renew|return to|deny|denied|denies) (?:\w+ )?$",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will (?:begin|start|include|conclude|end)|ahead of|before|prior to|prepar\w+ for|planned|due|looking forward to|looks forward to|scheduled|plans?"
    r"|invit\w+|block|prevent|oppose|leave on|leaves on|leaving on)\b[^.,]{0,25}$",
    re.IGNORECASE,
)
_BUT_OFF = re.compile(
    r"\bbut (?:(?:the|that|their|his|her|this) )?(?:meeting|talks|summit|visit|trip|call|it|they) (?:was|were|has been|had been)(?: later)? "
    r"(?:cancell?ed|called off|postponed|scrapped|put off|delayed)",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r",? (?:which )?(?:could|might|may|can|cannot|should|must|needs? to|would (?:be|have|help|require|mean|only)|remains?|looks?|seems?|(?:is|was|are|were) "
    r"(?:unlikely|not|possible|impossible|ruled out|off the table|in doubt|needed|necessary|essential|vital|overdue|uncertain|welcome)|(?:has|have) yet)\b"
)
_FORESEEN = re.compile(r"\b(?:will|would|(?:is|are|was|were|be|been) (?:[a-z]+ly )?(?:to|due|set|scheduled|expected|slated|about|planning|likely|supposed|going)(?: to)?) be\b")
_BEFORE_IT = re.compile(r"\b(?:ahead of|before|prior to|on the eve of) $", re.IGNORECASE)
_MOOTED = re.compile(
    r",? (?:was|were|is|are|had been|has been) (?:also )?(?:discussed|proposed|mooted|suggested|raised|considered|under discussion)\b"
)
_IN_PERSON = re.compile(r"\b(?:in person|directly|face|sidelines|margins|across the)\b", re.IGNORECASE)
FROM_AFAR = re.compile(
    r"\b(?:phone|telephone|telephoned|phoned|call|calls|called|video|videoconference|teleconference)\b", re.IGNORECASE
)
_BY_CALL = re.compile(r"\b(?:phone|telephone|call|calls|video|teleconference|videoconference|virtual|spoke)\b", re.IGNORECASE)
_GROUP = re.compile(
    r"(?:['’]s)? (?:[a-z-]{3,16} ){0,2}(?:officials|leaders|lawmakers|diplomats|representatives|negotiators|ministers|delegates|envoys|authorities"
    r"|mediators|counterparts|politicians|generals|legislators|executives|activists|commanders|businessmen|parliamentarians|experts|judges|elders"
    r"|clerics|students|troops|soldiers|service members|refugees)\b"
)
GUESTS = re.compile(
    r"\b(?:delegations?|teams?|missions?|officials?|leaders|ministers|law-?makers|representatives|envoys?|diplomats?|ambassadors|members|guests"
    r"|parliamentarians|senators|executives|commanders|officers|counterparts|negotiators|governors|mayors|delegates|chiefs|heads|experts)\b",
    re.IGNORECASE,
)
_TITLE_BEHIND = re.compile(r" (?!(?:on|in|at|to|by|from|for|with|and|during|over) )[a-z]+ [A-Z]")
_STYLED = re.compile(r", (?:(?:His|Her) (?:[A-Z][a-z]+ ){1,2})?")
_NO_SIDE = frozenset(
    {
        "press",
        "media",
        "cabinet",
        "administration",
        "regime",
        "television",
        "radio",
        "police",
        "state media",
        "news agency",
        "news",
    }
)


def status_of(report: Report, f: Found) -> str | None:
    """held, planned or cancelled; None where the words only propose or suppose an encounter."""
    anchor, after, lead = f.one("anchor"), f.one("after"), f.one("lead")
    start = lead.start if lead else anchor.start if anchor else f.start
    words = report.words(start, anchor.end) if anchor else ""
    behind = report.words(after.start, after.end) if after else ""
    verbs = [m for m in anchor.marks if m.kind in ("MET", "PLANNED", "CANCELLED", "CALLED", "HOSTED")] if anchor else []
    if not verbs and (_MAYBE.search(words) or anchor and _WISHED.search(report.words(max(f.line.start, start - 40), start))):
        return None
    if verbs and _supposed(report, f, verbs[0]):
        return None
    if not verbs and not behind and _DOUBTED.match(report.words(f.end, min(f.line.end, f.end + 40))):
        return None
    if f.one("plan") or not verbs and f.rule.frame == "encounter" and _BEFORE_IT.search(report.words(max(f.line.start, start - 16), start)):
        return "planned"
    if _BUT_OFF.search(report.words(f.end, min(f.line.end, f.end + 90))):
        return "cancelled"
    if _BASE.match(words) and not verbs and "status" not in f.rule.settings:  # "… will attend the forum and meet with …"
        return "planned" if _WILL.search(report.words(f.line.start, anchor.start if anchor else f.start)) else None
    if _OFF.search(behind) or not verbs and _OFF.search(words):
        return "cancelled"
    if _WILL.search(behind) or not verbs and _TO_COME.search(words):
        return "planned"
    if f.rule.frame == "visit" and _MOOTED.match(report.words(f.end, min(f.line.end, f.end + 40))):
        return None
    if f.rule.frame == "visit" and "status" not in f.rule.settings:
        who = f.one("who")
        at = min(start, who.start) if who else start
        before = report.words(max(f.line.start, at - 45), at)
        if re.match(r"(?:(?:will|would|is to) )?(?:also )?takes?\b", words):  # "a trip that will take her to Oslo"
            return "planned"
        cut = max((m.end for m in f.line.marks() if m.kind in ("QUOTE", "SAID", "TOLD") and m.end <= at), default=f.line.start)
        to_come = re.search(r"\b(?:will|is to|are to|plans to|due to)\b", report.words(cut, at)) is not None
        if f.rule.settings.get("who") and re.match(
            r"(?:will |is to )?(?:travel|head|fly|flew|flying|go|continu|visit)", words
        ):  # "… before heading to Oslo"
            return (
                "planned"
                if to_come or re.match(r"(?:will|is to)\b", words)
                else "held"
                if _PAST.search(words) or re.search(r"\b(?:before|after)\s*$", before)
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
    if not verbs and _YET.match(report.words(f.end, f.end + 40)) and re.search(r"\b(?:during|at|in) ", report.words(f.start, start)):
        return "planned"  # "during her talks with Rojas, Silva will …"
    past = f.one("past")
    if past is not None and report.words(past.start, past.end) == "was":
        return "held"  # "was in Oslo for talks with"
    for mark in verbs:
        status = mark.attrs.get("status") or _OF_MARK.get(mark.kind)
        if status:
            return str(status)
    return str(f.rule.settings.get("status", "held"))


def _supposed(report: Report, f: Found, verb: Mark) -> bool:
    """ "Would meet him if …": a condition, and no plan."""
    words = report.words(verb.start, verb.end).lower()
    return words.startswith("would ") and re.search(r"\b(?:if|only|unless|were)\b", report.words(f.line.start, f.line.end)) is not None


def kind_of(report: Report, f: Found) -> str | None:
    """ "call" where the words say that they spoke from afar; else what the rule says."""
    anchor, call = f.one("anchor"), f.one("call")
    if call is not None:
        return "call" if re.search(r"call|conversation|phone|video", report.words(call.start, call.end)) else None
    spoken = report.words(anchor.start, f.end) if anchor else ""
    settled = any(m.kind in ("FORUM", "VENUE") for s in f.slots.get("setting", ()) for m in s.marks) or _IN_PERSON.search(spoken)
    for mark in anchor.marks if anchor else ():
        if mark.kind == "CALLED":
            if re.match(r"(?:talk|confer)", report.words(mark.start, mark.end), re.IGNORECASE) and not FROM_AFAR.search(spoken):
                return None
            return None if settled and not FROM_AFAR.search(spoken) else "call"
        if mark.attrs.get("phrase") and mark.attrs.get("kind"):
            return str(mark.attrs["kind"])
    said = "; ".join(report.words(s.start, s.end) for s in (f.one("lead"), anchor, *f.slots.get("setting", ())) if s is not None)
    said = re.sub(r"\b(?:courtesy|farewell) call\b|\bcalls? (?:up)?on\b|\bcalled (?:up)?on\b", "", said, flags=re.IGNORECASE)
    return "call" if _BY_CALL.search(said) else f.rule.settings.get("kind")


_CLAUSE = re.compile(
    r"(?:^|[,;:—–-] ?|\b(?:that|and|but|while|as|when|after|before|where|because|said|says|if|also|than) )(?:(?:the|his|her|visiting|former) )?$",
    re.IGNORECASE,
)
_LIST = re.compile(r"^(?:,|,? and) (?:the )?$")
_SUBJECTS = ("PERSON", "OFFICE", "PRONOUN", "GROUP", "DELEGATION", "NATION", "CAPITAL", "BODY")


def antecedent(report: Report, number: int, mark: Mark) -> list[Party]:
    """For "she", where the sentence before has no person for its subject: whoever it names that was a subject shortly before."""
    if mark.attrs.get("gender") in ("n", "i"):
        return []
    back = number - 1
    while back >= 0 and report.lines[back].quoted:
        back -= 1
    if back < 0:
        return []
    subjects = {p.key for n in range(max(0, back - 8), back) if (p := report.subjects.get(n)) is not None and p.person}
    for unit in report.lines[back].marks():
        if unit.kind == "PERSON":
            for party in resolve(report, report.lines[back], back, unit):
                if party.key in subjects:
                    return [replace(party, start=mark.start, end=mark.end, inference="antecedent")]
    return []


def certain(report: Report, f: Found, parties: list[Party]) -> bool:
    """ "Talks between Denmark and Sweden" may be wished for: where only states are named, it takes a time, a place or a verb.
    Two groups of whom nothing is known but what they are have met for nobody: "residents met activists"."""
    if not any(p.person or p.kind == "office" or p.state or p.organization for p in parties):
        return False
    if f.rule.settings.get("status") or any(p.person or p.kind == "office" or p.description for p in parties):
        return True
    anchor, lead = f.one("anchor"), f.one("lead")
    if anchor is None or any(m.kind in ("MET", "PLANNED", "CANCELLED", "CALLED", "HOSTED") for m in anchor.marks):
        return True
    told = [s for s in (*f.slots.get("setting", ()), *f.slots.get("after", ())) if s.end > s.start]
    return bool(told) or _NOUN.match(report.words(lead.start if lead else anchor.start, anchor.end)) is None


def subject_before(report: Report, line: Line, number: int, before: int) -> list[Party]:
    """The subject of the clause that holds an offset: the last party before it that begins a clause, with those listed before it."""
    marks = [m for m in line.marks() if m.end <= before]
    for index in range(len(marks) - 1, -1, -1):
        mark = marks[index]
        if mark.kind not in _SUBJECTS or report.words(mark.end, mark.end + 2) in ("’s", "'s"):
            continue
        if not _CLAUSE.search(report.words(line.start, mark.start)) and mark.start != line.start:
            continue
        listed = [mark]
        while (
            index and _LIST.match(report.words(marks[index - 1].end, marks[index].start)) and marks[index - 1].kind in _SUBJECTS
        ):
            index -= 1
            listed.insert(0, marks[index])
        if index and _preposition(report, line, listed[0]):
            continue
        return [p for m in listed for p in resolve(report, line, number, m)]
    return []


def _preposition(report: Report, line: Line, mark: Mark) -> bool:
    before = report.words(line.start, mark.start)
    return bool(
        re.search(r"\b(?:in|of|with|to|by|from|between|for|at|on|under|against|about|over|than|via|near) (?:the |an? )?$", before)
    )


def takes_part(report: Report, line: Line, number: int, mark: Mark) -> list[Party]:
    """Who a mark in a list of participants means: no news outlet, no cabinet; "Swedish officials" is a delegation."""
    if mark.kind in ("NATION", "DEMONYM", "REGION"):
        if re.match(r" [A-Z]", report.text[mark.end : mark.end + 2]) and mark.end < line.end:
            return []  # "U.S. Under Secretary": of an office that no list has
        group = _GROUP.match(report.text, mark.end)
        if group and mark.end < line.end:
            words = report.words(mark.start, group.end())
            return [
                Party(
                    country=mark.attrs["country"],
                    subdivision=mark.attrs.get("subdivision"),
                    description=words,
                    kind="delegation",
                    start=mark.start,
                    end=group.end(),
                    state_rests=_state_rests(mark),
                )
            ]
    if mark.kind == "BODY":
        core = str(mark.attrs.get("core") or "").lower()
        members = re.search(
            r"\b(?:members|representatives|officials|leaders|executives|officers) (?:of|from) (?:the )?$",
            report.words(line.start, mark.start),
        )
        group = _GROUP.match(report.text, mark.end)
        if group and mark.end < line.end:
            for body in resolve(report, line, number, mark):  # "NATO counterparts"
                return [replace(body, kind="delegation", description=report.words(mark.start, group.end()), end=group.end())]
        if members:
            for body in resolve(report, line, number, mark):
                return [
                    replace(
                        body,
                        kind="delegation",
                        description=report.words(line.start + members.start(), mark.end),
                        start=line.start + members.start(),
                    )
                ]
        if _TITLE_BEHIND.match(report.text[mark.end : mark.end + 30]) and not members:
            return []  # "Congress party leader Ana Silva": of an office that no list has
        if mark.attrs.get("outlet") or mark.attrs.get("statement") or core in _NO_SIDE:
            return []
    if mark.kind == "GROUP" and mark.attrs.get("of") == "leaders":
        return [
            Party(
                country=m.attrs["country"],
                description=f"{report.words(m.start, m.end)} leader",
                kind="office",
                start=m.start,
                end=m.end,
                state_rests=_state_rests(m),
                description_rests=(Rest(m.start, m.end, "normalised"), Rest(mark.start, mark.end, "normalised")),
            )
            for m in mark.find("NATION")
        ]
    if mark.kind == "GROUP" and mark.attrs.get("of") == "people":
        named = resolve(report, line, number, mark)  # "the two leaders": of those named before
        speaker = report.subjects.get(number)
        said = any(m.kind == "SAID" and m.end <= mark.start for m in line.marks())
        if said and speaker is not None and speaker.person in [p.person for p in named]:
            return []  # "her aide said the two leaders would meet"
        if report.words(mark.end, mark.end + 4) == " of ":
            return []  # "the leaders of China and Japan"
        if re.search(r"\b(?:women|men|two|pair|duo)$", report.words(mark.start, mark.end)):
            last = _last_two(report, mark.start)
            if {p.key for p in last} != {p.key for p in named}:
                return [replace(p, start=mark.start, end=mark.end, inference="context") for p in last]
        return named if all(p.person is not None and p.person.at < mark.start for p in named) else []
    if mark.kind == "FORUM":
        return [p for name in mark.find("NAME") for p in _two_names(report, name)]
    if mark.kind == "NAME":
        return _two_names(report, mark)  # "Ruritanian Foreign Minister": a state that no list has
    if mark.kind == "OFFICE":
        if mark.attrs["office"].title is None and mark.attrs["office"].country is None:
            return []  # "the leader", of nothing that is named
        holder = _holder_before(report, line, mark)
        if holder is not None:
            return [Party(person=holder, inference="context", start=mark.start, end=mark.end)]
        behind = next((m for m in line.marks() if m.kind in ("PERSON", "OFFICE") and m.start > mark.end), None)
        if behind is not None and behind.kind == "OFFICE" and report.words(mark.end, behind.start) == " and ":
            both = takes_part(report, line, number, behind)  # "the Crown Prince and Prime Minister, His Royal Highness Ulf Lind"
            if both and both[0].person is not None and both[0].start > behind.end:
                return both
        if (
            behind is not None
            and behind.kind == "PERSON"
            and _STYLED.fullmatch(report.words(mark.end, behind.start))
            and report.words(behind.end, behind.end + 5) != " and "
        ):
            return resolve(report, line, number, behind)  # "the adviser, Ambassador Ana Silva"
    if mark.kind == "OFFICES":
        return _officers(report, mark)
    if mark.kind == "PRONOUN":
        return resolve(report, line, number, mark) or antecedent(report, number, mark)
    if mark.kind == "DEMONYM":
        return [
            Party(
                country=mark.attrs["country"],
                kind="delegation",
                inference="demonym",
                start=mark.start,
                end=mark.end,
                state_rests=_state_rests(mark),
            )
        ]
    return resolve(report, line, number, mark)


def _holder_before(report: Report, line: Line, mark: Mark) -> Person | None:
    """ "The foreign minister", where two of them are named: the one named before who stands not in the same sentence."""
    office = mark.attrs["office"]
    if office.country is not None or report.words(mark.start, mark.start + 4).lower() != "the ":
        return None
    here = {report.person(m).key for unit in line.marks() for m in unit.find("PERSON")}
    held = [
        p
        for p in report.people.values()
        if p.at < mark.start and p.key not in here and any(h.title == office.title and h.kind == "office" for h in p.held)
    ]
    return held[0] if len(held) == 1 else None


def _two_names(report: Report, mark: Mark) -> list[Party]:
    """ "The Holm-Lind summit": of two whom the report names."""
    surnames = re.fullmatch(r"([^-–]+)[-–]([^-–]+)", report.words(mark.start, mark.end))
    people = [p for name in surnames.groups() for p in report.people.values() if p.name.split()[-1] == name] if surnames else []
    if len(people) != 2:
        return []
    return [Party(person=p, inference="context", start=mark.start, end=mark.end) for p in people]


def _last_two(report: Report, before: int) -> list[Party]:
    found: list[Party] = []
    for number in range(len(report.lines) - 1, -1, -1):
        line = report.lines[number]
        if line.start >= before:
            continue
        for unit in reversed(line.marks()):
            for mark in reversed(unit.find("PERSON")):
                party = next(iter(resolve(report, line, number, mark)), None)
                if mark.end <= before and party is not None and party.key not in {p.key for p in found}:
                    found.insert(0, party)
                if len(found) == 2:
                    return found
    return []


def _state_rests(mark: Mark) -> tuple[Rest, ...]:
    return (Rest(mark.start, mark.end, state_of(mark)[2]),)


def _officers(report: Report, mark: Mark) -> list[Party]:
    """ "Danish ministers", "members of parliament": an unnamed group."""
    states = mark.find("NATION", "DEMONYM", "REGION")
    if not states:
        return [Party(description=report.words(mark.start, mark.end), kind="delegation", start=mark.start, end=mark.end)]
    return [
        Party(
            country=states[0].attrs["country"],
            subdivision=states[0].attrs.get("subdivision"),
            description=report.words(mark.start, mark.end),
            kind="delegation",
            start=mark.start,
            end=mark.end,
            state_rests=_state_rests(states[0]),
        )
    ]
