"""Outages of a source, from which of its calls failed and when.

In: for each pair of calls that follow each other at a source, how far apart they are and whether
each failed. Out: mean time between failures and to repair. The source is taken to be up or down as
a two-state Markov process (exponential times), of which the calls see a sample: with unavailability
q and relaxation rate r, a call that comes t after one that failed fails with q + (1 − q) e^(−rt),
after one that did not with q − q e^(−rt). q and r maximise the likelihood (Barlow & Proschan 1975,
ch. 3, for the process).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.histogram import buckets, edges
from sandbox.study.calibration.families import Estimate

_GOLDEN = (math.sqrt(5) - 1) / 2
_STEP = 1e-3  # of the logarithms, for second differences
FEWEST = 3
"""failures from which an outage can be told at all"""
SCATTERED = 5.0
"""relaxations between two calls from which failures know nothing of each other"""


@dataclass
class Gaps:
    """Pairs of calls that follow each other: counted by states and gap, in log-buckets."""

    counts: dict[tuple[bool, bool, int], int] = field(default_factory=dict)
    calls: int = 0
    failed: int = 0
    _last: tuple[int, bool] | None = None

    def add(self, times: NDArray[np.int64], failed: NDArray[np.bool_]) -> None:
        """Take calls in the order of their times (µs)."""
        if not len(times):
            return
        self.calls += len(times)
        self.failed += int(failed.sum())
        if self._last is not None:
            times = np.r_[self._last[0], times]
            failed = np.r_[self._last[1], failed]
        self._last = int(times[-1]), bool(failed[-1])
        gap = buckets(np.diff(times) * 1000)
        for one in (False, True):
            for other in (False, True):
                here = (failed[:-1] == one) & (failed[1:] == other)
                found, counts = np.unique(gap[here], return_counts=True)
                for bucket, count in zip(found.tolist(), counts.tolist()):
                    key = (one, other, bucket)
                    self.counts[key] = self.counts.get(key, 0) + count

    def merge(self, other: Gaps) -> None:
        """Take what another source showed, which breaks down by itself but in the same way."""
        self.calls += other.calls
        self.failed += other.failed
        for key, count in other.counts.items():
            self.counts[key] = self.counts.get(key, 0) + count


@dataclass(frozen=True)
class Outage:
    """Breakdowns of a source, s. `scattered`: failures come singly, and only their share counts."""

    mtbf: Estimate
    mttr: Estimate
    unavailability: float
    scattered: bool


def outage(gaps: Gaps, z: float) -> Outage | None:
    """The outages that explain which calls failed best; None: too few failed to say."""
    if gaps.failed < FEWEST or gaps.failed == gaps.calls:
        return None
    before = np.array([one for one, _, _ in gaps.counts], bool)
    after = np.array([other for _, other, _ in gaps.counts], bool)
    bucket = np.array([number for _, _, number in gaps.counts], np.int64)
    counts = np.array(list(gaps.counts.values()), np.float64)
    low, high = edges(bucket)
    gap = (low + high) / 2

    def likelihood(broken: float, repaired: float) -> float:
        """Of the logarithms of the two rates."""
        down, up = math.exp(broken), math.exp(repaired)
        q, r = down / (down + up), down + up
        kept = np.exp(-r * gap)
        fails = np.where(before, q + (1 - q) * kept, q - q * kept)
        chance = np.where(after, fails, 1 - fails)
        return float((counts * np.log(np.maximum(chance, 1e-300))).sum())

    share = gaps.failed / gaps.calls
    mean = float((counts * gap).sum() / counts.sum())

    def best_rates(relaxation: float) -> tuple[float, float]:
        """For r: the two rates with the likeliest q."""
        r = math.exp(relaxation)

        def of(logit: float) -> tuple[float, float]:
            q = 1 / (1 + math.exp(-logit))
            return math.log(q * r), math.log((1 - q) * r)

        middle = math.log(share / (1 - share))
        return of(_highest(lambda logit: likelihood(*of(logit)), middle - 4, middle + 4))

    grid = [math.log(1 / mean) + step / 2 for step in range(-28, 13)]
    values = [likelihood(*best_rates(point)) for point in grid]
    at = int(np.argmax(values))
    around = grid[max(at - 1, 0)], grid[min(at + 1, len(grid) - 1)]
    relaxation = _highest(lambda point: likelihood(*best_rates(point)), *around)
    if math.exp(relaxation) * mean > SCATTERED:
        return _scattered(share, mean)
    broken, repaired = best_rates(relaxation)
    errors = _errors(likelihood, broken, repaired)
    down, up = math.exp(broken), math.exp(repaired)
    return Outage(
        _estimate(1 / down, errors[0], z),
        _estimate(1 / up, errors[1], z),
        down / (down + up),
        False,
    )


def _scattered(share: float, gap: float) -> Outage:
    """Outages so short that a call knows nothing of the one before it, and no shorter."""
    relaxation = SCATTERED / gap
    unknown = math.inf
    return Outage(
        Estimate(1 / (share * relaxation), 0.0, unknown),
        Estimate(1 / ((1 - share) * relaxation), 0.0, unknown),
        share,
        True,
    )


def _estimate(value: float, error: float, z: float) -> Estimate:
    factor = math.exp(min(z * error, 700.0)) if math.isfinite(error) else math.inf
    return Estimate(value, value / factor, value * factor)


def _errors(of: Callable[[float, float], float], x: float, y: float) -> tuple[float, float]:
    """Standard errors from the observed information, by second differences."""
    h = _STEP
    here = of(x, y)
    xx = (of(x + h, y) - 2 * here + of(x - h, y)) / (h * h)
    yy = (of(x, y + h) - 2 * here + of(x, y - h)) / (h * h)
    xy = (of(x + h, y + h) - of(x + h, y - h) - of(x - h, y + h) + of(x - h, y - h)) / (4 * h * h)
    determinant = xx * yy - xy * xy
    if determinant <= 0 or xx >= 0 or yy >= 0:
        return math.inf, math.inf
    return math.sqrt(-yy / determinant), math.sqrt(-xx / determinant)


def _highest(of: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one peak is highest (Kiefer 1953)."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    one, other = of(left), of(right)
    for _ in range(40):
        if one >= other:
            high, right, other = right, left, one
            left = high - _GOLDEN * (high - low)
            one = of(left)
        else:
            low, left, one = left, right, other
            right = low + _GOLDEN * (high - low)
            other = of(right)
    return (low + high) / 2
