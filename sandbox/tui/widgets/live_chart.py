"""A measure over simulated time, one line a model.

In: lines of (time, value) and the measure's unit. Out: a plot with ticks in a fitting unit, linear
or logarithmic. Ticks are written in Latin letters only, because the plot's canvas counts
characters and not cells; everything in Chinese stands around it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from textual_plot import HiResMode, NumericAxisFormatter, PlotWidget
from textual_plot.axis_formatter import AxisFormatter

_DURATIONS = (
    (1e-6, "1us"),
    (1e-5, "10us"),
    (1e-4, "0.1ms"),
    (1e-3, "1ms"),
    (1e-2, "10ms"),
    (0.1, "0.1s"),
    (1.0, "1s"),
    (10.0, "10s"),
    (60.0, "1min"),
    (600.0, "10min"),
    (3600.0, "1h"),
    (21600.0, "6h"),
    (86400.0, "1d"),
    (864000.0, "10d"),
    (8640000.0, "100d"),
)
_SCALES = {
    "s": ((86400.0, "d"), (3600.0, "h"), (60.0, "min"), (1.0, "s"), (1e-3, "ms"), (1e-6, "us")),
    "B": ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B")),
    "share": ((0.01, "%"),),
}
_ROOM = 1.03  # of the time axis, so that letters at the ends of lines are seen
_LOG_FROM = 50.0  # largest over smallest value from which a linear axis hides lines


@dataclass(frozen=True)
class Line:
    """One model's line; times in seconds of simulated time, values in the measure's unit."""

    letter: str
    colour: str
    times: Sequence[float]
    values: Sequence[float]


class _Logarithmic(AxisFormatter):
    """Ticks at decades (of durations: at 1 s, 10 s, 1 min …) of values given as logarithms."""

    def __init__(self, unit: str) -> None:
        self.unit = unit

    def _marks(self, low: float, high: float) -> list[tuple[float, str]]:
        if self.unit == "s":
            marks = [(math.log10(value), label) for value, label in _DURATIONS]
        else:
            decades = range(math.floor(low), math.ceil(high) + 1)
            steps = (1, 2, 5) if high - low < 2 else (1,)
            marks = [(d + math.log10(k), f"{k * 10.0**d:g}") for d in decades for k in steps]
        return [mark for mark in marks if low <= mark[0] <= high]

    def get_ticks(self, min_: float, max_: float, max_ticks: int = 8) -> list[float]:
        marks = self._marks(min_, max_)
        every = -(-len(marks) // max_ticks) or 1
        return [value for value, _ in marks[::every]]

    def get_labels_for_ticks(self, ticks: Sequence[float]) -> list[str]:
        if not ticks:
            return []
        known = dict(self._marks(min(ticks) - 1e-9, max(ticks) + 1e-9))
        return [known.get(tick, f"{10**tick:.3g}") for tick in ticks]


class LiveChart(PlotWidget, can_focus=False):
    """The plot of one measure."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, allow_pan_and_zoom=False)
        self.logarithmic: bool | None = None  # None: as the values need it
        self.is_logarithmic = False
        self.time_unit = "d"
        self.value_unit = ""

    def on_mount(self) -> None:
        super().on_mount()
        self.margin_top, self.margin_bottom, self.margin_left = 0, 1, 8

    def draw(self, lines: Sequence[Line], unit: str, horizon: float) -> None:
        """Plot the lines; `horizon` is the length of the time axis in seconds."""
        points = [
            (line, [(t, v) for t, v in zip(line.times, line.values) if math.isfinite(v)])
            for line in lines
        ]
        values = [value for _, found in points for _, value in found]
        positive = [value for value in values if value > 0]
        wide = (
            len(positive) == len(values) and bool(values) and max(values) > _LOG_FROM * min(values)
        )
        self.is_logarithmic = bool(positive) and (
            wide if self.logarithmic is None else self.logarithmic
        )
        step, self.time_unit = next(
            ((s, name) for s, name in _SCALES["s"] if horizon >= 2 * s), (1.0, "s")
        )
        scale, self.value_unit = self._scale(values, unit)
        self.clear()
        self.set_xlimits(0, max(horizon / step * _ROOM, 1e-9))
        heights: list[float] = []
        for line, found in points:
            if self.is_logarithmic:
                found = [(t, math.log10(v)) for t, v in found if v > 0]
            else:
                found = [(t, v / scale) for t, v in found]
            if not found:
                continue
            xs, ys = [t / step for t, _ in found], [v for _, v in found]
            heights += ys
            self.plot(xs, ys, line_style=line.colour, hires_mode=HiResMode.BRAILLE)
            self.scatter(xs[-1:], ys[-1:], marker=line.letter, marker_style=f"bold {line.colour}")
        self._limit(heights)
        self.set_y_formatter(_Logarithmic(unit) if self.is_logarithmic else NumericAxisFormatter())

    def _scale(self, values: Sequence[float], unit: str) -> tuple[float, str]:
        """The factor and name of the unit in which the largest value is at least one."""
        if self.is_logarithmic:
            return 1.0, unit
        largest = max((abs(value) for value in values), default=0.0)
        scales = _SCALES.get(unit, ((1.0, unit),))
        return next(((s, name) for s, name in scales if largest >= s), scales[-1])

    def _limit(self, heights: Sequence[float]) -> None:
        """Room above and below the lines; from zero up where that does not flatten them."""
        if not heights:
            self.set_ylimits(0, 1)
            return
        low, high = min(heights), max(heights)
        if not self.is_logarithmic and 0 <= low < 0.5 * high:
            low = 0.0
        room = (high - low) * 0.06 or max(abs(high) * 0.1, 0.1)
        self.set_ylimits(low if low == 0.0 and not self.is_logarithmic else low - room, high + room)
