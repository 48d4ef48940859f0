"""Runs in threads of one process: the same results, and an end of all when one of them ends it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from sandbox.engine.interface import Cancelled
from sandbox.study import comparing, performing, runs, work
from sandbox.study.executor import Look, Runner, execute
from sandbox.study.progress import StudyProgress, Task

TASKS = [
    Task(index, model, replication)
    for index, (model, replication) in enumerate((m, r) for m in "abc" for r in range(3))
]


@dataclass
class Squares:
    """Squares numbers, all at once, until told to stop."""

    bad: int = -1
    patient: bool = False
    begun: threading.Event = field(default_factory=threading.Event)
    threads: set[int] = field(default_factory=set)
    stopped: list[int] = field(default_factory=list)

    def open(self) -> Runner[tuple[str, int, int]]:
        def run(task: Task, look: Look) -> tuple[str, int, int]:
            self.threads.add(threading.get_ident())
            if task.index == self.bad:
                raise ValueError("no square")
            self.begun.set()
            seen: Mapping[str, float] = {"square": 0.0}
            while look(0.5, seen) and self.patient:
                time.sleep(0.005)
            if self.patient:
                self.stopped.append(task.index)
                raise Cancelled
            time.sleep(0.02)
            return task.model, task.replication, task.index**2

        return run


def test_results_come_in_the_order_of_the_tasks() -> None:
    work = Squares()
    found = execute(work, TASKS, jobs=3, threads=True)
    assert found == [(task.model, task.replication, task.index**2) for task in TASKS]
    assert len(work.threads) == 3
    assert threading.get_ident() not in work.threads


def test_progress_is_told_from_nothing_to_everything() -> None:
    told: list[StudyProgress] = []
    execute(Squares(), TASKS, jobs=2, threads=True, observer=told.append)
    assert (told[0].done, told[0].fraction) == (0, 0.0)
    assert (told[-1].done, told[-1].total, told[-1].fraction) == (9, 9, 1.0)


def test_a_failed_run_ends_the_others() -> None:
    work = Squares(bad=1, patient=True)
    with pytest.raises(ValueError, match="no square"):
        execute(work, TASKS, jobs=2, threads=True)
    assert work.stopped == [0]


def test_cancelling_ends_all_runs_first() -> None:
    work, cancel = Squares(patient=True), threading.Event()

    def observer(progress: StudyProgress) -> None:
        if work.begun.is_set():
            cancel.set()

    with pytest.raises(Cancelled):
        execute(work, TASKS, jobs=2, threads=True, cancel=cancel, observer=observer)
    assert sorted(work.stopped) == [0, 1]


def test_what_an_observer_raises_ends_all_runs_first() -> None:
    work = Squares(patient=True)

    def observer(progress: StudyProgress) -> None:
        if work.begun.is_set():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        execute(work, TASKS, jobs=2, threads=True, observer=observer)
    assert sorted(work.stopped) == [0, 1]


def test_a_study_is_the_same_in_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    from sandbox.scenario import load

    def compared(jobs: int) -> dict[str, Any]:
        made = comparing.compare(load("textbook/mm1"), replications=3, jobs=jobs, engine="simpy")
        return made.to_json()

    alone = compared(1)
    monkeypatch.setattr(performing, "threaded", lambda engine, world: True)
    assert compared(3) == alone


def test_only_long_runs_of_the_compiled_engine_share_a_process() -> None:
    pytest.importorskip("numba")
    from sandbox.scenario import load

    world = runs.workshop_of(load("business-startup")).world
    assert not work.threaded("compiled", world)
    assert not work.threaded("simpy", world)
