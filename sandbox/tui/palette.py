"""The list of everything that can be done, to search in: Textual's, in the language in force.

In: what is typed. Out: the action chosen, done.
"""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.command import CommandInput, CommandList, CommandPalette
from textual.widgets.option_list import Option

from sandbox.language import say


class Palette(CommandPalette):
    """Textual's palette, told again when the language changes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "app.language", show=False, id="language")
    ]

    def __init__(self) -> None:
        # No id: the palette before may still be closing, and two of one id cannot be.
        super().__init__(placeholder=say("Search for what to do …"))

    def retell(self) -> None:
        """Say the words again and search again, for what is found has other names now."""
        if not self.is_mounted:
            return
        typed = self.query_one(CommandInput)
        typed.placeholder = say("Search for what to do …")
        self._cancel_gather_commands()
        self._stop_no_matches_countdown()
        self.query_one(CommandList).clear_options()
        self._gather_commands(typed.value.strip())

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """As Textual's, whose words are English only."""
        self._stop_no_matches_countdown()

        def show() -> None:
            commands = self.query_one(CommandList)
            commands.add_option(Option(say("Nothing found"), id=self._NO_MATCHES, disabled=True))
            self._list_visible = True

        if search_value:
            self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, show)
        else:
            self._list_visible = False

    def _action_command_list(self, action: str) -> None:
        with suppress(LookupError):  # no lines yet, so no page to move by: Textual's falls
            super()._action_command_list(action)
