"""The SimPy traffic engine: the reference that defines what operations mean.

In: a program, a seed and a replication, control processes. Out: `Counters`. It runs until the
horizon, then until no request is open, in slices between which an observer may look.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sandbox.engine.counters import Counters
from sandbox.engine.interface import (
    Cancelled,
    ControlProcess,
    Horizon,
    Observer,
    Progress,
    Trace,
)
from sandbox.engine.meters import Meters
from sandbox.engine.standing import standing
from sandbox.engine.traffic import Traffic
from sandbox.flows.compiled import compile
from sandbox.flows.program import Program

_SLICE = 4096  # events between looks at the wall clock
_EVERY = 0.2  # seconds of wall time between calls of the observer


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
            ValueError: for a program that does not fit together, or a horizon that is none.
        """
        if not 0 <= horizon.warm_up < horizon.end or horizon.drain < 0:
            raise ValueError("a horizon needs 0 <= warm-up < end and a drain of at least 0")
        traffic = Traffic(compile(program), seed, replication, horizon, trace)
        for process in (*standing(program, traffic.origin), *control):
            traffic.clock.process(process(traffic.clock, traffic))
        meters = Meters(traffic)
        watch = _Watch(traffic, observer)
        with _few_collections():
            _advance(traffic, horizon.warm_up, watch)
            meters.begin(horizon.warm_up)
            _advance(traffic, horizon.end, watch)
            meters.end(horizon.end)
            last = horizon.end + horizon.drain
            while traffic.open_requests and traffic.clock.advance(last, 1):
                watch.look_sometimes()
        watch.look()
        return meters.counters(self.name, seed, replication)


class _Watch:
    """Calls the observer from time to time."""

    def __init__(self, traffic: Traffic, observer: Observer | None) -> None:
        self._traffic = traffic
        self._observer = observer
        self._last = time.monotonic()
        self._steps = 0

    def look_sometimes(self) -> None:
        """Look at the wall clock every few thousand steps."""
        self._steps += 1
        if self._steps % _SLICE == 0:
            self.look_if_due()

    def look_if_due(self) -> None:
        """Call the observer if it has not been called for a while."""
        if self._observer is not None and time.monotonic() - self._last >= _EVERY:
            self.look()

    def look(self) -> None:
        """Call the observer."""
        if self._observer is None:
            return
        tally = self._traffic.tally
        progress = Progress(self._traffic.clock.time, tally.made(), tally.answered(), tally.means())
        if not self._observer(progress):
            raise Cancelled
        self._last = time.monotonic()


def _advance(traffic: Traffic, until: int, watch: _Watch) -> None:
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
