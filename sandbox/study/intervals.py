"""Confidence intervals over replications, and what paired differences show.

In: one value per replication. Out: means with Student's t intervals, differences against a
baseline on the same draws, verdicts. Undefined values (nan) are left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

BETTER, WORSE, NONE = "better", "worse", "no difference shown"
UNDETERMINED = "undetermined"
"""The verdict of a difference without an interval: of one replication, or of nothing."""
HIGHER, LOWER = "higher", "lower"


@dataclass(frozen=True)
class Interval:
    """A mean over `n` replications; `low` and `high` are nan when n is below two."""

    mean: float
    low: float
    high: float
    unit: str
    n: int

    @property
    def half_width(self) -> float:
        """Half the interval's width, in the measure's unit."""
        return (self.high - self.low) / 2


@dataclass(frozen=True)
class Difference:
    """A model's mean minus the baseline's, paired by replication, and what that shows.

    The verdict is `better`, `worse` or `no difference shown`; for measures of which neither
    direction is better, `higher` or `lower` take the place of the first two. Without an interval
    it is `undetermined`.
    """

    mean: float
    low: float
    high: float
    verdict: str
    n: int

    @property
    def half_width(self) -> float:
        """Half the interval's width, in the measure's unit."""
        return (self.high - self.low) / 2


def interval(values: Sequence[float], confidence: float, unit: str = "") -> Interval:
    """The mean of independent replications with its two-sided t interval.

    Law & Kelton, Simulation Modeling and Analysis, sec. 4.5.
    """
    sample = [value for value in values if not math.isnan(value)]
    count = len(sample)
    if count == 0:
        return Interval(math.nan, math.nan, math.nan, unit, 0)
    mean = _mean(sample)
    if count == 1:
        return Interval(mean, math.nan, math.nan, unit, 1)
    if not all(map(math.isfinite, sample)):
        return Interval(mean, math.nan, math.nan, unit, count)
    variance = math.fsum((value - mean) ** 2 for value in sample) / (count - 1)
    half = t_quantile((1 + confidence) / 2, count - 1) * math.sqrt(variance / count)
    return Interval(mean, mean - half, mean + half, unit, count)


def difference(
    values: Sequence[float], baseline: Sequence[float], confidence: float, better: int
) -> Difference:
    """Paired difference of two models over the replications in which both are defined."""
    gaps = [here - there for here, there in zip(values, baseline)]
    return judged(interval(gaps, confidence), better)


def judged(found: Interval, better: int) -> Difference:
    """What the interval of a difference shows, alone."""
    if math.isnan(found.low):
        verdict = UNDETERMINED
    elif found.low > 0:
        verdict = {1: BETTER, -1: WORSE, 0: HIGHER}[better]
    elif found.high < 0:
        verdict = {1: WORSE, -1: BETTER, 0: LOWER}[better]
    else:
        verdict = NONE
    return Difference(found.mean, found.low, found.high, verdict, found.n)


def t_quantile(share: float, freedom: int) -> float:
    """Quantile of Student's t distribution."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, share))


def _mean(sample: Sequence[float]) -> float:
    """The mean; of equal values exactly that value."""
    if min(sample) == max(sample):
        return sample[0]
    return math.fsum(sample) / len(sample)
