"""The line of the pages that show a comparison: their keys and names, the one in front marked.

In: the page in front. Out: one line, exactly as wide as the widget; the pages clicked.
"""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from sandbox.tui import colours
from sandbox.tui.cells import line
from sandbox.tui.view_actions import TITLES


class ViewBar(Widget):
    """Keys 1 to 8 and what they show."""

    class Chosen(Message):
        """A page was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, front: str) -> None:
        super().__init__()
        self.front = front
        self._spans: list[tuple[int, int, str]] = []

    def render_line(self, y: int) -> Strip:
        """The line; without room for all, names go and keys stay, but for the one in front."""
        width = self.size.width
        ground = colours.paint(None, colours.ZEBRA)
        if y > 0 or width < 1:
            return Strip(line([], width, ground), width)
        words = {
            name: f" {n} {title.render()} " for n, (name, title) in enumerate(TITLES.items(), 1)
        }
        if sum(map(cell_len, words.values())) > width:
            words = {
                name: text if name == self.front else text[:2] + " " for name, text in words.items()
            }
        parts: list[tuple[str, Style | None]] = []
        self._spans, at = [], 0
        for name, text in words.items():
            colour, back = (
                (colours.BACKGROUND, colours.ACCENT)
                if name == self.front
                else (colours.LABEL, colours.ZEBRA)
            )
            parts.append((text, colours.paint(colour, back, bold=name == self.front)))
            self._spans.append((at, at + cell_len(text), name))
            at += cell_len(text)
        return Strip(line(parts, width, ground), width)

    def on_click(self, event: events.Click) -> None:
        """Show what was clicked."""
        for start, end, name in self._spans:
            if start <= event.x < end:
                self.post_message(self.Chosen(name))
                return
