"""Phrases: noun phrases made of word marks by rules, each written into its line as one mark.

Runs the rules of the stages office, person, known and phrase, in the order in which they stand in their files. Makes
marks, no claims; looks at one report and never beyond.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Callable, Iterable

from .marks import Line, Mark
from .rules import Rule
from .titles import Office, body_core, compose_title, state_of
from .vocabulary import Vocabulary

Groups = dict[str, list[tuple[int, int]]]
Maker = Callable[[Line, Rule, Groups, int, int, Vocabulary], Mark | None]


@dataclass(slots=True)
class Names:
    """Names that the report introduces: written name -> its fullest form."""

    full: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)


def compose_phrases(lines: list[Line], rules: Iterable[Rule], voc: Vocabulary) -> None:
    """Rewrite every line in place. Stage "known" sees the names that stage "person" found anywhere in the report."""
    by_stage: dict[str, list[Rule]] = {}
    for rule in rules:
        by_stage.setdefault(rule.stage, []).append(rule)
    alone = frozenset(line.text[m.start : m.end] for line in lines for m in line.marks() if m.kind == "NAME" and " " not in line.text[m.start : m.end])
    for line in lines:
        line.alone = alone
    for stage in ("office", "person"):
        for line in lines:
            _run(line, by_stage.get(stage, []), voc)
    known = known_names(m.attrs["name"] for line in lines for m in line.marks() for m in m.find("PERSON"))
    for line in lines:
        for rule in by_stage.get("known", []):
            _run_known(line, rule, known)
        _run(line, by_stage.get("phrase", []), voc)


def _run(line: Line, rules: list[Rule], voc: Vocabulary) -> None:
    for rule in rules:
        if rule.where and line.segment not in rule.where or not rule.may_match(line.code):
            continue
        maker = _MAKERS[rule.frame]
        at = 0
        for _ in range(400):
            match = rule.regex.search(line.code, at)
            if match is None:
                break
            i, j = match.span()
            if i == j:
                at = j + 1
                continue
            mark = maker(line, rule, rule.groups(match), i, j, voc)
            if mark is None:
                at = i + 1
                continue
            i, j = _units(line, i, j, mark)
            line.compose(i, j, mark)
            at = i + 1


def _units(line: Line, i: int, j: int, mark: Mark) -> tuple[int, int]:
    # A maker may take less than its pattern did (a closing comma that belongs to the list).
    while i < j and line.offset(i) < mark.start:
        i += 1
    return i, j


def known_names(names: Iterable[str]) -> dict[str, str]:
    """Every form by which the report may call somebody whom it names: the full name, the family name, with and without article."""
    full = sorted(set(names), key=lambda n: (-len(n.split()), n))
    known: dict[str, str] = {}
    for name in full:
        words = name.split(" ")
        for form in _forms(words):
            known.setdefault(form, name)
    first: dict[str, set[str]] = {}
    for name in full:
        if " " in name:
            first.setdefault(name.split(" ")[0], set()).add(name)
    for form, names in first.items():  # family name first ("Okada Shun"), or a first name used alone: where only one bears it
        longest = max(names, key=len)
        if len(form) > 2 and all(known[n] == known[longest] or n in longest for n in names):
            if known.get(form, form) == form:
                known[form] = longest
    return known


_ARTICLE = re.compile(r"^(?:[Aa]l|[Ee]l|[Uu]l|[Aa]s|[Aa]d|[Aa]n|[Aa]r|[Aa]sh|[Aa]t|[Aa]z)[-‑](?=[^\W\d_a-z])")
_PARTICLE = frozenset({"bin", "ibn", "bint", "ben", "de", "del", "della", "der", "den", "van", "von", "da", "di", "dos", "du", "la", "le", "el", "al", "abu", "af", "av", "ter", "zu", "y", "Jr.", "Sr."})


def _forms(words: list[str]) -> list[str]:
    forms = [" ".join(words)]
    if len(words) > 1:
        last = words[-1]
        forms.append(last)
        bare = _ARTICLE.sub("", last)
        forms += [bare, *(article + bare for article in ("Al-", "al-")) ] if bare != last else []
        k = len(words) - 1
        while k > 1 and words[k - 1] in _PARTICLE:
            k -= 1
        if k < len(words) - 1:
            tail = " ".join(words[k:])
            forms += [tail, tail[0].upper() + tail[1:]]
        if len(words) > 2:
            forms += [" ".join(words[-2:]), f"{words[0]} {last}"]
    return [f for f in dict.fromkeys(forms) if f]


def _run_known(line: Line, rule: Rule, known: dict[str, str]) -> None:
    for i, unit in enumerate(line.units):
        if not isinstance(unit, Mark) or unit.kind != "NAME":
            continue
        written = line.text[unit.start : unit.end]
        full = known.get(written) or known.get(" ".join(written.split()))
        if full is not None:
            line.compose(i, i + 1, Mark("PERSON", unit.start, unit.end, {"name": written, "full": full, "name_span": (unit.start, unit.end), "offices": (), "rule": rule}, (unit,)))


# -- makers: what each phrase frame makes of its slots ------------------------------------------------------------------


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
        title, "office", ((min(m.start for m in own), max(m.end for m in own)),), country, subdivision,
        tuple((m.start, m.end) for m in states), inference,
        _body_name(line, body, states) if body else None, core, _body_span(line, body, states) if body else None,
        bool(post.attrs.get("head")) or title is None,
    )
    kind = "OFFICES" if post.kind == "POSTS" else "OFFICE"
    return Mark(kind, start, end, {"office": office, "rule": rule}, tuple(line.marks(i, j)))


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
        offices.append(Office(None, "office", ((state.start, end) if state is states[-1] else (state.start, state.end),), country, subdivision, ((state.start, state.end),), inference, relation="counterpart"))
    if not offices:
        return None
    if len(offices) > 1:
        return Mark("COUNTERPARTS", start, end, {"offices": tuple(offices), "rule": rule}, tuple(line.marks(i, j)))
    word = line.text.rfind(" ", start, end) + 1
    office = offices[0]
    office = Office(None, "office", ((word, end),), office.country, office.subdivision, office.state_spans, office.state_inference, relation="counterpart")
    return Mark("COUNTERPART", start, end, {"office": office, "rule": rule}, tuple(line.marks(i, j)))


def _person(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    name = _one(line, groups, "name")
    if name is None:
        return None
    written = line.text[name.start : name.end]
    if rule.settings.get("full_name") and (len(written.split()) < 2 or name.attrs.get("opening") and len(written.split()) < 2 or written.isupper()):
        return None
    if rule.settings.get("surname_elsewhere") and written.split()[-1] not in line.alone:
        return None
    offices: list[Office] = []
    for mark in _marks(line, groups, "office"):
        office: Office = mark.attrs["office"]
        if office.title is None and office.relation is None:
            return None
        offices.append(office)
    for rank in _marks(line, groups, "rank"):
        if not line.text[rank.start].isupper():
            return None  # "in general Okoro agreed"
        stated = next((o for o in offices if o.country), None)
        offices.append(
            Office(rank.attrs["title"], "rank", ((rank.start, rank.end),), stated.country if stated else None, stated.subdivision if stated else None,
                   stated.state_spans if stated else (), "context" if stated else None)
        )
    start, end = line.span(i, j)
    attrs = {"name": written, "full": written, "name_span": (name.start, name.end), "offices": tuple(offices), "rule": rule}
    if groups.get("close"):
        attrs["closed"] = True
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
    return Mark("BODY", start, end, {"name": text, "core": body_core(text, voc), "country": country, "subdivision": subdivision, "inference": inference,
                                     "state_spans": tuple((m.start, m.end) for m in states), "name_span": (end - len(text), end), "owner": owner, "outlet": outlet, "rule": rule}, tuple(line.marks(i, j)))


def _statement(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    body = _one(line, groups, "body")
    if body is None:
        return None
    start, end = line.span(i, j)
    return Mark("BODY", start, end, {**body.attrs, "speaker": body, "statement": True, "rule": rule}, tuple(line.marks(i, j)))


def _simple(kind: str) -> Maker:
    def make(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
        start, end = line.span(i, j)
        attrs = {"rule": rule, "states": tuple(_marks(line, groups, "state")), "members": tuple(_marks(line, groups, "member")), **rule.settings}
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
    return Mark("PLACE", start, end, {"city": name, "city_span": span, "inference": inference, "country": country, "country_spans": ((state.start, state.end),) if state else (span,),
                                      "country_inference": state_of(state)[2] if state else "capital", "rule": rule}, tuple(line.marks(i, j)))


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
    determiner = re.match(r"(?:the|an?|this|that|these|its|their|his|her|our)\b", line.text[start:end], re.IGNORECASE)
    return Mark(
        "AGREEMENT", start, end,
        {
            "agreement": head.attrs["agreement"], "head": (head.start, head.end), "date": date, "subject": subject,
            "subject_span": (start + len(words) - len(subject), start + len(words)) if subject else None,
            "article": determiner.group().lower() if determiner else "", "title": tuple(m for m in before if m.kind in ("NATION", "REGION", "CAPITAL", "NAME", "DEMONYM")),
            "parties": tuple(_marks(line, groups, "party")), "rule": rule,
        },
        tuple(line.marks(i, j)),
    )


def _skip(line: Line, rule: Rule, groups: Groups, i: int, j: int, voc: Vocabulary) -> Mark | None:
    return None


_MAKERS: dict[str, Maker] = {
    "office": _office, "counterpart": _counterpart, "person": _person, "body": _body, "statement": _statement, "group": _simple("GROUP"), "delegation": _simple("DELEGATION"),
    "place": _place, "venue": _simple("VENUE"), "forum": _simple("FORUM"), "agreement": _agreement, "skip": _skip,
}
