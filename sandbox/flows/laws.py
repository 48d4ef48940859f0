"""Laws: the distributions of service times and delays, as engines draw from them.

In: a family and its parameters in seconds. Out: a `Law` with its mean and variance. Engines turn
a law and keyed uniform numbers into ticks; laws are equal when their parameters are, so that
programs intern them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

TICKS = 1_000_000_000
"""Ticks in a second: inside the engines time is int64 nanoseconds from the start of the study."""


def ticks(seconds: float) -> int:
    """`seconds` in ticks, rounded to the nearest."""
    return round(seconds * TICKS)


class Family(IntEnum):
    """The families of laws; the numbers are those of the compiled form."""

    CONSTANT = 0
    EXPONENTIAL = 1
    ERLANG = 2
    GAMMA = 3
    LOGNORMAL = 4
    UNIFORM = 5
    EMPIRICAL = 6


@dataclass(frozen=True)
class Law:
    """A distribution of durations in seconds.

    `a` and `b` are, by family: constant (value, –), exponential (mean, –), Erlang (mean of a
    stage, stages), gamma (shape, scale), lognormal (mu, sigma of the logarithm), uniform (low,
    high), empirical (–, –) with `values` and their cumulative shares in `cumulative`.
    """

    family: Family
    a: float = 0.0
    b: float = 0.0
    values: tuple[float, ...] = ()
    cumulative: tuple[float, ...] = ()

    @staticmethod
    def constant(value: float) -> Law:
        """Always `value`."""
        return Law(Family.CONSTANT, value)

    @staticmethod
    def exponential(mean: float) -> Law:
        """Exponential with this mean."""
        return Law(Family.EXPONENTIAL, mean)

    @staticmethod
    def erlang(mean: float, stages: int) -> Law:
        """The sum of `stages` exponential stages, with this mean in all."""
        return Law(Family.ERLANG, mean / stages, float(stages))

    @staticmethod
    def gamma(mean: float, cv: float) -> Law:
        """Gamma with this mean and coefficient of variation."""
        shape = 1 / cv**2
        return Law(Family.GAMMA, shape, mean / shape)

    @staticmethod
    def lognormal(mean: float, cv: float) -> Law:
        """Lognormal with this mean and coefficient of variation."""
        sigma2 = math.log1p(cv**2)
        return Law(Family.LOGNORMAL, math.log(mean) - sigma2 / 2, math.sqrt(sigma2))

    @staticmethod
    def uniform(low: float, high: float) -> Law:
        """Uniform between `low` and `high`."""
        return Law(Family.UNIFORM, low, high)

    @staticmethod
    def empirical(values: tuple[float, ...], weights: tuple[float, ...] = ()) -> Law:
        """One of `values`, drawn by `weights` (equal when absent)."""
        weights = weights or (1.0,) * len(values)
        total, running, cumulative = sum(weights), 0.0, []
        for weight in weights:
            running += weight
            cumulative.append(running / total)
        cumulative[-1] = 1.0
        return Law(Family.EMPIRICAL, values=tuple(values), cumulative=tuple(cumulative))

    @property
    def mean(self) -> float:
        """Expected value in seconds."""
        match self.family:
            case Family.CONSTANT | Family.EXPONENTIAL:
                return self.a
            case Family.ERLANG | Family.GAMMA:
                return self.a * self.b
            case Family.LOGNORMAL:
                return math.exp(self.a + self.b**2 / 2)
            case Family.UNIFORM:
                return (self.a + self.b) / 2
            case Family.EMPIRICAL:
                return sum(value * share for value, share in zip(self.values, self._shares()))

    @property
    def variance(self) -> float:
        """Variance in seconds squared."""
        match self.family:
            case Family.CONSTANT:
                return 0.0
            case Family.EXPONENTIAL:
                return self.a**2
            case Family.ERLANG:
                return self.a**2 * self.b
            case Family.GAMMA:
                return self.a * self.b**2
            case Family.LOGNORMAL:
                return math.expm1(self.b**2) * self.mean**2
            case Family.UNIFORM:
                return (self.b - self.a) ** 2 / 12
            case Family.EMPIRICAL:
                mean = self.mean
                return sum((v - mean) ** 2 * p for v, p in zip(self.values, self._shares()))

    def _shares(self) -> list[float]:
        before = (0.0, *self.cumulative[:-1])
        return [here - last for here, last in zip(self.cumulative, before)]
