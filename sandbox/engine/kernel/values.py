"""Steps on values: reading, collecting and writing them; snapshots, taken and applied.

In: a token and a copy or register. Out: the token knows a value, or the copy does.
"""

from __future__ import annotations

from sandbox.engine.kernel import carrying, copies, pools
from sandbox.engine.kernel.bits import from_bits
from sandbox.engine.kernel.columns import (
    AT_COPY,
    AT_HOLDING,
    AT_LIST_ITEMS,
    AT_LIST_START,
    AT_SCRATCH,
    AT_SNAPSHOT,
    AT_TOKEN,
    AT_VALUE,
    C_REGISTER,
    COPIES,
    H_NEXT,
    HOLDINGS,
    NOW,
    P_CHANGES,
    P_FIRST,
    P_LIST,
    P_USERS,
    SNAPSHOTS,
    T_ERROR,
    T_RECORD,
    T_REGISTER,
    T_SNAPSHOT,
    T_STAMP,
    T_SUBJECT,
    T_TIME,
    T_VALUE,
    T_VALUES,
    T_VERSION,
    TOKENS,
    V_ERROR,
    V_NEXT,
    V_RECORD,
    V_REGISTER,
    V_TIME,
    V_VERSION,
    VALUES,
    F,
    I,
)
from sandbox.engine.kernel.jit import jit


@jit
def read(x: I, fix: I, num: F, mem: I, token: int, copy: int, most: int) -> bool:
    """Take the value of the subject's record from a copy; False: there is none."""
    t = x[AT_TOKEN] + token * TOKENS
    register = mem[x[AT_COPY] + copy * COPIES + C_REGISTER]
    record = copies.record_of(x, fix, num, mem, register, from_bits(mem[t + T_SUBJECT]))
    value = x[AT_SCRATCH] + 3
    if not copies.read(x, fix, num, mem, copy, record, value):
        return False
    if most >= 0 and x[NOW] - mem[value + 2] > most:
        return False
    carrying.carry(
        x, fix, num, mem, token, register, record, mem[value], mem[value + 1], mem[value + 2]
    )
    mem[t + T_STAMP] = mem[value + 2]
    return True


@jit
def collect(x: I, fix: I, num: F, mem: I, token: int, register: int, error: int) -> None:
    """Ask the citizen."""
    t = x[AT_TOKEN] + token * TOKENS
    record = copies.record_of(x, fix, num, mem, register, from_bits(mem[t + T_SUBJECT]))
    version = copies.version_of(x, fix, num, mem, register, record)
    carrying.carry(x, fix, num, mem, token, register, record, version, error, x[NOW])
    mem[x[AT_TOKEN] + token * TOKENS + T_STAMP] = x[NOW]


@jit
def write(x: I, fix: I, num: F, mem: I, token: int, copy: int) -> None:
    """Put the values of the copy's register into it; without any, they are a heartbeat."""
    t = x[AT_TOKEN] + token * TOKENS
    register = mem[x[AT_COPY] + copy * COPIES + C_REGISTER]
    if mem[t + T_VALUES] == 0:
        copies.hear(x, fix, num, mem, copy, mem[t + T_STAMP])
    elif mem[t + T_VALUES] == 1:
        if mem[t + T_REGISTER] == register:
            copies.write(
                x,
                fix,
                num,
                mem,
                copy,
                mem[t + T_RECORD],
                mem[t + T_VERSION],
                mem[t + T_ERROR],
                mem[t + T_TIME],
            )
    else:
        node = mem[t + T_VALUE]
        while node >= 0:
            n = x[AT_VALUE] + node * VALUES
            if mem[n + V_REGISTER] == register:
                copies.write(
                    x,
                    fix,
                    num,
                    mem,
                    copy,
                    mem[n + V_RECORD],
                    mem[n + V_VERSION],
                    mem[n + V_ERROR],
                    mem[n + V_TIME],
                )
            node = mem[n + V_NEXT]


@jit
def snapshot(x: I, fix: I, num: F, mem: I, token: int, which: int, targets: int) -> None:
    """Remember the states of a list of copies, and how much those of another list lack."""
    t = x[AT_TOKEN] + token * TOKENS
    pools.drop_snapshot(x, fix, num, mem, mem[t + T_SNAPSHOT])
    snapshot = pools.take_snapshot(x, fix, num, mem)
    p = x[AT_SNAPSHOT] + snapshot * SNAPSHOTS
    mem[p + P_USERS] = 1
    mem[p + P_LIST] = which
    mem[p + P_FIRST] = -1
    mem[p + P_CHANGES] = 0
    last = -1
    first, target = fix[x[AT_LIST_START] + which], fix[x[AT_LIST_START] + targets]
    for offset in range(fix[x[AT_LIST_START] + which + 1] - first):
        holding = pools.take_holding(x, fix, num, mem)
        h = x[AT_HOLDING] + holding * HOLDINGS
        copies.state_of(x, fix, num, mem, fix[x[AT_LIST_ITEMS] + first + offset], h)
        mem[h + H_NEXT] = -1
        mem[p + P_CHANGES] += copies.lacks(
            x, fix, num, mem, fix[x[AT_LIST_ITEMS] + target + offset], h
        )
        if last < 0:
            mem[p + P_FIRST] = holding
        else:
            mem[x[AT_HOLDING] + last * HOLDINGS + H_NEXT] = holding
        last = holding
    mem[t + T_SNAPSHOT] = snapshot


@jit
def apply(x: I, fix: I, num: F, mem: I, token: int, targets: int) -> None:
    """Bring copies to the states of the snapshot."""
    snapshot = mem[x[AT_TOKEN] + token * TOKENS + T_SNAPSHOT]
    if snapshot < 0:
        return
    place = fix[x[AT_LIST_START] + targets]
    holding = mem[x[AT_SNAPSHOT] + snapshot * SNAPSHOTS + P_FIRST]
    while holding >= 0:
        copies.apply(
            x, fix, num, mem, fix[x[AT_LIST_ITEMS] + place], x[AT_HOLDING] + holding * HOLDINGS
        )
        place += 1
        holding = mem[x[AT_HOLDING] + holding * HOLDINGS + H_NEXT]
