"""An axis of a picture: from values to places, straight or logarithmic, with marks in words.

In: values, a unit, a length in cells. Out: an `Axis`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.language.figures import Figure, figure
from sandbox.tui.axis import logarithmic_ticks, ticks

LOG_FROM = 50.0
"""largest over smallest value from which a straight axis hides differences"""


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`, both within the unit's bounds."""

    low: float
    high: float
    unit: str
    logarithmic: bool

    def place(self, value: float, length: int) -> int:
        """The cell of a value, 0 to `length` − 1."""
        if self.logarithmic:
            least = math.log(self.low)
            value = math.log(max(value, self.low))
            share = (value - least) / (math.log(self.high) - least)
        else:
            share = (value - self.low) / (self.high - self.low)
        return max(0, min(length - 1, round(share * (length - 1))))

    def marks(self, most: int) -> dict[float, str]:
        """At most about `most` values with their words, that tell each other apart."""
        find = logarithmic_ticks if self.logarithmic else ticks
        values = find(self.low, self.high, self.unit, most)
        words = {value: figure(value, self.unit) for value in values}
        if len(set(words.values())) < len(words):
            words = {value: Figure(value, self.unit).render() for value in values}
        return words


def axis_of(values: Sequence[float], unit: str, logarithmic: bool | None = None) -> Axis:
    """The axis that shows all of `values`; `logarithmic` as asked for, or as they need it.

    Never beyond what the measure can be: no measure is below zero, no share above one.
    """
    known = [value for value in values if math.isfinite(value)]
    if not known:
        return Axis(0.0, 1.0, unit, False)
    low, high = min(known), max(known)
    positive = low > 0
    if positive and (high > LOG_FROM * low if logarithmic is None else logarithmic):
        room = max((high / low) ** 0.05, 1.1)
        return Axis(low / room, high * room, unit, True)
    if 0 <= low < 0.5 * high:
        low = 0.0
    room = (high - low) * 0.06 or abs(high) * 0.1 or 0.1
    most = 1.0 if unit == "share" and high <= 1 else math.inf
    low, high = max(low - room, 0.0 if low >= 0 else -math.inf), min(high + room, most)
    return Axis(low, high if high > low else low + room, unit, False)
