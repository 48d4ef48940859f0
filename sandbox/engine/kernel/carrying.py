"""What tokens carry: values, one inline and more in a list, and how they are handed on.

In: tokens, blocks, members, and the copies they read and write. Out: the same, changed.
"""

from __future__ import annotations

from sandbox.engine.kernel import pools
from sandbox.engine.kernel.columns import (
    AT_TOKEN,
    AT_VALUE,
    B_VALUES,
    M_VALUES,
    NOW,
    T_REGISTER,
    T_TIME,
    T_VALUE,
    T_VALUES,
    TOKENS,
    V_NEXT,
    V_TIME,
    VALUES,
    F,
    I,
)
from sandbox.engine.kernel.jit import jit

TOKEN_COLUMNS, BLOCK_COLUMNS, MEMBER_COLUMNS = T_VALUES, B_VALUES, M_VALUES
"Of each: how many, the first node, then the one inline (register … time)."


@jit
def hand(x: I, fix: I, num: F, mem: I, giver: int, of: int, taker: int, to: int) -> None:
    """Let `taker` carry what `giver` carries; what it carried is given back."""
    pools.drop_values(x, fix, num, mem, mem[taker + to], mem[taker + to + 1])
    mem[taker + to] = mem[giver + of]
    mem[taker + to + 1] = pools.copied(x, fix, num, mem, mem[giver + of], mem[giver + of + 1])
    if mem[giver + of] == 1:
        for column in range(2, 7):
            mem[taker + to + column] = mem[giver + of + column]


@jit
def carry(
    x: I,
    fix: I,
    num: F,
    mem: I,
    token: int,
    register: int,
    record: int,
    version: int,
    error: int,
    time: int,
) -> None:
    """Let a token carry one value."""
    t = x[AT_TOKEN] + token * TOKENS
    pools.drop_values(x, fix, num, mem, mem[t + T_VALUES], mem[t + T_VALUE])
    mem[t + T_VALUES] = 1
    mem[t + T_VALUE] = -1
    mem[t + T_REGISTER] = register
    mem[t + T_REGISTER + 1] = record
    mem[t + T_REGISTER + 2] = version
    mem[t + T_REGISTER + 3] = error
    mem[t + T_TIME] = time


@jit
def stamp(x: I, fix: I, num: F, mem: I, token: int) -> None:
    """The values are vouched for as of now."""
    t = x[AT_TOKEN] + token * TOKENS
    if mem[t + T_VALUES] == 1:
        mem[t + T_TIME] = x[NOW]
    elif mem[t + T_VALUES] > 1:
        node = mem[t + T_VALUE]
        for _ in range(mem[t + T_VALUES]):
            mem[x[AT_VALUE] + node * VALUES + V_TIME] = x[NOW]
            node = mem[x[AT_VALUE] + node * VALUES + V_NEXT]
