"""Working time: when work that is begun now is done, and when a number of working days is over.

In: office hours as intervals in ticks. Out: moments in ticks; beyond the last office hour there
are none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from sandbox.flows import TICKS
from sandbox.world.calendar import DAY
from sandbox.world.world import World

NEVER = 1 << 62


class Working:
    """The working time of a run."""

    def __init__(self, hours: Sequence[tuple[int, int]]) -> None:
        """`hours`: office hours, ascending and without overlaps, in ticks."""
        self._opens = [start for start, _ in hours]
        self._closes = [end for _, end in hours]
        self._before = [0]
        for start, end in hours:
            self._before.append(self._before[-1] + end - start)
        day = DAY * TICKS
        last: dict[int, int] = {}
        for start, end in hours:
            last[start // day] = end
        self._days = list(last)
        self._ends = list(last.values())
        self._day = day

    @classmethod
    def of(cls, world: World) -> Working:
        """The working time of a world's calendar, to the end of its study."""
        study = world.scenario.study
        end = float(study.horizon) + float(study.drain)
        intervals = world.calendar.open_intervals(0.0, end)
        return cls([(round(a * TICKS), round(b * TICKS)) for a, b in intervals])

    def passed(self, now: int) -> int:
        """Office hours up to now, in ticks."""
        place = bisect_right(self._opens, now) - 1
        if place < 0:
            return 0
        return self._before[place] + min(now, self._closes[place]) - self._opens[place]

    def after(self, now: int, work: int) -> int:
        """The moment by which `work` ticks of office time have passed since now."""
        if work <= 0:
            return now
        wanted = self.passed(now) + work
        place = bisect_left(self._before, wanted) - 1
        if place >= len(self._opens):
            return NEVER
        return self._opens[place] + wanted - self._before[place]

    def deadline(self, now: int, days: int) -> int:
        """The closing hour of the `days`-th working day after the day of now."""
        place = bisect_right(self._days, now // self._day) + days - 1
        return self._ends[place] if place < len(self._ends) else NEVER
