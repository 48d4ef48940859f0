"""Looking ahead: what the next events will want is fetched from memory while this one happens.

In: the queue. Out: nothing but time. In a world of many stations nearly everything that an event
touches is far away in memory, and waiting for it is most of the work.
"""

from __future__ import annotations

from sandbox.engine.kernel.columns import (
    ARRIVING,
    AT_ARRIVAL,
    AT_CODE,
    AT_HEAP,
    AT_MATRIX,
    AT_SOURCE,
    AT_STATION,
    AT_TOKEN,
    COLUMNS,
    HEAPED,
    KIND,
    REF,
    SOURCES,
    STATIONS,
    T_POSITION,
    T_ROW,
    T_STATION,
    TOKEN,
    TOKENS,
    F,
    I,
)
from sandbox.engine.kernel.jit import hot, prefetch
from sandbox.engine.kernel.words import DO_VISIT

_REFERENCE = (1 << REF) - 1
LINE = 8
"""Numbers in a cache line."""


@hot
def _token(x: I, fix: I, num: F, mem: I, place: int) -> int:
    """Where the token is that an event of the queue is about; less than 0: it is of no token."""
    packed = mem[x[AT_HEAP] + 2 * place + 1]
    if packed & (1 << KIND) - 1 != TOKEN:
        return -1
    return int(x[AT_TOKEN] + ((packed & _REFERENCE) >> KIND) * TOKENS)


@hot
def _station(x: I, fix: I, num: F, mem: I, station: int) -> None:
    s = x[AT_STATION] + station * STATIONS
    prefetch(mem, s)
    prefetch(mem, s + LINE)


@hot
def look_ahead(x: I, fix: I, num: F, mem: I) -> None:
    """Fetch tokens that come soon, where those are that come next, and where these go then."""
    count = x[HEAPED]
    for place in range(7, min(15, count)):
        t = _token(x, fix, num, mem, place)
        if t >= 0:
            prefetch(mem, t)
            prefetch(mem, t + LINE)
    for place in range(3, min(7, count)):
        t = _token(x, fix, num, mem, place)
        if t >= 0:
            if mem[t + T_STATION] >= 0:
                _station(x, fix, num, mem, mem[t + T_STATION])
            prefetch(fix, x[AT_MATRIX] + mem[t + T_ROW] * x[COLUMNS])
    for place in range(1, min(3, count)):
        t = _token(x, fix, num, mem, place)
        if t >= 0:
            step = x[AT_CODE] + mem[t + T_POSITION] * 5
            if fix[step] == DO_VISIT:
                row = x[AT_MATRIX] + mem[t + T_ROW] * x[COLUMNS]
                _station(x, fix, num, mem, fix[row + fix[step + 1]])
    if x[ARRIVING]:
        q = x[AT_SOURCE] + mem[x[AT_ARRIVAL] + 1] * SOURCES
        prefetch(mem, q)
        prefetch(mem, q + LINE)
