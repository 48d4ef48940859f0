"""Many differences judged at once: what is shown when every model and measure is asked about.

In: values per model, measure and replication, a baseline. Out: each paired difference with a
Bonferroni interval and a Holm verdict, which hold together with the confidence stated.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sandbox.randomness.arrays import Floats
from sandbox.study.intervals import (
    BETTER,
    HIGHER,
    LOWER,
    NONE,
    UNDETERMINED,
    WORSE,
    Difference,
    difference,
    t_quantile,
)

_DIRECTIONS = {1: (BETTER, WORSE), -1: (WORSE, BETTER), 0: (HIGHER, LOWER)}


@dataclass(frozen=True)
class Claim:
    """One paired difference among `family` judged together.

    `difference` has the interval by Bonferroni (level 1 − α/m each: all of them cover their true
    values at once) and the verdict by Holm's step-down, which is the stronger: it may show a
    difference whose interval still holds zero. `p_value` is that of the two-sided paired t test,
    `adjusted` Holm's.
    """

    model: str
    measure: str
    difference: Difference
    p_value: float
    adjusted: float
    family: int


def simultaneous(
    values: Mapping[str, Mapping[str, Sequence[float] | Floats]],
    baseline: str,
    better: Mapping[str, int],
    confidence: float,
) -> tuple[Claim, ...]:
    """Every model against the baseline in every measure of `better`, as one family.

    Args:
        values: model → measure → value per replication, paired by place; nan where undefined.
        baseline: the model that the others are compared with.
        better: measure → 1 when more is better, −1 when less is, 0 when neither.
        confidence: that no verdict of a difference is wrong, and that all intervals cover.

    A difference without an interval (fewer than two paired replications) is undetermined and no
    member of the family.

    Raises:
        KeyError: when a model lacks a measure, or there is no baseline of that name.
    """
    there = values[baseline]
    pairs = [(model, measure) for model in values if model != baseline for measure in better]
    plain = [
        difference(list(values[model][measure]), list(there[measure]), confidence, better[measure])
        for model, measure in pairs
    ]
    p_values = [paired_p_value(one, confidence) for one in plain]
    adjusted = holm(p_values)
    family = sum(not math.isnan(p) for p in p_values)
    each = 1 - (1 - confidence) / max(family, 1)
    claims = []
    for (model, measure), p_value, corrected in zip(pairs, p_values, adjusted):
        wide = difference(list(values[model][measure]), list(there[measure]), each, better[measure])
        verdict = UNDETERMINED
        if not math.isnan(corrected):
            more, less = _DIRECTIONS[better[measure]]
            shown = corrected <= 1 - confidence
            verdict = (more if wide.mean > 0 else less) if shown else NONE
        told = Difference(wide.mean, wide.low, wide.high, verdict, wide.n)
        claims.append(Claim(model, measure, told, p_value, corrected, family))
    return tuple(claims)


def corrected(differences: Mapping[str, Difference], confidence: float) -> dict[str, Difference]:
    """Differences of several models from one baseline in one measure, with Holm's verdicts.

    The verdicts hold together: with this confidence none of those that show a difference is
    wrong. Intervals stay those of each difference alone, at `confidence`.
    """
    p_values = [paired_p_value(one, confidence) for one in differences.values()]
    adjusted = holm(p_values)
    return {
        model: replace(one, verdict=NONE)
        if one.verdict not in (NONE, UNDETERMINED) and p_value > 1 - confidence
        else one
        for (model, one), p_value in zip(differences.items(), adjusted)
    }


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values: rejecting those at most α keeps the family-wise error at α.

    In ascending order p̃_i = max_{j≤i} min(1, (m − j + 1) p_j). Holm, A simple sequentially
    rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979). Undefined ones
    (nan) stay so and do not count in m.
    """
    order = sorted((p, place) for place, p in enumerate(p_values) if not math.isnan(p))
    adjusted = [math.nan] * len(p_values)
    highest = 0.0
    for rank, (p, place) in enumerate(order):
        highest = max(highest, min(1.0, (len(order) - rank) * p))
        adjusted[place] = highest
    return adjusted


def paired_p_value(found: Difference, confidence: float) -> float:
    """Two-sided p-value of the t test behind a difference and its interval at `confidence`.

    Without spread it is 1 for no difference and 0 for any; nan without an interval.
    """
    from scipy.special import stdtr

    half = (found.high - found.low) / 2
    if math.isnan(half):
        return math.nan
    if half == 0:
        return 1.0 if found.mean == 0 else 0.0
    freedom = found.n - 1
    error = half / t_quantile((1 + confidence) / 2, freedom)
    return 2 * float(stdtr(freedom, -abs(found.mean) / error))
