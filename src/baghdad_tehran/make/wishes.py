"""Agreements that are none: those which somebody only wants, seeks or has yet to sign, and words that may mean an agreement of a kind."""

from __future__ import annotations

import re
from itertools import pairwise

from .marks import Line, Mark
from .matching import Found
from .report import Report

# Words that may stand for any instrument but a ceasefire.
GENERIC = "agreement"


def of_kind(word: str, kind: str) -> bool:
    """May a mention by this word mean an instrument of this kind? "Agreement", "pact" and "accord" may mean any but a ceasefire."""
    return word == kind or word == GENERIC and kind != "ceasefire" or word == "ceasefire" == kind


# In a headline, "rebels sign truce" tells that they did; "rebels to sign truce" does not.
_VERB = re.compile(
    r"\b(?:signs?|inks?|reach(?:es)?|seals?|strikes?|agrees?|agrees? on|clinch(?:es)?|announces?) $", re.IGNORECASE
)
_MODAL = re.compile(
    r"\b(?:to|will|would|may|could|might|must|should|can|not|never|\w+n[’']t|set to|yet to) (?:\w+ ){1,2}$", re.IGNORECASE
)
LIST = re.compile(
    r",? such as (?:the |an? )?[A-Z]|: (?:the |an? )?[A-Z]"
    r"|[^.;:]{0,80}\. (?:This|These|They|Among them) (?:included?|includes|are|were) (?:the |an? )?(?:[A-Z]|(?:\w+ )?(?:agreement|accord|memorandum|treaty|pact)\b)"
)
_WISHED = re.compile(
    r"\b(?:becom(?:e|es|ing)|not part of|produc(?:e|es|ing)|hammer(?:ing)? out|thrash(?:ing)? out|deliver(?:ing)?|bring(?:ing)? about|mak(?:e|es|ing)|enter(?:ing)? into|sign|signing|reach(?:ing)?|strik(?:e|ing)|negotiat(?:e|es|ed|ing)|conclud(?:e|ing)|finali[sz](?:e|ing)|seek(?:s|ing)?|sought|wants?|wanted"
    r"|propos(?:e|es|ed|ing)|draft(?:ing)?|secure|securing|obtain(?:ing)?|achiev(?:e|ing)|forg(?:e|ing)|get(?:ting)?|broker|brokering|clinch|push(?:es|ing|ed)? for|call(?:s|ed|ing)? for|press(?:es|ing|ed)? for|hop(?:e|es|ed|ing) for"
    r"|ask(?:s|ed|ing)? for|demand(?:s|ed|ing)?|urg(?:e|es|ed|ing)|towards?|without|discuss(?:ed|ing)?|pursu(?:e|es|ed|ing)|verge of|close to|closer to|near|nearing|prospects? (?:of|for)"
    r"|chances? (?:of|for)|possibility of|about|regarding|concerning|come to|consider(?:s|ed|ing)?|hopes? (?:of|for)|lack(?:s|ed|ing)?|h[oe]ld(?:s|ing)? up|in the way of|stall(?:s|ed|ing)?|scuttl(?:e|es|ed|ing)|derail(?:s|ed|ing)?|efforts? (?:to|toward|towards|for|at)|(?:talks|negotiations) (?:with (?:[\w.’']+ ){1,4})?(?:on|about|over|for|aimed at|toward|towards|regarding)|come up with|idea of|need for|lack of"
    r"|(?:failed|fail|fails|failing|unable|refused|refuses|hopes|hoped|hoping|wants|plans|planned|expected|expects|due|set|ready|willing|trying|attempt|attempts|able|likely|how|order|offered) to \w+|block(?:ed|ing)?|prevent(?:ed|ing)?"
    r"|(?:if|unless|until|whether|before)(?: \w+){0,5}|once|when|such|urgency of|obstacles? to|barriers? to|arriv(?:e|es|ing) at|(?:by|before|without|from|against) (?:\w+ )?agreeing to|(?:would|could|might|may|should|must|can|cannot|will|not|never|\w+n[’']t|to) (?:[a-z]+ ){0,2}[a-z]+|offer(?:s|ed|ing)?|den(?:y|ies|ied|ying) \w+|replac(?:e|ing) [^.;]{3,60} with|work(?:ing|ed)? (?:on|out|toward|towards)|for|no|either) $",
    re.IGNORECASE,
)
_UNMADE = re.compile(
    r"\b(?:proposed|draft|negotiated|potential|possible|future|prospective|planned|eventual|elusive|better|would-be|hypothetical|long-sought|hoped-for|rejected|failed|pending|expected)\b",
    re.IGNORECASE,
)
_PROPOSED = re.compile(
    r"\b(?:proposed|planned|potential|would-be|suggested) (?:[a-z-]+ ){0,2}$"
)  # "the proposed herring swap deal"
_TO_MAKE = re.compile(
    r"\b(?:to|will|would|could|can|might|may|should|not|never|\w+n[’']t) (?:make|sign|ink|strike|close|get|clinch|seal|negotiate|broker|conclude|reach|finali[sz]e) $"
    r"|\b(?:finali[sz]e|conclude|clinch|strike) $"
)
_NOT_YET = re.compile(r"[’']?s? (?:still )?(?:not yet|yet to be) (?:signed|concluded|reached)\b")
# "Talks that would lead to a deal"; "negotiations on the Fish Agreement" that is to be.
_MAY_LEAD = re.compile(
    r"\b(?:would|could|might|may|will|can|should|to|hop(?:e|es|ed|ing)) (?:\w+ ){0,2}(?:lead|result|end|culminate) (?:to|in|with) $"
)
_NEGOTIATED = re.compile(
    r"\bnegotiat(?:ions?|e|es|ing) (?:on|for|of|towards?|over|regarding|about|concerning) (?:the |an? )?$", re.IGNORECASE
)
_NEGOTIATED_TO_THE_END = re.compile(
    r"\b(?:finali[sz]ation|conclusion|completion|end) of (?:the |their )?negotiations\b", re.IGNORECASE
)
# "The other party's agreement to take part": that it agrees.
_CONSENT = re.compile(
    r".*\b(?:part(?:y|ies)|person|owner|buyer|seller|patient|court|parent|landlord|tenant|customer|client|member|shareholder)s?['’]s? agreement",
    re.IGNORECASE,
)
_SUCH = re.compile(
    r"^(?:any|no|such|an (?:immediate|eventual|acceptable)|a (?:possible|potential|future|proposed|new|final|better|comprehensive|broader|wider|permanent|lasting))\b",
    re.IGNORECASE,
)
# "A separate deal is being negotiated."
_TO_BE = re.compile(
    r" (?:(?:could|would|may|might|should|must)\b"
    r"|(?:is|are|was|were|remains?|seems?) (?:still |now |currently |not |being |also ){0,2}(?:set|due|scheduled|about to|ready to|yet to"
    r"|supposed|likely|unlikely|expected|to be|negotiated|discussed|drafted|under (?:negotiation|discussion)|close|near|possible|needed"
    r"|on the table|within reach|in sight|elusive|far off|far from|planned|sought"
    r"|(?:only )?an? (?:\w+ ){0,2}(?:hope|dream|prospect|goal|aim|possibility))\b)"
)
# "A memorandum for the deal was set to be signed."
_SET_TO_BE = re.compile(
    r" (?:for|on) (?:the |an? )?[\w-]+(?: [\w-]+){0,4} (?:is|are|was|were) (?:set|due|expected|scheduled|likely|supposed) to be (?:signed|concluded)\b"
)
_COULD = re.compile(r" (?:(?:which|that) )?(?:could|might|may|would|should|must|can|cannot|needs? to|has to)\b")
# What two have agreed on as a rule and have yet to write down; what those who live together or sit in one parliament agree on.
_IN_PRINCIPLE = re.compile(
    r" (?:(?:now |currently |still )?on the table|under (?:discussion|negotiation)|in principle|of the (?:year|century|decade|day)|out of court)\b"
)
_PRIVATE = re.compile(
    r"(?: \w+){0,2}? (?:between|with) (?:the |his |her )?(?:two )?(?:brothers|sisters|men|women|couple|spouses|neighbou?rs|families|wife|husband|clubs?|prosecutors"
    r"|(?:\w+ )?(?:unions?|Republicans|Democrats|lawmakers|legislators|senators|Congress|shareholders))\b"
    r"| (?:between|with) [^.;,]{0,40}\b(?:Congress|Capitol Hill|lawmakers)\b"
)
_ONE_PARLIAMENT = re.compile(
    r"\b(?:Republicans?|Democrats|lawmakers|senators|congressional \w+|prosecutors|(?:the|trade|labou?r|\w+ian) unions?|unions|strikers)\b",
    re.IGNORECASE,
)
_HOPED = re.compile(
    r"\b(?:wording|language|drafts?|possibility|prospects?|chances?|hopes?|idea|lack|likelihood|need|offers?|promises?|talk|development|negotiation|drafting|elaboration) (?:of|for) $",
    re.IGNORECASE,
)
_CONCLUDED = re.compile(
    r"\bhelp(?:ed|ing|s)? (?:to )?(?:negotiate|broker|secure|reach|strike|conclude|forge|seal) $"
    r"|\b(?:agreed|agree|agreeing|led|lead|leads|leading|liv(?:e|es|ed|ing) up|thanks|due|according|came|bound|committed|adhere|adhered|party|parties|signatory|signatories|return|returned|commitment|addition|response|subject|led to|amount(?:s|ed)?) to $"
    r"|\b(?:implement|uphold|honou?r|respect|enforce|fulfil+|apply|abide by|comply with|adhere to|carry out|violate|breach|break|monitor|extend|renew|continue|preserve|salvage|save|keep|maintain|scrap|abandon|end|quit|leave|exit|from|tear up|nullify|terminate|annul|repudiate|renounce|denounce|revoke|void|renegotiate|suspend|support(?!\w* for )|back|welcome|praise|mark|celebrate|announce|hail|recall|under|of)(?:ing)? (?:\w+ )?$",
    re.IGNORECASE,
)


