"""Working hours: time that only passes while a station is open.

In: open intervals in ticks. Out: how much open time has passed by some time, and when so much more
will have passed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from sandbox.engine.clock import NEVER


class Hours:
    """Open intervals [from, until), ascending and apart from each other."""

    def __init__(self, intervals: Sequence[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in intervals]
        self._ends = [end for _, end in intervals]
        self._before: list[int] = []  # open time before each interval
        total = 0
        for start, end in intervals:
            self._before.append(total)
            total += end - start
        self._total = total

    def is_open(self, time: int) -> bool:
        """Whether it is open at `time`."""
        place = bisect_right(self._starts, time) - 1
        return place >= 0 and time < self._ends[place]

    def passed(self, time: int) -> int:
        """Open time before `time`."""
        place = bisect_right(self._starts, time) - 1
        if place < 0:
            return 0
        return self._before[place] + min(time, self._ends[place]) - self._starts[place]

    def after(self, time: int, work: int) -> int:
        """When `work` more open time will have passed after `time`; it may be never."""
        goal = self.passed(time) + work
        if goal > self._total:
            return NEVER
        if work == 0:
            return time
        place = bisect_left(self._before, goal) - 1
        return self._starts[place] + goal - self._before[place]

    def next_opening(self, time: int) -> int:
        """The first open time from `time` on; it may be never."""
        place = bisect_right(self._ends, time)
        if place == len(self._starts):
            return NEVER
        return max(time, self._starts[place])
