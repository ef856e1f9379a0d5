"""Finds the code in README.md and docs/*.md, runs it, and says or writes what it really prints.

    python tests/documents.py docs/queries.md ...     puts what the examples print now into the pages

- ```console: lines with `$ ` are run by bash (`> ` carries one on), the lines below are what they print on a terminal of 90
  columns. What fails must show its words, which then count too. Where nothing is shown, it is enough that it works.
- ```sql: one query. A ```text block right behind it is what `baghdad-tehran query` prints of it.
- ```python: with `>>>` as in the interpreter, else run as it is. The blocks of a page share their variables.

A line `…` in what is shown stands for any lines. `<!-- run: no, … -->` before a block leaves it out, for the reason given;
`<!-- run: in a copy of the checkout -->` runs it there, after the other such blocks of the page. `$ cat NAME` with a text below
makes that file.
"""

from __future__ import annotations

import doctest
import io
import os
import pty
import re
import shlex
import shutil
import stat
import subprocess
import sys
import threading
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NOT_RUN = {  # what is tried elsewhere
    r"make\b|git\b": "by .ci/run, on a fresh clone",
    r"pip\b|\S*python -m (build|pip)\b|\S*python -m venv\b": "by test_packaging.py, in an empty environment",
}
COPY = "in a copy of the checkout"
_MAKER = re.compile(r"(?:\.venv/bin/)?baghdad-tehran ((?:extract|check) [^|>&;]+)(\|.+)?")
_FENCE = re.compile(r"^(\s*)```(\w*)\s*$")
_MARK = re.compile(r"^\s*<!-- run: (.+?) -->\s*$")


@dataclass
class Example:
    """One command, query or piece of Python. `first` and `last`: the lines of the page that show what it prints."""

    page: Path
    line: int
    language: str
    code: str
    shown: list[str] | None = None
    first: int = 0
    last: int = 0
    mark: str | None = None

    @property
    def place(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    def not_run(self) -> str | None:
        """Why it is not run, if it is not."""
        if self.mark and self.mark.startswith("no"):
            return self.mark
        if self.language == "console":
            return next((why for pattern, why in NOT_RUN.items() if re.match(pattern, self.code)), None)
        return None


def examples(page: Path) -> list[Example]:
    """All that a page shows, in order."""
    lines = page.read_text(encoding="utf-8").split("\n")
    found: list[Example] = []
    at, mark = 0, None
    while at < len(lines):
        fence = _FENCE.match(lines[at])
        if not fence:
            marked = _MARK.match(lines[at])
            mark = marked[1] if marked else (mark if not lines[at].strip() else None)
            at += 1
            continue
        indent, language = fence[1], fence[2]
        end = next(n for n in range(at + 1, len(lines)) if lines[n].strip() == "```")
        body = [line.removeprefix(indent) for line in lines[at + 1 : end]]
        if language == "console":
            found += _commands(page, at + 1, body, mark)
        elif language in ("sql", "python"):
            found.append(Example(page, at + 1, language, "\n".join(body), mark=mark))
        elif (
            language == "text"
            and found
            and found[-1].language == "sql"
            and not any(line.strip() for line in lines[found[-1].last : at])
        ):
            found[-1].shown, found[-1].first, found[-1].last = body, at + 1, end
        if found and found[-1].last == 0:
            found[-1].last = end + 1
        at, mark = end + 1, None
    return found


def _commands(page: Path, start: int, body: list[str], mark: str | None) -> list[Example]:
    found: list[Example] = []
    for number, line in enumerate(body):
        if line.startswith("$ "):
            found.append(Example(page, start + number + 1, "console", line[2:], [], start + number + 1, start + number + 1, mark))
        elif line.startswith("> ") and not found[-1].shown:
            found[-1].code += "\n" + line[2:]
            found[-1].first = found[-1].last = start + number + 1
        else:
            assert found and found[-1].shown is not None, f"{page.name}:{start + number}: a console block begins with $"
            found[-1].shown.append(line)
            found[-1].last = start + number + 1
    for example in found:
        example.shown = example.shown or None
    return found


@dataclass
class Place:
    """Where the examples of a page are run: a folder, with the command and Python on the path."""

    folder: Path
    root: Path = ROOT
    names: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for binaries in (self.folder / ".bin", self.folder / ".venv" / "bin"):
            binaries.mkdir(parents=True, exist_ok=True)
            for name, arguments in (("baghdad-tehran", "-m baghdad_tehran "), ("python", ""), ("python3", "")):
                script = binaries / name
                script.write_text(f'#!/bin/sh\nexec {sys.executable} {arguments}"$@"\n', encoding="utf-8")
                script.chmod(script.stat().st_mode | stat.S_IXUSR)
        self.environment = {name: value for name, value in os.environ.items() if name not in ("LINES", "PYTHONSTARTUP")} | {
            "PATH": f"{self.folder / '.bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(self.root / "src"),
            "COLUMNS": "90", "NO_COLOR": "1", "TERM": "dumb", "PAGER": "cat",
        }  # fmt: skip

    def run(self, example: Example) -> str:
        """What it prints."""
        if example.language == "console":
            made = re.fullmatch(r"cat ([\w.-]+)", example.code)
            if made and example.shown and not (self.folder / made[1]).exists():
                (self.folder / made[1]).write_text("\n".join(example.shown) + "\n", encoding="utf-8")
            maker = self.root == ROOT and _MAKER.fullmatch(example.code)
            if maker and (maker[2] or not example.shown):
                return self._in_this_process(maker[1], maker[2], bool(example.shown))
            return self._command(["bash", "-o", "pipefail", "-c", example.code], bool(example.shown))
        if example.language == "sql" and example.shown is not None:
            return self._command([str(self.folder / ".bin" / "baghdad-tehran"), "query", "-"], True, example.code)
        code = (
            example.code
            if example.language == "python"
            else f"import baghdad_tehran\nbaghdad_tehran.connect().sql({example.code!r}).fetchall()"
        )
        with chdir(self.root if example.language == "sql" else self.folder):
            if ">>>" in code:
                return self._interpreted(example)
            exec(compile(code, example.place, "exec"), self.names)
        return ""

    def _in_this_process(self, arguments: str, behind: str | None, shown: bool) -> str:
        """A command that reads the rules, which takes seconds in each process; what stands behind it gets what it prints."""
        from baghdad_tehran.cli import main

        with chdir(self.folder), redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
            code = main(shlex.split(arguments))
        assert code == 0, err.getvalue()
        return (
            self._command(["bash", "-o", "pipefail", "-c", f"cat {behind}"], shown, out.getvalue()) if behind else out.getvalue()
        )

    def _interpreted(self, example: Example) -> str:
        test = doctest.DocTestParser().get_doctest(example.code, self.names, example.place, str(example.page), example.line)
        test.globs = self.names
        told = io.StringIO()
        with redirect_stdout(told):
            failed = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).run(
                test, clear_globs=False
            )
        assert not failed.failed, told.getvalue()
        return ""

    def _command(self, command: list[str], shown: bool, given: str = "") -> str:
        """Runs it with a terminal of 90 columns for its output; what it says on stderr counts only where it fails."""
        here, there = pty.openpty()
        printed: list[bytes] = []

        def read() -> None:
            try:
                while piece := os.read(here, 65536):
                    printed.append(piece)
            except OSError:  # which is how a terminal ends
                pass

        reading = threading.Thread(target=read)
        reading.start()
        with subprocess.Popen(
            command, cwd=self.folder, env=self.environment, stdin=subprocess.PIPE, stdout=there, stderr=subprocess.PIPE
        ) as process:
            os.close(there)
            _, err = process.communicate(given.encode())
        reading.join()
        os.close(here)
        out = b"".join(printed).decode().replace("\r\n", "\n")
        if process.returncode:
            assert shown, f"exit code {process.returncode}: {err.decode()}"
            out += err.decode()
        return out


