"""A table whose rows have keys and whose words can be said again.

In: column titles and rows with a key each. Out: a data table that keeps its cursor on the same key
when it is filled again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text
from textual.widgets import DataTable

from sandbox.report.paragraphs import plain

Row = tuple[str, Sequence[str | Text]]


class Listing(DataTable[Text]):
    """Rows of text under a row cursor."""

    def __init__(self, id: str | None = None, fixed: int = 0) -> None:
        super().__init__(
            id=id,
            cursor_type="row",
            zebra_stripes=True,
            fixed_columns=fixed,
            cursor_foreground_priority="renderable",
        )

    def fill(self, columns: Sequence[str | Text], rows: Iterable[Row]) -> None:
        """Show these columns and rows; the cursor stays on the key where it was."""
        at = self.current
        column, scroll = self.cursor_column, self.scroll_x
        self.clear(columns=True)
        for title in columns:
            self.add_column(title if isinstance(title, Text) else Text(plain(title)))
        for key, cells in rows:
            self.add_row(
                *(cell if isinstance(cell, Text) else Text(plain(cell)) for cell in cells), key=key
            )
        if at is not None and at in self.rows:
            self.move_cursor(row=self.get_row_index(at), column=column, animate=False)
            self.scroll_to(x=scroll, animate=False)

    @property
    def current(self) -> str | None:
        """The key under the cursor."""
        if not self.row_count or not self.is_valid_row_index(self.cursor_row):
            return None
        return self.coordinate_to_cell_key(self.cursor_coordinate).row_key.value
