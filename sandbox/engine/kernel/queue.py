"""The queue of events: a binary heap of (time, order and owner).

In: what is to happen when. Out: the next thing to happen. Events of the same time happen in the
order in which they were scheduled; what is no longer in force is passed over when it comes up. An
event that is taken leaves a hole at the top, which the next one scheduled fills: mostly the two
come together, and one way through the heap is enough.
"""

from __future__ import annotations

from sandbox.engine.kernel.columns import AT_HEAP, HEAPED, HOLE, KIND, ORDER, REF, F, I
from sandbox.engine.kernel.jit import hot, jit


@hot
def push(x: I, fix: I, num: F, mem: I, time: int, kind: int, place: int) -> int:
    """Schedule an event; its order, by which the event in force is known."""
    order = x[ORDER]
    x[ORDER] = order + 1
    packed = order << REF | place << KIND | kind
    if x[HOLE]:
        x[HOLE] = 0
        _sink(x, fix, num, mem, time, packed)
        return int(order)
    first = x[AT_HEAP]
    here = x[HEAPED]
    x[HEAPED] = here + 1
    while here > 0:
        above = here - 1 >> 1
        up = first + above * 2
        # the new event has the highest order of all: at the same time it comes last
        if mem[up] <= time:
            break
        mem[first + here * 2] = mem[up]
        mem[first + here * 2 + 1] = mem[up + 1]
        here = above
    mem[first + here * 2] = time
    mem[first + here * 2 + 1] = packed
    return int(order)


@hot
def pop(x: I, fix: I, num: F, mem: I) -> None:
    """Take the next event away."""
    x[HOLE] = 1


@hot
def close(x: I, fix: I, num: F, mem: I) -> None:
    """See to it that the next event is at the top."""
    if x[HOLE]:
        x[HOLE] = 0
        last = x[HEAPED] - 1
        x[HEAPED] = last
        end = x[AT_HEAP] + last * 2
        _sink(x, fix, num, mem, mem[end], mem[end + 1])


@jit
def _sink(x: I, fix: I, num: F, mem: I, time: int, packed: int) -> None:
    """Put an event in at the top, below those that come sooner."""
    first, count = x[AT_HEAP], x[HEAPED]
    here = 0
    while True:
        below = 2 * here + 1
        if below >= count:
            break
        down = first + below * 2
        if below + 1 < count:
            # no branch: which of two is sooner cannot be guessed
            right = (mem[down + 2] < mem[down]) | (
                (mem[down + 2] == mem[down]) & (mem[down + 3] < mem[down + 1])
            )
            below += int(right)
            down += 2 * int(right)
        if time < mem[down] or (time == mem[down] and packed < mem[down + 1]):
            break
        mem[first + here * 2] = mem[down]
        mem[first + here * 2 + 1] = mem[down + 1]
        here = below
    mem[first + here * 2] = time
    mem[first + here * 2 + 1] = packed
