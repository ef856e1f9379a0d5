"""The command validate, as someone has it who only downloaded a release: what it reads, prints and refuses, and its exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from breaking import copy_release, gone, of_rows, over, put, put_bytes, rewrite_hashes
from tiny import TEXTS

from baghdad_tehran.cli import main
from baghdad_tehran.errors import Problem
from baghdad_tehran.gate.findings import CODES, Finding
from baghdad_tehran.gate.release import validate_release

ROOT = Path(__file__).resolve().parents[1]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def validate(*args: object) -> tuple[int, str, str]:
        code = main(["validate", *map(str, args)])
        out = capsys.readouterr()
        return code, out.out, out.err

    return validate


def zipped(release: Path, target: Path, top: str = "", method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(target, "w", method) as archive:
        for path in sorted(release.rglob("*")):
            name = path.relative_to(release)
            if path.is_file() and name.parts[0] != "seeds":
                archive.write(path, f"{top}{name.as_posix()}")
    return target


def test_a_sound_release_exits_0_and_prints_no_row(run: Run, release: Path) -> None:
    code, out, err = run(release)
    assert (code, out) == (0, "") and "valid" in err and "compared with its article" in err
    (release / "seeds").rename(release.parent / "articles")
    assert "article" not in run(release)[2]
    code, out, err = run(release, "--sources", release.parent / "articles")
    assert code == 0 and "compared with its article" in err


def test_failures_exit_1_and_are_one_table(run: Run, release: Path) -> None:
    of_rows("people", put(name="", country="irq"))(release)
    of_rows("roles", put(kind="x", person_id="nobody"))(release)
    rewrite_hashes(release)
    code, out, err = run(release)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 1 and err == f"{len(rows)} failures.\n"
    assert list(rows[0]) == ["table", "key", "column", "code", "value", "message"]
    assert {("people", "name", "blank"), ("people", "country", "pattern"), ("roles", "kind", "enum"),
            ("roles", "person_id", "foreign-key")} <= {(r["table"], r["column"], r["code"]) for r in rows}  # fmt: skip
    assert {row["code"] for row in rows} <= set(CODES)
    code, out, _ = run(release, "--json")
    assert code == 1 and [json.loads(line) for line in out.splitlines()] == rows
    assert run(release, "--csv") == run(release)


def test_findings_are_ordered_and_say_where(release: Path) -> None:
    of_rows("roles", put(kind="x"))(release)
    rewrite_hashes(release)
    (enum,) = [f for f in validate_release(release) if f.code == "enum"]
    assert enum == Finding("roles", "dana-karim/foreign-minister", "kind", "enum", "x", "must be one of: office, rank")
    assert validate_release(release) == validate_release(release)


def test_with_sources_every_span_is_compared(run: Run, release: Path, tmp_path: Path) -> None:
    (release / "seeds").rename(tmp_path / "articles")
    put_bytes(tmp_path / "articles" / "two.txt", TEXTS["two"].replace("gates", "doors"))
    assert run(release)[0] == 0
    code, out, _ = run(release, "--sources", tmp_path / "articles", "--json")
    assert code == 1 and [json.loads(line)["code"] for line in out.splitlines()] == ["source-hash"]
    (tmp_path / "articles" / "two.txt").unlink()
    assert '"source-missing"' in run(release, "--sources", tmp_path / "articles", "--json")[1]


@pytest.mark.parametrize(("arguments", "words"), [
    (["nowhere"], "no such folder or zip"),
    (["empty"], "holds no release"),
    (["release", "--sources", "nowhere"], "no such folder of sources"),
])  # fmt: skip
def test_nothing_to_check_exits_2(
    arguments: list[str], words: str, run: Run, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (release.parent / "empty").mkdir()
    monkeypatch.chdir(release.parent)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "") and words in err


def test_no_such_folder_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem):
        validate_release(tmp_path / "nowhere")
    with pytest.raises(Problem):
        validate_release(tmp_path, tmp_path / "nowhere")


@pytest.mark.parametrize(("top", "method"), [("", zipfile.ZIP_DEFLATED), ("baghdad-tehran-0.1.0/", zipfile.ZIP_STORED)])
def test_a_zip_is_a_release_too(top: str, method: int, run: Run, release: Path, tmp_path: Path) -> None:
    file = zipped(release, tmp_path / "release.zip", top, method)
    assert run(file)[:2] == (0, "")
    over("dataset/people.parquet", b"PAR1")(release)
    code, out, _ = run(zipped(release, tmp_path / "broken.zip", top), "--json")
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 1 and {"file-hash", "unreadable"} <= {one["code"] for one in found}
    assert not any("tmp" in value for one in found for value in one.values())


def test_files_beside_the_release_are_nobodys_business(run: Run, release: Path) -> None:
    over("notes.md", "x")(release)
    over("csv/people.csv", "x")(release)
    assert run(release)[0] == 0
    over("dataset/people.csv", "x")(release)
    code, out, _ = run(release, "--json")
    assert code == 1 and json.loads(out)["code"] == "file-unlisted" and json.loads(out)["column"] == "dataset/people.csv"


def test_what_is_not_a_file_is_not_waited_for(release: Path) -> None:
    """A pipe in the place of a file would keep a reader for ever."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    names = (
        "dataset/people.parquet",
        "schemas/people.json",
        "datapackage.json",
        "SHA256SUMS",
        "seeds/one.txt",
        "build/rules/met.toml",
    )
    copies = [str(copy_release(release, release.parent / f"copy {number}")) for number in range(len(names))]
    for copy, name in zip(copies, names, strict=True):
        (Path(copy) / name).unlink()
        os.mkfifo(Path(copy) / name)
    program = (
        "import sys; from baghdad_tehran.gate.release import validate_release as v\nfor one in sys.argv[1:]: "
        "print(len(v(one, one + '/seeds')), flush=True)"
    )
    done = subprocess.run([sys.executable, "-c", program, *copies], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0 and all(map(int, done.stdout.split())) and len(done.stdout.split()) == len(names), done


def test_a_path_in_the_data_does_not_lead_out_of_the_sources(release: Path) -> None:
    put_bytes(release / "one.txt", TEXTS["one"])
    gone("seeds/one.txt")(release)
    of_rows("sources", put(path="seeds/../one.txt"))(release)
    rewrite_hashes(release)
    assert "source-missing" in {one.code for one in validate_release(release, release / "seeds")}


def test_a_name_in_the_hashes_does_not_lead_out_of_the_release(release: Path) -> None:
    put_bytes(release.parent / "secret.txt", "x")
    sums = release / "SHA256SUMS"
    for name in (
        "../secret.txt",
        str(release.parent / "secret.txt"),
        "dataset/../../secret.txt",
        "C:/secret.txt",
        "./datapackage.json",
    ):
        put_bytes(
            release / "SHA256SUMS.new",
            "".join(sorted([*sums.read_text().splitlines(True), f"{'0' * 64}  {name}\n"], key=lambda line: line[66:])),
        )
        copy = copy_release(release, release.parent / "copy")
        (copy / "SHA256SUMS.new").replace(copy / "SHA256SUMS")
        assert [(one.code, one.value) for one in validate_release(copy)] == [("sums", name)]
        subprocess.run(["rm", "-r", str(copy)], check=True)


def test_hostile_words_do_not_reach_the_terminal(run: Run, release: Path, tmp_path: Path) -> None:
    over("dataset/\x1b]0;x\x07.parquet", "x")(release)
    of_rows("people", put(name="\x1b[2J", country="\u202eIRQ"))(release)
    found = validate_release(release)
    assert found and all(str(one).isprintable() for one in found)
    for form in ("--csv", "--json"):  # in a pipe too
        code, out, _ = run(release, form)
        assert code == 1 and "u202eIRQ" in out and not set("\x1b\x07\u202e") & set(out)
    code, _, err = run(tmp_path / "\x1b[2J.zip")
    assert code == 2 and "\x1b" not in err


def test_a_name_that_is_no_text_is_named_in_escapes(run: Run, release: Path) -> None:
    try:
        put_bytes(release / "dataset" / os.fsdecode(b"\xff.parquet"), "x")
    except (OSError, UnicodeError):
        pytest.skip("no such names here")
    code, out, _ = run(release, "--json")
    assert code == 1 and json.loads(out)["column"] == "dataset/\\udcff.parquet"


def test_a_build_that_was_cut_short_is_completed_first(run: Run, release: Path) -> None:
    staged = release / ".staging-abc"
    staged.mkdir()
    of_rows("organizations", put(name="Office of Rivers"))(release)
    rewrite_hashes(release)
    for name in ("SHA256SUMS", "datapackage.json"):
        (release / name).rename(staged / name)
    journal = {"staging": ".staging-abc", "replace": ["datapackage.json", "SHA256SUMS"], "remove": []}
    put_bytes(release / ".swap", json.dumps(journal))
    assert run(release)[0] == 0
    assert not [path.name for path in release.iterdir() if path.name.startswith(".")]


def test_the_gate_needs_duckdb_alone(sound: Path, tmp_path: Path) -> None:
    """And says the same without pyarrow as with it: which Arrow type a column has the file itself tells."""
    import pyarrow as pa
    from breaking import recast

    large = copy_release(sound, tmp_path / "large")
    recast("people", "name", pa.large_string())(large)
    rewrite_hashes(large)
    program = (
        "import sys\n"
        "for name in ('pyarrow', 'pandas', 'numpy', 'pandera', 'frictionless'): sys.modules[name] = None\n"
        "from baghdad_tehran.cli import main\n"
        "print([main(['validate', path, '--csv']) for path in sys.argv[1:]])\n"
        "assert not [name for name in sys.modules if name.startswith('baghdad_tehran.make')]\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, sound, zipped(sound, tmp_path / "x.zip"), large], capture_output=True, text=True
    )
    assert "[0, 0, 1]" in done.stdout and "people,,name,type,large string" in done.stdout, done.stderr


def test_every_code_is_explained_and_none_besides() -> None:
    text = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z][a-z-]*)` \| (.+?) \|", text, re.M))
    assert {code: rows.get(code) for code in CODES} == CODES and set(rows) == set(CODES)


# What someone hostile may put into an archive.
def _evil(target: Path, build: Callable[[zipfile.ZipFile], None]) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        build(archive)
        archive.writestr("datapackage.json", "{}")
    return target


def member(name: str, *, mode: int = 0o100644, system: int = 3) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr, info.create_system = mode << 16, system
    return info


def twice(archive: zipfile.ZipFile, first: str, second: str) -> None:
    archive.writestr(first, "a")
    with pytest.warns(UserWarning) if first == second else _nothing():
        archive.writestr(second, "b")


class _nothing:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


EVIL: dict[str, tuple[Callable[[zipfile.ZipFile], None], str]] = {
    "above": (lambda z: z.writestr("../evil.txt", "x"), "leads out"),
    "above, further in": (lambda z: z.writestr("dataset/../../evil.txt", "x"), "leads out"),
    "absolute": (lambda z: z.writestr("/evil.txt", "x"), "leads out"),
    "with a drive": (lambda z: z.writestr("C:/evil.txt", "x"), "leads out"),
    "with backslashes": (lambda z: z.writestr("..\\evil.txt", "x"), "leads out"),
    "with an empty part": (lambda z: z.writestr("dataset//x", "x"), "leads out"),
    "with a control character": (lambda z: z.writestr("dataset/\x1b[2J", "x"), "leads out"),
    "with a mark that turns the text": (lambda z: z.writestr("dataset/\u202etxt.exe", "x"), "leads out"),
    "very long": (lambda z: z.writestr("x" * 300, "x"), "leads out"),
    "a link": (lambda z: z.writestr(member("dataset/x", mode=stat.S_IFLNK | 0o777), "/etc/passwd"), "link"),
    "a device": (lambda z: z.writestr(member("dataset/x", mode=stat.S_IFCHR | 0o666), ""), "link or a device"),
    "a pipe": (lambda z: z.writestr(member("dataset/x", mode=stat.S_IFIFO | 0o666), ""), "link or a device"),
    "a folder that is a link": (lambda z: z.writestr(member("dataset/", mode=stat.S_IFLNK | 0o777), ""), "link"),
    "twice": (lambda z: twice(z, "dataset/x", "dataset/x"), "twice"),
    "twice but for case": (lambda z: twice(z, "dataset/x", "DATASET/X"), "twice"),
    "twice but for its form": (lambda z: twice(z, "dataset/\u00e9", "dataset/e\u0301"), "twice"),
    "file and folder": (lambda z: twice(z, "dataset", "dataset/x"), "as a file and as a folder"),
    "bomb": (lambda z: z.writestr("dataset/x", b"\0" * (64 << 20)), "times its size"),
    "many": (lambda z: [z.writestr(f"dataset/{n}", "") for n in range(5_001)] and None, "members"),  # type: ignore[func-returns-value]
    "compressed otherwise": (lambda z: z.writestr("dataset/x", "x" * 99, zipfile.ZIP_LZMA), "compressed in a way"),
}


@pytest.mark.parametrize("case", EVIL)
def test_a_hostile_zip_is_refused_and_nothing_is_written(
    case: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, words = EVIL[case]
    file = _evil(tmp_path / "evil.zip", build)
    (tmp_path / "temporary" / "deep").mkdir(parents=True)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary" / "deep"))
    code, out, err = run(file)
    assert (code, out) == (1, "") and words in err and "Nothing was unpacked" in err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["deep", "evil.zip", "temporary"]


def _patched(raw: bytes, old: bytes, new: bytes) -> bytes:
    assert old in raw and len(old) == len(new)
    return raw.replace(old, new)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("not a zip", "no zip"),
        ("empty", "no zip"),
        ("cut short", "no zip"),
        ("NUL in a name", "leads out"),
        ("encrypted", "encrypted"),
        ("list of files without end", "list of files"),
        ("list of a zip of 64 bits", "list of files"),
        ("larger than it says", "no zip"),
        ("another name inside", "no zip"),
        ("wrong checksum", "no zip"),
        ("members that share bytes", "share bytes"),
    ],
)
def test_a_damaged_zip_is_refused(case: str, words: str, run: Run, release: Path, tmp_path: Path) -> None:
    raw = zipped(release, tmp_path / "sound.zip", method=zipfile.ZIP_STORED).read_bytes()
    central = raw.rindex(b"PK\x05\x06")
    (start,) = (int.from_bytes(raw[central + 16 : central + 20], "little"),)
    first, second = start, raw.index(b"PK\x01\x02", start + 4)
    if case == "not a zip":
        raw = b"PK nothing"
    elif case == "empty":
        raw = b""
    elif case == "cut short":
        raw = raw[: len(raw) // 2]
    elif case == "NUL in a name":
        raw = _patched(raw, b"schemas/people.json", b"schemas/people\0json")
    elif case == "encrypted":
        raw = raw[: first + 8] + b"\x01" + raw[first + 9 :]
    elif case == "list of files without end":
        raw = raw[: central + 12] + (6 << 20).to_bytes(4, "little") + raw[central + 16 :]
    elif case == "list of a zip of 64 bits":
        raw = raw[:central] + b"PK\6\7" + bytes(16) + raw[central:]
    elif case == "larger than it says":
        raw = raw[: first + 24] + (1).to_bytes(4, "little") + raw[first + 28 :]
    elif case == "another name inside":
        place = raw.index(b"schemas/people.json")
        raw = raw[:place] + b"schemas/peoplf.json" + raw[place + 19 :]
    elif case == "wrong checksum":
        place = raw.index(b"PAR1") + 20
        raw = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
    else:  # the second member is said to begin where the first does
        raw = raw[: second + 42] + raw[first + 42 : first + 46] + raw[second + 46 :]
    put_bytes(tmp_path / "damaged.zip", raw)
    code, out, err = run(tmp_path / "damaged.zip")
    assert (code, out) == (1, "") and words in err and "Traceback" not in err
