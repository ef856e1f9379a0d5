"""docs/adding-a-report.md, run from top to bottom in a copy of the checkout, with a person's keys where it asks for them."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import copied
import documents
import pytest

pexpect = pytest.importorskip("pexpect")

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "adding-a-report.md"
# What a menu offers first -> the key that is pressed, and what is typed where it asks on.
ANSWERS = (("[a] accept", "a", None), ("[y] yes, the same", "y", ""), ("[y] yes, under this id", "y", None), ("[p] paraphrase", "n", "other words"),
           ("[w] write down", "w", "nothing to code"))  # fmt: skip


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = copied.checkout(tmp_path / "checkout")
    shutil.copytree(root, tmp_path / "last")
    return root


def at_the_terminal(command: list[str], folder: Path, environment: dict[str, str]) -> int:
    """Answers whatever is asked; returns how many questions there were."""
    child = pexpect.spawn(command[0], command[1:], cwd=str(folder), env=environment, encoding="utf-8", timeout=120, dimensions=(50, 200))
    asked = 0
    while child.expect_exact(["[q] quit", pexpect.EOF]) == 0:
        menu = child.before.rsplit("\n", 1)[-1]
        key, more = next((key, more) for offered, key, more in ANSWERS if offered in menu)
        child.send(key)
        if more is not None:
            child.expect_exact("? ")
            child.sendline(more)
        child.expect_exact("→ ")
        asked += 1
    child.close()
    assert child.exitstatus == 0, child.before
    return asked


@pytest.mark.slow
def test_the_page_takes_an_article_to_published_rows(checkout: Path, tmp_path: Path) -> None:
    program = [sys.executable, "-c", f"import sys; from baghdad_tehran import cli, location; location.data_root = lambda: __import__('pathlib').Path({str(checkout)!r}); sys.exit(cli.main())"]
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm"}
    wrong, asked = [], {}
    for example in documents.examples(PAGE):
        assert example.mark and example.mark.startswith("no, test_adding_a_report.py"), example.place
        name, _, rest = example.code.partition(" ")
        if name == "cat":
            (checkout / rest).write_text("\n".join(example.shown or []).strip("\n") + "\n", encoding="utf-8")
            continue
        assert name == "baghdad-tehran", example.place
        rest = rest.replace("path/to/the/last/release", str(tmp_path / "last"))
        if rest.startswith("check") and "--list" not in rest:
            asked[rest] = at_the_terminal([*program, *shlex.split(rest)], checkout, environment)
            continue
        shell = " ".join(map(shlex.quote, program)) + " " + rest
        if rest.startswith("query"):  # shown as it is on a terminal
            child = pexpect.spawn("/bin/sh", ["-c", shell + " 2>/dev/null"], cwd=str(checkout), env=environment, encoding="utf-8", timeout=120, dimensions=(50, 120))
            child.expect(pexpect.EOF)
            child.close()
            printed, code = child.before.replace("\r\n", "\n"), child.exitstatus
        else:
            done = subprocess.run(shell, shell=True, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
            printed, code = done.stdout + (done.stderr if rest.startswith("add") else ""), done.returncode
        assert code == 0, f"{example.place}: {printed}"
        if example.shown is not None and not documents.matches(example.shown, printed):
            wrong.append(f"{example.place}: {example.code}\n--- shown\n" + "\n".join(example.shown) + f"\n--- printed\n{printed}")
    assert not wrong, "\n".join(["", *wrong])
    first, second, third = asked.values()
    assert first > second > 5 and third == 0
