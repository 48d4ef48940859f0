"""Watching: what an observer is told of a run under way, and when.

In: totals of the measured requests so far, the observer. Out: calls of it, a few a second of wall
time; the run is cancelled when it says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.engine.interface import Cancelled, Observer, Progress
from sandbox.flows import Outcome

_EVERY = 0.2  # seconds of wall time between calls of the observer


@dataclass(frozen=True)
class Totals:
    """Totals over the measured requests so far; times in seconds."""

    made: int
    by_letter: int
    outcomes: Sequence[int]  # by `Outcome`
    satisfied: int
    fresh: int
    right: int
    wrong: int
    response_time: float
    age: float

    def progress(self, now: int) -> Progress:
        """The means so far, of the requests that have ended; none before the first answer."""
        ended, answered = sum(self.outcomes), self.outcomes[Outcome.ANSWERED]
        means: dict[str, float] = {}
        if answered:
            means = {
                "response_time.mean": self.response_time / answered,
                "age.mean": self.age / answered,
                "satisfied": self.satisfied / ended,
                "by_letter": self.by_letter / self.made,
                "refused": self.outcomes[Outcome.REFUSED] / ended,
                "failed": self.outcomes[Outcome.FAILED] / ended,
                "fresh": self.fresh / answered,
                "correct": self.right / answered,
                "error_rate": self.wrong / answered,
            }
        return Progress(now, self.made, answered, means)


class Watch:
    """Calls the observer from time to time."""

    def __init__(self, observer: Observer | None, progress: Callable[[], Progress]) -> None:
        self._observer, self._progress = observer, progress
        self._last = time.monotonic()

    def look_if_due(self) -> None:
        """Call the observer if it has not been called for a while."""
        if self._observer is not None and time.monotonic() - self._last >= _EVERY:
            self.look()

    def look(self) -> None:
        """Call the observer.

        Raises:
            Cancelled: when it says so.
        """
        if self._observer is None:
            return
        if not self._observer(self._progress()):
            raise Cancelled
        self._last = time.monotonic()
