"""An estimate and the ends of its interval, in words.

In: a value, ends, a unit. Out: `2.1 s ±0.2` where both ends are as far away, else both ends:
`2.1 s (1 s … 5 s)`.
"""

from __future__ import annotations

import math

from sandbox.language import say
from sandbox.language.figures import figure

_EVEN = 0.2
"""Ends are as far away when their distances differ by less than this part of their mean."""


def between(value: float, low: float, high: float, unit: str) -> str:
    """A value and both ends; the value alone where there is no interval."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return figure(value, unit)
    return say(
        "{mean} ({low} … {high})",
        mean=figure(value, unit),
        low=figure(low, unit),
        high=figure(high, unit),
    )


def around(value: float, low: float, high: float, unit: str) -> str:
    """A value and a half-width, where that tells the ends: never one that goes below nought."""
    half = (high - low) / 2
    if math.isfinite(half) and abs((high - value) - (value - low)) > _EVEN * half:
        return between(value, low, high, unit)
    return figure(value, unit, half)
