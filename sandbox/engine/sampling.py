"""Sampling: laws to ticks, one by one or in arrays, with the same bits.

In: laws and the identities and purposes of draws. Out: durations in ticks.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sandbox.flows import PPB, TICKS
from sandbox.flows.laws import Family, Law
from sandbox.randomness import arrays, bits, samplers, unit

Sampler = Callable[[int, int], int]
"""Identity and purpose to ticks."""

_LONGEST = 4.0e9  # seconds; a century and more, and still far inside int64 ticks


def ticks_of(seconds: float) -> int:
    """A drawn duration in ticks, rounded."""
    return int(max(0.0, min(_LONGEST, seconds)) * TICKS + 0.5)


def ticks_of_array(seconds: NDArray[np.float64]) -> NDArray[np.int64]:
    """`ticks_of` of each duration."""
    limited = np.maximum(0.0, np.minimum(_LONGEST, seconds))
    return (limited * TICKS + 0.5).astype(np.int64)


def chance(owner: int, purpose: int) -> int:
    """A uniform number of parts per billion."""
    return int(unit(bits(owner, purpose)) * PPB)


def chances(owners: NDArray[np.uint64], purposes: NDArray[np.uint64] | int) -> NDArray[np.int64]:
    """`chance` for each owner."""
    return (arrays.unit(arrays.bits(owners, purposes)) * PPB).astype(np.int64)


def sampler(law: Law) -> Sampler:
    """The sampler of one law."""
    a, b, whole = law.a, law.b, int(law.b)
    match law.family:
        case Family.CONSTANT:
            always = ticks_of(a)
            return lambda _owner, _purpose: always
        case Family.EXPONENTIAL:
            return lambda owner, purpose: ticks_of(samplers.exponential(owner, purpose, a))
        case Family.ERLANG:
            return lambda owner, purpose: ticks_of(samplers.erlang(owner, purpose, a, whole))
        case Family.GAMMA:
            return lambda owner, purpose: ticks_of(samplers.gamma(owner, purpose, a, b))
        case Family.LOGNORMAL:
            return lambda owner, purpose: ticks_of(samplers.lognormal(owner, purpose, a, b))
        case Family.UNIFORM:
            return lambda owner, purpose: ticks_of(samplers.between(owner, purpose, a, b))
        case Family.EMPIRICAL:
            values, shares = law.values, law.cumulative
            return lambda owner, purpose: ticks_of(
                samplers.empirical(owner, purpose, values, shares)
            )


def sample(law: Law, owners: NDArray[np.uint64], purposes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Durations of one law for many identities and purposes."""
    a, b = law.a, law.b
    match law.family:
        case Family.CONSTANT:
            return np.full(len(owners), ticks_of(a), np.int64)
        case Family.EXPONENTIAL:
            drawn = samplers.exponentials(owners, purposes, a)
        case Family.ERLANG:
            drawn = samplers.erlangs(owners, purposes, a, int(b))
        case Family.GAMMA:
            drawn = samplers.gammas(owners, purposes, a, b)
        case Family.LOGNORMAL:
            drawn = samplers.lognormals(owners, purposes, a, b)
        case Family.UNIFORM:
            drawn = samplers.betweens(owners, purposes, a, b)
        case Family.EMPIRICAL:
            drawn = samplers.empiricals(owners, purposes, law.values, law.cumulative)
    return ticks_of_array(drawn)
