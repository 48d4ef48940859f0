"""Ticks for the axes of the chart, at values that people count in.

In: a range, a unit and how many ticks fit. Out: the values, in the unit.
"""

from __future__ import annotations

import math

_DURATIONS = (
    *(k * 10.0**e for e in (-6, -5, -4, -3, -2, -1) for k in (1, 2, 5)),
    *(1.0, 2.0, 5.0, 10.0, 15.0, 30.0),
    *(60.0 * k for k in (1, 2, 5, 10, 15, 30)),
    *(3600.0 * k for k in (1, 2, 3, 6, 12)),
    *(86400.0 * k for k in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)),
)
_MARKS = (
    *(1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0, 10.0),
    *(60.0, 600.0, 3600.0, 21600.0, 86400.0, 864000.0, 8640000.0, 86400000.0),
)


def ticks(low: float, high: float, unit: str, most: int) -> list[float]:
    """At most about `most` evenly spaced values from `low` to `high`."""
    least = (high - low) / max(most, 1)
    if least <= 0 or not math.isfinite(least):
        return []
    if unit == "s":
        step = next((step for step in _DURATIONS if step >= least), _DURATIONS[-1])
    else:
        decade = 10.0 ** math.floor(math.log10(least))
        step = next(k * decade for k in (1, 2, 5, 10) if k * decade >= least * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [step * k for k in range(first, last + 1)]


def logarithmic_ticks(low: float, high: float, unit: str, most: int) -> list[float]:
    """At most `most` values between positive `low` and `high`, a decade or a unit apart."""
    if unit == "s":
        marks = [mark for mark in _MARKS if low <= mark <= high]
    else:
        decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        steps = (1, 2, 5) if high < 100 * low else (1,)
        marks = [k * 10.0**e for e in decades for k in steps if low <= k * 10.0**e <= high]
    return marks[:: max(1, -(-len(marks) // max(most, 1)))]
