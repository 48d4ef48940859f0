"""Time-outs of blocks: a line for each length, of which only the first stands in the queue.

In: blocks that begin and end. Out: the next block whose time is up. Blocks of one length run out
in the order in which they began, and nearly all end before; in the queue they would wait there to
no avail, and be most of it.
"""

from __future__ import annotations

from sandbox.engine.kernel.columns import (
    AT_BLOCK,
    AT_TIMEOUT,
    B_BEFORE,
    B_BEHIND,
    B_DUE,
    B_END,
    B_LINE,
    BLOCKS,
    NOW,
    SIZE_TIMEOUT,
    TIMEOUT,
    TIMEOUTS,
    Y_FIRST,
    Y_LAST,
    Y_QUEUED,
    Y_TICKS,
    F,
    I,
)
from sandbox.engine.kernel.jit import hot, jit
from sandbox.engine.kernel.queue import number, put


@jit
def line_of(x: I, fix: I, num: F, mem: I, ticks: int) -> int:
    """The line of a length; -1: no limit."""
    if ticks <= 0:
        return -1
    low, high = 0, x[SIZE_TIMEOUT] - 1
    while low < high:
        middle = (low + high) >> 1
        if mem[x[AT_TIMEOUT] + middle * TIMEOUTS + Y_TICKS] < ticks:
            low = middle + 1
        else:
            high = middle
    return int(low)


@jit
def start(x: I, fix: I, num: F, mem: I, block: int) -> None:
    """A block's time begins to run, now."""
    b = x[AT_BLOCK] + block * BLOCKS
    line = mem[b + B_LINE]
    if line < 0:
        return
    y = x[AT_TIMEOUT] + line * TIMEOUTS
    last = mem[y + Y_LAST]
    mem[b + B_DUE] = number(x, fix, num, mem)
    mem[b + B_END] = x[NOW] + mem[y + Y_TICKS]
    mem[b + B_BEFORE] = last
    mem[b + B_BEHIND] = -1
    mem[y + Y_LAST] = block
    if last >= 0:
        mem[x[AT_BLOCK] + last * BLOCKS + B_BEHIND] = block
    else:
        mem[y + Y_FIRST] = block
        _queue(x, fix, num, mem, line)


@hot
def stop(x: I, fix: I, num: F, mem: I, block: int) -> None:
    """A block's time does not run any longer."""
    b = x[AT_BLOCK] + block * BLOCKS
    if mem[b + B_DUE] < 0:
        return
    mem[b + B_DUE] = -1
    y = x[AT_TIMEOUT] + mem[b + B_LINE] * TIMEOUTS
    before, behind = mem[b + B_BEFORE], mem[b + B_BEHIND]
    if before >= 0:
        mem[x[AT_BLOCK] + before * BLOCKS + B_BEHIND] = behind
    else:
        mem[y + Y_FIRST] = behind
    if behind >= 0:
        mem[x[AT_BLOCK] + behind * BLOCKS + B_BEFORE] = before
    else:
        mem[y + Y_LAST] = before


@hot
def up(x: I, fix: I, num: F, mem: I, line: int, order: int) -> int:
    """The block that an event of a line is about; -1: it has ended before."""
    first = mem[x[AT_TIMEOUT] + line * TIMEOUTS + Y_FIRST]
    if first >= 0 and mem[x[AT_BLOCK] + first * BLOCKS + B_DUE] == order:
        return int(first)
    return -1


@jit
def go_on(x: I, fix: I, num: F, mem: I, line: int) -> None:
    """The event of a line has been taken from the queue: the next of the line takes its place."""
    mem[x[AT_TIMEOUT] + line * TIMEOUTS + Y_QUEUED] = 0
    if mem[x[AT_TIMEOUT] + line * TIMEOUTS + Y_FIRST] >= 0:
        _queue(x, fix, num, mem, line)


@jit
def _queue(x: I, fix: I, num: F, mem: I, line: int) -> None:
    """Put the first of a line into the queue, unless an event is there, which then comes sooner."""
    y = x[AT_TIMEOUT] + line * TIMEOUTS
    if mem[y + Y_QUEUED]:
        return
    mem[y + Y_QUEUED] = 1
    b = x[AT_BLOCK] + mem[y + Y_FIRST] * BLOCKS
    put(x, fix, num, mem, mem[b + B_END], mem[b + B_DUE], TIMEOUT, line)
