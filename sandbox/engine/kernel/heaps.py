"""Heaps of pairs: a time, and what is due then; the soonest on top.

In: memory, where a heap begins, how many pairs it has. Out: the same with a pair put in. Of pairs
of the same time the one with the lesser number comes first.
"""

from __future__ import annotations

from sandbox.engine.kernel.columns import I
from sandbox.engine.kernel.jit import hot, jit


@hot
def rise(mem: I, first: int, here: int, time: int, what: int) -> None:
    """Put a pair in at the bottom, above those that come later."""
    while here > 0:
        above = here - 1 >> 1
        up = first + above * 2
        if mem[up] < time or (mem[up] == time and mem[up + 1] < what):
            break
        mem[first + here * 2] = mem[up]
        mem[first + here * 2 + 1] = mem[up + 1]
        here = above
    mem[first + here * 2] = time
    mem[first + here * 2 + 1] = what


@jit
def sink(mem: I, first: int, count: int, here: int, time: int, what: int) -> None:
    """Put a pair in at `here`, below those that come sooner."""
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
        if time < mem[down] or (time == mem[down] and what < mem[down + 1]):
            break
        mem[first + here * 2] = mem[down]
        mem[first + here * 2 + 1] = mem[down + 1]
        here = below
    mem[first + here * 2] = time
    mem[first + here * 2 + 1] = what
