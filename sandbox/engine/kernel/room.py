"""Room: whether the tables have room for what is to be done next.

In: a state, and a piece of work or a step. Out: yes; or no, and what the kernel wants more of. What
is about to be done is then not begun, and tried again when there is more room.
"""

from __future__ import annotations

from sandbox.engine.kernel import copies
from sandbox.engine.kernel.columns import (
    AT_COPY,
    AT_HOLDING,
    AT_LIST_ITEMS,
    AT_LIST_START,
    AT_MATRIX,
    AT_SNAPSHOT,
    AT_TOKEN,
    C_KIND,
    C_REGISTER,
    COLUMNS,
    COPIES,
    EXPIRING,
    H_COPY,
    H_NEXT,
    H_WRITTEN,
    HEAPED,
    HELD,
    HISTOGRAMMED,
    HOLDINGS,
    LATEST,
    LEFT_BLOCK,
    LEFT_GATHERING,
    LEFT_HOLDING,
    LEFT_MEMBER,
    LEFT_SNAPSHOT,
    LEFT_TOKEN,
    LEFT_VALUE,
    LOGGED,
    MARGIN,
    P_FIRST,
    SIZE_EXPIRY,
    SIZE_HEAP,
    SIZE_HELD,
    SIZE_HISTOGRAM,
    SIZE_LATEST,
    SIZE_LOG,
    SIZE_TAKEN,
    SIZE_WRITTEN,
    SNAPSHOTS,
    T_ROW,
    T_SNAPSHOT,
    T_VALUES,
    TAKEN,
    TOKENS,
    W_BLOCK,
    W_EXPIRY,
    W_GATHERING,
    W_HEAP,
    W_HELD,
    W_HISTOGRAM,
    W_HOLDING,
    W_LATEST,
    W_LOG,
    W_MEMBER,
    W_SENSE,
    W_SNAPSHOT,
    W_TAKEN,
    W_TOKEN,
    W_VALUE,
    W_WRITTEN,
    WANTED,
    WRITTEN,
    F,
    I,
)
from sandbox.engine.kernel.jit import hot, jit
from sandbox.engine.kernel.words import (
    DO_APPLY,
    DO_ATTEMPT,
    DO_DONE,
    DO_SCATTER,
    DO_SNAPSHOT,
    DO_WRITE,
    SOURCE_COPY,
)


@hot
def roomy(x: I, fix: I, num: F, mem: I) -> bool:
    """Whether there is room for what any one piece of work may need, besides large families."""
    if x[HEAPED] + x[MARGIN] > x[SIZE_HEAP]:
        x[WANTED] = W_HEAP
    elif x[LEFT_TOKEN] < 2:
        x[WANTED] = W_TOKEN
    elif 2 * (x[HISTOGRAMMED] + 2) > x[SIZE_HISTOGRAM]:
        x[WANTED] = W_HISTOGRAM
    else:
        return True
    return False


@jit
def step_fits(x: I, fix: I, num: F, mem: I, token: int, code: int, a: int) -> bool:
    """Whether there is room for one step that may need some."""
    t = x[AT_TOKEN] + token * TOKENS
    row = mem[t + T_ROW]
    many = max(1, mem[t + T_VALUES])
    if code == DO_WRITE:
        if 2 * (x[HELD] + many) > x[SIZE_HELD]:
            x[WANTED] = W_HELD
        elif 2 * (x[LATEST] + many) > x[SIZE_LATEST]:
            x[WANTED] = W_LATEST
        elif x[LOGGED] + many > x[SIZE_LOG]:
            x[WANTED] = W_LOG
        elif x[WRITTEN] + many > x[SIZE_WRITTEN]:
            x[WANTED] = W_WRITTEN
        elif x[EXPIRING] + many > x[SIZE_EXPIRY]:
            x[WANTED] = W_EXPIRY
        else:
            return True
        return False
    if code == DO_SNAPSHOT:
        which = fix[x[AT_MATRIX] + row * x[COLUMNS] + a]
        if x[LEFT_SNAPSHOT] < 1:
            x[WANTED] = W_SNAPSHOT
        elif x[LEFT_HOLDING] < fix[x[AT_LIST_START] + which + 1] - fix[x[AT_LIST_START] + which]:
            x[WANTED] = W_HOLDING
        else:
            return True
        return False
    if code == DO_APPLY:
        return _apply_fits(
            x, fix, num, mem, mem[t + T_SNAPSHOT], fix[x[AT_MATRIX] + row * x[COLUMNS] + a]
        )
    if code == DO_SCATTER:
        which = fix[x[AT_MATRIX] + row * x[COLUMNS] + a]
        count = fix[x[AT_LIST_START] + which + 1] - fix[x[AT_LIST_START] + which]
        if x[LEFT_TOKEN] < count:
            x[WANTED] = W_TOKEN
        elif x[LEFT_MEMBER] < count:
            x[WANTED] = W_MEMBER
        elif x[LEFT_GATHERING] < 1:
            x[WANTED] = W_GATHERING
        elif mem[t + T_VALUES] > 1 and x[LEFT_VALUE] < count * mem[t + T_VALUES]:
            x[WANTED] = W_VALUE
        else:
            return True
        return False
    if code == DO_ATTEMPT:
        if x[LEFT_BLOCK] < 1:
            x[WANTED] = W_BLOCK
        elif mem[t + T_VALUES] > 1 and x[LEFT_VALUE] < 2 * mem[t + T_VALUES]:
            x[WANTED] = W_VALUE
        else:
            return True
        return False
    if code == DO_DONE and mem[t + T_VALUES] > 1 and (x[LEFT_VALUE] < mem[t + T_VALUES]):
        x[WANTED] = W_VALUE
        return False
    return True


@jit
def _apply_fits(x: I, fix: I, num: F, mem: I, snapshot: int, targets: int) -> bool:
    """Room to write all that copies were told directly since they were last brought up to date."""
    if snapshot < 0:
        return True
    many = 0
    first, last = fix[x[AT_LIST_START] + targets], fix[x[AT_LIST_START] + targets + 1]
    place = first
    holding = mem[x[AT_SNAPSHOT] + snapshot * SNAPSHOTS + P_FIRST]
    while holding >= 0 and place < last:
        h = x[AT_HOLDING] + holding * HOLDINGS
        target = fix[x[AT_LIST_ITEMS] + place]
        copy = x[AT_COPY] + target * COPIES
        taken = x[AT_COPY] + mem[h + H_COPY] * COPIES
        if mem[copy + C_KIND] == SOURCE_COPY or mem[copy + C_REGISTER] != mem[taken + C_REGISTER]:
            x[WANTED] = W_SENSE
            return False
        if mem[h + H_WRITTEN]:
            many += copies.untaken(x, fix, num, mem, target, h)
        place += 1
        holding = mem[h + H_NEXT]
    if holding >= 0 or place < last:
        x[WANTED] = W_SENSE
    elif 2 * (x[TAKEN] + last - first) > x[SIZE_TAKEN]:
        x[WANTED] = W_TAKEN
    elif 2 * (x[HELD] + many) > x[SIZE_HELD]:
        x[WANTED] = W_HELD
    elif x[WRITTEN] + many > x[SIZE_WRITTEN]:
        x[WANTED] = W_WRITTEN
    elif x[EXPIRING] + many > x[SIZE_EXPIRY]:
        x[WANTED] = W_EXPIRY
    else:
        return True
    return False
