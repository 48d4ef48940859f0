"""Asks for a part of names.

In: what was looked for last. Out: what is typed, perhaps empty; nothing when it was left.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from sandbox.language import say
from sandbox.tui.dialog import Dialog


class Find(Dialog[str]):
    """A line for a part of names; Enter looks for it, Escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, last: str = "") -> None:
        """`last` is offered; what is typed takes its place."""
        super().__init__()
        self.last = last

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(id="question", markup=False)
            line = Input(self.last)
            line.selection = Selection(0, len(self.last))
            yield line

    def tell(self) -> None:
        self.query_one("#question", Static).update(
            say("Words that names contain; nothing: all (Enter looks, Esc leaves)")
        )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Look for what was typed."""
        self.dismiss(event.value.strip())

    def action_leave(self) -> None:
        """Look for what was looked for before."""
        self.dismiss(self.last)
