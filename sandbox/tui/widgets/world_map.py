"""The map of agencies: dots by region, their exchange points, links and a cursor.

In: a world. Out: braille dots, shaped by level and coloured by department or level, on tinted
regions; messages when the cursor moves or an agency is opened.
"""

from __future__ import annotations

from itertools import pairwise
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
from sandbox.tui.placement import Placement, place
from sandbox.tui.symbols import shapes, symbols
from sandbox.tui.themes import LEVELS
from sandbox.world.world import World

EXCHANGE = "+"
_LINKS_EACH_CELL = 0.06  # more links than this would hide the agencies: draw only the upper ones
_CROWDED = (
    0.35  # agencies each cell from which only the links of the one under the cursor are drawn
)
_ACCESS_EACH_CELL = 0.05  # links from agencies to exchange points are drawn up to this density


class WorldMap(Widget, can_focus=True):
    """A map of a world's agencies."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1, 0)", show=False),
        Binding("right", "move(1, 0)", show=False),
        Binding("up", "move(0, -1)", show=False),
        Binding("down", "move(0, 1)", show=False),
        Binding("home", "end_of(0)", show=False),
        Binding("end", "end_of(-1)", show=False),
    ]

    class Moved(Message):
        """The cursor stands on another agency."""

    class Opened(Message):
        """The agency under the cursor is to be opened."""

    def __init__(self, world: World, id: str | None = None) -> None:
        super().__init__(id=id)
        self.world = world
        self.order = list(world.agencies)
        self.cursor: str | None = self.order[0] if self.order else None
        self.by_level = False
        self.highlighted: str | None = None  # a department
        self._placement: Placement | None = None
        self._occupants: dict[Cell, list[str]] = {}
        self._lines: set[Cell] = set()  # where nothing but links is drawn
        self._ground: list[list[tuple[str, str | None, str]]] = []  # character, colour, tint
        self._overlay: dict[Cell, tuple[str, str]] = {}
        self._places = {key: place for place, key in enumerate(world.scenario.departments)}

    # what is where

    @property
    def placement(self) -> Placement:
        """Where things stand at the present size."""
        width, height = self.size
        if self._placement is None or (self._placement.width, self._placement.height) != (
            max(width, 1),
            max(height, 1),
        ):
            self._placement = place(self.world, width, height)
            self._occupants = self._placement.occupants
            self._draw_ground()
            self._draw_overlay()
        return self._placement

    def redraw(self) -> None:
        """Draw again after colours, highlight or language changed."""
        if self._placement is not None:
            self._draw_ground()
            self._draw_overlay()
        self.refresh()

    def colour_of(self, agency: str) -> str:
        """The colour of an agency under the present colouring."""
        found = self.world.agencies[agency]
        if self.highlighted is not None and found.department != self.highlighted:
            return colours.FADED
        if self.by_level:
            return colours.LEVEL_COLOURS[found.level]
        at = self._places.get(found.department)
        return colours.LABEL if at is None else colours.series_colour(at)

    def _links(self) -> list[tuple[str, str]]:
        """Pairs of region codes whose exchange points are linked; upper levels first."""
        pairs: dict[tuple[str, str], None] = {}
        for a, b in self.world.graph.edges:
            if a in self.world.agencies or b in self.world.agencies:
                continue
            first, second = sorted((a.rpartition("@")[2], b.rpartition("@")[2]))
            if first != second and first in self.world.regions and second in self.world.regions:
                pairs[first, second] = None
        order = {code: index for index, code in enumerate(self.world.regions)}
        regions = self.world.regions
        return sorted(
            pairs,
            key=lambda pair: (
                sum(LEVELS.index(regions[code].level) for code in pair),
                order[pair[0]],
                order[pair[1]],
            ),
        )

    # drawing

    def _draw_ground(self) -> None:
        placement = self._placement
        assert placement is not None
        width, height = placement.width, placement.height
        tint = [[colours.BACKGROUND] * width for _ in range(height)]
        for index, code in enumerate(placement.groups):
            area = placement.areas[code]
            for y in range(round(area.top), round(area.bottom)):
                for x in range(round(area.left), round(area.right)):
                    tint[y][x] = colours.TINTS[index % len(colours.TINTS)]
        masks: dict[Cell, int] = {}
        crowded = len(placement.agencies) > width * height * _CROWDED
        links = [] if crowded else self._links()[: max(4, int(width * height * _LINKS_EACH_CELL))]
        lines = [
            (placement.exchanges[first], placement.exchanges[second]) for first, second in links
        ]
        if len(placement.agencies) < width * height * _ACCESS_EACH_CELL:
            lines += [
                (cell, placement.exchanges[self.world.agencies[agency].region])
                for agency, cell in placement.agencies.items()
            ]
        for start, end in lines:
            mark(masks, middle(start), middle(end))
        chars: dict[Cell, tuple[str, str | None]] = {
            cell: (character(mask), colours.LINK) for cell, mask in masks.items()
        }
        for cell in placement.exchanges.values():
            chars[cell] = (EXCHANGE, colours.LABEL)
        taken = set(self._occupants) | set(placement.exchanges.values())
        for cell, agencies in self._occupants.items():
            chars[cell] = self._glyph(agencies)
        for cell, char in self._labels(placement, taken).items():
            chars[cell] = (char, colours.LABEL)
        self._lines = {cell for cell, (_, colour) in chars.items() if colour == colours.LINK}
        self._ground = [
            [(*chars.get((x, y), (" ", None)), tint[y][x]) for x in range(width)]
            for y in range(height)
        ]

    def _glyph(self, agencies: list[str]) -> tuple[str, str]:
        shown = agencies[0]
        if self.highlighted is not None:
            matching = [
                a for a in agencies if self.world.agencies[a].department == self.highlighted
            ]
            shown = matching[0] if matching else shown
        colour = self.colour_of(shown)
        if len(agencies) > 1:
            return symbols().crowd[min(len(agencies), 8) - 1], colour
        return shapes()[self.world.agencies[shown].level], colour

    def _labels(self, placement: Placement, taken: set[Cell]) -> dict[Cell, str]:
        """Region names where a row of their block is free; wide characters take two cells."""
        drawn: dict[Cell, str] = {}
        for code in sorted(
            placement.blocks, key=lambda c: LEVELS.index(self.world.regions[c].level)
        ):
            name = self.world.regions[code].name.render()
            block, length = placement.blocks[code], cell_len(name)
            left, right = int(block.left), min(int(block.right), placement.width)
            if length == 0 or right - left < length:
                continue
            here = placement.exchanges[code]
            places = sorted(
                (
                    (x, y)
                    for y in range(int(block.top), min(int(block.bottom), placement.height))
                    for x in range(left, right - length + 1)
                ),
                key=lambda at: abs(at[0] + length // 2 - here[0]) + 4 * abs(at[1] + 1 - here[1]),
            )
            for start, y in places:
                if any(
                    (start + i, y) in taken or (start + i, y) in drawn
                    for i in range(-1, length + 1)
                ):
                    continue
                for char in name:
                    drawn[start, y] = char
                    for extra in range(1, cell_len(char)):
                        drawn[start + extra, y] = ""
                    start += cell_len(char)
                break
        return drawn

    def _draw_overlay(self) -> None:
        """The links of the agency under the cursor, up to the top of the tree."""
        self._overlay = {}
        if self.cursor is None or self._placement is None:
            return
        placement = self._placement
        stops = [placement.agencies[self.cursor]]
        code: str | None = self.world.agencies[self.cursor].region
        while code is not None and code in placement.exchanges:
            stops.append(placement.exchanges[code])
            code = self.world.regions[code].parent
        masks: dict[Cell, int] = {}
        for start, end in pairwise(stops):
            mark(masks, middle(start), middle(end))
        for cell, mask in masks.items():
            char = self._ground[cell[1]][cell[0]][0]
            if (char == " " or cell in self._lines) and cell not in self._occupants:
                self._overlay[cell] = (character(mask), colours.PATH)
        for cell in stops[1:]:
            if cell not in self._occupants:
                self._overlay[cell] = (EXCHANGE, colours.PATH)

    def render_line(self, y: int) -> Strip:
        """One row of the map, exactly as wide as the widget."""
        placement = self.placement
        width = self.size.width
        if y >= placement.height or width < 1 or not self._ground:
            return Strip([Segment(" " * width, colours.paint(None))], width)
        cursor = placement.agencies[self.cursor] if self.cursor is not None else None
        row: list[tuple[str, Style]] = []
        for x, (char, colour, tint) in enumerate(self._ground[y]):
            if (x, y) == cursor:
                style = colours.paint(colours.BACKGROUND, colours.PATH, bold=True)
            elif (x, y) in self._overlay:
                char, colour = self._overlay[x, y]
                style = colours.paint(colour, tint)
            elif char == "":
                continue
            else:
                style = colours.paint(colour, tint)
            row.append((char, style))
        return Strip(runs(row), width)

    # moving

    def select(self, agency: str) -> None:
        """Put the cursor on an agency."""
        if agency == self.cursor or agency not in self.world.agencies:
            return
        self.cursor = agency
        self._draw_overlay()
        self.refresh()
        self.post_message(self.Moved())

    def action_move(self, dx: int, dy: int) -> None:
        """Move to the next agency in a direction; first through those that share the cell."""
        if self.cursor is None:
            return
        placement = self.placement
        here = placement.agencies[self.cursor]
        together = self._occupants[here]
        index = together.index(self.cursor) + dx
        if dx and 0 <= index < len(together):
            self.select(together[index])
            return
        best, found = float("inf"), None
        for cell, agencies in self._occupants.items():
            away_x, away_y = cell[0] - here[0], 2 * (cell[1] - here[1])
            along = away_x * dx + away_y * dy
            if along <= 0:
                continue
            across = abs(away_x * dy) + abs(away_y * dx)
            score = along + 3 * across
            if score < best:
                best, found = score, agencies[-1 if dx < 0 else 0]
        if found is not None:
            self.select(found)

    def action_end_of(self, index: int) -> None:
        """Move to the first or last agency of the world."""
        if self.order:
            self.select(self.order[index])

    def on_click(self, event: events.Click) -> None:
        """Select the agency clicked, or the nearest within two cells; a double click opens it."""
        offset = event.get_content_offset(self)
        if offset is None or not self.order:
            return
        near = min(
            self._occupants,
            key=lambda cell: abs(cell[0] - offset.x) + 2 * abs(cell[1] - offset.y),
        )
        if abs(near[0] - offset.x) + 2 * abs(near[1] - offset.y) <= 3:
            together = self._occupants[near]
            self.select(together[0])
            if event.chain > 1:
                self.post_message(self.Opened())
