"""Attempts: `sandbox.engine.attempts` over arrays.

In: tokens that begin, end or leave blocks, and the events of time-outs. Out: tokens given up (what
they occupy goes on to no avail) and fresh ones that take their place.
"""

from __future__ import annotations

import numpy as np

from sandbox.engine.kernel import pools, timeouts
from sandbox.engine.kernel.bits import identity
from sandbox.engine.kernel.carrying import hand
from sandbox.engine.kernel.columns import (
    AT_BLOCK,
    AT_GATHERING,
    AT_MEMBER,
    AT_TOKEN,
    AT_WORK,
    B_DUE,
    B_FAILED,
    B_IDENTITY,
    B_LEFT,
    B_LINE,
    B_OUTER,
    B_POSITION,
    B_SETTLE,
    B_SNAPSHOT,
    B_TOKEN,
    B_TRIED,
    B_VALUE,
    B_VALUES,
    BLOCKS,
    G_FIRST,
    GATHERINGS,
    KEY_RETRY,
    M_NEXT,
    M_TOKEN,
    MEMBERS,
    RUN,
    T_ALIVE,
    T_BLOCK,
    T_CHILDREN,
    T_DUE,
    T_IDENTITY,
    T_MEMBER,
    T_PARENT,
    T_POSITION,
    T_ROUTE,
    T_SNAPSHOT,
    T_STATION,
    T_VALUE,
    T_VALUES,
    T_WAITING,
    TOKENS,
    WORKED,
    F,
    I,
)
from sandbox.engine.kernel.families import bereave
from sandbox.engine.kernel.jit import hot, jit
from sandbox.engine.kernel.stations import leave as leave_line
from sandbox.engine.kernel.stations import todo


@jit
def begin(
    x: I, fix: I, num: F, mem: I, token: int, limit: int, left: int, failed: int, settle: int
) -> None:
    """Open a block."""
    block = pools.take_block(x, fix, num, mem)
    b, t = x[AT_BLOCK] + block * BLOCKS, x[AT_TOKEN] + token * TOKENS
    mem[b + B_TOKEN] = token
    mem[b + B_LINE] = timeouts.line_of(x, fix, num, mem, limit)
    mem[b + B_LEFT] = left
    mem[b + B_FAILED] = failed
    mem[b + B_SETTLE] = settle
    mem[b + B_TRIED] = 0
    mem[b + B_DUE] = -1
    mem[b + B_POSITION] = mem[t + T_POSITION]
    mem[b + B_IDENTITY] = mem[t + T_IDENTITY]
    mem[b + B_VALUES] = 0
    mem[b + B_VALUE] = -1
    hand(x, fix, num, mem, t, T_VALUES, b, B_VALUES)
    mem[b + B_SNAPSHOT] = mem[t + T_SNAPSHOT]
    pools.keep_snapshot(x, fix, num, mem, mem[t + T_SNAPSHOT])
    mem[b + B_OUTER] = mem[t + T_BLOCK]
    mem[t + T_BLOCK] = block
    timeouts.start(x, fix, num, mem, block)


@jit
def leave(x: I, fix: I, num: F, mem: I, token: int, goal: int) -> None:
    """Close all blocks that end before `goal`."""
    t = x[AT_TOKEN] + token * TOKENS
    block = mem[t + T_BLOCK]
    while block >= 0 and mem[x[AT_BLOCK] + block * BLOCKS + B_SETTLE] < goal:
        outer = mem[x[AT_BLOCK] + block * BLOCKS + B_OUTER]
        mem[t + T_IDENTITY] = mem[x[AT_BLOCK] + block * BLOCKS + B_IDENTITY]
        pools.give_block(x, fix, num, mem, block)
        block = outer
    mem[t + T_BLOCK] = block


@hot
def jump(x: I, fix: I, num: F, mem: I, token: int, goal: int) -> None:
    """Go on at `goal`; blocks that it lies behind are settled."""
    if mem[x[AT_TOKEN] + token * TOKENS + T_BLOCK] >= 0:
        leave(x, fix, num, mem, token, goal)
    mem[x[AT_TOKEN] + token * TOKENS + T_POSITION] = goal


