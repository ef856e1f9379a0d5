"""Other forms of the tables, for programs that read no Parquet. One module for each form, named `as_` and the form; it has

- `TITLE`: what the form is called, `SAYS`: what it is good for, a sentence or two;
- `CANNOT`: what it cannot carry, a line each (none where every value comes back as it was);
- `write(source, folder)`: writes its files into an empty folder and returns what each is, by name.

A form is written into a folder beside the one asked for, which is renamed when it is whole: all or nothing. Nothing here
changes a release, or needs more than DuckDB (`xlsx`: and XlsxWriter).
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from ..errors import Problem
from ..reader import Misuse, Release, first_line
from .source import Source, open_source

# In the order of --help: what gives every value back, then what other communities read.
FORMS = ("csv", "jsonl", "sqlite", "duckdb", "xlsx", "annotations", "popolo", "ftm")

CITED = "baghdad-tehran: Iran–Iraq diplomacy in 2025 as reported"  # the title, as CITATION.cff has it


def citation(package: Mapping[str, Any]) -> str:
    """How to cite the release that a descriptor describes, as plain text."""
    people = ", ".join(str(one.get("title")) for one in package.get("contributors", ()))
    return f"{people}. {CITED}, version {package.get('version')}. Dataset."


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where: `files` by name, `cannot` what the form cannot carry."""

    folder: Path
    title: str
    files: dict[str, str]
    cannot: tuple[str, ...]


def export(release: Release, form: str, folder: Path, *, guard_formulas: bool = False) -> Exported:
    """Write the tables of a release to `folder` in one of `FORMS`. The folder must not exist, or be empty.

    `guard_formulas`, for CSV: an apostrophe before every text that a spreadsheet program would run as a formula.
    """
    if form not in FORMS:
        raise Misuse("there is no such form", value=form, remedy="Known: " + ", ".join(FORMS))
    if guard_formulas and form != "csv":
        raise Misuse(f"{form} needs no guard against formulas: only --to csv does")
    target = _free(folder)
    module = import_module(f"{__name__}.as_{form}")
    staging = target.parent / f".{target.name}-{secrets.token_hex(4)}"
    source: Source | None = None
    try:
        staging.mkdir()
        source = open_source(release)
        files = module.write(source, staging, guard_formulas) if form == "csv" else module.write(source, staging)
        cannot = tuple(module.CANNOT)
        readme = _readme(source, module.TITLE, module.SAYS, files, cannot)
        (staging / "README.md").write_bytes(readme.encode("utf-8"))
        _put(staging, target)
    except Exception as error:
        if type(error).__module__.partition(".")[0] in ("duckdb", "_duckdb", "sqlite3"):
            raise Problem(f"cannot be written as {form}: {first_line(error)}", file=target) from error
        raise
    finally:
        if source is not None:
            source.con.close()
        shutil.rmtree(staging, ignore_errors=True)
    return Exported(target, module.TITLE, {**files, "README.md": "this list, rights and how to cite"}, cannot)


def _free(folder: Path) -> Path:
    """The folder to write, its links followed. Misuse where something is in the way."""
    target = folder.resolve()
    if os.path.lexists(folder) and not target.is_dir():
        raise Misuse("is not a folder", file=folder, remedy="Name a folder that does not exist yet, or an empty one.")
    if target.is_dir() and any(target.iterdir()):
        raise Misuse("the folder is not empty", file=folder, remedy="Name one that does not exist yet, or an empty one.")
    if not target.parent.is_dir():
        raise Misuse("there is no such folder to write it in", file=target.parent, remedy="Make it first.")
    return target


def _put(staging: Path, target: Path) -> None:
    try:
        if target.is_dir():
            target.rmdir()
        staging.rename(target)
    except OSError as error:
        raise Problem(
            f"the folder cannot be put in place: {error.strerror}", file=target, remedy="Name one that does not exist yet."
        ) from error


def _readme(source: Source, title: str, says: str, files: dict[str, str], cannot: tuple[str, ...]) -> str:
    package = source.package
    lines = [
        f"# {package.get('title', 'baghdad-tehran')}",
        "",
        f"Version {source.version}, as {title}. {says}",
        "",
        "## Files",
        "",
    ]
    lines += [f"- `{name}`: {what}" for name, what in files.items()]
    if cannot:
        lines += ["", "## What this form cannot carry", ""] + [f"- {line}" for line in cannot]
        lines += ["", "All of it is in the tables themselves; `baghdad-tehran export --to csv` gives every value."]
    licences = ", ".join(f"{one.get('title')} ({one.get('path')})" for one in package.get("licenses", ()))
    lines += [
        "",
        "## Rights and citation",
        "",
        f"The tables are under {licences}. Quoted words and excerpts remain their speakers' and publishers'.",
        "",
        f"> {citation(package)}",
    ]
    return "\n".join(lines) + "\n"
