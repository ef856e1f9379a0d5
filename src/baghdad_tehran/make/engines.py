"""Where jobs are run: in this process, in processes of this machine (`pool`), or on a Dask cluster (`cluster`).

All give the same results in the order of the jobs, whatever is finished first, and hold a bounded number of jobs at a time.
A job is a list of documents, small enough that no worker waits long for another.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator

from ..waiting import waiting
from .batches import Failure, Job, Printed, Printer
from .text import Document

# So much that handing a job over costs nothing beside reading it, and so little that all workers end at about the same time.
JOB_CHARACTERS = 100_000
JOB_DOCUMENTS = 500
# Jobs that are begun and not yet printed, for each worker: while one reads a very long document, the others do so many more.
WINDOW = 16
# Starting a pool takes about as long as one process takes to read so many bytes; below, one process is done sooner.
WORTH_A_POOL = 300_000


def cores() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1


def jobs_of(
    documents: Iterator[Document | Failure], characters: int = JOB_CHARACTERS, count: int = JOB_DOCUMENTS
) -> Iterator[Job]:
    """Documents in jobs of at most so many of them, and of no more characters unless one document alone has more.

    What ends the documents before their time is raised behind the job of those that came before it.
    """
    job: Job = []
    size = 0
    while True:
        error, document = None, None
        try:
            document = next(documents, None)
        except Exception as problem:
            error = problem
        length = len(document.text) if isinstance(document, Document) else 0
        if job and (document is None or size + length > characters or len(job) == count):
            yield job
            job, size = [], 0
        if error is not None:
            raise error
        if document is None:
            return
        job.append(document)
        size += length


def run_here(task: Printer, jobs: Iterator[Job]) -> Generator[Printed, None, None]:
    """One job after another in this process."""
    with waiting("Reading the rules"):
        task.prepare()
    gc.freeze()  # the rules stay: no collection need look at them while there are documents
    try:
        for job in jobs:
            yield task(job)
    finally:
        gc.unfreeze()
