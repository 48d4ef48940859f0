"""Steps: every operation of the flow language, and tokens that take them.

In: tokens that may go on. Out: the same at their next waiting or end. Whatever else has to be done
at once (children to start, parents to go on) is left as work on a stack, so that the order is that
of one function calling another. Where a table has no room left, the step is not begun; the kernel
comes back to it when it was given more.
"""

from __future__ import annotations

import numpy as np

from sandbox.engine.kernel import attempts, carrying, copies, families, links, pools, tally
from sandbox.engine.kernel.bits import chance, from_bits, identity, sample
from sandbox.engine.kernel.columns import (
    A_ARTICLE,
    A_OPEN,
    AT_CODE,
    AT_COPY,
    AT_DRAW_COLUMN,
    AT_DRAW_LAW,
    AT_DRAW_PURPOSE,
    AT_FLOW_START,
    AT_GATE,
    AT_GATHERING,
    AT_HOLDING,
    AT_LINK,
    AT_LIST_ITEMS,
    AT_LIST_START,
    AT_MATRIX,
    AT_MEMBER,
    AT_ROUTE_ITEMS,
    AT_ROUTE_START,
    AT_ROW_KEY,
    AT_SCRATCH,
    AT_SNAPSHOT,
    AT_STATION,
    AT_STREAM,
    AT_TOKEN,
    AT_VALUE,
    AT_WORK,
    C_REGISTER,
    COLUMNS,
    COPIES,
    END,
    EV_END,
    EV_STEP,
    EXPIRING,
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
    GATES,
    GATHERINGS,
    H_NEXT,
    H_WRITTEN,
    HEAPED,
    HELD,
    HISTOGRAMMED,
    HOLDINGS,
    JOIN,
    L_GATEWAY,
    LATEST,
    LEFT_BLOCK,
    LEFT_GATHERING,
    LEFT_HOLDING,
    LEFT_MEMBER,
    LEFT_SNAPSHOT,
    LEFT_TOKEN,
    LEFT_VALUE,
    LINKS,
    LOGGED,
    M_NEXT,
    M_TOKEN,
    M_VALUE,
    M_VALUES,
    MARGIN,
    MEMBERS,
    N_NEED,
    NOW,
    OPEN,
    P_CHANGES,
    P_FIRST,
    P_LIST,
    P_USERS,
    RELEASE,
    RUN,
    S_LAW,
    SIZE_EXPIRY,
    SIZE_HEAP,
    SIZE_HELD,
    SIZE_HISTOGRAM,
    SIZE_LATEST,
    SIZE_LOG,
    SIZE_TAKEN,
    SIZE_TOLD,
    SIZE_TRACE,
    SIZE_WRITTEN,
    SNAPSHOTS,
    SPREAD,
    STATIONS,
    STREAMS,
    T_ALIVE,
    T_ARTICLE,
    T_BLOCK,
    T_CHILDREN,
    T_DUE,
    T_ERROR,
    T_HOP,
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
    T_RECORD,
    T_REGISTER,
    T_ROUTE,
    T_ROW,
    T_SIZE,
    T_SNAPSHOT,
    T_STAMP,
    T_STATION,
    T_STREAM,
    T_SUBJECT,
    T_TIME,
    T_VALUE,
    T_VALUES,
    T_VERSION,
    T_WAITING,
    TAKEN,
    TOKENS,
    TOLD,
    TRACED,
    TRACING,
    V_ERROR,
    V_NEXT,
    V_RECORD,
    V_REGISTER,
    V_TIME,
    V_VERSION,
    VALUES,
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
    W_SNAPSHOT,
    W_TAKEN,
    W_TOKEN,
    W_TOLD,
    W_TRACE,
    W_VALUE,
    W_WRITTEN,
    WANTED,
    WORKED,
    WRITTEN,
    F,
    I,
)
from sandbox.engine.kernel.jit import hot, jit
from sandbox.engine.kernel.stations import enter, todo, wake
from sandbox.engine.kernel.telling import tell

(
    _DELAY,
    _VISIT,
    _SEND,
    _GATE,
    _SCOPE,
    _COLLECT,
    _READ,
    _WRITE,
    _STAMP,
    _SNAPSHOT,
    _APPLY,
    _CHECK,
    _SCATTER,
    _ATTEMPT,
    _SETTLE,
    _COUNT,
    _LETTER,
    _JUMP,
    _DONE,
) = range(19)
_ANSWERED, _REFUSED, _FAILED = (0, 1, 2)
_OUT_OF_SCOPE, _MISUSE_TALLY = (3, 4)
_NONE, _MAJORITY = (0, 2)
SCOPE_ARTICLE = 1
"Number of article 2 among the articles (0: none)."
STATION_LAW, CHANCE = (-1, -2)


