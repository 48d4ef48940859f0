"""Where a figure of one log would lie, if it came from the calibrated scenario.

In: a figure in each of some runs, and how long they are against the log. Out: a prediction
interval. A log is one realisation, like a run: what it shows is held against the spread between
runs, which holds whatever waiting behind a queue does to neighbouring calls. An interval from
within the log would take its calls to be independent of each other, and be far too narrow.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from sandbox.study.calibration.families import Estimate
from sandbox.study.intervals import t_quantile


def of_figure(values: Sequence[float], times: float, confidence: float) -> Estimate:
    """The mean over runs, with the interval in which the figure of one log lies.

    For normal figures of R runs with standard deviation s, one more lies within
    t · s · √(1 + 1/R) of their mean (Hahn & Meeker, Statistical Intervals, 1991, sec. 4.7). The
    variance of a mean or a quantile over a time goes with 1/time when that is long against the
    times for which calls hang together, so a run that is `times` as long as the log has
    1/`times` of its variance. Figures above nought are taken in logarithms, which keeps the ends
    above nought and the law near the normal one behind a queue.

    Args:
        values: of runs; undefined ones are passed over.
        times: how much longer a run is than the log, in calls.
        confidence: of the interval.
    """
    known = [value for value in values if math.isfinite(value)]
    if not known:
        return Estimate(math.nan, math.nan, math.nan)
    count, mean = len(known), math.fsum(known) / len(known)
    if count == 1:
        return Estimate(mean, math.nan, math.nan)
    positive = min(known) > 0
    scaled = [math.log(value) for value in known] if positive else known
    middle = math.fsum(scaled) / count
    variance = math.fsum((value - middle) ** 2 for value in scaled) / (count - 1)
    half = t_quantile((1 + confidence) / 2, count - 1) * math.sqrt(variance * (times + 1 / count))
    if positive:
        half = min(half, 700.0)  # what a float can hold
        return Estimate(mean, mean * math.exp(-half), mean * math.exp(half))
    return Estimate(mean, mean - half, mean + half)


def of_count(seen: int, times: float, confidence: float) -> tuple[int, int]:
    """The interval in which the count of a log lies, when runs `times` as long together saw so
    many.

    Counts are Poisson; given what was seen, with Jeffreys' prior, the next is negative binomial
    with size seen + ½ (Hahn & Meeker 1991, sec. 7.6): P(N ≤ n) = I_p(seen + ½, n + 1) with
    p = times/(times + 1).
    """
    from scipy.special import betainc

    size, p, tail = seen + 0.5, times / (times + 1), (1 - confidence) / 2

    def reached(share: float) -> Callable[[int], bool]:
        return lambda number: bool(betainc(size, number + 1.0, p) >= share)

    return _first(reached(tail)), _first(reached(1 - tail))


def _first(holds: Callable[[int], bool]) -> int:
    """The first number from 0 on of which something holds that then goes on to hold."""
    high = 1
    while not holds(high):
        high *= 2
    low = -1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
