"""The loop: event after event, and what the control plane may ask between them.

In: a state, until when, and how many events at most. Out: whether more is to be done, or what the
kernel wants more room for. Control comes before arrivals, these before other traffic.
"""

from __future__ import annotations

import numpy as np

from sandbox.engine.kernel import (
    arrivals,
    attempts,
    births,
    carrying,
    copies,
    homes,
    hours,
    links,
    passages,
    pools,
    steps,
    tally,
    timeouts,
)
from sandbox.engine.kernel.bits import bits, from_bits, identity, to_bits, unit
from sandbox.engine.kernel.columns import (
    A_ARTICLE,
    A_OPEN,
    A_SUM,
    ARRIVAL,
    AT_BLOCK,
    AT_GATE,
    AT_HEAP,
    AT_SCRATCH,
    AT_STATION,
    AT_STREAM,
    AT_TOKEN,
    AT_WORK,
    B_TOKEN,
    B_TRIED,
    B_VALUES,
    BLOCKS,
    END,
    EV_MADE,
    EV_TIMEOUT,
    EVENTS,
    GATES,
    HEAPED,
    KEY_SUBJECT,
    KIND,
    LEFT_TOKEN,
    LEFT_VALUE,
    N_NEED,
    N_PRIORITY,
    N_REGISTER,
    N_START,
    NEVER,
    NOW,
    OPEN,
    ORIGIN,
    REF,
    RUN,
    S_DUE,
    SIZE_COPY,
    SIZE_LINK,
    SIZE_TRACE,
    SIZE_VERSION,
    STATIONS,
    STREAMS,
    T_ALIVE,
    T_DUE,
    T_IDENTITY,
    T_INDEX,
    T_MADE,
    T_MISUSE,
    T_POSITION,
    T_PRIORITY,
    T_ROUTE,
    T_ROW,
    T_STAMP,
    T_STATION,
    T_STREAM,
    T_SUBJECT,
    TIMEOUT,
    TOKEN,
    TOKENS,
    TRACED,
    TRACING,
    VERSIONS,
    W_TOKEN,
    W_TRACE,
    W_VALUE,
    W_VERSION,
    WANTED,
    WORKED,
    F,
    I,
)
from sandbox.engine.kernel.jit import bare, entry, hot, jit
from sandbox.engine.kernel.queue import close, pop
from sandbox.engine.kernel.stations import finish, open_up, set_servers, set_station, todo
from sandbox.engine.kernel.telling import tell

DONE, MORE, ROOM = 0, 1, 2
_REFERENCE = (1 << REF) - 1


@entry
def begin(x: I, fix: I, num: F, mem: I) -> None:
    """Draw the first arrivals."""
    x, fix, num, mem = bare(x), bare(fix), bare(num), bare(mem)
    arrivals.begin(x, fix, num, mem)


@entry
def passed(x: I, fix: I, num: F, mem: I, which: int, time: int) -> int:
    """Open time before `time`, in a set of working hours."""
    x, fix, num, mem = bare(x), bare(fix), bare(num), bare(mem)
    return hours.passed(x, fix, num, mem, which, time)


@entry
def advance(x: I, fix: I, num: F, mem: I, until: int, limit: int, while_open: bool) -> int:
    """Execute at most `limit` events before `until`: done, more to do, or room wanted.

    Work that was left to be done at once is done in any case.

    `while_open`: only until no measured request is open.
    """
    x, fix, num, mem = bare(x), bare(fix), bare(num), bare(mem)
    done = 0
    while done < limit:
        if x[WORKED] and (not steps.work(x, fix, num, mem)):
            return ROOM
        if while_open and x[OPEN] == 0:
            return DONE
        close(x, fix, num, mem)
        arrival = x[ARRIVAL]
        time = mem[x[AT_HEAP]] if x[HEAPED] > 0 else NEVER
        if arrival <= time:
            if arrival >= until:
                return DONE
            if not _arrive(x, fix, num, mem, arrival):
                return ROOM
        else:
            if time >= until:
                return DONE
            if not _fire(x, fix, num, mem, time):
                return ROOM
        done += 1
        x[EVENTS] += 1
    if x[WORKED] and (not steps.work(x, fix, num, mem)):
        return ROOM
    return MORE