@hot
def work(x: I, fix: I, num: F, mem: I) -> bool:
    """Do all work left; False: the kernel wants room first."""
    while x[WORKED] > 0:
        if not _roomy(x, fix, num, mem):
            return False
        place = x[WORKED] - 1
        kind, what = (mem[x[AT_WORK] + place * 2 + 0], mem[x[AT_WORK] + place * 2 + 1])
        if kind == RUN:
            x[WORKED] = place
            _run(x, fix, num, mem, what)
        elif kind == SPREAD:
            _start_next(x, fix, num, mem, what)
        elif kind == JOIN:
            if x[LEFT_VALUE] < families.heard(x, fix, num, mem, what):
                x[WANTED] = W_VALUE
                return False
            x[WORKED] = place
            _join(x, fix, num, mem, what)
        elif kind == RELEASE:
            x[WORKED] = place
            _release(x, fix, num, mem, what)
        else:
            x[WORKED] = place
            goal = fix[x[AT_CODE] + (mem[x[AT_TOKEN] + what * TOKENS + T_POSITION] - 1) * 5 + 3]
            _fail(x, fix, num, mem, what, goal)
        if x[WANTED]:
            return False
    return True


@hot
def _roomy(x: I, fix: I, num: F, mem: I) -> bool:
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
def _step_fits(x: I, fix: I, num: F, mem: I, token: int, code: int, a: int) -> bool:
    """Whether there is room for one step that may need some."""
    t = x[AT_TOKEN] + token * TOKENS
    row = mem[t + T_ROW]
    many = max(1, mem[t + T_VALUES])
    if code == _WRITE:
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
    if code == _SNAPSHOT:
        which = fix[x[AT_MATRIX] + row * x[COLUMNS] + a]
        if x[LEFT_SNAPSHOT] < 1:
            x[WANTED] = W_SNAPSHOT
        elif x[LEFT_HOLDING] < fix[x[AT_LIST_START] + which + 1] - fix[x[AT_LIST_START] + which]:
            x[WANTED] = W_HOLDING
        else:
            return True
        return False
    if code == _APPLY:
        return _apply_fits(
            x, fix, num, mem, mem[t + T_SNAPSHOT], fix[x[AT_MATRIX] + row * x[COLUMNS] + a]
        )
    if code == _SCATTER:
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
    if code == _ATTEMPT:
        if x[LEFT_BLOCK] < 1:
            x[WANTED] = W_BLOCK
        elif mem[t + T_VALUES] > 1 and x[LEFT_VALUE] < 2 * mem[t + T_VALUES]:
            x[WANTED] = W_VALUE
        else:
            return True
        return False
    if code == _DONE and mem[t + T_VALUES] > 1 and (x[LEFT_VALUE] < mem[t + T_VALUES]):
        x[WANTED] = W_VALUE
        return False
    return True


@jit
def _apply_fits(x: I, fix: I, num: F, mem: I, snapshot: int, targets: int) -> bool:
    """Room to write all that copies were told directly since they were last brought up to date."""
    if snapshot < 0:
        return True
    many = 0
    place = fix[x[AT_LIST_START] + targets]
    holding = mem[x[AT_SNAPSHOT] + snapshot * SNAPSHOTS + P_FIRST]
    while holding >= 0:
        if mem[x[AT_HOLDING] + holding * HOLDINGS + H_WRITTEN]:
            many += copies.untaken(
                x, fix, num, mem, fix[x[AT_LIST_ITEMS] + place], x[AT_HOLDING] + holding * HOLDINGS
            )
        place += 1
        holding = mem[x[AT_HOLDING] + holding * HOLDINGS + H_NEXT]
    count = place - fix[x[AT_LIST_START] + targets]
    if 2 * (x[TAKEN] + count) > x[SIZE_TAKEN]:
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


@hot
def draw(x: I, fix: I, num: F, mem: I, token: int, every: int) -> int:
    """One draw, number `every` among those of all flows."""
    law = fix[x[AT_DRAW_LAW] + every]
    owner = np.uint64(mem[x[AT_TOKEN] + token * TOKENS + T_IDENTITY])
    purpose = np.uint64(fix[x[AT_DRAW_PURPOSE] + every])
    if law == CHANCE:
        return chance(owner, purpose)
    if law == STATION_LAW:
        station = fix[
            x[AT_MATRIX]
            + mem[x[AT_TOKEN] + token * TOKENS + T_ROW] * x[COLUMNS]
            + fix[x[AT_DRAW_COLUMN] + every]
        ]
        law = mem[x[AT_STATION] + station * STATIONS + S_LAW]
    return sample(x, fix, num, mem, law, owner, purpose)


