"""Batch-heavy: registers that change, copies brought up to date by batches, requests at the copies.

In: how many requests. Out: the task for our engines, and the same as an idiomatic SimPy program.
Every holder has a copy of every register; its batch takes the state of all sources at its start,
travels, waits its turn at the holder's loader and applies the state. The mean is that of ages.
"""

from __future__ import annotations

import random
import time
from bisect import bisect_right
from collections.abc import Generator
from typing import Any

import simpy

from sandbox.bench.contest import PROCESSOR, REQUESTS, Contender, Contest, Lap, Ratio
from sandbox.bench.engines import COMPILED, IDIOMATIC, PLAIN, TITLES, Sizes, Task, mean_age, ours
from sandbox.engine import Horizon
from sandbox.flows import TICKS, Flow, Law, Outcome, ProgramBuilder, ticks
from sandbox.flows.operations import Apply, Delay, Done, Read, Snapshot, Visit, Write
from sandbox.flows.program import (
    Copy,
    CopyKind,
    Register,
    Rhythm,
    Station,
    Stream,
    StreamKind,
    Timetable,
)
from sandbox.language import Message

FULL = Sizes(20_000, 40_000, 400_000)
QUICK = Sizes(1_000, 1_000, 5_000)

_REGISTERS, _HOLDERS, _RECORDS = 20, 50, 1_000
_CHANGES, _REQUESTS = 10.0, 20.0  # per second, in all
_PERIOD, _OFFSET = 30.0, 0.5  # seconds; every holder's batch leaves so much after the last one's
_TRAVEL, _LOADING = 5.0, 10.0  # seconds
_READING = 0.5  # seconds of a request at its holder's desk


def contest(sizes: Sizes) -> Contest:
    """Both engines and idiomatic SimPy."""
    engines, left_out = ours(task, sizes)
    there = {contender.key for contender in engines}
    return Contest(
        Message("batch-heavy: 20 registers copied to 50 holders every 30 s"),
        REQUESTS,
        PROCESSOR,
        Message("mean age (s)"),
        [Contender(IDIOMATIC, TITLES[IDIOMATIC], lambda: idiomatic(sizes.idiomatic)), *engines],
        [Ratio(one, IDIOMATIC) for one in (COMPILED, PLAIN) if one in there],
        left_out,
    )


def task(requests: int) -> Task:
    """The work for our engines."""
    builder = ProgramBuilder("batch-heavy")
    end = ticks(requests / _REQUESTS)
    builder.rhythm(Rhythm("even", (0, end), (0.0, float(end))))
    registers = [
        builder.register(Register(f"register {place}", _RECORDS)) for place in range(_REGISTERS)
    ]
    sources = [
        builder.copy(Copy(f"source {register}", register, CopyKind.SOURCE))
        for register in registers
    ]
    change = builder.flow(Flow("change", (Write("source"), Done(Outcome.ANSWERED))))
    for register, source in zip(registers, sources):
        row = builder.row(f"change {register}", {"source": source})
        builder.stream(
            Stream(
                f"changes {register}", StreamKind.CHANGE, change, (row,), (1.0,),
                _CHANGES / _REGISTERS, register=register,
            )
        )  # fmt: skip
    batch = builder.flow(
        Flow(
            "batch",
            (
                Snapshot("from", "to"),
                Delay(Law.exponential(_TRAVEL), "travel"),
                Visit("loader", "loading"),
                Apply("to"),
                Done(Outcome.ANSWERED),
            ),
        )
    )
    ask = builder.flow(
        Flow("ask", (Visit("desk", "reading"), Read("copy"), Done(Outcome.ANSWERED)))
    )
    for holder in range(_HOLDERS):
        held = [
            builder.copy(
                Copy(f"copy {holder}:{register}", register, CopyKind.REPLICA, complete=True)
            )
            for register in registers
        ]
        loader = builder.station(Station(f"loader {holder}", Law.exponential(_LOADING)))
        row = builder.row(
            f"batch {holder}",
            {"from": builder.list(sources), "to": builder.list(held), "loader": loader},
        )
        builder.timetable(
            Timetable(f"batch {holder}", batch, row, ticks(_PERIOD), ticks(holder * _OFFSET))
        )
        desk = builder.station(Station(f"desk {holder}", Law.exponential(_READING)))
        rows = tuple(builder.row(f"ask {copy}", {"copy": copy, "desk": desk}) for copy in held)
        share = 1 / _REGISTERS
        builder.stream(
            Stream(
                f"need {holder}", StreamKind.NEED, ask, rows, (share,) * _REGISTERS,
                _REQUESTS / _HOLDERS,
            )
        )  # fmt: skip
    return Task(builder.build(), Horizon(0, end, end, max(end // 20, 1)), mean=mean_age)


def idiomatic(requests: int) -> Lap:
    """The same with generators, a `Resource` for each station, lists for the registers."""
    end = ticks(requests / _REQUESTS) / TICKS
    draw = random.Random(1)
    env = simpy.Environment()
    loaders = [simpy.Resource(env) for _ in range(_HOLDERS)]
    desks = [simpy.Resource(env) for _ in range(_HOLDERS)]
    written = [0] * _REGISTERS  # changes of each register so far
    changes: list[dict[int, list[int]]] = [{} for _ in range(_REGISTERS)]  # record → their numbers
    held = [([0] * _REGISTERS, 0.0)] * _HOLDERS  # changes known to each holder, and as of when
    made = fresh = 0
    ages = 0.0

    def change(register: int) -> Generator[Any, Any, None]:
        while True:
            yield env.timeout(draw.expovariate(_CHANGES / _REGISTERS))
            if env.now >= end:
                return
            written[register] += 1
            record = draw.randrange(_RECORDS)
            changes[register].setdefault(record, []).append(written[register])

    def batch(holder: int, state: list[int], moment: float) -> Generator[Any, Any, None]:
        yield env.timeout(draw.expovariate(1 / _TRAVEL))
        with loaders[holder].request() as turn:
            yield turn
            yield env.timeout(draw.expovariate(1 / _LOADING))
        if moment > held[holder][1]:
            held[holder] = (state, moment)

    def timetable(holder: int) -> Generator[Any, Any, None]:
        yield env.timeout(holder * _OFFSET)
        while env.now < end:
            env.process(batch(holder, written.copy(), env.now))
            yield env.timeout(_PERIOD)

    def ask(holder: int) -> Generator[Any, Any, None]:
        nonlocal fresh, ages
        register, record = draw.randrange(_REGISTERS), draw.randrange(_RECORDS)
        with desks[holder].request() as turn:
            yield turn
            yield env.timeout(draw.expovariate(1 / _READING))
        state, moment = held[holder]
        numbers = changes[register].get(record, [])
        fresh += bisect_right(numbers, state[register]) == len(numbers)
        ages += env.now - moment

    def arrivals(holder: int) -> Generator[Any, Any, None]:
        nonlocal made
        while True:
            yield env.timeout(draw.expovariate(_REQUESTS / _HOLDERS))
            if env.now >= end:
                return
            made += 1
            env.process(ask(holder))

    for register in range(_REGISTERS):
        env.process(change(register))
    for holder in range(_HOLDERS):
        env.process(timetable(holder))
        env.process(arrivals(holder))
    before = time.process_time()
    env.run()
    return Lap(made, time.process_time() - before, ages / max(made, 1))
