"""Hands the runs of a study out and takes their results in, whoever does them.

In: tasks, and a `Team`: a `concurrent.futures.Executor` with the way tasks are submitted to it.
Out: results in the order of the tasks. Each is kept before the next task is handed out, so that
whatever ends the study loses only the runs that were under way.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from sandbox.engine.interface import Cancelled
from sandbox.language import Message
from sandbox.study.progress import Pace, StudyProgress, Task

if TYPE_CHECKING:
    from sandbox.study.trial import Trial

HEARTBEAT = 0.25
"""Seconds between two calls of the observer at most while runs are under way."""

Result = TypeVar("Result")
Given = TypeVar("Given", covariant=True)
Look = Callable[[float, Mapping[str, float]], bool]
"""Takes a run's share of simulated time and means so far; False cancels the run."""
Observer = Callable[[StudyProgress], None]


class Runner(Protocol[Given]):
    """Does one task, calling `look` from time to time."""

    def __call__(self, task: Task, look: Look, /) -> Given:
        """The task's result."""


class Work(Protocol[Given]):
    """What a process opens once, to do tasks with; travels to workers by pickle."""

    def open(self) -> Runner[Given]:
        """Prepare whatever tasks share."""


class RunLost(Exception):  # noqa: N818 - names what happened, as people will read it
    """A run came to grief, or the process that did it."""

    def __init__(self, message: Message, details: str = "") -> None:
        super().__init__(message, details)
        self.message = message
        self.details = details

    def __str__(self) -> str:
        return "\n".join(part for part in (self.message.render(), self.details) if part)


class Broken(Exception):  # noqa: N818 - a state of an executor, which becomes a `RunLost`
    """Why an executor has no result; a run's model and replication go into the message."""

    def __init__(self, template: Message, details: str = "") -> None:
        super().__init__(template, details)
        self.template, self.details = template, details

    def lost(self, task: Task) -> RunLost:
        """The loss of this task."""
        whose = {"model": task.model, "replication": task.replication}
        words = Message(self.template.template, self.template.parameters | whose)
        return RunLost(words, self.details)


@dataclass(frozen=True)
class Team(Generic[Result]):
    """Those who do runs."""

    slots: int
    """runs under way at the same time at most"""
    give: Callable[[Task, Look], Future[Result]]
    """submits a task; the look is for those that can report from within a run"""
    spread: bool = False
    """whether each has a memory of its own, and does well to stay with a model"""
    alive: Callable[[], None] = lambda: None
    """called at every heartbeat; raises when nobody is left"""


class Driver(Generic[Result]):
    """One study's runs, from the first to the last."""

    def __init__(
        self,
        tasks: Sequence[Task],
        observer: Observer | None,
        cancel: threading.Event | None,
        keep: Callable[[Task, Result], None] | None = None,
        known: Callable[[Task], Result | None] | None = None,
    ) -> None:
        self._tasks = tasks
        self._observer, self._cancel = observer, cancel
        self._keep, self._known = keep, known
        self._waiting = list(tasks)
        self._under_way: dict[Future[Result], Task] = {}
        self._begun: set[int] = set()
        self._trial: Trial | None = None
        self._freed: list[str] = []  # models of workers that have just become free
        self._results: dict[int, Result] = {}
        self._pace = Pace(tasks, 1)
        self._lock = threading.Lock()  # looks come from other threads
        self._over = False
        self._told = float("-inf")
        self._thread = threading.current_thread()

    def begin(self) -> None:
        """Tell that nothing is done yet.

        Raises:
            Cancelled: when the study was cancelled before it began.
        """
        self._tell(always=True)
        self._stop_if_cancelled()

    @property
    def left(self) -> int:
        """Tasks that nobody has begun, or that were broken off."""
        return len(self._waiting)

    def try_out(self, team: Team[Result], trial: Trial) -> None:
        """Have tasks done as long as the trial goes on; the run that it breaks off waits again.

        Raises:
            Cancelled, RunLost, Exception: as `run`.
        """
        self._trial = trial
        self._work(team)
        self._trial = None

    def run(self, team: Team[Result]) -> None:
        """Have all tasks done that are left.

        Raises:
            Cancelled: when the study was cancelled.
            RunLost: when an executor lost a run.
            Exception: of the first run that failed.
        """
        try:
            self._work(team)
        finally:
            self._over = True

    def results(self) -> list[Result]:
        """What all tasks came to, which is told as well."""
        self._tell(always=True)
        return [self._results[task.index] for task in self._tasks]

    def _work(self, team: Team[Result]) -> None:
        with self._lock:
            self._pace.workers = team.slots
        while self._waiting or self._under_way:
            if self._trial is not None and self._trial.over and not self._under_way:
                return
            self._hand_out(team)
            done, _ = wait(self._under_way, HEARTBEAT, FIRST_COMPLETED)
            failed = self._take_in(done)
            self._stop_if_cancelled()
            team.alive()
            for task, error in failed:
                raise error.lost(task) if isinstance(error, Broken) else error
            self._tell()

    def _hand_out(self, team: Team[Result]) -> None:
        while self._waiting and len(self._under_way) < team.slots:
            task = self._next(team.spread)
            if task.index not in self._begun:
                self._begun.add(task.index)
                with self._lock:
                    self._pace.begun(task)
            found = self._known(task) if self._known is not None else None
            if found is None:
                self._under_way[team.give(task, self._look(task))] = task
            else:
                self._results[task.index] = found
                with self._lock:
                    self._pace.spared(task)
                if self._trial is not None:
                    self._trial.spared()
                self._tell()
            self._stop_if_cancelled()
        self._freed.clear()

    def _next(self, spread: bool) -> Task:
        """The next task: of a model that a free worker has at hand, else of a fresh one."""
        task = self._waiting[0]
        if spread:
            taken = {other.model for other in self._under_way.values()}
            own = (each for each in self._waiting if each.model in self._freed)
            fresh = (each for each in self._waiting if each.model not in taken)
            task = next(own, None) or next(fresh, None) or task
            if task.model in self._freed:
                self._freed.remove(task.model)
        self._waiting.remove(task)
        return task

    def _look(self, task: Task) -> Look:
        def look(fraction: float, measures: Mapping[str, float]) -> bool:
            with self._lock:
                self._pace.looked(task, fraction, measures)
            if threading.current_thread() is self._thread:  # else the heartbeat tells it
                self._tell()
            return not self._over and (self._cancel is None or not self._cancel.is_set())

        return look

    def _take_in(self, done: set[Future[Result]]) -> list[tuple[Task, BaseException]]:
        """Note what is done, and so save it from what went wrong, which is returned."""
        failed: list[tuple[Task, BaseException]] = []
        for future in sorted(done, key=lambda each: self._under_way[each].index):
            task = self._under_way.pop(future)
            error = future.exception()
            if isinstance(error, Cancelled) and self._trial is not None and self._trial.over:
                self._waiting.insert(0, task)
                continue
            if error is not None:
                failed.append((task, error))
                continue
            result = future.result()
            if self._keep is not None:
                self._keep(task, result)
            self._results[task.index] = result
            with self._lock:
                self._pace.ended(task)
            self._tell(always=True)
            self._freed.append(task.model)
        return failed

    def _stop_if_cancelled(self) -> None:
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled

    def _tell(self, *, always: bool = False) -> None:
        now = time.monotonic()
        if self._observer is not None and (always or now - self._told >= HEARTBEAT / 2):
            self._told = now
            with self._lock:
                progress = self._pace.now()
            self._observer(progress)
