"""The question before the app is left while its study runs.

In: a study under way whose runs are kept. Out: `background`, `stop`, or nothing: stay.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Button, Static

from sandbox.language import say
from sandbox.tui.dialog import Dialog

BACKGROUND, STOP, STAY = "background", "stop", "stay"


class LeaveStudy(Dialog[str]):
    """Three answers; Escape stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "answer('background')", show=False),
        Binding("y", "answer('stop')", show=False),
        Binding("escape,n", "answer('stay')", show=False),
        Binding("up,left", "app.focus_previous", show=False),
        Binding("down,right", "app.focus_next", show=False),
    ]

    def __init__(self, moot: Callable[[], bool]) -> None:
        """`moot` says whether there is nothing left to ask about."""
        super().__init__()
        self.moot = moot

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(id="question", markup=False)
            with Vertical(classes="answers"):
                yield Button(id=BACKGROUND, variant="primary")
                yield Button(id=STOP, variant="warning")
                yield Button(id=STAY)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(f"#{BACKGROUND}").focus()

    def tell(self) -> None:
        self.query_one("#question", Static).update(
            say("A study is running. What becomes of it when you leave?")
        )
        words = {
            BACKGROUND: say("It goes on in the background (b)"),
            STOP: say("It stops; finished runs are kept (y)"),
            STAY: say("Stay here (n)"),
        }
        for name, label in words.items():
            self.query_one(f"#{name}", Button).label = label

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id or STAY)

    def action_answer(self, answer: str) -> None:
        """Answer with a key."""
        self.dismiss(answer)
