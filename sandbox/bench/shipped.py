"""Shipped scenarios, shortened: all models of each, by both engines, from the assembled program.

In: about how many requests a run may have. Out: contenders, one for each engine and scenario; what
they come to is the same number for number, so their means are equal.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache, partial

from sandbox.bench.contest import EVENTS, PROCESSOR, Contender, Contest, Lap, LeftOut, Ratio
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
from sandbox.engine import Engine, Horizon, arrivals_of
from sandbox.language import Message
from sandbox.models import Assembly
from sandbox.scenario import load, shipped
from sandbox.study import Workshop
from sandbox.study.convert import horizon

_TOO_LARGE = 20_000_000
"""Requests and changes of a scenario's run from which it is timed by running it, not here."""


@dataclass(frozen=True)
class Sizes:
    """About how many arrivals a run may have, and how many scenarios take part."""

    arrivals: int
    scenarios: int


FULL = Sizes(20_000, 1_000)
QUICK = Sizes(500, 1)

Job = tuple[Assembly, Horizon]


def contest(sizes: Sizes) -> Contest:
    """Both engines on every scenario that is not a textbook's."""
    names = [name for name in shipped() if "/" not in name][: sizes.scenarios]
    quick = compiled()
    left_out = [] if quick is not None else [without_numba()]
    contenders: list[Contender] = []
    ratios: list[Ratio] = []
    for name in names:
        jobs = _jobs(name, sizes.arrivals)
        if not jobs:
            reason = Message("it is too large to be shortened; run it")
            left_out.append(LeftOut(Message("{name}", {"name": name}), reason))
            continue
        for key, engine in ((PLAIN, plain()), (COMPILED, quick)):
            if engine is None:
                continue
            title = Message("{name}, {engine}", {"name": name, "engine": TITLES[key]})
            run = partial(_lap, engine, jobs)
            warm = partial(_lap, engine, jobs) if key == COMPILED else None
            contenders.append(Contender(f"{key}-{name}", title, run, warm))
        if quick is not None:
            ratios.append(Ratio(f"{COMPILED}-{name}", f"{PLAIN}-{name}"))
    return Contest(
        Message("shipped scenarios, shortened: all models of each"),
        EVENTS,
        PROCESSOR,
        Message("mean time (s)"),
        contenders,
        ratios,
        left_out,
    )


@cache
def _jobs(name: str, arrivals: int) -> tuple[Job, ...]:
    """Every model of a scenario with the horizon that gives about so many arrivals."""
    workshop = Workshop(load(name))
    study = workshop.document.scenario.study
    whole = horizon(study)
    jobs: list[Job] = []
    for model in workshop.document.scenario.models:
        assembly = workshop.assembly(model)
        expected = arrivals_of(assembly.program, float(study.horizon))
        if expected > _TOO_LARGE:
            return ()
        end = max(1, int(whole.end * min(1.0, arrivals / max(expected, 1.0))))
        jobs.append((assembly, Horizon(0, end, whole.drain, whole.interval)))
    return tuple(jobs)


def _lap(engine: Engine, jobs: tuple[Job, ...]) -> Lap:
    """Run all models, one after the other."""
    events = 0
    means: list[float] = []
    begin = time.process_time()
    for assembly, length in jobs:
        counters = engine.run(assembly.program, SEED, 0, length, assembly.control)
        events += counters.events
        means.append(mean_time(counters))
    seconds = time.process_time() - begin
    return Lap(events, seconds, sum(means) / len(means), events)
