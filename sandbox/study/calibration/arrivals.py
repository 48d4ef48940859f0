"""Rates and daily and weekly profiles of arrivals, by maximum likelihood.

In: calls counted by hour of the week, and for how long each such hour was watched. Out: a rate
with its interval, and weights by hour and weekday where the log shows that they differ. Counts are
Poisson with mean exposure × hour × weekday; the factors are found by iterative proportional fitting
(Deming & Stephan 1940; the likelihood equations of a log-linear model, Bishop, Fienberg & Holland
1975), and how many of them there are is decided by BIC.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sandbox.study.calibration.durations import Floats
from sandbox.study.calibration.families import Estimate

WEEK = 168
_DAY = 24
_THURSDAY = 3  # weekday of 1970-01-01
_ROUNDS = 500
MICRO = 1_000_000


@dataclass(frozen=True)
class Window:
    """The time that a log covers, in µs since 1970; local time is `offset` s from UTC."""

    begin: int
    end: int
    offset: int

    @property
    def seconds(self) -> float:
        """Its length."""
        return (self.end - self.begin) / MICRO

    def cells(self, micro: NDArray[np.int64]) -> NDArray[np.int64]:
        """The hour of the local week, Monday 0:00 first, of each time."""
        return _cell((micro // MICRO + self.offset) // 3600)

    def exposure(self) -> Floats:
        """Seconds of the window in each hour of the week."""
        begin, end = (edge / MICRO + self.offset for edge in (self.begin, self.end))
        hours = np.arange(math.floor(begin / 3600), math.floor(end / 3600) + 1)
        inside = np.minimum((hours + 1) * 3600.0, end) - np.maximum(hours * 3600.0, begin)
        return np.bincount(_cell(hours), np.maximum(inside, 0.0), WEEK).astype(np.float64)


def _cell(hours: NDArray[np.int64]) -> NDArray[np.int64]:
    cells: NDArray[np.int64] = (hours // _DAY + _THURSDAY) % 7 * _DAY + hours % _DAY
    return cells


def watched(first: int, last: int, calls: int, resolution: int, offset: int) -> Window:
    """The window of a log whose first and last call came then.

    A log begins and ends with a call, so it lacks one gap of those between its calls; times that
    were rounded down reach to the end of their last step.
    """
    if resolution > MICRO:
        return Window(first, last + resolution, offset)
    gap = (last - first) // max(calls - 1, 1)
    return Window(first, last + max(gap, resolution), offset)


@dataclass(frozen=True)
class Arrivals:
    """Arrivals of one need. `hours` and `weekdays` have mean one; None: all alike."""

    count: int
    rate: Estimate
    """a second, over the window"""
    hours: tuple[float, ...] | None
    weekdays: tuple[float, ...] | None
    intensity: tuple[float, ...]
    """requests a second in each hour of the week"""

    def over(self, first_weekday: int, days: int) -> float:
        """The mean rate over some whole days."""
        cells = [
            (first_weekday + day) % 7 * _DAY + hour for day in range(days) for hour in range(_DAY)
        ]
        return math.fsum(self.intensity[cell] for cell in cells) / len(cells)


def arrivals(counts: NDArray[np.int64], exposure: Floats, confidence: float) -> Arrivals:
    """The arrivals that explain the counts best."""
    number, seconds = int(counts.sum()), float(exposure.sum())
    table, seen = counts.reshape(7, _DAY).astype(np.float64), exposure.reshape(7, _DAY)
    choices = [_fitted(table, seen, hourly, daily) for hourly, daily in _SHAPES]
    price = math.log(max(number, 2))
    best = min(range(len(choices)), key=lambda at: choices[at][2] * price - 2 * choices[at][1])
    rates = choices[best][0]
    hourly, daily = _SHAPES[best]
    return Arrivals(
        number,
        poisson_rate(number, seconds, confidence),
        _weights(rates, seen, 0) if hourly else None,
        _weights(rates, seen, 1) if daily else None,
        tuple(rates.reshape(WEEK).tolist()),
    )


_SHAPES = ((False, False), (True, False), (False, True), (True, True))
"""whether hours, and whether weekdays, differ"""


def _fitted(table: Floats, seen: Floats, hourly: bool, daily: bool) -> tuple[Floats, float, int]:
    """Intensities, log-likelihood and number of parameters."""
    hours, days = np.ones(_DAY), np.ones(7)
    level = table.sum() / seen.sum()
    for _ in range(_ROUNDS):
        before = np.concatenate([hours, days])
        if hourly:
            hours = _ratio(table.sum(0), level * (seen * days[:, None]).sum(0))
        if daily:
            days = _ratio(table.sum(1), level * (seen * hours).sum(1))
        if np.allclose(before, np.concatenate([hours, days]), rtol=1e-10, atol=0):
            break
    rates = level * days[:, None] * hours
    expected = rates * seen
    some = table > 0
    likelihood = float((table[some] * np.log(rates[some])).sum() - expected.sum())
    parameters = 1
    parameters += int((seen.sum(0) > 0).sum()) - 1 if hourly else 0
    parameters += int((seen.sum(1) > 0).sum()) - 1 if daily else 0
    return rates, likelihood, parameters


def _ratio(found: Floats, expected: Floats) -> Floats:
    """Found over expected; one where nothing was watched."""
    return np.where(expected > 0, found / np.where(expected > 0, expected, 1.0), 1.0)


def _weights(rates: Floats, seen: Floats, axis: int) -> tuple[float, ...]:
    """Weights along an axis, of mean one over what was watched; one for what was not."""
    watched_there = seen.sum(axis) > 0
    factor = rates.sum(axis)
    factor = factor / factor[watched_there].mean()
    return tuple(np.where(watched_there, factor, 1.0).tolist())


def poisson_rate(count: int, seconds: float, confidence: float) -> Estimate:
    """A rate with its exact interval (Garwood 1936)."""
    from scipy.special import gammaincinv

    tail = (1 - confidence) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    high = float(gammaincinv(count + 1, 1 - tail))
    return Estimate(count / seconds, low / seconds, high / seconds)


def share(count: int, of: int, z: float) -> Estimate:
    """A share with its interval (Wilson 1927)."""
    if not of:
        return Estimate(math.nan, math.nan, math.nan)
    p = count / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    low, high = max(middle - half, 0.0), min(middle + half, 1.0)
    return Estimate(p, low if count else 0.0, high if count < of else 1.0)
