"""Looking ahead: what the next events will want is fetched from memory while this one happens.

In: what goes into a heap from the top. Out: the same heap as without. In a world of
many stations nearly everything that an event touches is far away in memory, and waiting for it is
most of the work. Events come up level by level; at each of the last levels more is known of what
they want, because what was fetched before has come.
"""

from __future__ import annotations

import numpy as np

from sandbox.engine.kernel import homes
from sandbox.engine.kernel.columns import (
    ARRIVING,
    AT_ARRIVAL,
    AT_BLOCK,
    AT_CODE,
    AT_COUNT,
    AT_LINK,
    AT_MATRIX,
    AT_ROUTE_ITEMS,
    AT_ROUTE_START,
    AT_SERIES,
    AT_SOURCE,
    AT_SOURCE_SPEED,
    AT_STATION,
    AT_STREAM,
    AT_STREAM_SHARE,
    AT_TOKEN,
    BLOCKS,
    CELL,
    COLUMNS,
    COUNTS,
    INTERVALS,
    KIND,
    LINKS,
    Q_OWNER,
    Q_STREAM,
    REF,
    S_HEAD,
    SERIES,
    SOURCES,
    STATIONS,
    STREAMS,
    T_BLOCK,
    T_HOPS,
    T_POSITION,
    T_ROUTE,
    T_ROW,
    T_STATION,
    T_STREAM,
    TOKEN,
    TOKENS,
    F,
    I,
)
from sandbox.engine.kernel.jit import hot, jit, prefetch
from sandbox.engine.kernel.words import DO_DONE, DO_SEND, DO_SETTLE, DO_VISIT

_REFERENCE = (1 << REF) - 1
LINE = 8
"""Numbers in a cache line."""


@jit
def sink_looking(x: I, fix: I, num: F, mem: I, heap: int, count: int, time: int, what: int) -> None:
    """`heaps.sink` for what goes in at the top of `heap`; looks at what it lets pass."""
    first = x[heap]
    here = 0
    while True:
        below = 2 * here + 1
        if below >= count:
            break
        # whichever way it goes, three levels on it comes to one of eight
        far = first + (8 * here + 7) * 2
        prefetch(mem, far)
        prefetch(mem, far + LINE)
        down = first + below * 2
        if below + 1 < count:
            right = (mem[down + 2] < mem[down]) | (
                (mem[down + 2] == mem[down]) & (mem[down + 3] < mem[down + 1])
            )
            below += int(right)
            down += 2 * int(right)
        if time < mem[down] or (time == mem[down] and what < mem[down + 1]):
            break
        mem[first + here * 2] = mem[down]
        mem[first + here * 2 + 1] = mem[down + 1]
        if 1 <= here < 15:
            if heap == AT_ARRIVAL:
                _look_at_source(x, fix, num, mem, here, mem[down + 1])
            elif mem[down + 1] & (1 << KIND) - 1 == TOKEN:
                _look_at_token(x, fix, num, mem, here, (mem[down + 1] & _REFERENCE) >> KIND)
        here = below
    mem[first + here * 2] = time
    mem[first + here * 2 + 1] = what


@hot
def _look_at_token(x: I, fix: I, num: F, mem: I, place: int, token: int) -> None:
    """Fetch a token that comes soon, where one is that comes sooner, where the next one goes."""
    t = x[AT_TOKEN] + token * TOKENS
    if place >= 7:
        for line in range(0, TOKENS, LINE):
            prefetch(mem, t + line)
    elif place >= 3:
        if mem[t + T_STATION] >= 0:
            _station(x, fix, num, mem, mem[t + T_STATION])
        if mem[t + T_ROUTE] >= 0:
            prefetch(fix, x[AT_ROUTE_ITEMS] + mem[t + T_ROUTE])
        _row(x, fix, num, mem, mem[t + T_ROW])
    else:
        if mem[t + T_STATION] >= 0:
            _head(x, fix, num, mem, mem[t + T_STATION])
        for hop in range(mem[t + T_ROUTE], mem[t + T_HOPS] if mem[t + T_ROUTE] >= 0 else -1):
            link = x[AT_LINK] + fix[x[AT_ROUTE_ITEMS] + hop] * LINKS
            prefetch(mem, link)
            prefetch(mem, link + LINE)
        _step(x, fix, num, mem, t)


