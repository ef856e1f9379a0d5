"""The plain data between the stages: values, claims, hits. No behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

INFERENCES = (
    "normalised",
    "demonym",
    "metonym",
    "capital",
    "counterpart",
    "coordination",
    "context",
    "antecedent",
    "only_meeting",
    "publication_date",
    "supplied_date",
    "reading",
    "linked",
)


class Rest(NamedTuple):
    """What a value rests on: source[start:end], and the inference from these words to the value (None: they say it)."""

    start: int
    end: int
    inference: str | None = None


@dataclass(slots=True)
class Value:
    """A value as one place of one source states it."""

    value: str
    rests: tuple[Rest, ...]


@dataclass(slots=True)
class Claim:
    """A proposed row of one table.

    entity: what the row is about, within its report ("person/ana-silva", "meeting/silva-rojas/participant/ana-silva").
    values: column -> Value. refs: column -> entity of another row (columns that end in _id, and side where it is a body).
    """

    table: str
    entity: str
    values: dict[str, Value] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Hit:
    """One match of one rule at one place of one report, with the claims that it makes."""

    rule_id: str
    rule_version: str
    source_id: str
    start: int
    end: int
    claims: list[Claim]
