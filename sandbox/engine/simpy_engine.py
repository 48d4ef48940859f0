"""The SimPy traffic engine: the reference that defines what operations mean.

In: a program, a seed and a replication, control processes. Out: `Counters`. It runs until the
horizon, then until no request is open, in slices between which an observer may look.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sandbox.engine.clock import NEVER
from sandbox.engine.counters import Counters
from sandbox.engine.interface import (
    ControlProcess,
    Horizon,
    Observer,
    Trace,
)
from sandbox.engine.stepping import Ordered, SteppedTraffic
from sandbox.engine.watch import Watch
from sandbox.flows.program import Program

_SLICE = 4096  # events between looks at the wall clock


class SimpyEngine:
    """Executes programs in SimPy."""

    name = "simpy"

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
        run = SteppedTraffic(Ordered(program, seed, replication, horizon, control, trace))
        watch = Watch(observer, run.progress)
        with _few_collections():
            while run.advance(NEVER, _SLICE):
                watch.look_if_due()
        watch.look()
        return run.counters()


@contextmanager
def _few_collections() -> Iterator[None]:
    """Long queues are full of live objects: look for garbage cycles less often than usual."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