@hot
def _run(x: I, fix: I, num: F, mem: I, token: int) -> None:
    """Take a token on until it waits, ends, or leaves work to be done first."""
    t = x[AT_TOKEN] + token * TOKENS
    row = x[AT_MATRIX] + mem[t + T_ROW] * x[COLUMNS]
    tracing = x[TRACING]
    while True:
        position = mem[t + T_POSITION]
        step = x[AT_CODE] + position * 5
        code, a, b, c, d = (
            fix[step + 0],
            fix[step + 1],
            fix[step + 2],
            fix[step + 3],
            fix[step + 4],
        )
        if code >= _WRITE and code not in (_STAMP, _CHECK, _SETTLE, _COUNT, _LETTER, _JUMP):
            if not _step_fits(x, fix, num, mem, token, code, a):
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
            if code in (_VISIT, _GATE, _COLLECT, _READ, _WRITE, _SEND):
                detail = fix[row + a]
            tell(x, fix, num, mem, token, EV_STEP, code, detail)
        mem[t + T_POSITION] = position + 1
        if code == _VISIT:
            if enter(x, fix, num, mem, fix[row + a], token, draw(x, fix, num, mem, token, d)):
                return
            if c < 0:
                end(x, fix, num, mem, token, _FAILED)
                return
            attempts.jump(x, fix, num, mem, token, c)
        elif code == _SEND:
            mem[t + T_ROUTE] = fix[row + a]
            mem[t + T_HOP] = 0
            mem[t + T_SIZE] = fix[row + b]
            if c:
                if mem[t + T_SNAPSHOT] >= 0:
                    mem[t + T_SIZE] *= mem[
                        x[AT_SNAPSHOT] + mem[t + T_SNAPSHOT] * SNAPSHOTS + P_CHANGES
                    ]
                else:
                    mem[t + T_SIZE] = 0
            if not travel(x, fix, num, mem, token):
                return
        elif code == _DONE:
            end(x, fix, num, mem, token, a)
            return
        elif code == _GATE:
            gate = x[AT_GATE] + fix[row + a] * GATES
            if not mem[gate + A_OPEN]:
                mem[t + T_ARTICLE] = mem[gate + A_ARTICLE]
                attempts.jump(x, fix, num, mem, token, b)
        elif code == _READ:
            if not _read(x, fix, num, mem, token, fix[row + a], -1 if c < 0 else fix[row + c]):
                if b < 0:
                    end(x, fix, num, mem, token, _FAILED)
                    return
                attempts.jump(x, fix, num, mem, token, b)
        elif code == _SCOPE:
            if mem[t + T_MISUSE]:
                _note(x, fix, num, mem, token, _OUT_OF_SCOPE)
                if a:
                    mem[t + T_ARTICLE] = SCOPE_ARTICLE
                    attempts.jump(x, fix, num, mem, token, b)
                else:
                    _note(x, fix, num, mem, token, _MISUSE_TALLY)
        elif code == _STAMP:
            mem[t + T_STAMP] = x[NOW]
            carrying.stamp(x, fix, num, mem, token)
        elif code == _DELAY:
            wake(x, fix, num, mem, token, x[NOW] + draw(x, fix, num, mem, token, b))
            return
        elif code == _COLLECT:
            _collect(
                x,
                fix,
                num,
                mem,
                token,
                fix[row + a],
                int(draw(x, fix, num, mem, token, d) < fix[row + b]),
            )
        elif code == _WRITE:
            _write(x, fix, num, mem, token, fix[row + a])
        elif code == _CHECK:
            if draw(x, fix, num, mem, token, d) < fix[row + a]:
                attempts.jump(x, fix, num, mem, token, c)
        elif code == _COUNT:
            tally.count(x, fix, num, mem, mem[t + T_STREAM], a, mem[t + T_MADE])
        elif code == _JUMP:
            attempts.jump(x, fix, num, mem, token, a)
        elif code == _LETTER:
            _letter(x, fix, num, mem, token)
        elif code == _ATTEMPT:
            attempts.begin(x, fix, num, mem, token, fix[row + a], fix[row + b], c, d)
        elif code == _SETTLE:
            attempts.leave(x, fix, num, mem, token, mem[t + T_POSITION])
        elif code == _SCATTER:
            if _scatter(x, fix, num, mem, token, fix[row + a], b, c, d):
                return
        elif code == _SNAPSHOT:
            _snapshot(x, fix, num, mem, token, fix[row + a], fix[row + b])
        else:
            _apply(x, fix, num, mem, token, fix[row + a])


