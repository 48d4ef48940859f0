"""The layout of the kernel's memory: tables one behind the other.

In: tables by name. Out: one array of them all, and scalars that say where each begins and how many
rows it has; single tables as views.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.kernel import columns as k
from sandbox.engine.kernel.columns import State

Integers = NDArray[np.int64]


def laid_out(x: Integers, tables: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
    """All tables in one array; `x` is told where they are."""
    place = 0
    for name, table in tables.items():
        x[_at(name)], x[_size(name)] = place, len(table)
        place += table.size
    return np.concatenate([np.zeros(0, np.int64), *(table.ravel() for table in tables.values())])


def table(state: State, name: str) -> Integers:
    """A table of the memory, as a view."""
    first, size = int(state.x[_at(name)]), int(state.x[_size(name)])
    width = _width(state, name)
    return state.m[first : first + size * width].reshape(size, width)


def ages(state: State) -> NDArray[np.float64]:
    """The copies' ages and peaks, as a view."""
    first, size = int(state.x[k.AT_COPY_AGE]), int(state.x[k.SIZE_COPY_AGE])
    return state.f[first : first + 2 * size].reshape(size, 2)


def replaced(state: State, new: Mapping[str, Integers]) -> State:
    """The state with other tables in its memory."""
    names = (*k.MEMORY, *k.HASHES)
    tables = {name: new[name] if name in new else table(state, name) for name in names}
    return state._replace(m=laid_out(state.x, tables))


def _width(state: State, name: str) -> int:
    if name == "refusal":
        return int(state.x[k.STREAMED])
    if name == "series":
        return int(state.x[k.CELLS])
    return k.MEMORY[name] if name in k.MEMORY else k.HASHES[name]


def _at(name: str) -> int:
    return int(getattr(k, f"AT_{name.upper()}"))


def _size(name: str) -> int:
    return int(getattr(k, f"SIZE_{name.upper()}"))
