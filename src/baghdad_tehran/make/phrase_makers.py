"""Phrase makers: what each phrase frame makes of its slots. One function a frame; each gives one mark, or none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from .agreement_maker import make_agreement
from .marks import Line, Mark
from .office_maker import make_office
from .person_maker import Groups, make_person, marks_of, one_of
from .rules import Rule
from .titles import Office, body_core, state_of
from .vocabulary import Vocabulary

Maker = Callable[[Line, Rule, Groups, int, int, Vocabulary], Mark | None]


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
    if len(offices) > 1:
        return Mark(
            "COUNTERPARTS",
            start,
            end,
            {"offices": tuple(offices), "office": offices[0], "each": tuple(states), "rule": rule},
            tuple(line.marks(i, j)),
        )
    word = line.text.rfind(" ", start, end) + 1
    office = replace(offices[0] if offices else Office(None, "office", (), relation="counterpart"), spans=((word, end),))
    return Mark("COUNTERPART", start, end, {"office": office, "rule": rule}, tuple(line.marks(i, j)))


def _body(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    start, end = line.span(i, j)
    states = marks_of(line, groups, "state")
    owner = one_of(line, groups, "owner")
    bodies = marks_of(line, groups, "body")
    if states and any(body_core(line.text[b.start : b.end], voc) in voc.international for b in bodies):
        return None  # "South Korea's APEC ambassador": a body of many states is no state's
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


def _all_states(line: Line, groups: Groups) -> tuple[Mark, ...]:
    """The states of a list: a repeated slot keeps its last round only, so those between the first and the last are looked up."""
    named = groups.get("state", [])
    kinds = {m.kind for m in marks_of(line, groups, "state")}
    if len(named) < 2:
        return tuple(marks_of(line, groups, "state"))
    return tuple(m for m in line.marks(min(i for i, _ in named), max(j for _, j in named)) if m.kind in kinds)


def _simple(kind: str) -> Maker:
    def make(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
        if not _worded(line, rule, groups):
            return None
        start, end = line.span(i, j)
        attrs = {
            "rule": rule,
            "states": _all_states(line, groups),
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


_FOR_REPORTERS = re.compile(r"\b(?:press|news|media|video|party|telephone) conferences?\b", re.IGNORECASE)


def _forum(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    """No forum is what is held for reporters: "the press" may be a body, and "a press conference" look like its conference."""
    start, end = line.span(i, j)
    return None if _FOR_REPORTERS.search(line.text, start, end) else _simple("FORUM")(line, rule, groups, i, j, voc)


def _meeting_verb(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    if not _worded(line, rule, groups):
        return None
    start, end = line.span(i, j)
    stated: dict[str, object] = {k: rule.settings[k] for k in ("status", "kind") if k in rule.settings}
    attrs: dict[str, object] = {"rule": rule, "phrase": True, **stated}
    return Mark(rule.settings["makes"], start, end, attrs, tuple(line.marks(i, j)))


MAKERS: dict[str, Maker] = {
    "office": make_office,
    "counterpart": _counterpart,
    "person": make_person,
    "body": _body,
    "statement": _statement,
    "group": _simple("GROUP"),
    "delegation": _simple("DELEGATION"),
    "place": _place,
    "venue": _simple("VENUE"),
    "forum": _forum,
    "agreement": make_agreement,
    "meeting_verb": _meeting_verb,
}
