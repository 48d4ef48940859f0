"""Asks for the path of a scenario file.

In: what is typed. Out: the path, or nothing.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.suggester import Suggester
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from sandbox.language import say
from sandbox.tui.dialog import Dialog

_SUFFIXES = (".yaml", ".yml", ".json")


class _Paths(Suggester):
    """Completes a path with the first folder or scenario file that fits."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        try:
            path = Path(value).expanduser()
        except RuntimeError:  # nobody's home folder
            return None
        folder, start = (path, "") if value.endswith("/") else (path.parent, path.name)
        try:
            names = sorted(
                entry.name + ("/" if entry.is_dir() else "")
                for entry in folder.iterdir()
                if entry.name.startswith(start) and (entry.is_dir() or entry.suffix in _SUFFIXES)
            )
        except OSError:
            return None
        return value[: len(value) - len(start)] + names[0] if names else None


class OpenFile(Dialog[str]):
    """A line for a path; Enter opens, Escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, last: str = "") -> None:
        """`last` is offered; what is typed takes its place."""
        super().__init__()
        self.last = last

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(id="question", markup=False)
            line = Input(self.last, placeholder="my-scenario.yaml", suggester=_Paths())
            # selected before the line has the focus: a key may come first
            line.selection = Selection(0, len(self.last))
            yield line

    def tell(self) -> None:
        self.query_one("#question", Static).update(
            say("Path of a scenario file (→ completes, Enter opens, Esc leaves)")
        )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open what was typed; `~` is the home folder."""
        typed = event.value.strip()
        with suppress(RuntimeError):  # nobody's home folder
            typed = str(Path(typed).expanduser()) if typed else ""
        self.dismiss(typed)

    def action_leave(self) -> None:
        """Open nothing."""
        self.dismiss("")
