"""Stepping: one replication brought forward as far as somebody wants, and looked at in between.

In: what an engine runs. Out: a `Stepped` run, of either engine, whose counters are those of the
engine's own run, however it was stepped. Between steps it tells how things stand.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sandbox.engine.counters import Counters
from sandbox.engine.hearing import Listener, heard
from sandbox.engine.interface import ControlProcess, Horizon, Progress, Trace
from sandbox.engine.meters import Meters
from sandbox.engine.standing import standing
from sandbox.engine.tracing import TracingInterpreter
from sandbox.engine.traffic import Traffic
from sandbox.flows.compiled import compile
from sandbox.flows.program import Program

_WARMING, _MEASURING, _DRAINING = range(3)


@dataclass(frozen=True)
class Standing:
    """How things stand at a time in ticks; one entry a station, link and gate of the program."""

    time: int
    waiting: tuple[int, ...]
    busy: tuple[int, ...]
    servers: tuple[int, ...]
    up: tuple[bool, ...]
    links: tuple[bool, ...]
    gates: tuple[bool, ...]


@dataclass(frozen=True)
class Ordered:
    """What is run. Control processes are told of, steps of requests traced, if somebody listens."""

    program: Program
    seed: int
    replication: int
    horizon: Horizon
    control: Sequence[ControlProcess] = ()
    trace: Trace | None = None
    listener: Listener | None = None
    around: Callable[[ControlProcess], ControlProcess] = field(init=False)

    def __post_init__(self) -> None:
        listener = self.listener
        around = (lambda one: one) if listener is None else (lambda one: heard(one, listener))
        object.__setattr__(self, "around", around)


class Stepped(ABC):
    """A run that is stepped through warm-up, window and drain."""

    def __init__(self, horizon: Horizon) -> None:
        self._ends = (horizon.warm_up, horizon.end, horizon.end + horizon.drain)
        self._phase = _WARMING
        self.over = False
        """Whether there is nothing more to come."""

    def advance(self, until: int, limit: int) -> bool:
        """Execute at most about `limit` events before `until`; whether any are left there."""
        while not self.over:
            end = self._ends[self._phase]
            stop = min(until, end)
            draining = self._phase == _DRAINING
            if self._execute(stop, limit, draining):
                return True
            if draining and (until >= end or not self._open):
                self.over = True
            elif until <= end:
                self._be(stop)
                return False
            else:
                self._be(end)
                self._read()
                self._phase += 1
        return False

    @property
    @abstractmethod
    def now(self) -> int:
        """The present, in ticks: what is due before is done, what is due now may not be."""

    @property
    @abstractmethod
    def _open(self) -> bool:
        """Whether measured requests have not ended."""

    @abstractmethod
    def _execute(self, until: int, limit: int, draining: bool) -> bool:
        """As `advance`, in one phase; to drain, only while a request is open."""

    @abstractmethod
    def _be(self, now: int) -> None:
        """Nothing happens before `now`, so it is now `now`."""

    @abstractmethod
    def _read(self) -> None:
        """Read the meters at the end of a phase."""

    @abstractmethod
    def hush(self, quiet: bool) -> None:
        """Stop telling the trace of steps, or go on: untraced events cost less."""

    @abstractmethod
    def standing(self) -> Standing:
        """How things stand now."""

    @abstractmethod
    def progress(self) -> Progress:
        """The measures so far."""

    @abstractmethod
    def counters(self) -> Counters:
        """The counters of the replication, once it is over."""


class SteppedTraffic(Stepped):
    """A run of the SimPy traffic engine."""

    def __init__(self, what: Ordered) -> None:
        super().__init__(what.horizon)
        self._what = what
        self._traffic = traffic = Traffic(
            compile(what.program), what.seed, what.replication, what.horizon, what.trace
        )
        for process in (*standing(what.program, traffic.origin), *what.control):
            traffic.clock.process(what.around(process)(traffic.clock, traffic))
        self._meters = Meters(traffic)

    @property
    def now(self) -> int:
        return self._traffic.clock.time

    @property
    def _open(self) -> bool:
        return self._traffic.open_requests > 0

    def _execute(self, until: int, limit: int, draining: bool) -> bool:
        clock = self._traffic.clock
        if not draining:
            return clock.advance(until, limit)
        return all(self._traffic.open_requests and clock.advance(until, 1) for _ in range(limit))

    def _be(self, now: int) -> None:
        self._traffic.clock.time = now

    def _read(self) -> None:
        (self._meters.begin if self._phase == _WARMING else self._meters.end)(self.now)

    def hush(self, quiet: bool) -> None:
        interpreter = self._traffic.interpreter
        if isinstance(interpreter, TracingInterpreter):
            interpreter.quiet = quiet

    def standing(self) -> Standing:
        traffic = self._traffic
        stations = traffic.stations
        return Standing(
            time=self.now,
            waiting=tuple(one.waiting for one in stations),
            busy=tuple(one.busy for one in stations),
            servers=tuple(one.servers for one in stations),
            up=tuple(one.up for one in stations),
            links=tuple(one.up for one in traffic.links),
            gates=tuple(one.open for one in traffic.gates),
        )

    def progress(self) -> Progress:
        return self._traffic.totals().progress(self.now)

    def counters(self) -> Counters:
        what = self._what
        return self._meters.counters("simpy", what.seed, what.replication)
