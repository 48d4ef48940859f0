"""A line of time with a cursor: where in the study the moment is that is shown.

In: the length of the study, the moment, marks. Out: one line exactly as wide as the widget; a
message when it is clicked.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from sandbox.tui import colours
from sandbox.tui.cells import clip, line

_EDGE = 1  # cells left and right


class TimeSlider(Widget):
    """The time from the start to the end of a study."""

    class Chosen(Message):
        """Another moment, as a share of the whole."""

        def __init__(self, share: float) -> None:
            super().__init__()
            self.share = share

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.share = 0.0
        self.marks: Sequence[float] = ()
        self.words = ""

    def show(self, share: float, marks: Sequence[float], words: str) -> None:
        """The moment and marks as shares of the whole; words stand before the line."""
        self.share, self.marks, self.words = share, marks, words
        self.refresh()

    @property
    def _before(self) -> str:
        return f" {clip(self.words, max(self.size.width // 2, 1))} "

    def _room(self) -> tuple[int, int]:
        """Where the line begins, and its length."""
        from rich.cells import cell_len

        begin = cell_len(self._before)
        return begin, max(self.size.width - begin - _EDGE, 1)

    def render_line(self, y: int) -> Strip:
        """The line."""
        width, ground = self.size.width, colours.paint(None)
        if y > 0:
            return Strip(line([], width, ground), width)
        _, length = self._room()
        cells = ["─"] * length
        for mark in self.marks:
            cells[_cell(mark, length)] = "┃"
        at = _cell(self.share, length)
        track = colours.paint(colours.LABEL)
        parts = [
            (self._before, colours.paint(colours.ACCENT, bold=True)),
            ("".join(cells[:at]), track),
            ("◆", colours.paint(colours.ACCENT, bold=True)),
            ("".join(cells[at + 1 :]), track),
        ]
        return Strip(line(parts, width, ground), width)

    def on_click(self, event: events.Click) -> None:
        """Go where it was clicked."""
        begin, length = self._room()
        if begin <= event.x < begin + length:
            self.post_message(self.Chosen((event.x - begin) / max(length - 1, 1)))


def _cell(share: float, length: int) -> int:
    return min(max(round(share * (length - 1)), 0), length - 1)
