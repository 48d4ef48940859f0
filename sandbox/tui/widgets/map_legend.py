"""What the map's colours and shapes mean.

In: entries of glyph, colour, name and count. Out: lines filled entry by entry, each line exactly
as wide as the widget; in a narrow column that is one entry a line.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from sandbox.tui import colours
from sandbox.tui.cells import clip, line


@dataclass(frozen=True)
class Entry:
    """One glyph and what it stands for."""

    glyph: str
    colour: str
    name: str
    note: str = ""
    faded: bool = False


class MapLegend(Widget):
    """Glyphs and names, flowing from line to line."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.entries: list[Entry] = []

    def show(self, entries: list[Entry]) -> None:
        """Show other entries."""
        self.entries = entries
        self.refresh(layout=True)

    def rows(self, width: int) -> list[list[Entry]]:
        """Entries by line, as many as fit."""
        rows: list[list[Entry]] = []
        left = 0
        for entry in self.entries:
            size = cell_len(self._words(entry, width)) + 2
            if not rows or size > left:
                rows.append([])
                left = width
            rows[-1].append(entry)
            left -= size
        return rows

    @staticmethod
    def _words(entry: Entry, width: int) -> str:
        note = f" {entry.note}" if entry.note else ""
        return clip(f"{entry.glyph} {entry.name}{note}", max(width - 1, 1))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        return len(self.rows(width))

    def render_line(self, y: int) -> Strip:
        """One line of entries, exactly as wide as the widget."""
        width = self.size.width
        ground = colours.paint(None)
        rows = self.rows(width)
        parts: list[tuple[str, Style | None]] = []
        if y < len(rows):
            for entry in rows[y]:
                words = self._words(entry, width)
                parts.append((words[:1], colours.paint(entry.colour, bold=True)))
                parts.append((words[1:] + "  ", colours.paint(colours.LABEL)))
        if y == self.size.height - 1 and y + 1 < len(rows):
            parts.append(("…", colours.paint(colours.LABEL)))  # there are more below
        return Strip(line(parts, width, ground), width)
