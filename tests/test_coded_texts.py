"""benchmarks/texts.py: the texts that were coded come out of copies of their repositories, or are named as missing."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.newest
CODED = sorted((ROOT / "benchmarks/coded").glob("*.json"))
CODED_AGAIN = sorted((ROOT / "benchmarks/coded_again").glob("*.json"))
INVENTED = sorted((ROOT / "benchmarks/invented").glob("*.json"))
TITLE, FIRST = "Ministers meet in Port Vale", "Ana Sol met Bo Lind on Monday."
TEXT = f"{TITLE}\n\n{FIRST}\n"
WHOLE = [[0, len(TEXT)]]
PAGE = (
    f"<h1>{TITLE}</h1><!-- > --><script>if (a > b) {{}}</script>\n<p>Ana&nbsp;Sol <b>met</b>\n Bo Lind on Monday.</p><p>Share</p>"
)


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def committed(folder: Path, files: dict[str, bytes]) -> str:
    """A new repository with these files; its commit."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet")
    for name, data in files.items():
        (folder / name).write_bytes(data)
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "Files")
    return git(folder, "rev-parse", "HEAD")


def recipe(commit: str, path: str, how: str, spans: list[Any], repository: str = "ana/press") -> dict[str, Any]:
    return {"repository": repository, "commit": commit, "path": path, "how": how, "spans": spans}


def assemble(tmp_path: Path, recipes: dict[str, dict[str, Any]], text: str = TEXT) -> subprocess.CompletedProcess[str]:
    """Run the command on reports coded with these recipes, each of which is to give `text`."""
    coded = tmp_path / "coded"
    coded.mkdir()
    for name, how in recipes.items():
        report = {"file": f"{name}.txt", "sha256": hashlib.sha256(text.encode()).hexdigest(), "text": how}
        (coded / f"{name}.json").write_text(json.dumps(report), encoding="utf-8")
    command = [sys.executable, ROOT / "benchmarks/texts.py", tmp_path / "mirrors", tmp_path / "out", "--coded", coded]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def packed(path: Path) -> bytes:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("wire/one", TEXT)
    return path.read_bytes()


