"""The vocabulary: what single words mean, read from `build/vocabulary/`.

It normalises (a demonym to its state, "adviser" to "Advisor") and names word classes (cues, encounter verbs). It holds
no person and no event. An unknown key, kind or country code is an error that lists the known ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import Problem
from .curated import known_keys, needed, read_toml, tables, text, texts
from .marks import KINDS
from .vocabulary_offices import ministries, office_forms
from .vocabulary_rows import csv_rows, split_cell

AGREEMENT_KINDS = ("treaty", "agreement", "memorandum_of_understanding", "joint_declaration", "ceasefire")
CUE_KINDS = {
    "clause": ("SAID", "SAYING"),
    "any": ("STRESSED", "STRESSING"),
    "addressee": ("TOLD", "TELLING"),
    "undertaking": ("PLEDGED", "PLEDGING"),
    "report": ("QUOTED", "QUOTING"),
}
# What stands under a key that is no plain list of words: tables and their keys, lists by name, texts by name.
_ENTRIES: dict[str, dict[str, type]] = {
    "post": {
        "title": str,
        "forms": list,
        "plural": list,
        "exact": list,
        "head": bool,
        "body": bool,
        "needs_body": bool,
        "alone": str,
        "link": str,
        "portfolio": bool,
        "abroad": bool,
    },
    "instrument": {"kind": str, "forms": list, "plural": list, "exact": list, "names": list},
    "cue": {"takes": str, "verbs": list, "joins": list},
}
_LISTS: dict[str, set[str] | None] = {
    "portfolios": None,
    "secretaries": None,
    "sorts": None,
    "ranks": None,
    "prefixes": {"dropped", "kept"},
    "also_names": {"words"},
    "modifiers": {"subject", "other"},
    "told": None,
    "several": None,
    "chancellor": {"british", "others"},
    "told_between": None,
}
_TEXTS = {"heads", "aliases"}
_ENCOUNTERS = {"met": "MET", "planned": "PLANNED", "cancelled": "CANCELLED", "call": "CALLED", "host": "HOSTED"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a form means: the kind of mark it makes and the mark's attributes. `exact`: only as written, capitals included."""

    kind: str
    attrs: dict[str, Any]
    exact: str | None = None


