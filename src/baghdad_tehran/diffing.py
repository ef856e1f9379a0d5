"""Two releases compared, table by table: rows added, withdrawn and changed, and by which rule or verdict. Needs DuckDB alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .contract import EVIDENCE
from .errors import printable
from .reader import identifier
from .terminal import text_of

if TYPE_CHECKING:
    from .reader import Release

COLUMNS = ("table", "change", "key", "column", "old", "new", "because")
_NAMED = 12  # ids that a line of the changelog names

Values = dict[str, Any]
Grounds = dict[tuple[str, str, str], frozenset[tuple[str, str, str]]]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `change`: added, withdrawn or changed; `column`, `old`, `new` for what was changed; `because`: rule or verdict."""

    table: str
    change: str
    key: str
    column: str | None = None
    old: str | None = None
    new: str | None = None
    because: str | None = None


def compare(old: Release, new: Release) -> list[Change]:
    """Every difference, in the order of the tables and of the keys; tables that only one of them has count whole."""
    before, after = _grounds(old), _grounds(new)
    changes: list[Change] = []
    for name in dict.fromkeys([*new.files, *old.files]):
        mine, theirs = _rows(old, name), _rows(new, name)
        for key in sorted(set(mine) | set(theirs)):
            if key not in mine:
                changes.append(Change(name, "added", key, because=_rules(after, name, key)))
            elif key not in theirs:
                changes.append(Change(name, "withdrawn", key, because=_rules(before, name, key)))
            else:
                changes += _changed(name, key, mine[key], theirs[key], before, after)
    return changes


def _changed(name: str, key: str, mine: Values, theirs: Values, before: Grounds, after: Grounds) -> Iterator[Change]:
    for column in dict.fromkeys([*theirs, *mine]):
        a, b = mine.get(column), theirs.get(column)
        if a != b:
            old, new = (None if v is None else text_of(v) for v in (a, b))
            yield Change(name, "changed", key, column, old, new, _because(before, after, name, key, column))


def _rows(release: Release, name: str) -> dict[str, Values]:
    """The rows of one table by their key; none where the release lacks the table."""
    if name not in release.files:
        return {}
    result = release.con.execute(f"SELECT * FROM {identifier(name)}")
    columns = [column[0] for column in result.description or ()]
    key = release.contract[name].primary_key if name in release.contract else columns[0]
    at = columns.index(key)
    return {str(row[at]): dict(zip(columns, row, strict=True)) for row in result.fetchall()}


def _grounds(release: Release) -> Grounds:
    """(table, row, column) -> the (rule, version, verdict) of everything that the value rests on."""
    found: dict[tuple[str, str, str], set[tuple[str, str, str]]] = {}
    query = "SELECT DISTINCT table_name, row_id, column_name, rule_id, rule_version, verdict FROM provenance"
    for table, row, column, *ground in release.con.execute(query).fetchall():
        found.setdefault((table, row, column), set()).add((ground[0], ground[1], ground[2]))
    return {place: frozenset(grounds) for place, grounds in found.items()}


def _rules(grounds: Grounds, table: str, row: str) -> str | None:
    """The rules, and the verdicts that are no plain yes, which a whole row rests on."""
    return _said({ground for (t, r, _), found in grounds.items() if (t, r) == (table, row) for ground in found})


def _because(before: Grounds, after: Grounds, table: str, row: str, column: str) -> str | None:
    """What is new about the grounds of one value; where nothing is, the rules that it rests on."""
    was, now = before.get((table, row, column), frozenset()), after.get((table, row, column), frozenset())
    return _said((now - was) or now or was)


def _said(grounds: Iterable[tuple[str, str, str]]) -> str | None:
    told = {
        f"rule {rule} {version}" + ("" if verdict == "accepted" else f", {verdict} by hand") for rule, version, verdict in grounds
    }
    return "; ".join(sorted(told)) or None


def changelog(changes: Iterable[Change]) -> str:
    """The data part of a changelog, in Markdown: facts row by row, evidence as counts."""
    by_table: dict[str, list[Change]] = {}
    for change in changes:
        by_table.setdefault(change.table, []).append(change)
    lines = []
    for table, found in by_table.items():
        counts = Counter(c.change for c in {(c.change, c.key): c for c in found}.values())
        summary = ", ".join(f"{counts[kind]} {kind}" for kind in ("added", "withdrawn", "changed") if counts[kind])
        lines.append(f"- `{table}`: {summary}")
        if table not in EVIDENCE:
            lines += _detailed(found)
    return "\n".join(lines) if lines else "- No value of any table changed."


def _detailed(found: list[Change]) -> Iterator[str]:
    for kind in ("added", "withdrawn"):
        keys = [c.key for c in found if c.change == kind]
        if keys:
            more = f" and {len(keys) - _NAMED} more" if len(keys) > _NAMED else ""
            yield f"  - {kind}: " + ", ".join(f"`{key}`" for key in keys[:_NAMED]) + more
    for c in found:
        if c.change == "changed":
            why = f" ({c.because})" if c.because else ""
            yield printable(f"  - `{c.key}`, {c.column}: {_shown(c.old)} → {_shown(c.new)}{why}")


def _shown(value: str | None) -> str:
    return "nothing" if value is None else f"“{' '.join(value.split())}”"
