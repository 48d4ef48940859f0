"""How far the study has come: a bar, runs done, time left, and the runs under way.

In: a fraction and words. Out: two lines.
"""

from __future__ import annotations

from textual.strip import Strip
from textual.widget import Widget

from sandbox.tui import colours, symbols
from sandbox.tui.cells import clip, line


class StudyBar(Widget):
    """A progress bar with words under it."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.fraction = 0.0
        self.words = ""
        self.detail = ""

    def show(self, fraction: float, words: str, detail: str) -> None:
        """Show another state; `fraction` from 0 to 1."""
        if (fraction, words, detail) != (self.fraction, self.words, self.detail):
            self.fraction, self.words, self.detail = fraction, words, detail
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The bar and its words, or the detail; exactly as wide as the widget."""
        width = self.size.width
        ground = colours.paint(None)
        faint = colours.paint(colours.LABEL)
        if y == 1:
            return Strip(line([(clip(" " + self.detail, width), faint)], width, ground), width)
        if y > 1:
            return Strip(line([], width, ground), width)
        length = max(min(width // 3, 40), 0)
        bar = symbols.bar(self.fraction, length)
        return Strip(
            line(
                [
                    (" ", ground),
                    (bar, colours.paint(colours.BAR, colours.HEAD)),
                    (
                        f" {100 * self.fraction:3.0f}% ",
                        colours.paint(colours.STRONG, bold=True),
                    ),
                    (self.words, faint),
                ],
                width,
                ground,
            ),
            width,
        )
