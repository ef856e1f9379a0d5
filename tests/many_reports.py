"""Many small reports of our own, and what the tests of `extract` on many documents do with them."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sample_report import REPORT

from baghdad_tehran.cli import main
from baghdad_tehran.make.batches import Job, Printed, Printer
from baghdad_tehran.make.engines import jobs_of, run_here
from baghdad_tehran.make.text import Document

NAMES = ["Silva", "Rojas", "al-Hadi", "Şahin", "Brandt", "Okafor", "Lindqvist", "Moreau"]
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and process groups")


def document(number: int) -> Document:
    text = REPORT.replace("Silva", NAMES[number % len(NAMES)]).replace("water", f"water and trade route {number}") * (
        1 + number % 3
    )
    name = f"report-{number:04}"
    return Document(name, text, hashlib.sha256(text.encode()).hexdigest(), name, date(2021, 6, 9) if number % 2 else None)


DOCUMENTS = [document(n) for n in range(13)]


def parquet(path: Path, documents: list[Document], **options: Any) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {
        "source_id": [d.source_id for d in documents],
        "text": [d.text for d in documents],
        "published": pa.array([d.published for d in documents], pa.date32()),
    }
    pq.write_table(pa.table(columns), path, **options)
    return path


def run(*arguments: object, capsys: pytest.CaptureFixture[str], code: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    assert main(["extract", *map(str, arguments)]) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return out, err


def alone(documents: list[Document] = DOCUMENTS, form: str = "json") -> str:
    return "".join(p.text for p in run_here(Printer(form), jobs_of(iter(documents), count=1)))


def write_reports(folder: Path) -> Path:
    """The documents as files of a new folder."""
    folder.mkdir()
    for one in DOCUMENTS:
        (folder / f"{one.source_id}.txt").write_text(one.text, encoding="utf-8", newline="")
    return folder


@dataclass(frozen=True)
class Dying(Printer):
    """A printer in whose hands one document kills the process that reads it, so many times."""

    source_id: str = ""
    times: int = 0
    count: str = ""  # a file that keeps the count

    def __call__(self, job: Job) -> Printed:
        if any(isinstance(d, Document) and d.source_id == self.source_id for d in job):
            with open(self.count, "a+") as file:
                file.write("x")
                file.seek(0)
                if len(file.read()) <= self.times:
                    file.close()
                    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        return Printer(self.form, self.root)(job)
