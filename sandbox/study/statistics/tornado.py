"""The tornado: what each input does when it alone goes to either end.

In: paired values at the base and at both ends of each factor. Out: bars, the longest first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sandbox.randomness.arrays import Floats
from sandbox.study.intervals import Interval, interval


@dataclass(frozen=True)
class Subject:
    """What is looked at: a measure under a model, or that model minus another (`against`)."""

    measure: str
    model: str
    against: str | None = None


@dataclass(frozen=True, eq=False)
class Swing:
    """One factor at its two ends, and the subject's value there in each replication."""

    factor: str
    low: Any
    high: Any
    at_low: Sequence[float] | Floats
    at_high: Sequence[float] | Floats


@dataclass(frozen=True)
class Bar:
    """What a factor's ends do to the subject: changes from the base, and between the ends."""

    factor: str
    low: Any
    high: Any
    low_effect: Interval
    high_effect: Interval
    swing: Interval


@dataclass(frozen=True)
class Tornado:
    """Bars, the longest first (undefined ones last), around the subject's value at the base."""

    subject: Subject
    base: Interval
    bars: tuple[Bar, ...]


def tornado(
    subject: Subject,
    base: Sequence[float] | Floats,
    swings: Sequence[Swing],
    *,
    confidence: float,
    unit: str = "",
) -> Tornado:
    """Effects of one factor at a time, paired by replication with the base.

    Eschenbach, Spiderplots versus tornado diagrams for sensitivity analysis, Interfaces 22 (1992).
    A bar's length is that from its lower to its higher value, the base included, so a factor whose
    two ends both make things worse is not taken for one that does nothing. For the difference of
    two models the values are differences, replication by replication.

    Raises:
        ValueError: when a swing has not the replications of the base.
    """
    bars = []
    for one in swings:
        if not len(base) == len(one.at_low) == len(one.at_high):
            raise ValueError(f"{one.factor}: not the {len(base)} replications of the base")
        bars.append(
            Bar(
                one.factor,
                one.low,
                one.high,
                _change(one.at_low, base, confidence, unit),
                _change(one.at_high, base, confidence, unit),
                _change(one.at_high, one.at_low, confidence, unit),
            )
        )
    bars.sort(key=_length, reverse=True)
    return Tornado(subject, interval(list(base), confidence, unit), tuple(bars))


def _change(
    here: Sequence[float] | Floats, there: Sequence[float] | Floats, confidence: float, unit: str
) -> Interval:
    gaps = np.asarray(here, np.float64) - np.asarray(there, np.float64)
    return interval(gaps.tolist(), confidence, unit)


def _length(bar: Bar) -> float:
    ends = (0.0, bar.low_effect.mean, bar.high_effect.mean)
    return -math.inf if any(map(math.isnan, ends)) else max(ends) - min(ends)