@dataclass(slots=True)
class Vocabulary:
    """All word lists. `entries` maps a form in ASCII lower case to its meanings, most particular first."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)  # code -> name
    regions: dict[str, tuple[str, str]] = field(default_factory=dict)  # code -> (country, name)
    capitals: dict[str, str] = field(default_factory=dict)  # country code -> capital
    months: dict[str, int] = field(default_factory=dict)
    weekdays: dict[str, int] = field(default_factory=dict)
    body_heads: tuple[str, ...] = ()
    bare_bodies: frozenset[str] = frozenset()
    international: frozenset[str] = frozenset()
    ministries: dict[str, str] = field(default_factory=dict)  # what a ministry is called by -> its portfolio
    seats: frozenset[str] = frozenset()  # "White House": of a state, and a body
    seated: tuple[str, ...] = ()  # bodies whose members hold an office
    body_aliases: dict[str, str] = field(default_factory=dict)
    outlets: frozenset[str] = frozenset()
    heads: dict[str, str] = field(default_factory=dict)
    several: dict[str, re.Pattern[str]] = field(default_factory=dict)  # "presidents" -> titles whose holders they can be
    hollow: frozenset[str] = frozenset()  # titles that need a body, place or state to say anything
    british: re.Pattern[str] = field(default_factory=lambda: words_of(()))  # whose chancellor is that of the Exchequer
    other_chancellors: re.Pattern[str] = field(default_factory=lambda: words_of(()))
    kept_prefixes: frozenset[str] = frozenset()
    encounter_nouns: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    forums: tuple[str, ...] = ()
    words_for: dict[str, frozenset[str]] = field(default_factory=dict)  # what _CLASSES says of the words
    head_titles: frozenset[str] = frozenset()
    state_words: frozenset[str] = frozenset()
    demonyms: frozenset[str] = frozenset()
    subjects: tuple[str, ...] = ()
    no_instruments: frozenset[str] = frozenset()
    told: dict[str, str] = field(default_factory=dict)  # words for an instrument where it was signed -> kind
    told_between: frozenset[str] = frozenset()  # those of them that are one only where two parties are told of
    also_names: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()
    heading: frozenset[str] = frozenset()
    behind_portfolio: frozenset[str] = frozenset()
    particles: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    abbreviations: frozenset[str] = frozenset()
    person_nouns: frozenset[str] = frozenset()
    person_endings: tuple[str, ...] = ()
    other_nouns: frozenset[str] = frozenset()
    leads: frozenset[str] = frozenset()
    firsts: frozenset[str] = frozenset()
    portfolio_heads: tuple[str, ...] = ()

    def is_person_noun(self, word: str) -> bool:
        """ "journalist", "lawyer", "wife": a noun for somebody."""
        word = lower(word).rsplit("-", 1)[-1] if lower(word) not in self.person_nouns else lower(word)
        return word in self.person_nouns or word.endswith(self.person_endings) and word not in self.other_nouns

    def add(self, form: str, kind: str, exact: bool = False, **attrs: Any) -> None:
        if kind not in KINDS:
            raise AssertionError(kind)
        entry = Entry(kind, attrs, form if exact else None)
        known = self.entries.setdefault(lower(form), [])
        if entry not in known:
            known.append(entry)


def lower(text: str) -> str:
    """Small letters, and as many characters as before, which str.lower() does not promise."""
    return text.replace("İ", "i").lower()


def words_of(words: Iterable[str]) -> re.Pattern[str]:
    """What finds one of these words, as a whole one; nothing, if there are none."""
    any_of = "|".join(re.escape(word) for word in words) or r"(?!)"
    return re.compile(rf"(?<![\w-])(?:{any_of})(?![\w-])")


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read every list in the folder. Problem: a missing file, a key that is not known, two states with one form."""
    voc = Vocabulary()
    _states(voc, folder)
    _offices(
        voc,
        _toml(
            folder / "offices.toml",
            {"portfolios", "secretaries", "post", "sorts", "ranks", "prefixes", "heads", "also_names"},
        ),
        folder / "offices.toml",
    )
    _bodies(
        voc,
        _toml(
            folder / "bodies.toml",
            {"capital", "common", "bare", "names", "outlets", "aliases", "international", "seats", "seated"},
        ),
    )
    told = {"instrument", "modifiers", "told", "told_between"}
    _instruments(voc, _toml(folder / "instruments.toml", told), folder / "instruments.toml")
    _encounters(voc, _toml(folder / "encounters.toml", {*_ENCOUNTERS, *_CLASSES, "nouns", "forums", "venues"}))
    _calendar(voc, _toml(folder / "calendar.toml", {"months", "weekdays"}), folder / "calendar.toml")
    _cues(voc, _toml(folder / "cues.toml", {"cue"}), folder / "cues.toml")
    words = _toml(
        folder / "words.toml",
        {"openers", "honorifics", "particles", "articles", "abbreviations", "things", "small", "heading", "portfolio"},
    )
    voc.openers, voc.abbreviations = frozenset(words["openers"]), frozenset(words["abbreviations"])
    voc.things, voc.small = frozenset(words["things"]), frozenset(words["small"])
    voc.heading, voc.behind_portfolio = frozenset(words["heading"]), frozenset(words["portfolio"])
    voc.particles, voc.articles = tuple(words["particles"]), tuple(words["articles"])
    persons = _toml(folder / "persons.toml", {"nouns", "endings", "others", "leads", "firsts", "purposes"})
    voc.person_nouns, voc.person_endings = frozenset(persons["nouns"]), tuple(persons["endings"])
    voc.other_nouns, voc.leads = frozenset(persons["others"]), frozenset(persons["leads"])
    voc.firsts, voc.portfolio_heads = frozenset(persons["firsts"]), tuple(persons["purposes"])
    holders = _toml(folder / "holders.toml", {"several", "chancellor", "hollow"})
    longest = sorted(holders["several"], key=len, reverse=True)
    voc.several = {word: words_of(holders["several"][word]) for word in longest}
    voc.hollow = frozenset(holders["hollow"])
    voc.british = words_of(holders["chancellor"]["british"])
    voc.other_chancellors = words_of(holders["chancellor"]["others"])
    for form in words["honorifics"]:
        voc.add(form, "HONORIFIC", exact=True)
    for word, gender in (("he", "m"), ("she", "f"), ("they", "n"), ("it", "i")):
        voc.add(word, "PRONOUN", gender=gender)
    return voc


