"""The whole gate: one release in, everything that is wrong with it out.

It calls each part once: files and hashes, contract, tables as stored, descriptor, values, keys, dates, evidence and, where
they are at hand, the source documents. Codes are documented in `findings.CODES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from ..contract import TABLES, load_contract
from ..errors import Problem
from ..released import DATASET, DESCRIPTOR, SCHEMAS, SUMS
from ..swap import locked
from .dates import check_dates
from .descriptor import check_descriptor
from .evidence import check_evidence
from .files import check_files
from .findings import Finding, finding
from .keys import check_keys
from .loaded import Loaded
from .sources import check_sources
from .values import check_values

_ATTEMPTS = 3


def validate_release(root: str | Path, sources_dir: str | Path | None = None) -> list[Finding]:
    """Everything that is wrong with the release in `root`, sorted; an empty list means that it is sound.

    With `sources_dir`, the folder that holds the source documents, every span is compared with them too.
    """
    root = Path(root)
    if not root.is_dir():
        raise Problem("there is no such folder", file=root)
    if sources_dir is not None and not Path(sources_dir).is_dir():
        raise Problem("there is no such folder of sources", file=sources_dir)
    for _ in range(_ATTEMPTS):
        before = _edition(root)
        findings = _validate(root, sources_dir)
        if _edition(root) == before:  # else a build put another release in its place meanwhile
            return findings
    with locked(root):  # builds follow each other faster than one is read: the next one waits
        return _validate(root, sources_dir)


def _edition(root: Path) -> list[tuple[int, int] | None]:
    """What tells one release in a folder from the next."""
    marks: list[tuple[int, int] | None] = []
    for name in (SUMS, DESCRIPTOR, DATASET):
        try:
            state = (root / name).stat()
            marks.append((state.st_ino, state.st_mtime_ns))
        except OSError:
            marks.append(None)
    return marks


def _validate(root: Path, sources_dir: str | Path | None) -> list[Finding]:
    findings = check_files(root)
    try:
        contract = load_contract(root / SCHEMAS)
    except Problem as problem:
        message = ": ".join(part for part in (problem.place, problem.what) if part)
        file = Path(problem.file).name if problem.file else ""
        value = problem.value if problem.value is not None else ""
        findings.append(finding("schema", f"{file}: {message}", column=f"{SCHEMAS}/{file}", value=value))
        return sorted(set(findings))
    data = Loaded(root, contract)
    try:
        findings += data.findings
        supplied, more = check_descriptor(root, contract, data)
        findings += more
        findings += _asked(lambda: check_values(data))
        findings += _asked(lambda: check_keys(data))
        findings += _asked(lambda: check_dates(data))
        findings += _asked(lambda: check_evidence(data, supplied))
        if sources_dir is not None:
            findings += _asked(lambda: check_sources(data, Path(sources_dir)))
    finally:
        data.close()
    order = {name: number for number, name in enumerate(("", *TABLES))}
    return sorted(set(findings), key=lambda f: (order.get(f.table, len(order)), f.code, f.column, f.key, f.value))


def _asked(check: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """The findings of a check, those before a question that DuckDB could not answer too; such a question is one itself."""
    import duckdb

    findings: list[Finding] = []
    try:
        for one in check():
            findings.append(one)
    except duckdb.Error as error:
        text = (str(error).splitlines() or [type(error).__name__])[0]
        findings.append(finding("unchecked", f"a check could not be made: {text}"))
    return findings
