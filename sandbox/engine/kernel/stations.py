"""Stations: `sandbox.engine.stations` over arrays.

In: tokens that come with work, and changes from the control plane. Out: events at the ends of
services, work to be done for tokens turned away. Lines are intrusive lists, one for each level of
priority, so that whoever is given up leaves at once.
"""

from __future__ import annotations

from sandbox.engine.kernel import hours
from sandbox.engine.kernel.columns import (
    AT_LINE,
    AT_STATION,
    AT_TOKEN,
    AT_WORK,
    LEVELS,
    LOW,
    NEVER,
    NOW,
    OPENING,
    PART,
    S_ASLEEP,
    S_BUSY,
    S_BUSY_SUM,
    S_CAPACITY,
    S_DOWN,
    S_DUE,
    S_FAILS,
    S_HEAD,
    S_HOURS,
    S_INSIDE,
    S_LAST,
    S_LOST,
    S_MOST,
    S_PAUSED,
    S_PAUSED_LAST,
    S_PLACES,
    S_PRIORITY,
    S_QUEUE,
    S_SERVED,
    S_SERVERS,
    S_SINCE,
    S_UP,
    S_UP_SUM,
    S_WAITING,
    STATIONS,
    T_ALIVE,
    T_BEFORE,
    T_BEHIND,
    T_DUE,
    T_END,
    T_INSIDE,
    T_LOST,
    T_NEXT,
    T_PRIORITY,
    T_STATION,
    T_WAITING,
    T_WORK,
    TOKEN,
    TOKENS,
    TURN,
    WORKED,
    F,
    I,
)
from sandbox.engine.kernel.jit import hot, jit
from sandbox.engine.kernel.pools import give_token
from sandbox.engine.kernel.queue import push


@hot
def add(x: I, fix: I, num: F, mem: I, row: int, column: int, times: int, time: int) -> None:
    """Add `times` × `time` to a sum of moments, kept in two columns."""
    mem[row + column] += times * (time >> PART)
    mem[row + column + 1] += times * (time & LOW)


@hot
def wake(x: I, fix: I, num: F, mem: I, token: int, time: int) -> None:
    """Let a token's waiting end at `time`; what was scheduled for it before is void."""
    mem[x[AT_TOKEN] + token * TOKENS + T_DUE] = push(x, fix, num, mem, time, TOKEN, token)


@hot
def todo(x: I, fix: I, num: F, mem: I, kind: int, what: int) -> None:
    """Leave work to be done at once; the last left is the first done."""
    place = x[WORKED]
    mem[x[AT_WORK] + place * 2] = kind
    mem[x[AT_WORK] + place * 2 + 1] = what
    x[WORKED] = place + 1


@hot
def _opened(x: I, fix: I, num: F, mem: I, station: int) -> int:
    """Now, on the clock that only runs while the station is open."""
    which = mem[x[AT_STATION] + station * STATIONS + S_HOURS]
    return int(x[NOW] if which < 0 else hours.passed(x, fix, num, mem, which, x[NOW]))


@hot
def _line_of(x: I, fix: I, num: F, mem: I, station: int, level: int) -> int:
    """A station's line for a level; the first is kept with the station."""
    if level == 0:
        return int(x[AT_STATION] + station * STATIONS + S_HEAD)
    return int(x[AT_LINE] + (station * (x[LEVELS] - 1) + level - 1) * 2)


@hot
def _line(x: I, fix: I, num: F, mem: I, station: int, token: int) -> int:
    """Where in memory the line is in which a token waits: its first and its last."""
    level = (
        mem[x[AT_TOKEN] + token * TOKENS + T_PRIORITY]
        if mem[x[AT_STATION] + station * STATIONS + S_PRIORITY]
        else 0
    )
    return _line_of(x, fix, num, mem, station, level)


