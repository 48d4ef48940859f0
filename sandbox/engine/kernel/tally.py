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
    CELLS,
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

BUCKET_BITS = 18
_ANSWERED, _REFUSED, _FAILED, _TIMED_OUT = (0, 1, 2, 3)


@hot
def bucket(ticks: int) -> int:
    """`histogram.buckets`: the leading bits of a duration as a float64."""
    return int(to_bits(float(ticks)) >> 46)


@hot
def _cell(x: I, fix: I, num: F, mem: I, stream: int, made: int) -> int:
    last = x[INTERVALS] - 1
    return int(stream * x[INTERVALS] + min(made // x[INTERVAL], last))


@hot
def make(x: I, fix: I, num: F, mem: I, stream: int, made: int) -> None:
    """A request is made."""
    if made >= x[END]:
        return
    if made >= x[WARM_UP]:
        mem[x[AT_COUNT] + stream * COUNTS + N_MADE] += 1
    mem[x[AT_SERIES] + Z_MADE * x[CELLS] + _cell(x, fix, num, mem, stream, made)] += 1


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
    mem[x[AT_SERIES] + Z_LETTER * x[CELLS] + _cell(x, fix, num, mem, stream, made)] += 1
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
    key = (kind << 24 | stream) << BUCKET_BITS | bucket(ticks)
    row = find(x, fix, num, mem, AT_HISTOGRAM, SIZE_HISTOGRAM, 2, key)
    if mem[row + 0] < 0:
        mem[row + 0] = key
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
    cell = _cell(x, fix, num, mem, stream, made)
    measured = made >= x[WARM_UP]
    if measured:
        mem[n + N_OUTCOME + outcome] += 1
    if outcome == _ANSWERED:
        satisfied = time <= fix[x[AT_STREAM] + stream * STREAMS + N_DEADLINE]
        if satisfied:
            mem[n + N_FIRST] = min(mem[n + N_FIRST], now)
            mem[x[AT_SERIES] + Z_SATISFIED * x[CELLS] + cell] += 1
        mem[x[AT_SERIES] + Z_ANSWERED * x[CELLS] + cell] += 1
        mem[x[AT_SERIES] + Z_TIME * x[CELLS] + cell] += time >> PART
        mem[x[AT_SERIES] + (Z_TIME + 1) * x[CELLS] + cell] += time & LOW
        if valued:
            mem[x[AT_SERIES] + Z_AGE * x[CELLS] + cell] += age >> PART
            mem[x[AT_SERIES] + (Z_AGE + 1) * x[CELLS] + cell] += age & LOW
            mem[x[AT_SERIES] + Z_FRESH * x[CELLS] + cell] += fresh
            mem[x[AT_SERIES] + Z_CORRECT * x[CELLS] + cell] += fresh and (not wrong)
            mem[x[AT_SERIES] + Z_ERROR * x[CELLS] + cell] += wrong
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
    elif outcome == _REFUSED:
        mem[x[AT_SERIES] + Z_REFUSED * x[CELLS] + cell] += 1
        if measured:
            mem[x[AT_REFUSAL] + article * x[STREAMED] + stream] += 1
    elif outcome == _FAILED:
        mem[x[AT_SERIES] + Z_FAILED * x[CELLS] + cell] += 1
    elif outcome == _TIMED_OUT:
        mem[x[AT_SERIES] + Z_TIMED_OUT * x[CELLS] + cell] += 1
