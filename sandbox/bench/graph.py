"""Large graph: what an event costs among 100 stations, and what among 100,000.

In: sizes. Out: contenders, one for each engine and number of stations. Every agency has a station
and asks three others; all stations are as busy whatever their number, so that pending events grow
with them. Either every agency has a need of its own, or a hundred needs stand for all agencies, so
that only stations grow. Only the execution is timed: from the beginning, when all is set up, until
the last request is answered.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from typing import Any

import simpy

from sandbox.bench.contest import EVENTS, PROCESSOR, Contender, Contest, Lap, Ratio
from sandbox.bench.engines import (
    COMPILED,
    PLAIN,
    SEED,
    TITLES,
    compiled,
    mean_time,
    plain,
    without_numba,
)
from sandbox.engine import Engine, Horizon, Plane
from sandbox.flows import TICKS, Flow, Law, Outcome, Program, ProgramBuilder
from sandbox.flows.operations import Done, Visit
from sandbox.flows.program import Rhythm, Station, Stream, StreamKind
from sandbox.language import Message

_BUSY = 0.5
_OTHERS, _WEIGHTS = (1, 7, 31), (0.5, 0.3, 0.2)
_REST = 100 * TICKS  # no request is open any more so long after the last was made
_NEEDS = 100


@dataclass(frozen=True)
class Sizes:
    """Numbers of stations, and about how many requests, for each engine."""

    compiled: tuple[int, ...]
    compiled_requests: int
    plain: tuple[int, ...]
    plain_requests: int


FULL = Sizes((100, 1_000, 10_000, 100_000), 1_000_000, (100, 1_000, 10_000), 40_000)
QUICK = Sizes((100, 400), 4_000, (100, 400), 2_000)


def contest(sizes: Sizes) -> Contest:
    """Both engines, all sizes; the ratio is what an event costs in the largest over the least."""
    contenders: list[Contender] = []
    ratios: list[Ratio] = []
    counts = {*sizes.plain, *sizes.compiled}
    quick = compiled()
    _add(contenders, ratios, PLAIN, plain(), sizes.plain, sizes.plain_requests)
    if quick is not None:
        _add(contenders, ratios, COMPILED, quick, sizes.compiled, sizes.compiled_requests)
    return Contest(
        Message(
            "large graph: {least} to {most} stations",
            {"least": f"{min(counts):,}", "most": f"{max(counts):,}"},
        ),
        EVENTS,
        PROCESSOR,
        Message("mean time (s)"),
        contenders,
        ratios,
        [without_numba()] if quick is None else [],
    )


def _add(
    contenders: list[Contender],
    ratios: list[Ratio],
    name: str,
    engine: Engine,
    counts: tuple[int, ...],
    requests: int,
) -> None:
    """An engine at all sizes, first with a need at every station, then with few needs."""
    least = f"{name}-{counts[0]}"
    for count in counts:
        words = {"engine": TITLES[name], "count": f"{count:,}"}
        title = Message("{engine}, {count} stations with a need each", words)
        warm = partial(lap, engine, _NEEDS, _NEEDS) if count == counts[0] else None
        run = partial(lap, engine, count, requests)
        contenders.append(Contender(f"{name}-{count}", title, run, warm))
    for count in counts[1:]:
        words = {"engine": TITLES[name], "count": f"{count:,}", "needs": f"{_NEEDS:,}"}
        title = Message("{engine}, {count} stations and {needs} needs", words)
        run = partial(lap, engine, count, requests, _NEEDS)
        contenders.append(Contender(f"{name}-{count}-few", title, run))
    ratios += [Ratio(least, f"{name}-{counts[-1]}"), Ratio(least, f"{name}-{counts[-1]}-few")]


def lap(engine: Engine, stations: int, requests: int, needs: int | None = None) -> Lap:
    """Run the graph; setting up and reading the meters is not timed."""
    program, horizon = graph(stations, requests, stations if needs is None else needs)
    clock: list[float] = []

    def watch(env: simpy.Environment, _: Plane) -> Generator[Any, Any, None]:
        clock.append(time.process_time())
        yield env.timeout(horizon.end - 1)
        clock.append(time.process_time())

    counters = engine.run(program, SEED, 0, horizon, [watch])
    begin, end = clock
    return Lap(counters.events, end - begin, mean_time(counters), counters.events)


def graph(stations: int, requests: int, needs: int) -> tuple[Program, Horizon]:
    """So many agencies, about so many requests in all; the last are answered before the end."""
    builder = ProgramBuilder("large-graph")
    law = Law.exponential(1.0)
    rate = _BUSY / 2 * stations  # every request visits two stations
    last = int(requests / rate * TICKS)
    end = last + _REST
    builder.rhythm(Rhythm("then none", (0, last, end), (0.0, float(last), float(last))))
    desks = [builder.station(Station(f"desk {place}", law)) for place in range(stations)]
    flow = builder.flow(
        Flow("ask", (Visit("own", "own"), Visit("other", "other"), Done(Outcome.ANSWERED)))
    )
    for need in range(needs):
        rows: list[int] = []
        for place in range(need, stations, needs):
            others = [desks[(place + step) % stations] for step in _OTHERS]
            rows += [
                builder.row(f"{place}:{other}", {"own": desks[place], "other": other})
                for other in others
            ]
        weights = tuple(weight * len(_OTHERS) / len(rows) for weight in _WEIGHTS)
        builder.stream(
            Stream(
                f"need {need}", StreamKind.NEED, flow, tuple(rows),
                weights * (len(rows) // len(_OTHERS)), rate / needs,
            )
        )  # fmt: skip
    return builder.build(), Horizon(0, end, end, end)
