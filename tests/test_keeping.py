"""What is worked out from patterns is kept between runs: it saves time, changes nothing, and is never needed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from baghdad_tehran.errors import Problem
from baghdad_tehran.location import checkout
from baghdad_tehran.make import patterns, readings, regexes
from baghdad_tehran.make.keeping import _clear, _folder, keep, kept
from baghdad_tehran.make.rules import load_rules
from baghdad_tehran.make.uncollected import uncollected

BUILD = checkout() / "build"  # type: ignore[operator]
LONG = "|".join(f"(?P<g{n}>world{n} [a-f]{{1,{n + 2}}})" for n in range(60))  # longer than what is compiled anew each time


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for what is kept, and nothing remembered in this process."""
    folder = tmp_path / "kept"
    monkeypatch.setenv("BAGHDAD_TEHRAN_CACHE", str(folder))
    monkeypatch.setattr(patterns, "_COMPILED", {})
    _folder.cache_clear()
    return folder


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_COMPILED", {})


def no_parsing(*_: object) -> None:
    raise AssertionError("a pattern was worked out again")


def test_what_was_kept_comes_back(folder: Path) -> None:
    keep("a1", b"some bytes")
    assert kept("a1") == b"some bytes"
    assert kept("a2") is None
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("harm", [lambda b: b[:40], lambda b: b"", lambda b: b[:-1] + b"x", lambda b: b + b"x"])
def test_what_was_harmed_counts_as_not_kept(folder: Path, harm) -> None:  # type: ignore[no-untyped-def]
    keep("a1", b"some bytes" * 50)
    file = folder / "a1"
    file.write_bytes(harm(file.read_bytes()))
    assert kept("a1") is None


def test_nothing_is_kept_where_that_is_not_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAGHDAD_TEHRAN_CACHE", "")
    keep("a1", b"x")
    assert kept("a1") is None
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("BAGHDAD_TEHRAN_CACHE", str(tmp_path / "file" / "folder"))
    keep("a1", b"x")
    assert kept("a1") is None
    assert regexes.compiled(LONG).match("world7 abc")


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owners here")
def test_the_folder_of_somebody_else_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep("a1", b"x")
    _folder.cache_clear()
    monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)
    assert kept("a1") is None


def test_what_was_not_read_for_longest_is_cleared_away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baghdad_tehran.make.keeping._MOST", 3)
    for n in range(6):
        keep(f"a{n}", b"x")
        os.utime(folder / f"a{n}", (n, n))
    assert kept("a0") == b"x"  # in use
    _clear.cache_clear()
    keep("b", b"x")
    assert sorted(p.name for p in folder.iterdir()) == ["a0", "a4", "a5", "b"]


def test_a_kept_expression_is_the_same_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, plain = regexes.compiled(LONG), re.compile(LONG)
    assert len(list(folder.iterdir())) == 1
    monkeypatch.setattr(regexes.compiler, "_code", no_parsing)
    again = regexes.compiled(LONG)
    assert (again.groupindex, again.groups, again.flags) == (first.groupindex, first.groups, first.flags)
    for text in ("a world7 abc", "word12 f", "world7 ", ""):
        found, expected = again.search(text), plain.search(text)
        assert (found and (found.regs, found.lastgroup)) == (expected and (expected.regs, expected.lastgroup))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no json\n" + bytes(40),
        b"[32, 60, {}]\n" + bytes(3),
        b"[32, 60, {}]\n" + b"\xff" * 400,  # no code
        b"[32, 0, {}]\n" + (17).to_bytes(4, sys.byteorder) * 20,
        b'[32, "many", []]\n' + bytes(40),
    ],
)
def test_what_is_no_expression_is_refused_and_made_anew(folder: Path, data: bytes) -> None:
    regexes.compiled(LONG)
    (file,) = folder.iterdir()
    keep(file.name, data)
    assert regexes.compiled(LONG).match("world7 abc")


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """The rules of one file."""
    few = tmp_path / "rules"
    few.mkdir()
    for name in ("parts.toml", "parts_meetings.toml", "sources.toml", "people.toml"):
        (few / name).write_bytes((BUILD / "rules" / name).read_bytes())
    return few


