"""Asks for a line of text.

In: a question and what is offered. Out: what was typed, perhaps empty; nothing when it was left.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from sandbox.language import Message
from sandbox.tui.dialog import Dialog


class Ask(Dialog[str | None]):
    """A line to type into; Enter answers, Escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("f2", "app.language", show=False),
    ]

    def __init__(self, question: Message, offered: str = "") -> None:
        """`offered` is there already; what is typed takes its place."""
        super().__init__()
        self.question, self.offered = question, offered

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(id="question", markup=False)
            line = Input(self.offered)
            line.selection = Selection(0, len(self.offered))
            yield line

    def tell(self) -> None:
        self.query_one("#question", Static).update(self.question.render())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        self.dismiss(event.value.strip())

    def action_leave(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)
