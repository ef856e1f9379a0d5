"""Recall: the published claims held against a coding of each report that was made without seeing any hit.

The blind codings stand in `build/checks/blind/<source_id>.jsonl`. Things are matched within one report, by spans where a
thing has words and by the parts it is made of else. Counts only; changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..contract import EVIDENCE, TABLES
from ..errors import Problem
from .checks import Judged, span_fault
from .curated import read_json_lines
from .model import Claim

Spans = list[tuple[int, int]]

_CODED = (*(name for name in TABLES if name not in EVIDENCE), "segments", "open")
# What the comparison reads of a line, by table: keys, and columns with spans.
_NEEDED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "people": (("id", "name"), ("name",)),
    "roles": (("person", "title"), ()),
    "meetings": (("id", "kind"), ()),
    "meeting_participants": (("meeting", "capacity"), ("participant",)),
    "meeting_topics": (("meeting", "topic"), ("topic",)),
    "agreements": (("id",), ()),
    "agreement_participants": (("agreement", "capacity"), ("participant",)),
    "agreement_provisions": (("agreement", "provision"), ("provision",)),
    "agreement_mentions": ((), ("text",)),
    "quotes": (("id", "quote_type"), ("content",)),
    "quote_speakers": (("quote",), ()),
}


@dataclass(slots=True)
class Tally:
    """Of `coded` things in the blind coding, `found` are claimed too; of `claimed` claims, `shared` stand in the coding."""

    coded: int = 0
    found: int = 0
    claimed: int = 0
    shared: int = 0

    def add(self, coded: int, found: int, claimed: int, shared: int) -> None:
        self.coded, self.found, self.claimed, self.shared = (
            self.coded + coded,
            self.found + found,
            self.claimed + claimed,
            self.shared + shared,
        )


@dataclass(frozen=True, slots=True)
class Missed:
    """A thing that one side has and the other has not. `side`: "coded" (no claim answers to it) or "claimed"."""

    source_id: str
    table: str
    side: str
    what: str


def compare(folder: Path, judged: Iterable[Judged], states: Iterable[str]) -> tuple[dict[str, Tally], list[Missed]]:
    """Tallies by table, and what does not match. No folder, no tallies; an empty file is no coding."""
    wanted = frozenset(states)
    by_source: dict[str, list[Judged]] = {}
    for one in judged:
        if one.state in wanted:
            by_source.setdefault(one.hit.source_id, []).append(one)
    tallies: dict[str, Tally] = {}
    missed: list[Missed] = []
    for path in sorted(folder.glob("*.jsonl")):
        coded = read_coding(path)
        if not coded:
            continue
        claims = [c for one in by_source.get(path.stem, []) for c in one.hit.claims]
        match = _Matcher(path.stem, coded, claims, tallies, missed)
        match.run()
    return tallies, missed


def read_coding(path: Path) -> list[dict[str, Any]]:
    """The things of one blind coding. Problem: a line that is none, lacks what is compared, or names an unknown table."""
    return [_thing(item, path, number) for number, item in read_json_lines(path)]


def _thing(item: Any, path: Path, number: int) -> dict[str, Any]:
    def wrong(what: str, value: Any, remedy: str) -> Problem:
        return Problem(what, file=path, place=f"line {number}", value=value, remedy=remedy)

    if not isinstance(item, dict):
        raise wrong("is no coded thing", item, "a line is an object with table, its values and their spans")
    if "table" not in item:
        raise wrong("lacks 'table'", item, "add 'table'")
    table = item["table"]
    if table not in _CODED:
        raise wrong("unknown table", table, "known tables: " + ", ".join(_CODED))
    keys, spanned = _NEEDED.get(table, ((), ()))
    for key in keys:
        if key not in item:
            raise wrong(f"a line of {table} lacks {key!r}", item, f"add {key!r}")
    for key, value in item.items():
        if key not in ("spans", "candidates") and not (isinstance(value, str) or value is None and key not in keys):
            raise wrong(f"{key} is no text", value, f"write {key} as text")
    spans = item.get("spans", {})
    if not isinstance(spans, dict):
        raise wrong("spans are no object", spans, "write the spans by column, each a list of [start, end]")
    for column in spanned:
        if column not in spans:
            raise wrong(f"a line of {table} lacks the spans of {column}", item, f"add the spans of {column}")
    for column, value in spans.items():
        fault = span_fault(value)
        if fault or any(len(span) != 2 for span in value):
            raise wrong(f"{column}: {fault or 'a span is no [start, end]'}", value, "write spans as a list of [start, end]")
    return item


def _spans(claims: Iterable[Claim], column: str) -> Spans:
    return [(r.start, r.end) for c in claims if column in c.values for r in c.values[column].rests]


def _touch(a: Spans, b: Spans) -> bool:
    return any(s < y and x < e for s, e in a for x, y in b)


def _alike(a: Spans, b: Spans) -> bool:
    """At least half of the characters that either has, both have."""
    mine, theirs = ({i for s, e in spans for i in range(s, e)} for spans in (a, b))
    return bool(mine and theirs) and len(mine & theirs) / len(mine | theirs) >= 0.5


class _Matcher:
    def __init__(
        self, source: str, coded: list[dict[str, Any]], claims: list[Claim], tallies: dict[str, Tally], missed: list[Missed]
    ):
        self.source, self.tallies, self.missed = source, tallies, missed
        self.coded: dict[str, list[dict[str, Any]]] = {}
        for item in coded:
            self.coded.setdefault(item["table"], []).append(
                {**item, "spans": {k: [tuple(s) for s in v] for k, v in item.get("spans", {}).items()}}
            )
        self.claims: dict[str, dict[str, list[Claim]]] = {}
        for claim in claims:
            self.claims.setdefault(claim.table, {}).setdefault(claim.entity, []).append(claim)
        self.people: dict[str, str] = {}
        self.meetings: dict[str, str] = {}
        self.agreements: dict[str, str] = {}
        self.quotes: dict[str, str] = {}

    def run(self) -> None:
        self._people()
        self._roles()
        self._meetings()
        self._parts("meeting_participants", "meeting", self.meetings, "meeting_id", "capacity", "participant")
        self._words("meeting_topics", "meeting", self.meetings, "meeting_id", "topic")
        self._mentions()
        self._parts("agreement_participants", "agreement", self.agreements, "agreement_id", "capacity", "participant")
        self._words("agreement_provisions", "agreement", self.agreements, "agreement_id", "provision")
        self._quotes()

    def _count(self, table: str, pairs: list[tuple[Any, str]], coded: list[Any], claimed: Iterable[str]) -> None:
        """pairs: (coded item, entity); says what either side has alone."""
        done = {id(item) for item, _ in pairs}
        shared = {entity for _, entity in pairs}
        claimed = list(claimed)
        self.tallies.setdefault(table, Tally()).add(len(coded), len(done), len(claimed), len(shared & set(claimed)))
        for item in coded:
            if id(item) not in done:
                self.missed.append(
                    Missed(
                        self.source,
                        table,
                        "coded",
                        str({k: v for k, v in item.items() if v is not None and k not in ("table", "spans")}),
                    )
                )
        for entity in claimed:
            if entity not in shared:
                self.missed.append(Missed(self.source, table, "claimed", entity))

    def _people(self) -> None:
        names: dict[str, list[Claim]] = {}
        for claims in self.claims.get("person_names", {}).values():
            for claim in claims:
                names.setdefault(claim.refs["person_id"], []).append(claim)
        coded, pairs = self.coded.get("people", []), []
        for item in coded:
            for entity, claims in names.items():
                if _touch(item["spans"]["name"], _spans(claims, "name")):
                    pairs.append((item, entity))
                    self.people[item["id"]] = entity
                    break
        self._count("people", pairs, coded, names)
        mentions = [{"span": s, "name": item["name"]} for item in coded for s in item["spans"]["name"]]
        mine = {f"{s}-{e}": (s, e) for claims in names.values() for s, e in _spans(claims, "name")}
        found = [(m, key) for m in mentions for key, span in mine.items() if _touch([m["span"]], [span])]
        self._count("mentions of people", found, mentions, mine)

    def _roles(self) -> None:
        coded, pairs = self.coded.get("roles", []), []
        mine = self.claims.get("roles", {})
        for item in coded:
            for entity, claims in mine.items():
                title = next((c.values["title"].value for c in claims if "title" in c.values), "")
                country = next((c.values["country"].value for c in claims if "country" in c.values), None)
                if (
                    claims[0].refs.get("person_id") == self.people.get(item["person"])
                    and title.lower() == item["title"].lower()
                    and (country is None or country == item.get("country") or item.get("country") is None)
                ):
                    pairs.append((item, entity))
                    break
        self._count("roles", pairs, coded, mine)

    def _meetings(self) -> None:
        coded, pairs = self.coded.get("meetings", []), []
        mine = self.claims.get("meetings", {})
        members: dict[str, set[str]] = {}
        for claims in self.claims.get("meeting_participants", {}).values():
            for claim in claims:
                if "person_id" in claim.refs:
                    members.setdefault(claim.refs["meeting_id"], set()).add(claim.refs["person_id"])
        wanted: dict[str, set[str]] = {}
        for part in self.coded.get("meeting_participants", []):
            if part.get("person"):
                wanted.setdefault(part["meeting"], set()).add(self.people.get(part["person"], part["person"]))
        for item in coded:
            for entity, claims in mine.items():
                kind = next((c.values["kind"].value for c in claims if "kind" in c.values), None)
                if (
                    kind == item["kind"]
                    and members.get(entity, set()) == wanted.get(item["id"], set())
                    and entity not in self.meetings.values()
                ):
                    pairs.append((item, entity))
                    self.meetings[item["id"]] = entity
                    break
        self._count("meetings", pairs, coded, mine)
        for column in ("date", "place"):
            have = [i for i in coded if i.get(column)]
            got = [
                (i, e)
                for i, e in pairs
                if i.get(column) and any(c.values[column].value == i[column] for c in mine[e] if column in c.values)
            ]
            self._count(
                f"{column}s of meetings", got, have, [e for e, claims in mine.items() if any(column in c.values for c in claims)]
            )

    def _parts(self, table: str, parent: str, known: dict[str, str], ref: str, column: str, span: str) -> None:
        coded: list[dict[str, Any]] = self.coded.get(table, [])
        pairs: list[tuple[Any, str]] = []
        mine = self.claims.get(table, {})
        for item in coded:
            for entity, claims in mine.items():
                if (
                    claims[0].refs.get(ref) != known.get(item[parent], "")
                    or column in item
                    and not any(c.values[column].value == item[column] for c in claims if column in c.values)
                ):
                    continue
                person = self.people.get(item.get("person") or "")
                country = next((c.values["country"].value for c in claims if "country" in c.values), None)
                same = (
                    person == claims[0].refs.get("person_id")
                    if person
                    else not claims[0].refs.get("person_id")
                    and (
                        _touch(item["spans"][span], _spans(claims, column))
                        or item.get("country") is not None
                        and country == item.get("country")
                    )
                )
                if same and not any(e == entity for _, e in pairs):
                    pairs.append((item, entity))
                    break
        self._count(table, pairs, coded, mine)

    def _words(self, table: str, parent: str, known: dict[str, str], ref: str, column: str) -> None:
        coded: list[dict[str, Any]] = self.coded.get(table, [])
        pairs: list[tuple[Any, str]] = []
        mine = self.claims.get(table, {})
        for item in coded:
            for entity, claims in mine.items():
                if claims[0].refs.get(ref) == known.get(item[parent], "") and _alike(
                    item["spans"][column], _spans(claims, column)
                ):
                    pairs.append((item, entity))
                    break
        self._count(table, pairs, coded, mine)

    def _mentions(self) -> None:
        coded, pairs = self.coded.get("agreement_mentions", []), []
        mine = self.claims.get("agreement_mentions", {})
        for item in coded:
            for entity, claims in mine.items():
                if _alike(item["spans"]["text"], _spans(claims, "text")):
                    pairs.append((item, entity))
                    target = claims[0].refs.get("agreement_id")
                    if item.get("agreement") and target and item.get("basis") == "own_date_or_title":
                        self.agreements.setdefault(item["agreement"], target)
                    break
        for item, entity in pairs:
            target = mine[entity][0].refs.get("agreement_id")
            if item.get("agreement") and target:
                self.agreements.setdefault(item["agreement"], target)
        self._count("agreement_mentions", pairs, coded, mine)
        linked = [
            (i, e) for i, e in pairs if self.agreements.get(i.get("agreement") or "") == mine[e][0].refs.get("agreement_id")
        ]
        self._count("links of mentions", linked, coded, mine)
        agreements = self.coded.get("agreements", [])
        self._count(
            "agreements",
            [(a, self.agreements[a["id"]]) for a in agreements if a["id"] in self.agreements],
            agreements,
            self.claims.get("agreements", {}),
        )

    def _quotes(self) -> None:
        coded = self.coded.get("quotes", [])
        pairs: list[tuple[Any, str]] = []
        mine = self.claims.get("quotes", {})
        for item in coded:
            for entity, claims in mine.items():
                if _alike(item["spans"]["content"], _spans(claims, "content")) and not any(e == entity for _, e in pairs):
                    pairs.append((item, entity))
                    self.quotes[item["id"]] = entity
                    break
        self._count("quotes", pairs, coded, mine)
        exact = [(i, e) for i, e in pairs if sorted(i["spans"]["content"]) == sorted(_spans(mine[e], "content"))]
        self._count("quotes, exact span", exact, coded, mine)
        typed = [(i, e) for i, e in pairs if i["quote_type"] == mine[e][0].values["quote_type"].value]
        self._count("quotes, type", typed, coded, mine)
        wanted: dict[str, set[Any]] = {}
        for item in self.coded.get("quote_speakers", []):
            who = (
                self.people.get(item.get("person") or "")
                or item.get("organization")
                and "organization"
                or item.get("country")
                or item.get("description")
            )
            wanted.setdefault(item["quote"], set()).add(who)
        got: dict[str, set[Any]] = {}
        for claims in self.claims.get("quote_speakers", {}).values():
            for claim in claims:
                country, words = claim.values.get("country"), claim.values.get("description")
                who = claim.refs.get("person_id") or (
                    "organization"
                    if claim.refs.get("organization_id")
                    else country.value
                    if country
                    else words.value
                    if words
                    else None
                )
                got.setdefault(claim.refs["quote_id"], set()).add(who)
        spoken = [(i, e) for i, e in pairs if wanted.get(i["id"], set()) == got.get(e, set())]
        self._count("quotes, speakers", spoken, coded, mine)
