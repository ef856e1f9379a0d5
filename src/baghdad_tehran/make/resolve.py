"""Rows: what all claims about one thing come to, across reports. The only stage that looks beyond one document.

Of compatible claims a row publishes the most precise or fullest value; of incompatible ones nothing, until a curator
prefers one. Every claim stays visible behind its row, with whether it agrees with what is published.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..edtf import bounds, compatible_dates, precision
from .identities import Identities
from .model import Claim, Hit, Rest, Value
from .report import slug

_SPANNED = {"quotes": "content", "agreement_mentions": "text"}
# Columns in which a longer wording is the fuller value; elsewhere two different values are incompatible.
_FULLER = frozenset({"occasion", "venue", "subject", "description"})
_PREFER = {"kind": ("delegation", "person", "office"), "capacity": ("host", "principal", "attendee")}
_TOP = {"person": "people", "meeting": "meetings", "agreement": "agreements"}
_REFS = ("person_id", "organization_id", "meeting_id", "agreement_id", "quote_id", "mention_id")


@dataclass(frozen=True, slots=True)
class Standing:
    """A hit that stands, and how it was checked."""

    hit: Hit
    verdict: str = "accepted"
    passes: int = 1
    checked_on: str | None = None


@dataclass(slots=True)
class Stated:
    """One claimed value of one column of one row."""

    value: Value
    standing: Standing
    basis: str | None = None

    @property
    def source_id(self) -> str:
        return self.standing.hit.source_id


@dataclass(slots=True)
class Row:
    """A row in the making: its claims by column, and what it publishes."""

    table: str
    key: str
    id: str
    stated: dict[str, list[Stated]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    first: Standing | None = None
    differing: set[str] = field(default_factory=set)
    mentions: int = 0

    @property
    def pieces(self) -> list[tuple[int, int]]:
        column = _SPANNED[self.table]
        return sorted((r.start, r.end) for r in self.stated[column][0].value.rests)


class Undecided(NamedTuple):
    """A thing of one report that no curator has decided on: its kind as in `build/identities/`, and the id it goes by until then."""

    kind: str
    left: str
    id: str


@dataclass(slots=True)
class Rows:
    """All rows, by table and then by id."""

    tables: dict[str, dict[str, Row]] = field(default_factory=dict)
    undecided: list[Undecided] = field(default_factory=list)

    def of(self, table: str) -> list[Row]:
        return list(self.tables.get(table, {}).values())


def make_rows(standing: Iterable[Standing], identities: Identities, preferred: Mapping[str, str] | None = None) -> Rows:
    """Rows of all claims of the hits that stand, in the order of the hits.

    `preferred`: conflict (row and column, "<row_id>.<column>") -> the source whose claim a curator prefers.
    """
    maker = _Maker(identities, preferred or {})
    for one in standing:
        for claim in one.hit.claims:
            maker.take(one, claim)
    return maker.finish()


class _Maker:
    def __init__(self, identities: Identities, preferred: Mapping[str, str]):
        self.identities, self.preferred = identities, preferred
        self.rows = Rows()
        self.ids: dict[tuple[str, str], str] = {}  # (source, entity) -> published id
        self.undecided: dict[Undecided, None] = {}
        self.owners: dict[str, set[str]] = {}  # published id -> the sources that have it
        self.decided: dict[str, frozenset[str]] = {}  # kind -> the ids that curators gave
        self.forms: dict[tuple[str, str], str] = {}  # (id without number, written form) -> id of a name
        self.numbers: dict[str, int] = {}  # id without number -> the last number behind it
        self.waiting: list[tuple[Standing, Claim]] = []
        self.dates: dict[tuple[str, str], str] = {}  # (source, meeting) -> the first whole date claimed of it
        self.organizations: dict[str, str] = {}

    def take(self, one: Standing, claim: Claim) -> None:
        self.waiting.append((one, claim))

    # -- ids ----------------------------------------------------------------------------------------------------------

    def finish(self) -> Rows:
        self._name_organizations()
        for one, claim in self.waiting:
            if claim.table == "meetings" and "date" in claim.values and "/" not in str(claim.values["date"].value):
                self.dates.setdefault((one.hit.source_id, claim.entity), str(claim.values["date"].value))
        order = {"people": 0, "organizations": 0, "meetings": 0, "agreements": 0, "quotes": 1, "agreement_mentions": 1}
        for one, claim in sorted(self.waiting, key=lambda w: order.get(w[1].table, 2)):
            self._add(one, claim)
        for rows in self.rows.tables.values():
            for row in rows.values():
                _publish(row, self.preferred)
        self.rows.undecided = list(self.undecided)
        self._order_ids()
        return self.rows

    def _name_organizations(self) -> None:
        """One body across reports: the same name without state and article, in the same state or one that is not stated."""
        stated: dict[str, set[str]] = {}
        for _, claim in self.waiting:
            if claim.table == "organizations":
                core, _, country = claim.entity.removeprefix("organization/").partition("/")
                stated.setdefault(core, set()).update({country} if country else set())
        for core, countries in stated.items():
            only = next(iter(countries)) if len(countries) == 1 else ""
            for country in countries | {""}:
                name = country or only
                self.organizations[f"organization/{core}" + (f"/{country}" if country else "")] = (
                    f"{core}-{name}" if name else core
                )

    def _id(self, source_id: str, entity: str) -> str:
        known = self.ids.get((source_id, entity))
        if known is None:
            known = self.ids[source_id, entity] = self._made(source_id, entity)
            self.owners.setdefault(known, set()).add(source_id)
        return known

    def _made(self, source_id: str, entity: str) -> str:
        kind, _, rest = entity.partition("/")
        if kind == "source":
            return source_id
        if kind == "organization":
            return self.organizations[entity]
        head, _, tail = rest.partition("/")
        if kind in _TOP:
            top = self.identities.published(_TOP[kind], source_id, head)
            if top is None:
                dated = f"{self.dates.get((source_id, f'meeting/{head}'), 'undated')}-{head}"
                top = self._minted(source_id, kind, dated if kind == "meeting" else head)
                self.undecided[Undecided(_TOP[kind], f"{source_id}/{head}", top)] = None
            return f"{top}/{self._child(source_id, tail)}" if tail else top
        spot, _, tail = rest.partition("/")
        start, end = (int(n) for n in spot.split("-"))
        digest = hashlib.sha256(f"{kind}:{spot}".encode()).hexdigest()[:4]
        made = f"{source_id}:{start:07}-{end}:{digest}"
        return f"{made}/{self._child(source_id, tail)}" if tail else made

    def _minted(self, source_id: str, kind: str, slug_: str) -> str:
        """An id for a thing that nobody has decided on: never that of a thing of another report, however alike the names."""
        if kind not in self.decided:
            self.decided[kind] = frozenset(self.identities.same.get(_TOP[kind], {}).values())
        others = slug_ in self.decided[kind] or self.owners.get(slug_, set()) - {source_id}
        return f"{slug_}-{slug(source_id)}" if others else slug_

    def _child(self, source_id: str, tail: str) -> str:
        """A child's slug: people, agreements and their like go by their published ids, topics by their place."""
        what, _, name = tail.partition("/")
        if what in ("participant", "speaker", "candidate"):
            for kind in ("person", "agreement"):
                top = self.identities.published(
                    _TOP[kind], source_id, name.removeprefix("agreement-") if kind == "agreement" else name
                )
                if top:
                    return top
            return name
        return f"{what}-{name}" if what in ("name", "role", "topic", "provision") else self._capacity(source_id, what, name)

    def _capacity(self, source_id: str, what: str, name: str) -> str:
        top = self.identities.published("people", source_id, name)
        return f"{what}-{top or name}"

    # -- collecting -----------------------------------------------------------------------------------------------------

    def _add(self, one: Standing, claim: Claim) -> None:
        source = one.hit.source_id
        row_id = source if claim.entity == "source" else self._row_id(source, claim)
        rows = self.rows.tables.get(claim.table)
        if rows is None:
            rows = self.rows.tables[claim.table] = {}
        row = rows.get(row_id)
        if row is None:
            row = rows[row_id] = Row(claim.table, claim.entity, row_id, first=one)
        if source not in row.sources:
            row.sources.append(source)
        if claim.table == "person_names":
            row.mentions += 1
        basis = claim.refs.get("date_basis")
        all_stated = row.stated
        for column, value in claim.values.items():
            if column == "part_of":
                value = Value(self._id(source, value.value), value.rests)
            if column in all_stated:
                all_stated[column].append(Stated(value, one, basis))
            else:
                all_stated[column] = [Stated(value, one, basis)]
        for column, entity in claim.refs.items():
            if column in _REFS and column not in row.refs:
                row.refs[column] = self._id(source, entity)

    def _row_id(self, source: str, claim: Claim) -> str:
        made = self._id(source, claim.entity)
        if claim.table in ("meeting_topics", "agreement_provisions"):
            parent, _, _ = made.rpartition("/")
            column = "topic" if claim.table == "meeting_topics" else "provision"
            words = slug(claim.values[column].value)
            return f"{parent}/{column}-{words[:60].strip('-')}"
        if claim.table == "person_names":
            return self._name_id(made, claim)
        return made

    def _name_id(self, made: str, claim: Claim) -> str:
        """Two written forms may have one slug ("Al-Araji", "al-Araji"): the later one gets a number."""
        name = claim.values["name"].value
        known = self.forms.get((made, name))
        if known is None:
            rows, n = self.rows.tables.get("person_names", {}), self.numbers.get(made, 1)
            known = made if n == 1 else f"{made}-{n}"
            while known in rows and rows[known].stated["name"][0].value.value != name:
                n += 1
                known = f"{made}-{n}"
            self.forms[made, name], self.numbers[made] = known, n
        return known

    def _order_ids(self) -> None:
        for table, rows in self.rows.tables.items():
            self.rows.tables[table] = dict(sorted(rows.items()))


