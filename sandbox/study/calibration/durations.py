"""Durations, kept as what fits need: exact sums and a histogram, never the values.

In: arrays of durations in µs. Out: number, sums of values and logarithms (kept as whole numbers,
so that they are the same in whatever order the values come), a log-bucketed histogram, quantiles.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
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
    """Durations in µs; those below half the resolution count as half of it."""

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
        logs = np.log(np.maximum(values.astype(np.float64), self.resolution / 2))
        self.logs += int(np.rint(logs * _FINE).astype(np.int64).sum())
        self.log_squares += int(np.rint(logs * logs * _FINE).astype(np.int64).sum())
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
        """The mean, s; values of nought count as half the resolution only in `mean_log`."""
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


def _square(value: Any) -> int:
    return int(value) * int(value)
