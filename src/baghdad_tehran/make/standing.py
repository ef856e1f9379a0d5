"""What stands of the hits, and what has to wait with others: a row is not published before that which it hangs on.

A hit that is open is left out. What other hits say of the same thing, or by reference to it, is held back with it until it is
read, and the build says so. Where a verdict took away what others hang on, that is a fault of the ledger and an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..contract import Table
from ..errors import Problem
from .checks import Judged
from .model import Claim, Hit
from .resolve import Row, Rows, Standing

STANDING = ("accepted", "corrected", "added")
# Without these a claim has no row: the rest of the program takes them for granted.
_NAMING = {
    "person_names": ("name",),
    "meeting_topics": ("topic",),
    "agreement_provisions": ("provision",),
    "quotes": ("content", "quote_type"),
    "agreement_mentions": ("text",),
}
_COMPOSED = ("meetings", "agreements")  # their names are made of what they hold
# A row of the first table is nothing without so many of the second: a meeting that nobody took part in, words that somebody said
# and nobody is named for. (`column`: the reference; the last two: of which rows that is so.)
_COMPANIONS = (
    ("people", "person_names", "person_id", 1, None, None),
    ("meetings", "meeting_participants", "meeting_id", 1, None, None),
    ("quotes", "quote_speakers", "quote_id", 1, "speaker_text", None),
    ("agreement_mentions", "agreement_mention_candidates", "mention_id", 2, "basis", "ambiguous"),
)


def standing_hits(judged: Iterable[Judged], folder: Path) -> tuple[list[Standing], list[str]]:
    """The hits that stand, without the claims that wait for a hit which is open; and what waits, in words.

    Problem: what stands leaves a row without what names it, since a verdict took that away or rejected its hit.
    """
    judged = list(judged)
    standing = [j for j in judged if j.state in STANDING]
    held, awaited = _given(standing), _given(j for j in judged if j.state == "open")
    found, waiting = [], []
    for one in standing:
        claims = []
        for claim in one.hit.claims:
            lacks = _lacks(one, claim, held)
            if lacks is None:
                claims.append(claim)
                continue
            table, entity, column = lacks
            if column not in awaited.get((one.hit.source_id, table, entity), ()):
                raise _taken_away(one, claim, lacks, folder)
            waiting.append(f"{one.hit.source_id}, {claim.table} {claim.entity}: its {column or table} is open")
            if table != claim.table:  # a reference: the rest of the claim can do without
                refs = {name: ref for name, ref in claim.refs.items() if ref != entity}
                claims.append(Claim(claim.table, claim.entity, claim.values, refs))
        hit = one.hit
        kept = (
            hit
            if len(claims) == len(hit.claims) and all(a is b for a, b in zip(claims, hit.claims, strict=True))
            else (Hit(hit.rule_id, hit.rule_version, hit.source_id, hit.start, hit.end, claims))
        )
        if claims:
            found.append(Standing(kept, one.state, one.passes, one.checked_on))
    return found, waiting


def _given(judged: Iterable[Judged]) -> dict[tuple[str, str, str], set[str]]:
    """(source, table, entity) -> the columns that these hits give it; the empty name stands for the thing itself."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for one in judged:
        for claim in one.hit.claims:
            found.setdefault((one.hit.source_id, claim.table, claim.entity), {""}).update(claim.values)
    return found


def _lacks(one: Judged, claim: Claim, held: Mapping[tuple[str, str, str], set[str]]) -> tuple[str, str, str] | None:
    """(table, entity, column) of the first thing that a claim hangs on and nothing that stands gives."""
    source = one.hit.source_id
    whole = held[source, claim.table, claim.entity] if claim.table in ("quotes", "agreement_mentions") else set(claim.values)
    column = next((column for column in _NAMING.get(claim.table, ()) if column not in whole), None)
    if column is not None:
        return claim.table, claim.entity, column
    body = claim.refs.get("organization_id")
    return ("organizations", body, "") if body and (source, "organizations", body) not in held else None


def _taken_away(one: Judged, claim: Claim, lacks: tuple[str, str, str], folder: Path) -> Problem:
    table, entity, column = lacks
    what = (
        f"no claim that stands gives {claim.table} its {column}"
        if table == claim.table
        else "no claim that stands gives the organization"
    )
    return Problem(
        what,
        file=folder / f"{one.hit.source_id}.jsonl",
        place=f"hit {one.key}",
        value=claim.entity if table == claim.table else entity,
        remedy="reject or correct this hit too, or let the hit that gives it stand",
    )


def hold_back(rows: Rows, contract: Mapping[str, Table]) -> list[str]:
    """Take out of the rows what hangs on rows that are not there; says what, in words.

    A reference that a row can do without is left empty. A row that cannot is held back, and what hangs on it in turn.
    """
    told: list[str] = []
    again = True
    while again:
        again = False
        for name, table in contract.items():
            for row in rows.of(name):
                again = _mend(row, table, rows, told) or again
        again = _alone(rows, told) or again
    return told


def _alone(rows: Rows, told: list[str]) -> bool:
    """Hold back what has lost those that it is nothing without."""
    lost = []
    for name, other, column, least, where, value in _COMPANIONS:
        company = Counter(row.refs.get(column) for row in rows.of(other))
        for row in rows.of(name):
            stated = None if where is None else row.values.get(where)
            concerned = where is None or stated is not None and value in (None, stated)
            if concerned and company[row.id] < least:
                lost.append((name, row.id))
                told.append(f"{name} {row.id} is held back: its {other} are open")
    for name, row_id in lost:
        del rows.tables[name][row_id]
    return bool(lost)


def _mend(row: Row, table: Table, rows: Rows, told: list[str]) -> bool:
    for key in table.foreign_keys:
        for column in key.columns:
            wanted = row.refs.get(column) or row.values.get(column)
            if wanted is None or key.target in ("sources", "provenance", "rules") or wanted in rows.tables.get(key.target, {}):
                continue
            told.append(f"{table.name} {row.id}: {wanted} is not published, so its {column} is held back")
            row.refs.pop(column, None)
            row.values.pop(column, None)
            row.stated.pop(column, None)
            if not _whole(row, table) or column == table.parent:
                del rows.tables[table.name][row.id]
            return True
    if not _whole(row, table):
        told.append(f"{table.name} {row.id} is held back: what names it is open")
        del rows.tables[table.name][row.id]
        return True
    return False


def _whole(row: Row, table: Table) -> bool:
    """Does a row have what it cannot be without? Columns that are made later are not asked for."""
    for column in table.columns:
        made_later = column.name not in table.owed and not column.name.endswith("_id") or column.name == table.primary_key
        if column.required and not made_later and not (column.name == "name" and table.name in _COMPOSED):
            if column.name not in ("source_id", "utterance_id") and row.values.get(column.name) is None:
                return False
    for rule in table.conditions:
        stated = row.values.get(rule.column)
        if stated is not None and (rule.values is None or stated in rule.values):
            if any(row.values.get(name) is None for name in rule.required if name in _kept(table)):
                return False
    return all(any(row.values.get(name) is not None for name in group) for group in table.one_of)


def _kept(table: Table) -> frozenset[str]:
    """The columns that a row has before anything is made of it: what is owed evidence, and references."""
    return frozenset(c.name for c in table.columns if c.name in table.owed or c.name.endswith("_id"))