@hot
def _join(x: I, fix: I, num: F, mem: I, station: int, token: int) -> None:
    """Wait behind all others of the same urgency."""
    line = _line(x, fix, num, mem, station, token)
    last = mem[line + 1]
    mem[x[AT_TOKEN] + token * TOKENS + T_BEFORE] = last
    mem[x[AT_TOKEN] + token * TOKENS + T_NEXT] = -1
    if last >= 0:
        mem[x[AT_TOKEN] + last * TOKENS + T_NEXT] = token
    else:
        mem[line] = token
    mem[line + 1] = token
    mem[x[AT_TOKEN] + token * TOKENS + T_WAITING] = 1


@hot
def _quit(x: I, fix: I, num: F, mem: I, station: int, token: int) -> None:
    """Leave the line."""
    line = _line(x, fix, num, mem, station, token)
    before, behind = (
        mem[x[AT_TOKEN] + token * TOKENS + T_BEFORE],
        mem[x[AT_TOKEN] + token * TOKENS + T_NEXT],
    )
    if before >= 0:
        mem[x[AT_TOKEN] + before * TOKENS + T_NEXT] = behind
    else:
        mem[line] = behind
    if behind >= 0:
        mem[x[AT_TOKEN] + behind * TOKENS + T_BEFORE] = before
    else:
        mem[line + 1] = before
    mem[x[AT_TOKEN] + token * TOKENS + T_WAITING] = 0


@hot
def _next(x: I, fix: I, num: F, mem: I, station: int) -> int:
    """The next of those who wait leaves the line; there is one."""
    level = 0
    line = _line_of(x, fix, num, mem, station, 0)
    while mem[line] < 0:
        level += 1
        line = _line_of(x, fix, num, mem, station, level)
    token = mem[line]
    behind = mem[x[AT_TOKEN] + token * TOKENS + T_NEXT]
    mem[line] = behind
    if behind >= 0:
        mem[x[AT_TOKEN] + behind * TOKENS + T_BEFORE] = -1
    else:
        mem[line + 1] = -1
    mem[x[AT_TOKEN] + token * TOKENS + T_WAITING] = 0
    return int(token)


@hot
def _go_inside(x: I, fix: I, num: F, mem: I, station: int, token: int) -> None:
    """Be among those whom an outage fails."""
    t = x[AT_STATION] + station * STATIONS
    last = mem[t + S_LAST]
    mem[x[AT_TOKEN] + token * TOKENS + T_INSIDE] = last
    mem[x[AT_TOKEN] + token * TOKENS + T_BEHIND] = -1
    if last >= 0:
        mem[x[AT_TOKEN] + last * TOKENS + T_BEHIND] = token
    else:
        mem[t + S_INSIDE] = token
    mem[t + S_LAST] = token


@hot
def _go_outside(x: I, fix: I, num: F, mem: I, station: int, token: int) -> None:
    """Be served."""
    t = x[AT_STATION] + station * STATIONS
    before, behind = (
        mem[x[AT_TOKEN] + token * TOKENS + T_INSIDE],
        mem[x[AT_TOKEN] + token * TOKENS + T_BEHIND],
    )
    if before >= 0:
        mem[x[AT_TOKEN] + before * TOKENS + T_BEHIND] = behind
    else:
        mem[t + S_INSIDE] = behind
    if behind >= 0:
        mem[x[AT_TOKEN] + behind * TOKENS + T_INSIDE] = before
    else:
        mem[t + S_LAST] = before


