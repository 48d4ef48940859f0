"""Steps: every operation of the flow language, and tokens that take them.

In: tokens that may go on. Out: the same at their next waiting or end. Whatever else has to be done
at once (children to start, parents to go on) is left as work on a stack, so that the order is that
of one function calling another. Where a table has no room left, the step is not begun; the kernel
comes back to it when it was given more.
"""

from __future__ import annotations

import numpy as np

from sandbox.engine.kernel import (
    attempts,
    births,
    carrying,
    ends,
    families,
    passages,
    tally,
    values,
)
from sandbox.engine.kernel.bits import chance, sample
from sandbox.engine.kernel.columns import (
    A_ARTICLE,
    A_OPEN,
    AT_CODE,
    AT_DRAW_LAW,
    AT_DRAW_PURPOSE,
    AT_GATE,
    AT_GATHERING,
    AT_MATRIX,
    AT_SNAPSHOT,
    AT_STATION,
    AT_TOKEN,
    AT_WORK,
    COLUMNS,
    EV_STEP,
    G_ARTICLE,
    G_FAILED,
    G_FAILURE,
    G_JOIN,
    G_OUTCOME,
    G_PARENT,
    GATES,
    GATHERINGS,
    JOIN,
    LEFT_VALUE,
    NOW,
    P_CHANGES,
    RELEASE,
    RUN,
    S_LAW,
    SIZE_TOLD,
    SIZE_TRACE,
    SNAPSHOTS,
    SPREAD,
    STATIONS,
    T_ARTICLE,
    T_IDENTITY,
    T_MADE,
    T_MISUSE,
    T_POSITION,
    T_ROW,
    T_SIZE,
    T_SNAPSHOT,
    T_STAMP,
    T_STREAM,
    T_VALUES,
    TOKENS,
    TOLD,
    TRACED,
    TRACING,
    W_TOLD,
    W_TRACE,
    W_VALUE,
    WANTED,
    WORKED,
    F,
    I,
)
from sandbox.engine.kernel.jit import hot, jit
from sandbox.engine.kernel.room import roomy, step_fits
from sandbox.engine.kernel.stations import enter, todo, wake
from sandbox.engine.kernel.telling import tell
from sandbox.engine.kernel.words import (
    DO_APPLY,
    DO_ATTEMPT,
    DO_CHECK,
    DO_COLLECT,
    DO_COUNT,
    DO_DELAY,
    DO_DONE,
    DO_GATE,
    DO_JUMP,
    DO_LETTER,
    DO_READ,
    DO_SCATTER,
    DO_SCOPE,
    DO_SEND,
    DO_SETTLE,
    DO_SNAPSHOT,
    DO_STAMP,
    DO_VISIT,
    DO_WRITE,
    FAILED,
    JOIN_MAJORITY,
    MISUSE,
    OUT_OF_SCOPE,
)

_ROOMY = sum(1 << code for code in (DO_WRITE, DO_SNAPSHOT, DO_APPLY, DO_SCATTER, DO_ATTEMPT))
"""The operations that may need room in a table, besides the end with many values."""

SCOPE_ARTICLE = 1
"""Number of article 2 among the articles (0: none)."""


@hot
def work(x: I, fix: I, num: F, mem: I) -> bool:
    """Do all work left; False: the kernel wants room first."""
    while x[WORKED] > 0:
        if not roomy(x, fix, num, mem):
            return False
        place = x[WORKED] - 1
        kind, what = mem[x[AT_WORK] + place * 2], mem[x[AT_WORK] + place * 2 + 1]
        if kind == RUN:
            x[WORKED] = place
            _run(x, fix, num, mem, what)
        elif kind == SPREAD:
            births.start_next(x, fix, num, mem, what)
        elif kind == JOIN:
            if x[LEFT_VALUE] < families.heard(x, fix, num, mem, what):
                x[WANTED] = W_VALUE
                return False
            x[WORKED] = place
            _join(x, fix, num, mem, what)
        elif kind == RELEASE:
            x[WORKED] = place
            passages.release(x, fix, num, mem, what)
        else:
            x[WORKED] = place
            goal = fix[x[AT_CODE] + (mem[x[AT_TOKEN] + what * TOKENS + T_POSITION] - 1) * 5 + 3]
            _fail(x, fix, num, mem, what, goal)
        if x[WANTED]:
            return False
    return True


