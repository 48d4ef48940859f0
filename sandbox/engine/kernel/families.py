"""Families: children of a token, and what their parent makes of their ends.

In: parents, children that end. Out: the children's values joined: all of them, or the one that
most of them give; work to be done when a parent goes on.
"""

from __future__ import annotations

from sandbox.engine.kernel import pools
from sandbox.engine.kernel.carrying import carry, hand
from sandbox.engine.kernel.columns import (
    AT_GATHERING,
    AT_MEMBER,
    AT_TOKEN,
    AT_VALUE,
    G_ARTICLE,
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
    M_REGISTER,
    M_TOKEN,
    M_VALUE,
    M_VALUES,
    MEMBERS,
    NEVER,
    T_ARTICLE,
    T_CHILDREN,
    T_LETTER,
    T_MEMBER,
    T_PARENT,
    T_PLACE,
    T_STAMP,
    T_VALUE,
    T_VALUES,
    TOKENS,
    V_ERROR,
    V_NEXT,
    V_REGISTER,
    V_TIME,
    V_VERSION,
    VALUES,
    F,
    I,
)
from sandbox.engine.kernel.jit import jit
from sandbox.engine.kernel.stations import todo
from sandbox.engine.kernel.words import ANSWERED, JOIN_MAJORITY


@jit
def gather(x: I, fix: I, num: F, mem: I, token: int, outcome: int) -> None:
    """A child ends; the last one lets the parent go on."""
    t = x[AT_TOKEN] + token * TOKENS
    gathering = mem[t + T_PARENT]
    if gathering < 0:
        return
    g = x[AT_GATHERING] + gathering * GATHERINGS
    member = x[AT_MEMBER] + mem[t + T_MEMBER] * MEMBERS
    mem[member + M_TOKEN] = -1
    mem[t + T_PARENT] = -1
    mem[x[AT_TOKEN] + mem[g + G_PARENT] * TOKENS + T_LETTER] |= mem[t + T_LETTER]
    if outcome == ANSWERED:
        hand(x, fix, num, mem, t, T_VALUES, member, M_VALUES)
    elif mem[g + G_FAILURE] < 0 or mem[t + T_PLACE] < mem[g + G_FAILURE]:
        mem[g + G_FAILURE] = mem[t + T_PLACE]
        mem[g + G_OUTCOME] = outcome
        mem[g + G_ARTICLE] = mem[t + T_ARTICLE]
    mem[g + G_MISSING] -= 1
    if mem[g + G_MISSING] == 0 and (not mem[g + G_STARTING]):
        todo(x, fix, num, mem, JOIN, gathering)


@jit
def heard(x: I, fix: I, num: F, mem: I, gathering: int) -> int:
    """How many values the children gave."""
    total = 0
    member = mem[x[AT_GATHERING] + gathering * GATHERINGS + G_FIRST]
    while member >= 0:
        total += mem[x[AT_MEMBER] + member * MEMBERS + M_VALUES]
        member = mem[x[AT_MEMBER] + member * MEMBERS + M_NEXT]
    return int(total)


@jit
def dissolve(x: I, fix: I, num: F, mem: I, gathering: int) -> None:
    """A gathering is over."""
    member = mem[x[AT_GATHERING] + gathering * GATHERINGS + G_FIRST]
    while member >= 0:
        following = mem[x[AT_MEMBER] + member * MEMBERS + M_NEXT]
        pools.give_member(x, fix, num, mem, member)
        member = following
    pools.give_gathering(x, fix, num, mem, gathering)


@jit
def join(x: I, fix: I, num: F, mem: I, gathering: int, values: int) -> None:
    """Give the parent its children's values (there are `values` of them)."""
    g = x[AT_GATHERING] + gathering * GATHERINGS
    parent = mem[g + G_PARENT]
    if values == 0:
        return
    head = _chain(x, fix, num, mem, gathering)
    t = x[AT_TOKEN] + parent * TOKENS
    if mem[g + G_JOIN] == JOIN_MAJORITY:
        _majority(x, fix, num, mem, parent, head, values)
    else:
        pools.drop_values(x, fix, num, mem, mem[t + T_VALUES], mem[t + T_VALUE])
        if values == 1:
            mem[t + T_VALUES] = 0
            n = x[AT_VALUE] + head * VALUES
            carry(x, fix, num, mem, parent, mem[n], mem[n + 1], mem[n + 2], mem[n + 3], mem[n + 4])
            pools.give_value(x, fix, num, mem, head)
        else:
            mem[t + T_VALUES] = values
            mem[t + T_VALUE] = head
    oldest = NEVER
    if mem[t + T_VALUES] == 1:
        oldest = mem[t + T_VALUE + 1 + V_TIME]
    else:
        node = mem[t + T_VALUE]
        while node >= 0:
            oldest = min(oldest, mem[x[AT_VALUE] + node * VALUES + V_TIME])
            node = mem[x[AT_VALUE] + node * VALUES + V_NEXT]
    mem[t + T_STAMP] = oldest


