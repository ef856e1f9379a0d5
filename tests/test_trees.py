"""Parts that patterns share are parsed and compiled once, and match what they match written out in each pattern."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from baghdad_tehran.make import regexes, trees
from baghdad_tehran.make.needs import read_begins, read_needs
from baghdad_tehran.make.patterns import compile_pattern
from baghdad_tehran.make.trees import nodes, parsed, shared, spelled, tree

WORDS = "|".join(f"{a}{b}l{c}" for a in "bdfgh" for b in "aeiou" for c in "ekmn")  # bale, balk, … hulm, huln
PART = rf"(?:the |an? (?<!b))?(?:(?:{WORDS})(?: of|,)? ){{1,3}}?(?<=[a-z] )\d{{0,2}}"
TEXTS = [
    "the bale 12 x",
    "a ball bale of huln 7y",
    "the the dale x",
    "hulm, hulk y",
    "bale 1",
    "",
    "a ball bale of huln 7 then a hulm 3x",
]
SHAPES = [
    "{}x",
    "(?P<a>{})(?P<b>[xy])",
    "{}x|{}y",
    "(?:{}|then ){{1,3}}(?P<z>[xy])",
    "(?=({}))the",
    "(?<!q){}?(?P<a>x|y)",
    "(?>{})x|(?:{}|zz)y",
]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("part", [PART, WORDS, f"(?:{WORDS}) |{PART}"])
def test_a_shared_part_matches_what_it_matches_written_out(shape: str, part: str) -> None:
    within = shared(f"{part}(?:{shared(part)})?")  # a part in a part
    short = shape.format(*[within] * shape.count("{}"))
    plain = spelled(short)
    assert len(short) < 80 < len(plain)
    apart, whole = regexes.compiled(plain, tree(short)), re.compile(plain)
    assert apart.groupindex == whole.groupindex
    for text in TEXTS:
        found = [(m.span(), m.groupdict()) for m in apart.finditer(text)]
        assert found == [(m.span(), m.groupdict()) for m in whole.finditer(text)]


@pytest.mark.parametrize(
    "shape", [shape for shape in SHAPES if shape != "{}x|{}y"]
)  # there the parser draws together what both begin with
def test_its_code_is_that_of_the_part_written_out(shape: str) -> None:
    short = shape.format(*[shared(PART)] * shape.count("{}"))
    plain = regexes.compiler._code(tree(spelled(short)), 0)
    assert plain == regexes.compiler._code(tree(short), 0)
    assert plain == re._compiler._code(tree(spelled(short)), 0)  # type: ignore[attr-defined]


def test_a_shared_part_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAGHDAD_TEHRAN_CACHE", "")
    read: list[str] = []
    honest = trees.parser.parse
    monkeypatch.setattr(trees.parser, "parse", lambda source, flags=0: (read.append(source), honest(source, flags))[1])
    parts = {"once": f"(?:{WORDS}) once", "both": f"{{once}} and {{once}}(?: {WORDS})?"}
    for pattern in ("{NAME:who} {both}", "{once} {NAME:who}", "{both:what} of {NAME}"):
        compile_pattern(pattern, parts, Path("x.toml"), "x")
    assert sum(" once" in source for source in read) == 1
    assert sum(" and " in source for source in read) == 1


def test_a_part_with_groups_is_written_out() -> None:
    parts = {"named": f"(?:{WORDS}) {{NAME:who}}", "numbered": f"({WORDS}) in (?:{WORDS})"}
    made = compile_pattern("{named} and {NAME:who}, {numbered}[.]", parts, Path("x.toml"), "x")
    line = "bale \ue000 and \ue000, huln in bolk."
    (way,) = made.ways
    match = way.find(line, 0, len(line))
    assert match
    assert way.groups(match) == {"who": [(5, 6), (11, 12)]}
    assert shared(rf"({WORDS}) and \1") == rf"(?:({WORDS}) and \1)"  # its number would be another one


def test_what_is_read_off_a_part_holds_where_it_is_shared() -> None:
    short = f"(?:{shared(PART)} x)|{shared(WORDS)} went"
    assert nodes(tree(short)) != ()
    assert read_needs(parsed(shared(WORDS))) == read_needs(parsed(spelled(shared(WORDS))))
    assert read_begins(parsed(short)) == read_begins(parsed(spelled(short)))


@pytest.mark.parametrize("part", ["(", "a{2,1}", "[z-a]", "(?P<a", "(?<=a{1,2})b"])
def test_a_part_that_does_not_parse_is_told_of(part: str) -> None:
    with pytest.raises(re.error):
        regexes.compiled("", tree(f"{shared(WORDS + '|' + part)} x"))


@pytest.mark.parametrize(
    ("pattern", "filled"),
    [
        ("(?P<a>x)(?P<b>y)?(?:(?P<c>z)|w)", {"a"}),
        ("(?:(?P<a>x) ){1,3}(?=(?P<b>[a-z]{2}))(?!(?P<c>q))", {"a", "b"}),
        ("(?P<a>x{0,3})(?P<b>(?P<c>y?)z)", {"b"}),
        ("(?:(?P<a>x) ){0,3}(?>(?P<b>y))", {"b"}),
    ],
)
def test_which_groups_every_match_fills(pattern: str, filled: set[str]) -> None:
    whole = tree(pattern)
    names = {number: name for name, number in whole.state.groupdict.items()}
    assert {names[number] for number in trees.filled_groups(whole)} == filled
