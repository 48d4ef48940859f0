"""A sheet of text for a terminal: headings, paragraphs, indented entries, wrapped to a width.

In: headings and lines in the order they are to be read. Out: one string. Everything an author wrote
is made plain here, so that no file can steer the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.language import say
from sandbox.report.paragraphs import pad, plain, width, wrap


class Sheet:
    """Lines of text, `columns` wide."""

    def __init__(self, columns: int = 80) -> None:
        self.columns = max(columns, 40)
        self.lines: list[str] = []

    def heading(self, words: str) -> None:
        """A section's title, underlined."""
        if self.lines and self.lines[-1]:
            self.lines.append("")
        words = plain(words)
        self.lines += [words, "─" * min(width(words), self.columns)]

    def line(self, words: str, indent: int = 0, hang: int = 2) -> None:
        """A paragraph; further lines hang `hang` columns deeper."""
        first = " " * indent
        for part in plain(words).splitlines() or [""]:
            self.lines += wrap(part, self.columns, first, first + " " * hang)

    def entry(self, name: str, value: str, indent: int = 4, column: int = 26) -> None:
        """`name  value`, values one below the other; nothing when there is no value."""
        if value:
            first = pad(" " * indent + plain(name), column) + " "
            self.lines += wrap(
                " ".join(plain(value).split()), self.columns, first, " " * (column + 1)
            )

    def gap(self) -> None:
        """An empty line."""
        self.lines.append("")

    def text(self) -> str:
        """The sheet."""
        return "\n".join(self.lines) + "\n"


def listed(words: Iterable[str]) -> str:
    """Words joined as the language joins them."""
    return say("{one}, {other}").replace("{one}", "").replace("{other}", "").join(words)
