"""Pools: rows of tables that are taken and given back.

In: a state. Out: numbers of free rows; the values that tokens, blocks and members carry, one
inline and more in a list of nodes. Whoever takes rows has seen to it that there are enough.
"""

from __future__ import annotations

from sandbox.engine.kernel import timeouts
from sandbox.engine.kernel.columns import (
    AT_BLOCK,
    AT_GATHERING,
    AT_HOLDING,
    AT_MEMBER,
    AT_SNAPSHOT,
    AT_TOKEN,
    AT_VALUE,
    B_OUTER,
    B_SNAPSHOT,
    B_VALUE,
    B_VALUES,
    BLOCKS,
    FREE_BLOCK,
    FREE_GATHERING,
    FREE_HOLDING,
    FREE_MEMBER,
    FREE_SNAPSHOT,
    FREE_TOKEN,
    FREE_VALUE,
    G_NEXT,
    GATHERINGS,
    H_NEXT,
    HOLDINGS,
    LEFT_BLOCK,
    LEFT_GATHERING,
    LEFT_HOLDING,
    LEFT_MEMBER,
    LEFT_SNAPSHOT,
    LEFT_TOKEN,
    LEFT_VALUE,
    M_NEXT,
    M_VALUE,
    M_VALUES,
    MEMBERS,
    P_FIRST,
    P_NEXT,
    P_USERS,
    SNAPSHOTS,
    T_DUE,
    T_NEXT,
    T_SNAPSHOT,
    T_VALUE,
    T_VALUES,
    TOKENS,
    V_NEXT,
    VALUES,
    F,
    I,
)
from sandbox.engine.kernel.jit import hot, jit


@hot
def _take(
    x: I, fix: I, num: F, mem: I, table: int, width: int, free: int, left: int, link: int
) -> int:
    place = x[free]
    x[free] = mem[x[table] + place * width + link]
    x[left] -= 1
    return int(place)


@hot
def _give(
    x: I,
    fix: I,
    num: F,
    mem: I,
    table: int,
    width: int,
    free: int,
    left: int,
    link: int,
    place: int,
) -> None:
    mem[x[table] + place * width + link] = x[free]
    x[free] = place
    x[left] += 1


@hot
def take_token(x: I, fix: I, num: F, mem: I) -> int:
    """A free token."""
    return _take(x, fix, num, mem, AT_TOKEN, TOKENS, FREE_TOKEN, LEFT_TOKEN, T_NEXT)


@jit
def take_block(x: I, fix: I, num: F, mem: I) -> int:
    """A free block."""
    return _take(x, fix, num, mem, AT_BLOCK, BLOCKS, FREE_BLOCK, LEFT_BLOCK, B_OUTER)


@jit
def take_gathering(x: I, fix: I, num: F, mem: I) -> int:
    """A free gathering."""
    return _take(x, fix, num, mem, AT_GATHERING, GATHERINGS, FREE_GATHERING, LEFT_GATHERING, G_NEXT)


@jit
def take_member(x: I, fix: I, num: F, mem: I) -> int:
    """A free member."""
    return _take(x, fix, num, mem, AT_MEMBER, MEMBERS, FREE_MEMBER, LEFT_MEMBER, M_NEXT)


@jit
def take_value(x: I, fix: I, num: F, mem: I) -> int:
    """A free node of values."""
    return _take(x, fix, num, mem, AT_VALUE, VALUES, FREE_VALUE, LEFT_VALUE, V_NEXT)


@jit
def take_snapshot(x: I, fix: I, num: F, mem: I) -> int:
    """A free snapshot."""
    return _take(x, fix, num, mem, AT_SNAPSHOT, SNAPSHOTS, FREE_SNAPSHOT, LEFT_SNAPSHOT, P_NEXT)


@jit
def take_holding(x: I, fix: I, num: F, mem: I) -> int:
    """A free state of a copy."""
    return _take(x, fix, num, mem, AT_HOLDING, HOLDINGS, FREE_HOLDING, LEFT_HOLDING, H_NEXT)


@hot
def give_value(x: I, fix: I, num: F, mem: I, node: int) -> None:
    """Give one node of values back."""
    _give(x, fix, num, mem, AT_VALUE, VALUES, FREE_VALUE, LEFT_VALUE, V_NEXT, node)


