"""Families of distributions, fitted to durations by maximum likelihood.

In: the sums that `Durations` keeps, which are sufficient for every family here. Out: parameters
with standard errors from Fisher's information, log-likelihood, AIC and BIC, and the distribution
as a scenario writes it. Formulas: Johnson, Kotz & Balakrishnan, Continuous Univariate
Distributions I (1994), ch. 14 (lognormal), 17 (gamma), 19 (exponential).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sandbox.study.calibration.durations import MICRO, Durations, Floats

FAMILIES = ("constant", "exponential", "gamma", "lognormal")
"""in the order in which a tie is decided: fewer parameters first"""
_STEPS = 60


@dataclass(frozen=True)
class Estimate:
    """A parameter with its interval; an interval that makes no sense is nan."""

    value: float
    low: float
    high: float

    def covers(self, truth: float) -> bool:
        """Whether the interval holds a value."""
        return self.low <= truth <= self.high


@dataclass(frozen=True)
class Fit:
    """A family fitted to durations in s. `cv` is the standard deviation over the mean."""

    family: str
    count: int
    mean: Estimate
    cv: Estimate
    log_likelihood: float
    parameters: int
    shape: tuple[float, ...]  # of the gamma law; mu and sigma of the lognormal

    @property
    def aic(self) -> float:
        """Akaike's criterion: the smaller, the better."""
        return 2 * self.parameters - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """Schwarz's criterion: the smaller, the better."""
        return self.parameters * math.log(self.count) - 2 * self.log_likelihood

    def cdf(self, at: Floats) -> Floats:
        """The distribution function at places in s."""
        return distribution(self.family, self.mean.value, self.shape)(at)


def distribution(family: str, mean: float, shape: tuple[float, ...]) -> Callable[[Floats], Floats]:
    """The distribution function of a family."""
    from scipy.special import gammainc, ndtr

    def function(at: Floats) -> Floats:
        found: Any
        if family == "constant":
            found = (at >= mean).astype(np.float64)
        elif family == "exponential":
            found = -np.expm1(-at / mean)
        elif family == "gamma":
            found = gammainc(shape[0], shape[0] * at / mean)
        else:
            with np.errstate(divide="ignore"):
                found = ndtr((np.log(at) - shape[0]) / shape[1])
        return np.asarray(found, np.float64)

    return function


def fits(durations: Durations, z: float) -> list[Fit]:
    """Every family that can be fitted, the best by BIC first.

    Durations that are all alike, up to their resolution, are constant, and so is a single one.
    """
    spread = durations.most - durations.least
    if durations.count < 2 or spread <= durations.resolution:
        return [_constant(durations)]
    found = [_exponential(durations, z), _gamma(durations, z), _lognormal(durations, z)]
    return sorted(found, key=lambda fit: (fit.bic, FAMILIES.index(fit.family)))


def _constant(durations: Durations) -> Fit:
    mean = durations.mean
    half = durations.resolution * MICRO / 2
    one = Estimate(0.0, 0.0, 0.0)
    around = Estimate(mean, max(mean - half, 0.0), mean + half)
    return Fit("constant", durations.count, around, one, 0.0, 1, ())


def _mean(durations: Durations) -> float:
    """The mean, s; never below half the resolution, as logarithms have it."""
    return max(durations.mean, durations.resolution * MICRO / 2)


def _around(value: float, relative: float, z: float) -> Estimate:
    """An interval on the scale of logarithms, which keeps it above nought."""
    factor = math.exp(min(z * relative, 700.0))
    return Estimate(value, value / factor, value * factor)


def _exponential(durations: Durations, z: float) -> Fit:
    count, mean = durations.count, _mean(durations)
    likelihood = -count * (math.log(mean) + 1)
    return Fit(
        "exponential",
        count,
        _around(mean, 1 / math.sqrt(count), z),
        Estimate(1.0, 1.0, 1.0),
        likelihood,
        1,
        (),
    )


def _gamma(durations: Durations, z: float) -> Fit:
    """The shape k solves ln k − ψ(k) = ln mean − mean ln; mean and shape are orthogonal."""
    from scipy.special import gammaln, polygamma

    count, mean = durations.count, _mean(durations)
    k = gamma_shape(math.log(mean) - durations.mean_log)
    scale = mean / k
    likelihood = count * (
        (k - 1) * durations.mean_log - k - k * math.log(scale) - float(gammaln(k))
    )
    information = k * float(polygamma(1, k)) - 1  # times k: of ln k
    error = 1 / math.sqrt(count * k * max(information, 1e-12))  # of ln k: se(k) / k
    cv = 1 / math.sqrt(k)
    return Fit(
        "gamma",
        count,
        _around(mean, cv / math.sqrt(count), z),
        _around(cv, error / 2, z),
        likelihood,
        2,
        (k,),
    )


def gamma_shape(gap: float) -> float:
    """The shape for which ln k − ψ(k) = gap, by Newton's method.

    It begins at the approximation of Minka (Estimating a Gamma distribution, 2002).
    """
    from scipy.special import digamma, polygamma

    gap = max(gap, 1e-9)
    k = (3 - gap + math.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap)
    for _ in range(_STEPS):
        value = math.log(k) - float(digamma(k)) - gap
        slope = 1 / k - float(polygamma(1, k))
        new = k - value / slope
        new = new if new > 0 else k / 2
        if abs(new - k) < 1e-12 * k:
            return new
        k = new
    return k


def _lognormal(durations: Durations, z: float) -> Fit:
    """Mean exp(μ + σ²/2) and variation √(exp σ² − 1), their errors by the delta method."""
    count, mu = durations.count, durations.mean_log
    variance = max(durations.log_variance, 1e-12)
    sigma = math.sqrt(variance)
    likelihood = -count * (durations.mean_log + math.log(sigma) + math.log(2 * math.pi) / 2 + 1 / 2)
    cv = math.sqrt(math.expm1(min(variance, 700.0)))
    of_mean = math.sqrt(variance / count + variance * variance / (2 * count))
    of_cv = variance * math.exp(min(variance, 700.0)) / (cv * cv) / math.sqrt(2 * count)
    return Fit(
        "lognormal",
        count,
        _around(math.exp(min(mu + variance / 2, 700.0)), of_mean, z),
        _around(cv, of_cv, z),
        likelihood,
        2,
        (mu, sigma),
    )
