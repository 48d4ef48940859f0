"""Runs in threads of this process: they share the world and the programs, and nothing travels.

In: work, tasks, how many threads. Out: results in the order of the tasks. The compiled engine lets
other threads run while its kernel works, so threads pay where runs are long.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from sandbox.engine.interface import Cancelled
from sandbox.study.progress import Pace, StudyProgress, Task

if TYPE_CHECKING:
    from sandbox.study.executor import Runner, Work

Result = TypeVar("Result")
Observer = Callable[[StudyProgress], None]


class Crew(Generic[Result]):
    """Threads doing tasks."""

    def __init__(
        self,
        tasks: Sequence[Task],
        jobs: int,
        heartbeat: float,
        observer: Observer | None,
        cancel: threading.Event | None,
    ) -> None:
        self._tasks, self._jobs, self._heartbeat = tasks, jobs, heartbeat
        self._observer, self._cancel = observer, cancel
        self._waiting = list(reversed(tasks))
        self._results: dict[int, Result] = {}
        self._error: BaseException | None = None
        self._over = False
        self._changed = threading.Condition()
        self._pace = Pace(tasks, jobs)

    def run(self, work: Work[Result]) -> list[Result]:
        """Do all tasks; whatever ends this ends the threads first.

        Raises:
            Cancelled: when it was told to.
            Exception: of the first run that failed.
        """
        self._tell()
        self._stop_if_cancelled()
        runner = work.open()
        threads = [
            threading.Thread(target=self._work, args=(runner,), daemon=True)
            for _ in range(self._jobs)
        ]
        for thread in threads:
            thread.start()
        try:
            while self._go_on():
                self._tell()
        finally:
            with self._changed:
                self._over = True
            for thread in threads:
                thread.join()
        if self._error is not None:
            raise self._error
        self._tell()
        return [self._results[task.index] for task in self._tasks]

    def _go_on(self) -> bool:
        """Wait a while; whether there is more to wait for."""
        with self._changed:
            self._changed.wait(self._heartbeat)
            self._stop_if_cancelled()
            return self._error is None and len(self._results) < len(self._tasks)

    def _stop_if_cancelled(self) -> None:
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled

    def _tell(self) -> None:
        if self._observer is not None:
            with self._changed:
                now = self._pace.now()
            self._observer(now)

    def _work(self, runner: Runner[Result]) -> None:
        while True:
            with self._changed:
                if self._over or not self._waiting:
                    return
                task = self._waiting.pop()
                self._pace.begun(task)

            def look(fraction: float, measures: Mapping[str, float], task: Task = task) -> bool:
                with self._changed:
                    self._pace.looked(task, fraction, measures)
                    return not self._over

            try:
                result = runner(task, look)
            except BaseException as error:
                with self._changed:
                    if not self._over:
                        self._error = self._error or error
                    self._over = True
                    self._changed.notify()
                return
            with self._changed:
                self._results[task.index] = result
                self._pace.ended(task)
                self._changed.notify()
