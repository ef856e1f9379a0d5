"""`extract`: documents in, rows printed, wherever they are read. Decides where that is, and what is said beside the rows."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

from .. import terminal
from ..location import rules_root
from . import engines
from .batches import COLUMNS, Failure, Printed, Printer, cells
from .documents import Input, read_days
from .progress import Progress

_NAMED = 20  # failed documents that are named; more are counted


def extract(path: Path, published: str | None, form: str, engine: str, workers: int | None) -> int:
    """Print the rows of all documents, in their order; gives the number of documents that failed.

    published: a day, or a CSV file of source_id,published. form: one of terminal.FORMS. engine: "processes" or "dask".
    workers: how many processes; None for as many as there are processors, where the documents are worth it.
    """
    documents = Input(path, read_days(published))
    progress = Progress(documents.count)
    failed = _Failed(progress)
    shown = sys.stdout.isatty()  # then rows are made safe for it, or into a table, here

    def results() -> Iterator[Printed]:
        task = Printer("table" if shown else form, rules_root())
        with closing(_run(task, documents, engine, workers)) as found:
            for result in found:
                failed.say(result.failures)
                progress.step(result.documents, result.size)
                yield result

    try:
        if shown or form == "table":
            objects = (o for result in results() for o in result.objects)
            if form == "json":
                terminal.write_json(objects)
            else:
                terminal.write(COLUMNS, map(cells, objects), form)
        else:
            if form == "csv":
                terminal.write(COLUMNS, (), form)
            for result in results():
                sys.stdout.write(result.text)
    finally:
        progress.clear()
    failed.sum_up()
    if message := documents.unused():
        terminal.say(message)
    return failed.count


def _run(task: Printer, documents: Input, engine: str, workers: int | None) -> Generator[Printed, None, None]:
    """What each job gives, in order, from wherever it is worth to run them."""
    if engine == "dask":
        from .cluster import run_on_dask

        return run_on_dask(task, engines.jobs_of(iter(documents)), workers)
    if workers is None:
        workers = engines.cores() if documents.more_than(engines.WORTH_A_POOL) else 1
    workers = min(workers, documents.count)
    if workers > 1:
        from .pool import run_in_processes

        return run_in_processes(task, engines.jobs_of(iter(documents)), workers)
    return engines.run_here(task, engines.jobs_of(iter(documents), count=1))


class _Failed:
    """Documents that gave no rows: the first ones named as they come, the others counted."""

    def __init__(self, progress: Progress):
        self.count, self.progress = 0, progress

    def say(self, failures: list[Failure]) -> None:
        for failure in failures:
            self.count += 1
            if self.count <= _NAMED:
                self.progress.clear()
                terminal.say(f"{terminal.styled('baghdad-tehran:', '31', sys.stderr)} {failure.message}")

    def sum_up(self) -> None:
        if self.count > _NAMED:
            terminal.say(f"{self.count - _NAMED:,} more documents gave no rows either.")
