"""Where sentences end: a stop of an abbreviation is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from baghdad_tehran.make.sentences import split_sentences
from baghdad_tehran.make.vocabulary import load_vocabulary

VOC = load_vocabulary(Path(__file__).resolve().parents[1] / "build" / "vocabulary")


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text), [], VOC)]


@pytest.mark.parametrize("style", ["H.E.", "H.E. Mr.", "H.M. King", "H.R.H. Prince"])
def test_a_style_behind_a_place_ends_no_sentence(style: str) -> None:
    text = f"She met the President of Peru, {style} Luis Rojas, in Lima."
    assert sentences(text) == [text]


@pytest.mark.parametrize("place", ["Washington, D.C.", "Washington D.C."])
def test_a_place_with_stops_ends_one_where_another_begins(place: str) -> None:
    assert sentences(f"They met in {place} The talks went on.") == [f"They met in {place}", "The talks went on."]
    assert sentences(f"They met in {place} last week.") == [f"They met in {place} last week."]


def test_a_title_cut_short_in_a_list_ends_no_sentence() -> None:
    text = "With her were Ana Silva, Minister of Ports; Vadm. Luis Rojas, of the fleet; and Brig. Gen. Odd Berg."
    assert sentences(text) == [text]
    assert sentences("They saw the bay; nobody swam. Luis Rojas did.") == ["They saw the bay; nobody swam.", "Luis Rojas did."]
