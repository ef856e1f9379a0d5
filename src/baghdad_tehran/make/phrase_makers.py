"""Phrase makers: what each phrase frame makes of its slots. One function a frame; each gives one mark, or none."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from .marks import Line, Mark
from .person_maker import Groups, make_person, marks_of, one_of
from .rules import Rule
from .titles import Office, body_core, compose_title, state_of
from .vocabulary import Vocabulary

Maker = Callable[[Line, Rule, Groups, int, int, Vocabulary], Mark | None]


def _office(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    post = one_of(line, groups, "post")
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
    holder = one_of(line, groups, "holder")  # "the president's spokesman"
    kept = " ".join(line.text[m.start : m.end] for m in prefixes).lower() or None
    core = body_core(line.text[body.start : body.end], voc) if body else holder.attrs["title"] if holder else None
    if groups.get("common"):
        core = _titled(core or "")
    between = line.text[post.end : body.start] if body else ""
    title = compose_title(
        post, core, kept, voc, between in (" of ", " at ", " for ", " with ", " to ") and not groups.get("common")
    )
    if holder is not None:
        core = None
    own = [m for m in (*prefixes, post, body, holder) if m is not None]
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
        place = city or next((m for m in line.marks(i, j) if m.kind == "NAME" and m.start > post.end), None)
        title = f"Mayor of {line.text[place.start : place.end]}" if place else title
    if states:
        most = max(states, key=lambda m: bool(m.attrs.get("subdivision")))
        country, subdivision, inference = state_of(most)
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


_HEADS = re.compile(
    r"(?:['’]s)? (?:(?:former|new|current|de facto|longtime|long-time|late|interim|military|civilian|ousted|embattled|supreme|exiled|incoming|outgoing|acting|top) ){0,2}"
)
_SMALL = frozenset({"of", "for", "and", "the", "on", "in"})


def _titled(words: str) -> str:
    return " ".join(w if w in _SMALL else w[:1].upper() + w[1:] for w in words.split())


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


def _simple(kind: str) -> Maker:
    def make(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
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


_TITLE_CASE = re.compile(r"[A-Z][\w’'-]*(?:,? (?:(?:of|and|the|on|for|in) ){0,2}+[A-Z][\w’'-]*){0,8}")
_THE = re.compile(r"the ", re.IGNORECASE)
_LAW = re.compile(r" (?:Act|Bill|Law|Review|Implementation|Congress|Center|Centre|Delegation)\b")
_PROPER = ("NATION", "REGION", "CAPITAL", "NAME", "BODY")


def _agreement(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    head = one_of(line, groups, "head") or _told_head(line, groups, voc)
    if head is None:
        return None
    start, end = line.span(i, j)
    named, plural = bool(head.attrs.get("named")), bool(head.attrs.get("plural"))
    if rule.settings.get("named") and not named or rule.settings.get("many") and not plural:
        return None
    before = [m for a, b in groups.get("modifiers", []) for m in line.marks(a, b)]
    sort = {w for a, b in groups.get("modifiers", []) for w in line.text[slice(*line.span(a, b))].split()}
    if _LAW.match(line.text, head.end) or any(_THE.match(line.text, m.start) and m.start > line.offset(i) for m in before):
        return None
    title = [m for m in before if m.kind in _PROPER] + [m for a, b in groups.get("titled", []) for m in line.marks(a, b)]
    title = [head] if named else [m for m in title if m.kind in _PROPER]
    if title and line.text[title[0].end - 4 : title[0].end] == "Good":  # "the Good Friday Agreement" is of no Friday
        before = [m for m in before if m.kind != "DATE"]
    if plural and not any(line.text[m.start].isupper() for m in title):
        title = []
    explained = any(b > a for k in ("subject", "titled") for a, b in groups.get(k, []))
    if line.text[head.start : head.end].lower().startswith("convention") and not explained:
        if line.text[head.start].islower() or not any(m.kind in ("CAPITAL", "NAME") for m in title):
            return None  # where a party chooses its candidate
    if line.text[head.start : head.end] == "Declaration" and not any(m.kind in ("CAPITAL", "REGION") for m in title):
        if not any(line.text.startswith("the ", line.span(a, b)[0]) for a, b in groups.get("subject", [])):
            return None  # but "the Declaration on the Conduct of States"
    body = next((m for m in before if m.kind == "BODY" and m.start == line.offset(i)), None)
    if body is not None and not _THE.match(line.text, body.start):
        return None  # "EU deal": no whole noun phrase
    if plural and not title and not rule.settings.get("many"):
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
    determiner = re.match(r"(?:the|an?|this|that|these|its|their|his|her|our)\b", line.text[start:end], re.IGNORECASE)
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
            "other": bool(sort & voc.no_instruments),
            "many": plural and not title,
            "parties": tuple(marks_of(line, groups, "party")),
            "listed": bool(rule.settings.get("listed")),
            "rule": rule,
        },
        tuple(line.marks(i, j)),
    )


@lru_cache(maxsize=4)
def _subjects(subjects: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    """The longest of the words that say what an agreement is about, at the end of others; and how the vocabulary writes each."""
    longest = sorted(subjects, key=len, reverse=True)
    at_end = re.compile(rf"(?:^|[\s-])({'|'.join(map(re.escape, longest))})$", re.IGNORECASE)
    return at_end, {form.lower(): form for form in reversed(longest)}


_TOLD = re.compile(
    r"\b(?:sign(?:ed|s|ing)?|ink(?:ed|s|ing)?|seal(?:ed|s)?|initial(?:l?ed)?|ratif(?:ied|y)|reach(?:ed)?|conclud(?:ed|e|ing)|formali[sz](?:ed|e|ing)|struck|strike"
    r"|adopt(?:ed|ing)?|enter(?:ed|ing)? into|agreed? (?:on|upon)|agreed? to|extended|renewed|(?P<made>agreed? to (?:establish|set up|create|launch|form))) $",
    re.IGNORECASE,
)


def _told_head(line: Line, groups: Groups, voc: Vocabulary) -> Mark | None:
    """A word that means an instrument where it is told right before it that it was signed: "sealed a partnership"."""
    for a, b in groups.get("told", []):
        start, end = line.span(a, b)
        if b - a == 1:  # a name: its last word
            start = max(start, line.text.rfind(" ", start, end) + 1)
        kind = voc.told.get(line.text[start:end].lower())
        first = line.offset(groups["all"][0][0])
        told = _TOLD.search(line.text[max(line.start, first - 40) : first])
        last = next((m for m in reversed(line.marks(0, a)) if m.kind == "AGREEMENT"), None)
        listed = last is not None and line.text[last.end : first] in (", ", " and ", ", and ")  # "a treaty and a protocol"
        made = line.text[start:end].lower().split()[-1] in _MADE
        if kind is None or made and not (told and told["made"]) or not made and not (told and not told["made"]) and not listed:
            return None
        return Mark("INSTRUMENT", start, end, {"agreement": kind})
    return None


_MADE = frozenset({"mechanism", "commission", "committee"})


def _skip(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    return None


def _meeting_verb(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
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
    "agreement": _agreement,
    "meeting_verb": _meeting_verb,
    "skip": _skip,
}