@hot
def _fire(x: I, fix: I, num: F, mem: I, time: int) -> bool:
    """The next event happens; False: the kernel wants room first."""
    packed = mem[x[AT_HEAP] + 1]
    order = packed >> REF
    place = (packed & _REFERENCE) >> KIND
    kind = packed & (1 << KIND) - 1
    if kind == TOKEN:
        pop(x, fix, num, mem)
        x[NOW] = time
        if mem[x[AT_TOKEN] + place * TOKENS + T_DUE] == order:
            _wake(x, fix, num, mem, place)
        else:
            x[EVENTS] -= 1
    elif kind == TIMEOUT:
        block = timeouts.up(x, fix, num, mem, place, order)
        if block >= 0 and (not _attempt_fits(x, fix, num, mem, block)):
            return False
        pop(x, fix, num, mem)
        x[NOW] = time
        if block >= 0:
            timeouts.stop(x, fix, num, mem, block)
        timeouts.go_on(x, fix, num, mem, place)
        if block >= 0:
            if x[TRACING]:
                tell(
                    x,
                    fix,
                    num,
                    mem,
                    mem[x[AT_BLOCK] + block * BLOCKS + B_TOKEN],
                    EV_TIMEOUT,
                    mem[x[AT_BLOCK] + block * BLOCKS + B_TRIED] + 1,
                    0,
                )
            attempts.give_up(x, fix, num, mem, block)
        else:
            x[EVENTS] -= 1
    else:
        pop(x, fix, num, mem)
        x[NOW] = time
        if mem[x[AT_STATION] + place * STATIONS + S_DUE] == order:
            open_up(x, fix, num, mem, place)
        else:
            x[EVENTS] -= 1
    return True


@jit
def _attempt_fits(x: I, fix: I, num: F, mem: I, block: int) -> bool:
    if x[LEFT_TOKEN] < 2:
        x[WANTED] = W_TOKEN
    elif (
        mem[x[AT_BLOCK] + block * BLOCKS + B_VALUES] > 1
        and x[LEFT_VALUE] < mem[x[AT_BLOCK] + block * BLOCKS + B_VALUES]
    ):
        x[WANTED] = W_VALUE
    elif x[TRACING] and x[TRACED] + 4 > x[SIZE_TRACE]:
        x[WANTED] = W_TRACE
    return bool(x[WANTED] == 0)


@hot
def _wake(x: I, fix: I, num: F, mem: I, token: int) -> None:
    """A token's waiting is over: it leaves the station or link that it was at, and goes on."""
    t = x[AT_TOKEN] + token * TOKENS
    if mem[t + T_STATION] >= 0 and (not finish(x, fix, num, mem, token)):
        return
    if mem[t + T_ROUTE] >= 0:
        if not links.arrived(x, fix, num, mem, passages.link_of(x, fix, num, mem, token), token):
            return
        mem[t + T_ROUTE] += 1
        if mem[t + T_ALIVE] and (not passages.travel(x, fix, num, mem, token)):
            return
    if mem[t + T_ALIVE]:
        todo(x, fix, num, mem, RUN, token)
    else:
        pools.give_token(x, fix, num, mem, token)


@hot
def _arrive(x: I, fix: I, num: F, mem: I, time: int) -> bool:
    """The next arrival happens; False: the kernel wants room first."""
    if x[LEFT_TOKEN] < 2:
        x[WANTED] = W_TOKEN
    elif 2 * (x[VERSIONS] + 2) > x[SIZE_VERSION]:
        x[WANTED] = W_VERSION
    elif x[TRACING] and x[TRACED] + 4 > x[SIZE_TRACE]:
        x[WANTED] = W_TRACE
    if x[WANTED]:
        return False
    x[NOW] = time
    arrival = x[AT_SCRATCH] + 6
    if not arrivals.take(x, fix, num, mem, arrival):
        x[EVENTS] -= 1
        return True
    stream, index, owner = (mem[arrival], mem[arrival + 1], np.uint64(mem[arrival + 2]))
    n = x[AT_STREAM] + stream * STREAMS
    token = pools.take_token(x, fix, num, mem)
    t = x[AT_TOKEN] + token * TOKENS
    births.blank(x, fix, num, mem, t)
    mem[t + T_POSITION] = fix[n + N_START]
    mem[t + T_ROW] = homes.row_of(x, fix, num, mem, stream, owner)
    mem[t + T_IDENTITY] = mem[arrival + 2]
    mem[t + T_STREAM] = stream
    mem[t + T_INDEX] = index
    mem[t + T_MADE] = time
    mem[t + T_STAMP] = time
    mem[t + T_PRIORITY] = fix[n + N_PRIORITY]
    mem[t + T_MISUSE] = arrivals.misuse_of(x, fix, num, mem, stream, owner)
    mem[t + T_SUBJECT] = to_bits(arrivals.subject_of(x, fix, num, mem, stream, owner))
    if fix[n + N_NEED]:
        tally.make(x, fix, num, mem, stream, time)
        x[OPEN] += time < x[END]
    elif fix[n + N_REGISTER] >= 0:
        register = fix[n + N_REGISTER]
        record = copies.record_of(x, fix, num, mem, register, from_bits(mem[t + T_SUBJECT]))
        version = copies.change(x, fix, num, mem, register, record)
        carrying.carry(x, fix, num, mem, token, register, record, version, 0, time)
    if x[TRACING]:
        tell(x, fix, num, mem, token, EV_MADE, mem[t + T_ROW], 0)
    todo(x, fix, num, mem, RUN, token)
    return True


