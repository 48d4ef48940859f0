"""Models in order, by a weighted score of several measures, and how sure the order is.

In: criteria (measure, weight, direction, anchors) and values per replication. Out: scores with
intervals, ranks, the probability of being best.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sandbox.language import Message
from sandbox.randomness.arrays import Floats
from sandbox.study.intervals import Interval, interval
from sandbox.study.statistics.resampling import (
    RESAMPLES,
    complete,
    means,
    normal_means,
    resampled_means,
)
from sandbox.study.statistics.unusable import Unusable


@dataclass(frozen=True)
class Criterion:
    """A measure that counts: its weight, direction, and what is worth nothing and everything.

    `better` is 1 or −1. Without anchors the worst and best mean of the models compared take their
    place. Anchors are given both or neither, `best` on the better side.
    """

    measure: str
    weight: float
    better: int
    worst: float | None = None
    best: float | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.weight) and self.weight >= 0):
            raise ValueError(f"{self.measure}: weight {self.weight}, expected 0 or more")
        if self.better not in (1, -1):
            raise ValueError(f"{self.measure}: direction {self.better}, expected 1 or -1")
        if (self.worst is None) != (self.best is None):
            raise ValueError(f"{self.measure}: expected both anchors or neither")
        if self.worst is not None and self.best is not None:
            gap = (self.best - self.worst) * self.better
            if not (math.isfinite(gap) and gap > 0):
                raise ValueError(
                    f"{self.measure}: anchors {self.worst} and {self.best}, expected the best on "
                    "the better side"
                )


@dataclass(frozen=True)
class Ranked:
    """One model: its score, its value in each criterion, its rank (equal scores share one).

    `best` is the share of resamples in which it has the highest score, equal ones sharing alike;
    `best_normal` the same under the normal approximation of the scores' means. Where they differ
    much, the replications are too few for either.
    """

    model: str
    score: Interval
    values: tuple[float, ...]
    rank: int
    best: float
    best_normal: float


@dataclass(frozen=True)
class Scale:
    """What the linear value function of a criterion takes for 0 and for 1."""

    measure: str
    worst: float
    best: float


@dataclass(frozen=True)
class Ranking:
    """Models in the order in which they were given; weights sum to one."""

    models: tuple[Ranked, ...]
    scales: tuple[Scale, ...]
    weights: tuple[float, ...]
    replications: int

    @property
    def order(self) -> tuple[Ranked, ...]:
        """The models, best first."""
        return tuple(sorted(self.models, key=lambda one: one.rank))


def ranking(
    models: Sequence[str],
    criteria: Sequence[Criterion],
    values: Floats,
    *,
    confidence: float,
    seed: int,
    resamples: int = RESAMPLES,
) -> Ranking:
    """Score = Σ w_i v_i / Σ w_i with v_i = (x_i − worst_i)/(best_i − worst_i).

    The additive value model with linear value functions: Keeney & Raiffa, Decisions with Multiple
    Objectives, 1976, ch. 3; local scales as in Belton & Stewart, Multiple Criteria Decision
    Analysis, 2002. A mean beyond an anchor has a value beyond 0 or 1: nothing is cut
    off, so that the score of the means is the mean of the scores. On local scales scores depend
    on which models are compared; a criterion in which all of them have the same mean is worth 0 to
    each. The scale is that of all replications, also in resamples.

    Args:
        models: names, in the order of the second axis.
        criteria: in the order of the third axis; some weight is above zero.
        values: replications × models × measures; replications in which anything is not defined
            are left out.
        confidence: of the intervals.
        seed: of the resamples.
        resamples: how many.

    Raises:
        Unusable: when fewer than two replications are complete.
        ValueError: for shapes that do not fit.
    """
    if values.ndim != 3 or values.shape[1:] != (len(models), len(criteria)):
        raise ValueError(f"values of shape {values.shape} for {len(models)} × {len(criteria)}")
    weights = normalised([one.weight for one in criteria])
    kept = complete(values)
    centre = means(kept)
    scales = tuple(_scale(one, centre[:, place]) for place, one in enumerate(criteria))
    worth = valued(centre, scales)
    each = valued(kept, scales) @ np.asarray(weights)
    scores = worth @ np.asarray(weights)
    best = _shares(resampled_means(seed, "best", resamples, each))
    best_normal = _shares(normal_means(seed, "best, normal", resamples, each))
    return Ranking(
        tuple(
            Ranked(
                model,
                interval(each[:, place].tolist(), confidence),
                tuple(worth[place].tolist()),
                1 + int((scores > scores[place]).sum()),
                float(best[place]),
                float(best_normal[place]),
            )
            for place, model in enumerate(models)
        ),
        scales,
        weights,
        len(kept),
    )


def normalised(weights: Sequence[float]) -> tuple[float, ...]:
    """Weights that sum to one, however large or small they are.

    Raises:
        Unusable: when all are zero.
        ValueError: when one is not finite.
    """
    if not all(map(math.isfinite, weights)):
        raise ValueError(f"weights {list(weights)}: expected finite numbers")
    largest = max(weights, default=0.0)
    if largest <= 0:
        raise Unusable(Message("all weights are zero; give at least one measure some weight"))
    scaled = [weight / largest for weight in weights]  # their sum overflows no more
    total = math.fsum(scaled)
    return tuple(weight / total for weight in scaled)


def valued(values: Floats, scales: Sequence[Scale]) -> Floats:
    """Measures (last axis) on their scales, 0 for the worst and 1 for the best."""
    worst = np.array([one.worst for one in scales])
    span = np.array([one.best - one.worst for one in scales])
    worth: Floats = np.divide(values - worst, span, out=np.zeros_like(values), where=span != 0)
    return worth


def _scale(criterion: Criterion, column: Floats) -> Scale:
    if criterion.worst is not None and criterion.best is not None:
        return Scale(criterion.measure, criterion.worst, criterion.best)
    ends = float(column.min()), float(column.max())
    worst, best = ends if criterion.better == 1 else reversed(ends)
    return Scale(criterion.measure, worst, best)


def _shares(scores: Floats) -> Floats:
    """In what share of rows each column is the highest; equal ones share a row alike."""
    highest = scores == scores.max(axis=1, keepdims=True)
    shares: Floats = (highest / highest.sum(axis=1, keepdims=True)).mean(axis=0)
    return shares