@pytest.mark.parametrize("which", ["few", pytest.param("all", marks=pytest.mark.slow)])
def test_rules_are_the_same_from_what_was_kept(which: str, few: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = few if which == "few" else BUILD / "rules"
    with uncollected():
        made = load_rules(where)
    forget(monkeypatch)
    monkeypatch.setattr(patterns, "read_pattern", no_parsing)
    again = load_rules(where)
    assert len(made) > 3
    assert [(r.id, r.version) for r in again] == [(r.id, r.version) for r in made]
    for one, other in zip(made, again, strict=True):
        assert one.compiled.source == other.compiled.source
        for way, kept_way in zip(one.compiled.ways, other.compiled.ways, strict=True):
            assert vars(way).keys() - vars(kept_way).keys() == {"regex"}
            assert (way.reading, way.slots) == (kept_way.reading, kept_way.slots)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"[1, 2]", b'[["x", {}, [1], 2, 3, 4, 5, 6]]', b'[["x", {}, [], [], [], "", "", [], 5]]']
)
def test_what_is_no_reading_is_worked_out_anew(folder: Path, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    made = patterns.compile_pattern("{NAME:who} went", {}, Path("x.toml"), "x")
    for file in folder.iterdir():
        keep(file.name, data)
    forget(monkeypatch)
    again = patterns.compile_pattern("{NAME:who} went", {}, Path("x.toml"), "x")
    assert [way.reading for way in again.ways] == [way.reading for way in made.ways]


def test_one_changed_pattern_is_worked_out_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = {"way": "(?:by|via) {NAME}"}
    for pattern in ("{NAME:who} went {way}", "{NAME:who} came {way}"):
        patterns.compile_pattern(pattern, parts, Path("x.toml"), "x")
    forget(monkeypatch)
    read: list[str] = []
    honest = readings.read_pattern
    monkeypatch.setattr(patterns, "read_pattern", lambda regex, *rest: (read.append(regex), honest(regex, *rest))[1])
    for pattern in ("{NAME:who} went {way}", "{NAME:who} came back {way}"):
        patterns.compile_pattern(pattern, parts, Path("x.toml"), "x")
    assert len(read) == 1
    assert "came back" in read[0]


@pytest.mark.parametrize("pattern", ["(?:a|b)*", "a{0,3}", "(", "(?<=a{1,2})b", "(?:a{1,9}){1,9}", "{way}x+"])
def test_a_refused_pattern_is_refused_again(folder: Path, pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = set()
    for _ in range(2):
        with pytest.raises(Problem) as problem:
            patterns.compile_pattern(pattern, {"way": "(?:by|via)"}, Path("x.toml"), "x")
        said.add(str(problem.value))
        forget(monkeypatch)
    assert len(said) == 1


def test_what_is_kept_depends_on_the_code_that_made_it() -> None:
    """Every module of ours that a reading is made with is part of its key."""
    package = Path(readings.__file__).parent
    used, open_ = set[str](), {"patterns"}
    while open_:
        name = open_.pop()
        used.add(name)
        found = re.findall(r"^from \.([a-z]+) import", (package / f"{name}.py").read_text(encoding="utf-8"), re.MULTILINE)
        open_ |= set(found) - used
    assert used - {"keeping", "places"} == set(readings._MODULES)


def test_a_second_process_is_spared_the_work(few: Path, folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from baghdad_tehran.make import patterns, rules\n"
        "read = []; honest = patterns.read_pattern\n"
        "patterns.read_pattern = lambda *a: (read.append(a), honest(*a))[1]\n"
        "print(len(rules.load_rules(Path(sys.argv[1]))), len(read))"
    )
    first, second = (
        subprocess.run([sys.executable, "-c", code, str(few)], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(2)
    )
    assert int(first[1]) > 3
    assert second == [first[0], "0"]
