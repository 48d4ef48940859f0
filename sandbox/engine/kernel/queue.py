"""The queue of events: a binary heap of (time, order and owner).

In: what is to happen when. Out: the next thing to happen. Events of the same time happen in the
order in which they were scheduled; what is no longer in force is passed over when it comes up.
"""

from __future__ import annotations

from sandbox.engine.kernel.columns import AT_HEAP, HEAPED, KIND, NOW, ORDER, REF, F, I
from sandbox.engine.kernel.jit import hot, jit


@hot
def push(x: I, fix: I, num: F, mem: I, time: int, kind: int, place: int) -> int:
    """Schedule an event; its order, by which the event in force is known."""
    order = x[ORDER]
    x[ORDER] = order + 1
    packed = order << REF | place << KIND | kind
    here = x[HEAPED]
    x[HEAPED] = here + 1
    while here > 0:
        above = here - 1 >> 1
        if mem[x[AT_HEAP] + above * 2 + 0] < time or (
            mem[x[AT_HEAP] + above * 2 + 0] == time and mem[x[AT_HEAP] + above * 2 + 1] < packed
        ):
            break
        mem[x[AT_HEAP] + here * 2 + 0] = mem[x[AT_HEAP] + above * 2 + 0]
        mem[x[AT_HEAP] + here * 2 + 1] = mem[x[AT_HEAP] + above * 2 + 1]
        here = above
    mem[x[AT_HEAP] + here * 2 + 0] = time
    mem[x[AT_HEAP] + here * 2 + 1] = packed
    return int(order)


@hot
def pop(x: I, fix: I, num: F, mem: I) -> None:
    """Take the next event away."""
    last = x[HEAPED] - 1
    x[HEAPED] = last
    time, packed = (mem[x[AT_HEAP] + last * 2 + 0], mem[x[AT_HEAP] + last * 2 + 1])
    here = 0
    while True:
        below = 2 * here + 1
        if below >= last:
            break
        if below + 1 < last and (
            mem[x[AT_HEAP] + (below + 1) * 2 + 0] < mem[x[AT_HEAP] + below * 2 + 0]
            or (
                mem[x[AT_HEAP] + (below + 1) * 2 + 0] == mem[x[AT_HEAP] + below * 2 + 0]
                and mem[x[AT_HEAP] + (below + 1) * 2 + 1] < mem[x[AT_HEAP] + below * 2 + 1]
            )
        ):
            below += 1
        if time < mem[x[AT_HEAP] + below * 2 + 0] or (
            time == mem[x[AT_HEAP] + below * 2 + 0] and packed < mem[x[AT_HEAP] + below * 2 + 1]
        ):
            break
        mem[x[AT_HEAP] + here * 2 + 0] = mem[x[AT_HEAP] + below * 2 + 0]
        mem[x[AT_HEAP] + here * 2 + 1] = mem[x[AT_HEAP] + below * 2 + 1]
        here = below
    mem[x[AT_HEAP] + here * 2 + 0] = time
    mem[x[AT_HEAP] + here * 2 + 1] = packed


@jit
def now(x: I, fix: I, num: F, mem: I) -> int:
    """The present time."""
    return int(x[NOW])
