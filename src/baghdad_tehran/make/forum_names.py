"""What a forum's own words say: whose it is by its name; whether it is to come, was held, or is only wished for."""

from __future__ import annotations

import re

from .marks import Mark
from .matching import Found
from .parties import resolve
from .report import Party, Report
from .taking_part import takes_part
from .vocabulary import lower

_PAIR = re.compile(r"\b([A-Z][\w.]+)(?:[-–—/]| [-–—] )([A-Z][\w.]+)(?= )")
_GROUP = re.compile(
    r"\b(?!The |First |Second |Third |Annual |(?:Jan|Febr)uary |March |April |May |June |July |August |(?:Sept|Nov|Dec)ember |October )((?:\(?[A-Z][\w().’'-]* ){1,7}(?:Leaders|Ministers|Officials|Heads of (?:State|Government)))['’]?s? "
)
_HELD_BY = re.compile(
    r" of ((?:the |their |its |all )?(?:[\w-]+ ){0,4}(?:leaders|heads of (?:state|government)(?: (?:and|or) (?:of )?government)?|nations|countries|ministers|powers|democracies|economies|states)\b)"
)
_OF_NAME = re.compile(  # "the Summit of the Americas", "the Beijing Summit of the Forum on Cooperation (FOC)"
    r"\b(?:summit of ((?:the )?[A-Z].*)|(?:Summit|Conference) of ((?:the )?[A-Z].*(?:Ministers|Leaders|Presidents|Nations|States|Parties|Officials|Governors|Speakers|Mayors|Entrepreneurs|\([A-Z]{2,8}\)|[A-Z]{3,8}|Cooperation|Union|League|Council|Community)))$"
    r"|\b(?:forum|conference|session) of ((?:the )?[A-Z].*)$"
)
_OWN = re.compile(  # "the 14th Asia-Pacific Economic Cooperation (APEC) summit", "the SACN Summit"
    r"(?:[Tt]he |[Aa]n? )?(?:(?:\d{1,3}(?:st|nd|rd|th)|[a-z-]+|First|Second|Third|Fourth|Fifth|Annual|Inaugural|Extraordinary|Special) ){0,3}"
    r"((?:[A-Z][\w.’'-]+ (?:(?:of|for) (?:the )?)?){1,5}(?:Cooperation|Community|Nations|Organi[sz]ation|Union|League|Commonwealth|Association|Council|Alliance|Bloc|Countries)"
    r"(?: \([A-Z-]{2,8}\))?|(?!(?:AI|CEO|ICT|IT|IP|SMEs?|NGO|HR|COP|TV|HIV|AIDS|MSMEs?|MICE|ESG|STEM|CSR|PPP|LGBT|PR|VIP|MBA|GDP|EV|US|UK|UAE|DPRK|PRC|ROK|II|III)\b)[A-Z]{2,8}(?:\+\d)?|G-?\d{1,2}|[A-Z]\d\+\d|Quad)(?=[ '’])"
)
_REGIONAL = re.compile(  # "a Franco-African summit", "the emergency Arab summit"
    r"\b((?:Franco|Sino|Afro|Euro|Ibero|Indo|Luso|Arab|Inter|Russo|Turco|Pan|Trans)-[A-Z][a-z]+|Arab|African|Islamic|Nordic|Baltic|European|Balkan"
    r"|Andean|Caribbean|Commonwealth|Francophone|Euromed|Ibero-American|(?:(?:South|Central|East|Southeast|West|North|Southern|Latin|Eastern|Western) )?(?:Asian|American|African|European))"
    r"(?= (?:[a-z-]+ )?(?:[Ss]ummit|[Cc]onference|[Ff]orum|[Ll]eaders))"
)
_BEHIND = re.compile(  # "a summit of Nordic and Baltic leaders"
    r"\b(?:meetings?|summits?|conferences?|gatherings?|[Rr]ound-?tables?|retreats?|forums?|session|congress|symposium|seminar|talks|negotiations|consultations) (?:of|among|for) ((?:the |all )?.*"
    r"\b(?:leaders|ministers|heads of \w+(?: (?:and|or) \w+)?|nations|countries|states|powers|economies|democracies|officials|parliamentarians|lawmakers|envoys"
    r"|diplomats|negotiators|governors|bankers|representatives|delegates|experts|members|chiefs)\b.*)$"
)
_CUT = re.compile(
    r"[a-z,] (?!Joint |Special |Extraordinary |Emergency |Annual |Inaugural )[A-Z][\w’'-]*(?: \([A-Z]+\))? $"
)  # the name begins before the mark
_CITY = re.compile(r"\b([A-Z][\w]+(?: [A-Z]\w+)?) (?:[Ss]ummit|[Cc]onference)(?: (?:19|20)\d\d)?$")
_NO_CITYS = (
    r"(?!(?:Convention|Accord|Agreement|Process|Protocol|Treaty|Group|Declaration|Pact|Club|Stock|Bank|Canal|Plan|Platform)\b)"
)
_CITY_FIRST = re.compile(  # not "the Vienna Convention conference", which is about one
    r"(?:[Tt]he |[Aa]n? |[Tt]his )?(?:[a-z]+ |\d{1,2}(?:st|nd|rd|th) |(?:19|20)\d\d ){0,2}"
    rf"([A-Z]\w+(?: {_NO_CITYS}[A-Z]\w+)?)(?: {_NO_CITYS}[A-Z][\w-]+){{0,3}} (?:Summit|Conference|Forum|Dialogue|Symposium)\b"
    r"(?: on [\w ]{3,60})?(?: (?:19|20)\d\d)?$"
)
_ABBREVIATED = re.compile(r"[A-Z]{2,8}|G-?\d{1,2}|[A-Z]\d\+\d|CARICOM|Caricom")
_AT_HOME = re.compile(
    r"\b(?:Senate|Parliament|Cabinet|Congress|House|Knesset|Duma|Court|Committee|(?<!General )(?<!Health )Assembly|government|cabinet)$"
)
_YET = re.compile(
    r"\b(?:upcoming|forthcoming|coming|next|planned)\b|\b(?:to be held|to take place|will|(?:is|are) (?:to|due|set|expected)|due to|scheduled|slated|set (?:for|to)|planned for)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:ahead of|before|prior to|until|in the (?:run|lead)[- ]?up to|look(?:s|ed|ing)? forward to|in preparation for|prepar\w+ for|on the eve of|leading up to|in advance of)"
    r" (?:(?:the|an?|this|its|their) )?(?:(?!end|close|conclusion)[a-z]+ of )?(?:(?:the|its) )?$",
    re.IGNORECASE,
)
_END_OF = re.compile(r"\b(?:end|close|conclusion) of\b")
_TIMED = re.compile(
    r"\b(?:upcoming|forthcoming|coming|next|last|recent|previous|latest|this (?:week|month|year)['’]s|inaugural|first|second|third|fourth|fifth|sixth|seventh"
    r"|eighth|ninth|tenth|\d{1,3}(?:st|nd|rd|th)|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_TO_BE_HELD = re.compile(
    r"[^,;.]{0,40} (?:will|(?:is|are) (?:to|due|set|scheduled|expected|planned|slated)) (?:(?:to )?(?:be held|take place|open|convene|begin|start)|for)\b"
)
_SCHEDULED = re.compile(r"[^,;.]{0,60} (?:scheduled|slated|due|planned|set) (?:for|to|on)\b")
_WILL_AT = re.compile(
    r"\b(?:will|(?:is|are) (?:to|due to|expected to|set to|scheduled to|likely to))\b(?!.*\b(?:said|says|told|that|which|who|after|reached|made|agreed)\b)[^,;:]*"
    r" (?:at|during|on the sidelines of) (?:(?:the|an?|this) )?$"
)
# "Will attend a fair in Oslo, pay a visit to Peru and end her journey with the summit": what one after another is to do.
_ONE_BY_ONE = re.compile(
    r"\b(?:will|(?:is|are) (?:to|due to|expected to|set to|scheduled to)|next (?:week|month|year) to)\b"
    r"(?!.*\b(?:said|says|told|that|which|who|after|following|since|reached|made|agreed|was|were|had)\b)[^;:.“”]{1,200}(?:,| and| with) (?:(?:the|an?|this|then) )*$"
)
ANY_SUCH = frozenset(  # words that tell no forum from another
    "annual current recent latest upcoming forthcoming coming next last previous landmark historic same whole entire final major key crucial crunch first"
    " inaugural second third important long-awaited joint regional international global world high-level special emergency extraordinary virtual leaders"
    " today tomorrow yesterday weekend this week month year day".split()
)
_WISHED = re.compile(
    r"\b(?:call(?:s|ed|ing)? for|moves? (?:for|towards?)|push(?:es|ed|ing)? for|press(?:es|ed|ing)? for|appeal(?:s|ed|ing)? for|propos\w+|suggest\w*|urg\w+|demand\w*|want(?:s|ed)?|hop(?:e|es|ed|ing)|offer\w*|reject\w*|oppos\w+|possib\w+|idea of|talk of|rumou?rs? of|speculation (?:of|about)|plans? for|if"
    r"|would|could|should|may|might|must|no|any|without|instead of|bid(?:ding)?|refus\w+|agree\w* to|decid\w+ to|need\w*|to (?:convene|hold|host|organi[sz]e|call|have|seek|set up))"
    r" (?:(?!(?:at|in|on|for|of|during|about|to|by) )[\w-]+ ){0,3}$",
    re.IGNORECASE,
)
_STANDING = re.compile(
    r"\b(?:forum|dialogue|consultations|congress|assembly|convention|commission|committee|group|council|session)$", re.IGNORECASE
)


