"""Cost per request against the number of agencies: 100, 1,000, 3,000, the same requests in all.

Run as `python tests/benchmarks/streams.py [REQUESTS]`; every agency has a need, a station of its
own and rows for three sources. Prints microseconds per request, setting up apart, and the ratio of
last to first.
"""

from __future__ import annotations

import sys
import time

from sandbox.engine import Horizon
from sandbox.engine.simpy_engine import SimpyEngine
from sandbox.flows import TICKS, Flow, Law, Outcome, ProgramBuilder
from sandbox.flows.operations import Done, Visit
from sandbox.flows.program import Rhythm, Station, Stream, StreamKind


def took(agencies: int, requests: int) -> tuple[float, int]:
    """Seconds of a run, and the requests made in it."""
    builder = ProgramBuilder("streams")
    end = 86_400 * TICKS
    builder.rhythm(Rhythm("even", (0, end), (0.0, float(end))))
    law = Law.exponential(1.0)
    stations = [builder.station(Station(f"desk {a}", law)) for a in range(agencies)]
    visits = (Visit("own", "own"), Visit("source", "source"))
    flow = builder.flow(Flow("ask", (*visits, Done(Outcome.ANSWERED))))
    for agency in range(agencies):
        sources = [stations[(agency + step) % agencies] for step in (1, 7, 31)]
        rows = tuple(
            builder.row(f"{agency}:{source}", {"own": stations[agency], "source": source})
            for source in sources
        )
        weights = (0.5, 0.3, 0.2)
        rate = requests / agencies / 86_400
        need = Stream(f"need {agency}", StreamKind.NEED, flow, rows, weights, rate)
        builder.stream(need)
    program = builder.build()
    begin = time.process_time()
    needs = SimpyEngine().run(program, 1, 0, Horizon(0, end, end, end)).needs
    return time.process_time() - begin, int(needs.made.sum())


def cost(agencies: int, requests: int) -> float:
    """Seconds per request; a run with hardly any gives the time to set up."""
    (setup, few), (whole, made) = took(agencies, requests // 100), took(agencies, requests)
    return (whole - setup) / (made - few)


def main(requests: int) -> None:
    """Print the costs."""
    costs = {agencies: cost(agencies, requests) for agencies in (100, 1_000, 3_000)}
    for agencies, seconds in costs.items():
        print(f"{agencies:6,} agencies {seconds * 1e6:6.1f} us per request")
    print(f"ratio {costs[3_000] / costs[100]:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60_000)
