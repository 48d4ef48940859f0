"""The live map: how loaded agencies, platforms or whole regions are, and requests on their way.

In: spots, their loads, dots. Out: a glyph for each spot, whose shape and colour both say the
load; the lines of the one under the cursor; rows exactly as wide as the widget.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from sandbox.tui import colours
from sandbox.tui.braille import Cell, character, mark, middle
from sandbox.tui.cells import runs
from sandbox.tui.live_dots import between
from sandbox.tui.live_places import Load, Spots, partners
from sandbox.tui.placement import Placement, lay
from sandbox.tui.symbols import symbols
from sandbox.world.world import World

DOWN, LINK_DOWN = "X", "/"


class LiveMap(Widget, can_focus=True):
    """A map of spots."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1, 0)", show=False),
        Binding("right", "move(1, 0)", show=False),
        Binding("up", "move(0, -1)", show=False),
        Binding("down", "move(0, 1)", show=False),
    ]

    class Moved(Message):
        """The cursor stands on another spot."""

    class Opened(Message):
        """The spot under the cursor is to be zoomed into."""

    def __init__(self, world: World, spots: Spots, id: str | None = None) -> None:
        super().__init__(id=id)
        self.world = world
        self.loads: Mapping[str, Load] = {}
        self._dots: list[tuple[str, str, float]] = []
        self.show_spots(spots)

    def show_spots(self, spots: Spots) -> None:
        """Show other spots, the cursor on the first."""
        self.spots = spots
        self.cursor = spots.ids[0]
        self._placement: Placement | None = None
        self.refresh()

    def show(self, loads: Mapping[str, Load], dots: Iterable[tuple[str, str, float]]) -> None:
        """Show how things stand."""
        dots = list(dots)
        if loads != self.loads or dots or self._dots:
            self.loads, self._dots = loads, dots
            self.refresh()

    @property
    def placement(self) -> Placement:
        """Where things stand at the present size."""
        size = max(self.size.width, 1), max(self.size.height, 1)
        found = self._placement
        if found is None or (found.width, found.height) != size:
            spots = self.spots
            order = [agency for own in spots.own.values() for agency in own]
            found = self._placement = lay(spots.regions, spots.own, order, *size)
            self._cells = {
                spot: found.agencies.get(spot) or found.exchanges[spot] for spot in spots.ids
            }
            self._occupants: dict[Cell, list[str]] = {}
            for spot, cell in self._cells.items():
                self._occupants.setdefault(cell, []).append(spot)
            self._draw_ground(found)
            self._draw_lines()
        return found

    def retell(self) -> None:
        """Write the names in the language in force."""
        self._placement = None
        self.refresh()

    # drawing

    def _draw_ground(self, placement: Placement) -> None:
        """Tints of the regions, and their names where there is room."""
        width, height = placement.width, placement.height
        self._tint = [[colours.BACKGROUND] * width for _ in range(height)]
        for index, code in enumerate(placement.groups):
            area = placement.areas[code]
            for y in range(round(area.top), round(area.bottom)):
                for x in range(round(area.left), round(area.right)):
                    self._tint[y][x] = colours.TINTS[index % len(colours.TINTS)]
        self._names: dict[Cell, str] = {}
        taken = {(x + dx, y) for x, y in self._occupants for dx in (-1, 0, 1)}
        for code, block in placement.blocks.items():
            name = self.world.regions[code].name.render()
            x, y = placement.exchanges[code]
            left = max(0, min(x - cell_len(name) // 2, width - cell_len(name)))
            for row in (y - 1, y + 1):
                cells = [(left + i, row) for i in range(cell_len(name))]
                inside = block.left - 1 <= left and left + cell_len(name) <= block.right + 1
                free = not any(cell in taken or cell in self._names for cell in cells)
                if inside and free and 0 <= row < height and left + cell_len(name) <= width:
                    at = left
                    for char in name:
                        self._names[at, row] = char
                        for more in range(1, cell_len(char)):
                            self._names[at + more, row] = ""
                        at += cell_len(char)
                    break

    def _draw_lines(self) -> None:
        """From the spot under the cursor to those that it asks or that ask it."""
        masks: dict[Cell, int] = {}
        for other in partners(self.world, self.spots, self.cursor):
            mark(masks, middle(self._cells[self.cursor]), middle(self._cells[other]))
        self._lines = {cell: character(mask) for cell, mask in masks.items()}

    def _glyph(self, together: list[str]) -> tuple[str, str]:
        """The gravest of those that share a cell."""
        loads = [self.loads[spot] for spot in together if spot in self.loads]
        if any(load.down for load in loads):
            return DOWN, colours.WORSE
        if any(load.links_down for load in loads):
            return LINK_DOWN, colours.WORSE
        grade = max((load.grade for load in loads), default=0)
        return symbols().grades[grade], grade_colours()[grade]

    def render_line(self, y: int) -> Strip:
        """One row, exactly as wide as the widget."""
        width = self.size.width
        placement = self.placement
        if y >= placement.height or width < 1:
            return Strip([Segment(" " * width, colours.paint(None))], width)
        flying: dict[Cell, int] = {}
        for dot in between(self._cells, self._dots):
            if dot[1] >> 2 == y:
                mark(flying, dot, dot)
        cursor = self._cells[self.cursor]
        row: list[tuple[str, Style]] = []
        for x in range(width):
            cell, tint = (x, y), self._tint[y][x]
            char, colour = " ", None
            if cell in self._occupants:
                char, colour = self._glyph(self._occupants[cell])
                if cell == cursor:
                    row.append((char, colours.paint(colours.BACKGROUND, colour, bold=True)))
                    continue
            elif cell in self._names:  # never half of a wide character under a dot
                char, colour = self._names[cell], colours.LABEL
            elif cell in flying:
                char, colour = character(flying[cell]), colours.STRONG
            elif cell in self._lines:
                char, colour = self._lines[cell], colours.LINK
            if char:
                bold = cell in self._occupants
                row.append((char, colours.paint(colour, tint, bold=bold)))
        return Strip(runs(row), width)

    # moving

    def select(self, spot: str) -> None:
        """Put the cursor on a spot."""
        if spot != self.cursor and spot in self.spots.ids:
            self.cursor = spot
            if self._placement is not None:
                self._draw_lines()
            self.refresh()
            self.post_message(self.Moved())

    def action_move(self, dx: int, dy: int) -> None:
        """Move to the next spot in a direction; first through those that share the cell."""
        _ = self.placement
        here = self._cells[self.cursor]
        together = self._occupants[here]
        index = together.index(self.cursor) + dx
        if dx and 0 <= index < len(together):
            self.select(together[index])
            return
        scores = {}
        for cell in self._occupants:
            away_x, away_y = cell[0] - here[0], 2 * (cell[1] - here[1])
            along = away_x * dx + away_y * dy
            if along > 0:
                scores[cell] = along + 3 * abs(away_x * dy) + 3 * abs(away_y * dx)
        if scores:
            nearest = self._occupants[min(scores, key=lambda cell: scores[cell])]
            self.select(nearest[-1 if dx < 0 else 0])

    def on_click(self, event: events.Click) -> None:
        """Select what was clicked, or the nearest thing; a double click zooms in."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        _ = self.placement
        near = min(
            self._occupants, key=lambda cell: abs(cell[0] - offset.x) + 2 * abs(cell[1] - offset.y)
        )
        if abs(near[0] - offset.x) + 2 * abs(near[1] - offset.y) <= 3:
            self.select(self._occupants[near][0])
            if event.chain > 1:
                self.post_message(self.Opened())


def grade_colours() -> tuple[str, ...]:
    """The colour of each grade of load; the sign alone says it too."""
    return colours.LABEL, colours.BETTER, colours.ACCENT, colours.FIELD, colours.WORSE
