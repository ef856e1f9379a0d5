"""Popolo JSON: people with their names, the posts they hold and the bodies these belong to."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .source import Source, json_text

TITLE = "Popolo JSON"
SAYS = (
    "One JSON file in the form of the Popolo specification: persons with their other names and ranks (as honorific_prefix),"
    " organizations, posts, the memberships through which persons hold posts, and the states and regions as areas."
)
CANNOT = (
    "meetings, agreements, quotes, and all evidence",
    "when an office began or ended: no membership has a date, and first_reported and last_reported are left out",
    "the state that the text ties a person to (people.country): Popolo knows a national identity, which nobody stated",
    "how often each form of a name occurs",
    "where it is from: Popolo's sources are addresses on the web, and the evidence is spans of documents",
)
FILE = "popolo.json"
_COUNTRIES = "build/vocabulary/states.csv"


def write(source: Source, folder: Path) -> dict[str, str]:
    """Write everything as one object of lists, as is the custom."""
    roles = list(source.dicts("roles"))
    offices = [role for role in roles if role["kind"] == "office"]
    posts, post_of = _posts(offices)
    content: dict[str, list[dict[str, Any]]] = {
        "persons": [_person(person, source, roles) for person in source.dicts("people")],
        "organizations": [
            _filled(id=body["organization_id"], name=body["name"], area_id=body["country"])
            for body in source.dicts("organizations")
        ],
        "posts": posts,
        "memberships": [
            _filled(
                id=role["role_id"],
                label=role["title"],
                role=role["title"],
                person_id=role["person_id"],
                post_id=post_of[role["role_id"]],
                organization_id=role["organization_id"],
                area_id=role["subdivision"] or role["country"],
            )
            for role in offices
        ],
        "areas": _areas(source, roles),
    }
    (folder / FILE).write_bytes(json_text(content).encode("utf-8"))
    return {FILE: ", ".join(f"{len(items)} {name}" for name, items in content.items())}


def _filled(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _person(person: Mapping[str, Any], source: Source, roles: list[dict[str, Any]]) -> dict[str, Any]:
    names = [row["name"] for row in source.dicts("person_names") if row["person_id"] == person["person_id"]]
    ranks = [role["title"] for role in roles if role["person_id"] == person["person_id"] and role["kind"] == "rank"]
    return _filled(
        id=person["person_id"],
        name=person["name"],
        honorific_prefix=", ".join(ranks) or None,
        other_names=[{"name": name} for name in names if name != person["name"]] or None,
    )


def _posts(offices: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """One post for each office of one body, state or region, whoever holds it; and the post of each role."""
    ids: dict[tuple[Any, ...], str] = {}
    post_of, posts = {}, []
    for role in offices:
        key = (role["title"], role["organization_id"], role["country"], role["subdivision"])
        if key not in ids:
            slug = role["role_id"].rpartition("/")[2].removeprefix("role-")
            name = "-".join([slug, *(part.lower() for part in key[1:] if part)])
            taken = sum(other == name or other.startswith(f"{name}--") for other in ids.values())
            ids[key] = f"{name}--{taken + 1}" if taken else name
            area = role["subdivision"] or role["country"]
            posts.append(
                _filled(
                    id=ids[key], label=role["title"], role=role["title"], organization_id=role["organization_id"], area_id=area
                )
            )
        post_of[role["role_id"]] = ids[key]
    return posts, post_of


def _areas(source: Source, roles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every state and region that an office or a body refers to; a region within its state."""
    regions = {role["subdivision"]: role["country"] for role in roles if role["subdivision"]}
    states = {row["country"] for row in (*roles, *source.dicts("organizations")) if row["country"]}
    names = _names_of_states(source)
    areas = [_filled(id=code, identifier=code, name=names.get(code), classification="country") for code in sorted(states)]
    return areas + [
        _filled(id=code, identifier=code, classification="subdivision", parent_id=state)
        for code, state in sorted(regions.items())
    ]


def _names_of_states(source: Source) -> dict[str, str]:
    path = source.release.root / _COUNTRIES
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["code"]: row["name"] for row in csv.DictReader(stream)}
