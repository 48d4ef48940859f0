"""Choose one of several things from a list.

In: names with their titles, and the one chosen now. Out: the name chosen, or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Pick(ModalScreen[str]):
    """A list; Enter chooses, Escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        super().__init__()
        self.choices, self.chosen = list(choices), chosen

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield OptionList(
                *(Option(title, id=name) for name, title in self.choices), markup=False
            )

    def on_mount(self) -> None:
        names = [name for name, _ in self.choices]
        if self.chosen in names:
            self.query_one(OptionList).highlighted = names.index(self.chosen)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose the name under the cursor."""
        self.dismiss(event.option_id or "")

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss("")
