"""The contract: what every table and column is, read from `schemas/`.

Everything else that needs to know a table (Arrow types, checks, comments, the data dictionary) takes it from here. This
module reads JSON with the standard library, never looks at data, and accepts no property that it does not understand,
so that a misspelt constraint is an error and not a constraint less.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from .errors import Problem

# Reading order: documents, who, what happened, what was said, evidence. A table comes after all that it refers to.
TABLES: tuple[str, ...] = (
    "sources", "people", "person_names", "organizations", "roles",
    "meetings", "meeting_participants", "meeting_topics", "agreements", "agreement_participants", "agreement_provisions",
    "quotes", "quote_speakers", "agreement_mentions", "agreement_mention_candidates",
    "segments", "rules", "provenance", "conflicts",
)  # fmt: skip
EVIDENCE = frozenset({"segments", "rules", "provenance", "conflicts"})
TYPES: tuple[str, ...] = ("string", "integer", "number", "boolean", "date")
SCHEMA_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"

# Who a participant or party may be without being an organization: ISO 3166-1 alpha-3, or ISO 3166-2.
COUNTRY_OR_REGION = r"(?:[A-Z]{3}|[A-Z]{2}-[A-Z0-9]{1,3})"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `verbatim`: made of the characters of its evidence. `id_of`: a table whose ids it may hold."""

    name: str
    type: str
    title: str
    description: str
    example: str
    required: bool = False
    enum: tuple[str, ...] | None = None
    pattern: str | None = None
    min_length: int | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    note: str | None = None
    id_of: str | None = None
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """`columns` of this table refer to `target_columns` of the table `target`, which may be the table itself."""

    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """Where `column` holds one of `values` (any, if None), `required` columns are filled and `null` ones empty."""

    column: str
    values: tuple[str, ...] | None
    required: tuple[str, ...]
    null: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `owed` are the columns whose values need provenance.

    `one_of`: of each group, one column at least is filled. `parent`: the column whose value, with a slash, begins the
    id. `spans`: the id begins with source, start and end. `span_of`: the column whose evidence the row's own span
    covers. `tiles`: the rows' spans cover each source without gap. `at_most`: the sum of the first never exceeds the
    second.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    primary_key: str
    foreign_keys: tuple[ForeignKey, ...] = ()
    owed: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    conditions: tuple[Condition, ...] = ()
    parent: str | None = None
    spans: bool = False
    span_of: str | None = None
    tiles: bool = False
    at_most: tuple[tuple[tuple[str, ...], str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


_SCHEMA_KEYS = {
    "$schema", "name", "title", "description", "fields", "missingValues", "primaryKey", "foreignKeys",
    "provenance", "one_of", "conditions", "id_from", "span_of", "tiles", "at_most",
}  # fmt: skip
_FIELD_KEYS = {"name", "type", "title", "description", "note", "example", "constraints", "id_of", "verbatim"}
_CONSTRAINT_KEYS = {
    "string": {"required", "enum", "pattern", "minLength"},
    "integer": {"required", "minimum", "maximum"},
    "number": {"required", "minimum", "maximum"},
    "boolean": {"required"},
    "date": {"required"},
}
_MOST_BYTES = 16 << 20  # of one JSON file: no descriptor or schema comes near it
_SPAN_COLUMNS = ("source_id", "start_char", "end_char")


def load_contract(folder: str | Path) -> dict[str, Table]:
    """Read `<folder>/<table>.json` for all tables; the result is in the order of `TABLES`.

    Raises Problem where a schema is missing, superfluous, unreadable, or says something that is not understood.
    """
    if not (folder := Path(folder)).is_dir():
        raise Problem("there is no folder of schemas", file=folder)
    found = {path.stem for path in folder.glob("*.json")}
    for name in TABLES:
        if name not in found:
            raise Problem("the schema of this table is missing", file=folder / f"{name}.json")
    for name in sorted(found - set(TABLES)):
        raise Problem("no table has this name", file=folder / f"{name}.json", remedy="Known: " + ", ".join(TABLES))
    contract = {name: load_table(folder / f"{name}.json") for name in TABLES}
    _check_foreign_keys(contract, folder)
    _check_shared_columns(contract, folder)
    return contract


def load_table(path: str | Path) -> Table:
    """Read one schema. Says nothing about how it fits the others."""
    path = Path(path)
    schema = read_json(path)
    read = _Reader(path)
    read.only(schema, _SCHEMA_KEYS, "the schema")
    # missingValues: in Parquet a null is a null, and no text stands for one.
    for key, due in (("$schema", SCHEMA_PROFILE), ("name", path.stem), ("missingValues", [])):
        if schema.get(key) != due:
            read.fail(f"{key} must be {json.dumps(due)}", value=schema.get(key))
    fields = schema.get("fields")
    if not isinstance(fields, list) or not fields:
        read.fail("fields must be a list, not empty", value=fields)
    columns = tuple(_column(read, field) for field in fields)
    names = [column.name for column in columns]
    if len(set(names)) != len(names):
        read.fail("two columns have the same name", value=names)
    if schema.get("primaryKey") != names[0] or not columns[0].required:
        read.fail("the primary key must be the first column, and required", value=schema.get("primaryKey"))
    keys = tuple(_foreign_key(read, key, path.stem, names) for key in read.list_of(schema, "foreignKeys"))
    known = partial(read.columns, names)
    id_from, span_of, tiles = schema.get("id_from"), schema.get("span_of"), schema.get("tiles", False)
    spans = id_from == list(_SPAN_COLUMNS)
    known([] if spans or id_from is None else [id_from], "id_from")
    known([] if span_of is None else [span_of], "span_of")
    if tiles not in (True, False):
        read.fail("tiles must be true or false", value=tiles)
    if spans or tiles or span_of is not None:
        known(list(_SPAN_COLUMNS), "id_from, tiles, span_of")
    return Table(
        name=path.stem,
        title=read.words(schema, "title"),
        description=read.words(schema, "description"),
        columns=columns,
        primary_key=names[0],
        foreign_keys=keys,
        owed=known(read.list_of(schema, "provenance"), "provenance"),
        one_of=tuple(known(group, "one_of") for group in read.list_of(schema, "one_of")),
        conditions=tuple(_condition(read, entry, names) for entry in read.list_of(schema, "conditions")),
        parent=None if spans else id_from,
        spans=spans,
        span_of=span_of,
        tiles=bool(tiles),
        at_most=tuple(_at_most(read, entry, names) for entry in read.list_of(schema, "at_most")),
    )


def read_json(path: Path) -> dict[str, Any]:
    """One JSON object from a file; Problem where there is none, or where a key stands twice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) != len(pairs):
            names = [name for name, _ in pairs]
            raise ValueError(f"a key stands twice: {sorted({n for n in names if names.count(n) > 1})}")
        return result

    def no_constant(name: str) -> Any:
        raise ValueError(f"{name} is not JSON")

    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError(f"has more than {_MOST_BYTES:,} bytes")
        if not path.is_file():  # a pipe in its place would never end
            raise ValueError("is not a file")
        data = json.loads(path.read_bytes().decode("utf-8"), object_pairs_hook=once, parse_constant=no_constant)
    except FileNotFoundError:
        raise Problem("the file is missing", file=path) from None
    except OSError as error:
        raise Problem(f"cannot be read: {error.strerror}", file=path) from error
    except (ValueError, RecursionError) as error:
        raise Problem(f"is not a JSON object that can be read: {error}", file=path) from error
    if not isinstance(data, dict):
        raise Problem("is not a JSON object", file=path)
    return data


class _Reader:
    """Reads parts of one schema and says where it goes wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fail(self, message: str, *, place: str | None = None, value: Any = None, remedy: str | None = None) -> NoReturn:
        raise Problem(message, file=self.path, place=place, value=value, remedy=remedy)

    def only(self, part: Any, known: Iterable[str], place: str) -> None:
        if not isinstance(part, dict):
            self.fail("must be an object", place=place, value=part)
        for key in part:
            if key not in known:
                self.fail("a property that nothing here understands", place=place, value=key,
                          remedy="Known: " + ", ".join(sorted(known)))  # fmt: skip

    def words(self, part: Mapping[str, Any], key: str, place: str | None = None) -> str:
        value = part.get(key)
        if not isinstance(value, str) or not value.strip():
            self.fail(f"{key} must be text, not empty", place=place, value=value)
        return value

    def list_of(self, part: Mapping[str, Any], key: str) -> list[Any]:
        value = part.get(key, [])
        if isinstance(value, list):
            return value
        self.fail(f"{key} must be a list", value=value)

    def columns(self, names: list[str], value: Any, place: str) -> tuple[str, ...]:
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list):
            self.fail("must be a list of columns", place=place, value=value)
        for name in values:
            if name not in names:
                self.fail("names a column that the table does not have", place=place, value=name)
        return tuple(values)


def _column(read: _Reader, field: Any) -> Column:
    read.only(field, _FIELD_KEYS, "a field")
    name = read.words(field, "name", "a field")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        read.fail("a column name is lowercase snake_case", value=name)
    type_ = field.get("type")
    if type_ not in TYPES:
        read.fail("unknown type", place=name, value=type_, remedy="Known: " + ", ".join(TYPES))
    limits = field.get("constraints")
    read.only(limits, _CONSTRAINT_KEYS[type_], f"constraints of {name}, a {type_}")
    if not isinstance(limits.get("required"), bool):
        read.fail("constraints must say whether it is required", place=name, value=limits.get("required"))
    for key in ("minimum", "maximum", "minLength"):
        value = limits.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            read.fail(f"{key} must be a number", place=name, value=value)
    enum = limits.get("enum")
    if enum is not None and (not isinstance(enum, list) or not enum or not all(isinstance(v, str) and v for v in enum)):
        read.fail("enum must be a list of words, not empty", place=name, value=enum)
    if enum is not None and len(set(enum)) != len(enum):
        read.fail("enum lists a word twice", place=name, value=enum)
    for key in ("note", "id_of"):
        if key in field:
            read.words(field, key, name)
    if field.get("id_of") not in (None, *TABLES) or field.get("verbatim") not in (None, True):
        read.fail("id_of must name a table, verbatim be true", place=name)
    column = Column(
        name=name,
        type=type_,
        title=read.words(field, "title", name),
        description=read.words(field, "description", name),
        example=field.get("example"),
        required=limits["required"],
        enum=None if enum is None else tuple(enum),
        pattern=_pattern(read, limits.get("pattern"), name),
        min_length=limits.get("minLength"),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        note=field.get("note"),
        id_of=field.get("id_of"),
        verbatim=bool(field.get("verbatim", False)),
    )
    if not _fits(column):
        read.fail("the example does not fit the column", place=name, value=column.example)
    return column


def _pattern(read: _Reader, pattern: Any, name: str) -> str | None:
    if pattern is None:
        return None
    # Validators differ in how they anchor a|b; the group makes them agree.
    if not isinstance(pattern, str) or not (pattern.startswith("(?:") and pattern.endswith(")")):
        read.fail("a pattern must be wrapped in (?:…)", place=name, value=pattern)
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        read.fail(f"the pattern cannot be compiled: {error}", place=name, value=pattern)
    return pattern


def _fits(column: Column) -> bool:
    # The example is text whatever the type: the official profile wants it so.
    text = column.example
    shape = {"integer": r"-?[0-9]+", "number": r"-?[0-9]+(\.[0-9]+)?", "boolean": "true|false",
             "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}"}.get(column.type, r"[\s\S]+")  # fmt: skip
    if not isinstance(text, str) or not re.fullmatch(shape, text):
        return False
    if column.enum is not None and text not in column.enum:
        return False
    # Whether it fits its pattern the gate asks, by a matcher that no pattern can keep busy for ever.
    low, high = column.minimum, column.maximum
    return (low is None or float(text) >= low) and (high is None or float(text) <= high)


def _foreign_key(read: _Reader, key: Any, table: str, names: list[str]) -> ForeignKey:
    read.only(key, {"fields", "reference"}, "foreignKeys")
    reference = key.get("reference")
    read.only(reference, {"resource", "fields"}, "foreignKeys")
    columns = read.columns(names, key.get("fields"), "foreignKeys")
    fields = reference.get("fields")
    fields = [fields] if isinstance(fields, str) else fields
    target = reference.get("resource") or table
    if target not in TABLES or not isinstance(fields, list) or len(fields) != len(columns):
        read.fail("a foreign key must name a table and as many columns of it", place=", ".join(columns), value=reference)
    return ForeignKey(columns, target, tuple(fields))


def _condition(read: _Reader, entry: Any, names: list[str]) -> Condition:
    read.only(entry, {"if", "required", "null"}, "conditions")
    where = entry.get("if")
    if not isinstance(where, dict) or len(where) != 1:
        read.fail("a condition must have one column under if", value=where)
    column, values = next(iter(where.items()))
    read.columns(names, [column], "conditions")
    if values != "*" and not (isinstance(values, list) and values and all(isinstance(v, str) for v in values)):
        read.fail("a condition must list values, or say *", place=column, value=values)
    return Condition(
        column,
        None if values == "*" else tuple(values),
        read.columns(names, entry.get("required", []), "conditions"),
        read.columns(names, entry.get("null", []), "conditions"),
    )


def _at_most(read: _Reader, entry: Any, names: list[str]) -> tuple[tuple[str, ...], str]:
    read.only(entry, {"sum", "column"}, "at_most")
    return read.columns(names, entry.get("sum"), "at_most"), read.columns(names, [entry.get("column")], "at_most")[0]


def _check_foreign_keys(contract: Mapping[str, Table], folder: Path) -> None:
    for table in contract.values():
        for key in table.foreign_keys:
            target = contract[key.target]
            file = folder / f"{table.name}.json"
            for name in key.target_columns:
                if name not in target.names:
                    raise Problem(f"a foreign key points at a column that {target.name} does not have", file=file, value=name)
            # Only what holds the whole primary key is unique by contract.
            if target.primary_key not in key.target_columns:
                raise Problem(f"a foreign key points at columns of {target.name} that need not be unique", file=file,
                              value=", ".join(key.target_columns))  # fmt: skip


def _check_shared_columns(contract: Mapping[str, Table], folder: Path) -> None:
    first: dict[str, tuple[Table, Column]] = {}
    for table in contract.values():
        for column in table.columns:
            other_table, other = first.setdefault(column.name, (table, column))
            for part in ("type", "title", "description", "pattern", "min_length", "minimum", "maximum"):
                if getattr(column, part) != getattr(other, part):
                    raise Problem(
                        f"the {part} of this column differs from that in {other_table.name}",
                        file=folder / f"{table.name}.json",
                        place=column.name,
                        value=getattr(column, part),
                        remedy="A column name means the same in every table; put what is particular into note.",
                    )
