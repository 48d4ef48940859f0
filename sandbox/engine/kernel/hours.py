"""Working hours: `sandbox.engine.hours` over ragged arrays.

In: the number of a set of open intervals (-1: always open) and times. Out: times.
"""

from __future__ import annotations

from sandbox.engine.kernel.columns import AT_HOURS, AT_HOURS_START, NEVER, F, I
from sandbox.engine.kernel.jit import jit


@jit
def _last_from(x: I, fix: I, num: F, mem: I, which: int, time: int) -> int:
    """The last interval that begins at or before `time`; one before the first: none."""
    first = fix[x[AT_HOURS_START] + which]
    low, high = first, fix[x[AT_HOURS_START] + which + 1]
    while low < high:
        middle = low + high >> 1
        if time < fix[x[AT_HOURS] + middle * 3]:
            high = middle
        else:
            low = middle + 1
    return int(low - 1)


@jit
def is_open(x: I, fix: I, num: F, mem: I, which: int, time: int) -> bool:
    """Whether it is open at `time`."""
    place = _last_from(x, fix, num, mem, which, time)
    return bool(place >= fix[x[AT_HOURS_START] + which] and time < fix[x[AT_HOURS] + place * 3 + 1])


@jit
def passed(x: I, fix: I, num: F, mem: I, which: int, time: int) -> int:
    """Open time before `time`."""
    place = _last_from(x, fix, num, mem, which, time)
    if place < fix[x[AT_HOURS_START] + which]:
        return 0
    return int(
        fix[x[AT_HOURS] + place * 3 + 2]
        + min(time, fix[x[AT_HOURS] + place * 3 + 1])
        - fix[x[AT_HOURS] + place * 3]
    )


@jit
def after(x: I, fix: I, num: F, mem: I, which: int, time: int, work: int) -> int:
    """When `work` more open time will have passed after `time`; it may be never."""
    goal = passed(x, fix, num, mem, which, time) + work
    first, end = fix[x[AT_HOURS_START] + which], fix[x[AT_HOURS_START] + which + 1]
    total = 0
    if end > first:
        total = (
            fix[x[AT_HOURS] + (end - 1) * 3 + 2]
            + fix[x[AT_HOURS] + (end - 1) * 3 + 1]
            - fix[x[AT_HOURS] + (end - 1) * 3]
        )
    if goal > total:
        return NEVER
    if work == 0:
        return time
    low, high = first, end
    while low < high:
        middle = low + high >> 1
        if fix[x[AT_HOURS] + middle * 3 + 2] < goal:
            low = middle + 1
        else:
            high = middle
    return int(fix[x[AT_HOURS] + (low - 1) * 3] + goal - fix[x[AT_HOURS] + (low - 1) * 3 + 2])


@jit
def next_opening(x: I, fix: I, num: F, mem: I, which: int, time: int) -> int:
    """The first open time from `time` on; it may be never."""
    low, high = fix[x[AT_HOURS_START] + which], fix[x[AT_HOURS_START] + which + 1]
    end = high
    while low < high:
        middle = low + high >> 1
        if time < fix[x[AT_HOURS] + middle * 3 + 1]:
            high = middle
        else:
            low = middle + 1
    if low == end:
        return NEVER
    return int(max(time, fix[x[AT_HOURS] + low * 3]))
