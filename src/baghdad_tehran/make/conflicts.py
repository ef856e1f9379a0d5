"""Conflicts: where reports differ about one row. Found by rule, kept side by side; resolves nothing but what is no
contradiction; the rest is for curators (resolutions)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..edtf import compatible_dates
from .model import Rest
from .resolutions import Resolution
from .resolve import Row, Rows, Stated, agrees

# (table, row, column, source, span) -> the id of the provenance row that shows it
Locate = Callable[[str, str, str, str, Rest], str | None]


@dataclass(frozen=True, slots=True)
class _Side:
    source_id: str
    claim: str
    provenance_id: str
    row_id: str


def find_conflicts(rows: Rows, locate: Locate, resolutions: Mapping[str, Resolution]) -> list[dict[str, Any]]:
    """Rows of the table conflicts: one for each report that takes part in a difference, as curators resolved it if they did."""
    found: list[dict[str, Any]] = []
    for table in ("people", "organizations", "roles", "meetings", "meeting_participants", "agreements"):
        for row in rows.of(table):
            for column in sorted(row.stated):
                found += _column(row, column, locate, f"{row.id}.{column}" in resolutions)
    found += _participants(rows, locate)
    found += _identities(rows, locate)
    found += _wordings(rows, locate)
    for claim in found:
        if claim["conflict_id"] in resolutions:
            claim["resolution"] = resolutions[claim["conflict_id"]].resolution
    return found


def _conflict(
    conflict_id: str, kind: str, table: str, column: str | None, sides: list[_Side], resolution: str
) -> list[dict[str, Any]]:
    return [
        {
            "conflict_claim_id": f"{conflict_id}/{side.source_id}",
            "conflict_id": conflict_id,
            "kind": kind,
            "table_name": table,
            "row_id": side.row_id,
            "column_name": column,
            "source_id": side.source_id,
            "claim": side.claim,
            "provenance_id": side.provenance_id,
            "resolution": resolution,
        }
        for side in sides
    ]


def _column(row: Row, column: str, locate: Locate, resolved: bool) -> list[dict[str, Any]]:
    """One column of one row: what each report says of it, where they do not all say the same.

    `resolved`: a curator has resolved it, so what is published is no measure of what a report says in the end.
    """
    if (
        column in ("first_reported", "last_reported", "occasion", "venue", "description", "status")
        or row.table == "organizations"
        and column == "name"
    ):
        return []
    if column == "name" and row.table in ("meetings", "agreements"):
        return []
    by_source: dict[str, list[Stated]] = {}
    for stated in row.stated[column]:
        by_source.setdefault(stated.source_id, []).append(stated)
    if len(by_source) < 2:
        return []
    published = None if resolved else row.values.get(column)
    said = {source: _best(published, stated) for source, stated in by_source.items()}
    if len({s.value.value for s in said.values()}) < 2:
        return []
    sides = []
    for source, stated in sorted(said.items()):
        at = next((p for r in stated.value.rests if (p := locate(row.table, row.id, column, source, r))), None)
        if at:
            sides.append(_Side(source, stated.value.value, at, row.id))
    if len(sides) < 2:
        return []
    kind = "date" if column == "date" else "participants" if row.table == "meeting_participants" else "value"
    return _conflict(f"{row.id}.{column}", kind, row.table, column, sides, _resolution(row, column, sides))


def _best(published: Any, stated: list[Stated]) -> Stated:
    """What one report says in the end: its value that is the published one, else its fullest."""
    return max(stated, key=lambda s: (s.value.value == published, len(s.value.value)))


def _resolution(row: Row, column: str, sides: list[_Side]) -> str:
    values = [s.claim for s in sides]
    if column == "date":
        return "compatible" if all(compatible_dates(a, b) for a in values for b in values) else "open"
    if row.table == "people" and column == "name":
        return "compatible"  # spellings of one name; that it is one person is a decision of its own
    if row.table == "meeting_participants" and column == "kind":
        return "compatible"  # a delegation holds its leader
    published = row.values.get(column)
    return "compatible" if published is not None and all(agrees(row.table, column, v, published) for v in values) else "open"


def _participants(rows: Rows, locate: Locate) -> list[dict[str, Any]]:
    """Meetings whose reports do not name the same participants."""
    found = []
    for meeting in rows.of("meetings"):
        by_source: dict[str, dict[str, Row]] = {}
        for row in rows.of("meeting_participants"):
            if row.refs.get("meeting_id") == meeting.id:
                for source in row.sources:
                    by_source.setdefault(source, {})[row.id] = row
        if len(by_source) < 2 or len({frozenset(r) for r in by_source.values()}) == 1:
            continue
        names = {row.id: row.values["name"] for row in rows.of("people")}
        common = set.intersection(*(set(r) for r in by_source.values()))
        sides = []
        for source, parties in sorted(by_source.items()):
            claim = "; ".join(
                str(names.get(r.refs.get("person_id", "")) or r.values.get("description") or r.values.get("country") or r.id)
                for _, r in sorted(parties.items())
            )
            own = next((r for i, r in sorted(parties.items()) if i not in common), next(iter(parties.values())))
            at = next(
                (
                    p
                    for s in own.stated["capacity"]
                    if s.source_id == source
                    for r in s.value.rests
                    if (p := locate(own.table, own.id, "capacity", source, r))
                ),
                None,
            )
            if at:
                sides.append(_Side(source, claim, at, meeting.id))
        if len(sides) > 1:
            found += _conflict(f"{meeting.id}.participants", "participants", "meetings", None, sides, "open")
    return found


def _identities(rows: Rows, locate: Locate) -> list[dict[str, Any]]:
    """Meetings that one report ties to one agreement and another report to another."""
    found = []
    by_meeting: dict[str, dict[str, list[Row]]] = {}
    for mention in rows.of("agreement_mentions"):
        for meeting in meetings_of(rows, mention):
            if mention.refs.get("agreement_id"):
                by_meeting.setdefault(meeting, {}).setdefault(mention.stated["text"][0].source_id, []).append(mention)
    for meeting, by_source in sorted(by_meeting.items()):
        meant = {source: {m.refs["agreement_id"] for m in mentions} for source, mentions in by_source.items()}
        if len(meant) < 2 or set.intersection(*meant.values()):
            continue
        names = {row.id: str(row.values.get("name")) for row in rows.of("agreements")}
        sides = []
        for source, mentions in sorted(by_source.items()):
            mention = mentions[0]
            stated = mention.stated["text"][0]
            at = locate(mention.table, mention.id, "text", source, stated.value.rests[0])
            if at:
                sides.append(_Side(source, f"{stated.value.value} ({names[mention.refs['agreement_id']]})", at, meeting))
        if len(sides) > 1:
            found += _conflict(f"{meeting}.agreement", "identity", "meetings", None, sides, "open")
    return found


def meetings_of(rows: Rows, mention: Row) -> set[str]:
    """The meetings that a mention is about: those of which it is a topic, and that at which the words were said."""
    source = mention.stated["text"][0].source_id
    start, end = mention.pieces[0][0], mention.pieces[-1][1]
    found = {mention.refs["meeting_id"]} if mention.refs.get("meeting_id") else set()
    for topic in rows.of("meeting_topics"):
        for stated in topic.stated["topic"]:
            if stated.source_id == source and any(r.start <= start and end <= r.end for r in stated.value.rests):
                found.add(topic.refs["meeting_id"])
    return found


def _wordings(rows: Rows, locate: Locate) -> list[dict[str, Any]]:
    """Utterances that reports render in other words."""
    found = []
    groups: dict[str, list[Row]] = {}
    for quote in rows.of("quotes"):
        groups.setdefault(quote.values["utterance_id"], []).append(quote)
    for utterance, quotes in sorted(groups.items()):
        by_source: dict[str, Row] = {}
        for quote in quotes:
            if quote.values["utterance_relation"] in ("first", "retranslation", "paraphrase", "repeat"):
                source = quote.stated["content"][0].source_id
                kept = by_source.get(source)
                if kept is None or len(quote.values["content"]) > len(kept.values["content"]):
                    by_source[source] = quote
        if (
            len(by_source) < 2
            or len({q.values["content"] for q in by_source.values()}) < 2
            or not any(q.values["utterance_relation"] in ("retranslation", "paraphrase") for q in quotes)
        ):
            continue
        sides = []
        for source, quote in sorted(by_source.items()):
            at = locate("quotes", quote.id, "content", source, quote.stated["content"][0].value.rests[0])
            if at:
                sides.append(_Side(source, quote.values["content"], at, quote.id))
        if len(sides) > 1:
            found += _conflict(f"{utterance}.wording", "wording", "quotes", "content", sides, "open")
    return found
