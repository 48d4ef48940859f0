"""Lives as bars over the calendar, one a line, under a cursor.

In: rows of a key, a title and a lifeline; the first day and the end of the time. Out: lines exactly
as wide as the widget, drawn only where they are in view; messages when the cursor moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sandbox.report.lifelines import Lifeline
from sandbox.tui import colours
from sandbox.tui.bars import bar
from sandbox.tui.calendar_axis import calendar_ticks
from sandbox.tui.cells import fit, line, runs, squeeze
from sandbox.tui.window import Window

_NAMES_LEAST = 12


@dataclass(frozen=True)
class LifeRow:
    """A life as a line."""

    key: tuple[str, ...]
    tag: str  # what kind of thing it is, in a word; empty: it goes without saying
    parts: tuple[tuple[str, str], ...]  # of its title: joint, part
    life: Lifeline


class Lifelines(ScrollView, can_focus=True):
    """Bars under a line cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,ctrl+home", "move_to(0)", show=False),
        Binding("end,ctrl+end", "move_to(-1)", show=False),
        Binding("left", "pan(-0.125)", show=False),
        Binding("right", "pan(0.125)", show=False),
        Binding("shift+left", "pan(-1)", show=False),
        Binding("shift+right", "pan(1)", show=False),
    ]

    class Moved(Message):
        """The cursor stands on another line."""

    class Windowed(Message):
        """Another part of the time is shown."""

    class Opened(Message):
        """A line was clicked twice."""

    def __init__(self, start: datetime, id: str | None = None) -> None:
        super().__init__(id=id)
        self.start = start
        self.rows: list[LifeRow] = []
        self.at = 0  # the line under the cursor
        self.window = Window(1.0)
        self._left: tuple[list[LifeRow], int, int] = ([], 0, 0)  # rows, cursor, top shown last
        self._tags = 0  # cells that the longest tag takes, with a blank
        self._names = 0  # cells that the longest title takes
        self._bars: dict[int, list[tuple[str, str]]] = {}
        self._titles: dict[int, str] = {}
        self._drawn: tuple[float, float, int] = (0.0, 0.0, 0)

    def fill(self, rows: Sequence[LifeRow], end: float, *, stay: bool = True) -> None:
        """Show these rows, over a time of so many seconds.

        To `stay` is to stay on the key under the cursor; where that is gone, on the next one of
        the old order that is there; and on the same line of the screen, if that can be. Else the
        cursor goes to the first line.
        """
        if self.rows:
            self._left = self.rows, self.at, int(self.scroll_offset.y)
        before, at, top = self._left
        places = {row.key: place for place, row in enumerate(rows)}
        self.rows = list(rows)
        follows = (*before[at:], *reversed(before[:at])) if stay else ()
        self.at = next((places[row.key] for row in follows if row.key in places), 0)
        self.window.extend(end)
        self._tags = max((cell_len(row.tag) + 1 for row in rows if row.tag), default=0)
        self._names = max(
            (sum(cell_len(j) + cell_len(part) for j, part in row.parts) for row in rows), default=0
        )
        self._forget()
        self._lay_out()
        self.scroll_to(y=max(0, top + self.at - at), animate=False, force=True)
        self._show_cursor()
        self.post_message(self.Moved())

    @property
    def current(self) -> LifeRow | None:
        """The line under the cursor."""
        return self.rows[self.at] if self.rows else None

    # laying out

    def on_resize(self) -> None:
        """More or fewer lines fit now."""
        self._lay_out()

    @property
    def _width(self) -> int:
        """Cells beside the scroll bar."""
        return int(self.scrollable_content_region.width)

    @property
    def names(self) -> int:
        """Cells of the column of titles."""
        most = max(_NAMES_LEAST, self._width * 9 // 20)
        wanted = self._tags + max(self._names, _NAMES_LEAST) + 2
        return min(wanted, most, max(self._width - 1, 0))

    @property
    def across(self) -> int:
        """Cells of the bars."""
        return max(self._width - self.names - 1, 1)

    @property
    def _in_view(self) -> int:
        return max(self.size.height - 1, 1)

    def _lay_out(self) -> None:
        self.virtual_size = Size(self._width, len(self.rows) + 1)
        self._show_cursor()
        self.refresh()

    def _show_cursor(self) -> None:
        top = int(self.scroll_offset.y)
        if self.at < top:
            self.scroll_to(y=self.at, animate=False)
        elif self.at >= top + self._in_view:
            self.scroll_to(y=self.at - self._in_view + 1, animate=False)

    def _forget(self) -> None:
        self._bars.clear()
        self._titles.clear()

    # drawing

    def render_line(self, y: int) -> Strip:
        """The axis or a life, exactly as wide as the widget."""
        width = self._width
        if width < 1:
            return Strip([], 0)
        drawn = (self.window.begin, self.window.end, width)
        if drawn != self._drawn:
            self._forget()
            self._drawn = drawn
        if y == 0:
            return self._axis(width)
        place = int(self.scroll_offset.y) + y - 1
        if not 0 <= place < len(self.rows):
            return Strip(line([], width, colours.paint(None)), width)
        ground = colours.ZEBRA if place % 2 else colours.BACKGROUND
        if place == self.at:
            ground = colours.CURSOR if self.has_focus else colours.CURSOR_ASIDE
        row = self.rows[place]
        if place not in self._titles:
            self._titles[place] = squeeze(row.parts, max(self.names - 2 - self._tags, 0))
            window = self.window
            self._bars[place] = bar(row.life, window.begin, window.end, self.across)
        cells = runs((sign, colours.paint(colour, ground)) for sign, colour in self._bars[place])
        parts: list[tuple[str, Style | None]] = [
            (f" {fit(row.tag, self._tags)}", colours.paint(colours.LABEL, ground)),
            (f"{self._titles[place]} ", colours.paint(colours.TEXT, ground)),
            *((segment.text, segment.style) for segment in cells),
        ]
        return Strip(line(parts, width, colours.paint(None, ground)), width)

    def _axis(self, width: int) -> Strip:
        """Ticks with their labels behind them."""
        across, window = self.across, self.window
        ticks = calendar_ticks(self.start, window.begin, window.end, across)
        words = ""
        for seconds, label in ticks:
            place = self.cell_of(seconds)
            if len(words) <= place < across:
                words += " " * (place - len(words)) + "|"
                words += f"{label} " if place + 1 + len(label) <= across else ""
        ground = colours.paint(colours.LABEL, colours.HEAD)
        before = "<" if window.begin > 0 else " "
        after = ">" if window.end < window.whole else " "
        head = " " * max(self.names - 1, 0) + before
        return Strip(line([(head + words[:across].ljust(across) + after, ground)], width, ground))

    def cell_of(self, seconds: float) -> int:
        """The cell of the bars at a time."""
        window = self.window
        return int((seconds - window.begin) / (window.end - window.begin) * self.across)

    def on_focus(self) -> None:
        """The cursor shows whether keys go here."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor shows whether keys go here."""
        self.refresh()

    # moving

    def _go(self, place: int) -> None:
        place = max(0, min(place, len(self.rows) - 1))
        if self.rows and place != self.at:
            self.at = place
            self.post_message(self.Moved())
        self._show_cursor()
        self.refresh()

    def action_move(self, by: int) -> None:
        """Move by lines."""
        self._go(self.at + by)

    def action_page(self, by: int) -> None:
        """Move by as many lines as are in view."""
        self._go(self.at + by * self._in_view)

    def action_move_to(self, place: int) -> None:
        """Move to the first or last line."""
        self._go(place if place >= 0 else len(self.rows) + place)

    def action_pan(self, share: float) -> None:
        """Move in time by a share of what is shown."""
        self.window.pan(share)
        self._windowed()

    def zoom(self, factor: float, at: float = 0.5) -> None:
        """Show less or more of the time; what is at a share of the window stays there."""
        self.window.zoom(factor, at)
        self._windowed()

    def show_span(self, begin: float, end: float) -> None:
        """Show a span of time."""
        self.window.show(begin, end)
        self._windowed()

    def _windowed(self) -> None:
        self.refresh()
        self.post_message(self.Windowed())

    # the mouse

    def _place_of(self, event: events.MouseEvent) -> float:
        """Where in the window the mouse points to, from 0 to 1."""
        return min(1.0, max(0.0, (event.x - self.names) / self.across))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """With Ctrl into the time, with Shift to the earlier, else up."""
        self._wheel(event, -1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """With Ctrl out of the time, with Shift to the later, else down."""
        self._wheel(event, 1)

    def _wheel(self, event: events.MouseEvent, by: int) -> None:
        if event.ctrl:
            self.zoom(2.0**by, self._place_of(event))
        elif event.shift:
            self.action_pan(by / 8)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """Select the line clicked, a double click opens it; a click on the axis zooms in there."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y == 0:
            self.zoom(0.5, self._place_of(event))
            return
        place = int(self.scroll_offset.y) + offset.y - 1
        if 0 <= place < len(self.rows):
            self._go(place)
            if event.chain > 1:
                self.post_message(self.Opened())
