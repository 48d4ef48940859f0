"""The tandem: five stations of two servers each, ours against idiomatic SimPy, in one run.

Run as `python tests/benchmarks/tandem.py [JOBS] [ROUNDS]`; prints jobs per second and the ratios
of both engines, medians of interleaved rounds; the compiled engine gets ten times the jobs. Ours
include keyed draws and full measures; the idiomatic program draws from Python's generator and
keeps the mean time only. Processor time is measured, so that other programs disturb less. The
exact mean is 27.778.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Generator
from importlib.util import find_spec
from typing import Any

import simpy

from sandbox.engine import Engine, Horizon
from sandbox.engine.simpy_engine import SimpyEngine
from sandbox.flows import TICKS, Flow, Law, Outcome, ProgramBuilder
from sandbox.flows.operations import Done, Visit
from sandbox.flows.program import Rhythm, Station, Stream, StreamKind

STATIONS, SERVERS, ARRIVAL, SERVICE = 5, 2, 0.8, 0.5


def idiomatic(jobs: int) -> tuple[float, float]:
    """Jobs per second and mean time of a generator per job and a `Resource` per station."""
    draw = random.Random(1).expovariate
    env = simpy.Environment()
    stations = [simpy.Resource(env, SERVERS) for _ in range(STATIONS)]
    times: list[float] = []

    def job() -> Generator[Any, Any, None]:
        made = env.now
        for station in stations:
            with station.request() as turn:
                yield turn
                yield env.timeout(draw(SERVICE))
        times.append(env.now - made)

    def arrivals() -> Generator[Any, Any, None]:
        for _ in range(jobs):
            yield env.timeout(draw(ARRIVAL))
            env.process(job())

    env.process(arrivals())
    begin = time.process_time()
    env.run()
    return jobs / (time.process_time() - begin), statistics.fmean(times)


def ours(jobs: int, engine: Engine) -> tuple[float, float]:
    """Jobs per second and mean time of a traffic engine."""
    builder = ProgramBuilder("tandem")
    end = int(jobs / ARRIVAL) * TICKS
    builder.rhythm(Rhythm("even", (0, end), (0.0, float(end))))
    names = [f"station {place}" for place in range(STATIONS)]
    law = Law.exponential(1 / SERVICE)
    bound = {name: builder.station(Station(name, law, SERVERS)) for name in names}
    visits = tuple(Visit(name, f"service at {name}") for name in names)
    flow = builder.flow(Flow("through", (*visits, Done(Outcome.ANSWERED))))
    row = builder.row("row", bound)
    builder.stream(Stream("need", StreamKind.NEED, flow, (row,), (1.0,), ARRIVAL))
    horizon = Horizon(0, end, end, end // 20)
    begin = time.process_time()
    needs = engine.run(builder.build(), 1, 0, horizon).needs
    took = time.process_time() - begin
    made = int(needs.made.sum())
    return made / took, float(needs.response_time.sum()) / made


def main(jobs: int, rounds: int) -> None:
    """Print the comparison."""
    plain = SimpyEngine()
    engines: list[tuple[str, Engine, int]] = [("SimPy traffic engine", plain, jobs)]
    if find_spec("numba") is not None:
        from sandbox.engine.compiled_engine import CompiledEngine

        engines.append(("compiled engine", CompiledEngine(), 10 * jobs))
        ours(1000, engines[-1][1])  # compile or load
    found = [
        (idiomatic(jobs), [ours(number, engine) for _, engine, number in engines])
        for _ in range(rounds)
    ]
    theirs = statistics.median(one[0][0] for one in found)
    print(f"{'idiomatic SimPy':22}{theirs:12,.0f} jobs/s, mean time {found[0][0][1]:.3f}")
    for place, (name, _, number) in enumerate(engines):
        speed = statistics.median(mine[place][0] for _, mine in found)
        ratios = [mine[place][0] / other[0] for other, mine in found]
        print(f"{name:22}{speed:12,.0f} jobs/s, mean time {found[0][1][place][1]:.3f}")
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        print(f"  ratio {statistics.median(ratios):.2f} ({spread}, {rounds} rounds of {number:,})")


if __name__ == "__main__":
    main(*(int(word) for word in (sys.argv[1:] + ["50000", "3"][len(sys.argv) - 1 :])))
