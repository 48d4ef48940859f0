"""Dots finer than the cells of the terminal: two across and four down in each cell of the terminal.

In: lines between dots. Out: a mask of dots for each cell that they touch.
"""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.tui import symbols

Cell = tuple[int, int]  # column, row
Dot = tuple[int, int]  # two to a column, four to a row

_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


def middle(cell: Cell) -> Dot:
    """A dot in the middle of a cell."""
    return cell[0] * 2, cell[1] * 4 + 2


def stroke(start: Dot, end: Dot) -> Iterator[Dot]:
    """Dots on the straight line from one dot to another (Bresenham 1965)."""
    (x, y), (x1, y1) = start, end
    dx, dy = abs(x1 - x), -abs(y1 - y)
    step_x, step_y = (1 if x < x1 else -1), (1 if y < y1 else -1)
    error = dx + dy
    while True:
        yield x, y
        if (x, y) == (x1, y1):
            return
        double = 2 * error
        if double >= dy:
            error, x = error + dy, x + step_x
        if double <= dx:
            error, y = error + dx, y + step_y


def mark(masks: dict[Cell, int], start: Dot, end: Dot) -> None:
    """Add the dots of a line to the masks of their cells."""
    for x, y in stroke(start, end):
        cell = (x >> 1, y >> 2)
        masks[cell] = masks.get(cell, 0) | _BITS[y & 3][x & 1]


def character(mask: int) -> str:
    """The character with these dots, in the set of symbols in force."""
    return symbols.stroke(mask)
