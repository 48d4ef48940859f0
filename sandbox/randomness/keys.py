"""Keys and bits, one at a time: what `arrays` does to whole arrays, in plain Python integers.

In: names, seeds, indices. Out: unsigned 64-bit numbers. The mixing function is the finaliser of
SplitMix64 (Steele, Lea & Flood 2014, variant 13 of Stafford), used as a counter-based generator:
a draw has no state, so no draw depends on the order of draws.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
FIRST = 0xBF58476D1CE4E5B9
SECOND = 0x94D049BB133111EB
FINEST = 2.0**-52


@lru_cache(maxsize=65536)
def key(name: str) -> int:
    """The 64-bit key of a stable name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def mix(number: int) -> int:
    """A 64-bit number in which every bit depends on every bit of `number`."""
    number = ((number ^ (number >> 30)) * FIRST) & MASK
    number = ((number ^ (number >> 27)) * SECOND) & MASK
    return number ^ (number >> 31)


def base(seed: int, replication: int) -> int:
    """What all draws of one replication start from."""
    return mix((mix((seed + GOLDEN) & MASK) + (replication + 1) * GOLDEN) & MASK)


def identity(origin: int, name: int, index: int) -> int:
    """The identity of the `index`-th thing of key `name`; `origin` is the replication's base."""
    return mix((mix(origin ^ name) + (index + 1) * GOLDEN) & MASK)


def child(parent: int, name: int, index: int = 0) -> int:
    """The identity of a part of the thing `parent`: its part `name`, the `index`-th of these."""
    return mix(mix(parent ^ name) + (index + 1) * GOLDEN & MASK)


def bits(owner: int, purpose: int, step: int = 0) -> int:
    """64 random bits of the thing `owner` for a purpose; `step` counts where one is not enough."""
    return mix(owner ^ ((purpose + step * GOLDEN) & MASK))


def unit(number: int) -> float:
    """Random bits as a number strictly between 0 and 1 (52 bits, exact)."""
    return ((number >> 12) + 0.5) * FINEST


def uniform(origin: int, name: int, index: int, purpose: int, step: int = 0) -> float:
    """A uniform number in (0, 1) of the `index`-th thing of key `name`, for a purpose."""
    return unit(bits(identity(origin, name, index), purpose, step))
