"""Lines over simulated time with their intervals: the chart, and a band behind each line.

In: lines, and lower and upper ends for each. Out: rows exactly as wide as the widget.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sandbox.tui.braille import Cell
from sandbox.tui.colours import dimmed
from sandbox.tui.widgets.live_chart import Line, LiveChart

BAND = "░"


@dataclass(frozen=True)
class Band:
    """The interval around a line: ends at each of its times, nan where there is none."""

    line: Line
    low: Sequence[float]
    high: Sequence[float]


class BandChart(LiveChart):
    """A chart whose lines have bands."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._bands: list[Band] = []

    def draw_bands(
        self, bands: Sequence[Band], unit: str, horizon: float, shaded: Sequence[str]
    ) -> None:
        """Show lines, and the bands of those whose letters are `shaded`; the axis is the lines'."""
        self._bands = [one for one in bands if one.line.letter in shaded]
        self.draw([one.line for one in bands], unit, horizon)

    def _curves(
        self, across: int, tall: int, place: Callable[[float], float]
    ) -> dict[Cell, tuple[str, str | None]]:
        behind: dict[Cell, tuple[str, str | None]] = {}
        for one in self._bands:
            for x, low, high in self._columns(one, across):
                if self.is_logarithmic and not low > 0:
                    continue  # it has no end on such an axis
                top, bottom = (
                    max(0, min(tall - 1, round((1 - place(value)) * (tall - 1))))
                    for value in (high, low)
                )
                for y in range(top, bottom + 1):
                    behind.setdefault((x, y), (BAND, dimmed(one.line.colour)))
        return behind | super()._curves(across, tall, place)

    def _columns(self, one: Band, across: int) -> list[tuple[int, float, float]]:
        """Column, lower and upper end, between times on straight lines."""
        ends = [
            (time / self._horizon * (across - 1), low, high)
            for time, low, high in zip(one.line.times, one.low, one.high)
            if math.isfinite(low) and math.isfinite(high)
        ]
        found = []
        for (x0, low0, high0), (x1, low1, high1) in pairwise(ends):
            for x in range(math.ceil(x0), min(math.floor(x1), across - 1) + 1):
                share = (x - x0) / (x1 - x0) if x1 > x0 else 0.0
                found.append((x, low0 + share * (low1 - low0), high0 + share * (high1 - high0)))
        return found
