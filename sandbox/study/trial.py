"""The trial: whether worker processes would pay, judged from runs done without them.

In: how many runs are left, and those that are done here, timed. Out: whether to hire. Starting a
worker takes about two seconds of processor time (the interpreter, numpy, the compiled kernel),
which many a study does not take in all. Numbers depend neither on this nor on who does a run.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from typing import TypeVar

from sandbox.study.driver import Look, Runner
from sandbox.study.progress import Task

WORTH = 8.0
"""seconds of runs that are left from which workers pay: two of them take four seconds to start and
to open the work, which they share, and save half of the rest"""
GLANCE = 0.5
"""seconds at work on a run under way after which its length is judged"""

Result = TypeVar("Result")


class Trial:
    """Runs are done here until it is over. It stays the same for all goes of a study."""

    def __init__(self, clock: Callable[[], float] = time.thread_time) -> None:
        # Processor time, lest what else the machine does make runs look long.
        self.left = 0
        """runs that are not done, as far as is known"""
        self.over = False
        """whether workers would pay"""
        self._clock = clock
        self._lengths: list[float] = []
        self._first: tuple[float, float] | None = None  # look at the run under way

    def timed(self, runner: Runner[Result]) -> Runner[Result]:
        """The runner, whose runs are judged: one that is too long is told to stop."""

        def run(task: Task, look: Look) -> Result:
            def watch(fraction: float, measures: Mapping[str, float]) -> bool:
                return look(fraction, measures) and self._goes_on(fraction)

            begun, self._first = self._clock(), None
            result = runner(task, watch)
            self._done(self._clock() - begun)
            return result

        return run

    def spared(self) -> None:
        """A run need not be done."""
        self.left -= 1

    def _done(self, seconds: float) -> None:
        self.left -= 1
        self._lengths.append(seconds)
        # The longest is left out: the first run of a process loads what the others find there.
        known = sorted(self._lengths)[:-1]
        if known:
            self._judge(math.fsum(known) / len(known), self.left)

    def _goes_on(self, fraction: float) -> bool:
        """Whether the run under way goes on here. What it loads, it has before its first look."""
        now = self._clock()
        if self._first is None:
            self._first = (now, fraction)
        since, at = self._first
        if now - since >= GLANCE:
            way = fraction - at
            self._judge((now - since) / way if way > 0 else math.inf, self.left)
        return not self.over

    def _judge(self, length: float, runs: int) -> None:
        if runs > 1 and length * runs >= WORTH:  # nobody helps with a single one
            self.over = True
