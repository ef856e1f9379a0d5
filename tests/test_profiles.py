"""The official profiles of Data Package 2.0 accept the descriptor and the schemas, and are able to refuse them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tiny import SCHEMAS, make_tiny

from baghdad_tehran.contract import TABLES
from baghdad_tehran.released import DESCRIPTOR

ROOT = Path(__file__).resolve().parents[1]
PROFILES = ROOT / "tests" / "profiles"
Validator = Any


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def profile(name: str) -> Validator:
    import jsonschema  # frictionless brings it

    schema = load(PROFILES / f"{name}.json")
    validator = jsonschema.validators.validator_for(schema)  # of the draft that it names
    validator.check_schema(schema)
    return validator(schema)


@pytest.fixture(scope="module")
def package_profile() -> Validator:
    return profile("datapackage")


@pytest.fixture(scope="module")
def schema_profile() -> Validator:
    return profile("tableschema")


def test_the_schemas_are_accepted(schema_profile: Validator) -> None:
    for name in TABLES:
        schema_profile.validate(load(SCHEMAS / f"{name}.json"))


def test_the_descriptor_is_accepted_with_its_schemas_named_and_written_in(package_profile: Validator, tmp_path: Path) -> None:
    make_tiny(tmp_path)
    for folder in (ROOT, tmp_path):
        package = load(folder / DESCRIPTOR)
        package_profile.validate(package)
        for resource in package["resources"]:
            resource["schema"] = load(folder / resource["schema"])
        package_profile.validate(package)


BROKEN: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no resources": lambda p: p.pop("resources"),
    "resources empty": lambda p: p.update(resources=[]),
    "a resource without a name": lambda p: p["resources"][0].pop("name"),
    "a resource without a path": lambda p: p["resources"][0].pop("path"),
    "a path that is absolute": lambda p: p["resources"][0].update(path="/dataset/people.parquet"),
    "bytes as text": lambda p: p["resources"][0].update(bytes="1"),
    "a licence that says nothing": lambda p: p["licenses"].append({"title": "x"}),
    "licences empty": lambda p: p.update(licenses=[]),
    "contributors empty": lambda p: p.update(contributors=[]),
    "title as a number": lambda p: p.update(title=1),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_descriptor_is_refused(case: str, package_profile: Validator) -> None:
    package = load(ROOT / DESCRIPTOR)
    BROKEN[case](package)
    assert not package_profile.is_valid(package)


@pytest.mark.parametrize("change", [
    lambda s: s.pop("fields"),
    lambda s: s.update(fields=[]),
    lambda s: s["fields"][0].pop("name"),
    lambda s: s["fields"][0].update(type="text"),
    lambda s: s["fields"][0]["constraints"].update(required="yes"),
    lambda s: s.update(primaryKey=1),
    lambda s: s.update(foreignKeys=[{"fields": "person_id"}]),
    lambda s: s.update(missingValues=""),
])  # fmt: skip
def test_a_broken_schema_is_refused(change: Callable[[dict[str, Any]], Any], schema_profile: Validator) -> None:
    schema = load(SCHEMAS / "roles.json")
    change(schema)
    assert not schema_profile.is_valid(schema)
