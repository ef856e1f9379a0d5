"""Lines that were broken at a fixed width are one paragraph; other lines stay what they are."""

from __future__ import annotations

from pathlib import Path

from baghdad_tehran.make.segments import load_segment_rules, split_segments
from baghdad_tehran.make.vocabulary import load_vocabulary

BUILD = Path(__file__).resolve().parents[1] / "build"
SENTENCE = (
    "Danish President Mette Holm met with Swedish President Ulf Lind in Oslo on Monday, and the two of them "
    "spoke of cod, of the price of "
    "cod, and of the ships that bring it home when the weather is fair."
)


def wrapped(text: str, width: int) -> str:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def paragraphs(text: str) -> list[str]:
    segments = split_segments(text, load_segment_rules(BUILD / "rules" / "segments.toml"), load_vocabulary(BUILD / "vocabulary"))
    assert "".join(text[s.start : s.end] for s in segments) == text
    return [text[s.start : s.stop] for s in segments if s.kind == "paragraph"]


def test_lines_broken_at_a_width_are_one_paragraph() -> None:
    whole = wrapped(SENTENCE, 72)
    assert whole.count("\n") > 1
    assert paragraphs(f"Holm meets Lind\n\n{whole}\n\n{whole}\n") == [whole, whole]


def test_lines_that_end_early_are_paragraphs_of_their_own() -> None:
    lines = ["The ships came home on Monday, said the mayor of the old port.", "The cod was sold by noon.", f"{SENTENCE[:90]}."]
    assert paragraphs("Ships come home\n\n" + "\n".join(lines) + "\n") == lines


def test_a_short_first_line_belongs_to_what_it_begins() -> None:
    """The dateline before it was cut off; in a text whose other lines were broken."""
    whole = wrapped(SENTENCE, 72)
    begun = "Danish President Mette Holm\n" + wrapped(SENTENCE.removeprefix("Danish President Mette Holm "), 72)
    assert paragraphs(f"Holm meets Lind\n\nOSLO, March 3 -\n\n{begun}\n\n{whole}\n") == [begun, whole]


def test_a_line_that_ends_a_little_early_goes_on() -> None:
    whole = wrapped(SENTENCE, 72)
    uneven = f"{SENTENCE[:59]}\nOslo of cod, said the mayor of the old port of the island."
    assert paragraphs(f"Holm meets Lind\n\n{whole}\n\n{uneven}\n") == [whole, uneven]
