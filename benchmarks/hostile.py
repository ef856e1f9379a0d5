"""Documents of any length for throughput.py: news, and text made to hurt whoever reads it with patterns."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from corpus import vary

# What is repeated until a document is long enough; the text of news is repeated with other names each time.
HOSTILE = {
    "quotation marks that never close": "“Iran said that it had met with Iraq ",
    "straight marks that never close": 'He said "no. ',
    "capitalised words, no two alike": "",
    "nested quotation marks": "“‘",
    "nested brackets": "([{",
    "no end of a sentence": "the minister of the state and the people of the land went on and on, ",
    "one cue word": "said ",
    "said that said that": "said that ",
    "one name": "Ana Silva ",
    "one name, each in a sentence": "Ana Silva spoke. ",
    "names and cues": "Ana Silva said. ",
    "people who met, each in a sentence": "Ana Silva met with Luis Rojas in Lima. ",
    "people, no two alike, each in a sentence": "",
    "an agreement in each sentence": "Iraq and Iran signed a security agreement in March 2023. The pact holds. ",
    "both leaders in each sentence": "Both leaders stressed the need for peace. He added that it is near. ",
    "offices": "Iraqi National Security Advisor ",
    "commas": "Ana Silva, ",
    "digits": "0123456789",
    "numbers and dates": "on Oct. 21, 2025 and March 2023 to 12, 2021 ",
    "white space": " ",
    "empty lines": "\n",
    "short lines": "Read more\n",
    "labels and quoted lines": "President Ana Silva:\n“We met.”\n",
    "full stops": ". ",
    "apostrophes": "’",
    "hyphens": "Al-",
    "combining characters": "\u0301",
    "private use characters": "\ue023",
}


def _words(count: int) -> str:
    chance = random.Random(7)
    return " ".join("".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=6)).capitalize() for _ in range(count))


def hostile(name: str, length: int, news: Sequence[str]) -> str:
    if name == "news":
        text, number = "", 0
        while len(text) < length:
            text += "".join(news) if not number else vary("".join(news), _common(news), number)
            number += 1
        return text[:length]
    if name.startswith("capitalised"):
        return _words(length // 7 + 1)[:length]
    if name.startswith("people, no two"):
        made = _words(2 * (length // 36) + 4).split()
        return " ".join(f"President {a} {b} said that it rains." for a, b in zip(made[::2], made[1::2], strict=False))[:length]
    return (HOSTILE[name] * (length // len(HOSTILE[name]) + 1))[:length]


def _common(news: Sequence[str]) -> list[str]:
    return sorted({word for text in news for word in re.findall(r"\b[A-Z][a-z]{4,}\b", text)})[:40]
