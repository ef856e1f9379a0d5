"""Damaged input of every reader, a little of it: `python tests/fuzzing.py --minutes 60` tries much more.

What was once found stands here by its seed or as an input of its own.
"""

from __future__ import annotations

import time

import pytest
from fuzzing import Target, fuzz, targets
from hypothesis import given, settings
from hypothesis import strategies as st

from baghdad_tehran import edtf
from baghdad_tehran.errors import Problem

NAMES = ("schema", "descriptor", "sums", "zip", "arrow", "edtf", "journal", "parquet", "rules", "segment rules", "ledger",
         "identities", "sources", "days", "offices.toml", "calendar.toml", "states.csv", "regions.csv", "reasons", "blind coding",
         "resolutions", "report", "rules at work", "table of reports", "query")  # fmt: skip
FEW = {"parquet": 2, "report": 5, "rules at work": 5, "table of reports": 10, "query": 5} | dict.fromkeys(
    ("offices.toml", "calendar.toml", "states.csv", "regions.csv"), 8
)  # the others are quick
# What was found: names of columns that are no text, and statistics over which pyarrow ends the process, by the seed that makes
# them
# again; patterns with counts of thousands of digits; a backspace for an end of a word; SQL with bytes, and a journal with names,
# that are no text.
SEEDS_ONCE_FOUND = [("table of reports", 1_000_927), ("table of reports", 1_001_337)]
_RULE = b'[[rule]]\nid = "x"\nsays = "x"\nstage = "sentence"\nframe = "presence"\npattern = '
INPUTS_ONCE_FOUND = [
    ("segment rules", b'[[segment]]\nid = "x"\nsays = "x"\npattern = "(?P<date>x{%s})"\n' % (b"9" * 5_000)),
    ("rules", _RULE + b'"{PERSON:who}a{1,%s}"\n' % (b"9" * 5_000)),
    ("rules", _RULE + b'"{PERSON:who}%s"\n' % (b"(?:" * 3_000)),
    ("rules", _RULE + b'"{PERSON:who} (?<=\\band )waved"\n'),
    ("sources", b'[[source]]\nid = "one"\npath = "one.txt\\u001b[2J"\n'),
    ("query", b"SELECT '\xff'"),
    ("journal", b'{"staging": ".staging-a", "replace": [], "remove": ["dataset/\\ud800"]}'),
]


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Target]:
    return targets(tmp_path_factory.mktemp("fuzz"))


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_gives_what_is_there_or_a_problem(name: str, readers: dict[str, Target]) -> None:
    assert set(readers) == set(NAMES)
    target = readers[name]
    fuzz(name, target, iter(range(FEW.get(name, 30))), time.monotonic() + 300)
    assert target.found == []


@pytest.mark.parametrize(("name", "seed"), SEEDS_ONCE_FOUND)
def test_what_was_once_found_is_mended(name: str, seed: int, readers: dict[str, Target]) -> None:
    fuzz(name, readers[name], iter([seed]), time.monotonic() + 300)
    assert readers[name].found == []


@pytest.mark.parametrize(("name", "raw"), INPUTS_ONCE_FOUND)
def test_what_was_once_found_is_a_problem(name: str, raw: bytes, readers: dict[str, Target]) -> None:
    with pytest.raises(Problem):
        readers[name].read(raw)


@pytest.mark.parametrize("raw", [b"[" * 100_000, b"9" * 5000, b'{"a": ' * 50_000])
@pytest.mark.parametrize("name", ["schema", "journal", "ledger", "rules", "segment rules", "sources", "offices.toml"])
def test_nesting_and_numbers_without_end_are_problems(name: str, raw: bytes, readers: dict[str, Target]) -> None:
    for content in (raw, b"a = " + raw):
        with pytest.raises(Problem):
            readers[name].read(content)


@given(st.text(st.sampled_from("0123456789-/.?~% "), max_size=24))
@settings(max_examples=300, deadline=None)
def test_a_date_text_is_read_or_refused(text: str) -> None:
    try:
        first, last = edtf.bounds(text)
    except ValueError:
        return
    assert (first or last) and (first is None or last is None or first <= last)
    assert edtf.precision(text) in edtf.precisions(text) and edtf.compatible_dates(text, text)
