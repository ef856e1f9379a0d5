"""CREATE TABLE from the contract: keys, foreign keys, closed lists and conditions, in SQL that SQLite and DuckDB both read."""

from __future__ import annotations

from collections.abc import Mapping

from ..contract import Column, Condition, Table
from ..reader import identifier, literal


def create_table(
    table: Table,
    contract: Mapping[str, Table],
    types: Mapping[str, str],
    *,
    deferred: bool = False,
    to_itself: bool = True,
) -> str:
    """The statement for one table. `types`: the type of each column.

    `deferred`: foreign keys are looked at when all rows are in. `to_itself`: keep keys that refer to the table itself.
    """
    lines = [_column(column, types[column.name]) for column in table.columns]
    lines.append(f"PRIMARY KEY ({identifier(table.primary_key)})")
    lines += [f"UNIQUE ({_names(columns)})" for columns in _targets(table, contract)]
    lines += [f"CHECK ({check})" for column in table.columns if (check := _check(column, types[column.name]))]
    lines += [f"CHECK ({' OR '.join(f'{identifier(name)} IS NOT NULL' for name in group)})" for group in table.one_of]
    lines += [f"CHECK ({_implied(condition)})" for condition in table.conditions]
    for key in table.foreign_keys:
        if to_itself or key.target != table.name:
            line = f"FOREIGN KEY ({_names(key.columns)}) REFERENCES {identifier(key.target)} ({_names(key.target_columns)})"
            lines.append(line + (" DEFERRABLE INITIALLY DEFERRED" if deferred else ""))
    return f"CREATE TABLE {identifier(table.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _column(column: Column, type_: str) -> str:
    return f"{identifier(column.name)} {type_}{' NOT NULL' if column.required else ''}"


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(map(identifier, columns))


def _targets(table: Table, contract: Mapping[str, Table]) -> list[tuple[str, ...]]:
    """Columns of this table, other than its primary key alone, that others refer to: they must be unique to be referred to."""
    found = {key.target_columns for other in contract.values() for key in other.foreign_keys if key.target == table.name}
    return sorted(columns for columns in found if columns != (table.primary_key,))


def _check(column: Column, type_: str) -> str:
    name, checks = identifier(column.name), []
    if column.enum:
        checks.append(f"{name} IN ({', '.join(map(literal, column.enum))})")
    if column.type == "boolean" and type_ != "BOOLEAN":
        checks.append(f"{name} IN (0, 1)")
    if column.type == "date" and type_ != "DATE":
        checks.append(f"{name} IS date({name})")
    if column.min_length:
        checks.append(f"length({name}) >= {column.min_length}")
    if column.minimum is not None:
        checks.append(f"{name} >= {column.minimum}")
    if column.maximum is not None:
        checks.append(f"{name} <= {column.maximum}")
    return " AND ".join(checks)


def _implied(condition: Condition) -> str:
    """Not the condition, or all that it asks for. A check that is null passes, so nulls are said in words."""
    name = identifier(condition.column)
    asked = [f"{identifier(column)} IS NOT NULL" for column in condition.required]
    asked += [f"{identifier(column)} IS NULL" for column in condition.null]
    values = None if condition.values is None else ", ".join(map(literal, condition.values))
    otherwise = f"{name} IS NULL" if values is None else f"{name} IS NULL OR {name} NOT IN ({values})"
    return f"{otherwise} OR ({' AND '.join(asked)})"