# -- what a row publishes ---------------------------------------------------------------------------------------------------


def _publish(row: Row, preferred: Mapping[str, str]) -> None:
    for column, stated in row.stated.items():
        source = preferred.get(f"{row.id}.{column}") if preferred else None
        weighed = [s for s in stated if s.source_id == source] or stated
        value = _chosen(row.table, column, weighed) if len(weighed) > 1 else weighed[0].value.value
        if value is None and len({s.value.value for s in stated}) > 1:
            row.differing.add(column)
        row.values[column] = value
        if column == "date" and value is not None:
            row.values["date_basis"] = next(s.basis for s in stated if s.value.value == value)
            row.values["date_from"], row.values["date_to"] = bounds(value)
            row.values["date_precision"] = precision(value)
    row.values.update(row.refs)


def _chosen(table: str, column: str, stated: list[Stated]) -> str | None:
    values = [s.value.value for s in stated]
    distinct = list(dict.fromkeys(values))
    if len(distinct) == 1:
        return distinct[0]
    if column == "name" and table in ("people", "organizations"):
        counts = Counter(values)
        return max(distinct, key=lambda v: (len(v.split()), counts[v]))  # of equals the first
    if column in ("date", "published", "updated"):
        return _most_precise(distinct)
    if column == "first_reported":
        return min(distinct)
    if column == "last_reported":
        return max(distinct)
    if table in ("meeting_participants", "agreement_participants") and column in _PREFER:
        return next((v for v in _PREFER[column] if v in distinct), distinct[0])
    if column in _FULLER:
        return max(distinct, key=lambda v: (len(v), v))
    return None


def _most_precise(dates: list[str]) -> str | None:
    best = min(dates, key=_width)
    return best if all(compatible_dates(best, other) for other in dates) else None


def _width(edtf: str) -> int:
    first, last = bounds(edtf)
    if edtf.count("/") == 1 and ".." not in edtf and first and last and first.weekday() == 0 and (last - first).days == 6:
        return 10**6 + 1  # "this week": less than "from Wednesday", which lies in it
    return (last - first).days if first and last else 10**6


def agrees(table: str, column: str, value: str, published: Any) -> bool:
    """Does a claimed value agree with the published one: is it the same, or a less precise form of it?"""
    if published is None:
        return False
    if value == str(published):
        return True
    if column in ("date", "published", "updated"):
        return compatible_dates(value, published)
    if column in _FULLER or table == "organizations" and column == "name":
        mine, theirs = set(re.findall(r"\w+", value.lower())), set(re.findall(r"\w+", str(published).lower()))
        return mine - {"the", "a", "an"} <= theirs
    return False


__all__ = ["Rest", "Row", "Rows", "Standing", "Stated", "Undecided", "agrees", "make_rows"]
