"""Asks for a line of words, and does not take what cannot be right.

In: a question, what is offered, and a check. Out: what was typed, or nothing.
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


class AskFor(Dialog[str]):
    """A line to type into; Enter takes it, Escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(
        self, question: Message, offered: str, wrong: Callable[[str], Message | None]
    ) -> None:
        """`wrong` says what is wrong with what was typed."""
        super().__init__()
        self.question, self.offered, self.wrong = question, offered, wrong
        self._mistake: Message | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(id="question", markup=False)
            line = Input(self.offered)
            line.selection = Selection(0, len(self.offered))
            yield line
            yield Static(id="mistake", markup=False)

    def tell(self) -> None:
        self.query_one("#question", Static).update(self.question.render())
        words = "" if self._mistake is None else "! " + self._mistake.render()
        self.query_one("#mistake", Static).update(words)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed, unless something is wrong with it."""
        typed = event.value.strip()
        self._mistake = self.wrong(typed)
        if self._mistake is None:
            self.dismiss(typed)
        else:
            self.tell()

    def action_leave(self) -> None:
        """Take nothing."""
        self.dismiss("")
