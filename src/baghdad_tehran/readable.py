"""Turns rows into what a person reads on a terminal: fewer columns, fuller cells. Programs get the rows as they are.

Each function takes the rows of one relation of the reader and gives the column heads and cells to print; none prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Printed = tuple[list[str], list[list[str]]]


def columns_of(rows: Iterable[Sequence[Any]]) -> Printed:
    """The rows of `describe(name)`: column, type, and all that is said of it in one cell."""
    printed = []
    for name, type_, required, description, example, allowed, refers_to in rows:
        meaning = [
            description,
            f"One of: {allowed.replace(' | ', ', ')}" if allowed else None,
            f"For example: {example}" if example and not allowed else None,
            f"Refers to: {refers_to}" if refers_to else None,
        ]
        printed.append([name, f"{type_}, never null" if required else type_, "\n".join(filter(None, meaning))])
    return ["column", "type", "meaning"], printed


def evidence_of(rows: Iterable[Sequence[Any]]) -> Printed:
    """The rows of `evidence()`: what is claimed, the words, where they stand, and by what step and check they count."""
    printed = []
    for table, row, column, value, exact, source, start, end, rule, inference, agrees, verdict, passes in rows:
        how = [
            f"{rule}, by {inference}" if inference else rule,
            f"{verdict} in {passes} pass{'' if passes == 1 else 'es'}",
            None if agrees else "differs from what is published",
        ]
        printed.append([f"{table}.{column}\n{row}", value or "", exact, f"{source}\n{start}–{end}", "\n".join(filter(None, how))])
    return ["value of", "value", "words", "where", "how"], printed
