"""Portfolios: what an office is for, in the words before and behind it. Changes post marks; reads words, no lists of offices.

"Economic Development and Trade Minister", "Minister of Labor and Social Affairs", "Under Secretary for Political Affairs".
"""

from __future__ import annotations

import re
from bisect import bisect_left

from .marks import Mark
from .titles import titled, uncapped
from .vocabulary import Vocabulary, lower

_PLACES = frozenset({"NATION", "CAPITAL", "REGION"})
_OFFICES = r"(?:Vice|Deputy|Prime|President|Minister|Secretary|Chief|Chair(?:man|woman)?|Director|Commander|Speaker|Head|Special"
_OFFICES += r"|Governor|Ambassador|Commissioner|Spokes(?:man|woman|person)|Envoy|Leader|Editor|Advis[eo]r|Administrator|Representative|Coordinator|Negotiator|Counsel)\b"
_RANKED = r"(?:First|Second|Senior|Junior|Acting|Former|Union|Federal|State|Interim|Cabinet|The|Then|New|Assistant"
_RANKED += r"|Foreign(?! (?:Affairs|Employment|Trade|Relations|Investments?|Commerce)\b))\b"
_SORTS = (
    r"(?:economic|social|public|home|national|rural|higher|regional|international|internal|external|foreign|human|natural|digital|urban|food|family|water"
    r"|circular|green|blue|marine|maritime|civil|religious|religious and|ethnic|parliamentary|constitutional|political|cultural|technical"
    r"|vocational|environmental|monetary|financial|small|medium|local|community|women's|children's|youth|veterans|indigenous|defence|defense)"
)
# Offices whose purpose may stand without capitals; that of others may be no part of the office ("the minister for peace").
_PURPOSED = re.compile(
    r"(?:(?:Deputy )?Special |Personal )?(?:Envoy|Representative|Coordinator|Rapporteur)|Independent Expert"
    r"|(?:(?:Principal )?Deputy )?(?:Assistant|Under)[ -]Secretary(?:-General)?(?: of (?:State|Defense|the Treasury))?"
    r"|Commissioner|High Representative|Senior Director|(?:(?:Senior|Executive|Assistant) )?Vice President|Minister Delegate"
)
# Offices of which a body has several, each for something: "Vice President, Global Sales".
_DIVIDED = re.compile(r"(?:Director|Director General|Vice President|Secretary|Head|Senior Director)$")
_CLOSED = re.compile(
    r" [^\W\da-z_]|[,.;:)]|$| (?:and|at|of|for|in|who|said|has|was|is|told|with)\b"
)  # "head of development", not of its bank
_BEHIND_NAME = re.compile(r"[^\W\d_], $")
# Words that qualify an office and tell of no portfolio: "Populist Minister", "Party Secretary".
_NO_PORTFOLIO = frozenset(
    (
        "Party Press Cabinet Union Federal State Prime First Former Acting Chief Senior Junior Deputy Vice Assistant "
        "Shadow Then New Interim Permanent Principal Private Political Personal Executive Corporate Company General "
        "Honorary Recording Church Parish Club National Appointed Elected Provincial Regional Local Central Under "
        "Presbyterian Methodist Baptist Anglican Court"
    ).split()
)
# First words of the names of bodies, which are no purpose.
_BODIES = frozenset(
    {"Department", "Ministry", "Office", "Bureau", "Board", "Institute", "Center", "Centre", "University", "House"}
)
# Last words of what a body is divided into: "Head of the Port Security Division".
_PARTS = (
    "Division|Unit|Section|Branch|Desk|Wing|Initiative|Programme|Program|Project|Taskforce|Team|Practice|Properties|Cell|Assets"
)
# Behind these words a name in front of the office is no portfolio: "in Mombasa Minister Okoro said".
_ELSEWHERE = re.compile(r"(?:\b(?:[Ii]n|[Aa]t|[Ff]rom|[Nn]ear|[Tt]o|[Oo]f|[Oo]n|[Ff]or|[Bb]etween)|['’]s?|,) $")
_WHOSE = re.compile(r" (?:to|of) ")
# A body of whose name the words before the office are the end: "Ohio Department of Elections spokeswoman".
_IN_A_BODY = re.compile(
    r"\b(?:Department|Ministry|Office|Board|Bureau|Division|Committee|Commission|Council|Agency|Institute|Cent(?:er|re)|Secretariat"
    r"|Directorate|Authority|Academy|Association|Federation) (?:of|for|on) (?:the )?$"
)
# The same ministers in the spelling of titles.
_SPELT = (("Defence", "Defense"), ("Labour", "Labor"))


