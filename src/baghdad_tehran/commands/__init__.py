"""The commands, one module each, named as the command is typed. Each has

- `DOES`: what it does, one line for --help; `EPILOG` (optional): examples;
- `add(parser)`: declares its arguments;
- `run(args) -> int`: does it and returns the exit code.

To be listed, a module must import nothing but what it takes to declare its arguments; the rest is imported by `run`.
"""

from __future__ import annotations

# In the order of --help: what reads a release, then what makes one.
NAMES = (
    "tables", "describe", "query", "show", "evidence", "conflicts", "diff", "export", "validate", "completion",
    "add", "check", "build", "extract", "release",
)  # fmt: skip
