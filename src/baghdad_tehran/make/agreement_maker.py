"""Mentions of agreements among the phrases: what the frame "agreement" makes of its slots. One AGREEMENT mark, or none."""

from __future__ import annotations

import re
from functools import lru_cache

from .marks import Line, Mark
from .person_maker import Groups, marks_of, one_of
from .rules import Rule
from .vocabulary import Vocabulary

_COUNTED = re.compile(r"(?:[2-9]|[1-9][0-9]|two|three|four|five|six|seven|eight|nine|ten|several)\b", re.IGNORECASE)
_TITLE_CASE = re.compile(r"[A-Z][\w’'-]*(?:,? (?:(?:of|and|the|on|for|in) ){0,2}+[A-Z][\w’'-]*){0,8}")
_THE = re.compile(r"the ", re.IGNORECASE)
_LAW = re.compile(
    r" (?:\([A-Z]{2,6}\) )?(?:Act|Bill|Law|Guide|Handbook|Review|Implementation|Congress|Center|Centre|Delegation|[Cc]ommittees?|[Bb]od(?:y|ies)|Organi[sz]ation)\b"
    r"| [Oo]f (?:[Rr]atification|[Aa]ccession|[Aa]cceptance|[Ii]ndependence|[Ww]ar|[Ee]mergency|[Ll]ove|[Cc]andidacy)\b"
)
_NO_INSTRUMENT = re.compile(r"\bNew Deal$|\bArt of the Deal$|\bBipartisan (?:[A-Z]\w+ ){0,3}(?:Deal|Agreement)$")
_MAKERS = re.compile(
    r"[ -]?(?:makers?|making|breakers?|breaking|flow|guidelines|memos?)\b| (?:cars?|sedans?|hybrids?|hatchbacks?|all(?:y|ies))\b"
)
# A note that one body writes.
_MEMO = re.compile(
    r" (?:(?:was |that was |which was )?(?:issued|written|sent|obtained|leaked|circulated|prepared)|from|to (?:staff|employees)|dated"
    r"|circular|order|direct(?:s|ed|ing)|order(?:s|ed|ing)|instruct(?:s|ed|ing)|authori[sz]es)\b"
)
# What a head of state writes to those below: "this memorandum", "a Presidential Memorandum".
_ORDER = re.compile(r"^this $|\b(?:presidential|executive|internal|national security) $", re.IGNORECASE)
_PROPER = ("NATION", "REGION", "CAPITAL", "NAME", "BODY")