class Portfolios:
    """Finds what the posts of a text are for, by one vocabulary."""

    def __init__(self, voc: Vocabulary, upper: str):
        self.voc = voc
        capital = rf"[{upper}][{upper}a-zß-öø-ÿ’&-]{{0,30}}"
        own = rf"(?!{_OFFICES}|{_RANKED}){capital}"  # not "Minister for Law and Second Minister for Fish"
        # A portfolio that no list has: "Minister of Irrigation", with the capitals that make it one.
        self.portfolio = re.compile(
            rf"(?<![\w-])[Mm]inister (?:of|for) (?P<of>{capital}(?:(?:(?:, {own}){{1,3}},)? (?:and|&) (?:the )?{own}|(?:, {own}){{1,3}} (?:and|&) (?:the )?{own})?)(?![\w-])"
        )
        # What an office is for, up to a word with which portfolios end: " for African Affairs", " for Climate Change and Energy".
        ends = "|".join(re.escape(h) for h in sorted(voc.portfolio_heads, key=len, reverse=True))
        self.heads = tuple({form for head in voc.portfolio_heads for form in (head, head.lower())})
        bodies = "|".join(re.escape(h) for h in voc.body_heads)
        joined = rf"(?:(?!(?:Minister|Secretary|Deputy|Prime|President|Special|Chief|Commissioner)[ -]|(?:{ends}) (?!(?:{ends})(?![\w-])|And )[{upper}])[{upper}](?:[\w-]|(?<=[nse])['’](?=s? )|(?<=[nse]['’])s(?= )){{1,20}}(?:,? (?:[Aa]nd|&) (?:[Tt]he )?|, | (?:of|in) (?:the )?| ))"
        self.purpose = re.compile(
            rf" (?:of (?:the )?(?:Division|Unit|Section|Desk|Branch) for|in charge of|[Oo]f|[Ff]or|on|to) (?:[Tt]he )?(?P<of>{joined}{{0,7}}(?:{ends})(?![\w-])(?:,? (?:and|&) {joined}{{0,3}}(?:{ends})(?![\w-]))?)(?!['’]s| (?:[{upper}][\w-]{{1,20}} ){{0,2}}(?:{bodies}|{_PARTS})(?![\w-]))"
        )
        # Behind a name, and between commas: "Ana Silva, Director General, Political Affairs, …".
        self.comma_purpose = re.compile(
            rf", (?P<of>(?:(?!{_OFFICES})[{upper}][\w-]{{1,20}} (?:(?:and|&) )?){{0,4}}(?:{ends}))(?=[,.;)\n]|$| (?:at|of|for|with) )"
        )
        # The same without capitals: "special representative for Korean peace and security affairs".
        plain = r"(?!and )[^\W\d_][\w-]{2,15}"
        last = rf"(?:{ends.lower()}|{ends})(?![\w-]| (?:and )?(?:{ends.lower()})(?![\w-]))"
        self.plain_purpose = re.compile(
            rf" (?:for|on|in charge of|of(?= [a-z])) (?:the )?(?P<of>(?:{plain} ){{0,2}}(?:{plain} and )?(?:{plain} )?{last})"
        )
        # More of it behind one that the vocabulary knows: "Minister of Immigration and Border Protection".
        one = rf"(?:(?!{_OFFICES})[{upper}][\w-]{{2,20}} ){{0,2}}(?:{ends})(?![\w-])"
        common = rf"(?:{_SORTS} )?(?:{ends.lower()})"
        self.further = re.compile(
            rf"(?:, {one}){{0,3}},? (?:and|&) (?:the )?{one}(?! (?:Minister|Secretary)(?![\w-]))"
            rf"|(?:, {common}){{0,3}},? and {common}(?=[,.;:)]|$| (?:of|in|on|at|who|and|said|says|told|has|had|was|is|from|for|[{upper}]))"
        )
        # What a minister is in charge of, before the word: "Economic Development and Trade Minister".
        one = rf"(?:(?:(?!{_OFFICES}|{_RANKED})[{upper}][\w-]{{2,20}} ){{0,2}}(?:{ends})|(?:(?i:{_SORTS}) )?(?:{ends.lower()}))"
        self.charge = re.compile(
            rf"(?<![\w'’-])(?P<of>(?:{one}, ){{0,3}}(?:{one},? and )?{one})(?: \([A-Z]{{2,8}}\))?(?: (?P<last>and )| )$"
        )
        self.capitals = re.compile(
            rf"(?<![\w'’-])(?P<of>(?:[{upper}][\w-]{{2,20}} (?:(?:and|of) )?){{0,2}}[{upper}][\w-]{{2,20}}) $"
        )

    def take(self, text: str, start: int, end: int, found: list[Mark]) -> None:
        """Let the posts among the marks have what they are for."""
        self._charges(text, start, found)
        self._purposes(text, end, found)

    def unlisted(self, text: str, start: int, end: int, known: list[Mark]) -> list[Mark]:
        """Ministers whose portfolio no list has."""
        taken = {m.start for m in known if m.kind in ("NATION", "REGION", "CAPITAL", "POST")}
        return [
            Mark("POST", m.start(), m.end(), {"title": f"Minister of {spelt(m['of'].replace('&', 'and'))}"})
            for m in self.portfolio.finditer(text, start, end)
            if m.start("of") not in taken
        ]

    def _purposes(self, text: str, end: int, found: list[Mark]) -> None:
        """Let an office take what it is for: "Under Secretary for Political Affairs"."""
        places = {m.start: m for m in found if m.kind in _PLACES}
        longest: dict[
            int, int
        ] = {}  # "Deputy Secretary" of "Deputy Secretary of State Ben Okoro, Defense Secretary …" is no office
        for m in found:
            if m.kind == "POST" and m.attrs.get("portfolio"):
                longest[m.start] = max(m.end, longest.get(m.start, 0))
        for mark in [m for m in found if m.kind == "POST" and m.end >= longest.get(m.start, 0)]:
            if not mark.attrs.get("portfolio"):
                if lower(text[mark.start : mark.start + 9]) == "minister ":
                    self._further(text, mark, end)
                continue
            sent = _sent(text, mark, places)  # "Special Envoy to Chile for Economic Affairs"
            shouted = text[mark.start : mark.end].isupper()
            seen, at = (uncapped(text[sent : min(end, sent + 160)]), sent) if shouted else (text, 0)
            match = self.purpose.match(seen, sent - at, end - at) or self._plain_purpose(seen, mark, sent - at, end - at)
            if match is None and _BEHIND_NAME.search(text, max(0, mark.start - 4), mark.start):
                match = self.comma_purpose.match(seen, sent - at, end - at) if _DIVIDED.search(mark.attrs["title"]) else None
            of = at + match.start("of") if match else 0
            if match is None or any(m.start == of and m.kind == "BODYNAME" and m.end >= at + match.end("of") for m in found):
                continue  # but "Minister for Government Communications"
            if of in places and text.startswith((", ", " and "), places[of].end):
                continue  # "the foreign minister of Peru, Luis Rojas, and Trade Minister Silva"
            if mark.attrs["title"].endswith(("Advisor", "Counselor")) and _WHOSE.match(seen, sent - at):
                continue  # "advisor to Trade Minister Silva"
            if match["of"].split()[0] in _BODIES:
                continue  # "Director of the Department of Public Health"
            if any(m.start == mark.start and m.end >= at + match.end() and m.kind == "POST" for m in found):
                continue  # a portfolio that the vocabulary knows
            title = mark.attrs["title"]
            if text.startswith(" of State ", mark.end) and title == "Secretary":
                continue  # "Secretary of State Silva and Commerce Secretary Okoro"
            link = (
                " of "
                if title in ("Minister", "Senior Minister", "Second Minister", "Union Minister")
                else seen[sent - at : match.start("of")].replace(" in charge of ", " for ")
            )
            link = " for " if link.startswith(",") else link.lower() if link.istitle() else link
            own = titled(spelt(match["of"].replace("&", "and")))
            mark.attrs = {**mark.attrs, "title": f"{title}{link}{own}", "body": False, "needs_body": False}
            mark.end = at + match.end()

    def _further(self, text: str, mark: Mark, end: int) -> None:
        match = self.further.match(text, mark.end, end)
        if match:
            more = "".join(
                w if w.strip() in ("and", "the") else w[:1].upper() + w[1:] for w in re.split(r"(?<= )", match.group())
            )
            more = spelt(more.replace("&", "and"))
            mark.attrs = {**mark.attrs, "title": f"{mark.attrs['title']}{more}"}
            mark.end = match.end()

    def _plain_purpose(self, text: str, mark: Mark, sent: int, end: int) -> re.Match[str] | None:
        match = self.plain_purpose.match(text, sent, end)
        if match is None or _PURPOSED.fullmatch(mark.attrs["title"]):
            return match
        if match["of"].endswith(" affairs") and mark.attrs["title"] in ("Minister", "Deputy Minister", "Vice Minister"):
            return match  # "minister for postal affairs"
        divided = _DIVIDED.search(mark.attrs["title"]) and match["of"].islower()
        return match if divided and _CLOSED.match(text, match.end()) else None

    def _charges(self, text: str, start: int, found: list[Mark]) -> None:
        """Let a minister take what stands before the word: "Economic Development and Trade Minister", "housing minister"."""
        longest: dict[int, int] = {}  # "Secretary" of "Secretary General" is no secretary
        first_at: dict[int, int] = {}  # "Minister" of "Silva and Foreign Minister" is one for foreign affairs already
        for m in found:
            if m.kind == "POST":
                longest[m.start] = max(m.end, longest.get(m.start, 0))
                first_at[m.end] = min(m.start, first_at.get(m.end, m.start))
        posts = [m for m in found if m.kind == "POST" and m.end == longest[m.start]]
        posts = [m for m in posts if _WHO.search(lower(text[max(start, m.end - 16) : m.end]))]
        others = sorted((m.start, m.end) for m in found if posts and m.kind not in ("BODYNAME", "POST", "POSTS"))
        for mark in posts:
            begin = max(start, mark.start - 80)
            before = text[begin : mark.start]
            match = self.charge.search(before) if self._may_charge(before) else None
            title = mark.attrs["title"]
            alone = title in _ALONE
            if match is not None and alone == bool(match["last"]):
                match = None
            if match is None and alone and text[mark.start] in "MS" and first_at[mark.end] == mark.start:
                match = self.capitals.search(text[begin : mark.start])
                if match is not None and not self._is_portfolio(text, begin + match.start("of"), match["of"], others):
                    match = None
            if match is None or _IN_A_BODY.search(text, max(start, begin + match.start("of") - 30), begin + match.start("of")):
                continue
            first = begin + match.start("of")
            for s, e in others[bisect_left(others, (begin - 40, 0)) : bisect_left(others, (mark.start, 0))]:
                if e > first:  # "Peruvian Housing Minister"
                    first = max(first, e + 1)
            lead = _LEADING.match(text, first, begin + match.end("of"))
            first = lead.end() if lead else first  # "Both Culture Secretary Silva and …"
            words = re.sub(r"^(?:and|&) ", "", text[first : begin + match.end("of")].strip())
            if not words or text[max(0, first - 1) : first] not in ("", " ", "\n", "(", "“", '"'):
                continue
            own = spelt(" ".join(w if w in ("and", "of") else w[:1].upper() + w[1:] for w in words.split()))
            office, _, known = title.partition(" of ") if not alone else (title, "", "")
            own = f"{own} and {known}" if known else own
            link = " for " if office in ("Commissioner", "Spokesperson") else " of "
            title = f"{own} Advisor" if office == "Advisor" else f"{office}{link}{own}"
            mark.attrs = {**mark.attrs, "title": title, "portfolio": False, "body": office == "Advisor"}
            mark.start = first

    def _may_charge(self, before: str) -> bool:
        """Does a word with which charges end stand right before a post? Few do, and to look for whole charges takes its time."""
        bare = before.rstrip().removesuffix(" and")
        if bare.endswith(")"):
            bare = bare[: bare.rfind(" (")]
        return bare.endswith(self.heads)

    def _is_portfolio(self, text: str, at: int, words: str, others: list[tuple[int, int]]) -> bool:
        """Are these capitals before "Minister" what somebody is minister of: "Levelling Up Minister"? Not a place, party or name."""
        first = words.split()[0]
        if any(s <= at < e or at <= s < at + len(words) for s, e in others):
            return False
        if _ELSEWHERE.search(text[max(0, at - 10) : at]) or any(w in _NO_PORTFOLIO or w.isupper() for w in words.split()):
            return False
        return first not in self.voc.openers and first not in self.voc.leads and not first.endswith(("ese", "ian", "ish", "ist"))


_LEADING = re.compile(r"(?:(?:Both|The|As|And|But|While|When|Former|Then|Also|New|Her|His|Their|Our) )+")
_WHO = re.compile(r"(?:^|[ -])(?:minister|(?:under-?)?secretary|commissioner|spokes(?:man|woman|person)|advis[eo]r)$")
_ALONE = frozenset(
    (
        "Spokesperson|Advisor|Minister|Secretary|Undersecretary|Under Secretary|Senior Minister|Second Minister|Deputy Minister"
        "|Cabinet Secretary|Minister of State|Commissioner"
    ).split("|")
)


def spelt(words: str) -> str:
    """Words of a portfolio in the spelling of titles."""
    for one, other in _SPELT:
        words = re.sub(rf"\b{one}\b", other, words)
    return words


def _sent(text: str, mark: Mark, places: dict[int, Mark]) -> int:
    """Where an office ends with the place to which its holder is sent, if a purpose follows it."""
    if mark.attrs.get("abroad"):
        for lead in (" to ", " to the "):
            place = places.get(mark.end + len(lead)) if text.startswith(lead, mark.end) else None
            if place is not None and text.startswith(" for ", place.end):
                return place.end
    return mark.end