# "With the aim of finalizing a pact": to come, whatever stands before it.
_MAKING = re.compile(
    r"\b(?:reach|strik|negotiat|finali[sz]|seek|forg|secur|clinch|achiev|gett|becom|prevent|avoid|pursu|hammer|propos|draft)ing (?:out )?$"
    r"|\b(?:by|before|without|against) (?:\w+ )?agreeing to $"
    r"|\b(?:f[ae]ll(?:s|ing)? short of|(?:apart|divided|split|differ(?:s|ed|ing)?|disagree(?:s|d|ing)?) (?:on|over) the terms of) $",
    re.IGNORECASE,
)


# "Begin talks on a nuclear pact", "concluding a broad fish agreement": to come, whatever stands between.
_TALKS_ON = re.compile(
    r"\b(?:push\w*(?: forward)?(?: with)?|begin|began|start\w*|resum\w+|advanc\w+|accelerat\w+|launch\w*|complet\w+|restart\w*)"
    r" (?:[a-z]+ ){0,2}(?:talks|negotiations|discussions|consultations) (?:with [^.;]{2,40}? )?(?:on|for|about|over|towards?)"
    r" (?:the |an? )?(?:[\w–-]+ ){0,4}$"
)
_MAKING_SUCH = re.compile(r"\b(?:conclud|negotiat|finali[sz]|reach|draft|clinch)ing (?:an?|the) (?:[\w’-]+,? ){1,6}$")
_TO_BE_SIGNED = re.compile(r" (?:that is |which is )?to be (?:signed|concluded|reached|struck|negotiated)\b")
_PART_OF = re.compile(r"\b(?:would|could|might|may)\b[^.;]{0,60}\b(?:part of|in return for|in exchange for) $")