def told_as_to_come(report: Report, f: Found, mark: Mark) -> bool:
    """ "Ahead of the NATO summit", "the upcoming summit", "a summit to be held in Oslo"."""
    starts = {mark.start, min(mark.start, f.start)}  # with the words that belong to its name, and without
    if _END_OF.search(report.words(min(starts), mark.start)):
        starts = {mark.start}  # "before the end of the summit"
    before = [report.words(max(f.line.start, mark.start - 60), start) for start in starts]
    behind = report.words(mark.end, min(f.line.end, mark.end + 100))
    ahead = (
        _YET.search(report.words(f.start, f.end))
        or any(_AHEAD.search(words) for words in before)
        or _TO_BE_HELD.match(behind)
        or _SCHEDULED.match(behind)
    )
    lead = report.words(f.line.start, mark.start)
    return bool(ahead or _WILL_AT.search(lead) or _ONE_BY_ONE.search(lead))


def may_mean(said: str, name: str) -> bool:
    """Can a forum told of without its name be that of a name: "the climate summit" the Oslo Climate Summit, "a business forum" not?"""
    if re.match(r"an? |another ", said, re.IGNORECASE) and said.split(" ")[-1].lower() not in name.lower():
        return False
    own = re.findall(r"[a-z][a-z-]+", re.sub(r"['’]s?\b", "", re.sub(r"^(?:the|an?|this|another) ", "", said.lower())))[:-1]
    whose = name.lower()
    return all(w in ANY_SUCH or w in whose or w.endswith(("-day", "-long")) for w in own)


