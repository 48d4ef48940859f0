"""A measure over simulated time: one braille line a model, its letter at the end.

In: lines of (time, value) and the measure's unit. Out: rows exactly as wide as the widget, with
axes in the language in force, linear or logarithmic. An own widget because a frame of textual-plot
with nine lines holds the screen up for 110 ms at 240 × 60, this one for 30 ms, and because its
canvas counts characters where Chinese needs cells.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from sandbox.language.figures import Figure, figure
from sandbox.tui import colours
from sandbox.tui.axis import logarithmic_ticks, ticks
from sandbox.tui.braille import Cell, character, mark
from sandbox.tui.cells import fit, line, runs

_LOG_FROM = 50.0  # largest over smallest value from which a linear axis hides lines
_ROOM = 3  # cells to the right of the last time, for letters


@dataclass(frozen=True)
class Line:
    """One model's line; times in seconds of simulated time, values in the measure's unit."""

    letter: str
    colour: str
    times: Sequence[float]
    values: Sequence[float]


class LiveChart(Widget):
    """The chart of one measure."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.logarithmic: bool | None = None  # None: as the values need it
        self.is_logarithmic = False
        self._lines: list[tuple[Line, list[tuple[float, float]]]] = []
        self._unit, self._horizon = "", 1.0
        self._low, self._high = 0.0, 1.0
        self._rows: list[list[Segment]] = []
        self._painted: tuple[int, int] | None = None

    def draw(self, lines: Sequence[Line], unit: str, horizon: float) -> None:
        """Show the lines; `horizon` is the length of the time axis in seconds."""
        found = [
            (each, [(t, v) for t, v in zip(each.times, each.values) if math.isfinite(v)])
            for each in lines
        ]
        values = [value for _, points in found for _, value in points]
        positive = [value for value in values if value > 0]
        wide = bool(positive) and len(positive) == len(values)
        wide = wide and max(positive) > _LOG_FROM * min(positive)
        self.is_logarithmic = bool(positive) and (
            wide if self.logarithmic is None else self.logarithmic
        )
        if self.is_logarithmic:
            found = [(each, [(t, v) for t, v in points if v > 0]) for each, points in found]
            values = positive
        self._lines, self._unit, self._horizon = found, unit, max(horizon, 1e-9)
        self._low, self._high = self._limits(values)
        self._painted = None
        self.refresh()

    def _limits(self, values: Sequence[float]) -> tuple[float, float]:
        """Room above and below the lines; from zero up where that does not flatten them.

        Never beyond what the measure can be: no measure is below zero, no share above one.
        """
        if not values:
            return 0.0, 1.0
        low, high = min(values), max(values)
        most = 1.0 if self._unit == "share" and high <= 1 else math.inf
        if self.is_logarithmic:
            room = max((high / low) ** 0.05, 1.2)
            return low / room, min(high * room, most)
        if 0 <= low < 0.5 * high:
            low = 0.0
        room = (high - low) * 0.05 or max(abs(high) * 0.1, 0.1)
        least = 0.0 if low >= 0 else -math.inf
        return max(low - room, least), min(high + room, most)

    # painting

    def _heights(self) -> Callable[[float], float]:
        """Where a value stands between the lowest (0) and the highest (1)."""
        if self.is_logarithmic:
            low, high = math.log(self._low), math.log(self._high)
            return lambda value: (math.log(value) - low) / (high - low)
        low, high = self._low, self._high
        return lambda value: (value - low) / (high - low)

    def _paint(self, width: int, height: int) -> None:
        """Fill the rows: value axis on the left, time axis in the last two rows."""
        tall = max(height - 2, 1)
        most = max(tall // 3, 2)
        find = logarithmic_ticks if self.is_logarithmic else ticks
        marks = find(self._low, self._high, self._unit, most) if self._has_values else []
        labels = {value: figure(value, self._unit) for value in marks}
        if len(set(labels.values())) < len(labels):  # too few digits to tell the marks apart
            labels = {value: Figure(value, self._unit).render() for value in marks}
        margin = min(max([5, *(cell_len(label) for label in labels.values())]) + 1, width)
        across = max(width - margin - 1 - _ROOM, 1)
        place = self._heights()
        side = {round((1 - place(value)) * (tall - 1)): label for value, label in labels.items()}
        cells = self._curves(across, tall, place)
        axis = colours.paint(colours.AXIS)
        words = colours.paint(colours.LABEL)
        rows: list[list[Segment]] = []
        for y in range(tall):
            label = side.get(y, "")
            text = " " * max(margin - 1 - cell_len(label), 0) + label + " "
            row = (cells.get((x, y), (" ", None)) for x in range(across + _ROOM))
            rows.append(
                [
                    Segment(fit(text, margin), words),
                    Segment("┤" if y in side else "│", axis),
                    *runs((char, colours.paint(colour)) for char, colour in row),
                ]
            )
        rows += self._times(margin, across, axis, words)
        self._rows = [line([(s.text, s.style) for s in row], width, axis) for row in rows]
        self._painted = (width, height)

    @property
    def _has_values(self) -> bool:
        return any(points for _, points in self._lines)

    def _curves(
        self, across: int, tall: int, place: Callable[[float], float]
    ) -> dict[Cell, tuple[str, str | None]]:
        """Characters and colours of the cells that lines touch."""
        cells: dict[Cell, tuple[str, str | None]] = {}
        ends: list[tuple[Cell, Line]] = []
        for each, points in self._lines:
            dots = [
                (
                    min(round(t / self._horizon * (2 * across - 1)), 2 * across - 1),
                    max(0, min(4 * tall - 1, round((1 - place(v)) * (4 * tall - 1)))),
                )
                for t, v in points
            ]
            masks: dict[Cell, int] = {}
            for start, end in zip(dots, dots[1:] or dots):
                mark(masks, start, end)
            cells |= {cell: (character(mask), each.colour) for cell, mask in masks.items()}
            if dots:
                ends.append(((dots[-1][0] // 2 + 1, dots[-1][1] // 4), each))
        letters: dict[Cell, tuple[str, str | None]] = {}
        for (x, y), each in ends:
            at = next(
                ((x + i, y) for i in range(_ROOM) if (x + i, y) not in letters),
                (x, y),
            )
            letters[at] = (each.letter, each.colour)
        return cells | letters

    def _times(self, margin: int, across: int, axis: Style, words: Style) -> list[list[Segment]]:
        """The time axis and its labels."""
        ruler = ["─"] * (across + _ROOM)
        text, used = "", 0
        for time in ticks(0.0, self._horizon, "s", max(across // 12, 1)):
            x = min(round(time / self._horizon * (across - 1)), across - 1)
            ruler[x] = "┬"
            label = figure(time, "s") if time else "0"
            start = margin + 1 + x - cell_len(label) // 2
            start = min(start, margin + 1 + across + _ROOM - cell_len(label))
            if start >= used:
                text += " " * (start - used) + label
                used = start + cell_len(label) + 1
                text += " "
        return [
            [Segment(" " * margin, words), Segment("└" + "".join(ruler), axis)],
            [Segment(text, words)],
        ]

    def render_line(self, y: int) -> Strip:
        """One row, exactly as wide as the widget."""
        width, height = self.size
        ground = colours.paint(None)
        if width < 1:
            return Strip([], 0)
        if self._painted != (width, height):
            self._paint(width, height)
        if y >= len(self._rows):
            return Strip(line([], width, ground), width)
        return Strip(self._rows[y], width)
