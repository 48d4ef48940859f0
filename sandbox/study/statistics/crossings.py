"""Where along an input the best model changes.

In: each model's values at points of an input, paired by replication. Out: the input's values at
which another model takes over, with intervals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sandbox.randomness.arrays import Floats
from sandbox.study.intervals import t_quantile
from sandbox.study.statistics.resampling import complete, means

_ROUNDING = 1e-12


@dataclass(frozen=True)
class Crossing:
    """`after` takes over from `before` at `at`.

    Between `low` and `high` the two cannot be told apart; an infinite end says that this goes on
    beyond the points.
    """

    at: float
    low: float
    high: float
    before: str
    after: str


def crossings(
    inputs: Sequence[float],
    models: Sequence[str],
    values: Floats,
    *,
    better: int,
    confidence: float,
) -> tuple[Crossing, ...]:
    """All changes of the best model, means taken as straight between neighbouring points.

    The interval holds the inputs around the crossing at which the paired difference's t interval
    holds zero: between two points the difference of replication r is (1−λ)d_r0 + λd_r1, so the
    ends solve d̄(λ)² = t² s²(λ)/n, a quadratic (Fieller, Journal of the Royal Statistical Society
    B 16, 1954). It allows for chance, not for bends between the points.

    Args:
        inputs: ascending.
        models: names, in the order of the second axis.
        values: points × models × replications, a measure or a score; replications in which
            anything is not defined are left out.
        better: 1 when more is better, −1 when less is.
        confidence: of the interval of each crossing.

    Raises:
        Unusable: when fewer than two replications are complete.
        ValueError: when inputs do not ascend, or shapes do not fit.
    """
    x = np.asarray(inputs, np.float64)
    if (np.diff(x) <= 0).any() or len(x) < 2:
        raise ValueError(f"inputs {list(inputs)}: expected two or more, ascending")
    if values.ndim != 3 or values.shape[:2] != (len(x), len(models)) or better not in (1, -1):
        raise ValueError(f"values of shape {values.shape}, better {better}")
    kept = complete(np.moveaxis(values, 2, 0)) * better
    centre = means(kept)
    quantile = t_quantile((1 + confidence) / 2, len(kept) - 1)
    found = []
    leader = _leader(centre[0], centre[1])
    for segment in range(len(x) - 1):
        start = 0.0
        while (step := _next(centre[segment], centre[segment + 1], leader, start)) is not None:
            share, follower = step
            gaps = kept[:, :, leader] - kept[:, :, follower]
            found.append(
                Crossing(
                    _place(x, segment, share),
                    _end(x, gaps, segment, share, quantile, -1),
                    _end(x, gaps, segment, share, quantile, 1),
                    models[leader],
                    models[follower],
                )
            )
            leader, start = follower, share
    return tuple(found)


def _place(x: Floats, segment: int, share: float) -> float:
    return float(x[segment] + share * (x[segment + 1] - x[segment]))


def _leader(here: Floats, there: Floats) -> int:
    """The best model at the first point; of equal ones the one that is best just after it."""
    return max(range(len(here)), key=lambda model: (here[model], there[model], -model))


def _next(here: Floats, there: Floats, leader: int, start: float) -> tuple[float, int] | None:
    """Where after `start` on a segment (0 to 1) the leader is first overtaken, and by whom."""
    options = []
    for model in range(len(here)):
        low, high = here[leader] - here[model], there[leader] - there[model]
        if high >= 0:
            continue  # not ahead at the segment's end: not overtaken on it
        share = max(start, min(1.0, low / (low - high))) if low > 0 else start
        options.append((float(share), float(high), model))
    if not options:
        return None
    share, _, model = min(options)
    return share, model


def _end(x: Floats, gaps: Floats, segment: int, share: float, quantile: float, way: int) -> float:
    """The nearest input on one side at which the difference's interval leaves zero."""
    while 0 <= segment < len(x) - 1:
        roots = _roots(gaps[:, segment], gaps[:, segment + 1], quantile)
        ahead = [root for root in roots if 0 <= root <= 1 and (root - share) * way >= -_ROUNDING]
        if ahead:
            return _place(x, segment, min(ahead, key=lambda root: abs(root - share)))
        segment += way
        share = 0.0 if way > 0 else 1.0
    return math.inf * way


def _roots(here: Floats, there: Floats, quantile: float) -> list[float]:
    """The λ at which d̄(λ)² = t² s²(λ)/n for d = (1−λ) here + λ there."""
    step = there - here
    scale = quantile**2 / (len(here) * (len(here) - 1))
    centred, centred_step = here - here.mean(), step - step.mean()
    a = step.mean() ** 2 - scale * float(centred_step @ centred_step)
    b = here.mean() * step.mean() - scale * float(centred @ centred_step)
    c = here.mean() ** 2 - scale * float(centred @ centred)
    if a == 0:
        return [] if b == 0 else [-c / (2 * b)]
    inside = b * b - a * c
    if inside < 0:
        # the differences may cross without spread, and rounding then takes the double root away
        return [-b / a] if inside > -_ROUNDING * b * b else []
    root = math.sqrt(inside)
    return [(-b - root) / a, (-b + root) / a]
