"""Asks for the key that an action is to have: by having it pressed.

In: an action. Out: the key pressed, or nothing.
"""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from sandbox.language import say
from sandbox.tui import keymap
from sandbox.tui.action import Action
from sandbox.tui.dialog import Dialog


class NewKey(Dialog[str], inherit_bindings=False):
    """The next key is the answer; Escape leaves."""

    def __init__(self, wanted: Action) -> None:
        super().__init__()
        self.wanted = wanted
        self.refused = ""  # a key that cannot be had

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(id="question", markup=False)

    def tell(self) -> None:
        words = say("Press the new key for “{action}” (Esc leaves it)", action=self.wanted.title)
        if self.refused:
            key = keymap.label(self.refused)
            words = say("{key} moves, opens or leaves everywhere.", key=key) + "\n" + words
        self.query_one("#question", Static).update(words)

    def on_key(self, event: events.Key) -> None:
        """Take the key, unless it is one that means the same everywhere."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss("")
        elif event.key in keymap.RESERVED:
            self.refused = event.key
            self.tell()
        else:
            self.dismiss(event.key)