def _toml(path: Path, known: set[str]) -> dict[str, Any]:
    data = read_toml(path)
    for key in data:
        if key not in known:
            raise Problem("unknown key", file=path, value=key, remedy="known keys: " + ", ".join(sorted(known)))
    for key in sorted(known - set(data)):
        raise Problem(f"lacks {key!r}", file=path, remedy="restore the list from git")
    for key, value in data.items():
        if key in _ENTRIES:
            for number, entry in enumerate(tables(data, key, path), 1):
                _check_entry(entry, _ENTRIES[key], path, f"[[{key}]] {number}")
        elif key in _LISTS or key in _TEXTS:
            if not isinstance(value, dict):
                raise Problem(f"{key} is no table", file=path, value=value, remedy=f"write [{key}], and its lists below")
            names = _LISTS.get(key)
            known_keys(value, names if names is not None else value, path, key)
            for name, inner in value.items():
                if key in _TEXTS:
                    text(inner, path, key, name)
                else:
                    texts(inner, path, key, name)
        else:
            texts(value, path, None, key)
    return data


def _check_entry(entry: Any, keys: dict[str, type], path: Path, place: str) -> None:
    known_keys(entry, keys, path, place)
    for key, value in entry.items():
        if keys[key] is list:
            texts(value, path, place, key)
        elif keys[key] is str:
            text(value, path, place, key)
        elif not isinstance(value, bool):
            raise Problem(f"{key} is neither true nor false", file=path, place=place, value=value, remedy=f"write {key} = true")


def _states(voc: Vocabulary, folder: Path) -> None:
    columns = ("code", "name", "names", "demonyms", "capital", "metonyms", "capital_names")
    owners: dict[str, str] = {}
    for row in csv_rows(folder / "states.csv", columns):
        code = row["code"]
        voc.states[code] = row["name"]
        nouns = [row["name"], *split_cell(row["names"])]
        for form in [*nouns, *split_cell(row["demonyms"])]:
            if owners.setdefault(form, code) != code:
                raise Problem(
                    "name or demonym is given to two states",
                    file=folder / "states.csv",
                    place=f"{owners[form]} and {code}",
                    value=form,
                    remedy="keep it with one of them",
                )
        for form in nouns:
            voc.add(form, "NATION", exact=True, country=code, adjective=form in split_cell(row["demonyms"]))
        for form in split_cell(row["demonyms"]):
            if form not in nouns:
                voc.add(form, "DEMONYM", exact=True, country=code)
        if row["capital"]:
            voc.capitals[code] = row["capital"]
        for form in [row["capital"], *split_cell(row["capital_names"]), *split_cell(row["metonyms"])]:
            if form and form not in nouns:
                voc.add(
                    form, "CAPITAL", exact=True, country=code, city=row["capital"], place=form not in split_cell(row["metonyms"])
                )
    voc.demonyms = frozenset(e.exact for entries in voc.entries.values() for e in entries if e.exact and e.kind == "DEMONYM")
    for row in csv_rows(folder / "regions.csv", ("code", "country", "name", "names", "demonyms", "capital")):
        if row["country"] not in voc.states:
            raise Problem(
                "unknown country code",
                file=folder / "regions.csv",
                place=row["code"],
                value=row["country"],
                remedy="known codes (states.csv): " + ", ".join(sorted(voc.states)),
            )
        voc.regions[row["code"]] = (row["country"], row["name"])
        for form in [row["name"], *split_cell(row["names"]), *split_cell(row["demonyms"])]:
            voc.add(form, "REGION", exact=True, country=row["country"], subdivision=row["code"])
        if row["capital"] and lower(row["capital"]) not in voc.entries:
            voc.add(
                row["capital"],
                "CAPITAL",
                exact=True,
                country=row["country"],
                subdivision=row["code"],
                city=row["capital"],
                place=True,
            )


def _offices(voc: Vocabulary, data: dict[str, Any], path: Path) -> None:
    for form, kind, exact, attrs in office_forms(data, path):
        voc.add(form, kind, exact, **attrs)
    voc.ministries = ministries(data)
    voc.head_titles = frozenset(entry["title"] for entry in data["post"] if entry.get("head"))
    voc.kept_prefixes = frozenset(data["prefixes"].get("kept", []))
    voc.also_names = frozenset(data["also_names"].get("words", []))
    voc.heads = dict(data["heads"])


