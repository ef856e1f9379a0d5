"""The gate's look at files: every one that SHA256SUMS lists, as it lists it, and no other where the release has its folders.

It reads bytes and never opens a table.
"""

from __future__ import annotations

import re
from pathlib import Path

from ..contract import TABLES
from ..errors import Problem
from ..released import DATASET, SUMS, file_hash, leads_out, read_sums, released_names
from .findings import Finding, finding


def check_files(root: Path) -> list[Finding]:
    """SHA256SUMS against what is there. What else lies beside the release is nobody's business; what lies in it is."""
    try:
        listed = read_sums(root / SUMS)
    except Problem as problem:
        message = ": ".join(part for part in (problem.place, problem.what) if part)
        return [finding("sums", message, column=SUMS, value=problem.value if problem.value is not None else "")]
    findings = []
    present = set(released_names(root))
    for name in sorted(present | set(listed)):
        where = {"table": _table_of(name), "column": name}
        if name not in listed:
            findings.append(finding("file-unlisted", **where))
        elif leads_out(name):
            findings.append(finding("sums", "names a file outside the release", column=SUMS, value=name))
        elif not (root / name).is_file():
            findings.append(finding("file-missing", **where))
        else:
            try:
                found = file_hash(root / name)
            except OSError as error:
                findings.append(finding("file-missing", f"cannot be read: {error.strerror}", **where))
                continue
            if found != listed[name]:
                findings.append(finding("file-hash", f"SHA256SUMS has {listed[name]}", value=found, **where))
    return findings


def _table_of(name: str) -> str:
    match = re.fullmatch(rf"{DATASET}/([a-z_]+)\.parquet", name)
    return match[1] if match and match[1] in TABLES else ""
