"""The tandem: five stations of two servers in a row, exponential everything.

In: how many requests. Out: the task for our engines, and the same as a SimPy program in the
idiomatic way: a generator for each request, a `Resource` for each station. The exact mean time is
27.778. Ours draw by key and keep all measures; the idiomatic program keeps the mean only.
"""

from __future__ import annotations

import random
import time
from collections.abc import Generator
from contextlib import ExitStack
from typing import Any

import simpy

from sandbox.bench import rivals
from sandbox.bench.contest import PROCESSOR, REQUESTS, Contender, Contest, Lap, Ratio
from sandbox.bench.engines import COMPILED, IDIOMATIC, PLAIN, TITLES, Sizes, Task, ours
from sandbox.engine import Horizon
from sandbox.flows import TICKS, Flow, Law, Outcome, ProgramBuilder
from sandbox.flows.operations import Done, Visit
from sandbox.flows.program import Rhythm, Station, Stream, StreamKind
from sandbox.language import Message

STATIONS, SERVERS, ARRIVAL, SERVICE = 5, 2, 0.8, 0.5
EXACT = 27.778
STREAM = "need"
PURPOSES = tuple(f"service at station {place}" for place in range(STATIONS))

FULL = Sizes(40_000, 80_000, 2_000_000)
QUICK = Sizes(2_000, 2_000, 10_000)


def contest(sizes: Sizes, kept: ExitStack) -> Contest:
    """Both engines, idiomatic SimPy, C++ and Ciw."""
    engines, left_out = ours(task, sizes)
    contenders = [
        Contender(IDIOMATIC, TITLES[IDIOMATIC], lambda: idiomatic(sizes.idiomatic)),
        *engines,
    ]
    others, missing = rivals.rivals(sizes.idiomatic // 4, end(sizes.compiled), kept)
    contenders += others
    there = {contender.key for contender in contenders}
    pairs = [
        (COMPILED, IDIOMATIC), (COMPILED, rivals.CPP), (PLAIN, IDIOMATIC), (COMPILED, rivals.CIW),
    ]  # fmt: skip
    return Contest(
        Message("tandem: five stations of two servers in a row"),
        REQUESTS,
        PROCESSOR,
        Message("mean time (s)"),
        contenders,
        [Ratio(one, other) for one, other in pairs if {one, other} <= there],
        [*left_out, *missing],
    )


def end(requests: int) -> int:
    """When the last of about so many requests is made, in ticks."""
    return int(requests / ARRIVAL) * TICKS


def task(requests: int) -> Task:
    """The tandem for our engines."""
    builder = ProgramBuilder("tandem")
    last = end(requests)
    builder.rhythm(Rhythm("even", (0, last), (0.0, float(last))))
    names = [f"station {place}" for place in range(STATIONS)]
    law = Law.exponential(1 / SERVICE)
    bound = {name: builder.station(Station(name, law, SERVERS)) for name in names}
    visits = tuple(Visit(name, purpose) for name, purpose in zip(names, PURPOSES))
    flow = builder.flow(Flow("through", (*visits, Done(Outcome.ANSWERED))))
    row = builder.row("row", bound)
    builder.stream(Stream(STREAM, StreamKind.NEED, flow, (row,), (1.0,), ARRIVAL))
    return Task(builder.build(), Horizon(0, last, last, max(last // 20, 1)))


def idiomatic(requests: int) -> Lap:
    """The tandem as SimPy's own documentation would have it."""
    draw = random.Random(1).expovariate
    env = simpy.Environment()
    stations = [simpy.Resource(env, SERVERS) for _ in range(STATIONS)]
    times: list[float] = []

    def request() -> Generator[Any, Any, None]:
        made = env.now
        for station in stations:
            with station.request() as turn:
                yield turn
                yield env.timeout(draw(SERVICE))
        times.append(env.now - made)

    def arrivals() -> Generator[Any, Any, None]:
        for _ in range(requests):
            yield env.timeout(draw(ARRIVAL))
            env.process(request())

    env.process(arrivals())
    begin = time.process_time()
    env.run()
    return Lap(requests, time.process_time() - begin, sum(times) / len(times))
