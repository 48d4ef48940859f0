"""How long to warm up: where a time series stops to remember how it began.

In: a measure in intervals of time, for one or more replications. Out: how many intervals to leave
out, or why that cannot be said, with advice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sandbox.language import Message
from sandbox.randomness.arrays import Floats

BATCH = 5
LEAST_BATCHES = 10
"""Fewer batches than these do not say where a series settles."""
KEPT = 5
"""Batches at the end that no truncation reaches: the rule falls to nothing as few are left."""


@dataclass(frozen=True)
class WarmUp:
    """What to leave out of a series.

    `truncation` counts intervals of the series from its beginning; none when it is refused, and
    `advice` then says why and what to do. `rule` has the value of the rule for each number of
    batches left out, `least` the number where it is smallest (none when it was not computed).
    """

    truncation: int | None
    advice: Message | None
    batch: int
    least: int | None
    rule: tuple[float, ...]


def mser(series: Floats, batch: int = BATCH) -> WarmUp:
    """Warm-up by the marginal standard error rule on means of five (MSER-5).

    The series is averaged over replications, then over batches of `batch` intervals, z_1 … z_m.
    Leaving out d batches is judged by Σ_{j>d} (z_j − z̄_d)² / (m − d)², z̄_d the mean of those
    kept; the d with the smallest value is taken, the first of equal ones. White, Cobb & Spratt, A
    comparison of five steady-state truncation heuristics for simulation, WSC 2000. On one run the
    rule is unstable, so average replications, and reject a d in the second half of the series:
    Hoad, Robinson & Davies, Automating warm-up length estimation, Journal of the Operational
    Research Society 61 (2010).

    Args:
        series: replications × intervals, or the intervals of one run; nan where the measure is
            not defined. An interval's mean is over the replications in which it is defined, a
            batch's over its intervals with a mean. Intervals at the end that fill no batch are
            not looked at.
        batch: intervals a batch.

    Raises:
        ValueError: for a series of another shape or a batch below one.
    """
    if series.ndim not in (1, 2) or batch < 1:
        raise ValueError(f"series of {series.ndim} dimensions, batch of {batch}")
    rows = np.atleast_2d(series)
    batches = rows.shape[1] // batch
    if batches < LEAST_BATCHES:
        return _refused(
            Message(
                "intervals in the series: {n}; at least {least} are needed to tell how long to "
                "warm up: make the horizon longer or the intervals shorter",
                {"n": rows.shape[1], "least": batch * LEAST_BATCHES},
            ),
            batch,
        )
    means = defined_mean(defined_mean(rows, 0)[: batches * batch].reshape(batches, batch), 1)
    if not np.isfinite(means).all():
        return _refused(
            Message(
                "the measure is not defined in some parts of the series, so it cannot tell how "
                "long to warm up: make the intervals longer, or choose another measure"
            ),
            batch,
        )
    rule = marginal_errors(means)
    least = int(np.argmin(rule))
    if least * 2 >= batches:
        return _refused(
            Message(
                "the series has not settled: the rule would leave out {out} of {n} intervals, "
                "half of it or more; make the horizon at least twice as long, or ask whether "
                "the load is more than the servers can do",
                {"out": least * batch, "n": rows.shape[1]},
            ),
            batch,
            least,
            rule,
        )
    return WarmUp(least * batch, None, batch, least, tuple(rule.tolist()))


def marginal_errors(means: Floats) -> Floats:
    """The rule's value for every number of batches left out that keeps at least `KEPT`."""
    found = [
        float(np.sum((means[d:] - means[d:].mean()) ** 2)) / (len(means) - d) ** 2
        for d in range(len(means) - KEPT + 1)
    ]
    return np.array(found)


def defined_mean(values: Floats, axis: int) -> Floats:
    """The mean along an axis of what is defined; nan where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _refused(
    advice: Message, batch: int, least: int | None = None, rule: Floats | None = None
) -> WarmUp:
    return WarmUp(None, advice, batch, least, () if rule is None else tuple(rule.tolist()))
