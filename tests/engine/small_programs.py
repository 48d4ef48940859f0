"""A little language to write programs in tests: things are named, bindings are names too."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from sandbox.engine import Counters, Horizon
from sandbox.engine.simpy_engine import SimpyEngine
from sandbox.flows import PPB, Flow, Law, Outcome, Program, ProgramBuilder, ticks
from sandbox.flows.operations import Delay, Done, Operation, Visit
from sandbox.flows.program import (
    Copy,
    CopyKind,
    GateState,
    Link,
    Register,
    Rhythm,
    Station,
    Stream,
    StreamKind,
    Timetable,
)

DONE = Done(Outcome.ANSWERED)


class Small:
    """A program of a few things; times in seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.end = ticks(seconds)
        self.builder = ProgramBuilder("small")
        self.builder.rhythm(Rhythm("even", (0, self.end), (0.0, float(self.end))))
        self.places: dict[str, int] = {}

    def station(self, name: str, law: Law | float = 1.0, **words: Any) -> str:
        """A station; a number is the mean of an exponential law."""
        law = law if isinstance(law, Law) else Law.exponential(law)
        self.places[name] = self.builder.station(Station(name, law, **words))
        return name

    def link(self, name: str, latency: float = 0.0, bandwidth: float = 0.0, **words: Any) -> str:
        self.places[name] = self.builder.link(Link(name, ticks(latency), bandwidth, **words))
        return name

    def route(self, name: str, *links: str) -> str:
        self.places[name] = self.builder.route([self.places[link] for link in links])
        return name

    def register(self, name: str, records: int = 100, error: float = 0.0) -> str:
        self.places[name] = self.builder.register(Register(name, records, error))
        return name

    def copy(self, name: str, register: str, kind: CopyKind, **words: Any) -> str:
        self.places[name] = self.builder.copy(Copy(name, self.places[register], kind, **words))
        return name

    def gate(self, name: str, open: bool, article: str = "3") -> str:
        self.places[name] = self.builder.gate(GateState(name, open, article))
        return name

    def flow(self, name: str, *operations: Operation) -> str:
        self.places[name] = self.builder.flow(Flow(name, operations))
        return name

    def list(self, name: str, *things: str) -> str:
        self.places[name] = self.builder.list([self.places[thing] for thing in things])
        return name

    def hours(self, *intervals: tuple[float, float]) -> int:
        return self.builder.hours([(ticks(a), ticks(b)) for a, b in intervals])

    def row(self, name: str, **bindings: str | int | float) -> str:
        """Words are names of things, floats are probabilities, integers are what they are."""
        bound = {}
        for slot, value in bindings.items():
            if isinstance(value, str):
                bound[slot] = self.places[value]
            else:
                bound[slot] = round(value * PPB) if isinstance(value, float) else value
        self.places[name] = self.builder.row(name, bound)
        return name

    def stream(
        self, name: str, flow: str, row: str | Sequence[str], rate: float = 0.0, **words: Any
    ) -> None:
        rows = [row] if isinstance(row, str) else row
        words.setdefault("kind", StreamKind.NEED)
        if "register" in words:
            words["register"] = self.places[words["register"]]
            words["kind"] = StreamKind.CHANGE
        if "times" in words:
            words["times"] = tuple(ticks(time) for time in words["times"])
        if "deadline" in words:
            words["deadline"] = ticks(words["deadline"])
        self.builder.stream(
            Stream(
                name,
                words.pop("kind"),
                self.places[flow],
                tuple(self.places[one] for one in rows),
                words.pop("weights", (1 / len(rows),) * len(rows)),
                rate,
                **words,
            )
        )

    def timetable(self, name: str, flow: str, row: str, period: float, offset: float = 0.0) -> None:
        self.builder.timetable(
            Timetable(name, self.places[flow], self.places[row], ticks(period), ticks(offset))
        )

    def build(self) -> Program:
        return self.builder.build()

    def run(
        self, seed: int = 1, replication: int = 0, warm_up: float = 0.0, **words: Any
    ) -> Counters:
        """One replication; a drain of ten times the run."""
        interval = max(1, self.end // 10)
        horizon = Horizon(ticks(warm_up), self.end, words.pop("drain", 10 * self.end), interval)
        program = words.pop("program", None) or self.build()
        return SimpyEngine().run(program, seed, replication, horizon, **words)


def queue(rate: float, law: Law | float, seconds: float, **words: Any) -> Small:
    """Poisson requests at one station."""
    small = Small(seconds)
    small.station("desk", law, **words)
    small.flow("ask", Visit("desk", "service"), DONE)
    small.row("here", desk="desk")
    small.stream("need", "ask", "here", rate)
    return small


def times(small: Small, **words: Any) -> list[float]:
    """How long each request took, in order of ending."""
    made: dict[tuple[str, int], int] = {}
    took = []

    def trace(time: int, stream: str, index: int, event: str, detail: dict[str, Any]) -> None:
        if event == "made":
            made[stream, index] = time
        if event == "end" and "child" not in detail and stream != "batch":
            took.append((time - made[stream, index]) / 1e9)

    small.run(trace=trace, **words)
    return took


def ends(small: Small, stream: str = "need", **words: Any) -> list[tuple[float, str]]:
    """When and how each request of a stream ended."""
    seen = []

    def trace(time: int, name: str, index: int, event: str, detail: dict[str, Any]) -> None:
        if event == "end" and name == stream and "child" not in detail:
            seen.append((time / 1e9, detail["outcome"]))

    small.run(trace=trace, **words)
    return seen


def desk(at: list[float], work: float = 10.0, **words: Any) -> Small:
    """Requests at given times at one station with constant services."""
    small = Small(1000.0)
    small.station("desk", Law.constant(work), **words)
    small.flow("ask", Visit("desk", "service"), DONE)
    small.row("row", desk="desk")
    small.stream("need", "ask", "row", times=at)
    return small


def response_time(counters: Counters) -> float:
    """Mean over answered requests, in seconds."""
    return float(counters.needs.response_time.sum() / counters.needs.outcomes[:, 0].sum())


def age(counters: Counters) -> float:
    """Mean age over answered requests, in seconds."""
    return float(counters.needs.age.sum() / counters.needs.outcomes[:, 0].sum())


def share(counters: Counters, outcome: Outcome) -> float:
    """Share of requests that ended so."""
    return float(counters.needs.outcomes[:, outcome].sum() / counters.needs.made.sum())


def interval(samples: Sequence[float], confidence: float = 0.999) -> tuple[float, float]:
    """Mean and half-width of Student's interval over independent replications."""
    from scipy.stats import t

    values = np.array(samples)
    half = t.ppf((1 + confidence) / 2, len(values) - 1) * values.std(ddof=1)
    return float(values.mean()), float(half / math.sqrt(len(values)))


def same(one: Counters, other: Counters, streams: int | None = None) -> None:
    """Assert that two runs gave the same bits for the first streams (default: everything)."""
    for part in ("needs", "stations", "links", "copies"):
        for name, value in vars(getattr(one, part)).items():
            theirs = getattr(getattr(other, part), name)
            if streams is not None and part != "needs":
                continue
            if isinstance(value, list):
                assert value[:streams] == theirs[:streams], name
            elif isinstance(value, dict):
                for key in value.keys() | theirs.keys():
                    zero = np.zeros(1 << 16)
                    mine, other_one = value.get(key, zero), theirs.get(key, zero)
                    stop = streams or min(len(mine), len(other_one))
                    assert np.array_equal(mine[:stop], other_one[:stop]), (name, key)
            elif name == "series":
                assert np.array_equal(value[:, :streams], theirs[:, :streams]), name
            else:
                assert np.array_equal(value[:streams], theirs[:streams], equal_nan=True), name


__all__ = [
    "DONE",
    "Delay",
    "Small",
    "age",
    "desk",
    "ends",
    "interval",
    "queue",
    "response_time",
    "same",
    "share",
    "times",
]
