"""A list of boxes to tick that are empty when not ticked.

In: selections. Out: Textual's list, which by itself tells ticked boxes from others by colour only.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import SelectionList


class Boxes(SelectionList[str]):
    """`[x]` is ticked, `[ ]` is not."""

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        index = self.scroll_offset.y + y
        if index >= self.option_count:
            return strip
        _, box, _, *rest = strip
        ticked = self.get_option_at_index(index).value in self.selected
        return Strip([Segment("[x]" if ticked else "[ ]", box.style), *rest])
