"""What every traffic engine offers, to control processes and to whoever runs it.

In: a program, a seed and a replication, control processes. Out: `Counters`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import simpy

from sandbox.engine.counters import Counters
from sandbox.flows.operations import Tally
from sandbox.flows.program import Program


@dataclass(frozen=True)
class Note:
    """What a control process wrote down: at `time` (ticks), `event` befell a thing of a kind."""

    time: int
    kind: str
    subject: str
    event: str
    detail: Mapping[str, str | float]


class Plane(Protocol):
    """The traffic plane as control processes see it; changes act at the present time."""

    program: Program
    origin: int
    """the base of the replication's randomness"""

    def set_gate(self, gate: int, open: bool, article: str = "") -> None:
        """Open or close a gate."""

    def set_station(self, station: int, up: bool) -> None:
        """Break a station down or repair it (breakdowns nest: every `down` needs its `up`)."""

    def set_link(self, link: int, up: bool) -> None:
        """Break a link down or repair it (breakdowns nest)."""

    def set_servers(self, station: int, servers: int) -> None:
        """Change the number of servers; services under way go on."""

    def busy_seconds(self, station: int) -> float:
        """Server-seconds of service so far: what autoscalers and inspectors look at."""

    def start(self, flow: int, row: int, key: str, index: int) -> None:
        """Start a batch."""

    def satisfied(self, streams: Sequence[int]) -> tuple[int, int]:
        """Measured requests of some streams so far that have ended, and how many were satisfied."""

    def counted(self, stream: int, what: Tally) -> int:
        """What a stream's measured requests have counted so far."""

    def set_repair(self, station: int, factor: float) -> None:
        """Have repairs of a station that begin from now on take `factor` times as long."""

    def repair(self, station: int) -> float:
        """The factor of a station's repairs."""

    def note(self, kind: str, subject: str, event: str, **detail: str | float) -> None:
        """Write down what happened to a thing, for whoever reads the run."""


ControlProcess = Callable[[simpy.Environment, Plane], Generator[Any, Any, None]]
"""A SimPy process factory. The environment's time is in integer ticks."""


@dataclass(frozen=True)
class Horizon:
    """The times of a run, in ticks.

    Raises:
        ValueError: when it measures nothing, or a time is negative.
    """

    warm_up: int
    end: int
    drain: int  # further time for open requests
    interval: int  # width of a time series' interval

    def __post_init__(self) -> None:
        if not 0 <= self.warm_up < self.end or self.drain < 0:
            raise ValueError("a horizon needs 0 <= warm-up < end and a drain of at least 0")


@dataclass(frozen=True)
class Progress:
    """A look at a run under way."""

    time: int  # ticks
    made: int
    answered: int
    measures: dict[str, float]  # means so far: response_time.mean, age.mean, satisfied, fresh, …


Observer = Callable[[Progress], bool]
"""Called from time to time; returning False cancels the run."""


class Cancelled(Exception):  # noqa: N818 (nothing went wrong)
    """The observer cancelled the run."""


class Trace(Protocol):
    """Takes every request's life, event by event (a request is its stream's name and index)."""

    def __call__(
        self, time: int, stream: str, index: int, event: str, detail: dict[str, Any]
    ) -> None:
        """One event."""


class Engine(Protocol):
    """Executes a program."""

    name: str

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
        """