def only_wished(report: Report, line: Line, mark: Mark, told: Found | None) -> bool:
    """An instrument that somebody wants, seeks or has yet to sign ("reach a deal") is none: it was not concluded."""
    ahead = told is not None and bool(told.rule.settings.get("expected"))
    if mark.attrs["article"] in ("a", "an", "any", "another") and not ahead and _TO_BE.match(report.text, mark.end):
        return True
    if mark.attrs["article"] in ("a", "an") and not ahead and _SET_TO_BE.match(report.text, mark.end):
        return True
    lead = report.text[max(line.start, mark.start - 60) : mark.start].replace("\n", " ")
    negotiated = _NEGOTIATED.search(lead) and not _NEGOTIATED_TO_THE_END.search(lead)
    if told is None and (_MAY_LEAD.search(lead) or negotiated and mark.attrs["date"] is None):
        return True
    if told is None and mark.attrs["date"] is None and not mark.attrs["named"] and report.text[mark.attrs["head"][0]].islower():
        reach = report.text[max(line.start, mark.start - 100) : mark.start].replace("\n", " ")
        if (
            _TALKS_ON.search(reach)
            or _MAKING_SUCH.search(reach)
            or _TO_BE_SIGNED.match(report.text, mark.end)
            or mark.attrs["article"] in ("a", "an")
            and _PART_OF.search(reach)
        ):
            return True
    if _CONSENT.fullmatch(report.text[mark.start : mark.attrs["head"][1]]) and re.match(
        r" to [a-z]", report.text[mark.attrs["head"][1] :][:6]
    ):
        return True
    if mark.attrs["article"] in ("a", "an") and _COULD.search(report.text[mark.attrs["head"][1] : mark.end]):
        return True  # a whole heading: "A fish pact could help"
    if told is None and _NOT_YET.match(report.text, mark.end):
        return True
    if any(_IN_PRINCIPLE.match(report.text, at) for at in (mark.end, mark.attrs["head"][1])) or _PRIVATE.match(
        report.text, mark.attrs["head"][1]
    ):
        return True
    if _of_firms(report, line, mark) or _of_work(report, line, mark):
        return True
    if told is not None and mark.attrs["article"] == "any":
        return True  # "denied that it struck any deal"
    if told is not None and not mark.find(*_STATES) and _ONE_PARLIAMENT.search(report.text[line.start : mark.start]):
        event = told.one("event")
        if (
            event is not None
            and event.start < mark.start
            and not any(m.find(*_STATES) for s in told.slots.get("who", []) for m in s.marks)
        ):
            return True
    if told is None and mark.attrs["article"] in ("a", "an", "any", "another") and _COULD.match(report.text, mark.end):
        return True
    if mark.attrs["other"] or _UNMADE.search(report.text[mark.start : mark.attrs["head"][0]]) or _PROPOSED.search(lead):
        return True
    if told is None and mark.attrs["article"] == "the" and not mark.attrs["title"]:
        if _TO_MAKE.search(report.text[max(line.start, mark.start - 40) : mark.start]):
            return True
    if mark.attrs["article"] not in ("a", "an", "any", "another", "") or mark.attrs["date"] is not None or mark.attrs["named"]:
        return False
    start = told.one("event").start if told is not None and told.one("event") else mark.start  # type: ignore[union-attr]
    before = report.text[max(line.start, min(start, mark.start) - 60) : mark.start if told is None else min(start, mark.start)]
    before = _OTHER_OF_TWO.sub("", re.split(r"[.;:,] ", before.replace("\n", " "))[-1])
    if _SUCH.match(report.text[mark.start : mark.end]) and told is None:
        return True
    if told is not None and told.rule.settings.get("expected"):
        return False
    if line.segment == "headline" and told is None and not mark.attrs["article"] and _VERB.search(before):
        return bool(_MODAL.search(before))
    event = told.one("event") if told is not None else None
    if event is not None and event.start >= mark.end:  # "did not uphold a pact signed in 2007"
        return (
            bool(_UNTOLD.search(report.text[mark.end : event.start]))
            or bool(_IF.search(before))
            or bool(_HOPED.search(before))
            or bool(_ONCE.search(before) and report.text[mark.end : event.start].split()[-1:] in (["is"], ["are"]))
            or re.search(r"\bnot $", before) is not None  # "an armistice, not a treaty, signed by both"
        )
    if told is not None:
        return bool(_UNTOLD.search(before))
    making = _MAKING.search(before)
    return bool(_HOPED.search(before) or making) or bool(_WISHED.search(before) and not _CONCLUDED.search(before))


