"""The queue of events: a heap of (time, order and owner).

In: what is to happen when. Out: the next thing to happen. Events of the same time happen in the
order in which they were scheduled; what is no longer in force is passed over when it comes up. An
event that is taken leaves a hole at the top, which the next one scheduled fills: mostly the two
come together, and one way through the heap is enough.
"""

from __future__ import annotations

from sandbox.engine.kernel.ahead import sink_looking
from sandbox.engine.kernel.columns import AT_HEAP, FAR, HEAPED, HOLE, KIND, ORDER, REF, F, I
from sandbox.engine.kernel.heaps import rise, sink
from sandbox.engine.kernel.jit import hot


@hot
def push(x: I, fix: I, num: F, mem: I, time: int, kind: int, place: int) -> int:
    """Schedule an event; its order, by which the event in force is known."""
    order = number(x, fix, num, mem)
    put(x, fix, num, mem, time, order, kind, place)
    return order


@hot
def number(x: I, fix: I, num: F, mem: I) -> int:
    """The order of an event that is scheduled now."""
    order = x[ORDER]
    x[ORDER] = order + 1
    return int(order)


@hot
def put(x: I, fix: I, num: F, mem: I, time: int, order: int, kind: int, place: int) -> None:
    """Put an event into the queue that has its order."""
    packed = order << REF | place << KIND | kind
    if x[HOLE]:
        x[HOLE] = 0
        _sink(x, fix, num, mem, time, packed)
    else:
        x[HEAPED] += 1
        rise(mem, x[AT_HEAP], x[HEAPED] - 1, time, packed)


@hot
def pop(x: I, fix: I, num: F, mem: I) -> None:
    """Take the next event away."""
    x[HOLE] = 1


@hot
def close(x: I, fix: I, num: F, mem: I) -> None:
    """See to it that the next event is at the top."""
    if x[HOLE]:
        x[HOLE] = 0
        x[HEAPED] -= 1
        last = x[AT_HEAP] + x[HEAPED] * 2
        _sink(x, fix, num, mem, mem[last], mem[last + 1])


@hot
def _sink(x: I, fix: I, num: F, mem: I, time: int, packed: int) -> None:
    """Put an event in at the top, below those that come sooner."""
    if x[FAR]:
        sink_looking(x, fix, num, mem, AT_HEAP, x[HEAPED], time, packed)
    else:
        sink(mem, x[AT_HEAP], x[HEAPED], 0, time, packed)
