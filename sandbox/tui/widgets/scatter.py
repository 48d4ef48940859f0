"""Two measures as a picture: models as letters, intervals as bars, the front marked.

In: points and the units of both axes. Out: rows exactly as wide as the widget.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from sandbox.study import Interval
from sandbox.tui import colours
from sandbox.tui.cells import fit, line, runs
from sandbox.tui.scales import Axis, axis_of

_BELOW = 2  # rows of the horizontal axis
Cell = tuple[int, int]


@dataclass(frozen=True)
class Point:
    """One model; its values with their intervals, and whether nobody beats it."""

    letter: str
    colour: str
    x: Interval
    y: Interval
    on_front: bool


class Scatter(Widget):
    """The picture; points of the front stand out."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.points: list[Point] = []
        self.units = "", ""
        self._rows: list[list[Segment]] = []
        self._painted: tuple[int, int] | None = None

    def draw(self, points: Sequence[Point], across: str, up: str) -> None:
        """Show these points; `across` and `up` are units."""
        self.points = [
            one for one in points if math.isfinite(one.x.mean) and math.isfinite(one.y.mean)
        ]
        self.units = across, up
        self.retell()

    def retell(self) -> None:
        """Draw again: the language may have changed."""
        self._painted = None
        self.refresh()

    @property
    def axes(self) -> tuple[Axis, Axis]:
        """Both axes, long enough for all intervals that can be shown."""
        return (
            axis_of([v for one in self.points for v in _shown(one.x)], self.units[0]),
            axis_of([v for one in self.points for v in _shown(one.y)], self.units[1]),
        )

    def _paint(self, width: int, height: int) -> None:
        axis_x, axis_y = self.axes
        tall = max(height - _BELOW, 1)
        side = {}
        for value, words in axis_y.marks(max(tall // 3, 2)).items():
            side[tall - 1 - axis_y.place(value, tall)] = words
        margin = min(max([5, *map(cell_len, side.values())]) + 1, width)
        across = max(width - margin - 1, 1)
        cells = self._cells(axis_x, axis_y, across, tall)
        rule, words_style = colours.paint(colours.AXIS), colours.paint(colours.LABEL)
        rows = []
        for y in range(tall):
            label = side.get(y, "")
            text = " " * max(margin - 1 - cell_len(label), 0) + label + " "
            row = (cells.get((x, y), (" ", colours.paint(None))) for x in range(across))
            rows.append(
                [
                    Segment(fit(text, margin), words_style),
                    Segment("┤" if y in side else "│", rule),
                    *runs(row),
                ]
            )
        rows += self._ruler(axis_x, margin, across, rule, words_style)
        self._rows = [line([(s.text, s.style) for s in row], width, rule) for row in rows]
        self._painted = (width, height)

    def _cells(
        self, axis_x: Axis, axis_y: Axis, across: int, tall: int
    ) -> dict[Cell, tuple[str, Style]]:
        """Bars first, letters over them; letters of one place stand side by side."""
        cells: dict[Cell, tuple[str, Style]] = {}

        def spot(x: float, y: float) -> Cell:
            return axis_x.place(x, across), tall - 1 - axis_y.place(y, tall)

        for one in self.points:
            style = colours.paint(one.colour)
            (left, right), (low, high) = _ends(one.x), _ends(one.y)
            x0, y = spot(left, one.y.mean)
            x1, _ = spot(right, one.y.mean)
            for x in range(x0, x1 + 1):
                cells[x, y] = ("─", style)
            x, top = spot(one.x.mean, high)
            _, bottom = spot(one.x.mean, low)
            for y in range(top, bottom + 1):
                cells[x, y] = ("│", style)
        letters: dict[Cell, tuple[str, Style]] = {}
        for one in sorted(self.points, key=lambda one: not one.on_front):
            x, y = spot(one.x.mean, one.y.mean)
            steps = (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5)
            free = (x + by for by in steps if 0 <= x + by < across and (x + by, y) not in letters)
            at = next(free, x)
            if one.on_front:
                letters[at, y] = (
                    one.letter,
                    colours.paint(colours.BACKGROUND, one.colour, bold=True),
                )
            else:
                letters[at, y] = (one.letter.lower(), colours.paint(one.colour))
        return cells | letters

    @staticmethod
    def _ruler(
        axis: Axis, margin: int, across: int, rule: Style, words: Style
    ) -> list[list[Segment]]:
        ruler, text, used = ["─"] * across, "", 0
        for value, label in axis.marks(max(across // 14, 1)).items():
            x = axis.place(value, across)
            start = margin + 1 + x - cell_len(label) // 2
            start = max(min(start, margin + 1 + across - cell_len(label)), 0)
            if start >= used:
                ruler[x] = "┬"
                text += " " * (start - cell_len(text)) + label
                used = cell_len(text) + 1
        return [
            [Segment(" " * margin, words), Segment("└" + "".join(ruler), rule)],
            [Segment(text, words)],
        ]

    def render_line(self, y: int) -> Strip:
        """One row, exactly as wide as the widget."""
        width, height = self.size
        if width < 1:
            return Strip([], 0)
        if self._painted != (width, height):
            self._paint(width, height)
        if y >= len(self._rows):
            return Strip(line([], width, colours.paint(None)), width)
        return Strip(self._rows[y], width)


def _ends(value: Interval) -> tuple[float, float]:
    """The ends of an interval; of none the mean."""
    if math.isnan(value.low):
        return value.mean, value.mean
    return value.low, value.high


def _shown(value: Interval) -> list[float]:
    """The mean, and the ends of its interval that are values which the measure can have."""
    if value.mean <= 0 or math.isnan(value.low):
        return [value.mean]
    low = value.low if value.low > 0 else value.mean
    high = min(value.high, 1.0) if value.unit == "share" and value.mean <= 1 else value.high
    return [low, value.mean, high]
