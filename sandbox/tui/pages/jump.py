"""Letters over the parts of a screen: pressing one goes there.

In: the parts that can have the focus. Out: the part chosen, or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from sandbox.language import say

_LETTERS = "asdfghjkleiownvmcrutyzxbpq"  # where the fingers rest first


class _Sign(Static):
    """A letter on a part of the screen."""

    def __init__(self, letter: str, part: Widget) -> None:
        super().__init__(f" {letter} ", markup=False)
        self.letter, self.part = letter, part


class Jump(ModalScreen[Widget | None]):
    """The next letter is the answer; any other key leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, parts: Sequence[Widget]) -> None:
        super().__init__()
        self.parts = list(zip(_LETTERS, parts))

    def compose(self) -> ComposeResult:
        for letter, part in self.parts:
            yield _Sign(letter, part)

    def on_mount(self) -> None:
        self._place()

    def on_resize(self) -> None:
        """The parts stand elsewhere now."""
        self.call_after_refresh(self._place)

    def _place(self) -> None:
        for sign in self.query(_Sign):
            region = sign.part.region
            sign.styles.offset = (region.x, region.y)

    def on_click(self, event: events.Click) -> None:
        """A click on a letter is as good."""
        self.dismiss(event.widget.part if isinstance(event.widget, _Sign) else None)

    def on_key(self, event: events.Key) -> None:
        """Go where the letter stands."""
        event.stop()
        chosen = next((part for letter, part in self.parts if letter == event.key), None)
        self.dismiss(chosen)

    def action_leave(self) -> None:
        """Go nowhere."""
        self.dismiss(None)


def jump(screen: Screen[None]) -> None:
    """Show letters over the parts of a screen, and go to the one chosen."""
    parts = [part for part in screen.focus_chain if part.region.area]
    if not parts:
        screen.app.notify(say("Nothing here takes the keys."))
        return

    def answered(part: Widget | None) -> None:
        if part is not None:
            part.focus()

    screen.app.push_screen(Jump(parts), answered)
