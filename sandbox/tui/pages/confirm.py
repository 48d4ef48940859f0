"""A question before something is lost.

In: the question and two answers. Out: whether the planner said yes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from sandbox.language import Message, say
from sandbox.tui.dialog import Dialog


class Confirm(Dialog[bool]):
    """Yes or no; Escape means no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "answer(False)", show=False),
        Binding("y", "answer(True)", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(
        self, question: Message, yes: Message, moot: Callable[[], bool] = lambda: False
    ) -> None:
        """`moot` says whether there is nothing left to ask about."""
        super().__init__()
        self.question, self.yes, self.moot = question, yes, moot

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(id="question", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(id="yes", variant="warning")
                yield Button(id="no", variant="primary")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#no").focus()

    def tell(self) -> None:
        self.query_one("#question", Static).update(self.question.render())
        self.query_one("#yes", Button).label = f"{self.yes.render()} (y)"
        self.query_one("#no", Button).label = f"{say('No')} (n)"

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, answer: bool) -> None:
        """Answer with a key."""
        self.dismiss(answer)