@jit
def _chain(x: I, fix: I, num: F, mem: I, gathering: int) -> int:
    """All children's values in one list, in the order of the children."""
    head = -1
    last = -1
    member = mem[x[AT_GATHERING] + gathering * GATHERINGS + G_FIRST]
    while member >= 0:
        m = x[AT_MEMBER] + member * MEMBERS
        number = mem[m + M_VALUES]
        first = mem[m + M_VALUE]
        if number == 1:
            first = pools.take_value(x, fix, num, mem)
            for column in range(V_NEXT):
                mem[x[AT_VALUE] + first * VALUES + column] = mem[m + M_REGISTER + column]
            mem[x[AT_VALUE] + first * VALUES + V_NEXT] = -1
        if number >= 1:
            if last < 0:
                head = first
            else:
                mem[x[AT_VALUE] + last * VALUES + V_NEXT] = first
            last = first
            for _ in range(number - 1):
                last = mem[x[AT_VALUE] + last * VALUES + V_NEXT]
            mem[m + M_VALUES] = 0
            mem[m + M_VALUE] = -1
        member = mem[m + M_NEXT]
    mem[x[AT_VALUE] + last * VALUES + V_NEXT] = -1
    return int(head)


@jit
def _majority(x: I, fix: I, num: F, mem: I, parent: int, head: int, values: int) -> None:
    """The value that most give, as of the oldest of those; of equally many, the first given."""
    best = head
    most = 0
    node = head
    while node >= 0:
        same = 0
        first = True
        other = head
        while other >= 0:
            if (
                mem[x[AT_VALUE] + other * VALUES + V_VERSION]
                == mem[x[AT_VALUE] + node * VALUES + V_VERSION]
                and mem[x[AT_VALUE] + other * VALUES + V_ERROR]
                == mem[x[AT_VALUE] + node * VALUES + V_ERROR]
            ):
                if same == 0 and other != node:
                    first = False
                same += 1
            other = mem[x[AT_VALUE] + other * VALUES + V_NEXT]
        if first and same > most:
            most = same
            best = node
        node = mem[x[AT_VALUE] + node * VALUES + V_NEXT]
    oldest = NEVER
    other = head
    while other >= 0:
        if (
            mem[x[AT_VALUE] + other * VALUES + V_VERSION]
            == mem[x[AT_VALUE] + best * VALUES + V_VERSION]
            and mem[x[AT_VALUE] + other * VALUES + V_ERROR]
            == mem[x[AT_VALUE] + best * VALUES + V_ERROR]
        ):
            oldest = min(oldest, mem[x[AT_VALUE] + other * VALUES + V_TIME])
        other = mem[x[AT_VALUE] + other * VALUES + V_NEXT]
    n = x[AT_VALUE] + best * VALUES
    register, record, version, error = (
        mem[n + V_REGISTER],
        mem[n + 1],
        mem[n + V_VERSION],
        mem[n + V_ERROR],
    )
    if values == 1:
        pools.give_value(x, fix, num, mem, head)
    else:
        pools.drop_values(x, fix, num, mem, values, head)
    carry(x, fix, num, mem, parent, register, record, version, error, oldest)


@jit
def bereave(x: I, fix: I, num: F, mem: I, token: int) -> None:
    """The children that a token waits for are its own no more."""
    gathering = mem[x[AT_TOKEN] + token * TOKENS + T_CHILDREN]
    if gathering >= 0:
        dissolve(x, fix, num, mem, gathering)
        mem[x[AT_TOKEN] + token * TOKENS + T_CHILDREN] = -1
