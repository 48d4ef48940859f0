"""Which columns of a table are shown, and how wide: whole ones only, as many as fit.

In: titles and cells, a width. Out: the columns shown with their widths, and how many there are
before and after them. The first columns can be fixed; the rest is a window that moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

GAP = 2  # cells between columns
_LEAST = 8  # cells below which a column says nothing
_SHARE_OF_NAMES = 3  # the first column gets this part of the width when not all columns fit
_SHARE_OF_CUT_NAMES = 5  # and at least this part when figures need its room
_SHARE_OF_WORDS = 3  # and no other column of words more than this part; figures are never cut


@dataclass(frozen=True)
class Shown:
    """A column as it is shown."""

    index: int
    width: int
    right: bool


class Columns:
    """The columns of a table, fitted to a width."""

    def __init__(self, fixed: int) -> None:
        self.fixed = fixed
        self.first = fixed  # of those that move
        self.titles: list[Text] = []
        self.natural: list[int] = []  # what a column needs with its title
        self.cells_need: list[int] = []  # and without it
        self.shown: list[Shown] = []
        self.before = self.after = 0  # columns that are not shown, on either side
        self.width = -1

    @staticmethod
    def cells(text: str) -> int:
        """How many terminal cells a text takes."""
        return cell_len(text)

    def measure(self, titles: Sequence[Text], rows: Sequence[Sequence[str | Text]]) -> None:
        """Take other columns over; the window stays where it was if it still can."""
        if len(titles) != len(self.titles):
            self.first = self.fixed
        self.titles = list(titles)
        self.natural = [cell_len(title.plain) for title in titles]
        self.cells_need = [0] * len(self.natural)
        for row in rows:
            for index, cell in enumerate(row[: len(self.natural)]):
                size = cell_len(cell if isinstance(cell, str) else cell.plain)
                self.cells_need[index] = max(self.cells_need[index], size)
        self.natural = list(map(max, self.natural, self.cells_need))
        self.width = -1

    def fit(self, width: int) -> None:
        """Show what fits into `width`."""
        self.width = width
        room = width - 1
        count = len(self.titles)
        if sum(self.natural) + GAP * count <= room + GAP:
            self.first = self.fixed
            self.shown = [self._column(i, self.natural[i]) for i in range(count)]
            self.before = self.after = 0
            return
        self.shown = []
        moving = range(min(self.fixed, count), count)
        for index, size in enumerate(self._fixed_sizes(moving, room)):
            self.shown.append(self._column(index, size))
            room -= size + GAP
        spare = self._fill(moving, room)
        for place, column in enumerate(self.shown):  # what is left goes to columns that are cut
            more = min(spare, self.natural[column.index] - column.width)
            if more > 0:
                self.shown[place] = self._column(column.index, column.width + more)
                spare -= more

    def _fixed_sizes(self, moving: range, room: int) -> list[int]:
        """How wide the first columns are, so that the figures of any other fit beside them whole.

        Rather than figures, titles are cut, then names, and then a fixed column is left out.
        """
        sizes = self.natural[: moving.start]
        if not sizes:
            return []
        sizes[0] = min(sizes[0], max(self.width // _SHARE_OF_NAMES, _LEAST))
        figures = [i for i in moving if self._of_figures(i)]
        lack = max((self.cells_need[i] for i in figures), default=_LEAST) - room
        lack += sum(sizes) + GAP * len(sizes)
        for index in range(len(sizes) - 1, 0, -1):
            less = min(max(lack, 0), sizes[index] - max(self.cells_need[index], _LEAST))
            if self._of_figures(index) and less > 0:
                sizes[index] -= less
                lack -= less
        least = min(sizes[0], max(self.width // _SHARE_OF_CUT_NAMES, _LEAST))
        less = min(max(lack, 0), sizes[0] - least)
        sizes[0] -= less
        lack -= less
        while lack > 0 and len(sizes) > 1:
            lack -= sizes.pop() + GAP
        sizes[0] += min(less, max(-lack, 0))
        return sizes

    def _of_figures(self, index: int) -> bool:
        return self.titles[index].justify == "right"

    def _fill(self, moving: range, room: int) -> int:
        """Whole columns from the first on, as many as fit; the cells that are left.

        The window never stands so far to the right that one more would fit on its left.
        """
        self.first = max(moving.start, min(self.first, moving.stop - 1))
        while self.first > moving.start and self._size(self.first - 1, moving.stop) <= room:
            self.first -= 1
        stop = self.first
        for index in range(self.first, moving.stop):
            size = self._wanted(index)
            if size > room and index > self.first:
                break
            self.shown.append(self._column(index, max(min(size, room), 1)))
            room -= size + GAP
            stop = index + 1
        self.before, self.after = self.first - moving.start, moving.stop - stop
        return room + GAP

    def _wanted(self, index: int) -> int:
        """How wide a column that moves is to be when not all columns fit."""
        if self._of_figures(index):
            return self.natural[index]
        most = max(self.width // _SHARE_OF_WORDS, cell_len(self.titles[index].plain), _LEAST)
        return min(self.natural[index], most)

    def _size(self, start: int, stop: int) -> int:
        return sum(map(self._wanted, range(start, stop))) + GAP * (stop - start - 1)

    def _column(self, index: int, width: int) -> Shown:
        return Shown(index, width, self._of_figures(index))
