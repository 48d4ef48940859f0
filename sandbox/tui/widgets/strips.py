"""The values of a measure in every replication: a strip of dots for each model.

In: models with their values and intervals, a unit. Out: rows exactly as wide as the widget.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from sandbox.language.figures import interval
from sandbox.study import Interval
from sandbox.tui import colours
from sandbox.tui.cells import clip, fit, line, runs
from sandbox.tui.scales import Axis, axis_of

ONE, SEVERAL, MEAN, SPAN = "•", "●", "┃", "━"
_MOST_NAME = 22


@dataclass(frozen=True)
class Strand:
    """One model: a value for each replication, and their mean with its interval."""

    letter: str
    colour: str
    name: str
    values: Sequence[float]
    mean: Interval


class Strips(Widget):
    """A strip a model, on one axis."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.strands: list[Strand] = []
        self.unit = ""
        self.logarithmic: bool | None = None  # None: as the values need it
        self._rows: list[list[Segment]] = []
        self._painted: tuple[int, int] | None = None

    def draw(self, strands: Sequence[Strand], unit: str) -> None:
        """Show these strips."""
        self.strands, self.unit = list(strands), unit
        self._painted = None
        self.refresh()

    @property
    def axis(self) -> Axis:
        """The axis of all strips."""
        values = [value for one in self.strands for value in one.values if math.isfinite(value)]
        return axis_of(values, self.unit, self.logarithmic)

    def _paint(self, width: int, height: int) -> None:
        axis = self.axis
        said = [
            interval(one.mean.mean, one.mean.low, one.mean.high, self.unit) for one in self.strands
        ]
        names = min(max((cell_len(one.name) for one in self.strands), default=0), _MOST_NAME)
        figures = max(map(cell_len, said), default=0)
        across = width - names - figures - 5
        if across < 12:  # no room for words: letters and strips
            names, figures, across = 0, 0, max(width - 5, 1)
        words = colours.paint(colours.LABEL)
        # strips apart where there is room for it
        gap = 1 if height >= 2 * len(self.strands) + 2 else 0
        rows: list[list[Segment]] = []
        for one, value in zip(self.strands, said):
            rows.append(
                [
                    Segment(f" {one.letter} ", colours.paint(one.colour, bold=True)),
                    Segment(fit(clip(one.name, names), names) + " ", words),
                    *runs(self._strip(one, axis, across)),
                    Segment(self._beside(value, figures), colours.paint(colours.STRONG)),
                ]
            )
            rows += [[] for _ in range(gap)]
        margin = 3 + names + 1
        ruler, text, used = ["─"] * across, "", 0
        for mark, label in axis.marks(max(across // 14, 1)).items():
            x = axis.place(mark, across)
            start = max(min(margin + x - cell_len(label) // 2, width - cell_len(label)), 0)
            if start >= used:
                ruler[x] = "┬"
                text += " " * (start - cell_len(text)) + label
                used = cell_len(text) + 1
        rows.append(
            [Segment(" " * margin, words), Segment("".join(ruler), colours.paint(colours.AXIS))]
        )
        rows.append([Segment(text, words)])
        ground = colours.paint(None)
        self._rows = [line([(s.text, s.style) for s in row], width, ground) for row in rows]
        self._painted = (width, height)

    @staticmethod
    def _beside(value: str, room: int) -> str:
        """A figure at the right of its room."""
        return " " * (1 + room - cell_len(value)) + value if room else ""

    @staticmethod
    def _strip(one: Strand, axis: Axis, across: int) -> list[tuple[str, Style]]:
        """The interval as a line, the mean as a stroke, a dot for each replication over them."""
        faint, plain = colours.paint(colours.LINK), colours.paint(one.colour)
        cells: list[tuple[str, Style]] = [("·", colours.paint(colours.FADED))] * across
        known = [value for value in one.values if math.isfinite(value)]
        if not known:
            return cells
        if math.isfinite(one.mean.low):
            first, last = axis.place(one.mean.low, across), axis.place(one.mean.high, across)
            for x in range(first, last + 1):
                cells[x] = (SPAN, faint)
        for x, count in Counter(axis.place(value, across) for value in known).items():
            cells[x] = (ONE if count == 1 else SEVERAL, plain)
        cells[axis.place(one.mean.mean, across)] = (MEAN, colours.paint(colours.STRONG, bold=True))
        return cells

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
