"""Asks for a name or a path, and says at once what is wrong with it.

In: the question, what is offered, and what may be typed. Out: what was typed; nothing when it was
left.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from sandbox.language import Message
from sandbox.tui.dialog import Dialog


class AskLine(Dialog[str]):
    """A line; Enter takes it, Escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(
        self,
        question: Message,
        offered: str = "",
        wrong: Callable[[str], Message | None] = lambda _: None,
    ) -> None:
        """`wrong` says why something cannot be taken."""
        super().__init__()
        self.question, self.offered, self.wrong = question, offered, wrong

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(id="question", markup=False)
            line = Input(self.offered)
            line.selection = Selection(0, len(self.offered))
            yield line
            yield Static(id="mistake", markup=False)

    def tell(self) -> None:
        self.query_one("#question", Static).update(self.question.render())
        self._say(self.query_one(Input).value)

    def _say(self, typed: str) -> bool:
        message = self.wrong(typed.strip()) if typed.strip() else None
        self.query_one("#mistake", Static).update(message.render() if message else "")
        return message is None and bool(typed.strip())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what is wrong with what is typed."""
        self._say(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed, if it can be taken."""
        if self._say(event.value):
            self.dismiss(event.value.strip())

    def action_leave(self) -> None:
        """Take nothing."""
        self.dismiss("")
