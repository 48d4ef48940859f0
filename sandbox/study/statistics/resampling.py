"""The bootstrap over replications: which replications each resample is made of.

In: a seed, a purpose, how many resamples of how many replications. Out: indices and normal weights
that are pure functions of these, so that a table says the same however often it is asked for.
"""

from __future__ import annotations

import math

import numpy as np

from sandbox.language import Message
from sandbox.randomness import arrays, keys
from sandbox.randomness.arrays import Floats, Integers
from sandbox.study.statistics.unusable import Unusable

RESAMPLES = 2000
"""Resamples of a bootstrap: a probability is then known to 0.011 (one standard error at 0.5)."""


def uniforms(seed: int, purpose: str, *shape: int) -> Floats:
    """Numbers in (0, 1) of a shape, keyed by seed, purpose and place in the array.

    An array with more rows begins with the rows of the shorter one.
    """
    count = math.prod(shape)
    names = np.full(count, keys.key(purpose), np.uint64)
    owners = arrays.identity(keys.base(seed, 0), names, np.arange(count, dtype=np.int64))
    return arrays.unit(arrays.bits(owners, keys.key("uniform"))).reshape(shape)


def resampled(seed: int, purpose: str, resamples: int, replications: int) -> Integers:
    """Which replications each resample takes, with replacement: one row a resample.

    Efron, Bootstrap methods: another look at the jackknife, Annals of Statistics 7 (1979).
    """
    drawn = uniforms(seed, purpose, resamples, replications) * replications
    return drawn.astype(np.int64)


def resampled_means(seed: int, purpose: str, resamples: int, values: Floats) -> Floats:
    """The mean of each resample; replications are the first axis of `values`.

    All that belongs to one replication is taken together: what was paired stays paired.
    """
    taken = resampled(seed, purpose, resamples, len(values))
    total = np.zeros((resamples, *values.shape[1:]))
    for chosen in taken.T:
        # not a matrix product, which may round equal columns differently
        total += values[chosen]
    return total / len(values)


def means(values: Floats) -> Floats:
    """Means over replications that depend neither on their order nor on rounding.

    Equal values have exactly that mean, and models with the same values the same one.
    """
    found: Floats = np.apply_along_axis(_mean, 0, values)
    return found


def _mean(column: Floats) -> float:
    if column.min() == column.max():
        return float(column[0])
    return math.fsum(column) / len(column)


def normal_means(seed: int, purpose: str, resamples: int, values: Floats) -> Floats:
    """Draws of the mean's normal approximation N(mean, S/n), S the sample covariance.

    mean + Σ z_r (x_r − mean)/√(n(n−1)) has exactly this law for standard normal z, whatever the
    number of columns (the multiplier bootstrap; van der Vaart & Wellner, Weak Convergence and
    Empirical Processes, 1996, sec. 2.9), and needs no decomposition of S.
    """
    from scipy.special import ndtri

    count = len(values)
    weights = ndtri(uniforms(seed, purpose, resamples, count)) / math.sqrt(count * (count - 1))
    mean = values.mean(axis=0)
    return np.asarray(mean + np.tensordot(weights, values - mean, axes=(1, 0)), np.float64)


def complete(values: Floats) -> Floats:
    """The replications (first axis) in which everything is defined, for paired methods.

    Raises:
        Unusable: when fewer than two are left.
    """
    whole = np.isfinite(values).reshape(len(values), -1).all(axis=1)
    if whole.sum() < 2:
        raise Unusable(
            Message(
                "{n} of {all} replications have every measure defined under every model; at "
                "least 2 are needed: run more replications, or leave out what is not defined",
                {"n": int(whole.sum()), "all": len(values)},
            )
        )
    return values[whole]
