"""The crew of a study: its worker processes, which stay from one go of runs to the next.

In: the work and the size of each go. Out: a `Team` for it. Workers are hired when a go first needs
them, keep the world of the latest work only, and are dismissed when the study ends, at once when
it ends badly. A study that has its runs done in several goes keeps the crew at hand meanwhile.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import Future
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

from sandbox.study.driver import Look, Team, Work
from sandbox.study.progress import Task
from sandbox.study.trial import Trial

if TYPE_CHECKING:
    from sandbox.study.processes import Processes

Result = TypeVar("Result")


class Crew:
    """Nobody at first."""

    def __init__(self) -> None:
        self.to_come: int | None = None
        """runs after this go; None: nobody knows, and as many are expected as were asked for"""
        self.trial = Trial()
        self._asked = 0
        self._workers: Processes | None = None

    @property
    def hired(self) -> bool:
        """Whether workers are there."""
        return self._workers is not None

    def asked(self, runs: int) -> None:
        """A go of so many runs begins."""
        self.trial.left = runs + (self._asked if self.to_come is None else self.to_come)
        self._asked += runs

    @contextlib.contextmanager
    def team(self, work: Work[Result], jobs: int) -> Iterator[Team[Result]]:
        """So many workers, each of which opens the work once."""
        from sandbox.study.processes import Processes
        from sandbox.study.worker import perform

        try:
            if self._workers is None:
                self._workers = Processes(jobs)
            else:
                self._workers.muster(jobs)
            workers = self._workers

            def give(task: Task, look: Look) -> Future[Result]:
                future = workers.submit(perform, work, task)
                future.watch = look
                return future

            yield Team(jobs, give, spread=True)
        except BaseException:
            self.dismiss(at_once=True)
            raise

    def dismiss(self, *, at_once: bool = False) -> None:
        """Let the workers go; without `at_once`, they end by themselves."""
        workers, self._workers = self._workers, None
        if workers is not None:
            workers.shutdown(cancel_futures=at_once)

    @contextlib.contextmanager
    def at_hand(self) -> Iterator[None]:
        """Studies that this thread has done in here use this crew; what fails ends its work."""
        before = _present.set(self)
        try:
            yield
        except BaseException:
            self.dismiss(at_once=True)
            raise
        finally:
            _present.reset(before)


_present: ContextVar[Crew | None] = ContextVar("crew", default=None)


@contextlib.contextmanager
def staying() -> Iterator[Crew]:
    """The crew that is at hand, else one that stays to the end of this block."""
    present = _present.get()
    if present is not None:
        yield present
        return
    own = Crew()
    with own.at_hand():
        yield own
        own.dismiss()
