"""Choose one of several things from a list.

In: names, what says their titles, and the one chosen now. Out: the name chosen, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from sandbox.tui.dialog import Dialog


class Pick(Dialog[str]):
    """A list; Enter chooses, Escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, names: Sequence[str], title: Callable[[str], str], chosen: str) -> None:
        super().__init__()
        self.names, self.title_of, self.chosen = list(names), title, chosen

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield OptionList(
                *(Option(self.title_of(name), id=name) for name in self.names), markup=False
            )

    def on_mount(self) -> None:
        super().on_mount()
        if self.chosen in self.names:
            self.query_one(OptionList).highlighted = self.names.index(self.chosen)

    def tell(self) -> None:
        choices = self.query_one(OptionList)
        for name in self.names:
            choices.replace_option_prompt(name, self.title_of(name))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose the name under the cursor."""
        self.dismiss(event.option_id or "")

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss("")
