"""The release as one zip: what is in it, and its bytes, which are the same each time and on each Python.

The layout is that of a checkout, so that what reads and checks a checkout reads and checks the unpacked zip. Nothing of
`seeds/` is in it. This module writes no file and judges nothing; `release` does.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..contract import load_contract, read_json
from ..errors import Problem
from ..export import citation, export
from ..export.source import json_text
from ..gate.container import packed
from ..reader import Release
from ..released import ARCHIVE, DATASET, DESCRIPTOR, SCHEMAS, SUMS, released_names
from .croissant import croissant

# As they are in the checkout. CITATION.cff gets its version here, since there it has none to forget.
_AS_THEY_ARE = (
    "CHANGELOG.md",
    "LICENSE",
    "RIGHTS.md",
    "docs/codebook.md",
    "docs/adding-a-report.md",
    "docs/checks.md",
    "docs/rules.md",
    "docs/limits.md",
    "docs/queries.md",
    "docs/validation.md",
)
_CITATION = "CITATION.cff"


def archive_name(version: str) -> str:
    """What the zip of a version is called."""
    return f"baghdad-tehran-{version}.zip"


def archive_files(root: Path) -> dict[str, bytes]:
    """Every file of the zip by its name, sorted: the release in `root`, other forms of it, and what explains it."""
    package = read_json(root / DESCRIPTOR)
    version, day = str(package["version"]), release_day(root, str(package["version"]))
    files = {name: (root / name).read_bytes() for name in released_names(root)}
    for name in _AS_THEY_ARE:
        files[name] = _read(root / name)
    files[_CITATION] = _cited(_read(root / _CITATION), version, day)
    files["README.md"] = _readme(package).encode("utf-8")
    contract = load_contract(root / SCHEMAS)
    sizes = {name: len(files[f"{DATASET}/{name}.parquet"]) for name in contract}
    files[ARCHIVE] = json_text(croissant(package, contract, sizes, day)).encode("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        done = export(Release(root), "csv", Path(folder) / "csv")
        for name in done.files:
            files[f"csv/{name}"] = (done.folder / name).read_bytes()
    files.pop(SUMS, None)
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return dict(sorted((files | {SUMS: sums.encode("utf-8")}).items()))


def archive_bytes(files: Mapping[str, bytes]) -> bytes:
    """The zip, in the one form that the gate takes for a release's."""
    return packed(files)


def release_day(root: Path, version: str) -> str | None:
    """The day of a version, as its heading in the changelog has it; None where it has none. Problem where it has no heading."""
    path = root / "CHANGELOG.md"
    heading = re.compile(rf"## {re.escape(version)}(?:\W+([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}))?\W*")
    for line in _read(path).decode("utf-8").splitlines():
        if match := heading.fullmatch(line):
            return match[1]
    raise Problem("says nothing of this version", file=path, value=version, remedy=f"Write a section ## {version}, data first.")


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise Problem("the file is missing, and belongs to a release", file=path)
    return path.read_bytes()


def _cited(citation: bytes, version: str, day: str | None) -> bytes:
    text = citation.decode("utf-8")
    if re.search(r"^(version|date-released):", text, re.MULTILINE):
        raise Problem("names a version or a day itself", file=_CITATION, remedy="Leave it out: the release writes it.")
    return (text + f"version: {version}\n" + (f"date-released: {day}\n" if day else "")).encode("utf-8")


def _readme(package: Mapping[str, Any]) -> str:
    return f"""\
# {package["title"]}

Version {package["version"]}. {package["description"]}

| | |
|---|---|
| `dataset/` | the tables (Parquet); `dataset/README.md` says what every table and column is |
| `csv/` | the same tables as CSV, with a data package of their own |
| `schemas/` | the same of every table and column, for programs |
| `datapackage.json`, `croissant.json` | the descriptor (Data Package); Croissant metadata |
| `docs/` | what counts as a row, and how hard cases are decided; how rules work, and how their hits were read |
| `build/` | the rules and vocabulary that found the rows |
| `CHANGELOG.md`, `CITATION.cff` | what changed with each version; how to cite |
| `LICENSE`, `RIGHTS.md` | who holds what rights, and on what terms |
| `SHA256SUMS` | the hash of every other file |

## Open it

From the folder in which you unpacked it, with whatever you have:

```console
$ duckdb -c "SELECT * FROM 'dataset/quotes.parquet'"
$ frictionless validate datapackage.json
$ frictionless validate csv/datapackage.json
$ sha256sum --check SHA256SUMS
```

With the Python package `baghdad-tehran` of the same version, the same tables are at hand without this archive:
`baghdad-tehran tables`, `baghdad-tehran evidence people qasim-al-araji`.

## Cite it

> {citation(package)}

Tables are under CC BY 4.0; quoted words remain their speakers' and publishers'. See `RIGHTS.md`.
"""
