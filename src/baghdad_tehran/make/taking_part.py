"""Who a mark in a list of participants means: a person, a group, "the two leaders", "she"; and what names nobody who can take part."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from .marks import Line, Mark
from .matching import Slot
from .meetings import Meeting
from .model import Rest
from .parties import holder_before, resolve
from .report import Party, Report
from .titles import same_office, state_of

_GROUP = re.compile(
    r"(?:['’]s)? (?:[a-z-]{3,16} ){0,2}(?:officials|leaders|lawmakers|diplomats|representatives|negotiators|ministers|delegates|envoys|authorities"
    r"|mediators|counterparts|politicians|generals|legislators|executives|activists|commanders|businessmen|parliamentarians|experts|judges|elders"
    r"|clerics|students|troops|soldiers|service members|refugees)\b"
)
_TITLE_BEHIND = re.compile(r" (?!(?:on|in|at|to|by|from|for|with|and|during|over) )[a-z]+ [A-Z]")
_SOMEBODY_BEHIND = re.compile(
    r" (?!(?:on|in|at|to|by|from|for|with|and|or|as|of|during|over|before|after|when|while|about|against|amid|near|since|until|under) )[a-z-]{3,15} [A-Z][a-z]"
)
_THING_BEHIND = re.compile(
    r" (?:requirements?|criteria|targets?|demands?|conditions?|standards?|obligations?|needs|expectations|deadlines?|goals?|commitments?|objectives?|quotas?)\b"
)
_POST_BEHIND = re.compile(
    r" (?:Members?|Directors?|Chair\w*|Commissioners?|Executives?|Vice|Deputy|Senior|Co-\w+|Coordinators?|Advis[eo]rs?|Administrators?|Officers?|Heads?|Chiefs?"
    r"|Leaders?|Managers?|Presidents?|Secretar\w+|Representatives?|Spokes\w+|Counsel|Governors?)\b"
)
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


_OWNERS = ("BODY", "NATION", "DEMONYM", "CAPITAL", "REGION", "NAME")
_BELONGS = re.compile(
    r"(?<!members)(?<!representatives)(?<!officials)(?<!leaders)(?<!executives)(?<!officers) (?:of|for|at|on|to|in|from|under) (?:the )?$"
)


_IN_BRACKETS = re.compile(r"\([^()]*$")
_WITHIN = re.compile(r" (?:of|for|in|at|from) (?:the )?")
_OTHER_TITLE = re.compile(r", [A-Z][\w-]{2,20}(?: [A-Z][\w-]{2,20}){0,3}, (?:H\.?E\.? )?(?:(?:Mr|Ms|Mrs|Dr)\.? )?")
_ONWARD = re.compile(r" (?:\([A-Z]{2,6}\) )?(?:of|for|at|from) (?:[\w.'’&-]+ ){1,6}")
_DETERMINED = re.compile(r"(?:the|his|her|their|its) ", re.IGNORECASE)


def describes(report: Report, listed: Slot, mark: Mark) -> bool:
    """Does a mark in a list of participants only say what somebody else there is?"""
    if mark.kind in ("PERSON", "OFFICE") and mark.end < listed.end and report.words(mark.end, mark.end + 1) in ("'", "’"):
        return True  # "President Holm's envoy": hers, and not she
    if mark.kind in (*_OWNERS, "OFFICE") and _IN_BRACKETS.search(report.words(listed.start, mark.start)):
        return True  # "President Xi of the People's Republic of China (PRC)": another name of his state; "Senator Reed (R-Iowa)"
    before = next((m for m in reversed(listed.marks) if m.end <= mark.start), None)
    behind = next((m for m in listed.marks if m.start >= mark.end and m.kind == "PERSON"), None)
    upto = report.words(mark.end, behind.start) if behind else ""
    if mark.kind == "BODY" and upto == " ":
        return True  # "Senate candidate Ana Silva"
    if mark.kind == "OFFICE" and upto == " & " and not _DETERMINED.match(report.words(mark.start, mark.end)):
        return True  # "Deputy Prime Minister & Minister of Finance Ana Silva": the other office of one person
    if (
        mark.kind == "OFFICE"
        and upto in (" and ", ", and ")
        and behind is not None
        and _is_title(report, mark)
        and behind.find("OFFICE", "POST")
    ):
        return True  # "Crown Prince and Prime Minister Ulf Lind"
    if mark.kind == "OFFICE" and _OTHER_TITLE.fullmatch(upto) and _is_title(report, mark):
        return True  # "Vietnam Minister, Inspector-General, H.E. Mr Ulf Lind"
    if mark.kind == "OFFICE" and _ONWARD.fullmatch(upto):
        return True  # "ministry chief for Port Affairs Ana Silva": what a title that is not understood begins with
    start = mark.start
    if before is not None and before.kind in _OWNERS and report.words(before.end, start) == " ":  # ", White House Port Director"
        start = before.start
        before = next((m for m in reversed(listed.marks) if m.end <= start), None)
    if mark.kind == "OFFICE" and before is not None and before.kind == "PERSON":
        since = report.words(before.end, start)
        if not before.find("OFFICE", "POST", "RANK"):
            return since == ", "  # "Ana Silva, Minister of Justice, and …"
        if _WITHIN.fullmatch(since):
            return True  # what a title that is not understood ends with: "in International Justice Affairs Ana Silva"
        if since.endswith(" and ") and since.startswith(", ") and _is_title(report, mark):
            return True  # "Ana Silva, Assistant to the President and National Port Adviser"
    if mark.kind in _OWNERS and _SENT_FROM.search(report.words(listed.start, mark.start)):
        return True  # "officials from the Port Ministry, the Fish Office and the Central Bank"
    # "Silva, a consultant of the Andean Bank": what somebody belongs to
    return mark.kind in _OWNERS and _BELONGS.search(report.words(listed.start, mark.start)) is not None


_SENT_FROM = re.compile(
    r"\b(?!counterparts)[a-z]+s (?:from|of) (?:the )?(?:(?:[A-Z][\w.'’&-]{0,30}|of|for|the)(?:, and |, | and | )){1,24}(?:the )?$"
)


def _is_title(report: Report, mark: Mark) -> bool:
    """Is an office named as one is in front of a name, or behind it: without an article?"""
    return not _DETERMINED.match(report.words(mark.start, mark.end))


def takes_part(report: Report, line: Line, number: int, mark: Mark) -> list[Party]:
    """Who a mark in a list of participants means: no news outlet, no cabinet; "Swedish officials" is a delegation."""
    if mark.kind in ("NATION", "DEMONYM", "REGION"):
        following = report.text[mark.end : min(line.end, mark.end + 30)]
        if _THING_BEHIND.match(following):
            return []  # "met Swedish demands"
        if re.match(r" [A-Z]", following) or mark.kind != "DEMONYM" and _SOMEBODY_BEHIND.match(following):
            return []  # "U.S. Under Secretary", "Hong Kong democrat Lee": of an office that no list has
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
        following = report.text[mark.end : min(line.end, mark.end + 30)]
        if _THING_BEHIND.match(following):
            return []  # "has met IMF requirements"
        if (_TITLE_BEHIND.match(following) or _POST_BEHIND.match(following)) and not members:
            return _holders_named(
                report, line, mark.end
            )  # "Congress party leader Ana Silva", "Fish Board Member Ana Silva": of an office that no list has
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
        holder = holder_before(report, line, mark)
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
        return (
            _named_right_before(report, line, mark)
            or resolve(report, line, number, mark)
            or _antecedent(report, number, mark)
            or _named_before(report, line, number, mark)
            or _team_before(report, line, number, mark)
        )
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


_VERBS = ("MET", "PLANNED", "CALLED", "HOSTED")
_TITLE_WORDS = re.compile(r"(?:,? (?:[A-Z][\w.'’-]{0,30}|of|for|and|the|to|on)){1,24},? ")


def _holders_named(report: Report, line: Line, start: int) -> list[Party]:
    """ "Fish Board Members Ana Silva and Luis Rojas": whom the report knows of those named behind a title that no list has."""
    upto = min(line.end, start + 200)
    named: list[Party] = []
    for person in report.people.values():
        at = report.text.find(person.name, start, upto)
        if at > 0 and (
            _TITLE_WORDS.fullmatch(report.words(start, at)) if not named else report.words(named[-1].end, at) == " and "
        ):
            named.append(Party(person=person, start=at, end=at + len(person.name)))
    return named


def of_meeting(report: Report, mark: Mark, named: list[Party], last: Meeting | None) -> list[Party]:
    """ "The Prime Minister", of several whom the report names: the one who took part in the meeting told last."""
    if mark.kind != "OFFICE" or last is None or mark.attrs["office"].country is not None:
        return named
    if not report.words(mark.start, mark.end).lower().startswith("the "):
        return named
    title = mark.attrs["office"].title
    held = [p for p in last.parties.values() if p.person and any(same_office(h.title, title) for h in p.person.held)]
    return [replace(held[0], start=mark.start, end=mark.end, inference="context")] if len(held) == 1 else named


_THEN = re.compile(r" (?:before|after|when|while|as|once|until) ")


def _named_right_before(report: Report, line: Line, mark: Mark) -> list[Party]:
    """ "Attended by Holm after she leaves Oslo": whom the words right before the clause with "she" name."""
    last = next((m for m in reversed(line.marks()) if m.end <= mark.start), None)
    if last is None or last.kind != "PERSON" or mark.attrs.get("gender") in ("n", "i"):
        return []
    if _THEN.fullmatch(report.words(last.end, mark.start)) is None:
        return []
    return [Party(person=report.person(last), inference="antecedent", start=mark.start, end=mark.end)]


def _antecedent(report: Report, number: int, mark: Mark) -> list[Party]:
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


def _named_before(report: Report, line: Line, number: int, mark: Mark) -> list[Party]:
    """ "No word came from Holm when she met …": the only one whom the sentence names before."""
    if mark.attrs.get("gender") in ("n", "i"):
        return []
    people = [m for unit in line.marks() if unit.end <= mark.start for m in unit.find("PERSON")]
    if len({report.person(m).key for m in people}) != 1:
        return []
    return [Party(person=report.person(people[0]), inference="antecedent", start=mark.start, end=mark.end)]


def _team_before(report: Report, line: Line, number: int, mark: Mark) -> list[Party]:
    """ "Stops in Fiji, where the delegation met Lind, and Peru, where they met Berg": the only group that the sentence says met anybody."""
    if report.words(mark.start, mark.end).lower() != "they":
        return []
    marks = [m for m in line.marks() if m.end <= mark.start]
    teams = [m for m, verb in pairwise(marks) if m.kind == "DELEGATION" and verb.kind in _VERBS and verb.start - m.end < 7]
    if len({report.words(m.start, m.end).lower() for m in teams}) != 1:
        return []
    return [
        replace(party, start=mark.start, end=mark.end, inference="antecedent", description_rests=())
        for party in resolve(report, line, number, teams[-1])
    ]


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
        if found:
            return []  # of whom no one sentence speaks
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