def test_each_way_of_taking_a_text_out(tmp_path: Path) -> None:
    commit = committed(
        tmp_path / "mirrors/ana/press",
        {
            "plain.txt": TEXT.encode(),
            "page.html.gz": gzip.compress(PAGE.encode()),
            "wire.zip": packed(tmp_path / "wire.zip"),
            "rows.csv": f'title,body\nNone,""\n{TITLE},"{FIRST}"\n'.encode(),
            "source.java": f'title("{TITLE}").body("Ana Sol\\u0020met \\"Bo\\" Lind\\non Monday.")'.encode(),
        },
    )
    done = assemble(
        tmp_path,
        {
            "plain": recipe(commit, "plain.txt", "plain", WHOLE),
            "page": recipe(commit, "page.html.gz", "gzip, tags, spaces", [[0, 27], [28, 58], "\n"]),
            "zip": recipe(commit, "wire.zip", "zip wire/one", WHOLE),
            "csv": recipe(commit, "rows.csv", "csv 2", [[0, 27], [28, 58], "\n"]),
            "escapes": recipe(commit, "source.java", "escapes, spaces", [[7, 34], [43, 55], "", [56, 58], "", [59, 75], "\n"]),
        },
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert {file.stem: file.read_text(encoding="utf-8") for file in (tmp_path / "out").iterdir()} == dict.fromkeys(
        ("plain", "page", "zip", "csv", "escapes"), TEXT
    )


def test_bytes_that_are_no_utf_8_are_read_as_latin_1(tmp_path: Path) -> None:
    commit = committed(tmp_path / "mirrors/ana/press", {"old.txt": "Café\n".encode("latin-1")})
    assert assemble(tmp_path, {"old": recipe(commit, "old.txt", "plain", [[0, 5]])}, "Café\n").returncode == 0
    assert (tmp_path / "out/old.txt").read_bytes() == "Café\n".encode()


@pytest.mark.parametrize("place", ["ana/press", "ana+press", "ana+press/copy", "ana/press.git"])
def test_repositories_lie_in_any_of_the_usual_places_and_may_be_bare(tmp_path: Path, place: str) -> None:
    commit = committed(tmp_path / "work", {"plain.txt": TEXT.encode()})
    (tmp_path / "mirrors" / place).parent.mkdir(parents=True)
    git(tmp_path, "clone", "--quiet", "--bare", "work", str(tmp_path / "mirrors" / place))
    assert assemble(tmp_path, {"plain": recipe(commit, "plain.txt", "plain", WHOLE)}).returncode == 0
    assert (tmp_path / "out/plain.txt").read_text(encoding="utf-8") == TEXT


def test_what_is_not_at_hand_is_named_and_not_written(tmp_path: Path) -> None:
    commit = committed(tmp_path / "mirrors/ana/press", {"plain.txt": TEXT.encode()})
    done = assemble(
        tmp_path,
        {
            "good": recipe(commit, "plain.txt", "plain", WHOLE),
            "nowhere": recipe(commit, "plain.txt", "plain", WHOLE, "bo/wire"),
            "unknown": recipe("0" * 40, "plain.txt", "plain", WHOLE),
            "gone": recipe(commit, "other.txt", "plain", WHOLE),
            "cut": recipe(commit, "plain.txt", "plain", [[0, len(TEXT) - 1]]),
        },
    )
    assert done.returncode == 1
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["good.txt"]
    told = dict(re.findall(r"^not written, (\w+)\.txt: (.*)$", done.stderr, re.MULTILINE))
    assert set(told) == {"nowhere", "unknown", "gone", "cut"}
    assert told["nowhere"].startswith("bo/wire: no such repository")
    assert f"has no {'0' * 40}:plain.txt" in told["unknown"]
    assert f"has no {commit}:other.txt" in told["gone"]
    assert "another sha256" in told["cut"]
    assert "git clone https://github.com/OWNER/NAME" in done.stderr


@pytest.mark.parametrize("path", [*CODED, *CODED_AGAIN], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_coded_report_says_where_its_text_is_and_bears_none_of_it(path: Path) -> None:
    text = json.loads(path.read_text(encoding="utf-8"))["text"]
    assert re.fullmatch(r"[0-9a-f]{40}", text["commit"])
    assert re.fullmatch(r"[\w.-]+/[\w.-]+", text["repository"])
    assert all(re.fullmatch(r"plain|gzip|zip \S+|csv \d+|escapes|tags|spaces", step) for step in text["how"].split(", "))
    assert all(len(span) <= 5 if isinstance(span, str) else 0 <= span[0] < span[1] for span in text["spans"])


@pytest.mark.parametrize("path", CODED_AGAIN, ids=lambda path: path.stem)
def test_a_second_reader_read_the_same_bytes(path: Path) -> None:
    first, second = (
        json.loads((ROOT / "benchmarks" / folder / path.name).read_text("utf-8")) for folder in ("coded", "coded_again")
    )
    assert (first["sha256"], first["text"], first["published"]) == (second["sha256"], second["text"], second["published"])
    assert first.keys() == second.keys()


def choices(table: str, column: str) -> list[str]:
    """The closed list of a column's values."""
    fields = json.loads((ROOT / f"schemas/{table}.json").read_text("utf-8"))["fields"]
    found: list[str] = next(f["constraints"]["enum"] for f in fields if f["name"] == column)
    return found


@pytest.mark.parametrize("path", INVENTED, ids=lambda path: path.stem)
def test_an_invented_report_is_coded_from_its_own_words(path: Path) -> None:
    coded = json.loads(path.read_text(encoding="utf-8"))
    data = path.with_name(coded["file"]).read_bytes()
    text = data.decode()
    assert hashlib.sha256(data).hexdigest() == coded["sha256"]
    for row in coded["meetings"] + coded["agreements"]:
        assert row["anchors"]
        assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in row["anchors"])
    names = {person["name"] for person in coded["people"]}
    assert {role["person"] for role in coded["roles"]} <= names
    for meeting in coded["meetings"]:
        assert meeting["kind"] in choices("meetings", "kind")
        assert meeting["status"] in choices("meetings", "status")
        for member in meeting["participants"]:
            assert member["kind"] in choices("meeting_participants", "kind")
            assert member["capacity"] in choices("meeting_participants", "capacity")
            assert member["kind"] != "person" or member["who"] in names
    for agreement in coded["agreements"]:
        assert agreement["kind"] in choices("agreements", "kind")
        assert agreement["status"] in (None, *choices("agreements", "status"))
