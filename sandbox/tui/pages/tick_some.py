"""Ticks some of several names.

In: names, what says their titles, and those ticked now. Out: the names ticked, or None when it was
left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static
from textual.widgets.selection_list import Selection

from sandbox.language import say
from sandbox.tui.dialog import Dialog
from sandbox.tui.widgets.boxes import Boxes


class TickSome(Dialog[list[str] | None]):
    """A list to tick; Enter takes it, Escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("enter", "take", show=False, priority=True),
    ]

    def __init__(
        self, names: Sequence[str], title: Callable[[str], str], ticked: Sequence[str]
    ) -> None:
        super().__init__()
        self.names = list(dict.fromkeys([*names, *ticked]))
        self.title_of, self.ticked = title, list(ticked)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(id="question", markup=False)
            yield Boxes(
                *(Selection(self.title_of(name), name, name in self.ticked) for name in self.names)
            )

    def tell(self) -> None:
        words = say("Space ticks, Enter takes what is ticked, Esc leaves")
        self.query_one("#question", Static).update(words)
        boxes = self.query_one(Boxes)
        for index, name in enumerate(self.names):
            boxes.replace_option_prompt_at_index(index, self.title_of(name))
        boxes.focus()

    def action_take(self) -> None:
        """Take what is ticked, in the order in which it was, new names after it."""
        ticked = set(self.query_one(Boxes).selected)
        kept = [name for name in self.ticked if name in ticked]
        self.dismiss([*kept, *(n for n in self.names if n in ticked and n not in kept)])

    def action_leave(self) -> None:
        """Leave it as it was."""
        self.dismiss(None)
