"""Fitting text into terminal cells, where a Chinese character is two cells wide.

In: text or styled parts and a width in cells. Out: text or segments of exactly that width.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style


def fit(text: str, width: int) -> str:
    """`text` cut with an ellipsis or padded to exactly `width` cells."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)


def clip(text: str, width: int) -> str:
    """`text` cut with an ellipsis to at most `width` cells."""
    return text if cell_len(text) <= width else fit(text, width).rstrip()


def squeeze(parts: Sequence[tuple[str, str]], width: int) -> str:
    """Parts, each after its joint, in exactly `width` cells: long parts are cut, short ones stay.

    All parts that are cut get the same room, so that no name is lost for the sake of another.
    """
    sizes = [cell_len(part) for _, part in parts]
    room = width - sum(cell_len(joint) for joint, _ in parts)
    if sum(sizes) <= room:
        return fit("".join(joint + part for joint, part in parts), width)
    most = 0
    while sum(min(size, most + 1) for size in sizes) <= room:
        most += 1
    spare = room - sum(min(size, most) for size in sizes)
    words = ""
    for (joint, part), size in zip(parts, sizes):
        own = most
        if size > most and spare > 0:
            own, spare = most + 1, spare - 1
        cut = clip(part, own)
        spare += min(size, own) - cell_len(cut)  # half a Chinese character
        words += joint + cut
    return fit(words, width)


def runs(cells: Iterable[tuple[str, Style]]) -> list[Segment]:
    """Segments of single cells, neighbours of one style together."""
    segments: list[Segment] = []
    text, style = "", None
    for char, own in cells:
        if own is not style:
            if text:
                segments.append(Segment(text, style))
            text, style = "", own
        text += char
    if text:
        segments.append(Segment(text, style))
    return segments


def line(parts: Iterable[tuple[str, Style | None]], width: int, filler: Style) -> list[Segment]:
    """Segments of the parts in order, padded to exactly `width` cells or cut with an ellipsis."""
    given = [(text, cell_len(text), style) for text, style in parts if text]
    total = sum(size for _, size, _ in given)
    while given and total > width:  # blanks at the end can go without a sign
        text, size, style = given.pop()
        total -= size
        if bare := text.rstrip():
            given.append((bare, cell_len(bare), style))
            total += cell_len(bare)
            break
    segments: list[Segment] = []
    left = width
    for text, size, style in given:
        if left <= 0:
            break
        total -= size
        if size > left or (size == left and total > 0):
            text = fit(text + "…", left)  # the sign also says that what follows is not shown
            size = left
        segments.append(Segment(text, style if style is not None else filler))
        left -= size
    if left > 0:
        segments.append(Segment(" " * left, filler))
    return segments