@hot
def _chance(x: I, fix: I, num: F, mem: I, t: int, every: int) -> int:
    """A draw in parts per billion, number `every` among those of all flows."""
    return chance(np.uint64(mem[t + T_IDENTITY]), np.uint64(fix[x[AT_DRAW_PURPOSE] + every]))


@jit
def _lasting(x: I, fix: I, num: F, mem: I, t: int, every: int) -> int:
    """How long a delay lasts."""
    purpose = np.uint64(fix[x[AT_DRAW_PURPOSE] + every])
    law = fix[x[AT_DRAW_LAW] + every]
    return sample(x, fix, num, mem, law, np.uint64(mem[t + T_IDENTITY]), purpose)


@hot
def _service(x: I, fix: I, num: F, mem: I, t: int, station: int, every: int) -> int:
    """How long a service takes at a station."""
    purpose = np.uint64(fix[x[AT_DRAW_PURPOSE] + every])
    law = mem[x[AT_STATION] + station * STATIONS + S_LAW]
    return sample(x, fix, num, mem, law, np.uint64(mem[t + T_IDENTITY]), purpose)


@hot
def _run(x: I, fix: I, num: F, mem: I, token: int) -> None:
    """Take a token on until it waits, ends, or leaves work to be done first."""
    t = x[AT_TOKEN] + token * TOKENS
    row = x[AT_MATRIX] + mem[t + T_ROW] * x[COLUMNS]
    tracing = x[TRACING]
    while True:
        position = mem[t + T_POSITION]
        step = x[AT_CODE] + position * 5
        code, a, b, c, d = fix[step], fix[step + 1], fix[step + 2], fix[step + 3], fix[step + 4]
        roomy_step = _ROOMY >> code & 1 or (code == DO_DONE and mem[t + T_VALUES] > 1)
        if roomy_step and (not step_fits(x, fix, num, mem, token, code, a)):
            todo(x, fix, num, mem, RUN, token)
            return
        if tracing:
            if x[TRACED] + 4 > x[SIZE_TRACE]:
                x[WANTED] = W_TRACE
            elif x[TOLD] + mem[t + T_VALUES] + 1 > x[SIZE_TOLD]:
                x[WANTED] = W_TOLD
            if x[WANTED]:
                todo(x, fix, num, mem, RUN, token)
                return
            detail = a
            if code in (DO_VISIT, DO_GATE, DO_COLLECT, DO_READ, DO_WRITE, DO_SEND):
                detail = fix[row + a]
            tell(x, fix, num, mem, token, EV_STEP, code, detail)
        mem[t + T_POSITION] = position + 1
        if code == DO_VISIT:
            station = fix[row + a]
            if enter(x, fix, num, mem, station, token, _service(x, fix, num, mem, t, station, d)):
                return
            if c < 0:
                ends.end(x, fix, num, mem, token, FAILED)
                return
            attempts.jump(x, fix, num, mem, token, c)
        elif code == DO_SEND:
            passages.set_out(x, fix, num, mem, token, fix[row + a])
            mem[t + T_SIZE] = fix[row + b]
            if c:
                if mem[t + T_SNAPSHOT] >= 0:
                    mem[t + T_SIZE] *= mem[
                        x[AT_SNAPSHOT] + mem[t + T_SNAPSHOT] * SNAPSHOTS + P_CHANGES
                    ]
                else:
                    mem[t + T_SIZE] = 0
            if not passages.travel(x, fix, num, mem, token):
                return
        elif code == DO_DONE:
            ends.end(x, fix, num, mem, token, a)
            return
        elif code == DO_GATE:
            gate = x[AT_GATE] + fix[row + a] * GATES
            if not mem[gate + A_OPEN]:
                mem[t + T_ARTICLE] = mem[gate + A_ARTICLE]
                attempts.jump(x, fix, num, mem, token, b)
        elif code == DO_READ:
            most = -1 if c < 0 else fix[row + c]
            if not values.read(x, fix, num, mem, token, fix[row + a], most):
                if b < 0:
                    ends.end(x, fix, num, mem, token, FAILED)
                    return
                attempts.jump(x, fix, num, mem, token, b)
        elif code == DO_SCOPE:
            if mem[t + T_MISUSE]:
                ends.note(x, fix, num, mem, token, OUT_OF_SCOPE)
                if a:
                    mem[t + T_ARTICLE] = SCOPE_ARTICLE
                    attempts.jump(x, fix, num, mem, token, b)
                else:
                    ends.note(x, fix, num, mem, token, MISUSE)
        elif code == DO_STAMP:
            mem[t + T_STAMP] = x[NOW]
            carrying.stamp(x, fix, num, mem, token)
        elif code == DO_DELAY:
            wake(x, fix, num, mem, token, x[NOW] + _lasting(x, fix, num, mem, t, b))
            return
        elif code == DO_COLLECT:
            values.collect(
                x,
                fix,
                num,
                mem,
                token,
                fix[row + a],
                int(_chance(x, fix, num, mem, t, d) < fix[row + b]),
            )
        elif code == DO_WRITE:
            values.write(x, fix, num, mem, token, fix[row + a])
        elif code == DO_CHECK:
            if _chance(x, fix, num, mem, t, d) < fix[row + a]:
                attempts.jump(x, fix, num, mem, token, c)
        elif code == DO_COUNT:
            tally.count(x, fix, num, mem, mem[t + T_STREAM], a, mem[t + T_MADE])
        elif code == DO_JUMP:
            attempts.jump(x, fix, num, mem, token, a)
        elif code == DO_LETTER:
            ends.letter(x, fix, num, mem, token)
        elif code == DO_ATTEMPT:
            attempts.begin(x, fix, num, mem, token, fix[row + a], fix[row + b], c, d)
        elif code == DO_SETTLE:
            attempts.leave(x, fix, num, mem, token, mem[t + T_POSITION])
        elif code == DO_SCATTER:
            if births.scatter(x, fix, num, mem, token, fix[row + a], b, c, d):
                return
        elif code == DO_SNAPSHOT:
            values.snapshot(x, fix, num, mem, token, fix[row + a], fix[row + b])
        else:
            values.apply(x, fix, num, mem, token, fix[row + a])


