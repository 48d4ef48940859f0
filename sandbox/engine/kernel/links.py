"""Links: `sandbox.engine.links` over arrays, one row a direction.

In: tokens with the size of their message, and changes from the control plane. Out: events at the
ends of passages, work to be done for messages that were held.
"""

from __future__ import annotations

from sandbox.engine.kernel.columns import (
    AT_BANDWIDTH,
    AT_LINK,
    AT_OUTAGE,
    AT_TOKEN,
    L_BYTES,
    L_DOWN,
    L_FREE,
    L_HELD,
    L_HELD_LAST,
    L_LATE,
    L_LATE_LAST,
    L_LATENCY,
    L_OUTAGE,
    L_OUTAGE_LAST,
    L_SENT,
    L_SINCE,
    L_UP,
    L_UP_SUM,
    LINKS,
    NOW,
    O_END,
    O_NEXT,
    O_START,
    OUTAGE,
    OUTAGES,
    RELEASE,
    T_END,
    T_LOST,
    T_NEXT,
    T_SIZE,
    TOKENS,
    F,
    I,
)
from sandbox.engine.kernel.jit import hot, jit
from sandbox.engine.kernel.stations import todo, wake
from sandbox.engine.kernel.words import TICKS_A_SECOND


@hot
def send(x: I, fix: I, num: F, mem: I, link: int, token: int) -> bool:
    """Take a message; False when it has arrived at once (no transmission, no latency)."""
    t = x[AT_LINK] + link * LINKS
    if not mem[t + L_UP]:
        mem[x[AT_TOKEN] + token * TOKENS + T_NEXT] = -1
        if mem[t + L_HELD] < 0:
            mem[t + L_HELD] = token
        else:
            mem[x[AT_TOKEN] + mem[t + L_HELD_LAST] * TOKENS + T_NEXT] = token
        mem[t + L_HELD_LAST] = token
        return True
    now = x[NOW]
    size = mem[x[AT_TOKEN] + token * TOKENS + T_SIZE]
    mem[t + L_BYTES] += size
    arrival = now + mem[t + L_LATENCY]
    if num[x[AT_BANDWIDTH] + link] > 0:
        begin = max(mem[t + L_FREE], now)
        work = int(float(size) * TICKS_A_SECOND / num[x[AT_BANDWIDTH] + link] + 0.5)
        mem[t + L_SENT] += work
        mem[t + L_FREE] = begin + work
        arrival = mem[t + L_FREE] + mem[t + L_LATENCY]
    if arrival == now:
        return False
    mem[x[AT_TOKEN] + token * TOKENS + T_LOST] = mem[t + L_OUTAGE_LAST]
    wake(x, fix, num, mem, token, arrival)
    return True


@jit
def arrived(x: I, fix: I, num: F, mem: I, link: int, token: int) -> bool:
    """A message's event fires; False when an outage has held its transmission up."""
    t = x[AT_LINK] + link * LINKS
    last = mem[x[AT_TOKEN] + token * TOKENS + T_LOST]
    if last == mem[t + L_OUTAGE_LAST] and mem[t + L_UP]:
        return True
    end = sent = x[NOW] - mem[t + L_LATENCY]
    outage = mem[t + L_OUTAGE] if last < 0 else mem[x[AT_OUTAGE] + last * OUTAGE + O_NEXT]
    while outage >= 0:
        if mem[x[AT_OUTAGE] + outage * OUTAGE + O_START] >= end:
            break
        end += (
            mem[x[AT_OUTAGE] + outage * OUTAGE + O_END]
            - mem[x[AT_OUTAGE] + outage * OUTAGE + O_START]
        )
        outage = mem[x[AT_OUTAGE] + outage * OUTAGE + O_NEXT]
    if not mem[t + L_UP] and mem[t + L_SINCE] < end:
        mem[x[AT_TOKEN] + token * TOKENS + T_END] = end
        mem[x[AT_TOKEN] + token * TOKENS + T_NEXT] = -1
        if mem[t + L_LATE] < 0:
            mem[t + L_LATE] = token
        else:
            mem[x[AT_TOKEN] + mem[t + L_LATE_LAST] * TOKENS + T_NEXT] = token
        mem[t + L_LATE_LAST] = token
        return False
    mem[x[AT_TOKEN] + token * TOKENS + T_LOST] = mem[t + L_OUTAGE_LAST]
    if end == sent:
        return True
    wake(x, fix, num, mem, token, end + mem[t + L_LATENCY])
    return False


@jit
def set_link(x: I, fix: I, num: F, mem: I, link: int, up: bool) -> None:
    """Break one direction down or bring it back; messages held are left as work."""
    t = x[AT_LINK] + link * LINKS
    now = x[NOW]
    mem[t + L_DOWN] += -1 if up else 1
    if not up and mem[t + L_DOWN] == 1:
        mem[t + L_UP] = 0
        mem[t + L_SINCE] = now
        mem[t + L_UP_SUM] += now
    elif up and mem[t + L_DOWN] == 0:
        mem[t + L_UP] = 1
        mem[t + L_UP_SUM] -= now
        outage = x[OUTAGES]
        x[OUTAGES] = outage + 1
        mem[x[AT_OUTAGE] + outage * OUTAGE + O_START] = mem[t + L_SINCE]
        mem[x[AT_OUTAGE] + outage * OUTAGE + O_END] = now
        mem[x[AT_OUTAGE] + outage * OUTAGE + O_NEXT] = -1
        if mem[t + L_OUTAGE] < 0:
            mem[t + L_OUTAGE] = outage
        else:
            mem[x[AT_OUTAGE] + mem[t + L_OUTAGE_LAST] * OUTAGE + O_NEXT] = outage
        mem[t + L_OUTAGE_LAST] = outage
        if mem[t + L_FREE] > mem[t + L_SINCE]:
            mem[t + L_FREE] += now - mem[t + L_SINCE]
        token = mem[t + L_LATE]
        mem[t + L_LATE] = -1
        while token >= 0:
            following = mem[x[AT_TOKEN] + token * TOKENS + T_NEXT]
            mem[x[AT_TOKEN] + token * TOKENS + T_LOST] = outage
            wake(
                x,
                fix,
                num,
                mem,
                token,
                mem[x[AT_TOKEN] + token * TOKENS + T_END]
                + now
                - mem[t + L_SINCE]
                + mem[t + L_LATENCY],
            )
            token = following
        token = mem[t + L_HELD]
        mem[t + L_HELD] = -1
        while token >= 0:
            following = mem[x[AT_TOKEN] + token * TOKENS + T_NEXT]
            todo(x, fix, num, mem, RELEASE, token)
            token = following
