"""docs/adding-a-report.md, run from top to bottom in a copy of the checkout, with a person's keys where it asks for them."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import copied
import documents
import pytest
from typed import ENDED, Terminal, pexpect

from baghdad_tehran import location
from baghdad_tehran.cli import main

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "adding-a-report.md"
# What a menu offers first -> the key that is pressed, and what is typed where it asks on.
ANSWERS = (
    ("[a] accept", "a", None),
    ("[y] yes, the same", "y", ""),
    ("[y] yes, under this id", "y", None),
    ("[p] paraphrase", "n", "other words"),
    ("[w] write down", "w", "nothing to code"),
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = copied.checkout(tmp_path / "checkout")
    shutil.copytree(root, tmp_path / "last")
    return root


def at_the_terminal(terminal: Terminal, *arguments: str) -> int:
    """Answers whatever is asked; returns how many questions there were."""
    terminal.types(*arguments)
    asked = 0
    while terminal.child.expect([re.escape("[q] quit"), ENDED]) == 0:
        menu = terminal.child.before.rsplit("\n", 1)[-1]
        key, more = next((key, more) for offered, key, more in ANSWERS if offered in menu)
        terminal.child.send(key)
        if more is not None:
            terminal.child.expect_exact("? ")
            terminal.child.sendline(more)
        terminal.child.expect_exact("→ ")
        asked += 1
    assert terminal.child.match[1] == "0", terminal.child.before
    return asked


def in_this_process(command: str) -> tuple[int, str]:
    """A command that asks nothing: its exit code, and what it prints, or what the commands behind the bar make of that."""
    command, _, behind = command.partition(" | ")
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(out if command.startswith("add") else io.StringIO()):
        code = main(shlex.split(command))
    printed = out.getvalue()
    return code, subprocess.run(
        behind, shell=True, input=printed, capture_output=True, text=True, check=True
    ).stdout if behind else printed


def seen_on_a_terminal(command: str, checkout: Path) -> tuple[int, str]:
    """The same, with a terminal for its output alone."""
    program = (
        "import pathlib, sys; from baghdad_tehran import cli, location;"
        f" location.data_root = lambda: pathlib.Path({str(checkout)!r}); sys.exit(cli.main())"
    )
    shell = f"{shlex.join([sys.executable, '-c', program])} {command} 2>/dev/null"
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "xterm"}
    child = pexpect.spawn("/bin/sh", ["-c", shell], env=environment, encoding="utf-8", timeout=120, dimensions=(50, 120))
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus, child.before.replace("\r\n", "\n")


@pytest.mark.slow
@pytest.mark.usefixtures("checked_once")
def test_the_page_takes_an_article_to_published_rows(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(checkout)
    monkeypatch.setattr(location, "data_root", lambda: checkout)
    terminal = Terminal(checkout, columns=200, NO_COLOR="1", TERM="xterm")
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
            asked[rest] = at_the_terminal(terminal, *shlex.split(rest))
            continue
        code, printed = seen_on_a_terminal(rest, checkout) if rest.startswith("query") else in_this_process(rest)
        assert code == 0, f"{example.place}: {printed}"
        if example.shown is not None and not documents.matches(example.shown, printed):
            shown = "\n".join(example.shown)
            wrong.append(f"{example.place}: {example.code}\n--- shown\n{shown}\n--- printed\n{printed}")
    assert not wrong, "\n".join(["", *wrong])
    first, second, third = asked.values()
    assert first > second > 5 and third == 0
