"""More room: larger tables with everything still in its place.

In: a state, and what the kernel wants more of. Out: a state with at least twice as much of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.kernel import columns as k
from sandbox.engine.kernel.columns import State
from sandbox.engine.kernel.tables import rehash
from sandbox.engine.layout import replaced, table

Integers = NDArray[np.int64]

_POOLS = {
    k.W_TOKEN: ("token", k.T_NEXT, k.FREE_TOKEN, k.LEFT_TOKEN),
    k.W_BLOCK: ("block", k.B_OUTER, k.FREE_BLOCK, k.LEFT_BLOCK),
    k.W_GATHERING: ("gathering", k.G_NEXT, k.FREE_GATHERING, k.LEFT_GATHERING),
    k.W_MEMBER: ("member", k.M_NEXT, k.FREE_MEMBER, k.LEFT_MEMBER),
    k.W_VALUE: ("value", k.V_NEXT, k.FREE_VALUE, k.LEFT_VALUE),
    k.W_SNAPSHOT: ("snapshot", k.P_NEXT, k.FREE_SNAPSHOT, k.LEFT_SNAPSHOT),
    k.W_HOLDING: ("holding", k.H_NEXT, k.FREE_HOLDING, k.LEFT_HOLDING),
}
_HASHES = {
    k.W_VERSION: "version",
    k.W_LATEST: "latest",
    k.W_HELD: "held",
    k.W_TAKEN: "taken",
    k.W_HISTOGRAM: "histogram",
}
_PLAIN = {
    k.W_HEAP: "heap",
    k.W_LOG: "log",
    k.W_WRITTEN: "written",
    k.W_EXPIRY: "expiry",
    k.W_WORK: "work",
}
_TRACE = {
    k.W_TRACE: "trace",
    k.W_TOLD: "told",
}
GROWING = (*(pool[0] for pool in _POOLS.values()), *_HASHES.values(), *_PLAIN.values(), "outage")
"""The tables that grow with what happens in a run."""

_SMALL = 1 << 14
_MOST = 1 << (k.REF - k.KIND)


def grown(state: State, wanted: int) -> State:
    """The state with more room for what is wanted.

    Raises:
        MemoryError: when more requests are open than events can name.
    """
    if wanted in _POOLS:
        return _with_pool(state, *_POOLS[wanted])
    name = _HASHES.get(wanted)
    if name is None:
        name = _PLAIN.get(wanted) or _TRACE[wanted]
        return replaced(state, {name: longer(table(state, name))})
    old = table(state, name).copy()
    new = np.full((_times(len(old)) * len(old), old.shape[1]), -1, np.int64)
    state = replaced(state, {name: new})
    at, size = getattr(k, f"AT_{name.upper()}"), getattr(k, f"SIZE_{name.upper()}")
    rehash(*state, at, size, old)
    return state


def longer(old: Integers) -> Integers:
    """Twice as many rows, or four times."""
    size = len(old)
    new = np.zeros((_times(size) * size, old.shape[1]), old.dtype)
    new[:size] = old
    return new


def _times(size: int) -> int:
    """How many times as many rows: small tables grow in few steps, since all others move too."""
    return 4 if size <= _SMALL else 2


def _with_pool(state: State, name: str, link: int, free: int, left: int) -> State:
    old = table(state, name)
    size = len(old)
    if 2 * size > _MOST:
        raise MemoryError("too many requests are open at once")
    new = longer(old)
    new[size:, link] = np.arange(size + 1, len(new) + 1)
    new[-1, link] = state.x[free]
    state.x[free] = size
    state.x[left] += len(new) - size
    tables = {name: new}
    if name == "token":
        work = table(state, "work")
        while len(work) < 2 * len(new) + 512:
            work = longer(work)
        tables["work"] = work
    return replaced(state, tables)
