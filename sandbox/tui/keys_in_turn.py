"""Keys typed ahead: each is answered before the next is looked at, and none is lost.

In: keys as they come, perhaps several in one burst. Out: each goes to the screen and the widget
that the keys before it have led to. Textual sends every key at once to what has the focus when it
arrives, so that a key typed quickly after one that opens a screen goes to the screen before it.
"""

from __future__ import annotations

from collections import deque

from textual import events
from textual.app import App
from textual.message import Message

_LONGEST = 1.0  # seconds after which a key counts as answered whatever became of it


class KeysInTurn(App[None]):
    """An app that answers keys one after the other."""

    class Answered(Message):
        """Follows a key on its way from the focus up to the app: when it is here, so is the key."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Key] = deque()
        self._number = 0  # of the key under way
        self._under_way = False

    async def on_event(self, event: events.Event) -> None:
        """Hold keys back while one is under way."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif self._under_way:
            self._waiting.append(event)
        else:
            await self._begin(event)

    async def _begin(self, event: events.Key) -> None:
        self._under_way = True
        self._number += 1
        number = self._number
        target = self.focused or self.screen
        await super().on_event(event)
        if not self.screen_stack:
            return
        if not event.is_forwarded:  # a key of the app itself: it is done already
            target = self.screen
        target.post_message(self.Answered(number))
        # What a key closes does not pass on what follows the key.
        self.set_timer(_LONGEST, lambda: self._answered(number))

    def on_keys_in_turn_answered(self, event: Answered) -> None:
        """The key has been answered; the next one waits for the screen it may have opened."""
        if self.screen_stack:  # else the app is leaving
            self.screen.call_after_refresh(self._answered, event.number)

    async def _answered(self, number: int) -> None:
        if number != self._number or not self._under_way or not self.screen_stack:
            return
        self._under_way = False
        if self._waiting:
            await self._begin(self._waiting.popleft())
