"""Whom a word for several means: "both leaders", "the two sides", of those whom the report names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import pairwise

from .marks import Mark
from .report import Person, Report

_NUMBER = re.compile(r"\b(?:three|trio|four|five)\b", re.IGNORECASE)

_OF_THE = re.compile(r" (?:of|to|for) the ")


def two_people(report: Report, mark: Mark) -> list[Person]:
    """Whom "both leaders" or "the three ministers" means: the last so many office holders named before; else the only ones of the report.

    Of those named before, the ones whose offices answer to the word, if any do: presidents and prime ministers are leaders.
    """
    if report.named is None:
        report.named = [(m, report.person(m)) for other in report.lines for u in other.marks() for m in u.find("PERSON")]
    words = report.words(mark.start, mark.end).lower()
    counted = _NUMBER.search(words)
    many = {"three": 3, "trio": 3, "four": 4, "five": 5}[counted[0]] if counted else 2
    before: list[Person] = []
    for index in range(bisect_left(report.named, mark.start, key=lambda n: n[0].start) - 1, -1, -1):
        person = report.named[index][1]
        if person not in before:
            before.insert(0, person)
    fitting = next((titles for word, titles in report.voc.several.items() if words.endswith(word)), None)
    if fitting is not None:
        fit = [p for p in before if _answers(p, fitting)]
        if words.endswith("ministers") and not words.endswith("prime ministers"):  # who are not called so where others are meant
            others = [p for p in fit if not _answers(p, report.voc.several["prime ministers"])]
            fit = others if len(others) >= many else fit
        if len(fit) >= many:
            return _joined(report, mark, fit) if many == 2 and len(fit) > 2 else fit[-many:]
        if not words.endswith("leaders"):  # which may be those of anything
            fit = [p for p in report.people.values() if _answers(p, fitting)]
            return fit if len(fit) == many else []
    last = before[-many:]
    if len(last) == many and all(p.held for p in last):
        return last
    everyone = [p for p in report.people.values() if any(h.kind == "office" for h in p.held)]
    return everyone if len(everyone) == many else []


def _joined(report: Report, mark: Mark, people: list[Person]) -> list[Person]:
    """Of several, the two that the last sentence to name more of them joins: "A and B met on the sidelines of a summit with C"."""
    named = report.named or []
    before = [(m, p) for m, p in named[: bisect_left(named, mark.start, key=lambda n: n[0].start)] if p in people]
    line = report.line_at(before[-1][0].start)
    told = [(m, p) for m, p in before if line is not None and m.start >= line.start]
    for (one, first), (other, second) in pairwise(told):
        if len(told) > 2 and report.words(one.end, other.start) == " and ":
            return [first, second]
    return people[-2:]


def _answers(person: Person, titles: re.Pattern[str]) -> bool:
    """Does one of somebody's offices have such a title, before whose or of what body it is?"""
    return any(titles.search(_OF_THE.split(h.title)[0]) for h in person.held)


def two_states(report: Report, before: int) -> list[tuple[str, tuple[int, int]]]:
    """The two states that a report is about: those that it names, by themselves or by their people, more often than any third."""
    if report.two is None:
        _count_states(report)
    found = []
    for country in report.two or ():
        spots = report.states.get(country, [])
        index = bisect_left(spots, (before, 0)) - 1
        if index < 0:
            return []
        found.append((country, spots[index]))
    return sorted(found, key=lambda p: p[1])


def _count_states(report: Report) -> None:
    counts: Counter[str] = Counter()
    for line in report.lines:
        for unit in line.marks():
            counts.update(c for m in unit.find("PERSON") if (c := report.person(m).country))
            for mark in unit.find("NATION", "CAPITAL", "DEMONYM"):
                if not mark.attrs.get("subdivision"):
                    counts[mark.attrs["country"]] += 1
                    if mark.kind != "DEMONYM":
                        report.states.setdefault(mark.attrs["country"], []).append((mark.start, mark.end))
    for spots in report.states.values():
        spots.sort()
    most = counts.most_common(3)
    clear = len(most) == 2 or len(most) > 2 and most[2][1] < most[1][1]
    report.two = tuple(country for country, _ in most[:2]) if clear else ()
