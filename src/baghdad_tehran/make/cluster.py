"""Jobs on a Dask cluster (extra `dask`): the one that DASK_SCHEDULER_ADDRESS names, else processes of this machine.

The workers of a cluster must have this package in the same version: they run the rules of their own installation.
"""

from __future__ import annotations

import hashlib
import logging
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from .._version import __version__
from ..errors import Problem
from ..location import rules_root
from .batches import Job, Printed
from .engines import WINDOW
from .pool import Task, deaf, given_up

_PATIENCE = 30  # seconds until a named cluster must have a worker


@dataclass(slots=True)
class _Begun:
    job: Job
    future: Any


def run_on_dask(task: Task, jobs: Iterator[Job], workers: int | None, window: int = WINDOW) -> Generator[Printed, None, None]:
    """The result of each job, in the order of the jobs. workers: how many processes, where no cluster is named."""
    with ExitStack() as stack:
        client, lost = _client(stack, workers)
        _same_rules(client)
        most = window * max(1, sum(client.nthreads().values()))

        def begin(job: Job) -> _Begun:
            return _Begun(job, client.submit(task, job, pure=False))

        begun: deque[_Begun] = deque()
        error: Exception | None = None
        exhausted = False
        while True:
            while not exhausted and len(begun) < most:
                try:
                    job = next(jobs, None)
                except Exception as problem:
                    error, job = problem, None
                if job is None:
                    exhausted = True
                else:
                    begun.append(begin(job))
            if not begun:
                break
            first = begun.popleft()
            try:
                result: Printed = first.future.result()
            except lost:
                if len(first.job) > 1:  # each document by itself, so that one alone is given up
                    begun.extendleft(begin([item]) for item in reversed(first.job))
                    continue
                for other in begun:  # a worker's death is laid to every job that it had: let it have one
                    other.future.exception()
                first = begin(first.job)
                try:
                    result = first.future.result()
                except lost:
                    result = given_up(first.job, "the process that read it died each time")
            first.future.release()
            yield result
        if error is not None:
            raise error


def _client(stack: ExitStack, workers: int | None) -> tuple[Any, type[Exception]]:
    try:
        import dask
        from distributed import Client, LocalCluster
        from distributed.scheduler import KilledWorker
    except ModuleNotFoundError as error:
        raise Problem(
            f"--engine dask needs {error.name}, which is not installed",
            remedy="It comes with the extra dask. In a checkout: .venv/bin/python -m pip install --editable '.[make,dask]'. "
            f"With a wheel: pip install './dist/baghdad_tehran-{__version__}-py3-none-any.whl[make,dask]'",
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    stack.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": 0}))
    address = dask.config.get("scheduler-address", None)
    with deaf():
        if address is None:
            local = LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=logging.CRITICAL
            )
            return stack.enter_context(Client(stack.enter_context(local), set_as_default=False)), KilledWorker
        try:
            client = stack.enter_context(Client(address, set_as_default=False))
            client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, TimeoutError, ValueError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise Problem(
                f"no Dask cluster answers there ({reason})",
                file="DASK_SCHEDULER_ADDRESS",
                value=address,
                remedy="Start a scheduler and workers, or unset the variable to use this machine alone.",
            ) from None
    return client, KilledWorker


def _same_rules(client: Any) -> None:
    """Problem: a worker without this package, or with other rules than ours."""
    ours = rules_digest()
    try:
        found = client.run(rules_digest)
    except Exception as error:  # what a worker raised comes back as its text, with another type
        raise Problem(
            f"the workers of the cluster cannot run the rules ({error})",
            remedy=f"Install baghdad-tehran[make,dask] {__version__} where they run.",
        ) from None
    for worker, theirs in sorted(found.items()):
        if theirs != ours:
            raise Problem(
                "has other rules or schemas than are here",
                file=worker,
                remedy=f"Install the same baghdad-tehran there, version {__version__} and build.",
            )


def rules_digest() -> str:
    """A hash of the rules, vocabulary and schemas of the installation that it runs in."""
    root = rules_root()
    digest = hashlib.sha256(__version__.encode())
    for folder in ("build/rules", "build/vocabulary", "schemas"):
        for path in sorted((root / folder).iterdir()):
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