@jit
def give_up(x: I, fix: I, num: F, mem: I, block: int) -> None:
    """A block's time is up: try again, or go on where its flow says."""
    b = x[AT_BLOCK] + block * BLOCKS
    old = mem[b + B_TOKEN]
    inner = mem[x[AT_TOKEN] + old * TOKENS + T_BLOCK]
    while inner != block:
        outer = mem[x[AT_BLOCK] + inner * BLOCKS + B_OUTER]
        pools.give_block(x, fix, num, mem, inner)
        inner = outer
    mem[x[AT_TOKEN] + old * TOKENS + T_BLOCK] = -1
    fresh = _fresh(x, fix, num, mem, old)
    t = x[AT_TOKEN] + fresh * TOKENS
    mem[t + T_IDENTITY] = mem[b + B_IDENTITY]
    hand(x, fix, num, mem, b, B_VALUES, t, T_VALUES)
    pools.keep_snapshot(x, fix, num, mem, mem[b + B_SNAPSHOT])
    pools.drop_snapshot(x, fix, num, mem, mem[t + T_SNAPSHOT])
    mem[t + T_SNAPSHOT] = mem[b + B_SNAPSHOT]
    if mem[t + T_PARENT] >= 0:
        mem[x[AT_MEMBER] + mem[t + T_MEMBER] * MEMBERS + M_TOKEN] = fresh
    goal = mem[b + B_FAILED]
    again = mem[b + B_LEFT] > 0
    if again:
        mem[b + B_LEFT] -= 1
        mem[b + B_TRIED] += 1
        mem[t + T_BLOCK] = block
        mem[t + T_IDENTITY] = np.int64(
            identity(np.uint64(mem[b + B_IDENTITY]), np.uint64(x[KEY_RETRY]), mem[b + B_TRIED])
        )
        mem[t + T_POSITION] = mem[b + B_POSITION]
        timeouts.start(x, fix, num, mem, block)
    else:
        mem[t + T_BLOCK] = mem[b + B_OUTER]
        pools.give_block(x, fix, num, mem, block)
        jump(x, fix, num, mem, fresh, goal)
    outer = mem[t + T_BLOCK]
    while outer >= 0:
        mem[x[AT_BLOCK] + outer * BLOCKS + B_TOKEN] = fresh
        outer = mem[x[AT_BLOCK] + outer * BLOCKS + B_OUTER]
    todo(x, fix, num, mem, RUN, fresh)


@jit
def _fresh(x: I, fix: I, num: F, mem: I, old: int) -> int:
    """A token in the place of one given up: another one, where the old still occupies something."""
    t = x[AT_TOKEN] + old * TOKENS
    if mem[t + T_WAITING] or mem[t + T_CHILDREN] >= 0:
        _abandon(x, fix, num, mem, old)
        fresh = old
    else:
        fresh = pools.take_token(x, fix, num, mem)
        f = x[AT_TOKEN] + fresh * TOKENS
        for column in range(TOKENS):
            mem[f + column] = mem[t + column]
        mem[f + T_VALUES] = 0
        mem[f + T_VALUE] = -1
        pools.keep_snapshot(x, fix, num, mem, mem[t + T_SNAPSHOT])
        mem[t + T_ALIVE] = 0
    f = x[AT_TOKEN] + fresh * TOKENS
    mem[f + T_ALIVE] = 1
    mem[f + T_DUE] = -1
    mem[f + T_STATION] = -1
    mem[f + T_WAITING] = 0
    mem[f + T_ROUTE] = -1
    mem[f + T_CHILDREN] = -1
    return int(fresh)


@jit
def _abandon(x: I, fix: I, num: F, mem: I, token: int) -> None:
    """Give a token's waiting up, and the children it waits for, and theirs."""
    bottom = x[WORKED]
    todo(x, fix, num, mem, 0, token)
    while x[WORKED] > bottom:
        x[WORKED] -= 1
        one = mem[x[AT_WORK] + x[WORKED] * 2 + 1]
        t = x[AT_TOKEN] + one * TOKENS
        idle = mem[t + T_WAITING] or mem[t + T_CHILDREN] >= 0
        if mem[t + T_WAITING]:
            leave_line(x, fix, num, mem, one)
        if mem[t + T_CHILDREN] >= 0:
            member = mem[x[AT_GATHERING] + mem[t + T_CHILDREN] * GATHERINGS + G_FIRST]
            while member >= 0:
                child = mem[x[AT_MEMBER] + member * MEMBERS + M_TOKEN]
                if child >= 0:
                    todo(x, fix, num, mem, 0, child)
                member = mem[x[AT_MEMBER] + member * MEMBERS + M_NEXT]
            bereave(x, fix, num, mem, one)
        if one != token:
            _close(x, fix, num, mem, one)
            mem[t + T_ALIVE] = 0
            mem[t + T_PARENT] = -1
            if idle:
                pools.give_token(x, fix, num, mem, one)


@jit
def _close(x: I, fix: I, num: F, mem: I, token: int) -> None:
    """Give back a token's blocks."""
    block = mem[x[AT_TOKEN] + token * TOKENS + T_BLOCK]
    while block >= 0:
        outer = mem[x[AT_BLOCK] + block * BLOCKS + B_OUTER]
        pools.give_block(x, fix, num, mem, block)
        block = outer
    mem[x[AT_TOKEN] + token * TOKENS + T_BLOCK] = -1
