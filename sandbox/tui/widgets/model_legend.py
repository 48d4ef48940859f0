"""Which line is which model, and where it stands now.

In: letter, colour, name and figure of each model. Out: lines filled entry by entry, each exactly
as wide as the widget.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from sandbox.tui import colours
from sandbox.tui.cells import clip, fit, line


@dataclass(frozen=True)
class Standing:
    """A model as the legend shows it."""

    letter: str
    colour: str
    name: str
    value: str


class ModelLegend(Widget):
    """Models with their letters, colours and values, in columns."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.standings: list[Standing] = []

    def show(self, standings: list[Standing]) -> None:
        """Show other standings."""
        if standings != self.standings:
            self.standings = standings
            self.refresh(layout=True)

    def _columns(self, width: int) -> tuple[int, int]:
        """Number of columns and the width of each, in cells."""
        longest = max((cell_len(s.name) + cell_len(s.value) + 6 for s in self.standings), default=1)
        count = max(1, min(len(self.standings) or 1, width // max(longest, 1)))
        return count, max(width // count, 1)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        count, _ = self._columns(width)
        return -(-len(self.standings) // count)

    def render_line(self, y: int) -> Strip:
        """One line of models, exactly as wide as the widget."""
        width = self.size.width
        ground = colours.paint(None)
        count, column = self._columns(width)
        parts: list[tuple[str, Style | None]] = []
        for standing in self.standings[y * count : (y + 1) * count]:
            mark = colours.paint(standing.colour, bold=True)
            value = clip(standing.value, max(column - 5, 0))
            name = fit(standing.name, max(column - 5 - cell_len(value), 0))
            parts += [
                (f" {standing.letter} ", mark),
                (name, colours.paint(colours.LABEL)),
                (f" {value} ", colours.paint(colours.STRONG)),
            ]
        return Strip(line(parts, width, ground), width)