@jit
def _fail(x: I, fix: I, num: F, mem: I, token: int, goal: int) -> None:
    """Go on at `goal`, or end as failed where there is none."""
    if goal >= 0:
        attempts.jump(x, fix, num, mem, token, goal)
        todo(x, fix, num, mem, RUN, token)
    else:
        ends.end(x, fix, num, mem, token, FAILED)


@jit
def _join(x: I, fix: I, num: F, mem: I, gathering: int) -> None:
    """All children have ended: the parent goes on with their values, or fails with the first."""
    g = x[AT_GATHERING] + gathering * GATHERINGS
    parent = mem[g + G_PARENT]
    t = x[AT_TOKEN] + parent * TOKENS
    values = families.heard(x, fix, num, mem, gathering)
    if mem[g + G_FAILURE] >= 0 and (not (mem[g + G_JOIN] == JOIN_MAJORITY and values > 0)):
        outcome, failed = mem[g + G_OUTCOME], mem[g + G_FAILED]
        if mem[g + G_ARTICLE]:
            mem[t + T_ARTICLE] = mem[g + G_ARTICLE]
        families.bereave(x, fix, num, mem, parent)
        if failed >= 0:
            attempts.jump(x, fix, num, mem, parent, failed)
            todo(x, fix, num, mem, RUN, parent)
        else:
            ends.end(x, fix, num, mem, parent, outcome)
        return
    families.join(x, fix, num, mem, gathering, values)
    families.bereave(x, fix, num, mem, parent)
    todo(x, fix, num, mem, RUN, parent)
