"""Factors: what is varied in an experiment, and over which values.

In: a name with a list of values, or with the ends of a range. Out: the value at any place between
0 and 1, and evenly spread values.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Choice:
    """A factor that takes one of a list of values, of any kind."""

    name: str
    values: tuple[Any, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError(f"{self.name}: no values")

    def at(self, share: float) -> Any:
        """The value at a place in [0, 1]: each has an equal part of it."""
        return self.values[min(int(share * len(self.values)), len(self.values) - 1)]

    def spread(self, levels: int) -> tuple[Any, ...]:  # noqa: ARG002 - as of a span
        """All values, whatever `levels` is."""
        return self.values

    @property
    def ends(self) -> tuple[Any, Any]:
        """The first and the last value."""
        return self.values[0], self.values[-1]


@dataclass(frozen=True)
class Span:
    """A number between two ends, both included.

    `log` spreads values evenly in their logarithm; `whole` takes whole numbers, each with an equal
    part (on a logarithmic span, the part of [n, n + 1)).
    """

    name: str
    low: float
    high: float
    log: bool = False
    whole: bool = False

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(f"{self.name}: {self.low} … {self.high}, expected low < high")
        if self.log and self.low <= 0:
            raise ValueError(f"{self.name}: a logarithmic span starts above 0, not at {self.low}")
        if self.whole and not (float(self.low).is_integer() and float(self.high).is_integer()):
            raise ValueError(f"{self.name}: {self.low} … {self.high}, expected whole numbers")

    def at(self, share: float) -> float:
        """The value at a place in [0, 1]."""
        if self.whole:
            return float(min(math.floor(self._between(share, self.high + 1)), self.high))
        return min(max(self._between(share, self.high), self.low), self.high)

    def spread(self, levels: int) -> tuple[float, ...]:
        """`levels` values from end to end, without repetition where whole numbers run out."""
        if levels < 2:
            raise ValueError(f"{self.name}: {levels} levels, expected 2 or more")
        values = [self._between(step / (levels - 1), self.high) for step in range(levels)]
        values[0], values[-1] = float(self.low), float(self.high)
        return tuple(dict.fromkeys(float(round(v)) if self.whole else v for v in values))

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the greatest value."""
        return float(self.low), float(self.high)

    def _between(self, share: float, high: float) -> float:
        if self.log:
            return float(self.low * (high / self.low) ** share)
        return float(self.low + share * (high - self.low))


Factor = Choice | Span


def names_of(factors: tuple[Factor, ...]) -> Iterator[str]:
    """The names of factors, each once.

    Raises:
        ValueError: when there is no factor, or two have one name.
    """
    names = [factor.name for factor in factors]
    if not names or len(set(names)) != len(names):
        raise ValueError(f"factors {names}: expected one or more, each with a name of its own")
    yield from names
