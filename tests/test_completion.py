"""Completion, asked of each shell that is here as a person asks it: by the key Tab."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import small_release

from baghdad_tehran import cli, location

pytest.importorskip("shtab")


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"there is no {shell} here")


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """The code for a shell, in a file."""
    monkeypatch.setattr(location, "data_root", lambda: tmp_path / "release")
    small_release.write_release(tmp_path / "release")

    def once(shell: str) -> Path:
        assert cli.main(["completion", shell]) == 0
        out, err = capfd.readouterr()
        assert err == "" and "meeting_details" in out
        (tmp_path / "_baghdad-tehran").write_text(out, encoding="utf-8")
        return tmp_path / "_baghdad-tehran"

    return once


def by_bash(script: Path, *words: str) -> list[str]:
    """What bash offers for the last of these words."""
    ask = f"""source {shlex.quote(str(script))}
COMP_WORDS=({" ".join(map(shlex.quote, words))}); COMP_CWORD={len(words) - 1}
COMP_LINE="${{COMP_WORDS[*]}}"; COMP_POINT=${{#COMP_LINE}}
complete -p baghdad-tehran >/dev/null && "$(complete -p baghdad-tehran | sed 's/.*-F \\([^ ]*\\).*/\\1/')" baghdad-tehran
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = subprocess.run(["bash", "--norc", "-c", ask], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return [line.strip() for line in done.stdout.splitlines()]


@needs("bash")
def test_bash_completes_commands_options_and_tables(script) -> None:  # type: ignore[no-untyped-def]
    code = script("bash")
    assert by_bash(code, "baghdad-tehran", "desc") == ["describe"]
    assert by_bash(code, "baghdad-tehran", "describe", "meeting_") == [
        "meeting_participants",
        "meeting_topics",
        "meeting_details",
    ]
    assert by_bash(code, "baghdad-tehran", "evidence", "meeting_") == ["meeting_participants", "meeting_topics"]
    assert by_bash(code, "baghdad-tehran", "query", "--m") == ["--markdown"]
    assert by_bash(code, "baghdad-tehran", "completion", "z") == ["zsh"]


@needs("fish")
def test_fish_completes_commands_options_and_tables(script) -> None:  # type: ignore[no-untyped-def]
    code = script("fish")

    def offered(line: str) -> list[str]:
        ask = f"source {shlex.quote(str(code))}; complete -C {shlex.quote(line)}"
        done = subprocess.run(["fish", "--no-config", "-c", ask], capture_output=True, text=True, check=True)
        return [line.partition("\t")[0] for line in done.stdout.splitlines()]

    assert offered("baghdad-tehran desc") == ["describe"]
    assert sorted(offered("baghdad-tehran describe meeting_")) == ["meeting_details", "meeting_participants", "meeting_topics"]
    assert sorted(offered("baghdad-tehran evidence meeting_")) == ["meeting_participants", "meeting_topics"]
    assert offered("baghdad-tehran query --m") == ["--markdown"]


@needs("zsh")
def test_zsh_completes_commands_options_and_tables(script) -> None:  # type: ignore[no-untyped-def]
    pexpect = pytest.importorskip("pexpect")
    folder = script("zsh").parent
    shell = pexpect.spawn(
        "zsh", ["-f", "-i"], encoding="utf-8", timeout=60, dimensions=(24, 120), env={"PATH": "/usr/bin:/bin", "TERM": "dumb"}
    )
    shell.sendline(
        f"fpath=({shlex.quote(str(folder))} $fpath); autoload -Uz compinit; compinit -u -D; function baghdad-tehran "
        f"{{ print -r -- \"got: $* .\" }}; print rea''dy"
    )
    shell.expect_exact("ready")
    for typed, got in (
        ("desc", "describe"),
        ("describe meeting_d", "describe meeting_details"),
        ("query --mark", "query --markdown"),
        ("completion z", "completion zsh"),
    ):
        shell.send(f"baghdad-tehran {typed}\t\r")
        shell.expect_exact(f"got: {got} .")
    shell.close(force=True)


def test_without_its_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert cli.main(["completion", "bash"]) == 1
    out, err = capfd.readouterr()
    assert out == "" and "pip install shtab" in err
