"""Passages: messages from hop to hop of their routes.

In: tokens with a route: the place of their next hop among the hops of all routes, and the place
where theirs end. Out: the same beyond the last link, or waiting on one.
"""

from __future__ import annotations

from sandbox.engine.kernel import links, pools, tally
from sandbox.engine.kernel.columns import (
    AT_LINK,
    AT_ROUTE_ITEMS,
    AT_ROUTE_START,
    AT_TOKEN,
    L_GATEWAY,
    LINKS,
    RUN,
    T_ALIVE,
    T_HOPS,
    T_MADE,
    T_ROUTE,
    T_STREAM,
    TOKENS,
    F,
    I,
)
from sandbox.engine.kernel.jit import hot, jit
from sandbox.engine.kernel.stations import todo


@hot
def set_out(x: I, fix: I, num: F, mem: I, token: int, route: int) -> None:
    """Be before the first hop of a route."""
    t = x[AT_TOKEN] + token * TOKENS
    mem[t + T_ROUTE] = fix[x[AT_ROUTE_START] + route]
    mem[t + T_HOPS] = fix[x[AT_ROUTE_START] + route + 1]


@hot
def travel(x: I, fix: I, num: F, mem: I, token: int) -> bool:
    """From hop to hop; False when the token waits on one."""
    t = x[AT_TOKEN] + token * TOKENS
    for place in range(mem[t + T_ROUTE], mem[t + T_HOPS]):
        link = fix[x[AT_ROUTE_ITEMS] + place]
        if mem[x[AT_LINK] + link * LINKS + L_GATEWAY]:
            tally.cross(x, fix, num, mem, mem[t + T_STREAM], mem[t + T_MADE])
        if links.send(x, fix, num, mem, link, token):
            mem[t + T_ROUTE] = place
            return False
    mem[t + T_ROUTE] = -1
    return True


@hot
def link_of(x: I, fix: I, num: F, mem: I, token: int) -> int:
    """The link that a token is on."""
    return int(fix[x[AT_ROUTE_ITEMS] + mem[x[AT_TOKEN] + token * TOKENS + T_ROUTE]])


@jit
def release(x: I, fix: I, num: F, mem: I, token: int) -> None:
    """A message held at a link that is up again is sent."""
    t = x[AT_TOKEN] + token * TOKENS
    if not mem[t + T_ALIVE]:
        pools.give_token(x, fix, num, mem, token)
    elif not links.send(x, fix, num, mem, link_of(x, fix, num, mem, token), token):
        mem[t + T_ROUTE] += 1
        if travel(x, fix, num, mem, token):
            todo(x, fix, num, mem, RUN, token)
