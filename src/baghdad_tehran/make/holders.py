"""Offices in full: the body, the state and the holder that a report names elsewhere than beside the office."""

from __future__ import annotations

import re
from dataclasses import replace

from .marks import Line, Mark
from .report import Person, Report
from .titles import Office, body_core

# Heads of bodies that a report calls by nothing else once it has named them: "the ministry's spokesman".
_BODY_WORDS = (
    "Ministry Committee Commission Council Department Assembly Agency Party Bank Union Association Federation Institute University "
    "Court Board Authority Organization Foundation Fund Movement Alliance Coalition Bureau Tribunal Directorate"
).split()
Bodies = dict[str, list[tuple[int, str]]]
"""A word or abbreviation -> the bodies that the report calls so in full, by where it names them; -1: the only one."""


def bodies(report: Report) -> Bodies:
    """ "Ministry" -> "Ministry of Foreign Affairs", where the report names it."""
    found: Bodies = {}
    short: dict[str, str] = {}  # "NFB", where the report names the "National Fish Board (NFB)"
    for line in report.lines:
        for unit in line.marks():
            for mark in unit.find("BODYNAME"):
                said = report.words(mark.start, mark.end)
                core = body_core(said, report.voc)
                bracket = _BRACKET.search(said) or _BRACKET.match(report.text, mark.end)
                if bracket and core not in report.voc.bare_bodies:
                    short.setdefault(bracket.group(1), core)
                for word in _BODY_WORDS:
                    if core.lower() != word.lower() and word in core.split():
                        found.setdefault(word, []).append((mark.start, core))
    for bracket in _LETTERS.finditer(report.text):
        written = _spelt_out(report.text[max(0, bracket.start() - 100) : bracket.start()], bracket.group(1))
        if written:
            short.setdefault(bracket.group(1), body_core(written, report.voc))
    for word, named in found.items():
        longest = max((core for _, core in named), key=len)
        found[word] = [(-1, longest)] if all(longest.endswith(core) for _, core in named) else sorted(named)
    return found | {word: [(-1, core)] for word, core in short.items()}


_LETTERS = re.compile(r" \(([A-Z]{3,8})\)")


def _spelt_out(before: str, letters: str) -> str | None:
    """The words before an abbreviation in brackets that it stands for, initial by initial: "the Port Institute in Norway (PIN)"."""
    words = before.split("\n")[-1].split(" ")
    at, left = len(words), letters
    while at and left:
        at -= 1
        word = words[at]
        if word[:1] == left[-1]:
            left = left[:-1]
        elif not word.islower() or word not in ("of", "for", "and", "the", "in", "on", "to", "at"):
            return None
    return " ".join(words[at:]) if not left else None


def _body(bodies: Bodies, word: str, before: int) -> str | None:
    """The body that a word means: the only one, or the last that was named."""
    return next((core for start, core in reversed(bodies.get(word, [])) if start < before), None)


_BRACKET = re.compile(r" \(([A-Z]{2,8})\)")


def secretary(report: Report) -> str | None:
    """The title that "Secretary" stands for: the only "Secretary of …" whom the report speaks of."""
    titles = {
        str(mark.attrs["office"].title)
        for line in report.lines
        for unit in line.marks()
        for mark in unit.find("OFFICE")
        if (mark.attrs["office"].title or "").startswith("Secretary of ") and mark.attrs["office"].body is None
    }
    return titles.pop() if len(titles) == 1 else None


def secretary_of(holders: set[str], person: Person, secretary: str | None) -> str | None:
    """ "Secretary Berg" is no Secretary of State where the report names another as that."""
    return secretary if not holders or person.key in holders else None


def in_full(report: Report, office: Office, bodies: Bodies, secretary: str | None) -> Office:
    """An office with the full name of its body, where the report names that elsewhere."""
    if office.title == "Secretary" and office.body is None and secretary:
        return replace(office, title=secretary)
    if office.title in ("Chancellor", "Shadow Chancellor") and (
        office.country == "GBR"
        or office.country is None
        and report.voc.british.search(report.text)
        and not report.voc.other_chancellors.search(report.text)
    ):
        return replace(office, title=f"{office.title} of the Exchequer")
    if (
        office.title and report.known.get(office.body_core or "", office.body_core) != office.body_core
    ):  # "Silva spokesman Ben Okoro": somebody's, and no body's
        title = office.title.removesuffix(f" of {office.body_core}")
        return replace(office, title=title, body=None, body_core=None, body_span=None)
    if office.body_core and office.body_core.isupper():
        full = _body(bodies, office.body_core, office.spans[0][0])
        behind = re.search(rf" of (?:the )?{re.escape(office.body_core)}$", office.title or "")
        if full is None or behind is None or office.title is None or full.isupper():
            return office
        article = "" if full in report.voc.bare_bodies else "the "
        return replace(office, title=f"{office.title[: behind.start()]} of {article}{full}", body_core=full)
    full = _body(bodies, (office.body_core or "").capitalize(), office.spans[0][0])
    if full is None or office.title is None or not office.title.endswith(f" {(office.body_core or '').capitalize()}"):
        return office
    return replace(office, title=office.title[: -len(office.body_core or "")] + full, body_core=full)