# Before a name that is a body's as well, what is done with an instrument: "under the GATT", but "the GATT said".
_BOUND_BY = re.compile(
    r"\b(?:under|acced\w+ to|accession to|ratif\w+(?: of)?|signator\w+ (?:to|of)|violat\w+(?: of)?|breach\w*(?: of)?|articles? \w+ of|in line with"
    r"|consistent with|compatible with|provisions of|terms of|sign(?:ed|ing|s)?|revis\w+(?: of)?) (?:the )?$",
    re.IGNORECASE,
)


def is_body(report: Report, line: Line, mark: Mark) -> bool:
    """Is the name that of a body of states, and not of what they signed: "GATT officials", "the GATT council"?"""
    if not mark.attrs["named"] or re.match(r" (?:19|20)\d\d\b", report.text[mark.end :][:5]):
        return False
    name = re.sub(r"^(?:the|The) ", "", " ".join(report.words(mark.start, mark.end).split()))
    lead = report.text[max(line.start, mark.start - 40) : mark.start]
    return name in report.voc.international and not _BOUND_BY.search(lead)


def stands(report: Report, line: Line, mark: Mark) -> bool:
    """Do the words before it tell of something that is in force: "under a truce", "violated a pact"?"""
    lead = report.text[max(line.start, mark.start - 60) : mark.start].replace("\n", " ")
    if _IN_ORDER_TO.search(lead):
        return False
    listed = _INCLUDED.search(report.text, max(line.start, mark.start - 240), mark.start)
    return bool(_CONCLUDED.search(lead) or _ENDED_IN.search(lead) or listed)