@jit
def _fail(x: I, fix: I, num: F, mem: I, token: int, goal: int) -> None:
    """Go on at `goal`, or end as failed where there is none."""
    if goal >= 0:
        attempts.jump(x, fix, num, mem, token, goal)
        todo(x, fix, num, mem, RUN, token)
    else:
        end(x, fix, num, mem, token, _FAILED)


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
    if outcome == _ANSWERED and mem[t + T_VALUES] > 0:
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


@hot
def travel(x: I, fix: I, num: F, mem: I, token: int) -> bool:
    """From hop to hop; False when the token waits on one."""
    t = x[AT_TOKEN] + token * TOKENS
    first, last = (
        fix[x[AT_ROUTE_START] + mem[t + T_ROUTE]],
        fix[x[AT_ROUTE_START] + mem[t + T_ROUTE] + 1],
    )
    for place in range(first + mem[t + T_HOP], last):
        link = fix[x[AT_ROUTE_ITEMS] + place]
        if mem[x[AT_LINK] + link * LINKS + L_GATEWAY]:
            tally.cross(x, fix, num, mem, mem[t + T_STREAM], mem[t + T_MADE])
        if links.send(x, fix, num, mem, link, token):
            mem[t + T_HOP] = place - first
            return False
    mem[t + T_ROUTE] = -1
    return True


@hot
def link_of(x: I, fix: I, num: F, mem: I, token: int) -> int:
    """The link that a token is on."""
    t = x[AT_TOKEN] + token * TOKENS
    return int(fix[x[AT_ROUTE_ITEMS] + fix[x[AT_ROUTE_START] + mem[t + T_ROUTE]] + mem[t + T_HOP]])


@jit
def _release(x: I, fix: I, num: F, mem: I, token: int) -> None:
    """A message held at a link that is up again is sent."""
    t = x[AT_TOKEN] + token * TOKENS
    if not mem[t + T_ALIVE]:
        pools.give_token(x, fix, num, mem, token)
    elif not links.send(x, fix, num, mem, link_of(x, fix, num, mem, token), token):
        mem[t + T_HOP] += 1
        if travel(x, fix, num, mem, token):
            todo(x, fix, num, mem, RUN, token)


@jit
def _read(x: I, fix: I, num: F, mem: I, token: int, copy: int, most: int) -> bool:
    """Take the value of the subject's record from a copy; False: there is none."""
    t = x[AT_TOKEN] + token * TOKENS
    register = mem[x[AT_COPY] + copy * COPIES + C_REGISTER]
    record = copies.record_of(x, fix, num, mem, register, from_bits(mem[t + T_SUBJECT]))
    value = x[AT_SCRATCH] + 1 * 3
    if not copies.read(x, fix, num, mem, copy, record, value):
        return False
    if most >= 0 and x[NOW] - mem[value + 2] > most:
        return False
    carrying.carry(
        x, fix, num, mem, token, register, record, mem[value + 0], mem[value + 1], mem[value + 2]
    )
    mem[t + T_STAMP] = mem[value + 2]
    return True


@jit
def _collect(x: I, fix: I, num: F, mem: I, token: int, register: int, error: int) -> None:
    """Ask the citizen."""
    t = x[AT_TOKEN] + token * TOKENS
    record = copies.record_of(x, fix, num, mem, register, from_bits(mem[t + T_SUBJECT]))
    version = copies.version_of(x, fix, num, mem, register, record)
    carrying.carry(x, fix, num, mem, token, register, record, version, error, x[NOW])
    mem[x[AT_TOKEN] + token * TOKENS + T_STAMP] = x[NOW]


@jit
def _write(x: I, fix: I, num: F, mem: I, token: int, copy: int) -> None:
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
def _snapshot(x: I, fix: I, num: F, mem: I, token: int, which: int, targets: int) -> None:
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
    first, target = (fix[x[AT_LIST_START] + which], fix[x[AT_LIST_START] + targets])
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
def _apply(x: I, fix: I, num: F, mem: I, token: int, targets: int) -> None:
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


@jit
def _request(x: I, fix: I, num: F, mem: I, token: int) -> int:
    """The request that a token is, or that it is a child of."""
    while mem[x[AT_TOKEN] + token * TOKENS + T_PARENT] >= 0:
        token = mem[
            x[AT_GATHERING] + mem[x[AT_TOKEN] + token * TOKENS + T_PARENT] * GATHERINGS + G_PARENT
        ]
    return token


