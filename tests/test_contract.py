"""The schemas as they are, and what the loader says of schemas that are not as they must be."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tiny import SCHEMAS

from baghdad_tehran.contract import EVIDENCE, TABLES, load_contract
from baghdad_tehran.errors import Problem

CONTRACT = load_contract(SCHEMAS)


def test_tables_come_after_those_they_refer_to() -> None:
    assert tuple(CONTRACT) == TABLES
    for table in CONTRACT.values():
        for key in table.foreign_keys:
            assert TABLES.index(key.target) <= TABLES.index(table.name)


def test_a_column_name_means_the_same_everywhere() -> None:
    meanings: dict[str, set[tuple[str, str, str]]] = {}
    for table in CONTRACT.values():
        for column in table.columns:
            meanings.setdefault(column.name, set()).add((column.type, column.title, column.description))
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


def test_every_id_refers_to_its_table() -> None:
    keys = {table.primary_key: table.name for table in CONTRACT.values() if table.primary_key != "participant_id"}
    for table in CONTRACT.values():
        refers = {name for key in table.foreign_keys for name in key.columns}
        for name in table.names[1:]:
            assert (name in keys) <= (name in refers), (table.name, name)


def test_patterns_mean_the_same_to_python_and_duckdb() -> None:
    import duckdb

    samples = [
        "",
        " ",
        "a",
        " a",
        "a ",
        "a\n",
        "a\x1b[31m",
        "Şükrü",
        "IQ-KR",
        "IRQ",
        "irq",
        "2025-08",
        "2025-13",
        "2025-08-32",
        "2025-10-21?",
        "2025-12-12/..",
        "../2025-01-01",
        "../..",
        "2025/2026~",
        "a/../b",
        "x:0000001-2:ab",
        "\x85",
    ]
    patterns = {column.pattern for table in CONTRACT.values() for column in table.columns if column.pattern}
    for pattern in patterns:
        for sample in samples:
            (found,) = duckdb.execute("SELECT regexp_full_match(?, ?)", [sample, pattern]).fetchone()  # type: ignore[misc]
            assert found == bool(re.fullmatch(pattern, sample)), (pattern, sample)


@pytest.mark.parametrize("text", ["2025-10-21", "2025-08", "2025", "2025-12-12/..", "../2025-01-01", "2025-01/2025-02-03",
                                  "2025-10-21?", "2025~", "2025-10-21~/.."])  # fmt: skip
def test_dates_that_edtf_allows(text: str) -> None:
    from baghdad_tehran.edtf import bounds

    pattern = CONTRACT["meetings"].column("date").pattern
    assert pattern and re.fullmatch(pattern, text)
    assert bounds(text) != (None, None)


@pytest.mark.parametrize(
    "text", ["", "2025-1", "25-10-21", "2025-13", "2025-10-32", "../..", "/", "2025/", "Oct 2025", "2025-10-21 "]
)
def test_dates_that_edtf_does_not_allow(text: str) -> None:
    pattern = CONTRACT["meetings"].column("date").pattern
    assert pattern and not re.fullmatch(pattern, text)


def test_evidence_tables_owe_no_evidence_and_no_id_does() -> None:
    for table in CONTRACT.values():
        assert not (table.name in EVIDENCE and table.owed)
        free = r".*_id|.*_char|.*_from|.*_to|date_precision|date_basis|utterance_relation|path|language|sha256|url|retrieved"
        assert [name for name in table.owed if re.fullmatch(free, name)] == []


def field(schema: dict[str, Any], name: str) -> dict[str, Any]:
    return next(entry for entry in schema["fields"] if entry["name"] == name)


BROKEN: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "misspelt property": (lambda s: s.update(primarykey="person_id"), "understands"),
    "misspelt constraint": (lambda s: field(s, "name")["constraints"].update(minlength=1), "understands"),
    "constraint of another type": (lambda s: field(s, "name")["constraints"].update(minimum=1), "understands"),
    "unknown type": (lambda s: field(s, "name").update(type="text"), "unknown type"),
    "no description": (lambda s: field(s, "name").pop("description"), "description"),
    "pattern not wrapped": (lambda s: field(s, "country")["constraints"].update(pattern="a|b"), "wrapped"),
    "pattern that cannot be compiled": (
        lambda s: field(s, "country")["constraints"].update(pattern="(?:()"),
        "compiled",
    ),
    "example of another type": (lambda s: field(s, "name").update(example=3), "example"),  # patterns: see test_mutants
    "missing values": (lambda s: s.update(missingValues=[""]), "missingValues"),
    "key that is not the first column": (lambda s: s.update(primaryKey="name"), "primary key"),
    "owed column that is not there": (lambda s: s.update(provenance=["nome"]), "does not have"),
    "column twice": (lambda s: s["fields"].append(field(s, "name")), "same name"),
    "column that means something else": (lambda s: field(s, "name").update(description="x"), "differs"),
    "wrong name": (lambda s: s.update(name="persons"), "name must be"),
    "key to a column that is not unique": (
        lambda s: s.update(foreignKeys=[{"fields": "name", "reference": {"resource": "organizations", "fields": "name"}}]),
        "unique",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_schemas_are_refused(case: str, tmp_path: Path) -> None:
    shutil.copytree(SCHEMAS, tmp_path / "schemas")
    path = tmp_path / "schemas" / "people.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    change, words = BROKEN[case]
    change(schema)
    path.write_text(json.dumps(schema), encoding="utf-8")
    with pytest.raises(Problem, match=words):
        load_contract(tmp_path / "schemas")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1, "a": 2}', '{"a": NaN}', "[" * 100_000])
def test_what_is_no_json_object_is_refused(text: str, tmp_path: Path) -> None:
    shutil.copytree(SCHEMAS, tmp_path / "schemas")
    (tmp_path / "schemas" / "people.json").write_text(text)
    with pytest.raises(Problem, match="JSON"):
        load_contract(tmp_path / "schemas")


def test_a_missing_and_a_superfluous_schema_are_refused(tmp_path: Path) -> None:
    shutil.copytree(SCHEMAS, tmp_path / "schemas")
    (tmp_path / "schemas" / "people.json").rename(tmp_path / "schemas" / "persons.json")
    with pytest.raises(Problem, match="missing"):
        load_contract(tmp_path / "schemas")
    shutil.copy(SCHEMAS / "people.json", tmp_path / "schemas")
    with pytest.raises(Problem, match="no table"):
        load_contract(tmp_path / "schemas")


def test_a_problem_says_where_and_what_to_do_and_drives_no_terminal() -> None:
    import pickle

    problem = Problem("unknown kind", file="a\x1b[31m.csv", place="row 3", value="ofice\n", remedy="Known: office, rank")
    assert str(problem) == "a\\x1b[31m.csv, row 3: unknown kind (found 'ofice\\n')\n  Known: office, rank"
    assert str(pickle.loads(pickle.dumps(problem))) == str(problem)
