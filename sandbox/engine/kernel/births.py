"""Births: children of a scattering token, and tokens that have done nothing yet.

In: a parent and the rows of its children. Out: a gathering with a member for each child, in whose
order they start.
"""

from __future__ import annotations

import numpy as np

from sandbox.engine.kernel import carrying, families, pools
from sandbox.engine.kernel.bits import identity
from sandbox.engine.kernel.columns import (
    AT_FLOW_START,
    AT_GATHERING,
    AT_LIST_ITEMS,
    AT_LIST_START,
    AT_MEMBER,
    AT_ROW_KEY,
    AT_TOKEN,
    G_ARTICLE,
    G_CURSOR,
    G_FAILED,
    G_FAILURE,
    G_FIRST,
    G_JOIN,
    G_MISSING,
    G_OUTCOME,
    G_PARENT,
    G_STARTING,
    GATHERINGS,
    JOIN,
    M_NEXT,
    M_TOKEN,
    M_VALUE,
    M_VALUES,
    MEMBERS,
    RUN,
    SPREAD,
    T_ALIVE,
    T_ARTICLE,
    T_BLOCK,
    T_CHILDREN,
    T_DUE,
    T_HOPS,
    T_IDENTITY,
    T_INDEX,
    T_LETTER,
    T_LOST,
    T_MADE,
    T_MEMBER,
    T_MISUSE,
    T_NOTED,
    T_PARENT,
    T_PLACE,
    T_POSITION,
    T_PRIORITY,
    T_ROUTE,
    T_ROW,
    T_SIZE,
    T_SNAPSHOT,
    T_STAMP,
    T_STATION,
    T_STREAM,
    T_SUBJECT,
    T_VALUE,
    T_VALUES,
    T_WAITING,
    TOKENS,
    WORKED,
    F,
    I,
)
from sandbox.engine.kernel.jit import hot, jit
from sandbox.engine.kernel.stations import todo
from sandbox.engine.kernel.words import JOIN_NONE


@jit
def scatter(
    x: I, fix: I, num: F, mem: I, token: int, rows: int, start: int, join: int, failed: int
) -> bool:
    """Bear a child for every row, and leave their starts as work; False: there are none."""
    first, last = fix[x[AT_LIST_START] + rows], fix[x[AT_LIST_START] + rows + 1]
    if first == last:
        return False
    gathering = pools.take_gathering(x, fix, num, mem)
    g, t = x[AT_GATHERING] + gathering * GATHERINGS, x[AT_TOKEN] + token * TOKENS
    mem[g + G_PARENT] = token
    mem[g + G_JOIN] = join
    mem[g + G_FAILED] = failed
    mem[g + G_MISSING] = last - first
    mem[g + G_FAILURE] = -1
    mem[g + G_OUTCOME] = 0
    mem[g + G_ARTICLE] = 0
    mem[g + G_STARTING] = 1
    before = -1
    for offset in range(last - first):
        child = _bear(
            x,
            fix,
            num,
            mem,
            token,
            fix[x[AT_LIST_ITEMS] + first + offset],
            fix[x[AT_FLOW_START] + start],
            offset,
        )
        member = pools.take_member(x, fix, num, mem)
        m = x[AT_MEMBER] + member * MEMBERS
        mem[m + M_TOKEN] = child
        mem[m + M_NEXT] = -1
        mem[m + M_VALUES] = 0
        mem[m + M_VALUE] = -1
        mem[x[AT_TOKEN] + child * TOKENS + T_MEMBER] = member
        mem[x[AT_TOKEN] + child * TOKENS + T_PARENT] = gathering if join != JOIN_NONE else -1
        if before < 0:
            mem[g + G_FIRST] = member
        else:
            mem[x[AT_MEMBER] + before * MEMBERS + M_NEXT] = member
        before = member
    mem[g + G_CURSOR] = mem[g + G_FIRST]
    mem[t + T_CHILDREN] = gathering if join != JOIN_NONE else -1
    todo(x, fix, num, mem, SPREAD, gathering)
    return True


@jit
def _bear(x: I, fix: I, num: F, mem: I, parent: int, row: int, position: int, place: int) -> int:
    """A child, which inherits what its parent is about and knows."""
    child = pools.take_token(x, fix, num, mem)
    c, p = x[AT_TOKEN] + child * TOKENS, x[AT_TOKEN] + parent * TOKENS
    blank(x, fix, num, mem, c)
    mem[c + T_POSITION] = position
    mem[c + T_ROW] = row
    mem[c + T_IDENTITY] = np.int64(
        identity(np.uint64(mem[p + T_IDENTITY]), np.uint64(fix[x[AT_ROW_KEY] + row]), 0)
    )
    mem[c + T_STREAM] = mem[p + T_STREAM]
    mem[c + T_INDEX] = mem[p + T_INDEX]
    mem[c + T_MADE] = mem[p + T_MADE]
    mem[c + T_PRIORITY] = mem[p + T_PRIORITY]
    mem[c + T_PLACE] = place
    mem[c + T_STAMP] = mem[p + T_STAMP]
    mem[c + T_LETTER] = mem[p + T_LETTER]
    mem[c + T_MISUSE] = mem[p + T_MISUSE]
    carrying.hand(x, fix, num, mem, p, T_VALUES, c, T_VALUES)
    mem[c + T_SNAPSHOT] = mem[p + T_SNAPSHOT]
    pools.keep_snapshot(x, fix, num, mem, mem[p + T_SNAPSHOT])
    mem[c + T_SUBJECT] = mem[p + T_SUBJECT]
    return child


@hot
def blank(x: I, fix: I, num: F, mem: I, t: int) -> None:
    """A token that has done nothing yet."""
    mem[t + T_DUE] = -1
    mem[t + T_STATION] = -1
    mem[t + T_ROUTE] = -1
    mem[t + T_HOPS] = 0
    mem[t + T_ALIVE] = 1
    mem[t + T_WAITING] = 0
    mem[t + T_LOST] = 0
    mem[t + T_SIZE] = 0
    mem[t + T_VALUES] = 0
    mem[t + T_VALUE] = -1
    mem[t + T_SNAPSHOT] = -1
    mem[t + T_PARENT] = -1
    mem[t + T_MEMBER] = -1
    mem[t + T_CHILDREN] = -1
    mem[t + T_PLACE] = -1
    mem[t + T_BLOCK] = -1
    mem[t + T_ARTICLE] = 0
    mem[t + T_NOTED] = 0
    mem[t + T_LETTER] = 0
    mem[t + T_MISUSE] = 0


@jit
def start_next(x: I, fix: I, num: F, mem: I, gathering: int) -> None:
    """Start the next child; after the last, the parent goes on or waits."""
    g = x[AT_GATHERING] + gathering * GATHERINGS
    member = mem[g + G_CURSOR]
    if member >= 0:
        mem[g + G_CURSOR] = mem[x[AT_MEMBER] + member * MEMBERS + M_NEXT]
        todo(x, fix, num, mem, RUN, mem[x[AT_MEMBER] + member * MEMBERS + M_TOKEN])
        return
    x[WORKED] -= 1
    if mem[g + G_JOIN] == JOIN_NONE:
        parent = mem[g + G_PARENT]
        families.dissolve(x, fix, num, mem, gathering)
        todo(x, fix, num, mem, RUN, parent)
        return
    mem[g + G_STARTING] = 0
    if mem[g + G_MISSING] == 0:
        todo(x, fix, num, mem, JOIN, gathering)