@jit
def _note(x: I, fix: I, num: F, mem: I, token: int, what: int) -> None:
    """Count something that a request does once, however many children do it."""
    t = x[AT_TOKEN] + _request(x, fix, num, mem, token) * TOKENS
    if not mem[t + T_NOTED] & 1 << what:
        mem[t + T_NOTED] |= 1 << what
        tally.count(x, fix, num, mem, mem[t + T_STREAM], what, mem[t + T_MADE])


@jit
def _letter(x: I, fix: I, num: F, mem: I, token: int) -> None:
    """Go by letter; a request is counted when its first letter is written."""
    t = x[AT_TOKEN] + _request(x, fix, num, mem, token) * TOKENS
    if not mem[t + T_LETTER]:
        mem[t + T_LETTER] = 1
        stream = mem[t + T_STREAM]
        if stream >= 0 and fix[x[AT_STREAM] + stream * STREAMS + N_NEED]:
            tally.letter(x, fix, num, mem, stream, mem[t + T_MADE])
    mem[x[AT_TOKEN] + token * TOKENS + T_LETTER] = 1


@jit
def _scatter(
    x: I, fix: I, num: F, mem: I, token: int, rows: int, start: int, join: int, failed: int
) -> bool:
    """Bear a child for every row, and leave their starts as work; False: there are none."""
    first, last = (fix[x[AT_LIST_START] + rows], fix[x[AT_LIST_START] + rows + 1])
    if first == last:
        return False
    gathering = pools.take_gathering(x, fix, num, mem)
    g, t = (x[AT_GATHERING] + gathering * GATHERINGS, x[AT_TOKEN] + token * TOKENS)
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
        mem[x[AT_TOKEN] + child * TOKENS + T_PARENT] = gathering if join != _NONE else -1
        if before < 0:
            mem[g + G_FIRST] = member
        else:
            mem[x[AT_MEMBER] + before * MEMBERS + M_NEXT] = member
        before = member
    mem[g + G_CURSOR] = mem[g + G_FIRST]
    mem[t + T_CHILDREN] = gathering if join != _NONE else -1
    todo(x, fix, num, mem, SPREAD, gathering)
    return True


@jit
def _bear(x: I, fix: I, num: F, mem: I, parent: int, row: int, position: int, place: int) -> int:
    """A child, which inherits what its parent is about and knows."""
    child = pools.take_token(x, fix, num, mem)
    c, p = (x[AT_TOKEN] + child * TOKENS, x[AT_TOKEN] + parent * TOKENS)
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
    mem[t + T_HOP] = 0
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
def _start_next(x: I, fix: I, num: F, mem: I, gathering: int) -> None:
    """Start the next child; after the last, the parent goes on or waits."""
    g = x[AT_GATHERING] + gathering * GATHERINGS
    member = mem[g + G_CURSOR]
    if member >= 0:
        mem[g + G_CURSOR] = mem[x[AT_MEMBER] + member * MEMBERS + M_NEXT]
        todo(x, fix, num, mem, RUN, mem[x[AT_MEMBER] + member * MEMBERS + M_TOKEN])
        return
    x[WORKED] -= 1
    if mem[g + G_JOIN] == _NONE:
        parent = mem[g + G_PARENT]
        families.dissolve(x, fix, num, mem, gathering)
        todo(x, fix, num, mem, RUN, parent)
        return
    mem[g + G_STARTING] = 0
    if mem[g + G_MISSING] == 0:
        todo(x, fix, num, mem, JOIN, gathering)


@jit
def _join(x: I, fix: I, num: F, mem: I, gathering: int) -> None:
    """All children have ended: the parent goes on with their values, or fails with the first."""
    g = x[AT_GATHERING] + gathering * GATHERINGS
    parent = mem[g + G_PARENT]
    t = x[AT_TOKEN] + parent * TOKENS
    values = families.heard(x, fix, num, mem, gathering)
    if mem[g + G_FAILURE] >= 0 and (not (mem[g + G_JOIN] == _MAJORITY and values > 0)):
        outcome, failed = (mem[g + G_OUTCOME], mem[g + G_FAILED])
        if mem[g + G_ARTICLE]:
            mem[t + T_ARTICLE] = mem[g + G_ARTICLE]
        families.bereave(x, fix, num, mem, parent)
        if failed >= 0:
            attempts.jump(x, fix, num, mem, parent, failed)
            todo(x, fix, num, mem, RUN, parent)
        else:
            end(x, fix, num, mem, parent, outcome)
        return
    families.join(x, fix, num, mem, gathering, values)
    families.bereave(x, fix, num, mem, parent)
    todo(x, fix, num, mem, RUN, parent)