@hot
def _step(x: I, fix: I, num: F, mem: I, t: int) -> None:
    """Fetch what a token's next step wants."""
    step = x[AT_CODE] + mem[t + T_POSITION] * 5
    code = fix[step]
    row = x[AT_MATRIX] + mem[t + T_ROW] * x[COLUMNS]
    if code == DO_VISIT:
        _station(x, fix, num, mem, fix[row + fix[step + 1]])
    elif code == DO_SEND:
        prefetch(fix, x[AT_ROUTE_START] + fix[row + fix[step + 1]])
    elif code in (DO_DONE, DO_SETTLE):
        if mem[t + T_BLOCK] >= 0:
            for line in range(0, BLOCKS, LINE):
                prefetch(mem, x[AT_BLOCK] + mem[t + T_BLOCK] * BLOCKS + line)
        if mem[t + T_STREAM] >= 0:
            _counters(x, fix, num, mem, mem[t + T_STREAM])


@hot
def _look_at_source(x: I, fix: I, num: F, mem: I, place: int, source: int) -> None:
    """Fetch a source whose arrival comes soon, and what is counted of one that is next."""
    q = x[AT_SOURCE] + source * SOURCES
    stream = mem[q + Q_STREAM] if place < 7 else 0
    if place >= 7:
        prefetch(mem, q)
        prefetch(mem, q + LINE)
        prefetch(num, x[AT_SOURCE_SPEED] + source)
    elif place < 3:
        prefetch(fix, homes.beginning(x, fix, num, mem, stream, np.uint64(mem[q + Q_OWNER])))
    else:
        prefetch(fix, x[AT_STREAM] + stream * STREAMS)
        prefetch(fix, x[AT_STREAM] + stream * STREAMS + LINE)
        prefetch(num, x[AT_STREAM_SHARE] + stream * 3)
        _counters(x, fix, num, mem, stream)


@hot
def _counters(x: I, fix: I, num: F, mem: I, stream: int) -> None:
    for line in range(0, COUNTS, LINE):
        prefetch(mem, x[AT_COUNT] + stream * COUNTS + line)
    cell = x[AT_SERIES] + (stream * x[INTERVALS] + x[CELL]) * SERIES
    prefetch(mem, cell)
    prefetch(mem, cell + LINE)


@hot
def _station(x: I, fix: I, num: F, mem: I, station: int) -> None:
    s = x[AT_STATION] + station * STATIONS
    prefetch(mem, s)
    prefetch(mem, s + LINE)
    prefetch(mem, s + 2 * LINE)


@hot
def _head(x: I, fix: I, num: F, mem: I, station: int) -> None:
    """Fetch whom a station serves next."""
    head = mem[x[AT_STATION] + station * STATIONS + S_HEAD]
    if head >= 0:
        prefetch(mem, x[AT_TOKEN] + head * TOKENS)
        prefetch(mem, x[AT_TOKEN] + head * TOKENS + LINE)


@hot
def _row(x: I, fix: I, num: F, mem: I, row: int) -> None:
    for line in range(0, x[COLUMNS], LINE):
        prefetch(fix, x[AT_MATRIX] + row * x[COLUMNS] + line)


@jit
def look_at_arrival(x: I, fix: I, num: F, mem: I) -> None:
    """Fetch the row of the next arrival; several events come before it."""
    if x[ARRIVING]:
        q = x[AT_SOURCE] + mem[x[AT_ARRIVAL] + 1] * SOURCES
        owner = np.uint64(mem[q + Q_OWNER])
        _row(x, fix, num, mem, homes.row_of(x, fix, num, mem, mem[q + Q_STREAM], owner))
