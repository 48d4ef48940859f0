"""The clock: SimPy's environment, with light traffic events in the same queue.

In: control events of SimPy and traffic events, which are objects used again and again. Out: their
execution in one order: time; control before arrivals before other traffic; then the order of
scheduling. Time is in integer ticks.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any, Protocol

import simpy

ARRIVAL = 2  # priorities in SimPy's queue; SimPy itself uses 0 and 1
TRAFFIC = 3
NEVER = 1 << 62
_NOTHING: Any = (NEVER, TRAFFIC, -1, None)


class Event(Protocol):
    """Something that happens in traffic; `due` tells the event in force from stale ones."""

    due: int

    def fire(self) -> None:
        """Happen."""


class Clock(simpy.Environment):
    """A SimPy environment that also runs traffic."""

    def __init__(self) -> None:
        self.time = 0
        super().__init__(0)
        self._entries: list[Any] = self._queue
        self.next_arrival = NEVER
        self.arrive: Callable[[], None] = _nothing
        self.traffic = 0  # events executed

    @property
    def _now(self) -> int:
        """SimPy's time is ours."""
        return self.time

    @_now.setter
    def _now(self, time: int) -> None:
        self.time = time

    def wake(self, event: Event, time: int) -> None:
        """Let `event` fire at `time`; what was scheduled for it before becomes stale."""
        event.due = order = next(self._eid)
        heappush(self._entries, (time, TRAFFIC, order, event))

    def advance(self, until: int, limit: int) -> bool:
        """Execute at most `limit` events before `until`; whether any are left."""
        queue = self._entries
        other = 0  # events of control, and those no longer in force
        for done in range(limit):
            time, priority, order, event = queue[0] if queue else _NOTHING
            arrival = self.next_arrival
            if arrival < time or (arrival == time and priority > ARRIVAL):
                if arrival >= until:
                    self.traffic += done - other
                    return False
                self.time = arrival
                self.arrive()
            elif time >= until:
                self.traffic += done - other
                return False
            elif priority == TRAFFIC:
                self.time = time
                heappop(queue)
                if event.due == order:
                    event.fire()
                else:
                    other += 1
            else:
                other += 1
                self.step()
        self.traffic += limit - other
        return True


def _nothing() -> None:
    """No arrivals."""
