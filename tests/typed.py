"""A terminal at which commands are typed, one after another, by a process that has read the rules and forks for each command.

So the rules are read once, and not for each command. What only a process from the start shows is in test_cli.py and
test_bad_input.py.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

pexpect = pytest.importorskip("pexpect")

TYPED = """
import os, shlex, sys, termios
from pathlib import Path
from baghdad_tehran import cli, location
from baghdad_tehran.make.extraction import load_extractor

root = Path(sys.argv[1])
location.data_root = lambda: root
load_extractor(root / "build")
modes = termios.tcgetattr(0)
print("ready", flush=True)
while line := os.read(0, 4096):
    if not (child := os.fork()):
        print("started", os.getpid(), flush=True)
        sys.exit(cli.main(shlex.split(line.decode())))
    _, status = os.waitpid(child, 0)
    termios.tcsetattr(0, termios.TCSANOW, modes)  # as a shell does: what is killed leaves them as they are
    print("\\nended", os.waitstatus_to_exitcode(status), flush=True)
"""


class Terminal:
    """A terminal of so many lines and columns, in a checkout whose rules and tables the commands use. `child`: for pexpect."""

    def __init__(self, root: Path, columns: int, **environment: str) -> None:
        program = ["-c", TYPED, str(root)]
        self.child: Any = pexpect.spawn(
            sys.executable,
            program,
            cwd=str(root),
            env=os.environ | environment,
            encoding="utf-8",
            timeout=120,
            dimensions=(50, columns),
        )
        self.child.expect_exact("ready")
        self.process = 0

    def types(self, *arguments: str) -> None:
        """A command, without its name."""
        self.child.sendline(shlex.join(arguments))
        self.child.expect(r"started (\d+)\r\n")
        self.process = int(self.child.match[1])

    def kills(self) -> None:
        """The command that runs is killed."""
        os.kill(self.process, signal.SIGKILL)
        assert self.ends() == -signal.SIGKILL

    def ends(self) -> int:
        """Waits for the end of the command; its exit code."""
        self.child.expect(ENDED)
        return int(self.child.match[1])


ENDED = re.compile(r"\r\nended (-?\d+)\r\n")
