"""FollowTheMoney: people, bodies, positions and who holds them, meetings and agreements as events, and the reports."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .countries import TWO_LETTERS
from .source import Source, json_line

TITLE = "FollowTheMoney entities"
SAYS = (
    "One file of JSON entities, one a line, for Aleph, yente and other tools of that model: Person, Organization, Position,"
    " Occupancy, Event (meetings and agreements) and Article (the reports, which the others name as their proof)."
)
CANNOT = (
    "quotes and who said them: the model has no statement",
    "spans: an entity names the reports that it rests on (`proof`), not the words in them",
    "participants whom no report names: states, offices and delegations stand in an event's description",
    "the side and capacity in which somebody took part, and the provisions of agreements",
    "when an office began or ended: the dates of an Occupancy are the days of the reports that give it",
    "open intervals and uncertain dates (EDTF), but in words: an event has a day, month or year, or both ends of a range",
    "which meeting is part of which, other than in words",
)
FILE = "entities.ftm.json"
_PLAIN_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_PLAIN_ID = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]*[0-9A-Za-z])?")


def write(source: Source, folder: Path) -> dict[str, str]:
    """Write all entities, those that others refer to first."""
    proofs = _proofs(source)
    bodies = {row["organization_id"]: row["name"] for row in source.dicts("organizations")}
    people = {row["person_id"]: row["name"] for row in source.dicts("people")}
    entities = [*_articles(source), *_people(source, proofs), *_bodies(source, proofs), *_positions(source, proofs)]
    entities += [*_meetings(source, proofs, people, bodies), *_agreements(source, proofs, people, bodies)]
    text = "".join(json_line(entity) for entity in entities)
    (folder / FILE).write_bytes(text.encode("utf-8"))
    return {FILE: f"{len(entities)} entities, one a line"}


def _entity(schema: str, id_: str, **properties: Iterable[Any] | str | None) -> dict[str, Any]:
    """An entity as the model writes it: every property a list of texts, none empty, none twice."""
    lists = {name: [value] if isinstance(value, str) else list(value or ()) for name, value in properties.items()}
    kept = {name: list(dict.fromkeys(str(value) for value in values if value)) for name, values in lists.items()}
    return {"id": id_, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _id(table: str, row_id: str) -> str:
    """An id of letters, digits, points and hyphens. What has to be replaced is told apart by a hash."""
    name = f"{table}-{row_id}"
    if _PLAIN_ID.fullmatch(name):
        return name
    plain = re.sub(r"[^0-9A-Za-z.]+", "-", name).strip("-.")
    return f"{plain}-{hashlib.sha256(name.encode('utf-8')).hexdigest()[:8]}"


def _country(*codes: str | None) -> list[str]:
    """Two letters, small; of a region, its state's."""
    found = (code and (TWO_LETTERS.get(code) or (code[:2] if code[2:3] == "-" else None)) for code in codes)
    return [code.lower() for code in found if code]


