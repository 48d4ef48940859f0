"""Which models are beaten by none: the Pareto front over several measures.

In: values per replication, model and measure, and which way each measure is better. Out: who is on
the front, who dominates whom, and how sure that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sandbox.randomness.arrays import Floats
from sandbox.study.statistics.resampling import RESAMPLES, complete, means, resampled_means


@dataclass(frozen=True)
class Standing:
    """One model: its means, the models that dominate it (none: it is on the front).

    `probability` is the share of resamples of the paired replications in which it is on the front.
    """

    model: str
    means: tuple[float, ...]
    dominated_by: tuple[str, ...]
    probability: float

    @property
    def on_front(self) -> bool:
        """Whether no model dominates it."""
        return not self.dominated_by


def pareto(
    models: Sequence[str],
    better: Sequence[int],
    values: Floats,
    *,
    seed: int,
    resamples: int = RESAMPLES,
) -> tuple[Standing, ...]:
    """The Pareto front of the means, and each model's probability of being on it.

    A model dominates another if it is at least as good in every measure and better in one (Pareto
    1906; Steuer, Multiple Criteria Optimization, 1986). The probability is the bootstrap's
    over whole replications, so that models stay paired on their draws.

    Args:
        models: names, in the order of the second axis.
        better: 1 or −1 for each measure, in the order of the third axis.
        values: replications × models × measures; replications in which anything is not defined
            are left out.
        seed: of the resamples.
        resamples: how many.

    Raises:
        Unusable: when fewer than two replications are complete.
        ValueError: for a measure of no direction, or shapes that do not fit.
    """
    signs = np.asarray(better, np.float64)
    if not np.isin(signs, (-1, 1)).all():
        raise ValueError(f"directions {list(better)}: expected 1 or -1")
    if values.ndim != 3 or values.shape[1:] != (len(models), len(better)):
        raise ValueError(f"values of shape {values.shape} for {len(models)} × {len(better)}")
    kept = complete(values)
    centre = means(kept)
    beats = dominance(centre * signs)
    drawn = resampled_means(seed, "front", resamples, kept) * signs
    often = (~dominance(drawn).any(axis=1)).mean(axis=0)
    return tuple(
        Standing(
            model,
            tuple(centre[place].tolist()),
            tuple(other for other, by in zip(models, beats[:, place]) if by),
            float(often[place]),
        )
        for place, model in enumerate(models)
    )


def dominance(scores: Floats) -> NDArray[np.bool_]:
    """Entry [i, j]: model i dominates j. Scores are models × measures, more is better.

    Leading axes are taken as many tables at once.
    """
    here, there = scores[..., :, None, :], scores[..., None, :, :]
    return np.logical_and((here >= there).all(axis=-1), (here > there).any(axis=-1))
