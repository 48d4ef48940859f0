"""Where regions and agencies stand on the map: a picture of the administrative tree.

In: a world and a size in terminal cells. Out: a `Placement` that depends on nothing else, so the
same world always looks the same. The tree is laid out as nested rectangles, each as large as the
number of agencies in it, a region's own agencies between its children.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbox.tui.braille import Cell
from sandbox.world.world import Region, World

_WIDEST, _HIGHEST = 8.0, 3.0  # cells between neighbours at most, so that regions look like clusters


@dataclass(frozen=True)
class Rect:
    """A rectangle in cells, edges included on the left and top only."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Placement:
    """What stands where, in cells of a map of the given size."""

    width: int
    height: int
    agencies: Mapping[str, Cell]
    exchanges: Mapping[str, Cell]  # by region code
    blocks: Mapping[str, Rect]  # a region's own agencies
    areas: Mapping[str, Rect]  # a region with all below it
    groups: tuple[str, ...]  # regions whose areas are tinted in turn

    @property
    def occupants(self) -> dict[Cell, list[str]]:
        """The agencies of each cell, in the world's order."""
        cells: dict[Cell, list[str]] = {}
        for agency, cell in self.agencies.items():
            cells.setdefault(cell, []).append(agency)
        return cells


def _halve(rect: Rect, items: Sequence[tuple[str, float]], out: dict[str, Rect]) -> None:
    """Share a rectangle among weighted items in order, by halving along its longer side."""
    if len(items) == 1:
        out[items[0][0]] = rect
        return
    total = sum(weight for _, weight in items)
    best, cut, running = float("inf"), 1, 0.0
    for index in range(1, len(items)):
        running += items[index - 1][1]
        gap = abs(total - 2 * running)
        if gap < best:
            best, cut = gap, index
    share = sum(weight for _, weight in items[:cut]) / total
    if rect.width >= 2 * rect.height:  # a cell is about twice as high as wide
        middle = rect.left + rect.width * share
        first = Rect(rect.left, rect.top, middle, rect.bottom)
        second = Rect(middle, rect.top, rect.right, rect.bottom)
    else:
        middle = rect.top + rect.height * share
        first = Rect(rect.left, rect.top, rect.right, middle)
        second = Rect(rect.left, middle, rect.right, rect.bottom)
    _halve(first, items[:cut], out)
    _halve(second, items[cut:], out)


def _slots(rect: Rect, count: int, width: int, height: int) -> list[Cell]:
    """`count` cells spread evenly around the middle of a rectangle, row by row."""
    columns = max(1, round((count * rect.width / max(2.2 * rect.height, 0.01)) ** 0.5))
    columns = min(columns, count, max(1, int(rect.width)))
    rows = -(-count // columns)
    across, down = min(rect.width / columns, _WIDEST), min(rect.height / rows, _HIGHEST)
    middle_x, middle_y = (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2
    cells = []
    for index in range(count):
        row, column = divmod(index, columns)
        in_row = min(columns, count - row * columns)
        x = middle_x + (column + 0.5 - in_row / 2) * across
        y = middle_y + (row + 0.5 - rows / 2) * down
        cells.append((min(max(int(x), 0), width - 1), min(max(int(y), 0), height - 1)))
    return cells


def place(world: World, width: int, height: int) -> Placement:
    """Lay the world out on a map of `width` × `height` cells (at least one each)."""
    own: dict[str, list[str]] = {code: [] for code in world.regions}
    for agency in world.agencies.values():
        own[agency.region].append(agency.id)
    return lay(world.regions, own, list(world.agencies), width, height)


def lay(
    regions: Mapping[str, Region],
    own: Mapping[str, Sequence[str]],
    order: Sequence[str],
    width: int,
    height: int,
) -> Placement:
    """Lay regions out with what is their own; `order` is that of all that is anybody's own."""
    width, height = max(width, 1), max(height, 1)

    weights: dict[str, float] = {}

    def weigh(code: str) -> float:
        below = sum(weigh(child) for child in regions[code].children)
        weights[code] = below + len(own[code]) + 1
        return weights[code]

    roots = [code for code, region in regions.items() if region.parent not in regions]
    for root in roots:
        weigh(root)

    areas: dict[str, Rect] = {}
    blocks: dict[str, Rect] = {}

    def divide(code: str) -> None:
        children = regions[code].children
        if not children:
            blocks[code] = areas[code]
            return
        items = [(child, weights[child]) for child in children]
        items.insert((len(items) + 1) // 2, (f"={code}", len(own[code]) + 1))
        out: dict[str, Rect] = {}
        _halve(areas[code], items, out)
        blocks[code] = out.pop(f"={code}")
        areas.update(out)
        for child in children:
            divide(child)

    if roots:
        _halve(Rect(0, 0, width, height), [(root, weights[root]) for root in roots], areas)
    for root in roots:
        divide(root)

    agencies: dict[str, Cell] = {}
    exchanges: dict[str, Cell] = {}
    for code, block in blocks.items():
        here = own[code]
        cells = _slots(block, len(here) + 1, width, height)
        exchanges[code] = cells.pop(len(here) // 2)
        agencies.update(zip(here, cells))
    ordered = {agency: agencies[agency] for agency in order if agency in agencies}

    level = roots
    while len(level) == 1 and regions[level[0]].children:
        level = list(regions[level[0]].children)
    return Placement(width, height, ordered, exchanges, blocks, areas, tuple(level))
