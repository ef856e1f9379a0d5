"""Texts of any script, with any marks: no exception, no wrong offset, and the same rows in every company and by every way."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_any_text import CONTRACT, EXTRACTOR, NEWS, SEEDS, check

from baghdad_tehran.make.batches import Failure, Printer, documents_schema, extract_batch, objects_of
from baghdad_tehran.make.engines import jobs_of, run_here
from baghdad_tehran.make.pool import run_in_processes
from baghdad_tehran.make.single import rows_of_document
from baghdad_tehran.make.text import Document

JOIN = " […] "
QUICK = settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
DAY = date(2025, 10, 21)

SCRIPTS = [
    "محمد شیاع السودانی",
    "علي لاريجاني",
    "بغداد",
    "تهران",
    "Сергей Лавров",
    "Багдад",
    "Νίκος Δένδιας",
    "王毅",
    "נשיא",
    "Şükrü Çağlar",
    "Đặng Văn Lâm",
    "Łukasz Ørsted",
    "ŽIŽEK",
    "Ὀδυσσεύς",
    "Հայկ",
    "ქართული",
    "ไทย",
    "हिन्दी",
    "𝔅𝔞𝔤𝔥𝔡𝔞𝔡",
    "ＩＲＡＮ",
]
ACCENTS = [
    "e\u0301",
    "i\u0307",
    "A\u030a\u0301",
    "n\u0303",
    "\u0644\u0651\u064e",
    "\u0301",
    "\u20dd",
    "\u0334" * 5,
    "ﬃ",
    "ǅ",
    "İ",
    "ı",
    "ß",
    "ẞ",
    "ŉ",
    "ſ",
    "K",
]
EMOJI = ["😀", "👩\u200d👩\u200d👧\u200d👦", "🇮🇶", "🇮🇷", "👍🏽", "❤\ufe0f", "#\ufe0f\u20e3", "🏴\U000e0067\U000e0062\U000e007f"]
DIRECTION = [
    "\u200e",
    "\u200f",
    "\u202a",
    "\u202b",
    "\u202c",
    "\u202d",
    "\u202e",
    "\u2066",
    "\u2067",
    "\u2068",
    "\u2069",
    "\u061c",
]
QUOTES = [
    "“",
    "”",
    "„",
    "‟",
    "‘",
    "’",
    "‚",
    "‛",
    '"',
    "'",
    "`",
    "``",
    "''",
    "«",
    "»",
    "‹",
    "›",
    "「",
    "」",
    "『",
    "』",
    "〝",
    "〞",
    "＂",
    "“‘",
    "’”",
    "\u201c\u201c",
    "((",
    "))",
    "[",
    "]",
    "{",
    "}",
]
BREAKS = [
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\r\n\r\n",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
    "\ufeff",
    "\u00a0",
    "\u200b",
    "\u3000",
    "\t",
    "\x00",
    "\x1a",
    "\x7f",
]
PRIVATE = [chr(c) for c in (0xE000, 0xE001, 0xE00A, 0xE023, 0xE02C, 0xE0FF, 0xF8FF, 0xF0000, 0x10FFFD, 0xFFFD, 0xFFFE, 0xFFFF)]
ODD = st.one_of(*map(st.sampled_from, (SCRIPTS, ACCENTS, EMOJI, DIRECTION, QUOTES, BREAKS, PRIVATE)))
PIECES = st.lists(
    st.one_of(ODD, ODD, st.sampled_from(NEWS), st.sampled_from(NEWS), st.sampled_from([" ", " ", ", ", ". ", "; ", ": "])),
    min_size=1,
    max_size=60,
)
MIXED = st.one_of(PIECES.map("".join), PIECES.map(" ".join))
SENTENCES = [
    "{0}, Foreign Minister of Iraq, met with {1} in Baghdad on Friday to discuss {2}.",
    "“{2},” {0} said, “{3}.” He added that {1} is near.",
    "Iraqi President {0} told {1}: \"{2} 'and' {3}\"",
    "In August, Prime Minister {0} oversaw the signing of a security agreement between Iran and Iraq on {2}.",
    "{0} Meets {1}\n\nBy {2}\n\nMarch 3, 2021\n\nTEHRAN – {0} received {1}, the foreign minister of Iran.",
    "Read more: {2}\n\nPresident {0}:\n“{2}”\n“{3}”",
]  # fmt: skip
FILLED = st.lists(
    st.builds(
        lambda template, parts: template.format(*parts),
        st.sampled_from(SENTENCES),
        st.lists(st.lists(ODD, min_size=1, max_size=4).map("".join), min_size=4, max_size=4),
    ),
    min_size=1,
    max_size=3,
).map("\n\n".join)
ANY = st.text(st.characters(codec="utf-8"), min_size=1, max_size=120)


def rows_of(text: str) -> list[dict[str, Any]]:
    """The rows of a text, each value that is made of its evidence's characters held against these."""
    rows = check(text, DAY)
    for row in rows:
        for column in CONTRACT[row["table"]].columns:
            value, spans = row["values"][column.name], row["spans"].get(column.name, [])
            exact = [text[start:end] for start, end in spans]
            assert all(exact), "no empty span"
            if column.verbatim and value is not None and spans:
                one_space = [" ".join(words.split()) for words in (value, JOIN.join(exact), *exact)]  # as the gate compares them
                assert one_space[0] in one_space[1:], (row["table"], column.name, value, exact)
    return rows


