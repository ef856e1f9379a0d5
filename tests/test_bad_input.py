"""Bad seeds, rules, vocabularies, verdicts, identities and schemas: a clear message, exit 1, and what was published stays as it was.

Each case changes one thing in a copy of the checkout and runs `baghdad-tehran build` on it. The message must name the file,
the place and the value where there is one, and what to do.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from baghdad_tehran.cli import main

ROOT = Path(__file__).resolve().parents[1]
SOURCE = "001_bf9d26c0367c8153"
SEED = f"seeds/{SOURCE}.txt"
LEDGER = f"build/checks/{SOURCE}.jsonl"
BLIND = f"build/checks/blind/{SOURCE}.jsonl"
HEAD = {"table": "quotes", "column": "cue", "value": "stresses", "spans": [[11, 19]]}
PUBLISHED = ("dataset", "datapackage.json", "SHA256SUMS")

pytestmark = pytest.mark.usefixtures("rules_checked_once")


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build reads and writes, and nothing else of the checkout."""
    folder = tmp_path_factory.mktemp("pristine")
    for name in ("build", "seeds", "schemas", "dataset"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("datapackage.json", "SHA256SUMS"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def copy(pristine: Path, tmp_path: Path) -> Path:
    # A folder of its own for each case: rules and vocabularies are read once for each folder.
    return Path(shutil.copytree(pristine, tmp_path / "checkout"))


def published(root: Path) -> dict[str, bytes]:
    files = [
        path for name in PUBLISHED for path in ([root / name] if (root / name).is_file() else sorted((root / name).rglob("*")))
    ]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files if path.is_file()}


def replace(name: str, old: str, new: str, count: int = 1) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text, f"{name} no longer holds {old!r}: choose another for this test"
        (root / name).write_text(text.replace(old, new, count), encoding="utf-8")

    return change


def append(name: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")

    return change


def rule(pattern: str = "{PERSON:who} waved", **keys: str) -> str:
    """A rule file of one rule, sound but for what is changed."""
    entry = {"id": "waved", "says": "Somebody waved.", "stage": "sentence", "frame": "presence"} | keys
    return "\n".join(["[[rule]]", *(f'{key} = "{value}"' for key, value in entry.items()), f"pattern = '''{pattern}'''", ""])


def new_rule(*args: str, **keys: str) -> Callable[[Path], None]:
    return append("build/rules/zz_new.toml", rule(*args, **keys))


def identities(kind: str, *rows: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / "build" / "identities").mkdir(exist_ok=True)
        text = "left,right,decision,basis,reason,coder,date\n" + "".join(row + "\n" for row in rows)
        (root / "build" / "identities" / f"{kind}.csv").write_text(text, encoding="utf-8")

    return change


def verdict(**keys: object) -> Callable[[Path], None]:
    entry = {"hit": "0" * 16, "pass": 1, "coder": "a", "date": "2026-01-01", "verdict": "accepted"} | keys
    return append(LEDGER, json.dumps(entry) + "\n")


def first_verdict(**keys: object) -> Callable[[Path], None]:
    """The first verdict of the ledger, which a hit answers to, with other keys."""

    def change(root: Path) -> None:
        first, rest = (root / LEDGER).read_text(encoding="utf-8").split("\n", 1)
        (root / LEDGER).write_text(json.dumps(json.loads(first) | keys) + "\n" + rest, encoding="utf-8")

    return change


def correction(**keys: object) -> Callable[[Path], None]:
    """The first hit, a quote, corrected by a third pass that settles it."""
    return first_verdict(**({"pass": 3, "verdict": "corrected", "reason": "r"} | keys))


def void_quote() -> str:
    """The id of a quote that no rule finds."""
    return f"{SOURCE}:0000001-3:{hashlib.sha256(b'quote:1-3').hexdigest()[:4]}"


def schema(name: str, change: Callable[[dict[str, list[dict[str, object]]]], object]) -> Callable[[Path], None]:
    def apply(root: Path) -> None:
        path = root / "schemas" / f"{name}.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        change(content)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    return apply


def write(name: str, raw: bytes) -> Callable[[Path], None]:
    return lambda root: (root / name).write_bytes(raw) and None


def remove(name: str) -> Callable[[Path], None]:
    return lambda root: (root / name).unlink()


def ledger_line(root: Path) -> str:
    return f"line {len((root / LEDGER).read_text(encoding='utf-8').splitlines())}"


@dataclass(frozen=True)
class Case:
    name: str
    change: Callable[[Path], None]
    # What the message must hold: file, place, value, remedy.
    says: tuple[str, ...]
    # And what only the changed checkout can tell.
    also: Callable[[Path], str] | None = None


FIELD = {
    "name": "nickname",
    "type": "string",
    "title": "Nickname",
    "description": "A short name.",
    "example": "Abu",
    "constraints": {"required": True},
}

CASES = [
    # seeds
    Case(
        "seed that is not UTF-8",
        write(SEED, b"Iraq and Iran \xe9 met.\n"),
        (SEED, "is not UTF-8", "byte 14", "e9", "save the article as UTF-8"),
    ),
    Case("seed that is empty", write(SEED, b""), (SEED, "is empty", "put the article's text in it")),
    Case("seed of white space", write(SEED, "\u00a0 \n\t".encode()), (SEED, "is empty")),
    Case(
        "seed changed since it was checked",
        replace(SEED, "Tuesday", "Monday"),
        (SEED, "has changed since it was checked", "verdicts", LEDGER, "void", "restore the file"),
        lambda root: f"all {len((root / LEDGER).read_text(encoding='utf-8').splitlines())} verdicts",
    ),
    Case("seed without a record", write("seeds/005.txt", b"A report.\n"), ("seeds/005.txt", "has no record", "sources.toml")),
    Case("record without its seed", remove(SEED), (SEED, "not there", "restore the file")),
    Case(
        "records that are no TOML",
        append("seeds/sources.toml", "[[source]\n"),
        ("seeds/sources.toml", "is not valid TOML", "line"),
    ),
    Case(
        "unknown supplied value",
        append("seeds/sources.toml", '[[source]]\nfile = "x.txt"\nsha256 = "0"\nsupplied = { mood = "good" }\n'),
        ("sources.toml", "x.txt", "mood", "known keys", "publisher"),
    ),
    Case(
        "supplied day that is none",
        replace("seeds/sources.toml", 'language = "en"', 'language = "en", published = "June"'),
        ("sources.toml", "June", "2025-10-21"),
    ),
    Case(
        "supplied value that is no text",
        replace("seeds/sources.toml", 'language = "en"', "language = 5"),
        ("sources.toml", "000_60f840387c32c4de.txt", "language is no text", "5", "write language"),
    ),
    Case(
        "record with an unknown key",
        append("seeds/sources.toml", '[[source]]\nfile = "x.txt"\nsha256 = "0"\nsuplied = { language = "en" }\n'),
        ("sources.toml", "[[source]]", "unknown key", "suplied", "known keys"),
    ),
    # rules
    Case(
        "rule file that is no TOML",
        append("build/rules/zz_new.toml", "[[rule]]\nid = waved\n"),
        ("build/rules/zz_new.toml", "is not valid TOML", "line 2"),
    ),
    Case(
        "rule with an unknown kind of slot",
        new_rule("{PARSON:who} waved"),
        ("zz_new.toml", "waved", "unknown slot", "PARSON", "PERSON"),
    ),
    Case(
        "rule with an unknown part",
        new_rule("{PERSON:who} {sitting}"),
        ("zz_new.toml", "waved", "unknown slot", "sitting", "known"),
    ),
    Case(
        "rule with an unknown frame",
        new_rule(frame="wave"),
        ("zz_new.toml", "waved", "unknown frame", "'wave'", "known frames", "presence"),
    ),
    Case(
        "rule with an unknown stage",
        new_rule(stage="page"),
        ("zz_new.toml", "waved", "unknown stage", "'page'", "known stages", "sentence"),
    ),
    Case("rule with an unknown key", new_rule(sayz="x"), ("zz_new.toml", "waved", "unknown key", "sayz", "known keys")),
    Case(
        "rule without its pattern",
        append("build/rules/zz_new.toml", rule().split("pattern")[0]),
        ("zz_new.toml", "waved", "pattern", "add"),
    ),
    Case(
        "rule that does not parse",
        new_rule("{PERSON:who} (waved"),
        ("zz_new.toml", "waved", "does not parse", "(waved", "mend the pattern"),
    ),
    Case(
        "rule that matches nothing at all",
        new_rule("(?:{PERSON:who})? ?(?:waved)?"),
        ("zz_new.toml", "waved", "matches the empty string", "at least one"),
    ),
    Case(
        "text with a backslash too few",
        new_rule(says="Somebody waved\\b."),
        ("zz_new.toml", "Somebody waved", "control character", "in a pattern write"),
    ),
    Case(
        "rule that repeats without bound",
        new_rule("{PERSON:who} [a-z]+ waved"),
        ("zz_new.toml", "waved", "repeats without bound", "[a-z]+", "{0,40}"),
    ),
    Case(
        "rule that repeats a group without bound",
        new_rule("{PERSON:who}(?: very)* waved"),
        ("zz_new.toml", "waved", "repeats without bound", "{0,40}"),
    ),
    Case(
        "rule with a lower bound only",
        new_rule("{PERSON:who}(?: very){1,} waved"),
        ("zz_new.toml", "waved", "repeats without bound", "{0,40}"),
    ),
    Case(
        "rule that fails its example",
        append(
            "build/rules/zz_new.toml",
            rule() + 'examples = [{ text = "Ana Silva waved from Lima.", gives = [{ table = "meetings", place = "Quito" }] }]\n',
        ),
        ("zz_new.toml", "waved", "Ana Silva waved from Lima."),
    ),
    Case(
        "two rules with one id", append("build/rules/zz_new.toml", rule() + rule()), ("zz_new.toml", "waved", "id is used twice")
    ),
    Case(
        "segment rule that does not parse",
        append("build/rules/segments.toml", "[[segment]]\nid = 'odd'\nsays = 'x'\npattern = '(?P<furniture>(odd'\n"),
        ("segments.toml", "odd", "does not parse"),
    ),
    Case(
        "segment rule of no known kind",
        append("build/rules/segments.toml", "[[segment]]\nid = 'odd'\nsays = 'x'\npattern = '(?P<oddity>odd)'\n"),
        ("segments.toml", "odd", "oddity", "known kinds", "furniture"),
    ),
    Case(
        "segment rule that says nothing",
        append("build/rules/segments.toml", "[[segment]]\nid = 'odd'\npattern = '(?P<furniture>odd)'\n"),
        ("segments.toml", "odd", "says"),
    ),
    Case(
        "rule that repeats a repetition",
        new_rule("{PERSON:who} (?:[a-z ]{1,40}){1,40}zq"),
        ("zz_new.toml", "waved", "repeats a repetition", "nothing to set the rounds apart", "begin or end each round"),
    ),
    Case(
        "rule that repeats a repetition with an end that it can take",
        new_rule("{PERSON:who} (?:[a-z ]{1,40}e){1,40}zq"),
        ("zz_new.toml", "waved", "repeats a repetition"),
    ),
    Case(
        "rule that repeats a choice of repetitions",
        new_rule("{PERSON:who} (?:x|(?:[a-z]{1,40}|b) ?){1,40}zq"),
        ("zz_new.toml", "waved", "repeats a repetition"),
    ),
    Case(
        "rule that claims an unknown table",
        append("build/rules/zz_new.toml", rule() + 'claims = ["meeting"]\n'),
        ("zz_new.toml", "waved, claims", "unknown table", "'meeting'", "known", "meetings"),
    ),
    Case(
        "claims that are no list",
        append("build/rules/zz_new.toml", rule() + 'claims = "meetings"\n'),
        ("zz_new.toml", "waved", "claims is no list", "'meetings'", "list of texts"),
    ),
    Case(
        "rule for an unknown segment",
        append("build/rules/zz_new.toml", rule() + 'where = ["footer"]\n'),
        ("zz_new.toml", "waved", "unknown segment", "footer", "headline"),
    ),
    Case(
        "rule file with an unknown key",
        append("build/rules/zz_new.toml", "foo = 1\n" + rule()),
        ("zz_new.toml", "unknown key", "foo", "known keys: rule"),
    ),
    Case(
        "part with an unknown key",
        append("build/rules/parts.toml", '\n[part.odd]\npatern = "x"\n'),
        ("parts.toml", "odd", "unknown key", "patern", "pattern"),
    ),
    Case(
        "part without its pattern",
        append("build/rules/parts.toml", '\n[part.odd]\nsays = "x"\n'),
        ("parts.toml", "odd", "pattern is no text", "write pattern"),
    ),
    Case(
        "pattern that is a number",
        append("build/rules/zz_new.toml", rule().split("pattern")[0] + "pattern = 5\n"),
        ("zz_new.toml", "waved", "pattern is no text", "5", "write pattern"),
    ),
    Case(
        "examples that are no list",
        append("build/rules/zz_new.toml", rule() + 'examples = "x"\n'),
        ("zz_new.toml", "waved", "examples is no list", "'x'", "write examples"),
    ),
    Case(
        "example on no day",
        append("build/rules/zz_new.toml", rule() + 'examples = [{ text = "x", published = "June" }]\n'),
        ("zz_new.toml", "waved", "published is no day", "June"),
    ),
    Case(
        "rule in one bracket",
        append("build/rules/zz_new.toml", rule().replace("[[rule]]", "[rule]")),
        ("zz_new.toml", "[rule]", "[[rule]]"),
    ),
    Case(
        "example that gives an unknown column",
        append(
            "build/rules/zz_new.toml",
            rule() + 'examples = [{ text = "Ana Silva waved.", gives = [{ table = "meetings", plaze = "Quito" }] }]\n',
        ),
        ("zz_new.toml", "waved, gives", "unknown column of meetings", "plaze", "known", "place"),
    ),
    Case(
        "example that gives an unknown table",
        append(
            "build/rules/zz_new.toml", rule() + 'examples = [{ text = "Ana Silva waved.", gives = [{ table = "meeting" }] }]\n'
        ),
        ("zz_new.toml", "waved, gives", "unknown table", "'meeting'", "meetings"),
    ),
    Case(
        "unknown setting",
        append("build/rules/zz_new.toml", rule() + "set = { hosts = true }\n"),
        ("zz_new.toml", "waved, set", "unknown key", "hosts", "known keys", "host"),
    ),
    Case(
        "setting that is neither true nor false",
        append("build/rules/zz_new.toml", rule() + 'set = { host = "yes" }\n'),
        ("zz_new.toml", "waved", "host is neither true nor false", "'yes'", "host = true"),
    ),
    *(
        Case(
            f"bad value of {key}",
            append("build/rules/zz_new.toml", rule() + f'set = {{ {key} = "zzz" }}\n'),
            ("zz_new.toml", "waved", f"unknown {words}", "'zzz'", "known", known),
        )
        for key, words, known in (
            ("status", "status value", "planned"),
            ("kind", "kind value", "bilateral"),
            ("capacity", "capacity value", "principal"),
            ("makes", "value of makes", "MET"),
            ("of", "value of of", "offices"),
            ("speaker", "value of speaker", "subject"),
        )
    ),
    Case(
        "words that are no table of lists",
        append("build/rules/zz_new.toml", rule() + 'set = { words = { anchor = "met" } }\n'),
        ("zz_new.toml", "waved, words", "anchor is no list", "'met'"),
    ),
    Case(
        "two rules of two files with one id",
        lambda root: (
            (append("build/rules/zz_new.toml", rule())(root), append("build/rules/zy_new.toml", "\n" + rule())(root)) and None
        ),
        ("zz_new.toml", "waved", "id is used twice", "zy_new.toml line 3", "zz_new.toml line 2", "another id"),
    ),
    Case(
        "rule file that is not UTF-8",
        write("build/rules/zz_new.toml", b"# caf\xe9\n"),
        ("zz_new.toml", "is not UTF-8", "byte 5", "e9", "save it as UTF-8"),
    ),
    Case(
        "segment rule whose examples are no list",
        append(
            "build/rules/segments.toml", "[[segment]]\nid = 'odd'\nsays = 'x'\npattern = '(?P<furniture>odd)'\nexamples = 5\n"
        ),
        ("segments.toml", "odd", "examples is no list", "5"),
    ),
    # vocabulary
    Case(
        "vocabulary without a key that is needed",
        lambda root: (
            (p := root / "build/vocabulary/words.toml").write_text(
                re.sub(r"(?ms)^openers = \[.*?\]\n", "", p.read_text(encoding="utf-8")), encoding="utf-8"
            )
            and None
        ),
        ("words.toml", "openers"),
    ),
    Case(
        "instrument without forms",
        append("build/vocabulary/instruments.toml", '\n[[instrument]]\nkind = "treaty"\n'),
        ("instruments.toml", "forms"),
    ),
    Case("cue without verbs", append("build/vocabulary/cues.toml", '\n[[cue]]\ntakes = "clause"\n'), ("cues.toml", "verbs")),
    Case(
        "list that is not UTF-8",
        lambda root: (
            (root / "build/vocabulary/states.csv").write_bytes(
                b"code,name,names,demonyms,capital,metonyms,capital_names\nXXX,\xe9,,,,,\n"
            )
            and None
        ),
        ("states.csv", "UTF-8"),
    ),
    Case("row cut short", append("build/vocabulary/regions.csv", "QQ-ZZ\n"), ("regions.csv", "QQ-ZZ")),
    Case(
        "region of an unknown country",
        append("build/vocabulary/regions.csv", "QQ-ZZ,QQQ,Nowhere,,,\n"),
        ("regions.csv", "QQ-ZZ", "unknown country code", "QQQ", "states.csv"),
    ),
    Case(
        "unknown kind of instrument",
        append("build/vocabulary/instruments.toml", '\n[[instrument]]\nkind = "handshake"\nforms = ["handshake"]\n'),
        ("instruments.toml", "unknown kind of instrument", "handshake", "known kinds", "memorandum_of_understanding"),
    ),
    Case(
        "unknown word for what a cue takes",
        append("build/vocabulary/cues.toml", '\n[[cue]]\ntakes = "everything"\nverbs = ["yodel"]\n'),
        ("cues.toml", "everything", "known", "clause"),
    ),
    Case(
        "unknown key in a vocabulary",
        lambda root: (
            (p := root / "build/vocabulary/words.toml").write_text(
                'hats = ["fez"]\n' + p.read_text(encoding="utf-8"), encoding="utf-8"
            )
            and None
        ),
        ("words.toml", "unknown key", "hats", "known keys"),
    ),
    Case(
        "list without a column",
        replace("build/vocabulary/states.csv", "demonyms", "people_of"),
        ("states.csv", "lacks a column", "demonyms", "columns:"),
    ),
    Case("list that is gone", remove("build/vocabulary/cues.toml"), ("cues.toml", "cannot be read", "restore")),
    Case(
        "text where a list is wanted",
        replace("build/vocabulary/offices.toml", '"Finance" = ["finance"]', '"Finance" = "finance"'),
        ("offices.toml", "portfolios", "Finance is no list", "'finance'", "list of texts"),
    ),
    Case(
        "number where a list is wanted",
        replace("build/vocabulary/offices.toml", '"Finance" = ["finance"]', '"Finance" = 5'),
        ("offices.toml", "portfolios", "Finance is no list", "5", "list of texts"),
    ),
    Case(
        "number in a list",
        replace("build/vocabulary/offices.toml", '"Finance" = ["finance"]', '"Finance" = [5]'),
        ("offices.toml", "portfolios", "Finance holds what is no text", "5", "quotation marks"),
    ),
    Case(
        "months that are no list",
        write("build/vocabulary/calendar.toml", b'months = 5\nweekdays = ["Monday"]\n'),
        ("calendar.toml", "months is no list", "5"),
    ),
    Case(
        "months that are not twelve",
        write("build/vocabulary/calendar.toml", b'months = ["May"]\nweekdays = ["Monday"]\n'),
        ("calendar.toml", "months are not 12", "1", "restore"),
    ),
    Case(
        "form of two portfolios",
        replace("build/vocabulary/offices.toml", '"Finance" = ["finance"]', '"Finance" = ["finance", "oil"]'),
        ("offices.toml", "Finance and Oil", "two portfolios", "'oil'", "keep it with one"),
    ),
    Case(
        "country in two lines",
        append("build/vocabulary/states.csv", "AFG,Nowhere,,,,,\n"),
        ("states.csv", "lines 3 and", "two lines", "AFG", "keep one line"),
    ),
    Case(
        "country cut short",
        append("build/vocabulary/states.csv", "QQQ,Nowhere\n"),
        ("states.csv", "line ", "cut short", "QQQ,Nowhere", "demonyms"),
    ),
    Case(
        "country with too many cells",
        append("build/vocabulary/states.csv", "QQQ,Nowhere,,,,,,,\n"),
        ("states.csv", "line ", "more cells than columns", "QQQ,Nowhere"),
    ),
    Case(
        "demonym of two countries",
        append("build/vocabulary/states.csv", "QQQ,Nowhere,,Afghan,,,\n"),
        ("states.csv", "AFG and QQQ", "two states", "'Afghan'", "keep it with one"),
    ),
    Case(
        "instrument with an unknown key",
        append("build/vocabulary/instruments.toml", '\n[[instrument]]\nkind = "treaty"\nforms = ["zz"]\nform = "z"\n'),
        ("instruments.toml", "[[instrument]]", "unknown key", "'form'", "known keys"),
    ),
    Case(
        "word list that is not UTF-8",
        write("build/vocabulary/words.toml", b"# caf\xe9\n"),
        ("words.toml", "is not UTF-8", "byte 5", "save it as UTF-8"),
    ),
    # verdicts
    Case(
        "verdict that is no JSON",
        append(LEDGER, '{"hit": "0", \n'),
        (LEDGER, "is not a line of JSON", "restore the line"),
        ledger_line,
    ),
    Case("verdict that is no object", append(LEDGER, "[1]\n"), (LEDGER, "is no verdict", "[1]"), ledger_line),
    Case(
        "unknown verdict",
        verdict(verdict="maybe"),
        (LEDGER, "unknown verdict", "'maybe'", "known verdicts", "rejected"),
        ledger_line,
    ),
    Case("unknown pass", verdict(**{"pass": 4}), (LEDGER, "unknown pass", "4", "3 settles"), ledger_line),
    Case(
        "rejected without a reason",
        verdict(verdict="rejected"),
        (LEDGER, "rejected without a reason", "0" * 16, "say why"),
        ledger_line,
    ),
    Case(
        "corrected without a reason", verdict(verdict="corrected"), (LEDGER, "corrected without a reason", "say why"), ledger_line
    ),
    Case("unknown key of a verdict", verdict(mood="good"), (LEDGER, "unknown key", "mood", "known keys"), ledger_line),
    Case("ledger that is not UTF-8", lambda root: (root / LEDGER).write_bytes(b"\xff") and None, (LEDGER, "UTF-8")),
    Case(
        "addition with an unknown inference",
        verdict(
            verdict="added",
            reason="r",
            claims=[{"table": "people", "entity": "person/x", "values": {"name": {"value": "x", "spans": [[0, 1, "guess"]]}}}],
        ),
        (LEDGER, "unknown inference", "guess", "known"),
    ),
    Case(
        "addition without spans",
        verdict(
            verdict="added", reason="r", claims=[{"table": "people", "entity": "person/x", "values": {"name": {"value": "x"}}}]
        ),
        (LEDGER, "spans"),
    ),
    # identities
    Case(
        "unknown decision",
        identities("people", f"{SOURCE}/reber-ahmed,reber-ahmed,perhaps,name,r,c,2026-01-01"),
        ("people.csv", "line 2", "unknown decision", "perhaps", "same, different"),
    ),
    Case(
        "unknown relation",
        identities("utterances", "a,b,same,words,r,c,2026-01-01"),
        ("utterances.csv", "line 2", "unknown decision", "'same'", "retranslation"),
    ),
    Case(
        "decided twice",
        identities(
            "people",
            f"{SOURCE}/reber-ahmed,reber-ahmed,same,name,r,c,2026-01-01",
            f"{SOURCE}/reber-ahmed,ahmed,same,name,r,c,2026-01-01",
        ),
        ("people.csv", "line 3", "decided twice", f"{SOURCE}/reber-ahmed", "keep one"),
    ),
    Case(
        "decision without a basis",
        identities("meetings", f"{SOURCE}/al-araji-ghalibaf,m,same,,r,c,2026-01-01"),
        ("meetings.csv", "line 2", "no basis", "al-araji-ghalibaf"),
    ),
    Case(
        "identities without a column",
        lambda root: (root / "build/identities/people.csv").write_text("left,right\n") and None,
        ("people.csv", "header", "lacks a column", "decision"),
    ),
    Case(
        "identities that are not UTF-8",
        lambda root: (
            (root / "build/identities/people.csv").write_bytes(
                b"left,right,decision,basis,reason,coder,date\n\xe9,b,same,x,r,c,d\n"
            )
            and None
        ),
        ("people.csv", "UTF-8"),
    ),
    # ledger lines, codings and identities, each with one thing wrong
    Case(
        "date that is no day", first_verdict(date="2026-13-21"), (LEDGER, "line 1", "date is no day", "2026-13-21", "2026-01-31")
    ),
    Case("date that is a number", first_verdict(date=20261121), (LEDGER, "line 1", "date is no day", "20261121")),
    Case(
        "date of a verdict that no hit answers to",
        verdict(date="yesterday"),
        (LEDGER, "date is no day", "yesterday"),
        ledger_line,
    ),
    Case("hit that is a list", first_verdict(hit=["a"]), (LEDGER, "line 1", "hit is no key", "['a']", "16 hexadecimal")),
    Case("hit that is a number", verdict(hit=5), (LEDGER, "hit is no key", "5"), ledger_line),
    Case("pass that is true", first_verdict(**{"pass": True}), (LEDGER, "line 1", "unknown pass", "True")),
    Case("correction that is no list", correction(set=3), (LEDGER, "line 1", "set is no list", "3")),
    Case(
        "correction with spans that are none",
        correction(set=[HEAD | {"spans": ["a"]}]),
        (LEDGER, "line 1", "quotes.cue", "span", "['a']", "[start, end]"),
    ),
    Case(
        "correction with a span beyond the source",
        correction(set=[HEAD | {"spans": [[1, 999999]]}]),
        (LEDGER, "line 1", "outside the source", "999999"),
    ),
    Case(
        "correction of an unknown table",
        correction(set=[HEAD | {"table": "quote"}]),
        (LEDGER, "line 1", "unknown table", "'quote'", "known tables", "quote_speakers"),
    ),
    Case(
        "correction of an unknown column",
        correction(set=[HEAD | {"column": "sue"}]),
        (LEDGER, "line 1", "unknown column of quotes", "'sue'", "verbatim"),
    ),
    Case(
        "correction of another table's column",
        correction(set=[HEAD | {"column": "venue"}]),
        (LEDGER, "line 1", "unknown column of quotes", "'venue'", "verbatim"),
    ),
    Case(
        "correction that withdraws an unknown column",
        correction(withdraw=[{"table": "quotes", "column": "sue"}]),
        (LEDGER, "line 1", "unknown column of quotes", "'sue'"),
    ),
    Case(
        "correction of what the hit does not claim",
        correction(set=[HEAD | {"table": "meetings", "column": "venue"}]),
        (LEDGER, "line 1", "does not claim", "the hit claims", "quotes"),
    ),
    Case(
        "correction with an unknown value",
        correction(set=[HEAD | {"column": "quote_type", "value": "sung"}]),
        (LEDGER, "line 1", "quote_type", "'sung'", "direct"),
    ),
    Case(
        "correction with a value that is no text",
        correction(set=[HEAD | {"value": 7}]),
        (LEDGER, "line 1", "cue is no text", "7"),
    ),
    Case(
        "correction that takes a quote's words",
        correction(withdraw=[{"table": "quotes", "column": "content"}]),
        (LEDGER, "hit ", "quotes its content", "reject"),
    ),
    Case(
        "addition of no known thing",
        verdict(verdict="added", reason="r", claims=[{"table": "quotes", "entity": "quote/x"}]),
        (LEDGER, "no thing of a report", "quote/x", "quote/<start>-<end>"),
        ledger_line,
    ),
    Case("coding that is no object", append(BLIND, '"x"\n'), (BLIND, "line", "is no coded thing", "'x'")),
    Case("coding that is empty", append(BLIND, "{}\n"), (BLIND, "line", "lacks 'table'")),
    Case(
        "coding of an unknown table",
        append(BLIND, '{"table": "person"}\n'),
        (BLIND, "line", "unknown table", "'person'", "known tables", "people"),
    ),
    Case(
        "coding that lacks a key",
        append(BLIND, '{"table": "people", "id": "x", "spans": {"name": [[1, 2]]}}\n'),
        (BLIND, "line", "lacks 'name'"),
    ),
    Case(
        "coding that lacks its spans",
        append(BLIND, '{"table": "people", "id": "x", "name": "X"}\n'),
        (BLIND, "line", "lacks the spans of name"),
    ),
    Case(
        "coding with spans that are none",
        append(BLIND, '{"table": "people", "id": "x", "name": "X", "spans": {"name": [3]}}\n'),
        (BLIND, "line", "name: a span", "[3]"),
    ),
    Case(
        "quote mark that is not closed",
        identities("people", 'a/b,c,same,"name,r,c,2026-01-01', "a/d,e,same,name,r,c,2026-01-01"),
        ("people.csv", "line 2", "close the quote marks"),
    ),
    Case(
        "quote mark that swallows a line",
        identities("people", 'a/b,c,same,name,"r,c,2026-01-01', 'a/d,e,same,name,r",c,2026-01-01'),
        ("people.csv", "line 2", "more than one line", "close the quote marks"),
    ),
    Case(
        "row with too many fields",
        identities("people", "a/b,c,same,name,r,s,c,2026-01-01"),
        ("people.csv", "line 2", "has 8 fields, not 7", "header"),
    ),
    Case("row with too few fields", identities("people", "a/b,c,same,name"), ("people.csv", "line 2", "has 4 fields, not 7")),
    Case(
        "decision on no day", identities("people", "a/b,c,same,name,r,c,June"), ("people.csv", "line 2", "date is no day", "June")
    ),
    Case(
        "unknown quote id at left",
        identities("utterances", f"{SOURCE}:0000001-20:zzzz,{SOURCE}:0000001-20:abcd,repeat,words,r,c,2026-01-01"),
        ("utterances.csv", "line 2", "unknown quote id", "zzzz", "quote_id"),
    ),
    Case(
        "unknown quote id at right",
        append("build/identities/utterances.csv", f"{void_quote()},nobody,different,words,r,c,2026-01-01\n"),
        ("utterances.csv", "line", "unknown quote id", "nobody"),
    ),
    Case(
        "identities that are gone",
        remove("build/identities/meetings.csv"),
        ("meetings.csv", "missing", "restore it from git", "left,right"),
    ),
    Case("ledger that is gone", remove(LEDGER), (LEDGER, "missing", "restore it from git, or write an empty file")),
    Case("coding that is gone", remove(BLIND), (BLIND, "missing", "restore it from git, or write an empty file")),
    Case(
        "ledger of no source",
        append("build/checks/009_x.jsonl", ""),
        ("build/checks/009_x.jsonl", "belongs to no source", "sources.toml"),
    ),
    Case(
        "coding of no source",
        append("build/checks/blind/009_x.jsonl", ""),
        ("build/checks/blind/009_x.jsonl", "belongs to no source"),
    ),
    # schemas
    Case(
        "schema with a column that the rules never fill",
        schema("people", lambda s: s["fields"].append(FIELD)),
        ("people", "nickname"),
    ),
    Case(
        "schema with another vocabulary",
        schema(
            "agreements", lambda s: next(f for f in s["fields"] if f["name"] == "kind")["constraints"].update(enum=["treaty"])
        ),
        ("agreements", "kind", "mend"),
    ),  # type: ignore[attr-defined]
    Case("schema without a column that others lean on", schema("people", lambda s: s["fields"].pop(0)), ("people", "person_id")),
    Case(
        "schema of another type",
        schema("person_names", lambda s: next(f for f in s["fields"] if f["name"] == "name").update(type="integer")),
        ("person_names", "name"),
    ),
    Case("schema that is no JSON", write("schemas/people.json", b"{"), ("schemas/people.json", "JSON")),
    Case("schema that is gone", remove("schemas/people.json"), ("people",)),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_build_says_what_is_wrong_and_changes_nothing(case: Case, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = published(copy)
    case.change(copy)
    code = main(["build", "--root", str(copy)])
    out, err = capsys.readouterr()
    assert code == 1, err
    assert "Traceback" not in err and out == ""
    for words in (*case.says, *([case.also(copy)] if case.also else [])):
        assert words in err, (words, err)
    assert len(err.strip().splitlines()) <= 3, f"one message, not many: {err}"
    assert len(err) < 2500, err
    assert published(copy) == before
    assert not [path.name for path in copy.iterdir() if path.name.startswith(".")], "nothing is left behind"


def test_the_unchanged_copy_builds(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Else every case above could fail for a reason of its own."""
    before = published(copy)
    assert main(["build", "--root", str(copy)]) == 0, capsys.readouterr().err
    assert published(copy) == before


def test_from_the_shell_too(copy: Path) -> None:
    """A process of its own: exit code, one message on stderr, no traceback. Of a file that is read before the rules, which take long."""
    (copy / "schemas" / "people.json").write_bytes(b"\xff\xfe")
    before = published(copy)
    run = subprocess.run([sys.executable, "-m", "baghdad_tehran", "build", "--root", str(copy)], capture_output=True, text=True)
    assert run.returncode == 1 and run.stdout == ""
    assert "people.json" in run.stderr and "Traceback" not in run.stderr and len(run.stderr.strip().splitlines()) <= 3
    assert published(copy) == before


def test_a_folder_that_is_no_checkout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--root", str(tmp_path)]) in (1, 2)
    err = capsys.readouterr().err
    assert str(tmp_path) in err and "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_verdict_that_answers_to_no_hit_is_said_and_the_rest_stands(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    verdict(hit="f" * 16, rule="long-gone", text="words that were once a hit")(copy)
    assert main(["build", "--root", str(copy)]) == 0
    err = capsys.readouterr().err
    assert "no hit answers to this verdict any more" in err and SOURCE in err and "long-gone" in err


def test_a_decision_on_a_quote_that_is_not_published_is_said_and_the_rest_stands(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    append("build/identities/utterances.csv", f"{void_quote()},{void_quote()},different,words,r,c,2026-01-01\n")(copy)
    assert main(["build", "--root", str(copy)]) == 0
    err = capsys.readouterr().err
    assert "decides nothing any more" in err and "utterances.csv" in err and void_quote() in err


def test_a_byte_order_mark_is_no_part_of_a_column(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = copy / "build/identities/people.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert main(["build", "--root", str(copy)]) == 0, capsys.readouterr().err


def test_a_new_seed_without_ledger_or_coding_builds_and_builds_again(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = b"President Ana Silva met Prime Minister Ben Rojas in Lima on June 3, 2024.\n"
    (copy / "seeds/005_new.txt").write_bytes(raw)
    append(
        "seeds/sources.toml",
        f'\n[[source]]\nfile = "005_new.txt"\nsha256 = "{hashlib.sha256(raw).hexdigest()}"\nsupplied = {{ language = "en" }}\n',
    )(copy)
    for _ in range(2):
        assert main(["build", "--root", str(copy)]) == 0, capsys.readouterr().err
        assert "hits are open" in capsys.readouterr().err