def is_hollow(report: Report, office: Office) -> bool:
    """Do the words tell of no body, place or state, without which such an office says nothing: "the director, Ben Okoro"?"""
    return office.title in report.voc.hollow and office.body is None and office.country is None


# Those who serve somebody: "Silva's spokesman" is the spokesman of the president, if Silva is that.
_STAFF = frozenset(
    {
        "Spokesperson",
        "Press Secretary",
        "Chief of Staff",
        "Advisor",
        "Senior Aide",
        "Deputy Spokesperson",
        "Special Envoy",
        "Special Advisor",
    }
)
_SERVED = (
    "President",
    "Vice President",
    "Prime Minister",
    "Deputy Prime Minister",
    "Chancellor",
    "King",
    "Queen",
    "Minister of Foreign Affairs",
)


def of_holder(report: Report, line: Line, mark: Mark, office: Office) -> Office:
    """An office with somebody who is named before it and holds another: "Silva's spokeswoman Ana Berg"."""
    if (
        office.title not in _STAFF
        or office.body
        or office.country
        or report.words(mark.start - 3, mark.start).strip() not in ("'s", "’s", "s'", "s’")
    ):
        return office
    owner = next((u for u in line.marks() if u.kind == "PERSON" and u.end in (mark.start - 3, mark.start - 2)), None)
    held = [h for h in report.person(owner).held if h.title in _SERVED] if owner is not None else []
    if owner is None or not held:
        return office
    title = f"{office.title} of the {held[0].title}"
    state = next((o for o in owner.attrs.get("resolved", ()) if o.country), None)
    if state is None:
        return replace(office, title=title)
    return replace(office, title=title, country=state.country, state_spans=state.state_spans, state_inference="context")


_JOINED = re.compile(r",? and (?:the )?", re.IGNORECASE)
_SHARED = frozenset(
    {
        "President",
        "Vice President",
        "Chair",
        "Vice Chair",
        "Chief Executive Officer",
        "Chief Operating Officer",
        "Chief Financial Officer",
        "Director",
        "Managing Director",
        "Executive Director",
        "Chief Executive",
        "Secretary-General",
        "General Secretary",
        "Publisher",
        "Permanent Representative",
    }
)


def of_one_body(report: Report, offices: list[Office]) -> list[Office]:
    """Two offices of one body: "president and chief executive of the Port Company"."""
    if (
        len(offices) == 2
        and offices[1].body_core
        and offices[1].body_span
        and offices[1].body_span[0] > offices[1].spans[0][0]
        and offices[0].body is None
        and offices[0].title in _SHARED
    ):
        second, core = offices[1], offices[1].body_core
        behind = re.search(rf" (?:of|to) (?:the )?{re.escape(core)}$", second.title or "")
        if behind and _JOINED.fullmatch(report.text[offices[0].spans[0][1] : second.spans[0][0]]):
            offices[0] = replace(
                offices[0],
                title=f"{offices[0].title}{behind.group()}",
                body=second.body,
                body_core=core,
                body_span=second.body_span,
            )
    if (
        len(offices) == 2
        and offices[0].body_core
        and offices[0].body_span
        and offices[1].body is None
        and offices[1].title in _SHARED
    ):
        first, second = offices
        behind = re.search(rf" (?:of|to) (?:the )?{re.escape(first.body_core or '')}$", first.title or "")
        before = (first.body_span or (0, 0))[0] < first.spans[0][1] and second.spans[0][0] > first.spans[0][1]
        if (
            behind and before and _JOINED.fullmatch(report.text[first.spans[0][1] : second.spans[0][0]])
        ):  # "Wave chairman and chief executive"
            offices[1] = replace(
                second,
                title=f"{second.title}{behind.group()}",
                body=first.body,
                body_core=first.body_core,
                body_span=first.body_span,
            )
    return offices