def _bodies(voc: Vocabulary, data: dict[str, Any]) -> None:
    outlets = frozenset(data.get("outlets", []))
    voc.outlets = outlets
    voc.body_heads = tuple(data.get("capital", []))
    voc.bare_bodies = frozenset(data.get("bare", []))
    voc.international = frozenset(data.get("international", []))
    voc.body_aliases = dict(data.get("aliases", {}))
    for name, portfolio in voc.ministries.items():  # "health ministry", "Health Ministry"
        form = f"{name} ministry"
        if form not in voc.entries:
            voc.add(form, "BODYNAME", outlet=False, common=True)
        for written in (form, form.capitalize(), form.title()):
            voc.body_aliases.setdefault(written, f"Ministry of {portfolio}")
    voc.seats, voc.seated = frozenset(data.get("seats", [])), tuple(data.get("seated", []))
    for form in data.get("common", []):
        voc.add(form, "BODYNAME", outlet=form in outlets, common=True)
    for form in data.get("names", []):
        voc.add(form, "BODYNAME", exact=True, outlet=form in outlets)


def _instruments(voc: Vocabulary, data: dict[str, Any], path: Path) -> None:
    for entry in data.get("instrument", []):
        needed(entry, ("kind", "forms"), path, "[[instrument]]")
        if entry.get("kind") not in AGREEMENT_KINDS:
            raise Problem(
                "unknown kind of instrument",
                file=path,
                value=entry.get("kind"),
                remedy="known kinds: " + ", ".join(AGREEMENT_KINDS),
            )
        for form in entry["forms"]:
            voc.add(form, "INSTRUMENT", agreement=entry["kind"])
        for form in entry.get("plural", []):
            voc.add(form, "INSTRUMENT", agreement=entry["kind"], plural=True)
        for form in entry.get("exact", []):
            voc.add(form, "INSTRUMENT", exact=True, agreement=entry["kind"])
        for form in entry.get("names", []):
            voc.add(form, "INSTRUMENT", exact=True, agreement=entry["kind"], named=True)
    voc.told = {form: kind for key in ("told", "told_between") for kind, forms in data.get(key, {}).items() for form in forms}
    voc.told_between = frozenset(form for forms in data.get("told_between", {}).values() for form in forms)
    voc.subjects = tuple(data.get("modifiers", {}).get("subject", []))
    voc.no_instruments = frozenset(data.get("modifiers", {}).get("other", []))


_CLASSES = ("no_cities", "parts_of_world", "city_regions", "city_seats", "no_visitors")


def _encounters(voc: Vocabulary, data: dict[str, Any]) -> None:
    for key, kind in _ENCOUNTERS.items():
        for form in data.get(key, []):
            voc.add(form, kind)
    voc.encounter_nouns = tuple(data.get("nouns", []))
    voc.forums = tuple(data.get("forums", []))
    voc.words_for = {name: frozenset(data.get(name, [])) for name in _CLASSES}
    voc.venues = tuple(data.get("venues", []))


def _calendar(voc: Vocabulary, data: dict[str, Any], path: Path) -> None:
    for key, count in (("months", 12), ("weekdays", 7)):
        if len(data[key]) != count:
            raise Problem(f"{key} are not {count}", file=path, value=len(data[key]), remedy="restore the list from git")
    for number, forms in enumerate(data["months"], 1):
        for form in forms.split("|"):
            voc.months[form] = number
    for number, form in enumerate(data["weekdays"]):
        voc.weekdays[form] = number


def _cues(voc: Vocabulary, data: dict[str, Any], path: Path) -> None:
    for entry in data.get("cue", []):
        needed(entry, ("takes", "verbs"), path, "[[cue]]")
        takes = entry.get("takes")
        if takes not in CUE_KINDS:
            raise Problem("unknown word for what a cue takes", file=path, value=takes, remedy="known: " + ", ".join(CUE_KINDS))
        finite, participle = CUE_KINDS[takes]
        for verbs in entry["verbs"]:
            for word in verbs.split():
                form = text(word.replace("_", " "), path, "[[cue]] verbs", "a verb")
                kind = participle if form.split()[0].endswith("ing") else finite
                voc.add(form, kind, joins=tuple(entry.get("joins", ())))
