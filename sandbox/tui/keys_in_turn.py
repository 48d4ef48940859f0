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

_LOOK_AGAIN = 0.05  # seconds, while a screen is on its way
_LONGEST = 1.0  # seconds after which a key counts as answered whatever became of it


class KeysInTurn(App[None]):
    """An app that answers keys one after the other."""

    class Answered(Message):
        """Follows a key on its way from the focus up to the app: when it is here, so is the key."""

        def __init__(self, number: int, *, first: bool = True) -> None:
            super().__init__()
            self.number, self.first = number, first

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Key] = deque()
        self._number = 0  # of the key under way
        self.at_once: frozenset[str] = frozenset()
        """Keys that do not wait for a screen on its way."""
        self.under_way = False
        """Whether a key has not been answered yet."""

    async def on_event(self, event: events.Event) -> None:
        """Hold keys back while one is under way."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif self.under_way:
            self._waiting.append(event)
            if event.key in self.at_once and self.opens():
                await self._begin(self._waiting.pop())
        elif self.opens() and event.key not in self.at_once:
            self.under_way = True
            self._waiting.append(event)
            await self._answered(self._number)
        else:
            await self._begin(event)

    async def _begin(self, event: events.Key) -> None:
        self.under_way = True
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
        if not self.screen_stack:  # the app is leaving
            return
        if event.first:  # what the key's action has sent up from there must be here before
            (self.focused or self.screen).post_message(self.Answered(event.number, first=False))
        else:
            self.screen.call_after_refresh(self._answered, event.number)

    async def _answered(self, number: int) -> None:
        if number != self._number or not self.under_way or not self.screen_stack:
            return
        if self._waiting and self.opens() and self._waiting[0].key not in self.at_once:
            self.set_timer(_LOOK_AGAIN, lambda: self._look_again(number))
            return
        self.under_way = False
        if self._waiting:
            await self._begin(self._waiting.popleft())

    def _look_again(self, number: int) -> None:
        if self.screen_stack and number == self._number:
            self.screen.call_after_refresh(self._answered, number)

    def opens(self) -> bool:
        """Whether a screen that a key has asked for is still on its way."""
        return False