@hot
def drop_values(x: I, fix: I, num: F, mem: I, count: int, first: int) -> None:
    """Give nodes of values back; one value alone has none."""
    if count > 1:
        node = first
        for _ in range(count):
            following = mem[x[AT_VALUE] + node * VALUES + V_NEXT]
            give_value(x, fix, num, mem, node)
            node = following


@jit
def copied(x: I, fix: I, num: F, mem: I, count: int, first: int) -> int:
    """A list of the same values."""
    if count <= 1:
        return -1
    head = -1
    last = -1
    node = first
    for _ in range(count):
        new = take_value(x, fix, num, mem)
        for column in range(V_NEXT):
            mem[x[AT_VALUE] + new * VALUES + column] = mem[x[AT_VALUE] + node * VALUES + column]
        if last < 0:
            head = new
        else:
            mem[x[AT_VALUE] + last * VALUES + V_NEXT] = new
        last = new
        node = mem[x[AT_VALUE] + node * VALUES + V_NEXT]
    mem[x[AT_VALUE] + last * VALUES + V_NEXT] = -1
    return int(head)


@jit
def keep_snapshot(x: I, fix: I, num: F, mem: I, which: int) -> None:
    """One more carries a snapshot."""
    if which >= 0:
        mem[x[AT_SNAPSHOT] + which * SNAPSHOTS + P_USERS] += 1


@hot
def drop_snapshot(x: I, fix: I, num: F, mem: I, which: int) -> None:
    """One fewer does."""
    if which < 0:
        return
    mem[x[AT_SNAPSHOT] + which * SNAPSHOTS + P_USERS] -= 1
    if mem[x[AT_SNAPSHOT] + which * SNAPSHOTS + P_USERS] == 0:
        state = mem[x[AT_SNAPSHOT] + which * SNAPSHOTS + P_FIRST]
        while state >= 0:
            following = mem[x[AT_HOLDING] + state * HOLDINGS + H_NEXT]
            _give(x, fix, num, mem, AT_HOLDING, HOLDINGS, FREE_HOLDING, LEFT_HOLDING, H_NEXT, state)
            state = following
        _give(x, fix, num, mem, AT_SNAPSHOT, SNAPSHOTS, FREE_SNAPSHOT, LEFT_SNAPSHOT, P_NEXT, which)


@hot
def give_token(x: I, fix: I, num: F, mem: I, token: int) -> None:
    """Give a token back, with what it carries."""
    t = x[AT_TOKEN] + token * TOKENS
    drop_values(x, fix, num, mem, mem[t + T_VALUES], mem[t + T_VALUE])
    drop_snapshot(x, fix, num, mem, mem[t + T_SNAPSHOT])
    mem[t + T_DUE] = -1
    _give(x, fix, num, mem, AT_TOKEN, TOKENS, FREE_TOKEN, LEFT_TOKEN, T_NEXT, token)


@jit
def give_block(x: I, fix: I, num: F, mem: I, block: int) -> None:
    """Give a block back, with what it remembers."""
    from_values, from_first = (
        mem[x[AT_BLOCK] + block * BLOCKS + B_VALUES],
        mem[x[AT_BLOCK] + block * BLOCKS + B_VALUE],
    )
    drop_values(x, fix, num, mem, from_values, from_first)
    drop_snapshot(x, fix, num, mem, mem[x[AT_BLOCK] + block * BLOCKS + B_SNAPSHOT])
    timeouts.stop(x, fix, num, mem, block)
    _give(x, fix, num, mem, AT_BLOCK, BLOCKS, FREE_BLOCK, LEFT_BLOCK, B_OUTER, block)


@jit
def give_member(x: I, fix: I, num: F, mem: I, member: int) -> None:
    """Give a member back, with what it answered."""
    drop_values(
        x,
        fix,
        num,
        mem,
        mem[x[AT_MEMBER] + member * MEMBERS + M_VALUES],
        mem[x[AT_MEMBER] + member * MEMBERS + M_VALUE],
    )
    _give(x, fix, num, mem, AT_MEMBER, MEMBERS, FREE_MEMBER, LEFT_MEMBER, M_NEXT, member)


@jit
def give_gathering(x: I, fix: I, num: F, mem: I, gathering: int) -> None:
    """Give a gathering back."""
    _give(
        x,
        fix,
        num,
        mem,
        AT_GATHERING,
        GATHERINGS,
        FREE_GATHERING,
        LEFT_GATHERING,
        G_NEXT,
        gathering,
    )