def _proofs(source: Source) -> dict[tuple[str, str], list[str]]:
    """The reports that each row rests on, by table and id."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in source.dicts("provenance"):
        found.setdefault((row["table_name"], row["row_id"]), []).append(_id("source", row["source_id"]))
    return found


def _articles(source: Source) -> Iterable[dict[str, Any]]:
    for row in source.dicts("sources"):
        yield _entity(
            "Article",
            _id("source", row["source_id"]),
            fileName=Path(row["path"]).name,
            title=row["title"],
            author=row["byline"],
            publisher=row["publisher"],
            publishedAt=_date(row["published"]),
            language={"en": "eng"}.get(row["language"]),
            sourceUrl=row["url"],
            name=row["title"] or row["source_id"],
        )


def _people(source: Source, proofs: Mapping[tuple[str, str], list[str]]) -> Iterable[dict[str, Any]]:
    names, titles = _by(source, "person_names"), _by(source, "roles")
    for row in source.dicts("people"):
        key = row["person_id"]
        forms = [name["name"] for name in names.get(key, ()) if name["name"] != row["name"]]
        yield _entity(
            "Person",
            _id("person", key),
            name=row["name"],
            # One word alone finds too many people: it must not be matched as a name is.
            alias=[form for form in forms if " " in form],
            weakAlias=[form for form in forms if " " not in form],
            country=_country(row["country"], row["subdivision"]),
            title=[role["title"] for role in titles.get(key, ()) if role["kind"] == "rank"],
            position=[role["title"] for role in titles.get(key, ()) if role["kind"] == "office"],
            proof=proofs.get(("people", key)),
        )


def _by(source: Source, table: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in source.dicts(table):
        found.setdefault(row["person_id"], []).append(row)
    return found


def _bodies(source: Source, proofs: Mapping[tuple[str, str], list[str]]) -> Iterable[dict[str, Any]]:
    for row in source.dicts("organizations"):
        key = row["organization_id"]
        yield _entity(
            "Organization",
            _id("body", key),
            name=row["name"],
            country=_country(row["country"]),
            proof=proofs.get(("organizations", key)),
        )


def _positions(source: Source, proofs: Mapping[tuple[str, str], list[str]]) -> Iterable[dict[str, Any]]:
    posts: dict[tuple[Any, ...], str] = {}
    for row in source.dicts("roles"):
        if row["kind"] != "office":
            continue
        proof = proofs.get(("roles", row["role_id"]))
        key = (row["title"], row["organization_id"], row["country"], row["subdivision"])
        if key not in posts:
            posts[key] = _id("position", "/".join(part or "" for part in key))
            yield _entity(
                "Position",
                posts[key],
                name=row["title"],
                organization=[_id("body", row["organization_id"])] if row["organization_id"] else None,
                country=_country(row["country"]),
                subnationalArea=row["subdivision"],
            )
        yield _entity(
            "Occupancy",
            _id("role", row["role_id"]),
            holder=_id("person", row["person_id"]),
            post=posts[key],
            date=[day.isoformat() for day in (row["first_reported"], row["last_reported"]) if day],
            proof=proof,
        )


def _meetings(
    source: Source, proofs: Mapping[tuple[str, str], list[str]], people: Mapping[str, str], bodies: Mapping[str, str]
) -> Iterable[dict[str, Any]]:
    names = {row["meeting_id"]: row["name"] for row in source.dicts("meetings")}
    parts: dict[str, list[dict[str, Any]]] = {}
    for part in source.dicts("meeting_participants"):
        parts.setdefault(part["meeting_id"], []).append(part)
    topics: dict[str, list[str]] = {}
    for topic in source.dicts("meeting_topics"):
        topics.setdefault(topic["meeting_id"], []).append(topic["topic"])
    for row in source.dicts("meetings"):
        key = row["meeting_id"]
        described = [f"Part of: {names[row['part_of']]}" if row["part_of"] else None]
        described += [f"Occasion: {row['occasion']}" if row["occasion"] else None, _other_date(row)]
        yield _entity(
            "Event",
            _id("meeting", key),
            name=row["name"],
            summary=f"{row['kind']}, {row['status']}",
            location=", ".join(part for part in (row["venue"], row["place"]) if part),
            country=_country(row["country"]),
            keywords=topics.get(key),
            **_involved(parts.get(key, []), people, bodies, described),
            **_dates(row),
            proof=proofs.get(("meetings", key)),
        )


def _agreements(
    source: Source, proofs: Mapping[tuple[str, str], list[str]], people: Mapping[str, str], bodies: Mapping[str, str]
) -> Iterable[dict[str, Any]]:
    parts: dict[str, list[dict[str, Any]]] = {}
    for part in source.dicts("agreement_participants"):
        parts.setdefault(part["agreement_id"], []).append(part)
    for row in source.dicts("agreements"):
        key = row["agreement_id"]
        yield _entity(
            "Event",
            _id("agreement", key),
            name=row["name"],
            summary=", ".join(words for words in (row["kind"].replace("_", " "), row["status"]) if words),
            location=row["place"],
            country=_country(*(part["country"] for part in parts.get(key, ()))),
            keywords=[row["subject"]],
            **_involved(parts.get(key, []), people, bodies, [_other_date(row)]),
            **_dates(row),
            proof=proofs.get(("agreements", key)),
        )


def _involved(
    parts: list[dict[str, Any]], people: Mapping[str, str], bodies: Mapping[str, str], described: list[str | None]
) -> dict[str, list[str]]:
    """People and bodies as entities; who is neither, in words."""
    involved, others = [], []
    for part in parts:
        if part["person_id"] in people:
            involved.append(_id("person", part["person_id"]))
        elif part["organization_id"] in bodies:
            involved.append(_id("body", part["organization_id"]))
        elif other := part.get("description") or part["country"]:
            others.append(other)
    words = [f"Also: {', '.join(others)}"] if others else []
    return {"involved": involved, "description": [*words, *(one for one in described if one)]}


def _date(edtf: str | None) -> str | None:
    return edtf if edtf and _PLAIN_DATE.fullmatch(edtf) else None


def _other_date(row: Mapping[str, Any]) -> str | None:
    """In words, the date that the model's properties cannot hold."""
    return f"Date (EDTF): {row['date']}" if row["date"] and not any(_dates(row).values()) else None


def _dates(row: Mapping[str, Any]) -> dict[str, str | None]:
    if row["date_precision"] == "range":
        start, end = (row[name].isoformat() if row[name] else None for name in ("date_from", "date_to"))
        return {"startDate": start, "endDate": end}
    return {"date": _date(row["date"])}
