"""What a screen shows, as CSV, text or a picture.

In: a table or a screen. Out: text in one of these forms, whole: a table has all its rows and
columns in it, whatever part of them fits on the screen.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console

from sandbox.report.paragraphs import plain

if TYPE_CHECKING:
    from textual.app import App

    from sandbox.tui.widgets.listing import Listing

FORMS = ("csv", "text", "svg")
_SUFFIXES = {"csv": "csv", "text": "txt", "svg": "svg"}
FONTS = "'Sarasa Mono SC','Noto Sans Mono CJK SC','Microsoft YaHei Mono',Menlo,Consolas,monospace"


def file_name(stem: str, form: str) -> str:
    """What a file of a form is called at first."""
    return f"{re.sub(r'[^A-Za-z0-9_-]+', '-', stem).strip('-') or 'screen'}.{_SUFFIXES[form]}"


def as_csv(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV, with the line ends that the command line writes."""
    page = io.StringIO()
    csv.writer(page, lineterminator="\n").writerows(rows)
    return page.getvalue()


def cells_of(listing: Listing) -> list[list[str]]:
    """Titles and all rows of a table, as words."""
    found = [[title.plain for title in listing.columns.titles]]
    for _, cells in listing.rows:
        found.append([plain(cell) if isinstance(cell, str) else cell.plain for cell in cells])
    return found


def as_table(listing: Listing) -> str:
    """A table as text, its columns below each other in cells of a terminal."""
    rows = cells_of(listing)
    widths = [max(cell_len(row[i]) for row in rows if i < len(row)) for i in range(len(rows[0]))]
    right = [title.justify == "right" for title in listing.columns.titles]
    text = ""
    for row in rows:
        padded = []
        for cell, width, is_figure in zip(row, widths, right):
            gap = " " * (width - cell_len(cell))
            padded.append(gap + cell if is_figure else cell + gap)
        text += "  ".join(padded).rstrip() + "\n"
    return text


def as_screen(app: App[Any]) -> str:
    """What the screen in front shows, line by line."""
    width, height = app.size
    console = Console(
        width=width,
        height=height,
        file=io.StringIO(),
        force_terminal=True,
        color_system=None,
        record=True,
        legacy_windows=False,
    )
    console.print(app.screen._compositor.render_update(full=True))
    lines = console.export_text().split("\n")[:height]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def as_picture(app: App[Any], title: str) -> str:
    """The screen in front as SVG that needs nothing from elsewhere, in fonts that readers have."""
    svg = re.sub(r"@font-face\s*{[^}]*}|<!--.*?-->", "", app.export_screenshot(title=title))
    svg = re.sub(r"font-family:\s*Fira Code[^;]*;", f"font-family: {FONTS};", svg)
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"
