"""Sobol's indices with their intervals, and what those are worth.

In: estimates and intervals. Out: whether they say anything, and how many samples would be enough.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.study.intervals import Interval

FEWEST_SAMPLES = 16
"""Base samples below which estimates are noise."""
CLOSE = 0.1
"""The half-width of an index that is taken to be known well."""


@dataclass(frozen=True)
class Indices:
    """A factor's share of the output's variance: alone (`first`), and with all others (`total`)."""

    factor: str
    first: Interval
    total: Interval

    @property
    def known(self) -> tuple[bool, bool]:
        """Whether the intervals of both say anything: they are narrower than all there can be
        (0 to 1), and hold some of it."""
        return _known(self.first), _known(self.total)


def _known(found: Interval) -> bool:
    return found.high - found.low < 1 and found.low <= 1 and found.high >= 0


def widest(found: Sequence[Indices]) -> float:
    """The half-width of the widest interval."""
    every = (interval for one in found for interval in (one.first, one.total))
    return max((one.high - one.low) / 2 for one in every)


def enough_samples(found: Sequence[Indices]) -> int:
    """Base samples with which all indices would be known well, a power of two.

    Half-widths shrink with the root of their number; those that were taken, where that will do.
    """
    taken, half = found[0].total.n, widest(found)
    if not half > CLOSE:
        return taken
    return 1 << math.ceil(math.log2(taken * (half / CLOSE) ** 2))
