"""What is to become of changes that are not saved.

In: nothing. Out: `save`, `drop`, or nothing: stay.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from sandbox.language import say
from sandbox.tui.dialog import Dialog


class Leave(Dialog[str]):
    """Save, drop or stay; Escape stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "answer('')", show=False),
        Binding("s,ctrl+s", "answer('save')", show=False),
        Binding("d", "answer('drop')", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(id="question", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(id="save", variant="primary")
                yield Button(id="drop", variant="warning")
                yield Button(id="stay")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#save").focus()

    def tell(self) -> None:
        words = say("The changes are not saved. Save them before leaving?")
        self.query_one("#question", Static).update(words)
        self.query_one("#save", Button).label = f"{say('Save')} (s)"
        self.query_one("#drop", Button).label = f"{say('Drop')} (d)"
        self.query_one("#stay", Button).label = f"{say('Stay')} (n)"

    def on_button_pressed(self, event: Button.Pressed) -> None:
        name = event.button.id or ""
        self.dismiss("" if name == "stay" else name)

    def action_answer(self, answer: str) -> None:
        """Answer with a key."""
        self.dismiss(answer)