def make_agreement(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    head = one_of(line, groups, "head") or _told_head(line, groups, voc)
    if head is None:
        return None
    if rule.settings.get("listed") and line.quoted:
        return None  # called on them to "deal with the rebels"
    start, end = line.span(i, j)
    named, plural = bool(head.attrs.get("named")), bool(head.attrs.get("plural"))
    several = (
        rule.settings.get("many") and head.attrs["agreement"].startswith("mem") and _COUNTED.match(line.text, start)
    )  # "8 MoU"
    if rule.settings.get("named") and not named or rule.settings.get("many") and not plural and not several:
        return None
    if _NO_INSTRUMENT.search(line.text[max(line.start, start - 8) : head.end]) or _MAKERS.match(line.text, head.end):
        return None
    if line.text[head.start : head.end].lower() == "memorandum" and _MEMO.match(line.text, head.end):
        return None
    bare = line.text[head.start : head.end].lower() == "memorandum"
    if bare and (_ORDER.search(line.text[start : head.start]) or not _between_parties(line, start, head)):
        return None
    exchanged = _EXCHANGED.search(line.text, max(0, start - 220), start)
    of_two = bare and not exchanged and not _WITH.match(line.text, head.end) and not _spelt_out(line.text)
    before = [m for a, b in groups.get("modifiers", []) for m in line.marks(a, b)]
    sort = {w for a, b in groups.get("modifiers", []) for w in line.text[slice(*line.span(a, b))].split()}
    if _LAW.match(line.text, head.end) or any(_THE.match(line.text, m.start) and m.start > line.offset(i) for m in before):
        return None
    title = [m for m in before if m.kind in _PROPER] + [m for a, b in groups.get("titled", []) for m in line.marks(a, b)]
    short = [m for a, b in groups.get("titled", []) for m in line.marks(a, b) if m.attrs.get("short")]
    title = [head, *short] if named else [m for m in title if m.kind in _PROPER or m.attrs.get("short")]
    if before and before[0].kind == "DATE" and before[0].start == start and line.text[start - 5 : start] == "Good ":
        title, start = [Mark("NAME", start - 5, before[0].end)], start - 5  # "the Lima/Good Friday Agreement"
    if title and line.text[title[0].start : title[0].end].split()[0].endswith(
        "Good"
    ):  # "the Good Friday Agreement" is of no Friday
        before = [m for m in before if m.kind != "DATE"]
    if plural and not any(line.text[m.start].isupper() for m in title):
        title = []
    explained = any(b > a for k in ("subject", "titled") for a, b in groups.get(k, []))
    if line.text[head.start : head.end].lower().startswith("convention") and not explained:
        told = _TOLD.search(line.text[max(line.start, start - 40) : start]) or _TOLD_BEHIND.match(line.text, head.end)
        told_of = told is not None or not {w.lower() for w in sort}.isdisjoint(voc.subjects)
        if not told_of and (line.text[head.start].islower() or not any(m.kind in ("CAPITAL", "NAME", "REGION") for m in title)):
            return None  # where a party chooses its candidate
    if line.text[head.start : head.end].lower().startswith("convention") and {w.lower() for w in sort} & voc.no_instruments:
        return None
    if line.text[head.start : head.end] == "Statute" and not any(m.kind in ("CAPITAL", "REGION") for m in title):
        return None
    if named and not rule.settings.get("named"):  # "any Trump NAFTA exit": words before its own name are none of it
        start, before = head.start, []
        if line.text[start - 4 : start].lower() == "the ":
            start -= 4
    if line.text[head.start : head.end] == "Declaration" and not any(m.kind in ("CAPITAL", "REGION") for m in title):
        concluded = _TOLD.search(line.text[max(line.start, start - 40) : start]) or _TOLD_BEHIND.match(line.text, head.end)
        on = any(line.text[line.span(a, b)[0] :].startswith("the ") for a, b in groups.get("subject", []))
        kept = _KEPT.search(line.text[max(line.start, start - 40) : start]) and line.text.startswith(" of ", head.end)
        if not on and not kept and not (concluded and title):
            return None  # but "the Declaration on the Conduct of States", "signed the Cod Declaration"
    body = next((m for m in before if m.kind == "BODY" and m.start == line.offset(i)), None)
    if body is not None and not _THE.match(line.text, body.start) and not (line.text[head.start].isupper() and explained):
        return None  # "EU deal": no whole noun phrase
    dated = plural and not title and any(m.kind == "DATE" for m in before)  # "the 1952 and 1954 treaties"
    standing = plural and not rule.settings.get("many") and (dated or _standing(line, groups, start))
    if plural and not title and not rule.settings.get("many") and not rule.settings.get("listed") and not standing:
        return None
    date = next((m for m in before + marks_of(line, groups, "date") if m.kind == "DATE"), None)
    words = line.text[start : head.start].rstrip()
    at_end, written = _subjects(voc.subjects)
    about = at_end.search(words)
    subject = written.get(about.group(1).lower(), about.group(1)) if about else ""
    while subject:  # "Defence Cooperation": words that each say what it is about
        longer = re.search(r"([\w-]+) $", words[: len(words) - len(subject)])
        if longer is None or longer.group(1).lower() not in voc.subjects:
            break
        subject = words[longer.start() :]
    subject_span = (start + len(words) - len(subject), start + len(words)) if subject else None
    for a, b in groups.get("subject", []):
        subject_span = line.span(a, b)
        subject = line.text[slice(*subject_span)]
        cut = _TITLE_CASE.match(subject) if subject[:1].isupper() else None
        if cut and cut.end() < len(subject) and subject_span[1] == end:  # "the Convention on Port Relations protects …"
            subject, end = cut.group(), subject_span[0] + cut.end()
            subject_span = (subject_span[0], end)
    determiner = re.match(r"(?:the|an?|another|any|this|that|these|its|their|his|her|our)\b", line.text[start:end], re.IGNORECASE)
    return Mark(
        "AGREEMENT",
        start,
        end,
        {
            "agreement": head.attrs["agreement"],
            "head": (head.start, head.end),
            "date": date,
            "subject": subject,
            "subject_span": subject_span,
            "article": determiner.group().lower() if determiner else "its" if line.code[i + 1 : i + 3] == "'s" else "",
            "title": tuple(title),
            "named": named,
            "short": bool(head.attrs.get("short")),
            "other": bool(_not_so(sort, head, line) & voc.no_instruments) or subject.lower() in _OF_COURTS,
            "many": bool(plural or several) and not title and not standing,
            "parties": tuple(marks_of(line, groups, "party")),
            "listed": bool(rule.settings.get("listed")),
            "between": bool(head.attrs.get("between")) or of_two,
            "rule": rule,
        },
        tuple(line.marks(i, j)),
    )


def _between_parties(line: Line, start: int, head: Mark) -> bool:
    """Is a bare memorandum one of understanding? Told as signed, with its parties behind, or by its whole name elsewhere in the report."""
    told = _SIGNED_BEFORE.search(line.text[max(0, start - 220) : start]) or _SIGNED_AFTER.match(line.text, head.end)
    return bool(told or _WITH.match(line.text, head.end) or _spelt_out(line.text))


_SIGNED_BEFORE = re.compile(
    r"\b(?:sign|exchang|conclud|initial|ink)\w*\b[^.;]{0,120}(?:\. (?:These|Those|They|Among them)\b[^.;]{0,80})?$"
)
_EXCHANGED = re.compile(
    r"\b(?:exchang|conclud)\w*\b[^.;]{0,120}(?:\. (?:These|Those|They|Among them)\b[^.;]{0,80})?$"
)  # nobody does so alone
_SIGNED_AFTER = re.compile(r"[^.;]{0,80}\b(?:signed|exchanged|concluded|initial?led|inked)\b")
_WITH = re.compile(r"[^.;,]{0,60} (?:between|with|among) ")
_OF_UNDERSTANDING = re.compile(
    r"\bmemorand(?:um|ums|a) of (?:understanding|agreement|cooperation|co-operation|intent)|\bM[Oo][UuAaCc]s?\b", re.IGNORECASE
)


@lru_cache(maxsize=1)  # asked of each memorandum of one report after another
def _spelt_out(text: str) -> bool:
    """Does the report call any memorandum one of understanding?"""
    return _OF_UNDERSTANDING.search(text) is not None


def _not_so(sort: set[str], head: Mark, line: Line) -> set[str]:
    """The words of its sort that may make it none: a constitutional declaration is one that two sides sign."""
    return sort - {"constitutional"} if line.text[head.start : head.end].lower() == "declaration" else sort


_OF_COURTS = frozenset({"bail", "custody", "divorce", "wages", "pay"})


def _standing(line: Line, groups: Groups, start: int) -> bool:
    """Several instruments that are spoken of as concluded: with their parties, or as carried out or broken."""
    if not _DEFINITE.match(line.text, start):
        return False
    parties = any(m.kind in _PROPER for a, b in groups.get("behind", []) for m in line.marks(a, b))
    kept = _KEPT.search(line.text[max(line.start, start - 40) : start]) or _THEY_SIGNED.match(
        line.text, line.span(*groups["head"][0])[1]
    )
    return parties or kept is not None


_THEY_SIGNED = re.compile(
    r" (?:(?:that|which) )?(?:we|they|it|he|she|[A-Z]\w+(?: and [A-Z]\w+)?) (?:have |has |had )?(?:already )?(?:signed|reached|concluded|entered into)\b"
)
_DEFINITE = re.compile(r"(?:the|these|those|its|their)\b", re.IGNORECASE)
_KEPT = re.compile(
    r"\b(?:implementation of|implement(?:ed|ing)?|violations? of|violat(?:ed|ing)|breach(?:es|ed|ing)?(?: of)?|compliance with|comply with"
    r"|abide by|adhere to|honou?r(?:ed|ing)?|signator(?:y|ies) to|parties to|withdr[ae]w(?:al|n|ing)? from|denounced|suspended|terminated) (?:all (?:of )?)?$",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:sign(?:ed|s|ing)?|ink(?:ed|s|ing)?|seal(?:ed|s)?|initial(?:l?ed)?|ratif(?:ied|y)|reach(?:ed)?|conclud(?:ed|e|ing)"
    r"|formali[sz](?:ed|e|ing)|struck|strike|(?:signing|signature|conclusion|initial?ling) of"
    r"|adopt(?:ed|ing)?|enter(?:ed|ing)? into|agreed? (?:on|upon|to)|agreed|extended|renewed"
    r"|(?P<issued>issu(?:ed|es|ing)|releas(?:ed|es|ing)|publish(?:ed|es|ing)|put out)"
    r"|(?P<made>agreed? to (?:establish|set up|create|launch|form))) $",
    re.IGNORECASE,
)
# The same told behind it: "their joint statement, released after the talks".
_TOLD_BEHIND = re.compile(
    r"(?:,? (?:(?:which|that) )?(?:(?:was|were|is|has been|had been) )?"
    r"|(?:,? (?:which|that)| [a-z]{3,14}ing| on) [^,.;:]{3,90}? (?:was|were|has been|had been) )"
    r"(?:also |jointly |later )?(?:issued|released|published|adopted|signed)\b",
    re.IGNORECASE,
)

_SIGNED_BEHIND = re.compile(
    r",? (?:(?:which|that) )?(?:(?:was|were|has been|have been|had been) )?(?:also |formally |jointly |recently )?(?:signed|initial?led|concluded|inked|ratified)\b"
    r"|, which [A-Z]\w+ (?:has |have )?(?:signed|ratified)\b"
)


def _told_head(line: Line, groups: Groups, voc: Vocabulary) -> Mark | None:
    """A word that means an instrument where it is told beside it that it was signed or issued: "sealed a partnership"."""
    for a, b in groups.get("told", []):
        start, end = line.span(a, b)
        if b - a == 1:  # a name: its last word
            start = max(start, line.text.rfind(" ", start, end) + 1)
        word = line.text[start:end].lower()
        kind = voc.told.get(word)
        first = line.offset(groups["all"][0][0])
        told = _TOLD.search(line.text[max(line.start, first - 40) : first].replace("\n", " "))
        last = next((m for m in reversed(line.marks(0, a)) if m.kind == "AGREEMENT"), None)
        listed = last is not None and line.text[last.end : first] in (", ", " and ", ", and ")  # "a treaty and a protocol"
        made = word.split()[-1] in _MADE
        joint = kind == "joint_declaration"
        if (
            not made
            and not told
            and (
                _TOLD_BEHIND.match(line.text, end) if joint else _SIGNED_BEHIND.match(line.text, line.span(*groups["all"][0])[1])
            )
        ):
            listed = True
        if told and told["issued"] and not joint:
            told = None  # "issued a plan"
        if kind is None or made and not (told and told["made"]) or not made and not (told and not told["made"]) and not listed:
            return None
        return Mark("INSTRUMENT", start, end, {"agreement": kind, "between": word in voc.told_between})
    for a, b in groups.get("between", []):
        return Mark("INSTRUMENT", *line.span(a, b), {"agreement": "agreement"})
    return None


_MADE = frozenset({"mechanism", "commission", "committee"})


@lru_cache(maxsize=4)
def _subjects(subjects: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    """The longest of the words that say what an agreement is about, at the end of others; and how the vocabulary writes each."""
    longest = sorted(subjects, key=len, reverse=True)
    at_end = re.compile(rf"(?:^|[\s-])({'|'.join(map(re.escape, longest))})$", re.IGNORECASE)
    return at_end, {form.lower(): form for form in reversed(longest)}
