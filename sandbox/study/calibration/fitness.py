"""How well a fitted distribution fits: the Kolmogorov–Smirnov distance and what it is worth.

In: durations and a fit. Out: the largest distance between the two distribution functions, and a
p-value by parametric bootstrap. The tables of Kolmogorov hold for a distribution known beforehand;
with parameters fitted to the same data they would forgive too much (Lilliefors 1967), so samples of
the fitted law are fitted again, and their distances compared (Stute, González & Presedo 1993).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from sandbox.randomness import key
from sandbox.study.calibration.durations import Durations, Floats
from sandbox.study.calibration.families import Fit, distribution, gamma_shape

SAMPLES = 200
LARGEST = 500
"""values of a sample: √n times the distance hardly depends on n from here on"""


@dataclass(frozen=True)
class Fitness:
    """Goodness of fit."""

    distance: float
    """largest gap of the distribution functions, at the edges of the histogram's buckets"""
    p_value: float
    """share of fitted samples that lie as far; nan for a constant"""


def fitness(durations: Durations, fit: Fit, name: str) -> Fitness:
    """The fit's distance and p-value; `name` keys the bootstrap's draws."""
    places, shares = durations.steps()
    distance = float(np.abs(shares - fit.cdf(places)).max())
    if fit.family == "constant":
        return Fitness(distance, math.nan)
    size = min(durations.count, LARGEST)
    draws = np.random.Generator(np.random.PCG64(key(f"goodness of fit of {name}")))
    observed = distance * math.sqrt(durations.count)
    beyond = sum(
        _distance(fit.family, _drawn(fit, draws, size)) * math.sqrt(size) >= observed
        for _ in range(SAMPLES)
    )
    return Fitness(distance, (beyond + 1) / (SAMPLES + 1))


def _drawn(fit: Fit, draws: np.random.Generator, size: int) -> Floats:
    found: Any
    if fit.family == "exponential":
        found = draws.exponential(1.0, size)
    elif fit.family == "gamma":
        found = draws.gamma(fit.shape[0], 1.0, size)
    else:
        found = draws.lognormal(0.0, fit.shape[1], size)
    return np.sort(np.maximum(np.asarray(found, np.float64), 1e-300))


def _distance(family: str, sample: Floats) -> float:
    """The distance of a sorted sample from the law of its family that fits it best."""
    mean, logs = float(sample.mean()), np.log(sample)
    shape: tuple[float, ...] = ()
    if family == "gamma":
        shape = (gamma_shape(math.log(mean) - float(logs.mean())),)
    elif family == "lognormal":
        shape = (float(logs.mean()), max(float(logs.std()), 1e-9))
    expected = distribution(family, mean, shape)(sample)
    steps = np.arange(1, len(sample) + 1) / len(sample)
    return float(
        max(np.abs(steps - expected).max(), np.abs(steps - 1 / len(sample) - expected).max())
    )
