"""Names of meetings and agreements, which no report gives them: made from the row's own values, resting on the same words."""

from __future__ import annotations

import calendar
from collections.abc import Iterable

from .model import Rest, Value
from .resolve import Row, Rows, Standing, Stated
from .vocabulary import Vocabulary

_KINDS = {
    "treaty": "treaty",
    "agreement": "agreement",
    "memorandum_of_understanding": "memorandum of understanding",
    "joint_declaration": "joint declaration",
    "ceasefire": "ceasefire",
}


def name_rows(rows: Rows, voc: Vocabulary) -> None:
    """Give every meeting and agreement without a stated name one, with the spans that it rests on."""
    people = {row.id: str(row.values.get("name") or row.id) for row in rows.of("people")}
    organizations = {row.id: str(row.values.get("name") or row.id) for row in rows.of("organizations")}
    participants = _by(rows.of("meeting_participants"), "meeting_id")
    bound = _by(rows.of("agreement_participants"), "agreement_id")
    for row in rows.of("meetings"):
        if not row.values.get("name"):
            parties = participants.get(row.id, [])
            _name(
                row, _meeting_name(row, parties, people, organizations, voc), _rests(parties, "capacity") or _rests([row], "kind")
            )
    for row in rows.of("agreements"):
        parties = [p for p in bound.get(row.id, []) if p.values.get("capacity") == "party"]
        if not row.values.get("name"):
            _name(row, _agreement_name(row, parties, voc), _rests([row], "kind") + _rests(parties, "country"))


def _by(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.refs.get(column, ""), []).append(row)
    return groups


def _name(row: Row, name: str, rests: list[tuple[Standing, Rest]]) -> None:
    by_standing: dict[int, tuple[Standing, list[Rest]]] = {}
    for standing, rest in rests:
        by_standing.setdefault(id(standing), (standing, []))[1].append(rest._replace(inference="normalised"))
    row.stated["name"] = [Stated(Value(name, tuple(found)), standing) for standing, found in by_standing.values()]
    row.values["name"] = name


def _rests(rows: Iterable[Row], column: str) -> list[tuple[Standing, Rest]]:
    return [(s.standing, r) for row in rows for s in row.stated.get(column, ()) for r in s.value.rests]


def _meeting_name(row: Row, parties: list[Row], people: dict[str, str], organizations: dict[str, str], voc: Vocabulary) -> str:
    principals = [p for p in parties if p.values.get("capacity") != "attendee"] or parties
    ordered = sorted(
        principals,
        key=lambda p: (
            p.values.get("kind") == "delegation" and not p.refs.get("person_id"),
            min(r.start for s in p.stated["capacity"] for r in s.value.rests),
        ),
    )
    named = [
        _party_name(p, people, organizations, voc)
        for p in ordered
        if p.refs.get("person_id") or p.values.get("kind") != "delegation"
    ] or [_party_name(p, people, organizations, voc) for p in ordered]
    if row.values.get("kind") == "visit":
        place = row.values.get("place") or voc.states.get(str(row.values.get("country")), "")
        return f"Visit of {_joined(named)}" + (f" to {place}" if place else "")
    return _joined(named) or row.id


def _party_name(row: Row, people: dict[str, str], organizations: dict[str, str], voc: Vocabulary) -> str:
    if row.refs.get("person_id"):
        return people.get(row.refs["person_id"], row.refs["person_id"])
    if row.refs.get("organization_id"):
        return organizations.get(row.refs["organization_id"], row.refs["organization_id"])
    return str(row.values.get("description") or voc.states.get(str(row.values.get("country")), row.values.get("country")))


def _joined(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _agreement_name(row: Row, parties: list[Row], voc: Vocabulary) -> str:
    kind = _KINDS.get(str(row.values.get("kind")), "agreement")
    states = sorted({voc.states.get(str(p.values["country"]), "") for p in parties if p.values.get("country")} - {""})
    title = row.key.rpartition("/")[2].removeprefix(f"{str(row.values.get('kind')).replace('_', '-')}-").upper()
    region = voc.regions.get(title, ("", ""))[1]
    lead = f"{region} {kind}" if region else f"{'–'.join(states)} {kind}" if states else kind
    name = lead[0].upper() + lead[1:]
    date = row.values.get("date")
    return f"{name}, {_date_words(date)}" if date else name


def _date_words(edtf: str) -> str:
    parts = edtf.split("-")
    if "/" in edtf or not parts[0].isdigit():
        return edtf
    if len(parts) == 1:
        return parts[0]
    month = calendar.month_name[int(parts[1])]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{month} {int(parts[2])}, {parts[0]}"
