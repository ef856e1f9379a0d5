"""Offices among the phrases: what the frame "office" makes of post, body, state and holder. One OFFICE mark, or none."""

from __future__ import annotations

import re

from .marks import Line, Mark
from .person_maker import Groups, marks_of, one_of
from .rules import Rule
from .titles import STATE_WORDS, Office, body_core, compose_title, state_of, titled
from .vocabulary import Vocabulary, lower


def make_office(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    post = one_of(line, groups, "post")
    for a, b in groups.get("does", []):  # "who chairs the committee"
        verb = "chair" if line.code[a:b].startswith("chair") else "head"
        post = Mark("POST", *line.span(a, b), dict(voc.entries[verb][0].attrs))
    for a, b in groups.get("chair", []):
        s, e = line.span(a, b)
        if lower(line.text[s:e]) not in rule.settings["words"]["chair"]:
            return None
        style = re.sub(r"(?i)prof(?:\.|$)", "Professor", line.text[s:e])
        post = Mark("POST", s, e, {"title": titled(style), "body": True})
    if groups.get("member"):
        a, b = groups["member"][0]
        kind = "POSTS" if line.code[a:b] == "members" else "POST"
        post = Mark(kind, *line.span(a, b), {"title": "Member", "body": True, "needs_body": True})
    named = rule.settings.get("words", {}).get("post")
    if post is not None and named and lower(line.text[post.start : post.end]) not in named:
        return None
    if post is None or _PREMIER.match(line.text, post.start, line.end) or _HONOUR.match(line.text, post.end, line.end):
        return None
    if post.attrs["title"] == "Minister" and line.text[post.start : post.end].endswith(("responsible", "charge", "Charge")):
        return None  # "the minister responsible": of what?
    prefixes = [m for m in _prefixes(line, groups, i, j) if m.attrs.get("kept")]
    if len(prefixes) == 1 and line.text[prefixes[0].start : prefixes[0].end].lower() == "first":
        deputy = post.attrs["title"].startswith(("Vice", "Deputy", "Secretary", "Under", "Minister"))
        if line.text[max(0, prefixes[0].start - 4) : prefixes[0].start].lower() == "the " and line.text[prefixes[0].start] == "f":
            deputy = False  # "the first foreign minister to come"
        prefixes = prefixes if deputy else []  # "the first president of the island": no office of its own
    body, states = one_of(line, groups, "body"), [m for m in marks_of(line, groups, "state") if m.kind in STATE_WORDS]
    if rule.settings.get("each"):
        states = [m for m in line.marks(i, j) if m.kind in ("NATION", "DEMONYM", "REGION")]
    for a, b in groups.get("common", []):  # a body without capitals: the electoral commission
        body = Mark("BODYNAME", *line.span(a, b))
    for a, b in groups.get("company", []):  # in a list: "Managing Director, Wave Architects"
        if post.attrs["title"] not in _CORPORATE | _LED | _OF_COMPANY:
            return None
        body = Mark("BODYNAME", *line.span(a, b))
    if rule.settings.get("abroad") and not post.attrs.get("abroad"):
        return None
    if rule.settings.get("local") and not _LOCAL.search(post.attrs["title"]):
        return None
    if rule.settings.get("abbreviated") and body is not None and not _short(line, body, post, voc):
        return None
    if rule.settings.get("named_body") and not (
        post.attrs["title"] in _CORPORATE | _LED - {"President", "Vice President"}
        or post.attrs["title"] in _LED
        and body is not None
        and line.text[body.start : body.end].isupper()
        or _RANKING.search(post.attrs["title"])
    ):
        return None
    if (
        post.attrs["title"] in ("Head", "Chief")
        and body is not None
        and body.end < post.start
        and _FOR_WHAT.match(line.text, post.end)
    ):
        return None  # "the UN's chief of fish relief" does not head the UN
    if (
        post.attrs["title"] in ("Head", "Chief")
        and body is not None
        and post.end < body.start
        and line.text[body.end : body.end + 2] in ("'s", "’s")
    ):
        return None  # "head of the UN's fish relief" neither
    if groups.get("member") and not (body and line.text[body.start : body.end].partition(" on ")[0].endswith(voc.seated)):
        return None
    if post.attrs["title"] == "Leader of the Opposition" and body is not None and line.text[post.end : body.start] != " ":
        body = None  # "leader of the opposition in parliament"
    holder = one_of(line, groups, "holder")  # "the president's spokesman"
    if holder is not None and _NAMED.match(line.text, holder.end) and not post.attrs["title"].endswith("Secretary"):
        behind = line.span(i, j)[0] - 2  # "Ana Silva, advisor to the President Ben Okoro"
        if line.text.startswith(", ", behind) and any(m.kind == "NAME" and m.end == behind for m in line.marks()):
            return None
    if holder is not None and rule.settings.get("staff") and not _STAFF.search(post.attrs["title"]):
        return None
    kept = " ".join(line.text[m.start : m.end] for m in prefixes).lower() or None
    core = body_core(line.text[body.start : body.end], voc) if body else holder.attrs["title"] if holder else None
    if groups.get("common"):
        core = titled(core or "")
    seat = states[-1] if body is None and states and post.attrs.get("body") else None
    # "the White House spokesman"
    of_seat = post.attrs.get("needs_body") or _STAFF.search(post.attrs["title"])
    if seat is not None and line.text[seat.start : seat.end] in voc.seats and of_seat:
        core, body = line.text[seat.start : seat.end], seat
    core = re.sub(r"^[\w’'-]+-based ", "", core) if core else None
    if core and (rule.settings.get("abbreviated") or rule.settings.get("named_body")):
        core = _party(line, body, core)
    between = line.text[post.end : body.start] if body else ""
    bare = bool(groups.get("company")) or body is not None and between in _BARE and not groups.get("common")
    title = compose_title(post, core, kept, voc, bare)
    if post.attrs["title"] in _RULING and line.text.startswith(" of ", post.end) and body is None:  # "Ruler of Dubai"
        title = post.attrs["title"]
    if (rule.settings.get("abbreviated") or rule.settings.get("named_body")) and title and not (core or "").isupper():
        title = title if title.endswith((" Party", "Democrats")) else title.replace(" of the ", " of ")
    if holder is not None:
        if (
            title and core and core not in title and title.endswith(("Secretary", "Assistant"))
        ):  # "Parliamentary Secretary to the Minister"
            title = f"{title} to the {core}"
        core = None
    if title == "Leader of the Opposition" and core:  # "leader of the opposition Fish Party"
        title = f"Leader of the {core}"
    region = one_of(line, groups, "region")
    if region is not None:  # "Middle East envoy", "Atlantic City mayor"
        where = line.text[region.start : region.end]
        if where.isupper() or where in voc.firsts or where in voc.leads:
            return None
        title = f"Mayor of {where}" if title == "Mayor" else f"{where} {title}"
    if post.attrs["title"] == "Founder":
        title = None  # no office, but it may stand beside one: "Founder and Director of …"
    own = [m for m in (*prefixes, region, post, body, holder) if m is not None]
    country = subdivision = inference = None
    if title is None and states and not _HEADS.fullmatch(line.text[states[-1].end : post.start]):
        states = []  # "a Tigrayan rebel leader" leads no state
    if (
        core is None
        and title
        and title.endswith(post.attrs.get("alone", "\n"))
        and (not states or states[-1].attrs["country"] == "USA")
    ):
        title = f"{kept.title()} {post.attrs['title']}" if kept else post.attrs["title"]
    city = next((m for m in states if m.kind == "CAPITAL" and m.attrs.get("place")), None)
    place = one_of(line, groups, "place")
    if place is None and title in _OF_CITY:  # "Mayor of London": the city is a part of the title
        place = city or next((m for m in states if m.kind == "REGION" and title in _OF_REGION), None)
    title = f"{title} of {line.text[place.start : place.end]}" if place and title else title
    if states:
        most = max(states, key=lambda m: bool(m.attrs.get("subdivision")))
        country, subdivision, inference = state_of(most)
        if subdivision and line.text[post.start : post.end].lower() == "premier":  # of a part of a state
            title = "Premier"
    start, end = line.span(i, j)
    office = Office(
        title,
        "office",
        ((min(m.start for m in own), max(m.end for m in own)),),
        country,
        subdivision,
        tuple((m.start, m.end) for m in states),
        inference,
        _body_name(line, body, states) if body else None,
        core,
        _body_span(line, body, states) if body else None,
        bool(post.attrs.get("head")) or title is None and post.attrs["title"] in ("Head", "Leader"),
    )
    kind = "OFFICES" if post.kind == "POSTS" else "OFFICE"
    attrs = {"office": office, "rule": rule, "each": tuple(states) if rule.settings.get("each") else (), "kept": kept}
    return Mark(kind, start, end, attrs, tuple(line.marks(i, j)))


def _prefixes(line: Line, groups: Groups, i: int, j: int) -> list[Mark]:
    """The words before a post, with those before them: of a slot that repeats, the groups have the last round only."""
    prefixes = marks_of(line, groups, "prefix")
    for mark in reversed(line.marks(i, j) if prefixes else []):
        if mark.kind == "PREFIX" and mark.end == prefixes[0].start - 1:
            prefixes.insert(0, mark)
    return prefixes


def _short(line: Line, body: Mark, post: Mark, voc: Vocabulary) -> bool:
    """Is it an abbreviation, or a party of one word whose leader is named?"""
    name = line.text[body.start : body.end]
    if name.isupper():
        return 2 <= len(name) <= 10 and name.isalpha() and not line.text[post.start : post.end].isupper()
    if _GOES_ON.match(line.text, post.end, line.end):
        return False  # "Progreso leader Ana Silva", and no "Wave leader said"
    if line.text[max(0, body.start - 3) : body.start] in ("'s ", "’s ", "s' ", "s’ ") and not any(
        m.kind == "NATION" and m.end == body.start - 3 for m in line.marks()
    ):
        return False  # "People's Power leader"
    first = name.split()[0]
    if line.text[body.end : body.end + 2] in ("'s", "’s") and not post.attrs["title"].startswith(
        ("Chief Executive", "Managing ")
    ):
        return False  # "Silva's spokesman", but not "Wave's CEO"
    if name in _PARTIES or line.text[body.end :].startswith(" party "):
        return bool(post.attrs["title"] in _LEADS)
    alone = " " not in name
    if alone and name in _SORT_OF or line.text[max(line.start, body.start - 4) : body.start] == " of ":
        return False  # "Regional Director"; "the Alliance of Fish Workers President"
    if any(m.kind == "BODYNAME" and m.end == body.start - 1 for m in line.marks()):
        return False  # "the Bureau of Fish Promotion director"
    known = name in line.alone or not body.attrs.get("opening") or not alone  # no first word of a sentence: "Rebel leader"
    if first in voc.leads or alone and first in voc.firsts or not known and post.attrs["title"] not in _CORPORATE:
        return False
    if name.split()[-1] in voc.things and alone or lower(first) in voc.entries:
        return False
    if first.endswith(("ese", "ian", "ish", "ist", "ing", "ed")) or name.endswith(("ese", "ian", "ican", "ish", "ist")):
        return False  # "South Atlantican president"
    return post.attrs["title"] in _CORPORATE or post.attrs["title"] in _LED and known


def _party(line: Line, body: Mark | None, core: str) -> str:
    """The body in full, if the words are what adherents of a party are called: "Tory leader", "Likud party leader"."""
    if body is not None and core in ("Democrat", "Democrats"):
        before = _SORTS.search(line.text, max(line.start, body.start - 12), body.start)
        if before:
            return f"{before.group(1)} Democrats"
    if core in _PARTIES:
        return _PARTIES[core]
    return f"{core} Party" if body is not None and line.text[body.end :].startswith(" party ") else core


_GOES_ON = re.compile(r" (?!after |since |until |last year |when |and )[a-z]")
# What adherents of a party are called, whose leader leads that party: "Labour leader".
_PARTIES = {
    "Labour": "Labour Party",
    "Conservative": "Conservative Party",
    "Tory": "Conservative Party",
    "Liberal": "Liberal Party",
    "Socialist": "Socialist Party",
    "Communist": "Communist Party",
    "Green": "Green Party",
    "Liberal Democrat": "Liberal Democrats",
    "Democrat": "Democratic Party",
}
# Words before a post that say of what sort it is, and name no body.
_SORT_OF = frozenset(
    (
        "Regional Provincial Local District Municipal County State City Area Divisional Founding Senior Presidential Congressional Technical "
        "Medical Artistic Creative Musical Political Legal Financial Research Sales Marketing Operations Programme Program Project Campaign "
        "Country Group Company Corporate Party Club Union Team Mission Field Faculty School Station Tribal Student Youth Rebel Militia "
        "Protest Opposition Government Coalition Cabinet Military Army Navy Police Security Intelligence Media Press Communications"
    ).split()
)
_SORTS = re.compile(r"\b(Liberal|Social|Christian) $")
# Posts that a party has.
_LEADS = frozenset(
    (
        "Leader|Deputy Leader|Co-Leader|Chair|Vice Chair|Deputy Chair|Co-Chair|President|Secretary|General Secretary|Secretary-General"
        "|Spokesperson|Treasurer"
    ).split("|")
)
# Posts of which any body has one, under whatever name: "Greenpeace director", "Sinn Féin president".
_LED = frozenset(
    (
        "Head|Deputy Head|Chief|Deputy Chief|Director|Deputy Director|Leader|Deputy Leader|Co-Leader|Commander|Secretary-General|President"
        "|Vice President|General Secretary|General Counsel|Chief of Staff|Co-President|Co-Director"
    ).split("|")
)
# Posts that are held of a town or county, which is part of the title: "the Bishop of Durham".
_LOCAL = re.compile(
    r"(?:Mayor|Governor|Bishop|Archbishop|Ruler|Sheriff|Prefect|Imam|Chief Rabbi|Commissioner|District Attorney|Councilor|Chief Constable)$"
)
# Posts held of a part of a state, which is part of the title: "the Governor of Iowa".
_OF_REGION = frozenset(
    {
        "Mayor",
        "Governor",
        "Lieutenant Governor",
        "Deputy Governor",
        "Vice Governor",
        "Acting Governor",
        "Chief Minister",
        "Ruler",
        "Deputy Ruler",
    }
)
_RULING = ("Ruler", "Deputy Ruler")
_NAMED = re.compile(r" (?:[A-Z][a-z]{0,3}\. )?[A-Z]")
_OF_CITY = frozenset(
    {
        "Mayor",
        "Deputy Mayor",
        "Vice Mayor",
        "Governor",
        "Vice Governor",
        "Deputy Governor",
        "Lord Mayor",
        "Bishop",
        "Archbishop",
        "Auxiliary Bishop",
        "Lieutenant Governor",
        "Acting Governor",
        "Chief Minister",
        "Ruler",
        "Deputy Ruler",
    }
)
# "made a Commander of the Order of the Port": an honour, and no office.
_HONOUR = re.compile(r" (?:of|in) (?:the )?(?:[A-Z]\w+ ){0,3}(?:Order of |Order(?![\w-]))")
# Posts that a company or club has, whose name has no word for a body: "Gazprom chairman".
_CORPORATE = frozenset(
    (
        "Chair|Vice Chair|Chief Executive|Chief Executive Officer|Managing Director|Executive Director|General Manager|Chief Economist|Editor"
        "|Editor-in-Chief|Chief Financial Officer|Chief Operating Officer|Chief Technology Officer|Chief Marketing Officer"
        "|Deputy Chief Executive|Spokesperson|Chief Spokesperson|Co-Chief Executive|Executive Chair|Non-Executive Chair|Group Chair|Co-Chair"
        "|Chief Executive-designate|Chair-designate|Finance Director|Sales Director|Marketing Director|Commercial Director|Medical Director"
        "|Country Director|Regional Director|Country Manager|Regional Manager|Senior Vice President|Executive Vice President|Board Member|Executive Board Member"
        "|Supervisory Board Member|Senior Fellow|Associate Fellow|Visiting Fellow|Distinguished Fellow|Nonresident Senior Fellow|Research Fellow"
        "|Policy Fellow|Operations Director|Sales Manager|Marketing Manager|Chief Legal Officer|Chief Commercial Officer|Chief Investment Officer"
        "|Chief Strategy Officer|Chief Product Officer|Chief Digital Officer|Chief Communications Officer|Chief Risk Officer"
    ).split("|")
)
_OF_COMPANY = frozenset(
    {
        "Secretary",
        "Manager",
        "Managing Partner",
        "Senior Partner",
        "Trustee",
        "Policy Director",
        "Program Director",
        "Founding Director",
        "Partner",
    }
)
_RANKING = re.compile(r"(?:Chief \w+(?: \w+)? Officer|Managing Director|Chief Economist|Fellow)$")
# "a premier boutique of the city": no head of a government.
_PREMIER = re.compile(
    r"premier (?!of|in|on|at|to|and|or|but|who|has|had|was|is|said|says|told|met|for|with|from|by|as|when|while|after|before|will"
    r"|would|also)[a-z]"
)
_FOR_WHAT = re.compile(r" (?:of|for) (?!the )[a-z]")
_HEADS = re.compile(
    r"(?:['’]s)? (?:(?:former|new|current|de facto|longtime|long-time|late|interim|military|civilian|ousted|embattled|supreme|exiled"
    r"|incoming|outgoing|acting|top) ){0,2}"
)
# Those who serve the holder of an office: "an adviser to the president".
_STAFF = re.compile(
    r"(?:Spokesperson|Director|Secretary|Advisor|Aide|Assistant|Chief of Staff|Press Secretary|Private Secretary|Special Envoy|Counsel"
    r"|Counselor|Deputy|Coordinator|Budget Chief|Communications Chief|Strategist|Physician|Photographer)$"
)
_BARE = (" of ", " at ", " for ", " with ", " to ")


def _body_span(line: Line, body: Mark, states: list[Mark]) -> tuple[int, int]:
    for state in states:  # "Iranian Parliament": the state belongs to the name where it stands right before it
        if state.end < body.start and line.text[state.end : body.start] == " ":
            return state.start, body.end
    return body.start, body.end


def _body_name(line: Line, body: Mark, states: list[Mark]) -> str:
    s, e = _body_span(line, body, states)
    return line.text[s:e]