_IN_ORDER_TO = re.compile(r"\b(?:of|for) (?:\w+ )?(?:sign|mak|reach|strik|seal|gett|negotiat|conclud|agree)ing $", re.IGNORECASE)
_INCLUDED = re.compile(
    r"\b(?:included?|includes|including|as well as|exchanged|signed|inked|concluded|initialled)\b"
)  # "they exchanged papers: a pact and …"


_ENDED_IN = re.compile(
    r"\b(?:end(?:ed|s|ing)? (?:in \d{4} )?(?:in|with)|result(?:ed|s|ing)? in|culminat(?:ed|es|ing) in|produced|thanks to|(?:compliance|complie[sd]|comply|complying|accordance|line|consistent|progress) with) (?:\w+ )?$",
    re.IGNORECASE,
)


def _of_firms(report: Report, line: Line, mark: Mark) -> bool:
    """Contracts of one company with others unnamed, in a sentence that names no state, ruler or body of several states."""
    if mark.attrs["article"] not in ("a", "an", "another", "") or mark.attrs["title"] or mark.attrs["agreement"] == "ceasefire":
        return False
    if not _FIRMS.search(report.text[line.start : line.end]):
        return False
    named = [m for m in line.marks() if m.find("NAME", "BODY", "BODYNAME")]
    if any(m.end <= mark.start for m in named) and any(m.start >= mark.end for m in named):
        return False  # "the Cod Bank signed an agreement to acquire Harbour Lines": both sides are named
    for unit in line.marks():
        if unit.find(*_STATES) or unit.find("GROUP", "DELEGATION"):
            return False
        if any(report.words(m.start, m.end).lower() in ("they", "both", "we", "our", "their") for m in unit.find("PRONOUN")):
            return False
        if any(b.attrs.get("core") in report.voc.international for b in unit.find("BODY")):
            return False
        if unit.find("OFFICE", "POST"):
            return False
    return True


def _of_work(report: Report, line: Line, mark: Mark) -> bool:
    """A contract of somebody with a club, label or sponsor, in a sentence that names no state: "signed a new three-year deal"."""
    if not _CONTRACT.fullmatch(report.text[mark.start : mark.attrs["head"][1]]) or mark.find("BODY", "PERSON"):
        return False
    return not any(unit.find(*_STATES, "GROUP", "DELEGATION", "OFFICE", "POST") for unit in line.marks())


