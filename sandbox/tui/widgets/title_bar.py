"""The line at the top: where one is, and how far a running study has come.

In: a trail of titles and a state. Out: one line.
"""

from __future__ import annotations

from rich.cells import cell_len
from textual.strip import Strip
from textual.widget import Widget

from sandbox.tui import colours
from sandbox.tui.cells import clip, line


class TitleBar(Widget):
    """One line: titles on the left, the study's state on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.trail: tuple[str, ...] = ()
        self.state = ""

    def show(self, trail: tuple[str, ...], state: str) -> None:
        """Show other titles or another state."""
        if (trail, state) != (self.trail, self.state):
            self.trail, self.state = trail, state
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line, exactly as wide as the widget."""
        width = self.size.width
        ground = colours.paint(None, colours.HEAD)
        if y > 0 or width < 1:
            return Strip(line([], width, ground), width)
        state = clip(f" {self.state} ", max(width // 2, 0)) if self.state else ""
        left = width - cell_len(state)
        words = clip(" " + " › ".join(self.trail), left)
        return Strip(
            [
                *line(
                    [(words, colours.paint(colours.STRONG, colours.HEAD, bold=True))], left, ground
                ),
                *line(
                    [(state, colours.paint(colours.ACCENT, colours.HEAD))], cell_len(state), ground
                ),
            ],
            width,
        )
