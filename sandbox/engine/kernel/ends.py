"""Ends of flows, and what a request is counted for once.

In: tokens that end, or do something that is counted. Out: parents and the tally know of it.
"""

from __future__ import annotations

from sandbox.engine.kernel import attempts, copies, families, pools, tally
from sandbox.engine.kernel.columns import (
    AT_GATHERING,
    AT_STREAM,
    AT_TOKEN,
    AT_VALUE,
    END,
    EV_END,
    G_PARENT,
    GATHERINGS,
    N_NEED,
    NOW,
    OPEN,
    STREAMS,
    T_ALIVE,
    T_ARTICLE,
    T_BLOCK,
    T_ERROR,
    T_LETTER,
    T_MADE,
    T_NOTED,
    T_PARENT,
    T_PLACE,
    T_RECORD,
    T_REGISTER,
    T_STREAM,
    T_TIME,
    T_VALUE,
    T_VALUES,
    T_VERSION,
    TOKENS,
    TRACING,
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
from sandbox.engine.kernel.jit import hot, jit
from sandbox.engine.kernel.telling import tell
from sandbox.engine.kernel.words import ANSWERED


@jit
def end(x: I, fix: I, num: F, mem: I, token: int, outcome: int) -> None:
    """The token's flow is over."""
    t = x[AT_TOKEN] + token * TOKENS
    if x[TRACING]:
        tell(x, fix, num, mem, token, EV_END, outcome, mem[t + T_ARTICLE])
    mem[t + T_ALIVE] = 0
    if mem[t + T_BLOCK] >= 0:
        attempts.leave(x, fix, num, mem, token, 1 << 62)
    stream = mem[t + T_STREAM]
    if mem[t + T_PLACE] >= 0:
        families.gather(x, fix, num, mem, token, outcome)
    elif (
        stream >= 0 and fix[x[AT_STREAM] + stream * STREAMS + N_NEED] and (mem[t + T_MADE] < x[END])
    ):
        _account(x, fix, num, mem, token, outcome)
    pools.give_token(x, fix, num, mem, token)


@hot
def _account(x: I, fix: I, num: F, mem: I, token: int, outcome: int) -> None:
    """A request ends: hand it to the tally."""
    t = x[AT_TOKEN] + token * TOKENS
    age = 0
    valued = fresh = wrong = False
    if outcome == ANSWERED and mem[t + T_VALUES] > 0:
        valued = fresh = True
        oldest = x[NOW]
        if mem[t + T_VALUES] == 1:
            oldest = min(oldest, mem[t + T_TIME])
            wrong = mem[t + T_ERROR] != 0
            fresh = (
                copies.version_of(x, fix, num, mem, mem[t + T_REGISTER], mem[t + T_RECORD])
                == mem[t + T_VERSION]
            )
        else:
            node = mem[t + T_VALUE]
            while node >= 0:
                n = x[AT_VALUE] + node * VALUES
                oldest = min(oldest, mem[n + V_TIME])
                wrong |= mem[n + V_ERROR] != 0
                if (
                    fresh
                    and copies.version_of(x, fix, num, mem, mem[n + V_REGISTER], mem[n + V_RECORD])
                    != mem[n + V_VERSION]
                ):
                    fresh = False
                node = mem[n + V_NEXT]
        age = x[NOW] - oldest
    x[OPEN] -= 1
    tally.end(
        x,
        fix,
        num,
        mem,
        mem[t + T_STREAM],
        mem[t + T_MADE],
        outcome,
        mem[t + T_ARTICLE],
        age,
        valued,
        fresh,
        wrong,
    )


@jit
def _request(x: I, fix: I, num: F, mem: I, token: int) -> int:
    """The request that a token is, or that it is a child of."""
    while mem[x[AT_TOKEN] + token * TOKENS + T_PARENT] >= 0:
        token = mem[
            x[AT_GATHERING] + mem[x[AT_TOKEN] + token * TOKENS + T_PARENT] * GATHERINGS + G_PARENT
        ]
    return token


@jit
def note(x: I, fix: I, num: F, mem: I, token: int, what: int) -> None:
    """Count something that a request does once, however many children do it."""
    t = x[AT_TOKEN] + _request(x, fix, num, mem, token) * TOKENS
    if not mem[t + T_NOTED] & 1 << what:
        mem[t + T_NOTED] |= 1 << what
        tally.count(x, fix, num, mem, mem[t + T_STREAM], what, mem[t + T_MADE])


@jit
def letter(x: I, fix: I, num: F, mem: I, token: int) -> None:
    """Go by letter; a request is counted when its first letter is written."""
    t = x[AT_TOKEN] + _request(x, fix, num, mem, token) * TOKENS
    if not mem[t + T_LETTER]:
        mem[t + T_LETTER] = 1
        stream = mem[t + T_STREAM]
        if stream >= 0 and fix[x[AT_STREAM] + stream * STREAMS + N_NEED]:
            tally.letter(x, fix, num, mem, stream, mem[t + T_MADE])
    mem[x[AT_TOKEN] + token * TOKENS + T_LETTER] = 1
