"""Every rule against its own examples: what it must give, and what it must leave alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from baghdad_tehran.contract import load_contract
from baghdad_tehran.make.examples import document, failing_examples, fits, used
from baghdad_tehran.make.extraction import load_extractor
from baghdad_tehran.make.patterns import unfolded
from baghdad_tehran.make.segments import split_segments
from baghdad_tehran.make.single import rows_of_document

ROOT = Path(__file__).resolve().parents[1]
EXTRACTOR = load_extractor(ROOT / "build")
CONTRACT = load_contract(ROOT / "schemas")
SEEDS = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "seeds").glob("*.txt"))]
CASES = [(rule, n) for rule in EXTRACTOR.rules for n in range(len(rule.examples))]
REJECTS = [(rule, text) for rule in EXTRACTOR.rules for text in rule.rejects]


@pytest.mark.parametrize(("rule", "number"), CASES, ids=[f"{r.file}:{r.id}:{n}" for r, n in CASES])
def test_example_gives_its_rows(rule: Any, number: int) -> None:
    example = rule.examples[number]
    rows = list(rows_of_document(EXTRACTOR, CONTRACT, document(example["text"], example.get("published"))))
    for wanted in example["gives"]:
        assert any(fits(row, wanted) for row in rows), (wanted, [r["values"] for r in rows if r["table"] == wanted["table"]])
    if rule.frame not in ("via", "continuation", "name_of_thing", "occasion", "denial"):
        assert used(EXTRACTOR.extract(document(example["text"])), rule.id), "the rule took no part in it"


@pytest.mark.parametrize(("rule", "text"), REJECTS, ids=[f"{r.file}:{r.id}" for r, _ in REJECTS])
def test_rule_leaves_its_counter_example_alone(rule: Any, text: str) -> None:
    assert not used(EXTRACTOR.extract(document(text)), rule.id)


@pytest.mark.parametrize("rule", EXTRACTOR.segment_rules, ids=lambda r: r.id)
def test_segment_rule_examples(rule: Any) -> None:
    for example in rule.examples:
        text = example["text"]
        found = [
            (s.kind, text[s.start : s.stop])
            for s in split_segments(text, EXTRACTOR.segment_rules, EXTRACTOR.voc)
            if s.rule_id == rule.id
        ]
        for wanted in example["gives"]:
            assert (wanted["kind"], wanted["text"]) in found
    for text in rule.rejects:
        assert rule.id not in {s.rule_id for s in split_segments(text, EXTRACTOR.segment_rules, EXTRACTOR.voc)}


@pytest.mark.newest
def test_the_build_looks_at_every_example() -> None:
    assert not list(failing_examples(EXTRACTOR, CONTRACT))


def test_every_rule_has_both_kinds_of_examples() -> None:
    assert not [r.id for r in EXTRACTOR.rules if not r.examples or not r.rejects]
    assert not [r.id for r in EXTRACTOR.segment_rules if not r.examples or not r.rejects]


def test_no_example_is_a_sentence_of_a_seed() -> None:
    examples = [e["text"] for r in (*EXTRACTOR.rules, *EXTRACTOR.segment_rules) for e in r.examples]
    rejects = [t for r in (*EXTRACTOR.rules, *EXTRACTOR.segment_rules) for t in r.rejects]
    for text in examples + rejects:
        for sentence in text.replace("\n", ". ").split(". "):
            assert len(sentence) < 25 or not any(sentence in seed for seed in SEEDS), sentence


def test_no_rule_names_whom_only_the_seeds_name() -> None:
    rows = [row for seed in SEEDS for row in rows_of_document(EXTRACTOR, CONTRACT, document(seed))]
    names = {word for row in rows if row["table"] == "people" for word in row["values"]["name"].split() if len(word) > 3}
    written = "".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "build" / "rules").glob("*.toml")))
    assert names and not {name for name in names if name in written}


def test_a_pattern_laid_out_over_lines_is_one_pattern() -> None:
    laid_out = "\n  {PERSON:who} \n"  # the blank at the end of a line does not count
    assert unfolded(laid_out) == "{PERSON:who}"
    assert (
        unfolded("\n  # who speaks\n  {PERSON:who}\n  (?: (?:said\n    |wrote)\n  ) {QUOTE}\n")
        == "{PERSON:who}(?: (?:said|wrote)) {QUOTE}"
    )
    assert unfolded(" as it is ") == " as it is "