def is_wished(report: Report, f: Found) -> bool:
    """ "Called for an OPEC summit", "if the NATO summit …"."""
    slot = f.one("forum")
    at = slot.start if slot else f.start
    return _WISHED.search(report.words(max(f.line.start, at - 60), at)) is not None


def is_set_in_time(report: Report, f: Found, mark: Mark) -> bool:
    """Do its words count it, or say that it is the next or the last: "the upcoming Quad Leaders Summit"?"""
    return _TIMED.search(report.words(f.start, mark.end)) is not None


def is_standing(report: Report, mark: Mark) -> bool:
    """May the name be that of a body which stands: "the Pacific Islands Forum"?"""
    return _STANDING.search(report.words(mark.start, mark.end)) is not None


def by_name(report: Report, f: Found, mark: Mark) -> list[Party]:
    """Whose a forum is by its name: a body's, that of two states, of leaders or ministers."""
    held_by = group_behind(report, f, mark)
    if held_by:
        return held_by
    members = _GROUP.search(report.text, mark.start, mark.end) if mark.find("BODY") else None
    if members:  # "the APEC Economic Leaders' Meeting": these, and not the body
        return [Party(description=members[1], kind="delegation", start=members.start(1), end=members.end(1))]
    body = next(iter(mark.find("OFFICES", "DELEGATION", "BODY", "BODYNAME")), None)
    if body is not None:
        said = report.words(body.start, body.end)
        named = re.search(r"[A-Z]", said) and not _AT_HOME.search(said) or body.kind in ("OFFICES", "DELEGATION")
        if not named:
            return []
        beside = [
            b
            for b in mark.find("BODY")
            if b.start > body.end and re.fullmatch(r",? and (?:the )?", report.words(body.end, b.start))
        ]
        return [p for b in (body, *beside[:1]) for p in _holder(report, f, b)]
    states = _two_states(report, mark)
    if states:
        return [p for state in states for p in resolve(report, f.line, f.number, state)] + _beside_state(report, mark, states)
    opening = [m.end + 1 for m in mark.find("DATE") if m.start - mark.start <= 4 and m.end < mark.end]
    words = (opening[0] if opening else mark.start, mark.end)  # "the December Africa Leaders Summit"
    group = _GROUP.search(report.text, *words) or _HELD_BY.match(report.text, mark.end, f.line.end)
    group = group or _OF_NAME.search(report.text, *words)
    if group is None and not _CUT.search(report.words(f.line.start, mark.start)):
        group = _OWN.match(report.text, *words) or _REGIONAL.search(report.text, *words)
    if group is None:
        return []
    whose = group.lastindex or 1
    return [Party(description=group[whose], kind="delegation", start=group.start(whose), end=group.end(whose))]


