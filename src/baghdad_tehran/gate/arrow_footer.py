"""The Arrow types of a Parquet file's columns, from the Arrow schema that its writer left in the footer.

Parquet has one type for text, Arrow has several (plain, large, by dictionary), and who reads the file with Arrow gets the one
named here. The format is a flatbuffer, of which this reads just the names and types of the fields. It never trusts an offset:
whatever leads out of the bytes is a ValueError.
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Iterator

_SCHEMA = 1  # of MessageHeader
_NAMES = {
    1: "null", 4: "binary", 5: "string", 6: "bool", 7: "decimal", 9: "time", 10: "timestamp", 11: "interval", 12: "list",
    13: "struct", 14: "union", 15: "fixed-size binary", 16: "fixed-size list", 17: "map", 18: "duration", 19: "large binary",
    20: "large string", 21: "large list", 22: "run-end encoded", 23: "binary view", 24: "string view", 25: "list view",
    26: "large list view",
}  # fmt: skip
_INT, _FLOAT, _DATE = 2, 3, 8
_FLOATS = {0: "halffloat", 1: "float", 2: "double"}
_DATES = {0: "date32[day]", 1: "date64[ms]"}
_CONTINUED = b"\xff\xff\xff\xff"
_MOST_FIELDS = 10_000


def arrow_types(stored: bytes) -> Iterator[tuple[str, str]]:
    """(column, type) of each top-level column, from the value of `ARROW:schema`; ValueError where it is none."""
    try:
        message = base64.b64decode(stored, validate=True)
        yield from _fields(message[8:] if message.startswith(_CONTINUED) else message[4:])
    except (struct.error, binascii.Error, UnicodeDecodeError, OverflowError) as error:
        raise ValueError(f"is no Arrow schema: {error}") from error


class _Table:
    """One table of a flatbuffer."""

    def __init__(self, data: bytes, position: int) -> None:
        self.data, self.position = data, position
        self.slots = position - _number(data, "<i", position)
        self.size = _number(data, "<H", self.slots)

    def place(self, slot: int) -> int | None:
        """Where a field stands, None where it is left out."""
        entry = 4 + 2 * slot
        offset = _number(self.data, "<H", self.slots + entry) if entry + 2 <= self.size else 0
        return self.position + offset if offset else None

    def number(self, slot: int, form: str, default: int = 0) -> int:
        place = self.place(slot)
        return default if place is None else _number(self.data, form, place)

    def target(self, slot: int) -> int | None:
        """Where what a field refers to stands."""
        place = self.place(slot)
        return None if place is None else place + _number(self.data, "<I", place)


def _fields(data: bytes) -> Iterator[tuple[str, str]]:
    message = _Table(data, _number(data, "<I", 0))
    header = message.target(2)
    if message.number(1, "<B") != _SCHEMA or header is None:
        raise ValueError("is no Arrow schema")
    fields = _Table(data, header).target(1)
    count = 0 if fields is None else _number(data, "<I", fields)
    if count > _MOST_FIELDS:
        raise ValueError(f"has {count} columns")
    for index in range(count):
        place = (fields or 0) + 4 + 4 * index
        field = _Table(data, place + _number(data, "<I", place))
        name = field.target(0)
        yield "" if name is None else _text(data, name), _type(data, field)


def _type(data: bytes, field: _Table) -> str:
    kind, place = field.number(2, "<B"), field.target(3)
    detail = None if place is None else _Table(data, place)
    if kind == _INT and detail:
        name = f"{'int' if detail.number(1, '<B') else 'uint'}{detail.number(0, '<i')}"
    elif kind == _FLOAT and detail:
        name = _FLOATS.get(detail.number(0, "<h"), "float")
    elif kind == _DATE and detail:
        name = _DATES.get(detail.number(0, "<h", 1), "date")
    else:
        name = _NAMES.get(kind, f"type {kind}")
    return f"dictionary of {name}" if field.place(4) is not None else name


def _text(data: bytes, place: int) -> str:
    size = _number(data, "<I", place)
    if place + 4 + size > len(data):
        raise ValueError("ends before its last name does")
    return data[place + 4 : place + 4 + size].decode("utf-8")


def _number(data: bytes, form: str, place: int) -> int:
    if place < 0:
        raise ValueError("an offset leads out of it")
    (value,) = struct.unpack_from(form, data, place)
    return int(value)