@entry
def start_batch(
    x: I, fix: I, num: F, mem: I, position: int, row: int, name: np.uint64, index: int, level: int
) -> None:
    """A batch sets out; there is a free token. Its way is left as work."""
    x, fix, num, mem = bare(x), bare(fix), bare(num), bare(mem)
    owner = identity(np.uint64(x[ORIGIN]), name, index)
    token = pools.take_token(x, fix, num, mem)
    t = x[AT_TOKEN] + token * TOKENS
    births.blank(x, fix, num, mem, t)
    mem[t + T_POSITION] = position
    mem[t + T_ROW] = row
    mem[t + T_IDENTITY] = np.int64(owner)
    mem[t + T_STREAM] = -1
    mem[t + T_INDEX] = index
    mem[t + T_MADE] = x[NOW]
    mem[t + T_STAMP] = x[NOW]
    mem[t + T_PRIORITY] = level
    mem[t + T_SUBJECT] = to_bits(unit(bits(owner, np.uint64(x[KEY_SUBJECT]), 0)))
    if x[TRACING]:
        tell(x, fix, num, mem, token, EV_MADE, row, 0)
    todo(x, fix, num, mem, RUN, token)


@entry
def set_gate(x: I, fix: I, num: F, mem: I, gate: int, open: bool, article: int) -> None:
    """Open or close a gate; without an article (0) it keeps the one it has."""
    x, fix, num, mem = bare(x), bare(fix), bare(num), bare(mem)
    g = x[AT_GATE] + gate * GATES
    if open != (mem[g + A_OPEN] != 0):
        mem[g + A_SUM] += -x[NOW] if open else x[NOW]
    mem[g + A_OPEN] = open
    if article:
        mem[g + A_ARTICLE] = article


@entry
def turn_station(x: I, fix: I, num: F, mem: I, station: int, up: bool) -> None:
    """Break a station down or repair it."""
    x, fix, num, mem = bare(x), bare(fix), bare(num), bare(mem)
    set_station(x, fix, num, mem, station, up)


@entry
def turn_servers(x: I, fix: I, num: F, mem: I, station: int, servers: int) -> None:
    """Change a station's number of servers."""
    x, fix, num, mem = bare(x), bare(fix), bare(num), bare(mem)
    set_servers(x, fix, num, mem, station, servers)


@entry
def turn_link(x: I, fix: I, num: F, mem: I, link: int, up: bool) -> None:
    """Break a link down or repair it, both directions; messages held are left as work, in order."""
    x, fix, num, mem = bare(x), bare(fix), bare(num), bare(mem)
    begin = x[WORKED]
    links.set_link(x, fix, num, mem, link, up)
    links.set_link(x, fix, num, mem, link + x[SIZE_LINK] // 2, up)
    end = x[WORKED] - 1
    while begin < end:
        one, other = mem[x[AT_WORK] + begin * 2 + 1], mem[x[AT_WORK] + end * 2 + 1]
        mem[x[AT_WORK] + begin * 2 + 1], mem[x[AT_WORK] + end * 2 + 1] = other, one
        begin += 1
        end -= 1


@entry
def settle(x: I, fix: I, num: F, mem: I) -> None:
    """Bring all meters of copies up to now."""
    x, fix, num, mem = bare(x), bare(fix), bare(num), bare(mem)
    copies.settle(x, fix, num, mem)
    for copy in range(x[SIZE_COPY]):
        copies.flush(x, fix, num, mem, copy)