def _holder(report: Report, f: Found, body: Mark) -> list[Party]:
    """A body in a forum's name. "The Andean Council meeting December 4" looks like the title of somebody of an office that no list has."""
    there = takes_part(report, f.line, f.number, body)
    if not there and body.kind == "BODY" and not body.attrs.get("outlet") and not body.attrs.get("statement"):
        return resolve(report, f.line, f.number, body)
    return there


def group_behind(report: Report, f: Found, mark: Mark) -> list[Party]:
    """Those who meet, where they stand behind the head of its name: "a summit of Nordic and Baltic leaders"."""
    group = _BEHIND.search(report.text, mark.start, mark.end)
    if group is None:
        return []
    inner = [m for m in mark.find("GROUP", "DELEGATION", "OFFICES") if m.start <= group.start(1) + 4 and m.end == mark.end]
    if inner:
        return takes_part(report, f.line, f.number, inner[0])
    return [Party(description=group[1], kind="delegation", start=group.start(1), end=group.end(1))]


def _two_states(report: Report, mark: Mark) -> list[Mark]:
    """ "The third session of the Chile-Peru Joint Commission": the two states in its name, as marks of it."""
    pair = _PAIR.search(report.text, mark.start, mark.end)
    marks = []
    for name, span in zip(pair.groups(), (pair.span(1), pair.span(2)), strict=True) if pair else ():
        entry = next((e for e in report.voc.entries.get(lower(name), ()) if e.kind in ("NATION", "DEMONYM")), None)
        if entry is not None:
            marks.append(Mark("NATION", *span, entry.attrs))
    beside = pair[1 if marks[0].start == pair.start(2) else 2] if pair and len(marks) == 1 else ""
    if _ABBREVIATED.fullmatch(beside) or beside in report.voc.words_for["parts_of_world"]:
        return marks
    marks = marks if len(marks) == 2 and len(mark.find("NATION", "DEMONYM")) < 3 else mark.find("NATION", "DEMONYM")
    return marks if 2 <= len(marks) <= 4 else []


def _beside_state(report: Report, mark: Mark, states: list[Mark]) -> list[Party]:
    """ "The U.S.-ASEAN Summit": the body beside the one state of the pair."""
    pair = _PAIR.search(report.text, mark.start, mark.end) if len(states) == 1 else None
    if pair is None:
        return []
    body = 2 if states[0].start == pair.start(1) else 1
    return [Party(description=pair[body], kind="delegation", start=pair.start(body), end=pair.end(body))]


def city_in_name(report: Report, mark: Mark) -> Mark | None:
    """ "The Tokyo Conference 2023", "the third Tokyo Peace Forum": the capital right before the head of the name, or at its beginning."""
    city = _CITY.search(report.text, mark.start, mark.end) or _CITY_FIRST.match(report.text, mark.start, mark.end)
    for name in (city[1], city[1].split()[0]) if city else ():  # "New Delhi", "Paris Peace"
        entry = next((e for e in report.voc.entries.get(lower(name), ()) if e.kind == "CAPITAL"), None)
        if city and entry is not None:
            return Mark("CAPITAL", city.start(1), city.start(1) + len(name), {**entry.attrs, "place": True})
    return None