_CONTRACT = re.compile(
    r"(?:(?:an?|another|his|her|the|its|their) )?(?:[a-z]+ ){0,2}(?:(?:[\w-]+-)?(?:year|month|season|album|book|film|picture)|(?:short|long)-term|multi-year|record|recording"
    r"|playing|kit|shirt|sponsorship|television|TV|player-swap|contract) (?:[a-z]+ ){0,2}deals?",
    re.IGNORECASE,
)
_FIRMS = re.compile(
    r"\b(?:Inc|Corp|Ltd|Plc|PLC|plc|Co|GmbH|AG|SA|company|companies|firms?|unions?|airlines?|shareholders?|stake|acquisition|acquire|merger|takeover"
    r"|subsidiary|shares|employers|contractor|manufacturer|planemaker|automaker|carmaker|retailer|chain|customers?)\b"
)
# "To reach a ceasefire and a hostage deal": what is told of the first is told of the second.
_OTHER_OF_TWO = re.compile(
    r"\b(?:an?|the) (?:[\w-]+ ){0,2}(?:agreement|accord|pact|deal|treaty|ceasefire|cease-fire|truce|memorandum) and (?:an? )?$",
    re.IGNORECASE,
)
_STATES = ("NATION", "CAPITAL", "DEMONYM", "REGION")
_ONCE = re.compile(r"\b(?:after|once|when) $", re.IGNORECASE)  # "will be lifted after an accord is reached"
_IF = re.compile(r"\b(?:if|unless|until|whether|once|in case|before|no|any) (?:\w+ ){0,3}$", re.IGNORECASE)
ANOTHER = re.compile(r"(?:another|an? (?:second|third|fourth|separate|further|additional|parallel))\b", re.IGNORECASE)
_UNTOLD = re.compile(
    r"\b(?:not|never|\w+n[’']t|would have|could have|if|unless|until|yet to be|be|to be|(?-i:to(?! [A-Z]))|will|would|could|may|might|should) (?:\w+ ){0,2}$|\b(?:upcoming|forthcoming|planned|future|possible|eventual|early|nearly|almost) $"
    r"|\b(?:demand(?:s|ed|ing)?|urg(?:e|es|ed|ing)|call(?:s|ed|ing)? for|seek(?:s|ing)?|sought|propos(?:e|es|ed|ing)|discuss(?:ed|es|ing)?|delay(?:s|ed|ing)?"
    r"|postpon(?:ed|ing|ement of)|prevent(?:s|ed|ing)?|block(?:s|ed|ing)?|await(?:s|ed|ing)?|towards?|hop(?:ed|es|ing) for|look(?:s|ed|ing)? forward to"
    r"|work(?:s|ed|ing)? (?:for|on|towards?)|expedite|accelerate|speed up|paves? the way for|ahead of|precondition (?:to|for)|condition (?:of|for))"
    r" (?:the |an? |its |their )?(?:\w+ )?$",
    re.IGNORECASE,
)


_STANDING = re.compile(r"\b(?:current|existing|present|previous|earlier|old)\b")


def goes_with_wish(report: Report, mark: Mark, wished: list[Mark]) -> bool:
    """ "The deal" behind a deal that is only sought is that one."""
    if not wished or mark.attrs["date"] is not None or mark.attrs["title"] or mark.attrs["named"]:
        return False
    if _STANDING.search(report.text[mark.start : mark.attrs["head"][0]]):
        return False
    if mark.attrs["article"] in ("a", "an", "another"):
        return False
    kind = mark.attrs["agreement"]
    return of_kind(kind, wished[-1].attrs["agreement"]) or any(
        kind == "ceasefire" and _OF_CEASEFIRE.search(report.text[w.start : w.attrs["head"][0]]) for w in wished[-3:]
    )


_OF_CEASEFIRE = re.compile(r"\b(?:cease-?fire|truce)\b", re.IGNORECASE)  # "a ceasefire and hostage deal"


