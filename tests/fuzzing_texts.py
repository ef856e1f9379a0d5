"""What `fuzzing.py` feeds beside files of a release: reports and tables of reports, rules that are run, and SQL for `query`."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import test_any_text
import test_confined
from sample_report import REPORT
from small_release import write_release

from baghdad_tehran.confined import run
from baghdad_tehran.errors import Problem
from baghdad_tehran.make.batches import Failure
from baghdad_tehran.make.documents import Days, Input
from baghdad_tehran.make.extraction import Extractor
from baghdad_tehran.make.plans import Plan
from baghdad_tehran.make.rules import load_rules
from baghdad_tehran.make.text import Document, read_document
from baghdad_tehran.reader import Release

ROOT = Path(__file__).resolve().parents[1]
MOST_ROWS = 5_000
QUERIES = [
    "SELECT name, country FROM people ORDER BY name",
    "FROM quote_details",
    "WITH x AS (SELECT 1 AS a) SELECT * FROM x, people LIMIT 3",
    "SELECT * FROM said_by('Ada')",
    "DESCRIBE people",
    "SUMMARIZE roles",
    "VALUES (1, 'a'), (2, '“b”')",
    "SELECT list_transform([1, 2], lambda x: x + 1), struct_pack(a := 1), '\\n', $$x$$, E'\\x41' /* c */ -- d",
    *test_confined.REFUSED,
]

Reading = tuple[list[bytes], Callable[[bytes], object], tuple[type[BaseException], ...], bool]


def text_readings(folder: Path) -> dict[str, Reading]:
    """Name to corpus, reader, what it may raise, and whether it is to run in a process of its own. They write in `folder`."""
    return {
        "report": (_reports(), _report(folder / "report.txt"), (Problem,), False),
        "rules at work": (_rules(), _rules_at_work(folder / "rules at work"), (Problem,), False),
        "table of reports": (_tables(), _table(folder / "reports.parquet"), (Problem,), True),
        "query": ([one.encode() for one in QUERIES], _query(folder / "asked"), (Problem,), True),
    }


def _reports() -> list[bytes]:
    """Paragraphs of the seeds and reports of our own: short, so that many are read."""
    seeds = [path.read_text(encoding="utf-8") for path in test_any_text.SEEDS]
    pieces = [text[start : start + 1_500] for text in seeds for start in range(0, len(text), 1_500)]
    return [
        REPORT.encode(),
        *(piece.encode() for piece in pieces),
        " ".join(test_any_text.NEWS).encode(),
        "".join(test_any_text.ODD).encode(),
    ]


def _report(path: Path) -> Callable[[bytes], object]:
    def read(raw: bytes) -> object:
        path.write_bytes(raw)
        return test_any_text.check(read_document(path).text)

    return read


def _rules() -> list[bytes]:
    """Each a few rules as they stand, so that most changes hit a pattern."""
    found = []
    for path in sorted((ROOT / "build" / "rules").glob("*.toml")):
        entries = re.split(r"^(?=\[\[rule\]\])", path.read_text(encoding="utf-8"), flags=re.M)[1:]
        found += ["".join(entries[start : start + 2]).encode() for start in range(0, len(entries), 2)]
    return found


def _rules_at_work(folder: Path) -> Callable[[bytes], object]:
    """A changed file of rules is read, compiled and run on a report: it is refused, or it does no harm."""
    import shutil

    shutil.copytree(ROOT / "build" / "rules", folder)
    meetings = ("meetings", "meetings_in_passing", "meetings_in_any_words")
    for name in (*meetings, "people", "agreements", "phrases", "phrases_meetings", "quotes", "sources"):
        (folder / f"{name}.toml").unlink()
    ours = test_any_text.EXTRACTOR
    text = REPORT + test_any_text.SEEDS[0].read_text(encoding="utf-8")[:3_000]

    def read(raw: bytes) -> object:
        (folder / "x.toml").write_bytes(raw)
        rules = load_rules(folder)
        made = Extractor(ours.voc, ours.marker, rules, Plan(rules), ours.segment_rules)
        return made.extract(Document("x", text, "0" * 64, "x.txt"))

    return read


def _tables() -> list[bytes]:
    import pyarrow as pa
    from pyarrow import parquet

    made = []
    for options in ({}, {"compression": "none", "use_dictionary": False}, {"row_group_size": 1, "write_page_index": True}):
        out = io.BytesIO()
        rows: list[dict[str, Any]] = [
            {"source_id": f"s{number}", "text": REPORT, "published": "2021-03-04"} for number in range(3)
        ]
        parquet.write_table(pa.Table.from_pylist(rows), out, **options)
        made.append(out.getvalue())
    return made


def _table(path: Path) -> Callable[[bytes], object]:
    def read(raw: bytes) -> object:
        path.write_bytes(raw)
        found = Input(path, Days())
        found.more_than(1)
        read_in: Iterator[Document | Failure] = islice(iter(found), MOST_ROWS)
        return [one.source_id if isinstance(one, Document) else one.message for one in read_in]

    return read


def _query(folder: Path) -> Callable[[bytes], object]:
    """SQL as it comes: rows or a Problem, and no file is read that is not the release's, none written or changed."""
    import os

    secret = folder / "secret.csv"
    release = Release(write_release(folder / "release"))
    secret.write_text("a\nvery-secret\n")
    (folder / "here").mkdir()

    def state() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.rglob("*")}

    before = state()

    def read(raw: bytes) -> object:
        sql = raw.decode("utf-8", "surrogateescape").replace("FOLDER", str(folder)).replace("SECRET", str(secret))
        os.chdir(folder / "here")  # what is named without a folder would be written here
        try:
            rows = list(islice(run(release, sql)[1], MOST_ROWS))
            assert "very-secret" not in repr(rows)
            return rows
        finally:
            assert state() == before

    return read
