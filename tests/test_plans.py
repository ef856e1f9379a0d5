"""Rules are tried only where they may match: that must change nothing but the time."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baghdad_tehran.make.extraction import Extractor, load_extractor
from baghdad_tehran.make.needs import BEGIN, DIGIT, END, read_ahead, read_begins, read_needs
from baghdad_tehran.make.patterns import Way, lower_pattern
from baghdad_tehran.make.plans import Plan
from baghdad_tehran.make.readings import OUTSIDE_WORDS, Reading
from baghdad_tehran.make.regexes import compiled
from baghdad_tehran.make.rules import Rule
from baghdad_tehran.make.text import Document
from baghdad_tehran.make.trees import nodes, parsed, tree
from baghdad_tehran.make.ways import divided, read_lead

ROOT = Path(__file__).resolve().parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
# Each rule is compiled once more for it, undivided, which takes a minute. What Python has a say in is what it makes of a pattern,
# which is held below for each of them; and with plans each of them builds the same dataset.
without_plans = pytest.mark.newest


class Unplanned(Plan):
    """Every rule on every line."""

    def candidates(self, step, line):  # type: ignore[no-untyped-def]
        return tuple((n, rule, rule.compiled.ways) for n, rule in enumerate(self.rules(step)))


def bare(rule: Rule) -> Rule:
    """With its pattern undivided, to be tried everywhere."""
    known = {name: slot for way in rule.compiled.ways for name, slot in slots_by_name(way)}
    source = lower_pattern(rule.compiled.source)
    numbers = tree(source).state.groupdict
    reading = Reading(OUTSIDE_WORDS + source, numbers, (), (), (), "", "", ())
    whole = Way(reading, tuple((number, known[name]) for name, number in numbers.items()), None, None)
    return replace(rule, compiled=replace(rule.compiled, ways=(whole,)))


def slots_by_name(way: Way) -> list[tuple[str, str]]:
    slots = dict(way.slots)
    return [(name, slots[number]) for name, number in way.reading.numbers.items()]


@lru_cache
def extractors() -> tuple[Extractor, Extractor]:
    quick = load_extractor(ROOT / "build")
    rules = tuple(map(bare, quick.rules))
    return quick, replace(quick, rules=rules, plan=Unplanned(rules))


def told(extractor: Extractor, text: str) -> list[object]:
    report = extractor.extract(Document("x", text, "0" * 64, "x.txt"))
    lines: list[object] = [repr(line) for line in report.lines]
    return lines + [(hit.rule_id, hit.start, hit.end, repr(hit.claims)) for hit in report.hits]


def texts_of_examples() -> list[str]:
    return [example["text"] for rule in load_extractor(ROOT / "build").rules for example in rule.examples]


@without_plans
def test_reports_and_examples_give_the_same_with_and_without_plans() -> None:
    """In one test, since whoever runs it has to compile every rule once more."""
    quick, slow = extractors()
    for seed in SEEDS:
        text = seed.read_text(encoding="utf-8")
        assert told(quick, text) == told(slow, text), seed.name
    ways = (str.upper, lambda text: text.replace(" ", "\u00a0"), lambda text: f"{text} {text}")
    for number, text in enumerate(texts_of_examples()):
        for variant in (text, ways[number % len(ways)](text)):
            assert told(quick, variant) == told(slow, variant), variant


@without_plans
@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(texts_of_examples()), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_shuffled_words_give_the_same_with_and_without_plans(texts, random) -> None:  # type: ignore[no-untyped-def]
    words = " ".join(texts).split(" ")
    for _ in range(len(words) // 3):
        i, j = random.randrange(len(words)), random.randrange(len(words))
        words[i], words[j] = words[j], words[i]
    quick, slow = extractors()
    assert told(quick, " ".join(words)) == told(slow, " ".join(words))


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        (r"(?:the )?(?:one |two ){0,2}three(?: four)?", ["the one three", "two two three four", "three"]),
        (r"(?:held talks|had (?:a )?meeting)s?(?= with)", ["held talks with", "had meetings with"]),
        (r"(?:^|(?<=, )|(?<= and ))he said", ["he said", "a, he said", "b and he said"]),
        (r"[a-z]{2,5}, who (?:said|told)", ["mary, who told"]),
        (r"x?y*?z$", ["xyz", "z"]),
        (r"(?>(?!no)(?:a|b)c)d", ["acd", "bcd"]),
        (r"(?:she|^(?:he|they)),? (?:said|wrote)(?=,| that|$)", ["and she, wrote that", "they said"]),
        (r"\d\d-year-old [a-z]{1,20}(?= (?:won|lost)[ ])", ["a 22-year-old runner lost again", "a ٢٢-year-old runner won it"]),
        (r"(?:(?=who|what)|(?<=, ))[a-z]{2,5} came", ["what came", "then, he came"]),
    ],
)
def test_what_is_read_off_a_pattern_holds_for_its_matches(pattern: str, texts: list[str]) -> None:
    nodes = parsed(pattern)
    needs, begins, ahead = read_needs(nodes), read_begins(nodes), read_ahead(nodes)
    for text in texts:
        match = re.search(pattern, text)
        assert match
        assert all(any(word in f"{BEGIN}{text}{END}" for word in need) for need in (*needs, *filter(None, [begins.need])))
        rest = re.sub(r"\d", DIGIT, text[match.start() :])
        starts = any(rest.startswith(re.sub(r"\d", DIGIT, start)) for start in begins.starts)
        behind = any(text[: match.start()].endswith(b) if b else match.start() == 0 for b in begins.behind)
        assert starts or behind or not begins.starts and not begins.behind
        assert not ahead or any(word in text[match.start() :] for word in ahead)


def test_a_pattern_says_what_it_needs() -> None:
    held = parsed("(?:sat down|held (?:a )?meeting) with")
    assert frozenset({"sat down with", "held meeting with", "held a meeting with"}) in read_needs(held)
    assert frozenset({"sat down", "held "}) in read_needs(parsed("(?:sat down|held [a-z]{1,9}) with"))
    assert frozenset({"he, who ", "he who "}) in read_needs(parsed("he,? who [a-z]"))
    assert read_begins(parsed("(?:the )?(?:king|queen)")).starts == ("king", "queen", "the king", "the queen")
    assert read_begins(parsed("[a-z]{1,3} said")).starts == ()
    assert read_begins(parsed("(?:^|(?<=, ))he")).behind == ("", ", ")
    assert read_begins(parsed("(?:^|(?<=, ))he(?= said|$)")).need == {f"{b}he{e}" for b in (BEGIN, ", ") for e in (" said", END)}
    assert read_begins(parsed("(?:she|^he) said")).starts == ("she said",)
    assert read_ahead(parsed("the (?:king|queen) (?:spoke|wrote to) [a-z]{2,9} at noon")) == (" at noon",)


@pytest.mark.parametrize(
    ("pattern", "ways"),
    [
        (r"(?P<a>x{1,3}?)-[b-d]|(?<!no )(?:an?|the) \d(?=[^e\w]|$)|(?>y++)z.", 3),
        (r"^one|(?!^)[^f] two\b", 2),
        (r"(?:one|two) (?P<a>way)", 1),
        (r"(a)\1|b", 1),
    ],
)
def test_alternatives_apart_match_what_they_match_together(pattern: str, ways: int) -> None:
    whole_tree = tree(pattern)
    told = divided(pattern, whole_tree, nodes(whole_tree))
    apart = [re.compile(way) for way, _, _ in told]
    assert len(apart) == ways
    for (way, its_tree, its_nodes), regex in zip(told, apart, strict=True):  # cut out of the whole, they are as if parsed alone
        assert its_tree.state.groupdict == regex.groupindex
        assert read_needs(its_nodes) == read_needs(nodes(tree(way)))
        alone = compiled(way, its_tree)
        for text in ("xx-c", "no a 4.", "yyz!", "one", "a two", "one way", "b", "an 7"):
            here, there = alone.search(text), regex.search(text)
            assert (here and (here.span(), here.groupdict())) == (there and (there.span(), there.groupdict()))
    for text in ("xx-c", "no a 4.", "the 4e", "yyz!", "one", "a two", "f two", "one way", "aa", "b", "an 7"):
        for at in range(len(text)):
            whole = re.compile(pattern).match(text, at)
            first = next(filter(None, (way.match(text, at) for way in apart)), None)
            assert (whole and (whole.span(), set(filter(None, whole.groups())))) == (
                first and (first.span(), set(filter(None, first.groups())))
            )


@pytest.mark.parametrize(
    ("pattern", "lead", "core", "text"),
    [
        (
            r"(?P<who>[a-z]{3,9} (?:officials|leaders))(?:, too,)? (?:met|saw) (?P<whom>[a-z]{2,9})",
            "[a-z]{3,9} (?:officials|leaders)",
            " (?:met|saw) [a-z]{2,9}",
            "the party leaders, too, met him",
        ),
        (r"(?:[a-z]{3,9}ly )?(?:[a-z]{3} ){0,2}men[0-9]", "(?:[a-z]{3,9}ly )?(?:[a-z]{3} ){0,2}men", "", "two men5"),
        (r"(?:[a-z]{3,9} men|two)", "", "", "young men"),
    ],
)
def test_what_a_pattern_begins_with_and_goes_on_with(pattern: str, lead: str, core: str, text: str) -> None:
    found = read_lead(parsed(pattern))
    assert tuple(map(parsed, found)) == (parsed(lead), parsed(core))
    match = re.search(pattern, text)
    assert match
    assert re.compile(found[0]).match(text, match.start())
    assert re.compile(found[1]).search(text, match.start())
