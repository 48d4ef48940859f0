"""The rows of a form: keys, values, what they mean, and what is wrong with them.

In: rows, and mistakes by path. Out: lines exactly as wide as the widget; messages when the cursor
moves or a row is to be changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sandbox.language import say
from sandbox.report.paragraphs import plain
from sandbox.scenario.editing import Row
from sandbox.scenario.problems import Path
from sandbox.tui import colours
from sandbox.tui.cells import fit, line

_KEYS = 26  # cells of the column of keys, at most


class Form(ScrollView, can_focus=True):
    """Rows under a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "move_to(0)", show=False),
        Binding("end", "move_to(-1)", show=False),
        Binding("right", "open(True)", show=False),
        Binding("left", "open(False)", show=False),
    ]

    class Moved(Message):
        """The cursor stands on another row."""

    class Toggled(Message):
        """The row under the cursor is to show what is below it, or to hide it."""

        def __init__(self, row: Row, opened: bool) -> None:
            super().__init__()
            self.row, self.opened = row, opened

    class Chosen(Message):
        """The row under the cursor was clicked twice."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: list[Row] = []
        self.wrong: Mapping[Path, str] = {}
        """what is wrong, by the path of the row that says it"""
        self.at = 0
        self.words = ""
        """what stands where there are no rows"""

    def show(self, rows: Sequence[Row], wrong: Mapping[Path, str], words: str = "") -> None:
        """Show other rows; the cursor stays on the path where it was."""
        here = self.current
        self.rows, self.wrong, self.words = list(rows), wrong, words
        if here is not None:
            same = [n for n, each in enumerate(self.rows) if _same(each, here)]
            self.at = same[0] if same else min(self.at, max(len(self.rows) - 1, 0))
        self.at = min(self.at, max(len(self.rows) - 1, 0))
        self.virtual_size = Size(self._width, max(len(self.rows), 1))
        self._show_cursor()
        self.refresh()

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.at] if 0 <= self.at < len(self.rows) else None

    def select(self, path: Path) -> None:
        """Put the cursor on the row that stands for a path, or holds it."""
        best = -1
        for number, row in enumerate(self.rows):
            known = len(self.rows[best].path) if best >= 0 else -1
            if row.kind != "add" and path[: len(row.path)] == row.path and len(row.path) > known:
                best = number
        if best >= 0 and best != self.at:
            self.at = best
            self._show_cursor()
            self.refresh()

    @property
    def _width(self) -> int:
        return int(self.scrollable_content_region.width)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self.virtual_size = Size(self._width, max(len(self.rows), 1))
        self._show_cursor()

    def _show_cursor(self) -> None:
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        if self.at < top:
            self.scroll_to(y=self.at, animate=False)
        elif self.at >= top + height:
            self.scroll_to(y=self.at - height + 1, animate=False)

    # drawing

    def render_line(self, y: int) -> Strip:
        """A row, exactly as wide as the widget."""
        width = self._width
        index = self.scroll_offset.y + y
        ground = colours.paint(colours.LABEL)
        if not 0 <= index < len(self.rows):
            words = plain(self.words) if index == 0 else ""
            return Strip(line([(f" {words}", ground)] if words else [], width, ground), width)
        return Strip(self._drawn(self.rows[index], index, width), width)

    def _drawn(self, row: Row, index: int, width: int) -> list:  # type: ignore[type-arg]  # of segments
        colour = colours.ZEBRA if index % 2 else colours.BACKGROUND
        if index == self.at:
            colour = colours.CURSOR if self.has_focus else colours.CURSOR_ASIDE
        ground = colours.paint(colours.LABEL, colour)
        wrong = self.wrong.get(row.path, "")
        keys = min(max(_KEYS, self._longest() + 1), max(width * 2 // 5, 8))
        sign = " " if row.opened is None else "▾" if row.opened else "▸"
        key = "  " * row.depth + f"{sign} {plain(row.label)}"
        bold = row.opened is not None
        parts: list[tuple[str, Style | None]] = [
            ("✗" if wrong else " ", colours.paint(colours.WORSE, colour, bold=True)),
            (fit(key, keys), colours.paint(colours.TEXT, colour, bold=bold)),
            (" ", ground),
        ]
        if row.kind == "add":
            parts.append((say("add an entry"), colours.paint(colours.PLACE, colour)))
            return line(parts, width, ground)
        rest = width - sum(cell_len(text) for text, _ in parts)
        note = plain(wrong or (say(row.about) if row.about else ""))
        room = rest if not note else max(min(rest // 2, 32), min(rest, 12))
        written = row.origin == "written"
        style = colours.paint(colours.STRONG if written else colours.SAME, colour, bold=written)
        value = plain(row.value) or ("–" if row.opened is None else "")
        parts += [(fit(value, room), style), (" ", ground)]
        parts.append((note, colours.paint(colours.WORSE if wrong else colours.SAME, colour)))
        return line(parts, width, ground)

    def _longest(self) -> int:
        return max((cell_len(row.label) + 2 * row.depth + 3 for row in self.rows), default=0)

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
            self.post_message(self.Moved())
        self._show_cursor()
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move by rows."""
        self._go(self.at + by)

    def action_page(self, by: int) -> None:
        """Move by as many rows as are in view."""
        self._go(self.at + by * max(self.size.height - 1, 1))

    def action_move_to(self, index: int) -> None:
        """Move to the first or last row."""
        self._go(index if index >= 0 else len(self.rows) + index)

    def action_open(self, opened: bool) -> None:
        """Show or hide what is below the row; from within, go up to what it belongs to."""
        row = self.current
        if row is None:
            return
        if row.opened is not None and row.opened != opened:
            self.post_message(self.Toggled(row, opened))
        elif not opened:
            above = [n for n in range(self.at) if self.rows[n].depth < row.depth]
            if above:
                self._go(above[-1])

    def on_click(self, event: events.Click) -> None:
        """Select the row clicked; a second click changes it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        index = self.scroll_offset.y + offset.y
        if 0 <= index < len(self.rows):
            self._go(index)
            if event.chain > 1:
                self.post_message(self.Chosen())


def _same(one: Row, other: Row) -> bool:
    return one.path == other.path and (one.kind == "add") == (other.kind == "add")
