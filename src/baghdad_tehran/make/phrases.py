"""Phrases: noun phrases made of word marks by rules, each written into its line as one mark.

Runs the rules of the stages office, person, known and phrase, in the order in which they stand in their files. Makes
marks, no claims; looks at one report and never beyond.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from .marks import CHAR, Line, Mark
from .patterns import Way, first_match
from .phrase_makers import MAKERS
from .plans import Plan
from .rules import Rule
from .short_names import mark_short_names
from .vocabulary import Vocabulary


def compose_phrases(lines: list[Line], plan: Plan, voc: Vocabulary) -> None:
    """Rewrite every line in place. Stage "known" sees the names that stage "person" found anywhere in the report."""
    for line in lines:
        plan.read_words(line)
    alone = frozenset(
        line.text[m.start : m.end]
        for line in lines
        for m in line.marks()
        if m.kind == "NAME" and " " not in line.text[m.start : m.end]
    )
    bodied = frozenset(
        line.text[m.start : m.end] for line in lines if line.segment not in _HEADINGS for m in line.marks() if m.kind == "NAME"
    )
    for line in lines:
        line.alone, line.bodied = alone, bodied
        line.titled = line.segment in _HEADINGS and _capitals(line.text[line.start : line.end])
    for line in lines:
        _run(line, plan, "office", voc)
    for before, line in pairwise(lines):
        line.above = before.units[0] if before.code == CHAR["OFFICE"] else None
        before.below = line.units[0] if line.code.startswith(CHAR["OFFICE"]) and _ENDS.fullmatch(line.code, 1) else None
    for line in lines:
        _run(line, plan, "person", voc)
    known = known_names(m.attrs["name"] for line in lines for m in line.marks() for m in m.find("PERSON"))
    for form in list(known):
        known.setdefault(plain(form), known[form])
    mark_short_names(lines)
    for line in lines:
        for rule in plan.rules("known"):
            _run_known(line, rule, known)
        _run(line, plan, "phrase", voc)


_ENDS = re.compile(r"(?:,? [^.;:]{1,60})?")  # what else may stand on a line that says what the one named above it is
_NAME = re.compile(CHAR["NAME"])
_PLACE = itemgetter(0)  # of a rule in the order of its step
_HEADINGS = ("headline", "subhead", "standfirst")


def _capitals(text: str) -> bool:
    """Is this a heading in which every word of weight has a capital?"""
    if text.rstrip().endswith((".", "”", '"')):
        return False
    words = [w for w in re.findall(r"[^\W\d_][\w’'-]*", text) if len(w) > 3]
    return len(words) > 3 and sum(w[0].isupper() for w in words) >= 0.8 * len(words)


def _run(line: Line, plan: Plan, step: str, voc: Vocabulary) -> None:
    chosen = plan.candidates(step, line)
    k = 0
    while k < len(chosen):
        number, rule, ways = chosen[k]
        k += 1
        if rule.where and line.segment not in rule.where:
            continue
        signs = line.signs
        _apply(line, rule, ways, voc)
        if line.signs != signs:  # new marks: later rules may have what they need now
            chosen = plan.candidates(step, line)
            k = bisect_right(chosen, number, key=_PLACE)


def _apply(line: Line, rule: Rule, ways: tuple[Way, ...], voc: Vocabulary) -> None:
    maker = MAKERS[rule.frame]
    signs = line.signs
    at = 0
    for _ in range(400):
        match = first_match(ways, line.code, at)
        if match is None:
            return
        i, j, groups = match
        mark = maker(line, rule, groups, i, j, voc) if i < j else None
        if mark is not None:
            i, j = _units(line, i, j, mark)
            line.compose(i, j, mark)
            if line.signs != signs:  # other ways may have what they need now
                ways = rule.compiled.ways
        at = i + 1


def _units(line: Line, i: int, j: int, mark: Mark) -> tuple[int, int]:
    # A maker may take less than its pattern did (a closing comma that belongs to the list).
    while i < j and line.offset(i) < mark.start:
        i += 1
    while j > i and line.offset(j - 1) >= mark.end:
        j -= 1
    return i, j


@lru_cache(maxsize=20_000)
def plain(name: str) -> str:
    """A name without accents and hyphens: "Erdoğan" and "Erdogan", "Jong-un" and "Jong Un" are one."""
    folded = unicodedata.normalize("NFKD", name.lower().replace("ı", "i").replace("ø", "o").replace("ł", "l").replace("-", " "))
    return "".join(c for c in folded if not unicodedata.combining(c))


def known_names(names: Iterable[str]) -> dict[str, str]:
    """Every form by which the report may call somebody whom it names: the full name, the family name, with and without article."""
    full = sorted(set(names), key=lambda n: (-len(n.split()), n))
    known: dict[str, str] = {}
    for name in full:
        words = name.replace(",", "").split()
        if words[-1].rstrip(".") in ("Jr", "Sr") and " ".join(words[:-1]) in full:
            known.setdefault(name, name)  # the father and the son
            continue
        for form in (name, *_forms(words)):
            known.setdefault(form, name)
    first: dict[str, set[str]] = {}
    for name in full:
        words = name.split()
        if len(words) > 1:
            first.setdefault(words[0], set()).add(name)
            if words[0].isupper() and len(words[0]) > 2 and not name.isupper():  # "OKADA Shun": so much for the family name
                first.setdefault(words[0].capitalize(), set()).add(name)
    for form, names in first.items():  # family name first ("Okada Shun"), or a first name used alone: where only one bears it
        longest = max(names, key=len)
        if len(form) > 1 and all(known[n] == known[longest] or n in longest for n in names):
            if known.get(form, form) == form:
                known[form] = longest
    return known


_ARTICLE = re.compile(r"^(?:[Aa]l|[Ee]l|[Uu]l|[Aa]s|[Aa]d|[Aa]n|[Aa]r|[Aa]sh|[Aa]t|[Aa]z)[-‑](?=[^\W\d_a-z])")
_PARTICLE = frozenset(
    {
        "bin",
        "ibn",
        "bint",
        "binti",
        "bte",
        "ben",
        "de",
        "do",
        "das",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "da",
        "di",
        "dos",
        "du",
        "la",
        "le",
        "el",
        "al",
        "abu",
        "af",
        "av",
        "ter",
        "zu",
        "y",
    }
)


def _forms(words: list[str]) -> list[str]:
    forms = [" ".join(words)]
    if len(words) > 2 and words[-1] in ("Jr.", "Sr."):
        forms += _forms(words[:-1])
    elif len(words) > 1:
        last = words[-1]
        if words[-2] not in ("bin", "ibn", "bint", "binti", "bte"):  # a father's name is no family name
            forms.append(last)
        bare = _ARTICLE.sub("", last)
        forms += [bare, *(article + bare for article in ("Al-", "al-"))] if bare != last else []
        k = len(words) - 1
        while k > 1 and words[k - 1] in _PARTICLE:
            k -= 1
        if k < len(words) - 1:
            tail = " ".join(words[k:])
            forms += [tail, tail[0].upper() + tail[1:]]
        if len(words) > 2:
            forms += [" ".join(words[k:]) for k in range(1, len(words) - 1)] + [f"{words[0]} {last}"]
    return [f for f in dict.fromkeys(forms) if f]


def _run_known(line: Line, rule: Rule, known: dict[str, str]) -> None:
    if CHAR["NAME"] not in line.code:
        return
    for i in [m.start() for m in _NAME.finditer(line.code)]:
        unit = line.units[i]
        written = line.text[unit.start : unit.end]
        full = known.get(written) or known.get(" ".join(written.split())) or known.get(plain(written))
        if full is not None:
            attrs = {
                "name": " ".join(written.split()),
                "full": full,
                "name_span": (unit.start, unit.end),
                "offices": (),
                "rule": rule,
            }
            line.compose(i, i + 1, Mark("PERSON", unit.start, unit.end, attrs, (unit,)))
