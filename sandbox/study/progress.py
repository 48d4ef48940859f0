"""How far a study is: runs done, runs under way, and an estimate that is honest.

In: starts, looks and ends of runs, as an executor sees them. Out: `StudyProgress`. The estimate
weighs what is left by the speed measured so far, model by model, since models differ in effort.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Task:
    """One run of a study: a model and a replication, and its place among the runs."""

    index: int
    model: str
    replication: int


@dataclass(frozen=True)
class RunProgress:
    """A run under way: share of simulated time, and means so far."""

    model: str
    replication: int
    fraction: float
    measures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class StudyProgress:
    """A study under way. `eta` is in seconds; nan while nothing has been measured."""

    done: int
    total: int
    fraction: float
    eta: float
    running: tuple[RunProgress, ...] = ()


class Pace:
    """Keeps the account of a study's runs.

    A run's effort is its wall time: known for runs done, extrapolated from the share of simulated
    time for runs under way, and for runs not begun taken from runs of the same model, else from
    all models seen so far.
    """

    def __init__(
        self, tasks: Sequence[Task], workers: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._waiting = {task.index: task for task in tasks}
        self._running: dict[int, tuple[Task, float, RunProgress]] = {}
        self._efforts: dict[str, list[float]] = {}
        self._total = len(tasks)
        self._done = 0
        self.workers = workers
        self._clock = clock

    def begun(self, task: Task) -> None:
        """A run begins."""
        del self._waiting[task.index]
        look = RunProgress(task.model, task.replication, 0.0)
        self._running[task.index] = (task, self._clock(), look)

    def looked(self, task: Task, fraction: float, measures: Mapping[str, float]) -> None:
        """A run has come so far."""
        _, since, before = self._running[task.index]
        fraction = min(1.0, max(before.fraction, fraction))
        look = RunProgress(task.model, task.replication, fraction, dict(measures))
        self._running[task.index] = (task, since, look)

    def ended(self, task: Task) -> None:
        """A run is done."""
        _, since, _ = self._running.pop(task.index)
        self._efforts.setdefault(task.model, []).append(self._clock() - since)
        self._done += 1

    def spared(self, task: Task) -> None:
        """A run that begins need not be done: it says nothing about efforts."""
        del self._running[task.index]
        self._done += 1

    def now(self) -> StudyProgress:
        """The account at this moment."""
        running = tuple(look for _, _, look in self._running.values())
        under_way = sum(look.fraction for look in running)
        share = (self._done + under_way) / self._total if self._total else 1.0
        return StudyProgress(self._done, self._total, share, self._eta(), running)

    def _eta(self) -> float:
        if self._done == self._total:
            return 0.0
        now = self._clock()
        seen = {model: list(efforts) for model, efforts in self._efforts.items()}
        left: list[float] = []
        for task, since, look in self._running.values():
            if look.fraction > 0.02:
                effort = (now - since) / look.fraction
                seen.setdefault(task.model, []).append(effort)
                left.append(effort - (now - since))
        means = {model: sum(efforts) / len(efforts) for model, efforts in seen.items()}
        if not means:
            return float("nan")
        usual = sum(means.values()) / len(means)
        for task, since, look in self._running.values():
            if look.fraction <= 0.02:
                left.append(max(0.0, means.get(task.model, usual) - (now - since)))
        left += [means.get(task.model, usual) for task in self._waiting.values()]
        # Workers cannot share one run: the end is no sooner than the longest of what is left.
        return max(sum(left) / max(1, self.workers), max(left, default=0.0))
