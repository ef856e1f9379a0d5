"""Writes the profiles of this folder from the official ones: every keyword that decides what is valid, and no annotation.

    python tests/profiles/derive.py FOLDER       FOLDER holds datapackage.json and tableschema.json as they are published
    python tests/profiles/derive.py FOLDER --check

To a validator both say the same: JSON Schema (draft 7) lets titles, descriptions, defaults, examples and keywords that it does
not know decide nothing. With `--check` nothing is written: exit 1 where a file is not what the official ones give.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# The files that were read: frictionlessdata/datapackage, public/profiles/2.0/, as datapackage.org/profiles/2.0/ serves them.
OFFICIAL = {
    "datapackage.json": "a9ef0fc168b3402ae7aa7d22bbcb798e0db6b639e7ee15ff4aa177463cea7112",
    "tableschema.json": "a67779642acc7f51031d2e881166d31ef8dd90cd8a92c9ff8821d7a8821d0490",
}
_PLAIN = {
    "$schema",
    "type",
    "enum",
    "const",
    "required",
    "format",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
}
_SCHEMA = {"items", "additionalItems", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else"}
_SCHEMAS = {"allOf", "anyOf", "oneOf"}
_NAMED = {"properties", "patternProperties", "definitions"}
_ANNOTATIONS = {"title", "description", "default", "examples", "context", "notes", "options", "propertyOrder", "hidden"}
_UNKNOWN = {"item"}  # stands once in them, perhaps for "items"; to draft 7 it is no keyword


def deciding(schema: Any) -> Any:
    """A schema without what decides nothing. ValueError: a keyword that is neither known to decide nor known not to."""
    if isinstance(schema, bool):
        return schema
    kept: dict[str, Any] = {}
    for keyword, value in schema.items():
        if keyword in _PLAIN:
            kept[keyword] = value
        elif keyword in _SCHEMA:
            kept[keyword] = [deciding(one) for one in value] if isinstance(value, list) else deciding(value)
        elif keyword in _SCHEMAS:
            kept[keyword] = [deciding(one) for one in value]
        elif keyword in _NAMED:
            kept[keyword] = {name: deciding(one) for name, one in value.items()}
        elif keyword not in _ANNOTATIONS | _UNKNOWN:
            raise ValueError(f"whether {keyword!r} decides anything is not known here")
    return kept


def derived(folder: Path) -> dict[str, str]:
    """File name to text. ValueError: a file is not the official one."""
    made = {}
    for name, digest in OFFICIAL.items():
        raw = (folder / name).read_bytes()
        if hashlib.sha256(raw).hexdigest() != digest:
            raise ValueError(f"{name} is not the file that was read for this folder")
        made[name] = json.dumps(deciding(json.loads(raw)), separators=(",", ":")).replace('},"', '},\n"') + "\n"
    return made


def main(arguments: list[str]) -> int:
    different = []
    for name, text in derived(Path(arguments[0])).items():
        if "--check" not in arguments:
            (HERE / name).write_text(text, encoding="utf-8")
        elif (HERE / name).read_text(encoding="utf-8") != text:
            different.append(name)
    print("\n".join(f"{name} is not what the official profile gives" for name in different) or "as the official profiles have it")
    return int(bool(different))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
