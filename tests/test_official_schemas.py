"""Web Annotations and Popolo by the schemas of those who define them, where these are at hand.

They are not shipped here, since they are their authors' own. OFFICIAL_SCHEMAS in the environment names a folder that holds the
two repositories as they are: `web-annotation-tests` (w3c) and `popolo-spec` (popolo-project).
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from baghdad_tehran.export import export
from baghdad_tehran.reader import Release

jsonschema = pytest.importorskip("jsonschema")
referencing = pytest.importorskip("referencing")

ROOT = Path(__file__).resolve().parents[1]
OFFICIAL = Path(os.environ.get("OFFICIAL_SCHEMAS", "where nothing is"))
pytestmark = pytest.mark.skipif(not OFFICIAL.is_dir(), reason="OFFICIAL_SCHEMAS does not name the folder of the official schemas")
W3C = OFFICIAL / "web-annotation-tests"
POPOLO = OFFICIAL / "popolo-spec" / "schemas"


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def exported(form: str, file: str) -> Any:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return read(export(Release(ROOT), form, Path(folder) / form).folder / file)


@cache
def definitions() -> Any:
    pairs = []
    for path in (W3C / "definitions").glob("*.json"):
        resource = referencing.Resource.from_contents(read(path), default_specification=referencing.jsonschema.DRAFT4)
        pairs += [(path.name, resource), (f"https://www.w3.org/{path.name}", resource)]
    return referencing.Registry().with_resources(pairs)


def unmet(item: dict[str, Any], assertions: list[Any]) -> list[str]:
    """The assertions of the W3C that an item fails; a list among them holds alternatives in order, of which one must hold."""
    failed = []
    for assertion in assertions:
        if isinstance(assertion, dict):
            assertion = assertion.get("assertions", [])
        if isinstance(assertion, list):
            if all(unmet(item, [one]) for one in assertion):
                failed.append(str(assertion))
            continue
        schema = read(W3C / assertion)
        valid = jsonschema.Draft4Validator(schema, registry=definitions()).is_valid(item)
        if valid != (schema.get("expectedResult", "valid") == "valid"):
            failed.append(assertion)
    return failed


def test_annotations_meet_every_must_of_the_w3c() -> None:
    collection = exported("annotations", "annotations.jsonld")
    musts = read(W3C / "annotations" / "annotationMusts.test")["assertions"]
    kinds: dict[tuple[str, ...], dict[str, Any]] = {}  # one annotation of each make is enough
    for item in collection["first"]["items"]:
        make = (*sorted(item), *(body["purpose"] for body in item["body"]), *map(str, map(sorted, item["target"]["selector"])))
        kinds.setdefault(make, {"@context": collection["@context"], **item})
    assert len(kinds) > 5
    assert not {name for item in kinds.values() for name in unmet(item, musts)}
    broken = next(iter(kinds.values())) | {"target": None}
    assert unmet({key: value for key, value in broken.items() if key != "id"}, musts), "or nothing would be asked"


def test_popolo_is_valid_by_its_schemas() -> None:
    schemas = {path.stem: read(path) for path in POPOLO.glob("*.json")}
    resources = [
        (schema["id"], referencing.Resource.from_contents(schema, default_specification=referencing.jsonschema.DRAFT3))
        for schema in schemas.values()
    ]
    registry = referencing.Registry().with_resources(resources)
    kinds = {"persons": "person", "organizations": "organization", "posts": "post", "memberships": "membership", "areas": "area"}
    content = exported("popolo", "popolo.json")
    assert set(content) == set(kinds)
    for name, items in content.items():
        schema = schemas[kinds[name]]
        validator = jsonschema.Draft3Validator(schema, registry=registry)
        for item in items:
            assert not [error.message for error in validator.iter_errors(item)], item
            assert set(item) <= set(schema["properties"]), item
        assert list(validator.iter_errors({"id": 5})), "or nothing would be asked"
