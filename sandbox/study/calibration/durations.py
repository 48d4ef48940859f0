"""Durations, kept as what fits need: exact sums and a histogram, never the values.

In: arrays of durations in µs. Out: number, sums of values and logarithms (kept as whole numbers,
so that they are the same in whatever order the values come), a log-bucketed histogram, quantiles.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.histogram import buckets, edges

Floats = NDArray[np.float64]
MICRO = 1e-6
_FINE = float(1 << 32)
"""logarithms are counted in this fraction of one"""


@dataclass
class Durations:
    """Durations in µs, differences of times that were rounded to the resolution."""

    resolution: int = 1  # µs
    count: int = 0
    total: int = 0  # µs
    squares: int = 0  # µs²
    logs: int = 0  # of µs
    log_squares: int = 0
    least: int = 2**62
    most: int = 0
    histogram: dict[int, int] = field(default_factory=dict)  # bucket → values

    def add(self, values: NDArray[np.int64]) -> None:
        """Take some values."""
        if not len(values):
            return
        self.count += len(values)
        self.total += int(values.sum())
        self.squares += sum(map(_square, values.tolist()))
        self.least = min(self.least, int(values.min()))
        self.most = max(self.most, int(values.max()))
        logs, squares = logarithms(values, self.resolution)
        self.logs += int(np.rint(logs * _FINE).astype(np.int64).sum())
        self.log_squares += int(np.rint(squares * _FINE).astype(np.int64).sum())
        found, counts = np.unique(buckets(values * 1000), return_counts=True)
        for bucket, number in zip(found.tolist(), counts.tolist()):
            self.histogram[bucket] = self.histogram.get(bucket, 0) + number

    def merge(self, other: Durations) -> None:
        """Take everything that another one holds."""
        for name in ("count", "total", "squares", "logs", "log_squares"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.resolution = max(self.resolution, other.resolution)
        self.least, self.most = min(self.least, other.least), max(self.most, other.most)
        for bucket, number in other.histogram.items():
            self.histogram[bucket] = self.histogram.get(bucket, 0) + number

    @property
    def mean(self) -> float:
        """The mean, s; rounding does not change it."""
        return self.total / self.count * MICRO if self.count else math.nan

    @property
    def deviation(self) -> float:
        """The standard deviation, s."""
        if not self.count:
            return math.nan
        numerator = self.squares * self.count - self.total * self.total
        return math.sqrt(max(numerator, 0)) / self.count * MICRO

    @property
    def mean_log(self) -> float:
        """The mean of the logarithm of seconds."""
        return self.logs / self.count / _FINE + math.log(MICRO)

    @property
    def log_variance(self) -> float:
        """The variance of the logarithm (divided by n, as maximum likelihood has it)."""
        mean = self.logs / self.count / _FINE
        return max(self.log_squares / self.count / _FINE - mean * mean, 0.0)

    def steps(self) -> tuple[Floats, Floats]:
        """The empirical distribution: places in s, and the share of values at or below each.

        A place is the upper edge of a bucket; where values were rounded it lies midway between
        the last value of the bucket and the next one there can be.
        """
        found = np.array(sorted(self.histogram), np.int64)
        counts = np.array([self.histogram[bucket] for bucket in found.tolist()], np.float64)
        _, high = edges(found)
        if self.resolution > 1:
            grid = self.resolution * MICRO
            high = (np.ceil(high / grid - 1e-9) - 0.5) * grid
            high = np.maximum(high, grid / 2)
        return high, np.cumsum(counts) / self.count

    def quantile(self, share: float) -> float:
        """A quantile in s, off by at most a bucket's width (1.6 %)."""
        if not self.count:
            return math.nan
        rank, before = share * self.count, 0
        for bucket in sorted(self.histogram):
            number = self.histogram[bucket]
            if before + number >= rank:
                low, high = (float(edge[0]) for edge in edges(np.array([bucket], np.int64)))
                found = low + (rank - before) / number * (high - low)
                return min(found, self.most * MICRO)
            before += number
        return self.most * MICRO

    def quantile_interval(self, share: float, z: float) -> tuple[float, float]:
        """An interval for a quantile, s: the order statistics that the binomial law allows."""
        half = z * math.sqrt(share * (1 - share) / self.count) if self.count else math.nan
        if math.isnan(half):
            return math.nan, math.nan
        return self.quantile(max(share - half, 0.0)), self.quantile(min(share + half, 1.0))

    def mean_interval(self, z: float) -> tuple[float, float]:
        """An interval for the mean, s, of independent values (central limit theorem)."""
        if self.count < 2:
            return math.nan, math.nan
        half = z * self.deviation / math.sqrt(self.count)
        return self.mean - half, self.mean + half


_SMALL = 64
"""steps of rounding from which the logarithm of a difference is as good as the mean logarithm"""


def logarithms(values: NDArray[np.int64], resolution: int) -> tuple[Floats, Floats]:
    """The logarithm of each value and its square, or of what was rounded to it, in the mean.

    Two times rounded to whole steps lie d steps apart when the true difference is between d − 1 and
    d + 1, the likelier the nearer (a triangle); nought is what is left of it above nought. Taking
    ln d itself would shift shapes fitted to durations of a few steps.
    """
    exact = np.log(np.maximum(values.astype(np.float64), 0.5))
    if resolution == 1:
        return exact, exact * exact
    mean, square = _rounded()
    steps = values // resolution
    small, grid = steps < _SMALL, math.log(resolution)
    place = np.minimum(steps, _SMALL - 1)
    logs = np.where(small, mean[place] + grid, exact)
    squares = square[place] + 2 * grid * mean[place] + grid * grid
    return logs, np.where(small, squares, exact * exact)


@lru_cache(maxsize=1)
def _rounded() -> tuple[Floats, Floats]:
    """Mean of ln x and of ln² x over the triangle about each d: second differences of integrals."""
    x = np.arange(1.0, _SMALL + 1)
    log = np.log(x)
    once = np.r_[0.0, x * x * (log / 2 - 3 / 4)]  # ∬ ln
    twice = np.r_[0.0, x * x * (log * log / 2 - 3 * log / 2 + 7 / 4)]  # ∬ ln²
    mean, square = (whole[2:] - 2 * whole[1:-1] + whole[:-2] for whole in (once, twice))
    return np.r_[-1.5, mean], np.r_[3.5, square]


def _square(value: Any) -> int:
    return int(value) * int(value)
