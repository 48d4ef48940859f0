"""Keys and bits by the million: what `keys` does to one number, for numpy arrays of them.

In: arrays of unsigned 64-bit numbers. Out: the same bits that `keys` gives one by one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sandbox.randomness import keys

Bits = NDArray[np.uint64]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_FIRST, _SECOND = np.uint64(keys.FIRST), np.uint64(keys.SECOND)
_GOLDEN = np.uint64(keys.GOLDEN)
_S30, _S27, _S31, _S12 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12)
_ONE = np.uint64(1)


def mix(numbers: Bits) -> Bits:
    """`keys.mix` of each number (unsigned arithmetic wraps as it should)."""
    numbers = (numbers ^ (numbers >> _S30)) * _FIRST
    numbers = (numbers ^ (numbers >> _S27)) * _SECOND
    return numbers ^ (numbers >> _S31)


def identity(origin: int, names: Bits, indices: Integers) -> Bits:
    """`keys.identity` of each name and index."""
    return mix(mix(names ^ np.uint64(origin)) + (indices.astype(np.uint64) + _ONE) * _GOLDEN)


def children(parent: int, names: Bits) -> Bits:
    """`keys.child` of one parent for each name, index 0."""
    return mix(mix(names ^ np.uint64(parent)) + _GOLDEN)


def bits(owners: Bits, purposes: Bits | int, step: int = 0) -> Bits:
    """`keys.bits` of each owner and purpose."""
    if isinstance(purposes, int):
        return mix(owners ^ np.uint64((purposes + step * keys.GOLDEN) & keys.MASK))
    return mix(owners ^ (purposes + np.uint64((step * keys.GOLDEN) & keys.MASK)))


def unit(numbers: Bits) -> Floats:
    """`keys.unit` of each number."""
    return ((numbers >> _S12).astype(np.float64) + 0.5) * keys.FINEST
