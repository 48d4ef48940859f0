"""A sheet of text as the command line prints it, laid out for the width of the screen.

In: what makes the sheet for a number of columns. Out: lines, each exactly as wide as the widget.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from sandbox.tui import colours
from sandbox.tui.cells import line

_RULE = "─"
_LEAST = 40  # columns that a sheet has at least


class SheetView(Widget):
    """Lines of a sheet; headings stand out."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._make: Callable[[int], str] = lambda _: ""
        self._lines: list[str] = []
        self._columns = -1

    def show(self, make: Callable[[int], str]) -> None:
        """Show another sheet."""
        self._make, self._columns = make, -1
        self.refresh(layout=True)

    def lines(self, width: int) -> list[str]:
        """The sheet's lines."""
        if self._columns != width:
            self._columns = width
            self._lines = self._make(max(width, _LEAST)).rstrip("\n").split("\n")
        return self._lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        return len(self.lines(width))

    def render_line(self, y: int) -> Strip:
        """One line, exactly as wide as the widget."""
        width, ground = self.size.width, colours.paint(colours.TEXT)
        lines = self.lines(width)
        if y >= len(lines):
            return Strip(line([], width, ground), width)
        style = ground
        if y + 1 < len(lines) and lines[y + 1].startswith(_RULE):
            style = colours.paint(colours.ACCENT, bold=True)
        elif lines[y].startswith(_RULE):
            style = colours.paint(colours.LINK)
        elif lines[y].lstrip().startswith("✗"):
            style = colours.paint(colours.WORSE)
        return Strip(line([(lines[y], style)], width, ground), width)