@hot
def enter(x: I, fix: I, num: F, mem: I, station: int, token: int, work: int) -> bool:
    """A job comes; False when it is turned away."""
    now = x[NOW]
    t = x[AT_STATION] + station * STATIONS
    which = mem[t + S_HOURS]
    if mem[t + S_UP] and (not mem[t + S_WAITING]) and (mem[t + S_BUSY] < mem[t + S_SERVERS]):
        if which < 0 or hours.is_open(x, fix, num, mem, which, now):
            _begin(x, fix, num, mem, station, token, work)
            return True
    elif not mem[t + S_UP] and mem[t + S_FAILS]:
        return False
    if mem[t + S_WAITING] >= mem[t + S_PLACES]:
        return False
    mem[x[AT_TOKEN] + token * TOKENS + T_STATION] = station
    mem[x[AT_TOKEN] + token * TOKENS + T_WORK] = work
    _join(x, fix, num, mem, station, token)
    mem[t + S_WAITING] += 1
    mem[t + S_MOST] = max(mem[t + S_MOST], mem[t + S_WAITING])
    add(x, fix, num, mem, t, S_QUEUE, -1, now)
    if which >= 0:
        _sleep(x, fix, num, mem, station)
    return True


@hot
def _begin(x: I, fix: I, num: F, mem: I, station: int, token: int, work: int) -> None:
    """Put a job to a free server."""
    now = x[NOW]
    t = x[AT_STATION] + station * STATIONS
    mem[t + S_BUSY] += 1
    mem[x[AT_TOKEN] + token * TOKENS + T_STATION] = station
    mem[x[AT_TOKEN] + token * TOKENS + T_LOST] = mem[t + S_LOST]
    if mem[t + S_FAILS]:
        _go_inside(x, fix, num, mem, station, token)
    which = mem[t + S_HOURS]
    if which < 0:
        add(x, fix, num, mem, t, S_BUSY_SUM, -1, now)
        wake(x, fix, num, mem, token, now + work)
    else:
        add(x, fix, num, mem, t, S_BUSY_SUM, -1, hours.passed(x, fix, num, mem, which, now))
        wake(x, fix, num, mem, token, hours.after(x, fix, num, mem, which, now, work))


@hot
def finish(x: I, fix: I, num: F, mem: I, token: int) -> bool:
    """A service's event fires: the server takes the next job. False: it was held up."""
    station = mem[x[AT_TOKEN] + token * TOKENS + T_STATION]
    now = x[NOW]
    t = x[AT_STATION] + station * STATIONS
    if not mem[t + S_UP]:
        mem[x[AT_TOKEN] + token * TOKENS + T_END] = _opened(x, fix, num, mem, station)
        mem[x[AT_TOKEN] + token * TOKENS + T_NEXT] = -1
        if mem[t + S_PAUSED] < 0:
            mem[t + S_PAUSED] = token
        else:
            mem[x[AT_TOKEN] + mem[t + S_PAUSED_LAST] * TOKENS + T_NEXT] = token
        mem[t + S_PAUSED_LAST] = token
        return False
    if mem[x[AT_TOKEN] + token * TOKENS + T_LOST] != mem[t + S_LOST]:
        _make_up(x, fix, num, mem, token, _opened(x, fix, num, mem, station))
        return False
    mem[x[AT_TOKEN] + token * TOKENS + T_STATION] = -1
    mem[t + S_SERVED] += 1
    which = mem[t + S_HOURS]
    if mem[t + S_FAILS]:
        _go_outside(x, fix, num, mem, station, token)
    if which < 0 and mem[t + S_WAITING] and (mem[t + S_BUSY] <= mem[t + S_SERVERS]):
        following = _next(x, fix, num, mem, station)
        mem[t + S_WAITING] -= 1
        add(x, fix, num, mem, t, S_QUEUE, 1, now)
        mem[x[AT_TOKEN] + following * TOKENS + T_LOST] = mem[t + S_LOST]
        if mem[t + S_FAILS]:
            _go_inside(x, fix, num, mem, station, following)
        wake(x, fix, num, mem, following, now + mem[x[AT_TOKEN] + following * TOKENS + T_WORK])
        return True
    mem[t + S_BUSY] -= 1
    opened = now if which < 0 else hours.passed(x, fix, num, mem, which, now)
    add(x, fix, num, mem, t, S_BUSY_SUM, 1, opened)
    if mem[t + S_BUSY] >= mem[t + S_SERVERS]:
        add(x, fix, num, mem, t, S_CAPACITY, 1, opened)
    if mem[t + S_WAITING]:
        _serve(x, fix, num, mem, station)
    return True


