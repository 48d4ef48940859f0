"""How far a weight must move before another model wins.

In: values of models in criteria, and weights. Out: for each weight the nearest flip on either
side, exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sandbox.randomness.arrays import Floats
from sandbox.study.statistics.ranking import normalised

_ROUNDING = 1e-12


@dataclass(frozen=True)
class Turn:
    """A weight (of a sum of one) beyond which `model` wins."""

    weight: float
    model: str


@dataclass(frozen=True)
class Flip:
    """How one weight bears on who wins; `winner` wins at `weight`.

    `down` and `up` are where another model takes over as the weight falls and rises; none when
    the winner stays to the end (0 or 1).
    """

    criterion: str
    weight: float
    winner: str
    down: Turn | None
    up: Turn | None

    @property
    def distance(self) -> float | None:
        """How far the weight must move at least; none when no move changes the winner."""
        moves = [abs(turn.weight - self.weight) for turn in (self.down, self.up) if turn]
        return min(moves, default=None)


def weight_flips(
    models: Sequence[str], criteria: Sequence[str], values: Floats, weights: Sequence[float]
) -> tuple[Flip, ...]:
    """The flip points of every weight, the other weights rescaled in proportion.

    With weight i at t and the others at (1−t) w_j/(1−w_i), a model scores t v_i + (1−t) u, u its
    score without criterion i: a line in t. The winner's lead over each other model is a line too
    and is zero at t* = (u_m − u_a) / ((v_a − v_m) − (u_a − u_m)). One-way sensitivity of additive
    scores: Triantaphyllou & Sánchez, Decision Sciences 28 (1997). If all other weights are zero
    they rise alike.

    Args:
        models: names, in the order of rows; the first of equal scores is the winner.
        criteria: names, in the order of columns.
        values: models × criteria on their scales, as `Ranked.values` are.
        weights: not negative; brought to a sum of one.

    Raises:
        Unusable: when all weights are zero.
    """
    shares = np.asarray(normalised(weights))
    winner = int(np.argmax(values @ shares))
    return tuple(
        _flip(models, name, winner, values, shares, place) for place, name in enumerate(criteria)
    )


def _flip(
    models: Sequence[str], name: str, winner: int, values: Floats, shares: Floats, place: int
) -> Flip:
    weight = float(shares[place])
    others = np.delete(shares, place)
    if not len(others):
        return Flip(name, weight, models[winner], None, None)
    total = others.sum()
    mixed = others / total if total > 0 else np.full(len(others), 1 / len(others))
    alone = values[:, place]
    rest = np.delete(values, place, axis=1) @ mixed
    at_one, at_zero = alone[winner] - alone, rest[winner] - rest
    # a lead within rounding is a tie, and a tie turns nothing
    least = _ROUNDING * float(np.abs(values).max())
    at_one[np.abs(at_one) <= least] = 0.0
    at_zero[np.abs(at_zero) <= least] = 0.0
    down = _turn(models, at_zero, at_one, weight, end=0.0)
    up = _turn(models, at_zero, at_one, weight, end=1.0)
    return Flip(name, weight, models[winner], down, up)


def _turn(
    models: Sequence[str], at_zero: Floats, at_one: Floats, weight: float, end: float
) -> Turn | None:
    """The first weight on the way to `end` beyond which somebody leads the winner.

    `at_zero` and `at_one` are the winner's leads where this weight is 0 and 1.
    """
    found: list[tuple[float, float, int]] = []
    for place, (low, high) in enumerate(zip(at_zero.tolist(), at_one.tolist())):
        there = high if end else low
        if there >= 0:
            continue  # lines: whoever does not lead at the end never does on the way
        root = low / (low - high) if low != high else weight
        beyond = max(root, weight) if end else min(root, weight)
        # of those that take over at the same place, who leads by most at the end leads beyond it
        found.append((abs(beyond - weight), there, place))
    if not found:
        return None
    distance, _, place = min(found)
    return Turn(weight + distance if end else weight - distance, models[place])
