"""Arrivals: `sandbox.engine.arrivals` one by one.

In: sources, each with its next arrival, in a heap; arrivals at given times. Out: the next arrival
of all, in order of time, then stream, then source. The k-th gap of a source is keyed to it, so
sources are advanced one arrival at a time with the same result as all at once.
"""

from __future__ import annotations

import numpy as np

from sandbox.engine.kernel.ahead import look_at_arrival, sink_looking
from sandbox.engine.kernel.bits import bits, gap, identity, unit
from sandbox.engine.kernel.columns import (
    ARRIVAL,
    ARRIVING,
    AT_ARRIVAL,
    AT_DROP,
    AT_DROP_FACTOR,
    AT_GIVEN,
    AT_PACE_MASS,
    AT_PACE_SLOPE,
    AT_PACE_START,
    AT_PACE_TIME,
    AT_SOURCE,
    AT_SOURCE_SPEED,
    AT_STREAM,
    AT_STREAM_SHARE,
    D_END,
    D_KEY,
    D_START,
    DROPS,
    FAR,
    GIVEN,
    GIVENS,
    K_IDENTITY,
    K_INDEX,
    K_STREAM,
    K_TIME,
    KEY_GAP,
    KEY_MISUSE,
    KEY_SUBJECT,
    N_DROPS,
    N_DROPS_END,
    NEVER,
    NF_MISUSE,
    NF_RECORDS,
    NF_REQUESTS,
    ORIGIN,
    Q_FIXED,
    Q_INDEX,
    Q_NAME,
    Q_NEXT,
    Q_OWNER,
    Q_PLACE,
    Q_RHYTHM,
    Q_SHIFT,
    Q_STREAM,
    Q_SUM,
    Q_UNTIL,
    SIZE_GIVEN,
    SOURCES,
    STREAMS,
    F,
    I,
)
from sandbox.engine.kernel.heaps import rise, sink
from sandbox.engine.kernel.jit import hot, jit

_UNIT = 1 << 32


@hot
def _reached(x: I, fix: I, num: F, mem: I, q: int, mass: float) -> int:
    """When a source's rhythm reaches a cumulative demand of `mass`, which only ever grows."""
    last = fix[x[AT_PACE_START] + mem[q + Q_RHYTHM] + 1]
    place = mem[q + Q_PLACE]
    while place < last - 1 and mass >= num[x[AT_PACE_MASS] + place + 1]:
        place += 1
    mem[q + Q_PLACE] = place
    if place >= last - 1:
        return NEVER
    time = (
        num[x[AT_PACE_TIME] + place]
        + (mass - num[x[AT_PACE_MASS] + place]) * num[x[AT_PACE_SLOPE] + place]
    )
    return int(np.rint(min(time, num[x[AT_PACE_TIME] + place + 1])))


@hot
def step(x: I, fix: I, num: F, mem: I, source: int) -> None:
    """Draw a source's next arrival."""
    q = x[AT_SOURCE] + source * SOURCES
    mem[q + Q_INDEX] += 1
    owner = identity(np.uint64(x[ORIGIN]), np.uint64(mem[q + Q_NAME]), mem[q + Q_INDEX])
    mem[q + Q_OWNER] = np.int64(owner)
    mem[q + Q_SUM] += _UNIT if mem[q + Q_FIXED] else gap(owner, np.uint64(x[KEY_GAP]))
    mass = float(mem[q + Q_SUM]) / num[x[AT_SOURCE_SPEED] + source]
    time = _reached(x, fix, num, mem, q, mass)
    mem[q + Q_NEXT] = time if time < mem[q + Q_UNTIL] else NEVER


@jit
def begin(x: I, fix: I, num: F, mem: I) -> None:
    """Draw the first arrivals."""
    heap = x[AT_ARRIVAL]
    for source in range(x[ARRIVING]):
        step(x, fix, num, mem, source)
        rise(mem, heap, source, mem[x[AT_SOURCE] + source * SOURCES + Q_NEXT], source)
    x[ARRIVAL] = _next_time(x, fix, num, mem)


