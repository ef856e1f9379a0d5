"""Ways to change a copy of the checkout so that it does not build, and what a build must say of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SOURCE = "001_bf9d26c0367c8153"
SEED = f"seeds/{SOURCE}.txt"
LEDGER = f"build/checks/{SOURCE}.jsonl"
BLIND = f"build/checks/blind/{SOURCE}.jsonl"
HEAD = {"table": "quotes", "column": "cue", "value": "stresses", "spans": [[11, 19]]}


def replace(name: str, old: str, new: str, count: int = 1) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text, f"{name} no longer holds {old!r}: choose another for this test"
        (root / name).write_text(text.replace(old, new, count), encoding="utf-8")

    return change


def append(name: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")

    return change


def rule(pattern: str = "{PERSON:who} waved", **keys: str) -> str:
    """A rule file of one rule, sound but for what is changed."""
    entry = {"id": "waved", "says": "Somebody waved.", "stage": "sentence", "frame": "presence"} | keys
    return "\n".join(["[[rule]]", *(f'{key} = "{value}"' for key, value in entry.items()), f"pattern = '''{pattern}'''", ""])


def new_rule(*args: str, **keys: str) -> Callable[[Path], None]:
    return append("build/rules/zz_new.toml", rule(*args, **keys))


def identities(kind: str, *rows: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / "build" / "identities").mkdir(exist_ok=True)
        text = "left,right,decision,basis,reason,coder,date\n" + "".join(row + "\n" for row in rows)
        (root / "build" / "identities" / f"{kind}.csv").write_text(text, encoding="utf-8")

    return change


def verdict(**keys: object) -> Callable[[Path], None]:
    entry = {"hit": "0" * 16, "pass": 1, "coder": "a", "date": "2026-01-01", "verdict": "accepted"} | keys
    return append(LEDGER, json.dumps(entry) + "\n")


def first_verdict(**keys: object) -> Callable[[Path], None]:
    """The first verdict of the ledger, which a hit answers to, with other keys."""

    def change(root: Path) -> None:
        first, rest = (root / LEDGER).read_text(encoding="utf-8").split("\n", 1)
        (root / LEDGER).write_text(json.dumps(json.loads(first) | keys) + "\n" + rest, encoding="utf-8")

    return change


def correction(**keys: object) -> Callable[[Path], None]:
    """The first hit, a quote, corrected by a third pass that settles it."""
    return first_verdict(**({"pass": 3, "verdict": "corrected", "reason": "r"} | keys))


def void_quote() -> str:
    """The id of a quote that no rule finds."""
    return f"{SOURCE}:0000001-3:{hashlib.sha256(b'quote:1-3').hexdigest()[:4]}"


def schema(name: str, change: Callable[[dict[str, list[dict[str, object]]]], object]) -> Callable[[Path], None]:
    def apply(root: Path) -> None:
        path = root / "schemas" / f"{name}.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        change(content)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    return apply


def write(name: str, raw: bytes) -> Callable[[Path], None]:
    return lambda root: (root / name).write_bytes(raw) and None


def remove(name: str) -> Callable[[Path], None]:
    return lambda root: (root / name).unlink()


def ledger_line(root: Path) -> str:
    return f"line {len((root / LEDGER).read_text(encoding='utf-8').splitlines())}"


@dataclass(frozen=True)
class Case:
    name: str
    change: Callable[[Path], None]
    # What the message must hold: file, place, value, remedy.
    says: tuple[str, ...]
    # And what only the changed checkout can tell.
    also: Callable[[Path], str] | None = None
