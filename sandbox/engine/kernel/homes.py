"""Homes: the row of an arrival, drawn among those of its stream.

In: a stream and an arrival's identity. Out: a row; or where the search for it begins, so that this
can be fetched before.
"""

from __future__ import annotations

import numpy as np

from sandbox.engine.kernel.bits import bits
from sandbox.engine.kernel.columns import (
    AT_HOMES,
    AT_STREAM,
    HOMES,
    J_GUIDE,
    J_ROW,
    J_SHARE,
    KEY_ROW,
    N_COUNT,
    N_ROWS,
    STREAMS,
    F,
    I,
)
from sandbox.engine.kernel.jit import hot


@hot
def _drawn(x: I, fix: I, num: F, mem: I, owner: np.uint64) -> int:
    """The draw of an arrival's row, in parts of 2³²."""
    return int(np.int64(bits(owner, np.uint64(x[KEY_ROW]), 0) >> np.uint64(32)))


@hot
def beginning(x: I, fix: I, num: F, mem: I, stream: int, owner: np.uint64) -> int:
    """Where the entry is that says between which others the search is; see `guide_of`."""
    n = x[AT_STREAM] + stream * STREAMS
    part = _drawn(x, fix, num, mem, owner) * fix[n + N_COUNT] >> 32
    return int(x[AT_HOMES] + (fix[n + N_ROWS] + part) * HOMES)


@hot
def row_of(x: I, fix: I, num: F, mem: I, stream: int, owner: np.uint64) -> int:
    """The row of an arrival: where its subject is at home."""
    n = x[AT_STREAM] + stream * STREAMS
    end = fix[n + N_ROWS] + fix[n + N_COUNT]
    if fix[n + N_COUNT] == 1:
        return int(fix[x[AT_HOMES] + fix[n + N_ROWS] * HOMES + J_ROW])
    goal = (stream << 32) + _drawn(x, fix, num, mem, owner)
    entry = beginning(x, fix, num, mem, stream, owner)
    low = fix[entry + J_GUIDE]
    high = end
    if entry + HOMES < x[AT_HOMES] + end * HOMES:
        high = fix[entry + HOMES + J_GUIDE]
    while low < high:
        middle = low + high >> 1
        if goal < fix[x[AT_HOMES] + middle * HOMES + J_SHARE]:
            high = middle
        else:
            low = middle + 1
    return int(fix[x[AT_HOMES] + low * HOMES + J_ROW])
