"""The tally: `sandbox.engine.tally` request by request.

In: what happens to requests. Out: counters per stream, series per stream and interval, histograms.
Sums of times are whole numbers in two columns, so they are exact in any order.
"""

from __future__ import annotations

from sandbox.engine.kernel.bits import to_bits
from sandbox.engine.kernel.columns import (
    AT_COUNT,
    AT_HISTOGRAM,
    AT_REFUSAL,
    AT_SERIES,
    AT_STREAM,
    CELL,
    CELL_END,
    COUNTS,
    END,
    HISTOGRAMMED,
    INTERVAL,
    INTERVALS,
    LOW,
    N_AGE,
    N_AGE_MOST,
    N_CROSSINGS,
    N_DEADLINE,
    N_ERROR,
    N_FIRST,
    N_FRESH,
    N_LETTERS,
    N_MADE,
    N_NEED,
    N_OUTCOME,
    N_RIGHT,
    N_SATISFIED,
    N_TALLY,
    N_TIME,
    N_TIME_MOST,
    NOW,
    PART,
    SERIES,
    SIZE_HISTOGRAM,
    STREAMED,
    STREAMS,
    WARM_UP,
    Z_AGE,
    Z_ANSWERED,
    Z_CORRECT,
    Z_ERROR,
    Z_FAILED,
    Z_FRESH,
    Z_LETTER,
    Z_MADE,
    Z_REFUSED,
    Z_SATISFIED,
    Z_TIME,
    Z_TIMED_OUT,
    F,
    I,
)
from sandbox.engine.kernel.jit import hot, jit
from sandbox.engine.kernel.stations import add
from sandbox.engine.kernel.tables import find
from sandbox.engine.kernel.words import ANSWERED, FAILED, REFUSED, TIMED_OUT

BUCKET_BITS, STREAM_BITS = 18, 24
"""Bits of a histogram's key that say which bucket, and of which stream."""


@hot
def bucket(ticks: int) -> int:
    """`histogram.buckets`: the leading bits of a duration as a float64."""
    return int(to_bits(float(ticks)) >> 46)


@hot
def _cell(x: I, fix: I, num: F, mem: I, stream: int, made: int) -> int:
    """Where in memory the series of a stream at a time are."""
    interval = min(made // x[INTERVAL], x[INTERVALS] - 1)
    return int(x[AT_SERIES] + (stream * x[INTERVALS] + interval) * SERIES)


@hot
def make(x: I, fix: I, num: F, mem: I, stream: int, made: int) -> None:
    """A request is made, now."""
    if made >= x[END]:
        return
    if made >= x[WARM_UP]:
        mem[x[AT_COUNT] + stream * COUNTS + N_MADE] += 1
    # time only goes on, so the present interval is known without a division
    while made >= x[CELL_END] and x[CELL] < x[INTERVALS] - 1:
        x[CELL] += 1
        x[CELL_END] += x[INTERVAL]
    mem[x[AT_SERIES] + (stream * x[INTERVALS] + x[CELL]) * SERIES + Z_MADE] += 1


@jit
def count(x: I, fix: I, num: F, mem: I, stream: int, what: int, made: int) -> None:
    """Count one thing for a measured token's stream."""
    if stream >= 0 and x[WARM_UP] <= made < x[END]:
        mem[x[AT_COUNT] + stream * COUNTS + N_TALLY + what] += 1


@jit
def letter(x: I, fix: I, num: F, mem: I, stream: int, made: int) -> None:
    """A request goes by letter."""
    if made >= x[END]:
        return
    mem[_cell(x, fix, num, mem, stream, made) + Z_LETTER] += 1
    if made >= x[WARM_UP]:
        mem[x[AT_COUNT] + stream * COUNTS + N_LETTERS] += 1


@jit
def cross(x: I, fix: I, num: F, mem: I, stream: int, made: int) -> None:
    """A request passes a gateway."""
    if (
        stream >= 0
        and x[WARM_UP] <= made < x[END]
        and fix[x[AT_STREAM] + stream * STREAMS + N_NEED]
    ):
        mem[x[AT_COUNT] + stream * COUNTS + N_CROSSINGS] += 1


@hot
def _histogram(x: I, fix: I, num: F, mem: I, kind: int, stream: int, ticks: int) -> None:
    key = (kind << STREAM_BITS | stream) << BUCKET_BITS | bucket(ticks)
    row = find(x, fix, num, mem, AT_HISTOGRAM, SIZE_HISTOGRAM, 2, key)
    if mem[row] < 0:
        mem[row] = key
        mem[row + 1] = 0
        x[HISTOGRAMMED] += 1
    mem[row + 1] += 1


@hot
def end(
    x: I,
    fix: I,
    num: F,
    mem: I,
    stream: int,
    made: int,
    outcome: int,
    article: int,
    age: int,
    valued: bool,
    fresh: bool,
    wrong: bool,
) -> None:
    """A request ends."""
    now = x[NOW]
    time = now - made
    n = x[AT_COUNT] + stream * COUNTS
    z = _cell(x, fix, num, mem, stream, made)
    measured = made >= x[WARM_UP]
    if measured:
        mem[n + N_OUTCOME + outcome] += 1
    if outcome == ANSWERED:
        satisfied = time <= fix[x[AT_STREAM] + stream * STREAMS + N_DEADLINE]
        if satisfied:
            mem[n + N_FIRST] = min(mem[n + N_FIRST], now)
            mem[z + Z_SATISFIED] += 1
        mem[z + Z_ANSWERED] += 1
        mem[z + Z_TIME] += time >> PART
        mem[z + Z_TIME + 1] += time & LOW
        if valued:
            mem[z + Z_AGE] += age >> PART
            mem[z + Z_AGE + 1] += age & LOW
            mem[z + Z_FRESH] += fresh
            mem[z + Z_CORRECT] += fresh and (not wrong)
            mem[z + Z_ERROR] += wrong
        if measured:
            mem[n + N_SATISFIED] += satisfied
            add(x, fix, num, mem, n, N_TIME, 1, time)
            mem[n + N_TIME_MOST] = max(mem[n + N_TIME_MOST], time)
            _histogram(x, fix, num, mem, 0, stream, time)
            if valued:
                mem[n + N_FRESH] += fresh
                mem[n + N_RIGHT] += fresh and (not wrong)
                mem[n + N_ERROR] += wrong
                add(x, fix, num, mem, n, N_AGE, 1, age)
                mem[n + N_AGE_MOST] = max(mem[n + N_AGE_MOST], age)
                _histogram(x, fix, num, mem, 1, stream, age)
    elif outcome == REFUSED:
        mem[z + Z_REFUSED] += 1
        if measured:
            mem[x[AT_REFUSAL] + article * x[STREAMED] + stream] += 1
    elif outcome == FAILED:
        mem[z + Z_FAILED] += 1
    elif outcome == TIMED_OUT:
        mem[z + Z_TIMED_OUT] += 1
