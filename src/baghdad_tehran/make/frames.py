"""Frames: what a rule may be about. The names stand here, apart from the code that gives each its meaning.

Phrase frames make a mark out of marks (phrases.py); sentence frames make hits (link_*.py); document frames read the report's own data.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..errors import Problem
from .curated import known_keys, text, texts
from .marks import KINDS

FRAMES: dict[str, str] = {
    "office": "an office: post, state, body",
    "counterpart": "an office by its relation to another: his Iranian counterpart",
    "person": "a named person, with the offices that stand beside the name",
    "known_name": "a name that the report has introduced elsewhere",
    "body": "an organization",
    "statement": "a statement of a person or body",
    "group": "people or states named together or by number: both leaders",
    "delegation": "a delegation or a group without names",
    "place": "a city, by its name or as a state's capital",
    "venue": "a building",
    "forum": "a conference or summit",
    "meeting_verb": "a verb phrase that states an encounter",
    "agreement": "a mention of an agreement",
    "holding": "an office that somebody already named is said to hold",
    "encounter": "an encounter of parties",
    "group_encounter": "an encounter of parties already named",
    "presence": "somebody else who was there",
    "gathering": "facts on a forum",
    "visit": "a delegation's stay and the meetings within it",
    "denial": "words that deny or only suppose an encounter",
    "occasion": "words that tie a sentence to an encounter told before",
    "topics": "what an encounter told before was about",
    "attribution": "source, cue and content",
    "via": "through whom a quotation is reported",
    "continuation": "quoted words that carry on",
    "lead_in": "a sentence that ends with a colon and attributes the quoted paragraph below",
    "label": "a label line that attributes the quoted lines below it",
    "marked": "quotation marks without a cue",
    "name_of_thing": "quotation marks around a title",
    "signing": "the conclusion of an agreement",
    "announcement": "the announcement of an agreement",
    "undertaking": "what a party undertook",
    "subject_of": "what an agreement is about",
    "source": "a statement of the report about itself",
}
# What `set` may hold, besides `words`, `except` and `begins` (slot -> words).
# COLUMNS: one of the values that the schema allows this column.
FLAGS = frozenset(
    {
        "abroad",
        "alone",
        "opens",
        "again",
        "apart",
        "aside",
        "clause",
        "closed",
        "continues",
        "each",
        "expected",
        "first_clause",
        "full_name",
        "host",
        "initials",
        "joined",
        "label",
        "leaves",
        "leg",
        "abbreviated",
        "behind_name",
        "staff",
        "named_body",
        "listed",
        "local",
        "many",
        "name_only",
        "named",
        "office_above",
        "office_below",
        "outer",
        "quoted",
        "shared_office",
        "split",
        "stop",
        "surname_elsewhere",
        "thing",
        "together",
        "weak",
        "whole_phrase",
    }
)
CHOICES: dict[str, tuple[str, ...]] = {
    "makes": KINDS,
    "of": ("delegations", "leaders", "offices", "people", "states"),
    "roll": ("before", "behind"),
    "speaker": ("previous", "subject"),
    "who": ("previous", "subject"),
    "whom": ("subject",),
}
COLUMNS = {
    "capacity": ("meeting_participants", "capacity"),
    "kind": ("meetings", "kind"),
    "status": ("meetings", "status"),
}
SETTINGS = frozenset({"words", "except", "begins", *FLAGS, *CHOICES, *COLUMNS})


def check_settings(settings: Any, path: Path, name: str) -> None:
    """Problem: a setting that is not known, or a value of a wrong type, or none of its choices."""
    known_keys(settings, SETTINGS, path, f"{name}, set")
    for key, value in settings.items():
        if key in FLAGS and not isinstance(value, bool):
            raise Problem(f"{key} is neither true nor false", file=path, place=name, value=value, remedy=f"write {key} = true")
        if key in COLUMNS:  # which values there are, the schema says: examples.py
            text(value, path, name, key)
        if key in CHOICES and value not in CHOICES[key]:
            raise Problem(
                f"unknown value of {key}", file=path, place=name, value=value, remedy="known values: " + ", ".join(CHOICES[key])
            )
        if key in ("words", "except", "begins"):
            if not isinstance(value, dict):
                raise Problem(
                    f"{key} is no table", file=path, place=name, value=value, remedy=f'write {key} = {{ slot = ["…"] }}'
                )
            for slot, words in value.items():
                texts(words, path, f"{name}, {key}", slot)
