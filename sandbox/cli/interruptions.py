"""Ctrl-C and SIGTERM while a command is at work.

In: signals. Out: `KeyboardInterrupt`, or `Terminated`, in the main thread, and the exit code that
says which; a signal is remembered, since libraries under way may turn it into an error of theirs.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Any

from sandbox.cli.exits import INTERRUPTED, Exit
from sandbox.language import say

_seen: list[int] = []


class Terminated(KeyboardInterrupt):
    """Somebody asked the process to end; a `KeyboardInterrupt`, so that event loops let it pass."""


def _take(number: int, _: FrameType | None) -> None:
    _seen.append(number)
    raise (KeyboardInterrupt if number == signal.SIGINT else Terminated)


def code() -> int | None:
    """The exit code that the first signal stands for: 130 or 143; `None` when none came."""
    return 128 + _seen[0] if _seen else None


def stop(error: KeyboardInterrupt) -> Exit:
    """How a command that was interrupted ends; whoever sent SIGTERM is told nothing."""
    words = "" if isinstance(error, Terminated) else say("Interrupted.")
    return Exit(code() or INTERRUPTED, words)


class Waiting:
    """From `begin` on a first signal is only noted, so that work can be left in good order."""

    def __init__(self) -> None:
        self.asked = False
        self._before: dict[int, Any] = {}

    def begin(self) -> None:
        """Note signals from now on; a second one interrupts as usual."""
        if self._before or threading.current_thread() is not threading.main_thread():
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.getsignal(number)
            if self._before[number] is not signal.SIG_IGN:
                signal.signal(number, self._note)

    def end(self) -> None:
        """Let signals do what they did."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def stop(self) -> KeyboardInterrupt:
        """What the signal that was noted would have raised."""
        return KeyboardInterrupt() if _seen[:1] == [signal.SIGINT] else Terminated()

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            _take(number, frame)
        self.asked = True
        _seen.append(number)


@contextlib.contextmanager
def heeded() -> Iterator[None]:
    """Signals interrupt what is done here; before and afterwards they do what they did."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, _take)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
