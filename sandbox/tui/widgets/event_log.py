"""The event log: the latest events that are wanted, the newest at the bottom.

In: lines of a time and words. Out: rows exactly as wide as the widget; what was scrolled to stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.strip import Strip
from textual.widget import Widget

from sandbox.tui import colours
from sandbox.tui.cells import line

Row = tuple[str, str, str]
"""time, words, colour of the words"""


class EventLog(Widget):
    """Events, line by line."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: Sequence[Row] = ()
        self.every = 0
        """how many rows there are; `rows` may be those that are seen only"""
        self.back = 0
        """lines between the last one shown and the newest"""

    def show(self, rows: Sequence[Row], every: int | None = None) -> None:
        """Show other rows; `every`: how many there are, when `rows` are those that are seen."""
        self.rows, self.every = rows, len(rows) if every is None else every
        self.refresh()

    def scroll(self, lines: int) -> None:
        """Look further back, or forward again."""
        self.back = max(0, min(self.back + lines, max(0, self.every - self.size.height)))
        self.refresh()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Look back."""
        event.stop()
        self.scroll(3)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Look forward."""
        event.stop()
        self.scroll(-3)

    def render_line(self, y: int) -> Strip:
        """One event, exactly as wide as the widget."""
        width, height = self.size
        ground = colours.paint(None)
        shown = len(self.rows) - (self.back if len(self.rows) == self.every else 0)
        place = y + max(shown - height, 0)
        if width < 1 or place >= shown:
            return Strip(line([], width, ground), width)
        time, words, colour = self.rows[place]
        parts = [(f" {time}  ", colours.paint(colours.LABEL)), (words, colours.paint(colour))]
        return Strip(line(parts, width, ground), width)
