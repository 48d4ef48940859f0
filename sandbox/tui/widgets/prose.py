"""Paragraphs that break where Chinese and English may break.

In: paragraphs with styles. Out: lines, each exactly as wide as the widget. Textual breaks at
spaces only, and so leaves half a line empty before a long run of Chinese.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from sandbox.report.paragraphs import plain, wrap
from sandbox.tui import colours
from sandbox.tui.cells import line


@dataclass(frozen=True)
class Paragraph:
    """Words in one style, `indent` cells deep; further lines hang `hang` cells deeper."""

    words: str
    colour: str = ""  # as text is in the theme in force
    bold: bool = False
    hang: int = 0
    indent: int = 0


GAP = Paragraph("")

_TRIES = 5
"""How often a layout is asked for again, at most."""


def heading(words: str) -> Paragraph:
    """A paragraph that stands out."""
    return Paragraph(words, colours.ACCENT, bold=True)


def faint(words: str, hang: int = 0, indent: int = 0) -> Paragraph:
    """A paragraph that stands back."""
    return Paragraph(words, colours.LABEL, hang=hang, indent=indent)


class Prose(Widget):
    """Paragraphs one below the other."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.paragraphs: list[Paragraph] = []
        self._lines: list[tuple[str, Paragraph]] = []
        self._laid_out: tuple[int, list[Paragraph]] = (-1, [])

    def show(self, *paragraphs: Paragraph) -> None:
        """Show other paragraphs."""
        if list(paragraphs) != self.paragraphs:
            self.paragraphs = list(paragraphs)
            self.refresh(layout=True)
            self.call_after_refresh(self._fit, _TRIES)

    def _fit(self, tries: int) -> None:
        """Ask for a layout again where one under way has measured the paragraphs before these."""
        width, height = self.size
        if tries and width and self.styles.auto_dimensions and height != len(self.lines(width)):
            self.refresh(layout=True)
            self.call_after_refresh(self._fit, tries - 1)

    def lines(self, width: int) -> list[tuple[str, Paragraph]]:
        """The paragraphs broken into lines of at most `width` cells."""
        if self._laid_out != (width, self.paragraphs):
            self._lines = [
                (words, paragraph)
                for paragraph in self.paragraphs
                for part in (plain(paragraph.words).splitlines() or [""])
                for words in self._wrapped(part, max(width, 2), paragraph)
            ]
            self._laid_out = (width, list(self.paragraphs))
        return self._lines

    @staticmethod
    def _wrapped(words: str, width: int, paragraph: Paragraph) -> list[str]:
        first = " " * paragraph.indent
        return wrap(words, width, first, first + " " * paragraph.hang)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        return len(self.lines(width))

    def render_line(self, y: int) -> Strip:
        """One line, exactly as wide as the widget."""
        width = self.size.width
        own = self.rich_style
        ground = own.without_color + Style(bgcolor=own.bgcolor)
        lines = self.lines(width)
        if y >= len(lines):
            return Strip(line([], width, ground), width)
        words, paragraph = lines[y]
        colour = paragraph.colour or colours.TEXT
        style = Style(color=colour, bold=paragraph.bold, bgcolor=own.bgcolor)
        return Strip(line([(words, style)], width, ground), width)
