"""An interval from one long run: means of batches, and whether these are independent enough.

In: observations in order of time, without the warm-up. Out: mean and interval, the correlation of
neighbouring batches, advice when it is too strong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sandbox.language import Message
from sandbox.randomness.arrays import Floats
from sandbox.study.intervals import Interval, t_quantile
from sandbox.study.statistics.unusable import Unusable

BATCHES = 20
"""Schmeiser, Batch size effects in the analysis of simulation output, Operations Research 30
(1982): between 10 and 30; more gain little and risk correlation."""
LEAST = 8
SUSPICION = 0.05
"""Level of the test that batches are independent."""


@dataclass(frozen=True)
class BatchMeans:
    """The interval of one run's mean.

    `lag_one` is the estimated correlation of neighbouring batch means, `p_value` how likely one
    at least as large is when they are independent; where that is below `SUSPICION` the interval is
    too short and `advice` says what to do. `size` counts the observations of the smallest batch;
    others have one more where they do not divide evenly.
    """

    interval: Interval
    batches: int
    size: int
    lag_one: float
    p_value: float
    advice: Message | None

    @property
    def independent(self) -> bool:
        """Whether the batches pass as independent."""
        return self.advice is None


def batch_means(
    values: Floats, confidence: float, batches: int = BATCHES, unit: str = ""
) -> BatchMeans:
    """Mean of a stationary series, of every value, with a t interval from means of its batches.

    Law & Kelton, Simulation Modeling and Analysis, 3rd ed. 2000, sec. 9.5.3. Where n values do not
    divide into k batches, their sizes n_i differ by one, and none is left out: with ȳ = Σ n_i y_i/n
    the variance of ȳ is estimated by Σ n_i (y_i − ȳ)² / ((k − 1) n), which for independent normal
    values is χ² of k − 1 degrees (one-way analysis of variance), and with equal sizes is the usual
    Σ (y_i − ȳ)² / (k (k − 1)). Independence is
    judged by von Neumann's ratio: C = 1 − Σ(y_i − y_{i+1})² / (2 Σ(y_i − ȳ)²), for independent
    normal means close to N(0, (k−2)/(k²−1)) from k = 8 on (von Neumann 1941; Fishman, Grouping
    observations in digital simulation, Management Science 24, 1978), one-sided.

    Raises:
        Unusable: when a value is not defined, or there are fewer than two for each batch.
        ValueError: for fewer than 8 batches.
    """
    if batches < LEAST:
        raise ValueError(f"{batches} batches: at least {LEAST} are needed")
    size = len(values) // batches
    if size < 2 or not np.isfinite(values).all():
        raise Unusable(
            Message(
                "observations: {n}, not defined: {undefined}; {batches} batches need at least "
                "{least} defined ones: run longer",
                {
                    "n": len(values),
                    "undefined": int((~np.isfinite(values)).sum()),
                    "batches": batches,
                    "least": 2 * batches,
                },
            )
        )
    begins = np.arange(batches) * len(values) // batches
    sizes = np.diff(begins, append=len(values))
    means = np.add.reduceat(values, begins) / sizes
    if values.min() == values.max():
        means[:] = values[0]  # sums of equal numbers round
    found = _spread(means, sizes, float(values.mean()), confidence, unit)
    lag_one, p_value = neighbours(means)
    advice = None
    if p_value < SUSPICION:
        advice = Message(
            "neighbouring batches are correlated ({lag_one:.2f}), so the interval is too short: "
            "run longer, or use replications",
            {"lag_one": lag_one},
        )
    return BatchMeans(found, batches, size, lag_one, p_value, advice)


def _spread(
    means: Floats, sizes: NDArray[np.int64], whole: float, confidence: float, unit: str
) -> Interval:
    """The interval of the mean of all values, whose batches have these means and sizes."""
    batches = len(means)
    if means.min() == means.max():
        return Interval(float(means[0]), float(means[0]), float(means[0]), unit, batches)
    squares = math.fsum(sizes * (means - whole) ** 2)
    error = math.sqrt(squares / ((batches - 1) * int(sizes.sum())))
    half = t_quantile((1 + confidence) / 2, batches - 1) * error
    return Interval(whole, whole - half, whole + half, unit, batches)


def neighbours(means: Floats) -> tuple[float, float]:
    """Von Neumann's estimate of the lag-one correlation, and its one-sided p-value."""
    from scipy.special import ndtr

    spread = float(np.sum((means - means.mean()) ** 2))
    if means.min() == means.max():
        return 0.0, 1.0
    correlation = 1 - float(np.sum(np.diff(means) ** 2)) / (2 * spread)
    count = len(means)
    deviation = math.sqrt((count - 2) / (count**2 - 1))
    return correlation, float(ndtr(-correlation / deviation))