def between_two(report: Report, line: Line, mark: Mark) -> bool:
    """Are two parties told of who signed or issued this together? One state's plan, or what two of its ministers say, is none."""
    if re.match(r"their\b", report.text[mark.start : mark.end], re.IGNORECASE):
        return True
    if _AFTER_TALKS.match(report.text, mark.attrs["head"][1]) or _BY_BOTH.match(report.text, mark.attrs["head"][1]):
        return True
    if _OF_SEVERAL.search(report.text[mark.start : mark.attrs["head"][0]]):
        return True
    behind = _TOGETHER.match(report.text, mark.attrs["head"][1])
    until = behind.end() + 60 if behind else mark.start
    if (
        behind
        and _SIGNED.match(behind.group())
        and any(m.find("COUNTERPART") for m in line.marks() if behind.end() <= m.start < until + 60)
    ):
        return True  # "the document was signed by the minister and his counterpart"
    before = report.text[max(line.start, mark.start - 160) : mark.start]
    if _LEADERS.search(before) and not _AT_HOME.search(before) or _WITH_REBELS.search(before):
        return True
    bodies = [m for m in line.marks() if m.kind in ("NAME", "BODY", "NATION") and m.end <= mark.start]
    if any(
        report.text[a.end : b.start] in (" and ", " and the ") and "NATION" not in (a.kind, b.kind) for a, b in pairwise(bodies)
    ):
        return True  # two bodies of one state, or of states that are not told
    parties: set[str] = set()
    people: set[str] = set()
    for unit in line.marks():
        if unit.start >= until or _AT.search(report.text[max(line.start, unit.start - 8) : unit.start]):
            continue
        if unit.kind == "GROUP" or unit.kind == "PRONOUN" and report.words(unit.start, unit.end).lower() in ("they", "both"):
            return True
        if unit.kind == "PERSON":
            person = report.person(unit)  # two heads of state whose states are not told are of two
            parties |= {h.country or person.key for h in person.held if h.country or h.head}
            people.add(person.key)
        for inner in unit.find("NATION", "CAPITAL", "DEMONYM", "REGION"):
            if inner.start < until:
                parties.add(str(inner.attrs["country"]))
        if unit.kind == "BODY" and unit.attrs["core"] in report.voc.international:
            parties.add(unit.attrs["core"])
    if behind and any(m.kind in ("NAME", "BODY") and m.start == behind.end() + 1 for m in line.marks()):
        parties.add(report.words(behind.end(), behind.end() + 8))  # "signed with the Cod Bank"
    return len(parties) > 1 or len(people) > 1 and len(parties) != 1 and before.endswith(("signed ", "sign "))


_LEADERS = re.compile(
    r"\b(?:leaders|(?:foreign |defen[cs]e |trade |energy |two |both |three )ministers|presidents|prime ministers|countries|nations|governments|sides)\b",
    re.IGNORECASE,
)
# Leaders inside one state.
_AT_HOME = re.compile(
    r"\b(?:Republicans?|Democrat(?:s|ic)?|Senate|House|Congress(?:ional)?|party|union|church|religious|business|opposition|community|local|tribal"
    r"|rebel|labor|labour|industry|state|faith) (?:\w+ ){0,2}(?:leaders|governments|sides)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r",? (?:(?:was|were|has been) )?(?:jointly |formally )?(?:(?:issued|released|signed|adopted|published) )?(?:by|with|between)\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(r".*\bsigned by$")
_WITH_REBELS = re.compile(
    r"\band (?:the )?(?:[\w-]+ ){0,2}(?:rebels?|guerrillas|insurgents|separatists|militants|armed groups?|opposition)\b"
)
_BY_BOTH = re.compile(r",? (?:was |were )?(?:jointly )?(?:issued|released|adopted|signed|published) by (?:both|the two)\b")
_OF_SEVERAL = re.compile(r"\b(?:bilateral|trilateral|tripartite|quadrilateral|multilateral)\b", re.IGNORECASE)
_AFTER_TALKS = re.compile(
    r",? (?:which was |that was )?(?:issued|released|adopted|signed|published)(?: [a-z]+){0,2}? "
    r"(?:after|following|at the (?:end|close|conclusion) of|during|on|upon) (?:[\w’'.]+ ){0,6}(?:talks|visit|meetings?|summit|negotiations)\b",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:in|at|near|from|visit to) (?:the )?$", re.IGNORECASE)
