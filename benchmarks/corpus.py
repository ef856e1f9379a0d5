"""The corpus of throughput.py: given texts again and again, in each copy other names, days and numbers."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_SYLLABLES = "ba dor fen gal hor ist kam lor men nar ost pel quin ros sam tor ul ven wil yar zan".split()


def names(count: int, words: int = 2) -> list[str]:
    """Made-up names, all different."""
    made = random.Random(count)
    found: dict[str, None] = {}
    while len(found) < count:
        found[" ".join("".join(made.choices(_SYLLABLES, k=made.choice((2, 2, 3)))).capitalize() for _ in range(words))] = None
    return list(found)


def named_in(text: str) -> list[str]:
    """The words that make up the names of people in a text, as the rules find them."""
    from baghdad_tehran.make.batches import Failure, Printer, rows_of_batch

    extractor, contract = Printer("table", ROOT)._tools()
    rows = [r for r in rows_of_batch([document("x", text)], extractor, contract) if not isinstance(r, Failure)]
    full = [str(r["values"]["name"]) for r in rows if r["table"] == "person_names"]
    return sorted({word for name in full for word in re.findall(r"[^\W\d_]{3,}", name) if word[0].isupper()})


def vary(text: str, words: Sequence[str], number: int) -> str:
    """The text with other names, days and numbers, the same ones for the same copy."""
    chance = random.Random(number)
    others = dict(zip(words, chance.sample(names(2000, 1), len(words)), strict=True))
    if others:
        text = re.sub(r"\b(?:" + "|".join(map(re.escape, others)) + r")\b", lambda m: others[m.group()], text)
    text = re.sub(r"(?<![\d-])\b(?:19|20)\d\d\b(?!-)", lambda _: str(chance.randint(1990, 2025)), text)
    return re.sub(
        r"(?<![\d:.,-])\b[1-9]\b(?![\d:.,-])|(?<![\d:.,-])\b1\d\b(?![\d:.,-])", lambda _: str(chance.randint(1, 28)), text
    )


def corpus(seeds: Sequence[str], size: float) -> list[str]:
    """Texts of so many characters in all."""
    words = [named_in(text) for text in seeds]
    texts: list[str] = []
    left = size
    while left > 0:
        number = len(texts)
        texts.append(vary(seeds[number % len(seeds)], words[number % len(seeds)], number))
        left -= len(texts[-1])
    return texts


def document(name: str, text: str) -> object:
    from baghdad_tehran.make.text import Document

    return Document(name, text, "0" * 64, name, date(2025, 10, 22))


def batches_of(texts: Sequence[str], size: int = 200) -> list[object]:
    import pyarrow as pa

    return [
        pa.record_batch(
            {"source_id": [f"d{n:06}" for n in range(at, min(at + size, len(texts)))], "text": list(texts[at : at + size])}
        )
        for at in range(0, len(texts), size)
    ]


def parquet(path: Path, texts: Sequence[str]) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"source_id": [f"d{n:06}" for n in range(len(texts))], "text": list(texts)}), path)
    return path
