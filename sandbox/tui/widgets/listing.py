"""A table whose rows have keys, whose columns are never cut and whose words can be said again.

In: column titles and rows with a key each. Out: lines exactly as wide as the widget; messages when
the cursor moves or a row is opened. An own widget because Textual's table lays out every row it is
given, which holds the screen up for seconds at 3,000 rows, and scrolls by cells, which cuts the
heads of numbers: `12.3 s` is then read as `2.3 s`. This one draws the lines in view and scrolls by
whole columns, and says how many there are to either side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sandbox.language import say
from sandbox.report.paragraphs import plain
from sandbox.tui import colours
from sandbox.tui.cells import line
from sandbox.tui.widgets.columns import GAP, Columns, Shown

Row = tuple[str, Sequence[str | Text]]


class Listing(ScrollView, can_focus=True):
    """Rows of text under a row cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,ctrl+home", "move_to(0)", show=False),
        Binding("end,ctrl+end", "move_to(-1)", show=False),
        Binding("left", "columns(-1)", show=False),
        Binding("right", "columns(1)", show=False),
        Binding("enter", "open", show=False),
    ]

    class Moved(Message):
        """The cursor stands on another row, or other parts of it are shown."""

        def __init__(self, listing: Listing) -> None:
            super().__init__()
            self.listing = listing

    class Opened(Message):
        """The row under the cursor is to be opened."""

        def __init__(self, listing: Listing, key: str) -> None:
            super().__init__()
            self.listing, self.key = listing, key

    def __init__(self, id: str | None = None, fixed: int = 0) -> None:
        super().__init__(id=id)
        self.rows: list[Row] = []
        self.columns = Columns(fixed=fixed)
        self.at = 0  # the row under the cursor
        self._places: dict[str, int] = {}

    def fill(self, columns: Sequence[str | Text], rows: Iterable[Row]) -> None:
        """Show these columns and rows; the cursor stays on the key where it was."""
        key = self.current
        self.rows = list(rows)
        self._places = {name: index for index, (name, _) in enumerate(self.rows)}
        self.at = self._places.get(key, 0) if key is not None else 0
        self.columns.measure(
            [title if isinstance(title, Text) else Text(plain(title)) for title in columns],
            [cells for _, cells in self.rows],
        )
        self._lay_out()

    @property
    def current(self) -> str | None:
        """The key under the cursor."""
        return self.rows[self.at][0] if self.rows else None

    def cut(self) -> list[tuple[str, str]]:
        """Title and words of what is cut of the row under the cursor."""
        if not self.rows:
            return []
        cells = self.rows[self.at][1]
        found = []
        for column in self.columns.shown:
            cell = cells[column.index]
            words = plain(cell) if isinstance(cell, str) else cell.plain
            if self.columns.cells(words) > column.width:
                found.append((self.columns.titles[column.index].plain, words))
        return found

    def select(self, key: str) -> None:
        """Put the cursor on a row."""
        if key in self._places:
            self._go(self._places[key])

    # laying out

    def on_resize(self) -> None:
        """Columns that fit now are shown."""
        self._lay_out()

    @property
    def _width(self) -> int:
        """Cells beside the scroll bar."""
        return int(self.scrollable_content_region.width)

    @property
    def _foot(self) -> int:
        """Lines below the rows: one when there are columns that do not fit."""
        return 1 if self.columns.before or self.columns.after else 0

    @property
    def _in_view(self) -> int:
        """Rows that fit between head and foot."""
        return max(self.size.height - 1 - self._foot, 1)

    def _lay_out(self) -> None:
        self.columns.fit(self._width)
        self.virtual_size = Size(self._width, len(self.rows) + 1 + self._foot)
        self._show_cursor()
        self.refresh()
        self.post_message(self.Moved(self))

    def _show_cursor(self) -> None:
        top = self.scroll_offset.y
        if self.at < top:
            self.scroll_to(y=self.at, animate=False)
        elif self.at >= top + self._in_view:
            self.scroll_to(y=self.at - self._in_view + 1, animate=False)

    # drawing

    def render_line(self, y: int) -> Strip:
        """Head, row or foot, exactly as wide as the widget."""
        width = self._width
        if self.columns.width != width:
            self.columns.fit(width)
        if y == 0:
            ground = colours.paint(colours.LABEL, colours.HEAD, bold=True)
            return self._row(self.columns.titles, ground)
        if self._foot and y == self.size.height - 1:
            return self._more()
        index = self.scroll_offset.y + y - 1
        if not 0 <= index < len(self.rows):
            return Strip(line([], width, colours.paint(None)), width)
        ground_colour = colours.ZEBRA if index % 2 else colours.BACKGROUND
        if index == self.at:
            ground_colour = colours.CURSOR if self.has_focus else colours.CURSOR_ASIDE
        return self._row(self.rows[index][1], colours.paint(colours.TEXT, ground_colour))

    def _row(self, cells: Sequence[str | Text], ground: Style) -> Strip:
        parts: list[tuple[str, Style | None]] = [(" ", ground)]
        for shown in self.columns.shown:
            cell = cells[shown.index] if shown.index < len(cells) else ""
            parts += [*self._cell(cell, shown, ground), (" " * GAP, ground)]
        width = self._width
        return Strip(line(parts, width, ground), width)

    def _cell(
        self, cell: str | Text, shown: Shown, ground: Style
    ) -> list[tuple[str, Style | None]]:
        """The cell cut with an ellipsis or padded to its column; a number's head stays."""
        if isinstance(cell, str):
            parts: list[tuple[str, Style | None]] = [(plain(cell), ground)]
        else:
            segments = cell.render(self.app.console, end="")
            parts = [(s.text, ground + s.style if s.style else ground) for s in segments]
        room = shown.width - sum(self.columns.cells(text) for text, _ in parts)
        if shown.right and room > 0:
            parts.insert(0, (" " * room, ground))
        return [(s.text, s.style) for s in line(parts, shown.width, ground)]

    def _more(self) -> Strip:
        """How many columns there are to the left and to the right of those shown."""
        width = self._width
        ground = colours.paint(None)
        sign = colours.paint(colours.ACCENT, bold=True)
        before, after = self.columns.before, self.columns.after
        left = say("← {n} more", n=before) if before else ""
        right = say("{n} more →", n=after) if after else ""
        middle = width - 2 - self.columns.cells(left) - self.columns.cells(right)
        parts = [(" ", ground), (left, sign), (" " * max(middle, 1), ground), (right, sign)]
        return Strip(line(parts, width, ground), width)

    def on_focus(self) -> None:
        """The cursor shows whether keys go here."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor shows whether keys go here."""
        self.refresh()

    # moving

    def _go(self, index: int) -> None:
        index = max(0, min(index, len(self.rows) - 1))
        if self.rows and index != self.at:
            self.at = index
            self.post_message(self.Moved(self))
        self._show_cursor()
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move by rows."""
        self._go(self.at + by)

    def action_page(self, by: int) -> None:
        """Move by as many rows as are in view."""
        self._go(self.at + by * self._in_view)

    def action_move_to(self, index: int) -> None:
        """Move to the first or last row."""
        self._go(index if index >= 0 else len(self.rows) + index)

    def action_columns(self, by: int) -> None:
        """Move by whole columns, as far as there are any."""
        if (by > 0 and self.columns.after) or (by < 0 and self.columns.before):
            self.columns.first += by
            self._lay_out()

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.current is not None:
            self.post_message(self.Opened(self, self.current))

    def on_click(self, event: events.Click) -> None:
        """Select the row clicked, a double click opens it; the foot moves by columns."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y == 0:
            return
        if self._foot and offset.y == self.size.height - 1:
            self.action_columns(1 if offset.x > self._width // 2 else -1)
            return
        index = self.scroll_offset.y + offset.y - 1
        if 0 <= index < len(self.rows):
            self._go(index)
            if event.chain > 1:
                self.action_open()
