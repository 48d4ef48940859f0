"""What all dialogs have in common: they can be told again in another language.

In: a key. Out: a `Dialog` over the screen that asked, and its answer.
"""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer]):
    """A question over a screen. A dialog to type into knows F2 only: there `l` is a letter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,l", "app.language", show=False, id="language")
    ]

    def tell(self) -> None:
        """Say all words of the dialog, in the language in force."""

    def on_mount(self) -> None:
        self.tell()

    def retell(self) -> None:
        """Say all words again, if they are there already."""
        if self.is_mounted:
            self.tell()
