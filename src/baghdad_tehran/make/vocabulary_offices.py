"""Offices and ranks as `build/vocabulary/offices.toml` has them: each form, the mark that it makes, and the mark's attributes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import Problem
from .curated import needed

Form = tuple[str, str, bool, dict[str, Any]]
"""(form, kind of mark, only as written, attributes of the mark)"""


def office_forms(data: dict[str, Any], path: Path) -> Iterator[Form]:
    """Every form of a post, of several holders of one, of a rank and of a prefix. Problem: an entry is not whole, or ambiguous."""
    for title, forms in data["secretaries"].items():
        for form in forms:
            yield form, "POST", False, {"title": title}
    yield from _ministers(data["portfolios"], path)
    extras: dict[str, dict[str, Any]] = {}
    forms_of: dict[str, list[str]] = {}
    for entry in data["post"]:
        needed(entry, ("title", "forms"), path, "[[post]]")
        title = entry["title"]
        extra = {k: v for k, v in entry.items() if k not in ("title", "forms", "plural", "exact")}
        extras.setdefault(title, extra)
        forms_of.setdefault(title, []).extend(entry["forms"])
        for form in entry.get("exact", []):
            yield form, "POST", True, {"title": title, **extra}
        for form in entry["forms"]:
            for written in _written(form):
                yield written, "POST", False, {"title": title, **extra}
        for form in entry.get("plural", []):
            yield form, "POSTS", False, {"title": title, **extra}
    for title, sorts in data["sorts"].items():
        words = forms_of.get(title) or [title.lower()]
        extra = {k: v for k, v in extras.get(title, {"body": True}).items() if k in ("body", "link")}
        for sort in sorts:
            for form in (f"{sort} {word}" for word in words):
                for written in _written(form):
                    yield written, "POST", False, {"title": f"{_capitals(sort)} {title}", **extra}
    for title, forms in data["ranks"].items():
        for form in forms:
            yield form, "RANK", False, {"title": title}
    for kept in ("dropped", "kept"):
        for word in data["prefixes"].get(kept, []):
            yield word, "PREFIX", False, {"kept": kept == "kept"}


def ministries(data: dict[str, Any]) -> dict[str, str]:
    """What a ministry is called by, and its portfolio."""
    return {name: portfolio for portfolio, names in data["portfolios"].items() for name in names if not name.startswith("the ")}


def _ministers(portfolios: dict[str, list[str]], path: Path) -> Iterator[Form]:
    owners: dict[str, str] = {}
    for portfolio, names in portfolios.items():
        title = f"Minister of {portfolio}"
        for name in names:
            if owners.setdefault(name.lower(), portfolio) != portfolio:
                raise Problem(
                    "form is given to two portfolios",
                    file=path,
                    place=f"portfolios, {owners[name.lower()]} and {portfolio}",
                    value=name,
                    remedy="keep it with one of them",
                )
            for form in (f"{name} minister", f"minister of {name}", f"minister for {name}", f"minister of the {name}"):
                yield form, "POST", False, {"title": title, "portfolio": form.endswith(" minister")}
            yield f"{name} secretary", "POST", False, {"title": f"Secretary of {portfolio}"}
            for form in (f"{name} ministers", f"ministers of {name}", f"ministers for {name}"):
                yield form, "POSTS", False, {"title": title}


def _written(form: str) -> tuple[str, ...]:
    """A form of two words also with a hyphen: "permanent-secretary"."""
    return (form, form.replace(" ", "-")) if form.count(" ") == 1 and "-" not in form else (form,)


def _capitals(words: str) -> str:
    return " ".join(w if w in ("and", "of") else w[:1].upper() + w[1:] for w in words.split())