def matches(shown: list[str], printed: str) -> bool:
    """Whether the output is what is shown, spaces at line ends aside; a line … stands for any lines."""
    parts = [re.escape(line.rstrip()) if line.strip() != "…" else None for line in shown]
    pattern = "".join(r"(?:.*\n)*?" if part is None else part + r"\n" for part in parts)
    lines = "".join(line.rstrip() + "\n" for line in printed.rstrip("\n").split("\n"))
    return re.fullmatch(pattern, lines) is not None


def copy_of_checkout(to: Path) -> Path:
    """The files of the checkout that git knows or would take, elsewhere."""
    listed = subprocess.run(
        ["git", "ls-files", "-coz", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, to / name)
    return to


def archive(folder: Path) -> None:
    """A small `archive.parquet`, for the examples that read one."""
    import duckdb

    duckdb.connect().execute(
        f"COPY (SELECT 'one' AS source_id, 'Ana Silva met Luis Rojas in Lima.' AS text, NULL::DATE AS published) TO "
        f"'{folder}/archive.parquet' (FORMAT parquet)"
    )


def rewrite(page: Path, folder: Path) -> int:
    """Puts what the examples print now into a page, and returns how many have changed. Those with … are left as they are."""
    place = Place(folder)
    copy: Place | None = None
    archive(folder)
    lines = page.read_text(encoding="utf-8").split("\n")
    changed: list[tuple[Example, list[str]]] = []
    for example in examples(page):
        if example.not_run():
            continue
        if example.mark == COPY:
            where = copy = copy or Place(copy_of_checkout(folder / "copy"), folder / "copy")
        else:
            where = place
        printed = where.run(example)
        if (
            example.shown is not None
            and not matches(example.shown, printed)
            and "…" not in [line.strip() for line in example.shown]
        ):
            changed.append((example, [line.rstrip() for line in printed.rstrip("\n").split("\n")]))
    for example, printed_lines in reversed(changed):
        lines[example.first : example.last] = printed_lines
    page.write_text("\n".join(lines), encoding="utf-8")
    return len(changed)


if __name__ == "__main__":
    import tempfile

    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as scratch:
            print(f"{name}: {rewrite(Path(name).resolve(), Path(scratch))} changed")