@QUICK
@given(MIXED)
def test_odd_characters_among_words_of_news(text: str) -> None:
    rows_of(text)


@QUICK
@given(FILLED)
def test_sentences_of_news_filled_with_odd_characters(text: str) -> None:
    rows_of(text)


@settings(QUICK, max_examples=60)
@given(st.sampled_from(range(5)), st.data())
def test_the_reports_with_odd_characters_strewn_in(number: int, data: st.DataObject) -> None:
    text = SEEDS[number].read_bytes().decode("utf-8")
    start = data.draw(st.integers(0, len(text) - 1))
    text = text[start : start + 900]
    for at, odd in data.draw(st.lists(st.tuples(st.integers(0, 900), ODD), max_size=12)):
        text = text[:at] + odd + text[at:]
    rows_of(text)


def test_every_odd_character_alone_and_between_words() -> None:
    for odd in [*SCRIPTS, *ACCENTS, *EMOJI, *DIRECTION, *QUOTES, *BREAKS, *PRIVATE]:
        for text in (
            odd,
            odd * 3,
            f"{odd}Ana Silva{odd} said {odd}that{odd} it rains{odd}.{odd}",
            f"Foreign Minister Ana{odd}Silva met with{odd} Luis Rojas in {odd}Lima.",
        ):
            rows_of(text)


CHARACTERS = [chr(c) for c in range(0x3000) if not 0xD800 <= c <= 0xDFFF] + [chr(c) for c in range(0xE000, 0x10000, 7)]


@pytest.mark.parametrize("at", range(0, len(CHARACTERS), 400))
def test_each_character_of_the_first_planes_by_itself(at: int) -> None:
    """In sentences of many, so that it takes no minutes."""
    rows_of(" ".join(f"Ana{c}Silva said {c} that" for c in CHARACTERS[at : at + 400]))


def batch_of(documents: list[Document]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(
        [{k: getattr(d, k) for k in documents_schema().names} for d in documents], schema=documents_schema()
    )


def documents_of(texts: list[str]) -> list[Document]:
    return [
        Document(f"d{n:04}", text, hashlib.sha256(text.encode()).hexdigest(), f"d{n:04}.txt", DAY if n % 2 else None)
        for n, text in enumerate(texts)
    ]


@settings(QUICK, max_examples=25)
@given(st.lists(st.one_of(MIXED, FILLED, ANY), min_size=1, max_size=5), st.integers(1, 5))
def test_a_batch_gives_what_its_documents_give(texts: list[str], size: int) -> None:
    documents = documents_of(texts)
    expected = "".join(p.text for p in run_here(Printer("json"), jobs_of(iter(documents), count=size)))
    alone = [
        json.dumps(row, ensure_ascii=False, default=str) for d in documents for row in rows_of_document(EXTRACTOR, CONTRACT, d)
    ]
    assert expected.split("\n")[:-1] == alone
    found = [
        row for at in range(0, len(documents), size) for row in objects_of(extract_batch(batch_of(documents[at : at + size])))
    ]
    assert not any(isinstance(row, Failure) for row in found)
    assert [json.dumps(row, ensure_ascii=False) for row in found] == alone


def test_processes_give_what_one_process_gives() -> None:
    texts: list[str] = []

    @settings(QUICK, max_examples=60)
    @given(st.one_of(MIXED, FILLED, ANY))
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    documents = documents_of(texts)
    for form in ("json", "csv"):
        one = [p.text for p in run_here(Printer(form), jobs_of(iter(documents), count=7))]
        assert [p.text for p in run_in_processes(Printer(form), jobs_of(iter(documents), count=7), 2)] == one


def test_odd_files_from_the_shell(tmp_path: Path) -> None:
    """Through files and back: what the command reads is what stands in the file, line ends and byte order marks too."""
    from baghdad_tehran.make.documents import Days, Input

    texts = [f"\ufeffAna Silva said{odd}that it rains.\r\n{odd}\r" for odd in (*BREAKS, *PRIVATE, *EMOJI)]
    for n, text in enumerate(texts):
        (tmp_path / f"{n:03}.txt").write_bytes(text.encode())
    assert [d.text for d in Input(tmp_path, Days()) if isinstance(d, Document)] == texts
