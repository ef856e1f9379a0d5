"""The build: seeds in, release out. Calls each stage once, in the order of the flow, and says how long each took."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from .._version import __version__
from ..contract import load_contract, read_json
from ..errors import Problem
from ..gate.findings import Finding
from ..gate.inputs import input_hashes
from ..gate.release import validate_release
from .arrow import to_arrow_all
from .checks import Judged, Verdict, judge, read_ledger
from .examples import check_examples
from .extraction import load_extractor
from .identities import read_identities
from .naming import name_rows
from .other_validators import run_pandera
from .passes import Agreement, agreement
from .publish import publish
from .recall import Tally, compare
from .report import Report
from .resolutions import idle_resolutions, read_resolutions
from .resolve import Undecided, make_rows
from .sources import read_sources
from .standing import STANDING, hold_back, standing_hits
from .tables import make_tables
from .untaken import open_untaken
from .utterances import check_quotes, idle

Result = TypeVar("Result")

STAGES = 12  # that a build has, each timed


@dataclass(slots=True)
class Built:
    """What a build made.

    `rows`: per table; `verdicts`: hits by what was found of them; `seconds`: per stage; `untaken`: by source, sentences that
    have a word of speech, encounter or agreement, no row, and no reason on file.
    """

    rows: dict[str, int] = field(default_factory=dict)
    verdicts: Counter[str] = field(default_factory=Counter)
    passes: Counter[int] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    stale: list[tuple[str, Verdict]] = field(default_factory=list)
    reopened: list[tuple[str, Judged]] = field(default_factory=list)
    undecided: list[Undecided] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    untaken: Counter[str] = field(default_factory=Counter)
    held_back: list[str] = field(default_factory=list)
    agreement: Agreement | None = None
    recall: dict[str, Tally] = field(default_factory=dict)


@dataclass(slots=True)
class Checked:
    """The hits of all sources with their verdicts."""

    reports: list[Report]
    judged: list[Judged]
    stale: list[tuple[str, Verdict]]


def check_sources(root: Path) -> Checked:
    """Extract every seed and read its verdicts: what `build` publishes from and what a coder has yet to read."""
    extractor = load_extractor(root / "build")
    contract = load_contract(root / "schemas")
    sources = read_sources(root / "seeds")
    _check_files(root, {s.document.source_id for s in sources})
    reports, judged, stale = [], [], []
    for source in sources:
        report = extractor.extract(source.document)
        reports.append(report)
        document = source.document
        path = root / "build" / "checks" / f"{document.source_id}.jsonl"
        found, left = judge(document.sha256, document.source_id, document.text, report.hits, read_ledger(path, contract), path)
        judged += found
        stale += [(document.source_id, v) for v in left]
    return Checked(reports, judged, stale)


def build(root: Path, step: Callable[[], None] = lambda: None) -> Built:
    """Rebuild the release of a checkout. Problem: whatever is wrong with a seed, rule, verdict or identity; nothing is changed then.

    `step`: called as each of STAGES ends.
    """
    built = Built()

    def timed(stage: str, work: Callable[[], Result]) -> Result:
        started = time.perf_counter()
        result = work()
        built.seconds[stage] = time.perf_counter() - started
        step()
        return result

    contract = timed("schemas", lambda: load_contract(root / "schemas"))
    extractor = timed("rules", lambda: load_extractor(root / "build"))
    timed("examples of the rules", lambda: check_examples(extractor, contract))
    sources = timed("seeds", lambda: read_sources(root / "seeds"))
    checked = timed("hits", lambda: check_sources(root))
    built.stale = checked.stale
    for one in checked.judged:
        built.verdicts[one.state] += 1
        built.passes[one.passes] += 1
    built.reopened = _reopened(checked)
    built.agreement = agreement(checked.judged)
    built.recall, _ = timed("recall", lambda: compare(root / "build" / "checks" / "blind", checked.judged, STANDING))
    left, idle_reasons = open_untaken(checked.reports, checked.judged, root)
    built.untaken = Counter(one.source_id for _, one in left)
    identities = timed("identities", lambda: read_identities(root / "build" / "identities"))
    check_quotes(identities, {s.document.source_id: len(s.document.text) for s in sources})
    resolutions = read_resolutions(root / "build" / "checks" / "conflicts.csv", {s.document.source_id for s in sources})
    standing, built.held_back = standing_hits(checked.judged, root / "build" / "checks")

    def rows_of() -> dict[str, list[dict[str, object]]]:
        rows = make_rows(standing, identities, {c: r.source_id for c, r in resolutions.items() if r.source_id})
        built.held_back += hold_back(rows, contract)
        name_rows(rows, extractor.voc)
        built.undecided = rows.undecided
        built.unused = [f"identities/{line}" for line in idle(identities, (row.id for row in rows.of("quotes")))]
        supplied = {s.document.source_id: s.supplied for s in sources}
        return make_tables(contract, rows, checked.reports, checked.judged, extractor.rules, supplied, identities, resolutions)

    tables = timed("rows", rows_of)
    arrow = timed("tables", lambda: to_arrow_all(contract, tables))
    built.rows = {name: table.num_rows for name, table in arrow.items()}
    built.unused += [f"identities/{line}" for line in identities.unused()]
    built.unused += [f"checks/untaken/{line}" for line in idle_reasons]
    built.unused += [f"checks/conflicts.csv: {line}" for line in idle_resolutions(resolutions, tables["conflicts"])]
    stated = {"published", "publisher", "rights", "title", "byline"}
    supplied = {s.document.source_id: sorted(set(s.supplied) & stated) for s in sources if set(s.supplied) & stated}

    def gate(staged: Path) -> list[Finding]:
        # ours first, since it names row, column and value; pandera is a second opinion
        return timed("gate", lambda: validate_release(staged, root / "seeds")) or timed(
            "pandera", lambda: run_pandera(arrow, contract)
        )

    built.changed = timed(
        "release, with gate and pandera",
        lambda: publish(root, arrow, contract, __version__, supplied=supplied, inputs=input_hashes(root), check=gate),
    )
    return built


def _check_files(root: Path, sources: set[str]) -> None:
    """Problem: a ledger or blind coding of no source, or one that is gone. A new source has neither, and its hits are open."""
    checks = root / "build" / "checks"
    blind = checks / "blind"
    for path in sorted([*checks.glob("*.jsonl"), *blind.glob("*.jsonl")]):
        if path.stem not in sources:
            raise Problem(
                "belongs to no source",
                file=path,
                value=path.stem,
                remedy="restore its seed and its [[source]] in seeds/sources.toml, or remove this file too",
            )
    for name in sorted(_inputs(root)):
        path = root / name
        if path.parent.name == "untaken":
            continue  # a reason that is lost is asked for again
        if path.suffix == ".jsonl" and path.stem in sources and not path.is_file():
            raise Problem(
                "the file is missing, and was there when the dataset was built",
                file=path,
                remedy="restore it from git, or write an empty file",
            )


def _inputs(root: Path) -> list[str]:
    """What the present release was built from; nothing where there is none that can be read."""
    try:
        recorded = read_json(root / "datapackage.json").get("inputs", {})
    except Problem:
        return []
    return list(recorded)


def _reopened(checked: Checked) -> list[tuple[str, Judged]]:
    """Open hits of rules that have verdicts nothing answers to any more: a change of the rule reopened them."""
    changed = {(source, verdict.rule) for source, verdict in checked.stale}
    return [(j.hit.source_id, j) for j in checked.judged if j.state == "open" and (j.hit.source_id, j.hit.rule_id) in changed]
