"""The text of a scenario with colours, and its mistakes on their lines.

In: a text and the problems found in it. Out: messages when it was typed in or its cursor moved by
the reader. Undoing is the page's, so that what the form and what the editor did are one history.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from rich.text import Text
from textual.message import Message
from textual.widgets import TextArea

from sandbox.report.paragraphs import plain
from sandbox.tui import colours
from sandbox.tui.highlighting import TEXT, block_lines, coloured


class YamlArea(TextArea):
    """An editor of YAML."""

    class Undo(Message):
        """The last change is to be taken back, or made again."""

        def __init__(self, again: bool) -> None:
            super().__init__()
            self.again = again

    def __init__(self, text: str, id: str | None = None) -> None:
        super().__init__(text, id=id, soft_wrap=False, show_line_numbers=True, tab_behavior="focus")
        self.wrong: Mapping[int, str] = {}
        """what is wrong with a line, by its number from 0"""
        self._blocks = block_lines(text.split("\n"))

    def told(self, wrong: Mapping[int, str]) -> None:
        """Show other mistakes."""
        if wrong != self.wrong:
            self.wrong = dict(wrong)
            self._redraw()

    def become(self, text: str) -> None:
        """Hold another text: only what differs is replaced, so the view stays where it is."""
        before = self.text
        if text == before:
            return
        start = 0
        most = min(len(before), len(text))
        while start < most and before[start] == text[start]:
            start += 1
        end = 0
        while end < most - start and before[-1 - end] == text[-1 - end]:
            end += 1
        self.replace(
            text[start : len(text) - end],
            _location(before, start),
            _location(before, len(before) - end),
            maintain_selection_offset=True,
        )

    def look_again(self) -> None:
        """Find out anew which lines belong to blocks of text."""
        blocks = block_lines(self.document.lines)
        if blocks != self._blocks:
            self._blocks = blocks
            self._redraw()

    def go(self, line: int, column: int = 0) -> None:
        """Put the cursor on a line, with some lines around it in view."""
        line = max(0, min(line, self.document.line_count - 1))
        column = max(0, min(column, len(self.document.get_line(line))))
        height, top = max(self.size.height - 1, 1), self.scroll_offset.y
        if not top <= line < top + height:
            top = max(line - height // 2, 0)
        if self.cursor_location != (line, column):
            self.move_cursor((line, column))
        left = 0 if column < self.size.width - self.gutter_width - 2 else self.scroll_offset.x
        self.scroll_to(left, top, animate=False)

    def _redraw(self) -> None:
        self._line_cache.clear()
        self.refresh()

    def get_line(self, line_index: int) -> Text:
        """A line with its colours, and with what is wrong with it behind it."""
        line = super().get_line(line_index)
        if line_index in self._blocks:
            line.stylize(getattr(colours, TEXT))
        else:
            for start, end, role in coloured(line.plain):
                line.stylize(getattr(colours, role), start, end)
        if line_index in self.wrong:
            style = Style(color=colours.WORSE, italic=True)
            line.append(f"  ✗ {plain(self.wrong[line_index])}", style)
        return line

    def action_undo(self) -> None:
        """Let the page take the last change back."""
        self.post_message(self.Undo(False))

    def action_redo(self) -> None:
        """Let the page make the change again."""
        self.post_message(self.Undo(True))


def _location(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 0, of a character."""
    return text.count("\n", 0, index), index - (text.rfind("\n", 0, index) + 1)
