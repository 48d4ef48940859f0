"""Does the runs of a study: one after the other, in threads, or in worker processes.

In: work that can be opened in any process, and tasks. Out: their results in the order of the
tasks, the same whoever did them and in whatever order. Workers never outlive the study.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, Generic, Protocol, TypeVar

from sandbox.engine.interface import Cancelled
from sandbox.language import Message
from sandbox.study.crew import Crew
from sandbox.study.progress import Pace, StudyProgress, Task
from sandbox.study.worker import serve

HEARTBEAT = 0.25
"""Seconds between two calls of the observer at most while runs are under way."""

Result = TypeVar("Result", covariant=True)
Look = Callable[[float, Mapping[str, float]], bool]
"""Takes a run's share of simulated time and means so far; False cancels the run."""
Observer = Callable[[StudyProgress], None]


class Runner(Protocol[Result]):
    """Does one task, calling `look` from time to time."""

    def __call__(self, task: Task, look: Look) -> Result:
        """The task's result."""


class Work(Protocol[Result]):
    """What a process opens once, to do tasks with; travels to workers by pickle."""

    def open(self) -> Runner[Result]:
        """Prepare whatever tasks share."""


class RunLost(Exception):  # noqa: N818 - names what happened, as people will read it
    """A run came to grief, or the process that did it."""

    def __init__(self, message: Message, details: str = "") -> None:
        super().__init__(message, details)
        self.message = message
        self.details = details

    def __str__(self) -> str:
        return "\n".join(part for part in (self.message.render(), self.details) if part)


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def execute(
    work: Work[Result],
    tasks: Sequence[Task],
    *,
    jobs: int | None = None,
    observer: Observer | None = None,
    cancel: threading.Event | None = None,
    threads: bool = False,
) -> list[Result]:
    """The results of all tasks, in their order.

    Args:
        work: what the tasks share.
        tasks: the tasks.
        jobs: worker processes at most; one or less: none, all is done here; None: one a core.
            Asked for two or more, even a single task is done in a worker and not here.
        observer: told how far the study is, at once and then several times a second.
        cancel: set it to cancel.
        threads: threads of this process instead of others, for work that lets threads run.

    Raises:
        Cancelled: when `cancel` was set.
        RunLost: when a worker died or a run failed in one; nothing of the study goes on then.
    """
    if jobs is None:
        jobs = min(cores(), len(tasks))
    if jobs <= 1 or not tasks:
        return _here(work, tasks, observer, cancel)
    if threads:
        return Crew[Result](tasks, min(jobs, len(tasks)), HEARTBEAT, observer, cancel).run(work)
    return _Processes(work, tasks, min(jobs, len(tasks)), observer, cancel).run()


def _here(
    work: Work[Result],
    tasks: Sequence[Task],
    observer: Observer | None,
    cancel: threading.Event | None,
) -> list[Result]:
    pace, last, results = Pace(tasks, 1), 0.0, []

    def tell(*, always: bool = False) -> None:
        nonlocal last
        now = time.monotonic()
        if observer is not None and (always or now - last >= HEARTBEAT):
            last = now
            observer(pace.now())

    def stop() -> None:
        if cancel is not None and cancel.is_set():
            raise Cancelled

    tell(always=True)
    stop()
    runner = work.open()
    for task in tasks:

        def look(fraction: float, measures: Mapping[str, float], task: Task = task) -> bool:
            pace.looked(task, fraction, measures)
            tell()
            return cancel is None or not cancel.is_set()

        stop()
        pace.begun(task)
        results.append(runner(task, look))
        pace.ended(task)
        tell(always=True)
    return results


@dataclass
class _Hand:
    """A worker process as the study sees it."""

    process: SpawnProcess
    pipe: Connection
    task: Task | None = None
    model: str = ""  # of its latest task, whose assembly it has at hand


