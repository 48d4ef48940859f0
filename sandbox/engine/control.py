"""The control plane beside the kernel: SimPy's environment, and the plane that it acts on.

In: control processes, the traffic in arrays. Out: their events, one after the other, on the
traffic; or, for a run that is gone on with, on nothing, with the readings that they had before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import simpy

from sandbox.engine.array_plane import ArrayPlane
from sandbox.engine.clock import NEVER
from sandbox.engine.interface import ControlProcess, Note
from sandbox.engine.standing import standing
from sandbox.flows import Tally


class Control:
    """Control processes and how far they are; also the `Plane` that they act on."""

    def __init__(
        self,
        plane: ArrayPlane,
        processes: Sequence[ControlProcess],
        around: Callable[[ControlProcess], ControlProcess] = lambda process: process,
    ) -> None:
        """`around` is laid around every process, those that the program asks for included."""
        self.program = plane.program
        self._plane = plane
        self._environment = simpy.Environment(0)
        self._acting = True
        self.events = 0
        self.seen: list[float] = []
        self._before: list[float] = []
        self._repairs: dict[int, float] = {}
        self.origin = plane.origin
        self.notes: list[Note] = []
        for process in (*standing(plane.program, plane.origin), *processes):
            self._environment.process(around(process)(self._environment, self))

    def next(self) -> int:
        """When the next control event is due; beyond all time: never.

        Ticks beyond 104 days are no floats.
        """
        due: int | float = self._environment.peek()
        return due if isinstance(due, int) else NEVER

    def take_turn(self, now: int) -> None:
        """All control events of `now`."""
        self._plane.be(now)
        while self._environment.peek() == now:
            self._environment.step()
            self.events += 1

    def replay(self, events: int, seen: Sequence[float]) -> None:
        """Bring the processes to where they were: so many events, with these readings."""
        self._acting = False
        self._before = list(reversed(seen))
        for _ in range(events):
            self._environment.step()
        self._acting = True
        self.events, self.seen = events, list(seen)

    # the plane, as control processes see it

    def set_gate(self, gate: int, open: bool, article: str = "") -> None:
        """Open or close a gate."""
        if self._acting:
            self._plane.set_gate(gate, open, article)

    def set_station(self, station: int, up: bool) -> None:
        """Break a station down or repair it."""
        if self._acting:
            self._plane.set_station(station, up)

    def set_link(self, link: int, up: bool) -> None:
        """Break a link down or repair it."""
        if self._acting:
            self._plane.set_link(link, up)

    def set_servers(self, station: int, servers: int) -> None:
        """Change the number of servers."""
        if self._acting:
            self._plane.set_servers(station, servers)

    def start(self, flow: int, row: int, key: str, index: int) -> None:
        """Start a batch."""
        if self._acting:
            self._plane.start(flow, row, key, index)

    def busy_seconds(self, station: int) -> float:
        """Server-seconds of service so far."""
        return self._read(lambda: self._plane.busy_seconds(station))

    def satisfied(self, streams: Sequence[int]) -> tuple[int, int]:
        """Measured requests of some streams that have ended, and how many were satisfied."""
        ended = self._read(lambda: self._plane.ended(streams))
        return int(ended), int(self._read(lambda: self._plane.satisfied(streams)))

    def counted(self, stream: int, what: Tally) -> int:
        """What a stream's measured requests have counted so far."""
        return int(self._read(lambda: self._plane.counted(stream, what)))

    def set_repair(self, station: int, factor: float) -> None:
        """Have repairs take longer or shorter."""
        self._repairs[station] = factor

    def repair(self, station: int) -> float:
        """The factor of a station's repairs."""
        return self._repairs.get(station, 1.0)

    def note(self, kind: str, subject: str, event: str, **detail: str | float) -> None:
        """Write something down."""
        self.notes.append(Note(int(self._environment.now), kind, subject, event, detail))

    def _read(self, reading: Callable[[], float]) -> float:
        """What control processes read of the traffic; replayed, what they read before."""
        if not self._acting:
            return self._before.pop()
        found = reading()
        self.seen.append(found)
        return found
