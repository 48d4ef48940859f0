"""Stepping through a run of the compiled engine.

In: what is run. Out: a `Stepped` run; see `stepping`. The kernel runs up to the next control
event, then SimPy has its turn, as in the engine's own run.
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.engine.array_plane import ArrayPlane
from sandbox.engine.array_readings import Readings, counters_of
from sandbox.engine.control import Control
from sandbox.engine.counters import Counters
from sandbox.engine.familiar import familiar
from sandbox.engine.interface import Progress
from sandbox.engine.kernel import columns as k
from sandbox.engine.layout import table
from sandbox.engine.stepping import Ordered, Standing, Stepped
from sandbox.flows import TICKS


class SteppedArrays(Stepped):
    """A run of the compiled traffic engine."""

    def __init__(self, what: Ordered) -> None:
        super().__init__(what.horizon)
        self._what = what
        known = familiar(what.program)
        self._plane = ArrayPlane(
            known.compiled, what.seed, what.replication, what.horizon, what.trace, known.room
        )
        self._control = Control(self._plane, what.control, what.around)
        self._meters: list[Readings] = []

    @property
    def now(self) -> int:
        return self._plane.now

    @property
    def _open(self) -> bool:
        return self._plane.open_requests > 0

    def _execute(self, until: int, limit: int, draining: bool) -> bool:
        plane, control = self._plane, self._control
        while limit > 0 and (not draining or self._open):
            stop = min(control.next(), until)
            before = int(plane.state.x[k.EVENTS])
            more = plane.advance(stop, limit, while_open=draining)
            limit -= int(plane.state.x[k.EVENTS]) - before
            if more:
                continue
            if stop >= until or (draining and not self._open):
                return False
            control.take_turn(stop)
            limit -= 1
        return not draining or self._open

    def _be(self, now: int) -> None:
        self._plane.be(now)

    def _read(self) -> None:
        self._meters.append(Readings.of(self._plane, anew=not self._meters))

    def hush(self, quiet: bool) -> None:
        self._plane.state.x[k.TRACING] = self._what.trace is not None and not quiet

    def standing(self) -> Standing:
        state = self._plane.state
        stations, links = table(state, "station"), table(state, "link")
        one_way = links[: len(links) // 2, k.L_UP]  # both directions go down together
        return Standing(
            time=self.now,
            waiting=tuple(stations[:, k.S_WAITING].tolist()),
            busy=tuple(stations[:, k.S_BUSY].tolist()),
            servers=tuple(stations[:, k.S_SERVERS].tolist()),
            up=tuple((stations[:, k.S_UP] > 0).tolist()),
            links=tuple((one_way > 0).tolist()),
            gates=tuple((table(state, "gate")[:, k.A_OPEN] > 0).tolist()),
        )

    def progress(self) -> Progress:
        return self._plane.totals().progress(self.now)

    def counters(self) -> Counters:
        what = self._what
        first, last = self._meters
        made = counters_of(self._plane, first, last, "compiled", what.seed, what.replication)
        return replace(made, begins=what.horizon.warm_up / TICKS, notes=self._control.notes)
