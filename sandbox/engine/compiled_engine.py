"""The compiled traffic engine: the kernel, driven in slices by the control plane in SimPy.

In: a program, a seed and a replication, control processes. Out: the same `Counters` as from the
SimPy traffic engine. Control events come before everything else of their time, so the kernel runs
up to the next of them, and then SimPy has its turn.
"""

from __future__ import annotations

from collections.abc import Sequence

import simpy

from sandbox.engine.array_plane import ArrayPlane
from sandbox.engine.array_readings import Readings, counters_of
from sandbox.engine.counters import Counters
from sandbox.engine.interface import (
    ControlProcess,
    Horizon,
    Observer,
    Trace,
)
from sandbox.engine.standing import standing
from sandbox.engine.watch import Watch
from sandbox.flows.compiled import compile
from sandbox.flows.program import Program

_SLICE = 200_000  # events between looks at the wall clock


class CompiledEngine:
    """Executes programs in the kernel."""

    name = "compiled"

    def run(
        self,
        program: Program,
        seed: int,
        replication: int,
        horizon: Horizon,
        control: Sequence[ControlProcess] = (),
        observer: Observer | None = None,
        trace: Trace | None = None,
    ) -> Counters:
        """One replication, from time 0 to the horizon and until no request is open.

        Raises:
            Cancelled: when the observer says so.
            ValueError: for a program that does not fit together.
        """
        plane = ArrayPlane(compile(program), seed, replication, horizon, trace)
        run = _Run(plane, observer)
        for process in (*standing(program, plane.origin), *control):
            run.environment.process(process(run.environment, plane))
        run.until(horizon.warm_up)
        first = Readings(plane, horizon.warm_up, fresh=True)
        run.until(horizon.end)
        second = Readings(plane, horizon.end)
        run.drain(horizon.end + horizon.drain)
        run.watch.look()
        return counters_of(plane, first, second, self.name, seed, replication)


class _Run:
    """Brings control and traffic forward together."""

    def __init__(self, plane: ArrayPlane, observer: Observer | None) -> None:
        self.environment = simpy.Environment(0)
        self._plane = plane
        self.watch = Watch(observer, lambda: plane.totals().progress(plane.now))

    def until(self, end: int) -> None:
        """Execute everything before `end`."""
        while True:
            control = min(self.environment.peek(), end)
            while self._plane.advance(int(control), _SLICE):
                self.watch.look_if_due()
            if control >= end:
                return
            self._control(int(control))

    def drain(self, last: int) -> None:
        """Execute everything before `last`, until no request is open."""
        plane = self._plane
        while plane.open_requests:
            control = min(self.environment.peek(), last)
            while plane.advance(int(control), _SLICE, while_open=True):
                self.watch.look_if_due()
            if not plane.open_requests or control >= last:
                return
            self._control(int(control))
            self.watch.look_if_due()

    def _control(self, now: int) -> None:
        """The control plane has its turn, at `now`."""
        self._plane.be(now)
        while self.environment.peek() == now:
            self.environment.step()
