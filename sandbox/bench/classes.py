"""Multi-class: 40 classes of requests over 20 stations, with delays, and gates that open and close.

In: how many requests. Out: the task for our engines, and the same as an idiomatic SimPy program.
A request passes a gate, travels, is served, travels, is served, passes a second gate, is served and
travels back. Stations have one to four servers and four kinds of service time.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Generator
from functools import partial
from typing import Any

import simpy

from sandbox.bench.contest import PROCESSOR, REQUESTS, Contender, Contest, Lap, Ratio
from sandbox.bench.engines import COMPILED, IDIOMATIC, PLAIN, TITLES, Sizes, Task, ours
from sandbox.engine import ControlProcess, Horizon, Plane
from sandbox.flows import TICKS, Flow, Law, Outcome, ProgramBuilder, ticks
from sandbox.flows.operations import Delay, Done, Gate, Label, Visit
from sandbox.flows.program import GateState, Rhythm, Station, Stream, StreamKind
from sandbox.language import Message

FULL = Sizes(20_000, 40_000, 500_000)
QUICK = Sizes(1_000, 1_000, 5_000)

_CLASSES, _STATIONS, _GATES = 40, 20, 10
_BUSY = 0.75
_OPEN, _CLOSED = 180.0, 20.0  # seconds; every gate has a second of its own more
_OUT, _BETWEEN, _BACK = 2.0, (1.0, 3.0), 0.5
_STAGES, _VARIATION = 3, 1.5


def _rate(kind: int) -> float:
    """Requests of a class per second."""
    return 0.5 + kind % 5 / 4


def _stops(kind: int) -> tuple[int, int, int]:
    """The stations that a class visits."""
    return kind % _STATIONS, (kind + 7) % _STATIONS, (3 * kind + 11) % _STATIONS


def _gates(kind: int) -> tuple[int, int]:
    """The gates that a class passes."""
    return kind % _GATES, (7 * kind + 3) % _GATES


def _servers(station: int) -> int:
    return 1 + station // 4 % 4


def _service(station: int) -> float:
    """Mean service time: were all gates always open, every station would be as busy."""
    load = sum(_rate(kind) * _stops(kind).count(station) for kind in range(_CLASSES))
    return _BUSY * _servers(station) / load


_RATE = sum(_rate(kind) for kind in range(_CLASSES))


def contest(sizes: Sizes) -> Contest:
    """Both engines and idiomatic SimPy."""
    engines, left_out = ours(task, sizes)
    there = {contender.key for contender in engines}
    return Contest(
        Message("multi-class: 40 classes, 20 stations, delays, gates"),
        REQUESTS,
        PROCESSOR,
        Message("mean time (s)"),
        [Contender(IDIOMATIC, TITLES[IDIOMATIC], lambda: idiomatic(sizes.idiomatic)), *engines],
        [Ratio(one, IDIOMATIC) for one in (COMPILED, PLAIN) if one in there],
        left_out,
    )


def task(requests: int) -> Task:
    """The work for our engines."""
    builder = ProgramBuilder("multi-class")
    end = ticks(requests / _RATE)
    builder.rhythm(Rhythm("even", (0, end), (0.0, float(end))))
    stations = [
        builder.station(Station(f"station {place}", _law(place), _servers(place)))
        for place in range(_STATIONS)
    ]
    gates = [builder.gate(GateState(f"gate {gate}", True)) for gate in range(_GATES)]
    flow = builder.flow(
        Flow(
            "through",
            (
                Gate("first gate", "refused"),
                Delay(Law.exponential(_OUT), "out"),
                Visit("first", "first"),
                Delay(Law.uniform(*_BETWEEN), "between"),
                Visit("second", "second"),
                Gate("second gate", "refused"),
                Visit("third", "third"),
                Delay(Law.constant(_BACK), "back"),
                Done(Outcome.ANSWERED),
                Label("refused"),
                Done(Outcome.REFUSED),
            ),
        )
    )
    for kind in range(_CLASSES):
        first, second, third = (stations[place] for place in _stops(kind))
        one, other = (gates[gate] for gate in _gates(kind))
        bound = {
            "first": first, "second": second, "third": third,
            "first gate": one, "second gate": other,
        }  # fmt: skip
        row = builder.row(f"class {kind}", bound)
        builder.stream(Stream(f"class {kind}", StreamKind.NEED, flow, (row,), (1.0,), _rate(kind)))
    control = [_keeper(gate, place) for place, gate in enumerate(gates)]
    return Task(builder.build(), Horizon(0, end, end, max(end // 20, 1)), control)


def _law(station: int) -> Law:
    mean = _service(station)
    return (
        Law.exponential(mean),
        Law.erlang(mean, _STAGES),
        Law.lognormal(mean, _VARIATION),
        Law.constant(mean),
    )[station % 4]


def _keeper(gate: int, place: int) -> ControlProcess:
    """Opens and closes a gate."""

    def keep(env: simpy.Environment, plane: Plane) -> Generator[Any, Any, None]:
        while True:
            yield env.timeout(ticks(_OPEN + place))
            plane.set_gate(gate, False)
            yield env.timeout(ticks(_CLOSED))
            plane.set_gate(gate, True)

    return keep


def idiomatic(requests: int) -> Lap:
    """The same with a generator for each request and a `Resource` for each station."""
    end = ticks(requests / _RATE) / TICKS
    draw = random.Random(1)
    env = simpy.Environment()
    stations = [simpy.Resource(env, _servers(place)) for place in range(_STATIONS)]
    services = [_sampler(draw, place) for place in range(_STATIONS)]
    gates = [True] * _GATES
    times: list[float] = []
    made = refused = 0

    def request(kind: int) -> Generator[Any, Any, None]:
        nonlocal refused
        begin = env.now
        first, second, third = _stops(kind)
        one, other = _gates(kind)
        if not gates[one]:
            refused += 1
            return
        yield env.timeout(draw.expovariate(1 / _OUT))
        yield from served(first)
        yield env.timeout(draw.uniform(*_BETWEEN))
        yield from served(second)
        if not gates[other]:
            refused += 1
            return
        yield from served(third)
        yield env.timeout(_BACK)
        times.append(env.now - begin)

    def served(station: int) -> Generator[Any, Any, None]:
        with stations[station].request() as turn:
            yield turn
            yield env.timeout(services[station]())

    def arrivals(kind: int) -> Generator[Any, Any, None]:
        nonlocal made
        while True:
            yield env.timeout(draw.expovariate(_rate(kind)))
            if env.now >= end:
                return
            made += 1
            env.process(request(kind))

    def keep(gate: int) -> Generator[Any, Any, None]:
        while env.now < end:
            yield env.timeout(_OPEN + gate)
            gates[gate] = False
            yield env.timeout(_CLOSED)
            gates[gate] = True

    for gate in range(_GATES):
        env.process(keep(gate))
    for kind in range(_CLASSES):
        env.process(arrivals(kind))
    before = time.process_time()
    env.run()
    return Lap(made, time.process_time() - before, sum(times) / max(len(times), 1))


def _sampler(draw: random.Random, station: int) -> Callable[[], float]:
    """Service times of a station."""
    law, mean = _law(station), _service(station)
    return (
        partial(draw.expovariate, 1 / mean),
        partial(draw.gammavariate, _STAGES, mean / _STAGES),
        partial(draw.lognormvariate, law.a, law.b),
        lambda: mean,
    )[station % 4]
