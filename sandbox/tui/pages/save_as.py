"""Asks for the name of a file to write.

In: a name to begin with. Out: the path, or nothing.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from sandbox.language import say
from sandbox.tui.dialog import Dialog


class SaveAs(Dialog[str]):
    """A line for a path; Enter writes, Escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, name: str) -> None:
        super().__init__()
        self.file = name

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(id="question", markup=False)
            line = Input(self.file)
            line.selection = Selection(0, len(self.file))
            yield line

    def tell(self) -> None:
        self.query_one("#question", Static).update(
            say("Name of the file (Enter writes, Esc leaves)")
        )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the name; `~` is the home folder."""
        typed = event.value.strip()
        with suppress(RuntimeError):  # nobody's home folder
            typed = str(Path(typed).expanduser()) if typed else ""
        self.dismiss(typed)

    def action_leave(self) -> None:
        """Write nothing."""
        self.dismiss("")
