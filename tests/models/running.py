"""Runs models over small worlds: what the tests of this room look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sandbox.engine.counters import Counters
from sandbox.engine.interface import Horizon
from sandbox.engine.simpy_engine import SimpyEngine
from sandbox.flows import Outcome, Program, Tally, ticks
from sandbox.flows.program import StreamKind
from sandbox.models import assemble
from sandbox.world import World
from tests.world.small_world import small, world_of

STATIONS: dict[str, Any] = {
    "system": {"servers": 2, "service": {"exponential": "5 ms"}},
    "database": {"servers": 2, "service": {"exponential": "20 ms"}},
    "front_end": {"servers": 2, "service": "2 ms"},
    "clerk": {"servers": 4, "service": {"exponential": "10 min"}, "hours": "office"},
    "authentication": {"servers": 4, "service": "2 ms"},
    "authorisation": {"servers": 4, "service": "2 ms"},
    "audit": {"servers": 4, "service": "2 ms"},
    "router": {"servers": 4, "service": "3 ms"},
    "hub": {"servers": 4, "service": "1 s"},
    "cloud": {"servers": 4, "service": {"exponential": "10 ms"}},
    "broker": {"servers": 4, "service": "2 ms"},
}


def world(**sections: Any) -> World:
    """A small world with stations that take time; `sections` replace its sections."""
    return world_of(**small(**({"stations": STATIONS} | sections)))


@dataclass
class Outcomes:
    """What a run came to, over all needs."""

    program: Program
    counters: Counters
    made: dict[tuple[str, int], tuple[int, str]] = field(default_factory=dict)
    refusals: dict[str, int] = field(default_factory=dict)

    @property
    def needs(self) -> list[int]:
        """Positions of the streams of needs."""
        streams = enumerate(self.program.streams)
        return [n for n, stream in streams if stream.kind is StreamKind.NEED]

    def share(self, name: str) -> float:
        """A counter of needs over the requests answered."""
        return self.sum(name) / max(1, self.outcome(Outcome.ANSWERED))

    def sum(self, name: str) -> float:
        """A counter of needs."""
        return float(np.sum(getattr(self.counters.needs, name)[self.needs]))

    def outcome(self, outcome: Outcome) -> int:
        """Requests that ended so."""
        return int(self.counters.needs.outcomes[self.needs, outcome].sum())

    def tally(self, what: Tally) -> int:
        """Things counted, changes included."""
        return int(self.counters.needs.tallies[:, what].sum())

    @property
    def documents(self) -> int:
        """Agreements, in force or not."""
        return sum(self.program.agreements.documents.values())


def run(
    some: World,
    label: str,
    *,
    days: float = 4.0,
    warm_up: float = 1.0,
    traced: bool = False,
    seed: int = 1,
) -> Outcomes:
    """One replication of a model."""
    assembly = assemble(some, label)
    made: dict[tuple[str, int], tuple[int, str]] = {}

    def trace(time: int, stream: str, index: int, event: str, detail: dict[str, Any]) -> None:
        if event == "made" and stream != "batch":
            made[stream, index] = (time, detail["row"])

    counters = SimpyEngine().run(
        assembly.program,
        seed,
        0,
        Horizon(ticks(warm_up * 86400), ticks(days * 86400), ticks(16 * 86400), ticks(86400)),
        assembly.control,
        None,
        trace if traced else None,
    )
    refusals = {article: int(n.sum()) for article, n in counters.needs.refusals.items() if n.sum()}
    return Outcomes(assembly.program, counters, made, refusals)
