"""The SimPy traffic engine: the reference that defines what operations mean.

In: a program, a seed and a replication, control processes. Out: `Counters`. It runs until the
horizon, then until no request is open, in slices between which an observer may look.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sandbox.engine.counters import Counters
from sandbox.engine.interface import (
    ControlProcess,
    Horizon,
    Observer,
    Trace,
)
from sandbox.engine.meters import Meters
from sandbox.engine.standing import standing
from sandbox.engine.traffic import Traffic
from sandbox.engine.watch import Watch
from sandbox.flows.compiled import compile
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
        traffic = Traffic(compile(program), seed, replication, horizon, trace)
        for process in (*standing(program, traffic.origin), *control):
            traffic.clock.process(process(traffic.clock, traffic))
        meters = Meters(traffic)
        watch = Watch(observer, lambda: traffic.tally.totals().progress(traffic.clock.time))
        with _few_collections():
            _advance(traffic, horizon.warm_up, watch)
            meters.begin(horizon.warm_up)
            _advance(traffic, horizon.end, watch)
            meters.end(horizon.end)
            last = horizon.end + horizon.drain
            steps = 0
            while traffic.open_requests and traffic.clock.advance(last, 1):
                steps += 1
                if steps % _SLICE == 0:
                    watch.look_if_due()
        watch.look()
        return meters.counters(self.name, seed, replication)


def _advance(traffic: Traffic, until: int, watch: Watch) -> None:
    """Execute everything before `until`."""
    while traffic.clock.advance(until, _SLICE):
        watch.look_if_due()


@contextmanager
def _few_collections() -> Iterator[None]:
    """Long queues are full of live objects: look for garbage cycles less often than usual."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
