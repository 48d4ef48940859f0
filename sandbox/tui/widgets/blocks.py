"""A table of figures that goes on below itself where it is too wide, so that none is cut.

In: a head and rows, their first cells names. Out: a renderable of as many blocks of whole columns
as the width needs, the names beside each.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from sandbox.tui import colours
from sandbox.tui.cells import clip

_GAP = 2
_SHARE_OF_NAMES = 3  # names get at most this part of the width


class Blocks:
    """Rows of names and figures."""

    def __init__(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.head, self.rows = list(head), [list(row) for row in rows]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        room = options.max_width
        table = [self.head, *self.rows]
        widths = [max(cell_len(row[i]) for row in table) for i in range(len(self.head))]
        widths[0] = min(widths[0], max(room // _SHARE_OF_NAMES, 1))
        for number, block in enumerate(self._blocks(widths, room)):
            if number:
                yield Text("")
            for index, row in enumerate(table):
                words = clip(row[0], widths[0])
                words += " " * (widths[0] - cell_len(words))
                for column in block:
                    words += " " * (_GAP + widths[column] - cell_len(row[column])) + row[column]
                style = colours.TEXT if index else colours.LABEL
                yield Text(clip(words, room), style=style, no_wrap=True)

    @staticmethod
    def _blocks(widths: Sequence[int], room: int) -> list[list[int]]:
        """Columns by block: as many as fit beside the names, one at least."""
        blocks: list[list[int]] = []
        left = 0
        for column in range(1, len(widths)):
            size = widths[column] + _GAP
            if not blocks or size > left:
                blocks.append([])
                left = room - widths[0]
            blocks[-1].append(column)
            left -= size
        return blocks
