"""Threads: two replications of the tandem at a time, against one after the other.

In: how many requests. Out: contenders by wall time, which is what a user waits, and by each
thread's own processor time, which is what two idle cores would give: other programs on the machine
spoil the first and hardly the second.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

from sandbox.bench import tandem
from sandbox.bench.contest import REQUESTS, Contender, Contest, Lap, Ratio
from sandbox.bench.engines import compiled, lap, without_numba
from sandbox.engine import Engine
from sandbox.language import Message

FULL, QUICK = 1_000_000, 5_000

_CLOCKS: dict[str, tuple[Callable[[], float], Message, Message]] = {
    "wall": (
        time.perf_counter,
        Message("one after the other, wall time"),
        Message("in two threads, wall time"),
    ),
    "processor": (
        time.thread_time,
        Message("one after the other, threads' own time"),
        Message("in two threads, threads' own time"),
    ),
}


def contest(requests: int) -> Contest:
    """The compiled engine against itself."""
    engine = compiled()
    contenders: list[Contender] = []
    ratios: list[Ratio] = []
    if engine is not None:
        warm = partial(_alone, engine, requests=QUICK)
        for name, (clock, series, parallel) in _CLOCKS.items():
            one, two = f"series-{name}", f"threads-{name}"
            contenders += [
                Contender(one, series, partial(_series, engine, requests, clock), warm),
                Contender(two, parallel, partial(_threads, engine, requests, name)),
            ]
            ratios.append(Ratio(two, one))
    return Contest(
        Message("threads: two replications of the tandem"),
        REQUESTS,
        Message("wall time, and threads' own processor time"),
        Message("mean time (s)"),
        contenders,
        ratios,
        [] if contenders else [without_numba()],
    )


def _alone(
    engine: Engine,
    replication: int = 0,
    requests: int = FULL,
    clock: Callable[[], float] = time.thread_time,
) -> Lap:
    """One replication."""
    task = tandem.task(requests)
    begin = clock()
    done = lap(engine, task, replication)
    return Lap(done.work, clock() - begin, done.mean, done.events)


def _series(engine: Engine, requests: int, clock: Callable[[], float]) -> Lap:
    """Two replications, one after the other."""
    one, two = (_alone(engine, place, requests, clock) for place in (0, 1))
    return _both(one, two, one.seconds + two.seconds)


def _threads(engine: Engine, requests: int, clock: str) -> Lap:
    """Two replications at a time: how long until both are done."""
    laps: list[Lap] = []
    begin = threading.Barrier(3)

    def work(replication: int) -> None:
        begin.wait()
        laps.append(_alone(engine, replication, requests, time.thread_time))

    threads = [threading.Thread(target=work, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    begin.wait()
    before = time.perf_counter()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - before
    one, two = laps
    return _both(one, two, wall if clock == "wall" else max(one.seconds, two.seconds))


def _both(one: Lap, two: Lap, seconds: float) -> Lap:
    work = one.work + two.work
    mean = (one.mean * one.work + two.mean * two.work) / work
    return Lap(work, seconds, mean, one.events + two.events)
