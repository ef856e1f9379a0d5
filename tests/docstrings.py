"""Writes the tables and columns of schemas/ into the docstring of `table`: `python tests/docstrings.py`. A test says when to."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from baghdad_tehran.contract import load_contract

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "src" / "baghdad_tehran" / "__init__.py"
BLOCK = re.compile(r"(?<=says what each means\.\n\n).*?(?=\n\n    Raises)", re.S)
SHORT = {"integer": ":int", "number": ":num", "boolean": ":bool", "date": ":day"}


def columns() -> str:
    """A paragraph for each table, as the docstring has them."""
    lines = []
    for name, table in load_contract(ROOT / "schemas").items():
        named = ", ".join(column.name + SHORT.get(column.type, "") for column in table.columns)
        text = f"{name} (rows × {len(table.columns)}): {named}"
        lines += textwrap.wrap(text, 125, initial_indent="    - ", subsequent_indent="      ", break_on_hyphens=False)
    return "\n".join(lines)


if __name__ == "__main__":
    text = FILE.read_text(encoding="utf-8")
    FILE.write_text(BLOCK.sub(lambda _: columns(), text, count=1), encoding="utf-8")
