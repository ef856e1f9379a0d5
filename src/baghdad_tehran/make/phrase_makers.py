"""Phrase makers: what each phrase frame makes of its slots. One function a frame; each gives one mark, or none."""

from __future__ import annotations

import re
from collections.abc import Callable

from .agreement_maker import make_agreement
from .marks import Line, Mark
from .person_maker import Groups, make_person, marks_of, one_of
from .rules import Rule
from .titles import Office, body_core, compose_title, state_of, titled
from .vocabulary import Vocabulary, lower

Maker = Callable[[Line, Rule, Groups, int, int, Vocabulary], Mark | None]


def _office(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    post = one_of(line, groups, "post")
    for a, b in groups.get("does", []):  # "who chairs the committee"
        verb = "chair" if line.code[a:b].startswith("chair") else "head"
        post = Mark("POST", *line.span(a, b), dict(voc.entries[verb][0].attrs))
    if groups.get("member"):
        post = Mark("POST", *line.span(*groups["member"][0]), {"title": "Member", "body": True, "needs_body": True})
    if post is None:
        return None
    prefixes = [m for m in marks_of(line, groups, "prefix") if m.attrs.get("kept")]
    if len(prefixes) == 1 and line.text[prefixes[0].start : prefixes[0].end].lower() == "first":
        deputy = post.attrs["title"].startswith(("Vice", "Deputy", "Secretary", "Under", "Minister"))
        if line.text[max(0, prefixes[0].start - 4) : prefixes[0].start].lower() == "the " and line.text[prefixes[0].start] == "f":
            deputy = False  # "the first foreign minister to come"
        prefixes = prefixes if deputy else []  # "the first president of the island": no office of its own
    body, states = one_of(line, groups, "body"), marks_of(line, groups, "state")
    if rule.settings.get("each"):
        states = [m for m in line.marks(i, j) if m.kind in ("NATION", "DEMONYM", "REGION")]
    for a, b in groups.get("common", []):  # a body without capitals: the electoral commission
        body = Mark("BODYNAME", *line.span(a, b))
    if rule.settings.get("abroad") and not post.attrs.get("abroad"):
        return None
    if rule.settings.get("abbreviated") and body is not None and not _short(line, body, post, voc):
        return None
    if rule.settings.get("named_body") and post.attrs["title"] not in _CORPORATE | {"Head", "Director", "Leader", "Secretary-General"}:
        return None
    if groups.get("member") and not (body and line.text[body.start : body.end].endswith(voc.seated)):
        return None
    holder = one_of(line, groups, "holder")  # "the president's spokesman"
    if holder is not None and rule.settings.get("staff") and not _STAFF.search(post.attrs["title"]):
        return None
    kept = " ".join(line.text[m.start : m.end] for m in prefixes).lower() or None
    core = body_core(line.text[body.start : body.end], voc) if body else holder.attrs["title"] if holder else None
    if groups.get("common"):
        core = titled(core or "")
    seat = states[-1] if body is None and states and post.attrs.get("body") else None
    if seat is not None and line.text[seat.start : seat.end] in voc.seats and _STAFF.search(post.attrs["title"]):  # "the White House spokesman"
        core, body = line.text[seat.start : seat.end], seat
    core = re.sub(r"^[\w’'-]+-based ", "", core) if core else None
    if core in _PARTIES and rule.settings.get("abbreviated"):
        core = f"{core} Party"
    between = line.text[post.end : body.start] if body else ""
    title = compose_title(
        post, core, kept, voc, body is not None and between in _BARE and not groups.get("common")
    )
    if (rule.settings.get("abbreviated") or rule.settings.get("named_body")) and title and not (core or "").isupper():
        title = title if title.endswith(" Party") else title.replace(" of the ", " of ")
    if holder is not None:
        core = None
    if title == "Leader of the Opposition" and core:  # "leader of the opposition Fish Party"
        title = f"Leader of the {core}"
    region = one_of(line, groups, "region")
    if region is not None:  # "Middle East envoy", "Atlantic City mayor"
        where = line.text[region.start : region.end]
        if where.isupper() or where in voc.firsts:
            return None
        title = f"Mayor of {where}" if title == "Mayor" else f"{where} {title}"
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
    if title == "Mayor":  # "Mayor of London": the city is a part of the title
        place = city or next((m for m in states if m.kind == "REGION"), None) or next((m for m in line.marks(i, j) if m.kind == "NAME" and m.start > post.end), None)
        title = f"Mayor of {line.text[place.start : place.end]}" if place else title
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


def _short(line: Line, body: Mark, post: Mark, voc: Vocabulary) -> bool:
    """Is it an abbreviation, or a party of one word whose leader is named?"""
    name = line.text[body.start : body.end]
    if name.isupper():
        return 2 <= len(name) <= 8 and name.isalpha() and not line.text[post.start : post.end].isupper()
    if line.text[max(0, body.start - 3) : body.start] in ("'s ", "’s ", "s' ", "s’ "):
        return False  # "People's Power leader"
    first = name.split()[0]
    if line.text[body.end : body.end + 2] in ("'s", "’s"):
        return False  # "Silva's spokesman"
    if name in _PARTIES:
        return bool(post.attrs["title"] in ("Leader", "Deputy Leader"))
    alone = " " not in name
    if first in voc.leads or alone and first in voc.firsts or alone and body.attrs.get("opening") and post.attrs["title"] not in _CORPORATE:
        return False
    if name.split()[-1] in voc.things and alone or lower(first) in voc.entries or first.endswith(("ese", "ian", "ish", "ist", "ing", "ed")):
        return False
    return post.attrs["title"] in _CORPORATE or post.attrs["title"] in ("Leader", "Head", "Chief", "Commander") and not body.attrs.get("opening")


# What adherents of a party are called, whose leader leads that party: "Labour leader".
_PARTIES = frozenset({"Labour", "Conservative", "Liberal", "Socialist", "Communist", "Green", "Liberal Democrat"})
# Posts that a company or club has, whose name has no word for a body: "Gazprom chairman".
_CORPORATE = frozenset(
    (
        "Chair|Vice Chair|Chief Executive|Chief Executive Officer|Managing Director|Executive Director|General Manager|Chief Economist|Editor"
        "|Editor-in-Chief|Chief Financial Officer|Chief Operating Officer"
    ).split("|")
)
_HEADS = re.compile(
    r"(?:['’]s)? (?:(?:former|new|current|de facto|longtime|long-time|late|interim|military|civilian|ousted|embattled|supreme|exiled|incoming|outgoing|acting|top) ){0,2}"
)
# Those who serve the holder of an office: "an adviser to the president".
_STAFF = re.compile(
    r"(?:Spokesperson|Director|Secretary|Advisor|Aide|Assistant|Chief of Staff|Press Secretary|Private Secretary|Special Envoy|Counsel|Counselor|Deputy)$"
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


def _counterpart(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    states = [m for m in line.marks(i, j) if m.kind in ("NATION", "DEMONYM")]
    start, end = line.span(i, j)
    offices = []
    for state in states:
        country, subdivision, inference = state_of(state)
        offices.append(
            Office(
                None,
                "office",
                ((state.start, end) if state is states[-1] else (state.start, state.end),),
                country,
                subdivision,
                ((state.start, state.end),),
                inference,
                relation="counterpart",
            )
        )
    if not offices:
        return None
    if len(offices) > 1:
        return Mark("COUNTERPARTS", start, end, {"offices": tuple(offices), "rule": rule}, tuple(line.marks(i, j)))
    word = line.text.rfind(" ", start, end) + 1
    office = offices[0]
    office = Office(
        None,
        "office",
        ((word, end),),
        office.country,
        office.subdivision,
        office.state_spans,
        office.state_inference,
        relation="counterpart",
    )
    return Mark("COUNTERPART", start, end, {"office": office, "rule": rule}, tuple(line.marks(i, j)))


def _body(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    start, end = line.span(i, j)
    states = marks_of(line, groups, "state")
    owner = one_of(line, groups, "owner")
    bodies = marks_of(line, groups, "body")
    country = subdivision = inference = None
    if states:
        country, subdivision, inference = state_of(states[0])
    text = re.sub(r"^(?:the|an?) ", "", line.text[start:end], flags=re.IGNORECASE)
    outlet = any(b.attrs.get("outlet") for b in bodies)
    return Mark(
        "BODY",
        start,
        end,
        {
            "name": text,
            "core": body_core(text, voc),
            "country": country,
            "subdivision": subdivision,
            "inference": inference,
            "state_spans": tuple((m.start, m.end) for m in states),
            "name_span": (end - len(text), end),
            "owner": owner,
            "outlet": outlet,
            "rule": rule,
        },
        tuple(line.marks(i, j)),
    )


def _statement(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    body = one_of(line, groups, "body")
    if body is None:
        return None
    start, end = line.span(i, j)
    return Mark("BODY", start, end, {**body.attrs, "speaker": body, "statement": True, "rule": rule}, tuple(line.marks(i, j)))


def _worded(line: Line, rule: Rule, groups: Groups) -> bool:
    """Do the slots hold the words that the rule asks for?"""
    wanted: dict[str, list[str]] = rule.settings.get("words", {})
    said = ((words, line.span(a, b)) for slot, words in wanted.items() for a, b in groups.get(slot, []) if b > a)
    return all(line.text[start:end].lower() in words for words, (start, end) in said)


def _simple(kind: str) -> Maker:
    def make(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
        if not _worded(line, rule, groups):
            return None
        start, end = line.span(i, j)
        attrs = {
            "rule": rule,
            "states": tuple(marks_of(line, groups, "state")),
            "members": tuple(marks_of(line, groups, "member")),
            **rule.settings,
        }
        return Mark(kind, start, end, attrs, tuple(line.marks(i, j)))

    return make


def _place(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    start, end = line.span(i, j)
    city, state = one_of(line, groups, "city"), one_of(line, groups, "state")
    country = state.attrs["country"] if state else city.attrs.get("country") if city else None
    name: str | None
    inference: str | None
    if city is not None:
        name, span, inference = line.text[city.start : city.end], (city.start, city.end), None
    else:
        name, span, inference = voc.capitals.get(country or ""), (start, end), "capital"
    if not name:
        return None
    return Mark(
        "PLACE",
        start,
        end,
        {
            "city": name,
            "city_span": span,
            "inference": inference,
            "country": country,
            "country_spans": ((state.start, state.end),) if state else (span,),
            "country_inference": state_of(state)[2] if state else "capital",
            "rule": rule,
        },
        tuple(line.marks(i, j)),
    )


def _skip(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    return None


def _meeting_verb(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    if not _worded(line, rule, groups):
        return None
    start, end = line.span(i, j)
    stated: dict[str, object] = {k: rule.settings[k] for k in ("status", "kind") if k in rule.settings}
    attrs: dict[str, object] = {"rule": rule, "phrase": True, **stated}
    return Mark(rule.settings["makes"], start, end, attrs, tuple(line.marks(i, j)))


MAKERS: dict[str, Maker] = {
    "office": _office,
    "counterpart": _counterpart,
    "person": make_person,
    "body": _body,
    "statement": _statement,
    "group": _simple("GROUP"),
    "delegation": _simple("DELEGATION"),
    "place": _place,
    "venue": _simple("VENUE"),
    "forum": _simple("FORUM"),
    "agreement": make_agreement,
    "meeting_verb": _meeting_verb,
    "skip": _skip,
}