class _Processes(Generic[Result]):
    """Worker processes doing tasks."""

    def __init__(
        self,
        work: Work[Result],
        tasks: Sequence[Task],
        jobs: int,
        observer: Observer | None,
        cancel: threading.Event | None,
    ) -> None:
        self._work, self._jobs = work, jobs
        self._observer, self._cancel = observer, cancel
        self._tasks = {task.index: task for task in tasks}
        self._order = [task.index for task in tasks]
        self._waiting = list(tasks)
        self._results: dict[int, Result] = {}
        self._pace = Pace(tasks, jobs)
        self._hands: list[_Hand] = []
        self._told = 0.0

    def run(self) -> list[Result]:
        self._tell(always=True)
        try:
            for _ in range(self._jobs):
                self._hire()
            for hand in self._hands:
                self._send(hand, self._work)
                self._assign(hand)
            while len(self._results) < len(self._tasks):
                self._listen()
            for hand in self._hands:
                with contextlib.suppress(OSError):
                    hand.pipe.send(None)
            for hand in self._hands:
                hand.process.join(1.0)
        finally:
            self._dismiss()
        self._tell(always=True)
        return [self._results[index] for index in self._order]

    def _hire(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs,), daemon=True)
        with _interrupts_blocked():
            process.start()
            self._hands.append(_Hand(process, ours))
        theirs.close()

    def _assign(self, hand: _Hand) -> None:
        """Give a worker the next task: of a model that it has at hand, else of a fresh one."""
        if not self._waiting:
            hand.task = None
            return
        taken = {other.model for other in self._hands}
        own = (task for task in self._waiting if task.model == hand.model)
        fresh = (task for task in self._waiting if task.model not in taken)
        task = next(own, None) or next(fresh, None) or self._waiting[0]
        self._waiting.remove(task)
        hand.task = task
        hand.model = task.model
        self._pace.begun(task)
        self._send(hand, task)

    def _send(self, hand: _Hand, thing: Any) -> None:
        try:
            hand.pipe.send(thing)
        except (BrokenPipeError, ConnectionResetError):
            raise self._lost(hand) from None

    def _listen(self) -> None:
        """Take in what workers say until the next heartbeat."""
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled
        sources: list[Any] = [hand.pipe for hand in self._hands if hand.task is not None]
        heard = wait(sources, timeout=HEARTBEAT)
        for hand in self._hands:
            if hand.pipe in heard:
                try:
                    kind, index, content = hand.pipe.recv()
                except (EOFError, ConnectionResetError):
                    raise self._lost(hand) from None
                self._take(hand, kind, self._tasks[index], content)
        self._tell()

    def _take(self, hand: _Hand, kind: str, task: Task, content: Any) -> None:
        if kind == "look":
            self._pace.looked(task, *content)
        elif kind == "done":
            self._results[task.index] = content
            self._pace.ended(task)
            self._assign(hand)
            self._tell(always=True)
        else:
            error, details = content
            if error is not None:
                error.add_note(details)
                raise error
            raise RunLost(
                Message(
                    "the run of {model}, replication {replication}, failed",
                    {"model": task.model, "replication": task.replication},
                ),
                details,
            )

    def _lost(self, hand: _Hand) -> RunLost:
        hand.process.join(1.0)
        code = hand.process.exitcode
        if hand.task is None:
            return RunLost(
                Message("a worker process ended at once (exit code {code})", {"code": code})
            )
        return RunLost(
            Message(
                "a worker process ended in the middle of {model}, replication {replication} "
                "(exit code {code}); out of memory, perhaps: try fewer jobs",
                {
                    "model": hand.task.model,
                    "replication": hand.task.replication,
                    "code": code,
                },
            )
        )

    def _tell(self, *, always: bool = False) -> None:
        now = time.monotonic()
        if self._observer is not None and (always or now - self._told >= HEARTBEAT / 2):
            self._told = now
            self._observer(self._pace.now())

    def _dismiss(self) -> None:
        """End every worker that has not ended by itself."""
        for hand in self._hands:
            if hand.process.is_alive():  # killed: it has nothing to save, and is told not to talk
                hand.process.kill()
        for hand in self._hands:
            hand.process.join()
            hand.pipe.close()
            hand.process.close()


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Children started here inherit blocked signals until they have decided what to do with them;
    and no child is left half started, which it would complain of."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # else `start` does it, and unblocks them by the way
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