@jit
def leave(x: I, fix: I, num: F, mem: I, token: int) -> None:
    """A waiting job is given up."""
    station = mem[x[AT_TOKEN] + token * TOKENS + T_STATION]
    _quit(x, fix, num, mem, station, token)
    mem[x[AT_STATION] + station * STATIONS + S_WAITING] -= 1
    add(x, fix, num, mem, x[AT_STATION] + station * STATIONS, S_QUEUE, 1, x[NOW])


@jit
def _serve(x: I, fix: I, num: F, mem: I, station: int) -> None:
    """Put waiting jobs to free servers, if the station works."""
    now = x[NOW]
    t = x[AT_STATION] + station * STATIONS
    which = mem[t + S_HOURS]
    if not mem[t + S_UP] or not mem[t + S_WAITING]:
        return
    if which >= 0 and (not hours.is_open(x, fix, num, mem, which, now)):
        _sleep(x, fix, num, mem, station)
        return
    while mem[t + S_WAITING] and mem[t + S_BUSY] < mem[t + S_SERVERS]:
        token = _next(x, fix, num, mem, station)
        mem[t + S_WAITING] -= 1
        add(x, fix, num, mem, t, S_QUEUE, 1, now)
        _begin(x, fix, num, mem, station, token, mem[x[AT_TOKEN] + token * TOKENS + T_WORK])


@jit
def _make_up(x: I, fix: I, num: F, mem: I, token: int, end: int) -> None:
    """Put a service's end off by what outages held it up; `end` is in open time."""
    station = mem[x[AT_TOKEN] + token * TOKENS + T_STATION]
    now = x[NOW]
    t = x[AT_STATION] + station * STATIONS
    end += mem[t + S_LOST] - mem[x[AT_TOKEN] + token * TOKENS + T_LOST]
    mem[x[AT_TOKEN] + token * TOKENS + T_LOST] = mem[t + S_LOST]
    which = mem[t + S_HOURS]
    if which < 0:
        wake(x, fix, num, mem, token, end)
    else:
        wake(
            x,
            fix,
            num,
            mem,
            token,
            hours.after(
                x, fix, num, mem, which, now, end - hours.passed(x, fix, num, mem, which, now)
            ),
        )


@jit
def _sleep(x: I, fix: I, num: F, mem: I, station: int) -> None:
    """See to it that waiting jobs are served when the station opens."""
    t = x[AT_STATION] + station * STATIONS
    which, now = mem[t + S_HOURS], x[NOW]
    if mem[t + S_ASLEEP] or hours.is_open(x, fix, num, mem, which, now):
        return
    opening = hours.next_opening(x, fix, num, mem, which, now)
    if opening < NEVER:
        mem[t + S_ASLEEP] = 1
        mem[t + S_DUE] = push(x, fix, num, mem, opening, OPENING, station)


@jit
def open_up(x: I, fix: I, num: F, mem: I, station: int) -> None:
    """The station opens."""
    mem[x[AT_STATION] + station * STATIONS + S_ASLEEP] = 0
    _serve(x, fix, num, mem, station)


@jit
def _there(x: I, fix: I, num: F, mem: I, station: int) -> int:
    """Servers that are there: those it has, and those that finish a last service."""
    return int(
        max(
            mem[x[AT_STATION] + station * STATIONS + S_SERVERS],
            mem[x[AT_STATION] + station * STATIONS + S_BUSY],
        )
    )


