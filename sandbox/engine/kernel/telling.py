"""Telling: what a trace is told, as rows of numbers.

In: tokens and what happens to them. Out: rows, which the engine turns into words.
"""

from __future__ import annotations

from sandbox.engine.kernel.columns import (
    AT_STREAM,
    AT_TOKEN,
    AT_TOLD,
    AT_TRACE,
    AT_VALUE,
    E_A,
    E_B,
    E_CHILD,
    E_COUNT,
    E_EVENT,
    E_FIRST,
    E_INDEX,
    E_STREAM,
    E_TIME,
    END,
    EV_END,
    N_NEED,
    NOW,
    STREAMS,
    T_INDEX,
    T_MADE,
    T_PLACE,
    T_REGISTER,
    T_ROW,
    T_STREAM,
    T_VALUE,
    T_VALUES,
    TOKENS,
    TOLD,
    TRACED,
    TRACES,
    V_NEXT,
    VALUES,
    F,
    I,
)
from sandbox.engine.kernel.jit import jit


@jit
def tell(x: I, fix: I, num: F, mem: I, token: int, event: int, a: int, b: int) -> None:
    """Tell one event of a token; the end, with the values it was told."""
    t = x[AT_TOKEN] + token * TOKENS
    stream = mem[t + T_STREAM]
    if (
        stream >= 0
        and fix[x[AT_STREAM] + stream * STREAMS + N_NEED]
        and (mem[t + T_MADE] >= x[END])
    ):
        return
    row = x[AT_TRACE] + x[TRACED] * TRACES
    x[TRACED] += 1
    mem[row + E_TIME] = x[NOW]
    mem[row + E_STREAM] = stream
    mem[row + E_INDEX] = mem[t + T_INDEX]
    mem[row + E_EVENT] = event
    mem[row + E_CHILD] = mem[t + T_ROW] if mem[t + T_PLACE] >= 0 else -1
    mem[row + E_A] = a
    mem[row + E_B] = b
    mem[row + E_FIRST] = x[TOLD]
    mem[row + E_COUNT] = 0
    if event != EV_END:
        return
    mem[row + E_COUNT] = mem[t + T_VALUES]
    node = mem[t + T_VALUE]
    for _ in range(mem[t + T_VALUES]):
        place = x[TOLD]
        for column in range(V_NEXT):
            if mem[t + T_VALUES] == 1:
                mem[x[AT_TOLD] + place * 5 + column] = mem[t + T_REGISTER + column]
            else:
                mem[x[AT_TOLD] + place * 5 + column] = mem[x[AT_VALUE] + node * VALUES + column]
        if mem[t + T_VALUES] > 1:
            node = mem[x[AT_VALUE] + node * VALUES + V_NEXT]
        x[TOLD] = place + 1
