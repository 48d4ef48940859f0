"""The layout of the kernel's memory: tables one behind the other.

In: tables by name. Out: one array of them all, and scalars that say where each begins and how many
rows it has; single tables as views.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.kernel import columns as k
from sandbox.engine.kernel.columns import State

Integers = NDArray[np.int64]


LINE = 8
"""Numbers in a cache line; every table begins with one."""

GUARD = 0
"""Lines kept free behind every table, so that a test sees whether anybody writes there."""

CANARY = -0x5A5A5A5A
"""What stands between tables."""


def laid_out(
    x: Integers, tables: Mapping[str, NDArray[Any]], kind: type[np.int64 | np.float64]
) -> NDArray[Any]:
    """All tables in one array of a kind of numbers; `x` is told where they are."""
    place = 0
    for name, table in tables.items():
        x[_at(name)], x[_size(name)] = place, len(table)
        place += -(-table.size // LINE) * LINE + GUARD * LINE
    room = np.full(place + LINE, CANARY, kind)
    whole = room[-room.ctypes.data // room.itemsize % LINE :][:place]
    for name, table in tables.items():
        whole[x[_at(name)] :][: table.size] = table.ravel()
    return whole


def table(state: State, name: str) -> Integers:
    """A table of the memory, as a view."""
    first, size = int(state.x[_at(name)]), int(state.x[_size(name)])
    width = _width(state, name)
    return state.mem[first : first + size * width].reshape(size, width)


def ages(state: State) -> NDArray[np.float64]:
    """The copies' ages and peaks, as a view."""
    first, size = int(state.x[k.AT_COPY_AGE]), int(state.x[k.SIZE_COPY_AGE])
    return state.num[first : first + 2 * size].reshape(size, 2)


def replaced(state: State, new: Mapping[str, Integers]) -> State:
    """The state with other tables in its memory."""
    names = (*k.MEMORY, *k.HASHES)
    tables = {name: new[name] if name in new else table(state, name) for name in names}
    return state._replace(mem=laid_out(state.x, tables, np.int64))


def between(state: State) -> NDArray[np.bool_]:
    """Where in its memory no table is."""
    free = np.ones(len(state.mem), np.bool_)
    for name in (*k.MEMORY, *k.HASHES):
        first, size = int(state.x[_at(name)]), int(state.x[_size(name)])
        free[first : first + size * _width(state, name)] = False
    return free


def plausible(x: Integers, num: NDArray[np.float64], mem: Integers) -> bool:
    """Whether arrays that were read from elsewhere may be those of a state."""
    if not (x.shape == (k.SCALARS,) and x.dtype == mem.dtype == np.int64):
        return False
    if not (num.ndim == mem.ndim == 1 and num.dtype == np.float64):
        return False
    return _reach(x, (*k.MEMORY, *k.HASHES)) <= len(mem) and _reach(x, k.NUMBERS) <= len(num)


def _reach(x: Integers, names: Iterable[str]) -> int:
    """Where the last of some tables ends, at the least."""
    return max(int(x[_at(name)]) + int(x[_size(name)]) for name in names)


def _width(state: State, name: str) -> int:
    if name == "refusal":
        return int(state.x[k.STREAMED])
    return k.MEMORY[name] if name in k.MEMORY else k.HASHES[name]


def _at(name: str) -> int:
    return int(getattr(k, f"AT_{name.upper()}"))


def _size(name: str) -> int:
    return int(getattr(k, f"SIZE_{name.upper()}"))
