"""The compiled traffic engine: the kernel, driven in slices by the control plane in SimPy.

In: a program, a seed and a replication, control processes. Out: the same `Counters` as from the
SimPy traffic engine. Control events come before everything else of their time, so the kernel runs
up to the next of them, and then SimPy has its turn. Between slices an observer may look, and the
run may be kept in a file, from which it goes on when it is started again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sandbox.engine.array_plane import ArrayPlane
from sandbox.engine.array_readings import Readings, counters_of
from sandbox.engine.checkpoint import Keeper, Kept
from sandbox.engine.control import Control
from sandbox.engine.counters import Counters
from sandbox.engine.familiar import familiar
from sandbox.engine.interface import (
    Cancelled,
    ControlProcess,
    Horizon,
    Observer,
    Trace,
)
from sandbox.engine.watch import Watch
from sandbox.flows import TICKS
from sandbox.flows.program import Program

_SLICE = 200_000  # events between looks at the wall clock


class CompiledEngine:
    """Executes programs in the kernel."""

    name = "compiled"

    def __init__(self, keeper: Keeper | None = None) -> None:
        """`keeper` keeps the run from time to time, and has it go on where it was kept."""
        self._keeper = keeper

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
            NotThisRun: when the keeper's file is something else.
            ValueError: for a program that does not fit together, or a trace of a run that is kept.
        """
        if self._keeper is not None and trace is not None:
            raise ValueError("a run that is kept in a file cannot be traced: it may begin midway")
        known = familiar(program)
        plane = ArrayPlane(known.compiled, seed, replication, horizon, trace, known.room)
        controls = Control(plane, control)
        run = _Run(plane, controls, observer, self._keeper)
        first, last = run.through(horizon)
        if self._keeper is not None:
            self._keeper.done()
        known.room = plane.room()
        counters = counters_of(plane, first, last, self.name, seed, replication)
        return replace(counters, begins=horizon.warm_up / TICKS, notes=controls.notes)


class _Run:
    """Brings control and traffic forward together."""

    def __init__(
        self, plane: ArrayPlane, control: Control, observer: Observer | None, keeper: Keeper | None
    ) -> None:
        self._plane, self._control, self._keeper = plane, control, keeper
        self._watch = Watch(observer, lambda: plane.totals().progress(plane.now))
        self._meters: list[Readings] = []

    def through(self, horizon: Horizon) -> tuple[Readings, Readings]:
        """The whole run, or what is left of it; meters at the end of warm-up and horizon."""
        kept = None if self._keeper is None else self._keeper.found()
        if kept is not None:
            self._go_on(kept)
        ends = (horizon.warm_up, horizon.end)
        for phase in range(len(self._meters), len(ends)):
            self._advance(ends[phase], drain=False)
            self._plane.be(ends[phase])
            self._meters.append(Readings.of(self._plane, anew=phase == 0))
        self._advance(horizon.end + horizon.drain, drain=True)
        self._watch.look()
        first, last = self._meters
        return first, last

    def _advance(self, end: int, *, drain: bool) -> None:
        """Execute everything before `end`; to drain, only until no request is open."""
        plane, control = self._plane, self._control
        while not drain or plane.open_requests:
            until = min(control.next(), end)
            while plane.advance(until, _SLICE, while_open=drain):
                self._look()
            if until >= end or (drain and not plane.open_requests):
                return
            control.take_turn(until)
            self._look()

    def _look(self) -> None:
        """Between two slices."""
        try:
            self._watch.look_if_due()
        except Cancelled:
            if self._keeper is not None:
                self._keeper.keep(self._kept())
            raise
        if self._keeper is not None:
            self._keeper.keep_if_due(self._kept)

    def _kept(self) -> Kept:
        state = self._plane.state
        return Kept(
            state.x,
            state.num,
            state.mem,
            self._plane.articles.names,
            len(self._meters),
            self._control.events,
            self._control.seen,
            [meters.plain() for meters in self._meters],
        )

    def _go_on(self, kept: Kept) -> None:
        self._control.replay(kept.controlled, kept.seen)
        self._plane.go_on(kept.x, kept.num, kept.mem, kept.articles)
        self._meters = [Readings.from_plain(meters) for meters in kept.meters]