@jit
def set_servers(x: I, fix: I, num: F, mem: I, station: int, servers: int) -> None:
    """Change the number of servers; services under way go on, and their servers with them."""
    before = _there(x, fix, num, mem, station)
    mem[x[AT_STATION] + station * STATIONS + S_SERVERS] = servers
    if mem[x[AT_STATION] + station * STATIONS + S_UP]:
        add(
            x,
            fix,
            num,
            mem,
            x[AT_STATION] + station * STATIONS,
            S_CAPACITY,
            before - _there(x, fix, num, mem, station),
            _opened(x, fix, num, mem, station),
        )
    _serve(x, fix, num, mem, station)


@jit
def set_station(x: I, fix: I, num: F, mem: I, station: int, up: bool) -> None:
    """Break down or come back; breakdowns nest. Whom an outage fails is left as work."""
    t = x[AT_STATION] + station * STATIONS
    now = x[NOW]
    mem[t + S_DOWN] += -1 if up else 1
    if up and mem[t + S_DOWN] == 0:
        opened = _opened(x, fix, num, mem, station)
        mem[t + S_LOST] += opened - mem[t + S_SINCE]
        add(x, fix, num, mem, t, S_BUSY_SUM, -mem[t + S_BUSY], opened)
        add(x, fix, num, mem, t, S_CAPACITY, -_there(x, fix, num, mem, station), opened)
        mem[t + S_UP_SUM] -= now
        mem[t + S_UP] = 1
        token = mem[t + S_PAUSED]
        mem[t + S_PAUSED] = -1
        while token >= 0:
            following = mem[x[AT_TOKEN] + token * TOKENS + T_NEXT]
            _make_up(x, fix, num, mem, token, mem[x[AT_TOKEN] + token * TOKENS + T_END])
            token = following
        _serve(x, fix, num, mem, station)
    elif not up and mem[t + S_DOWN] == 1:
        opened = _opened(x, fix, num, mem, station)
        mem[t + S_SINCE] = opened
        add(x, fix, num, mem, t, S_BUSY_SUM, mem[t + S_BUSY], opened)
        add(x, fix, num, mem, t, S_CAPACITY, _there(x, fix, num, mem, station), opened)
        mem[t + S_UP_SUM] += now
        mem[t + S_UP] = 0
        if mem[t + S_FAILS]:
            _fail_all(x, fix, num, mem, station)


@jit
def _fail_all(x: I, fix: I, num: F, mem: I, station: int) -> None:
    """An outage fails all jobs: those in service, then those waiting, in order."""
    t = x[AT_STATION] + station * STATIONS
    begin = x[WORKED]
    token = mem[t + S_INSIDE]
    mem[t + S_INSIDE] = -1
    mem[t + S_LAST] = -1
    while token >= 0:
        following = mem[x[AT_TOKEN] + token * TOKENS + T_BEHIND]
        mem[t + S_BUSY] -= 1
        _turn_away(x, fix, num, mem, token)
        token = following
    while mem[t + S_WAITING]:
        token = _next(x, fix, num, mem, station)
        mem[t + S_WAITING] -= 1
        add(x, fix, num, mem, t, S_QUEUE, 1, x[NOW])
        _turn_away(x, fix, num, mem, token)
    end = x[WORKED] - 1
    while begin < end:
        one, other = mem[x[AT_WORK] + begin * 2 + 1], mem[x[AT_WORK] + end * 2 + 1]
        mem[x[AT_WORK] + begin * 2 + 1], mem[x[AT_WORK] + end * 2 + 1] = other, one
        begin += 1
        end -= 1


@jit
def _turn_away(x: I, fix: I, num: F, mem: I, token: int) -> None:
    mem[x[AT_TOKEN] + token * TOKENS + T_DUE] = -1
    mem[x[AT_TOKEN] + token * TOKENS + T_STATION] = -1
    if mem[x[AT_TOKEN] + token * TOKENS + T_ALIVE]:
        todo(x, fix, num, mem, TURN, token)
    else:
        give_token(x, fix, num, mem, token)
