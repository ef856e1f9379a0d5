"""Do double spaces and wrapped lines change what is found? They must not; and every span stays where its words are."""

from __future__ import annotations

from pathlib import Path

import pytest

from baghdad_tehran.contract import load_contract
from baghdad_tehran.make.examples import document
from baghdad_tehran.make.extraction import load_extractor
from baghdad_tehran.make.single import rows_of_document

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = load_contract(ROOT / "schemas")
EXTRACTOR = load_extractor(ROOT / "build")

EVEN = (
    "Chilean Foreign Minister Ana Silva met the Peruvian Minister for Rivers and Border Protection Luis Rojas in "
    "Lima on March 3, 2021. "
    "“The sea is wide enough,” Silva said."
)


def _rows(text: str) -> list[tuple[str, object, object]]:
    rows = list(rows_of_document(EXTRACTOR, CONTRACT, document(text)))
    for row in rows:
        for spans in row["spans"].values():
            assert all(0 <= s < e <= len(text) for s, e in spans)
    return [
        (row["table"], row["values"].get("name") or row["values"].get("title"), row["values"].get("country"))
        for row in rows
        if row["table"] in ("people", "roles", "meetings")
    ]


@pytest.mark.parametrize(
    "uneven", [EVEN.replace(" ", "  "), EVEN.replace("Minister ", "Minister \t").replace("Luis ", "Luis   ")]
)
def test_runs_of_spaces_are_one_space(uneven: str) -> None:
    assert _rows(uneven) == _rows(EVEN)


def test_a_wrapped_paragraph_is_one() -> None:
    body = (
        "The ministers spoke of the sea and of the rivers that both states share, and of the boats which are on them "
        "all the year."
    )
    text = f"{EVEN}\n\n{body} {body}\n\n{body}"
    wrapped = "\n\n".join(_wrapped(paragraph) for paragraph in text.split("\n\n"))
    assert wrapped.count("\n") > text.count("\n") + 5
    assert _rows(wrapped) == _rows(text)


def test_short_lines_that_end_are_no_wrapped_paragraph() -> None:
    lines = [
        "The ministers of the two states met in the old port of Lima.",
        "They spoke of fish.",
        "President Rosa Vidal was not there at all.",
    ]
    text = "\n".join(lines * 2)
    assert ("people", "Rosa Vidal", None) in _rows(text)


def _wrapped(text: str) -> str:
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) > 72:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
