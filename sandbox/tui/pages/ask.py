"""Asks for a line of text, and says at once what is wrong with it.

In: a question, what is offered, and perhaps what cannot be taken. Out: what was typed; nothing
when it was left.
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


class Ask(Dialog[str | None]):
    """A line to type into; Enter answers, Escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("f2", "app.language", show=False),
    ]

    def __init__(
        self,
        question: Message,
        offered: str = "",
        wrong: Callable[[str], Message | None] | None = None,
    ) -> None:
        """`offered` is there already; what is typed takes its place.

        `wrong` says why something cannot be taken; where it is given, nothing cannot be either.
        """
        super().__init__()
        self.question, self.offered, self.wrong = question, offered, wrong

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(id="question", markup=False)
            line = Input(self.offered)
            # selected before the line has the focus: a key may come first
            line.selection = Selection(0, len(self.offered))
            yield line
            if self.wrong is not None:
                yield Static(id="mistake", markup=False)

    def tell(self) -> None:
        self.query_one("#question", Static).update(self.question.render())
        self._fits(self.query_one(Input).value.strip())

    def _fits(self, typed: str, *, answered: bool = False) -> bool:
        """Whether it can be taken; if not, that is said, of nothing only to who answers so."""
        if self.wrong is None:
            return True
        message = self.wrong(typed) if typed or answered else None
        self.query_one("#mistake", Static).update(f"! {message.render()}" if message else "")
        return message is None and bool(typed)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what is wrong with what is typed."""
        self._fits(event.value.strip())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer, if it can be taken."""
        typed = event.value.strip()
        if self._fits(typed, answered=True):
            self.dismiss(typed)

    def action_leave(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)
