"""Jobs in processes of this machine. A process that dies costs the time of its job, and at worst one document.

Each worker has a pipe of its own and one job at a time, so that it is known which job a dead worker had: another worker
does it again, twice at most, the second time each document by itself. A job is sent only to a worker that waits for one, so
neither side ever blocks on the other. Workers are forked from a process that has read the rules and done nothing else (where
there is no such thing, started afresh), hold nothing of this process, are deaf to Ctrl-C, and end when it does, however it ends.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from multiprocessing import connection, forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

from ..errors import Problem, shown
from .batches import Failure, Job, Printed
from .engines import WINDOW

STARTED_BY = "BAGHDAD_TEHRAN_STARTED_BY"
"""The variable that tells the process from which workers are forked who starts it: that one may have ended before it can look."""

_TRIES = 3  # how often a job is begun before the document that it comes down to is given up
_GRACE = 5  # seconds that a worker may take to end once its pipe is closed
_FALSE_STARTS = 3  # workers in a row that die before they could begin


class Task(Protocol):
    """What a worker runs: readied once, then called with one job after another. Pickled, so a plain object of a module."""

    def prepare(self) -> None: ...

    def __call__(self, job: Job, /) -> Printed: ...


@dataclass(slots=True, eq=False)
class _Ordered:
    """A job in its place in the order. `tries`: how often it was begun."""

    job: Job
    tries: int = 0
    result: Printed | None = None


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    ready: bool = False
    doing: _Ordered | None = None


def run_in_processes(task: Task, jobs: Iterator[Job], workers: int, window: int = WINDOW) -> Generator[Printed, None, None]:
    """The result of each job, in the order of the jobs. Problem: what the task finds wrong when it is readied."""
    with closing(_Pool(task, jobs, workers, window * workers)) as pool:
        yield from pool.results()


class _Pool:
    def __init__(self, task: Task, jobs: Iterator[Job], most: int, window: int):
        self.task, self.jobs, self.window = task, jobs, window
        self.order: deque[_Ordered] = deque()  # taken from the jobs and not given out, in the order of the jobs
        self.waiting: deque[_Ordered] = deque()  # those among them that no worker has
        self.workers = [_start(task) for _ in range(most)]
        self.false_starts = 0
        self.exhausted = False
        self.error: Exception | None = None  # what ended the jobs before their time; raised once those before it are given out

    def results(self) -> Iterator[Printed]:
        while True:
            for worker in self.workers:
                if worker.ready and worker.doing is None:
                    self._begin(worker)
            if len(self.waiting) < len(self.workers):
                self._look_ahead()  # so that whoever is ready next need not wait for a file
            if self.order and (result := self.order[0].result) is not None:
                self.order.popleft()
                yield result
                self._hear(timeout=0)
            elif self.order or not self.exhausted:
                self._hear(timeout=None)
            else:
                break
        if self.error is not None:
            raise self.error

    def _look_ahead(self) -> None:
        if self.exhausted or len(self.order) >= self.window:
            return
        try:
            job = next(self.jobs, None)
        except Exception as error:
            self.error, job = error, None
        if job is None:
            self.exhausted = True
        else:
            self.order.append(_Ordered(job))
            self.waiting.append(self.order[-1])

    def _begin(self, worker: _Worker) -> None:
        if not self.waiting:
            self._look_ahead()
        if not self.waiting:
            return
        worker.doing = ordered = self.waiting.popleft()
        ordered.tries += 1
        try:
            worker.pipe.send(ordered.job)
        except OSError:
            pass  # dead: its pipe says so, too, when it is next listened to

    def _hear(self, timeout: float | None) -> None:
        for end in connection.wait([worker.pipe for worker in self.workers], timeout):
            worker = next(w for w in self.workers if w.pipe is end)
            try:
                what, answer = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if what == "raised":
                raise answer
            self.false_starts = 0
            if what == "ready":
                worker.ready = True
            elif worker.doing is not None:
                worker.doing.result, worker.doing = answer, None

    def _bury(self, worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.join(timeout=_GRACE)
        worker.process.kill()  # only if it still runs, deaf and dumb
        worker.process.join()
        how = _how(worker.process.exitcode or 0)
        worker.process.close()
        self.workers.remove(worker)
        if worker.doing is not None:
            self._again(worker.doing, how)
        elif not worker.ready:
            self.false_starts += 1
            if self.false_starts == _FALSE_STARTS:
                raise Problem(
                    f"the processes that should do the work end before they have begun ({how})",
                    remedy="Is there memory left? --workers 1 does without them.",
                )
        if self.waiting or not self.exhausted:
            self.workers.append(_start(self.task))

    def _again(self, ordered: _Ordered, how: str) -> None:
        """What is to become of the job of a dead worker."""
        if ordered.tries == _TRIES:
            ordered.result = given_up(ordered.job, f"the process that read it died each time ({how})")
            return
        parts = [ordered]
        if ordered.tries == _TRIES - 1 and len(ordered.job) > 1:
            parts = [_Ordered([item], ordered.tries) for item in ordered.job]
            at = self.order.index(ordered)
            self.order.remove(ordered)
            for part in reversed(parts):
                self.order.insert(at, part)
        self.waiting.extendleft(reversed(parts))

    def close(self) -> None:
        for worker in self.workers:
            worker.process.terminate()
        for worker in self.workers:
            worker.process.join()
            worker.process.close()
            worker.pipe.close()
        self.workers.clear()


def given_up(job: Job, why: str) -> Printed:
    """The result of a job that no worker lived to do."""
    failures = [d if isinstance(d, Failure) else Failure(d.path, f"{shown(d.path)} gave no rows: {why}") for d in job]
    return Printed(failures=failures, documents=len(job))


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


# -- a worker ---------------------------------------------------------------------------------------------------------------


def _start(task: Task) -> _Worker:
    if "forkserver" in multiprocessing.get_all_start_methods():
        context: Any = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([f"{__package__}.preload"])
        with deaf():  # for good, and so is what it forks
            os.environ[STARTED_BY] = str(os.getpid())
            forkserver.ensure_running()
            del os.environ[STARTED_BY]
        starting: AbstractContextManager[None] = nullcontext()  # the first waits until the rules are read: Ctrl-C does not
    else:
        context, starting = multiprocessing.get_context("spawn"), deaf()
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, task), daemon=True)
    with starting:
        process.start()
    theirs.close()
    return _Worker(process, ours)


@contextmanager
def deaf() -> Iterator[None]:
    """Ctrl-C waits until the end of the block, and never reaches a process that is started in it: its own parent ends that."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # else starting it would undo the block
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(pipe: Connection, task: Task) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _answer(pipe, "ready", task.prepare)
        gc.freeze()  # the rules stay: no collection need look at them again
        while True:
            job = pipe.recv()
            _answer(pipe, "done", lambda job=job: task(job))  # type: ignore[misc]
    except (EOFError, OSError):
        return  # nobody listens any more


def _answer(pipe: Connection, what: str, do: Callable[[], Any]) -> None:
    try:
        answer = (what, do())
    except Exception as error:
        error.add_note("".join(traceback.format_exception(error)))
        answer = ("raised", error)
    pipe.send(answer)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
