"""Phrase makers: what each phrase frame makes of its slots. One function a frame; each gives one mark, or none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from .marks import Line, Mark
from .rules import Rule
from .titles import Office, body_core, compose_title, state_of
from .vocabulary import Vocabulary

Groups = dict[str, list[tuple[int, int]]]
Maker = Callable[[Line, Rule, Groups, int, int, Vocabulary], Mark | None]


def _marks(line: Line, groups: Groups, slot: str) -> list[Mark]:
    return [m for i, j in groups.get(slot, []) for m in line.marks(i, j)]


def _one(line: Line, groups: Groups, slot: str) -> Mark | None:
    return next(iter(_marks(line, groups, slot)), None)


def _office(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    post = _one(line, groups, "post")
    if post is None:
        return None
    prefix = _one(line, groups, "prefix")
    body, states = _one(line, groups, "body"), _marks(line, groups, "state")
    kept = line.text[prefix.start : prefix.end].lower() if prefix is not None and prefix.attrs.get("kept") else None
    core = body_core(line.text[body.start : body.end], voc) if body else None
    title = compose_title(post, core, kept, voc)
    own = [m for m in (prefix if kept else None, post, body) if m is not None]
    country = subdivision = inference = None
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
        bool(post.attrs.get("head")) or title is None,
    )
    kind = "OFFICES" if post.kind == "POSTS" else "OFFICE"
    attrs = {"office": office, "rule": rule, "each": tuple(states) if rule.settings.get("each") else ()}
    return Mark(kind, start, end, attrs, tuple(line.marks(i, j)))


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


def _share(mark: Mark, nth: int) -> Office:
    """The office of the nth of those who hold it: "the Danish and Swedish ministers, A and B" are of one state each."""
    office: Office = mark.attrs["office"]
    each = mark.attrs.get("each", ())
    if not each:
        return office
    if nth >= len(each):
        return replace(office, country=None, subdivision=None, state_spans=(), state_inference=None)
    country, subdivision, inference = state_of(each[nth])
    spans = ((each[nth].start, each[nth].end),)
    return replace(office, country=country, subdivision=subdivision, state_spans=spans, state_inference=inference)


def _person(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    name = _one(line, groups, "name")
    if name is None:
        return None
    written = line.text[name.start : name.end]
    if rule.settings.get("full_name") and (
        len(written.split()) < 2 or name.attrs.get("opening") and len(written.split()) < 2 or written.isupper()
    ):
        return None
    if rule.settings.get("full_name") and written.split()[-1] in voc.things:
        return None
    if rule.settings.get("surname_elsewhere") and written.split()[-1] not in line.alone:
        return None
    offices: list[Office] = []
    held = _marks(line, groups, "office")
    if len(held) > 1 and line.text[held[0].start : held[0].start + 4].lower() == "the ":
        return None  # "the president and Foreign Minister Silva" are two people
    post, nth = next((m for m in held if m.kind == "OFFICES"), None), 0
    if rule.settings.get("shared_office"):
        before = next(m for m in reversed(line.marks(0, i)) if m.kind == "PERSON")
        post, nth = before.attrs.get("post"), before.attrs.get("nth", 0) + 1
        if post is None or " and " in line.text[before.start - 5 : before.start]:
            return None  # no list of holders, or one that has had its "and"
    for mark in [post] if post else held:
        office: Office = _share(mark, nth)
        if offices and office.country is None:  # "Chilean Deputy Prime Minister and Foreign Minister": one state for both
            first = offices[0]
            office = replace(
                office,
                country=first.country,
                subdivision=first.subdivision,
                state_spans=first.state_spans,
                state_inference="coordination" if first.country else None,
            )
        if office.title is None and office.relation is None:
            if office.country is None:
                return None
            office = replace(office, title="Leader")  # "North Korean leader Kim": of a state, no body's head
        behind = _one(line, groups, "state")
        if behind is not None and office.country is None:  # "President Rosa Vidal of Chile"
            country, subdivision, inference = state_of(behind)
            office = replace(
                office,
                country=country,
                subdivision=subdivision,
                state_spans=((behind.start, behind.end),),
                state_inference=inference,
            )
        offices.append(office)
    for rank in _marks(line, groups, "rank"):
        if not line.text[rank.start].isupper():
            return None  # "in general Okoro agreed"
        stated = next((o for o in offices if o.country), None)
        offices.append(
            Office(
                rank.attrs["title"],
                "rank",
                ((rank.start, rank.end),),
                stated.country if stated else None,
                stated.subdivision if stated else None,
                stated.state_spans if stated else (),
                "context" if stated else None,
            )
        )
    start, end = line.span(i, j)
    attrs = {"name": written, "full": written, "name_span": (name.start, name.end), "offices": tuple(offices), "rule": rule}
    if groups.get("close"):
        attrs["closed"] = True
    if post is not None:
        attrs.update(post=post, nth=nth)
    return Mark("PERSON", start, end, attrs, tuple(line.marks(i, j)))


def _body(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    start, end = line.span(i, j)
    states = _marks(line, groups, "state")
    owner = _one(line, groups, "owner")
    bodies = _marks(line, groups, "body")
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
    body = _one(line, groups, "body")
    if body is None:
        return None
    start, end = line.span(i, j)
    return Mark("BODY", start, end, {**body.attrs, "speaker": body, "statement": True, "rule": rule}, tuple(line.marks(i, j)))


def _simple(kind: str) -> Maker:
    def make(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
        start, end = line.span(i, j)
        attrs = {
            "rule": rule,
            "states": tuple(_marks(line, groups, "state")),
            "members": tuple(_marks(line, groups, "member")),
            **rule.settings,
        }
        return Mark(kind, start, end, attrs, tuple(line.marks(i, j)))

    return make


def _place(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    start, end = line.span(i, j)
    city, state = _one(line, groups, "city"), _one(line, groups, "state")
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


_SUBJECTLESS = re.compile(r"[^\W\d_]")


def _agreement(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    head = _one(line, groups, "head")
    if head is None:
        return None
    start, end = line.span(i, j)
    before = [m for a, b in groups.get("modifiers", []) for m in line.marks(a, b)]
    date = next((m for m in before + _marks(line, groups, "date") if m.kind == "DATE"), None)
    words = line.text[start : head.start].rstrip()
    subject = ""
    for form in sorted(voc.subjects, key=len, reverse=True):
        if re.search(rf"(?:^|[\s-]){re.escape(form)}$", words, re.IGNORECASE):
            subject = form
            break
    subject_span = (start + len(words) - len(subject), start + len(words)) if subject else None
    for a, b in groups.get("subject", []):
        subject_span = line.span(a, b)
        subject = line.text[slice(*subject_span)]
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
            "article": determiner.group().lower() if determiner else "",
            "title": tuple(m for m in before if m.kind in ("NATION", "REGION", "CAPITAL", "NAME", "DEMONYM")),
            "parties": tuple(_marks(line, groups, "party")),
            "rule": rule,
        },
        tuple(line.marks(i, j)),
    )


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
    "person": _person,
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
