"""Samplers: random bits to numbers of a distribution, one at a time or in arrays.

In: the identities of the things that draw, a purpose, the distribution's parameters. Out: floats
in the parameters' unit, bit for bit the same from the scalar form and from the array form.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sandbox.randomness import arrays
from sandbox.randomness.arrays import Bits, Floats
from sandbox.randomness.keys import bits, unit
from sandbox.randomness.portable import exp, exp_array, log, log_array, normal, normal_array


def exponential(owner: int, purpose: int, mean: float, step: int = 0) -> float:
    """Exponential with this mean, by inversion."""
    return -log(unit(bits(owner, purpose, step))) * mean


def exponentials(owners: Bits, purposes: Bits | int, mean: float, step: int = 0) -> Floats:
    """`exponential` for each owner."""
    return -log_array(arrays.unit(arrays.bits(owners, purposes, step))) * mean


def erlang(owner: int, purpose: int, mean: float, stages: int) -> float:
    """The sum of `stages` exponential stages of this mean each."""
    total = exponential(owner, purpose, mean)
    for stage in range(1, stages):
        total += exponential(owner, purpose, mean, stage)
    return total


def erlangs(owners: Bits, purposes: Bits | int, mean: float, stages: int) -> Floats:
    """`erlang` for each owner."""
    total = exponentials(owners, purposes, mean)
    for stage in range(1, stages):
        total = total + exponentials(owners, purposes, mean, stage)
    return total


def lognormal(owner: int, purpose: int, mu: float, sigma: float) -> float:
    """Lognormal; `mu` and `sigma` are of the logarithm."""
    return exp(normal(unit(bits(owner, purpose))) * sigma + mu)


def lognormals(owners: Bits, purposes: Bits | int, mu: float, sigma: float) -> Floats:
    """`lognormal` for each owner."""
    return exp_array(normal_array(arrays.unit(arrays.bits(owners, purposes))) * sigma + mu)


def between(owner: int, purpose: int, low: float, high: float) -> float:
    """Uniform between `low` and `high`."""
    return low + unit(bits(owner, purpose)) * (high - low)


def betweens(owners: Bits, purposes: Bits | int, low: float, high: float) -> Floats:
    """`between` for each owner."""
    return low + arrays.unit(arrays.bits(owners, purposes)) * (high - low)


def empirical(
    owner: int, purpose: int, values: Sequence[float], cumulative: Sequence[float]
) -> float:
    """One of `values`, by their cumulative shares."""
    place = bisect_right(cumulative, unit(bits(owner, purpose)))
    return values[min(place, len(values) - 1)]


def empiricals(
    owners: Bits, purposes: Bits | int, values: Sequence[float], cumulative: Sequence[float]
) -> Floats:
    """`empirical` for each owner."""
    drawn = arrays.unit(arrays.bits(owners, purposes))
    place = np.searchsorted(np.array(cumulative), drawn, side="right")
    return np.array(values, np.float64)[np.minimum(place, len(values) - 1)]


def gamma(owner: int, purpose: int, shape: float, scale: float) -> float:
    """Gamma by the method of Marsaglia & Tsang (ACM TOMS 26, 2000), tries counted by step."""
    boost = 1.0
    if shape < 1.0:  # a gamma of shape + 1 times U^(1/shape)
        boost = exp(log(unit(bits(owner, purpose))) / shape)
        shape = shape + 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    step = 1
    while True:
        x = normal(unit(bits(owner, purpose, step)))
        v = 1.0 + c * x
        if v > 0.0:
            v = v * v * v
            accepted = log(unit(bits(owner, purpose, step + 1)))
            if accepted < 0.5 * x * x + d - d * v + d * log(v):
                return d * v * boost * scale
        step += 2


def gammas(owners: Bits, purposes: Bits | int, shape: float, scale: float) -> Floats:
    """`gamma` for each owner."""
    each = np.full(len(owners), purposes, np.uint64) if isinstance(purposes, int) else purposes
    boost = np.ones(len(owners))
    if shape < 1.0:
        boost = exp_array(log_array(arrays.unit(arrays.bits(owners, each))) / shape)
        shape = shape + 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    drawn = np.empty(len(owners))
    left: NDArray[np.int64] = np.arange(len(owners))
    step = 1
    while len(left):
        x = normal_array(arrays.unit(arrays.bits(owners[left], each[left], step)))
        v = 1.0 + c * x
        legal = v > 0.0
        v = np.where(legal, v * v * v, 1.0)
        tried = log_array(arrays.unit(arrays.bits(owners[left], each[left], step + 1)))
        taken = legal & (tried < 0.5 * x * x + d - d * v + d * log_array(v))
        drawn[left[taken]] = v[taken]
        left = left[~taken]
        step += 2
    return d * drawn * boost * scale
