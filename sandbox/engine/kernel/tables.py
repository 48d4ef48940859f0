"""Hash tables: open addressing with linear probing, keys of one int64, nothing ever taken out.

In: where a table and its size are, and keys (-1: none). A table has a power of two of rows, and a
row begins with its key. Out: rows.
"""

from __future__ import annotations

import numpy as np

from sandbox.engine.kernel.bits import mix
from sandbox.engine.kernel.columns import F, I
from sandbox.engine.kernel.jit import bare, entry, hot

RECORD_BITS = 40
"""Bits of a key that say which record."""


NEAR = 2
"""Bits of a key that say where in a small group: buckets beside each other share a cache line."""


@hot
def find(x: I, fix: I, num: F, mem: I, table: int, size: int, width: int, key: int) -> int:
    """Where in memory the row of a key begins, or the empty row where it belongs."""
    first = x[table]
    mask = x[size] - 1
    place = (np.int64(mix(np.uint64(key >> NEAR))) << NEAR | key & (1 << NEAR) - 1) & mask
    row = first + place * width
    while mem[row] != key and mem[row] != -1:
        place = (place + 1) & mask
        row = first + place * width
    return int(row)


@entry
def rehash(x: I, fix: I, num: F, mem: I, table: int, size: int, old: I) -> None:
    """Bring all rows of a smaller table into an empty one."""
    x, fix, num, mem = bare(x), bare(fix), bare(num), bare(mem)
    for row in range(old.shape[0]):
        if old[row, 0] != -1:
            place = find(x, fix, num, mem, table, size, old.shape[1], old[row, 0])
            for column in range(old.shape[1]):
                mem[place + column] = old[row, column]
