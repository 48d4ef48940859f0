"""Effects of groups: the difference of two sums or of two weighted means, by groups, exactly.

In: the groups of both sides. Out: for each group what it contributes; all add up to the difference.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A group of one run: how many it is a mean over, and the mean."""

    weight: float
    value: float


@dataclass(frozen=True)
class Effect:
    """What a group contributes to a difference: by its own value, and by its part of the whole."""

    rate: float
    mix: float = 0.0


def added(there: Mapping[str, float], here: Mapping[str, float]) -> dict[str, Effect]:
    """Differences of the groups of a sum; a group that one side lacks is nothing there."""
    return {
        group: Effect(here.get(group, 0.0) - there.get(group, 0.0))
        for group in dict.fromkeys((*there, *here))
    }


def averaged(there: Mapping[str, Part], here: Mapping[str, Part]) -> dict[str, Effect]:
    """The difference of two weighted means, by groups: rate effects and mix effects.

    With w the groups' parts of all weight and m their means, M = Σ w m,

        M₁ − M₀ = Σ ½(w₁ + w₀)(m₁ − m₀)  +  Σ (w₁ − w₀)(½(m₁ + m₀) − ½(M₁ + M₀)),

    an identity, since Σ (w₁ − w₀) = 0. Kitagawa, Components of a difference between two rates,
    Journal of the American Statistical Association 50 (1955). The last term measures a group's
    mean from that of the whole: the mix effect of a group that grows is what it brings by being
    above the others. A group that one side lacks has the other side's mean there.

    Raises:
        ValueError: when a side weighs nothing.
    """
    whole = [_mean(side) for side in (there, here)]
    centre = (whole[0][0] + whole[1][0]) / 2
    effects = {}
    for group in dict.fromkeys((*there, *here)):
        before, after = (side.get(group, Part(0.0, math.nan)) for side in (there, here))
        w0, w1 = before.weight / whole[0][1], after.weight / whole[1][1]
        m0 = before.value if w0 else after.value
        m1 = after.value if w1 else before.value
        if w0 or w1:
            rate = (w0 + w1) / 2 * (m1 - m0)
            effects[group] = Effect(rate, (w1 - w0) * ((m0 + m1) / 2 - centre))
    return effects


def _mean(side: Mapping[str, Part]) -> tuple[float, float]:
    whole = total(side)
    if not whole > 0:
        raise ValueError("a mean over nothing")
    return math.fsum(p.weight * p.value for p in side.values() if p.weight) / whole, whole


def total(side: Mapping[str, Part]) -> float:
    """All weight of a side."""
    return math.fsum(part.weight for part in side.values())