@hot
def _given_first(x: I, fix: I, num: F, mem: I) -> bool:
    """Whether the next arrival is one at a given time."""
    if x[GIVEN] >= x[SIZE_GIVEN]:
        return False
    if x[ARRIVING] == 0:
        return True
    given, heap = x[AT_GIVEN] + x[GIVEN] * GIVENS, x[AT_ARRIVAL]
    if fix[given + K_TIME] != mem[heap]:
        return bool(fix[given + K_TIME] < mem[heap])
    stream = mem[x[AT_SOURCE] + mem[heap + 1] * SOURCES + Q_STREAM]
    return bool(fix[given + K_STREAM] < stream)


@hot
def _next_time(x: I, fix: I, num: F, mem: I) -> int:
    """When the next arrival is due; falls in demand may take it away again."""
    if _given_first(x, fix, num, mem):
        return int(fix[x[AT_GIVEN] + x[GIVEN] * GIVENS + K_TIME])
    if x[ARRIVING] == 0:
        return NEVER
    return int(mem[x[AT_ARRIVAL]])


@hot
def take(x: I, fix: I, num: F, mem: I, arrival: int) -> bool:
    """Put the next arrival's stream, index and identity into `arrival`; False: it is dropped."""
    if _given_first(x, fix, num, mem):
        given = x[AT_GIVEN] + x[GIVEN] * GIVENS
        x[GIVEN] += 1
        time = fix[given + K_TIME]
        mem[arrival], mem[arrival + 1], mem[arrival + 2] = (
            fix[given + K_STREAM],
            fix[given + K_INDEX],
            fix[given + K_IDENTITY],
        )
    else:
        heap = x[AT_ARRIVAL]
        source = mem[heap + 1]
        q = x[AT_SOURCE] + source * SOURCES
        time = mem[heap]
        mem[arrival] = mem[q + Q_STREAM]
        mem[arrival + 1] = mem[q + Q_INDEX] + mem[q + Q_SHIFT]
        mem[arrival + 2] = mem[q + Q_OWNER]
        step(x, fix, num, mem, source)
        if x[FAR]:
            sink_looking(x, fix, num, mem, AT_ARRIVAL, x[ARRIVING], mem[q + Q_NEXT], source)
            look_at_arrival(x, fix, num, mem)
        else:
            sink(mem, heap, x[ARRIVING], 0, mem[q + Q_NEXT], source)
    x[ARRIVAL] = _next_time(x, fix, num, mem)
    return not _dropped(x, fix, num, mem, mem[arrival], time, np.uint64(mem[arrival + 2]))


@hot
def _dropped(x: I, fix: I, num: F, mem: I, stream: int, time: int, owner: np.uint64) -> bool:
    """Whether a request is not made after all, because demand is low."""
    for place in range(
        fix[x[AT_STREAM] + stream * STREAMS + N_DROPS],
        fix[x[AT_STREAM] + stream * STREAMS + N_DROPS_END],
    ):
        d = x[AT_DROP] + place * DROPS
        if fix[d + D_START] <= time < fix[d + D_END]:
            if unit(bits(owner, np.uint64(fix[d + D_KEY]), 0)) >= num[x[AT_DROP_FACTOR] + place]:
                return True
    return False


@hot
def subject_of(x: I, fix: I, num: F, mem: I, stream: int, owner: np.uint64) -> float:
    """The subject of an arrival in [0, 1): the popular share of records comes first."""
    drawn = unit(bits(owner, np.uint64(x[KEY_SUBJECT]), 0))
    requests = num[x[AT_STREAM_SHARE] + stream * 3 + NF_REQUESTS]
    if requests <= 0.0:
        return drawn
    records = num[x[AT_STREAM_SHARE] + stream * 3 + NF_RECORDS]
    if drawn < requests:
        return float(drawn / requests * records)
    rest = 1.0 - requests if requests < 1 else 1.0
    return float(records + (drawn - requests) / rest * (1.0 - records))


@hot
def misuse_of(x: I, fix: I, num: F, mem: I, stream: int, owner: np.uint64) -> bool:
    """Whether an arrival is outside its scope."""
    share = num[x[AT_STREAM_SHARE] + stream * 3 + NF_MISUSE]
    return bool(share > 0.0 and unit(bits(owner, np.uint64(x[KEY_MISUSE]), 0)) < share)
