"""How fast the terminal takes what is written to it.

In: writes, timed as they happen. Out: whether the line is slow, so that charts draw less often.
A line is slow when half a second of the last two went into waiting for it, and no longer slow
when less than a tenth did: in between it stays what it was, lest charts stutter.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Any

_LOOK_BACK = 2.0  # seconds
_SLOW, _FAST = 0.25, 0.05  # shares of that time spent waiting
SLOW_FRAMES = 2
"""Frames a second over a slow line."""
SLOW_ANSWER = 0.4
"""Seconds for the answer to a question from which on a line counts as slow at the start."""


class LineSpeed:
    """Remembers how long writes took."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._waits: deque[tuple[float, float]] = deque()  # when a write ended, how long it took
        self._slow = False

    def begin_slow(self) -> None:
        """What is known before anything was written: answers come late."""
        self._slow = True
        self._waits.append((self.clock(), _LOOK_BACK * _SLOW))

    def took(self, seconds: float) -> None:
        """A write has ended."""
        self._waits.append((self.clock(), seconds))

    @property
    def slow(self) -> bool:
        """Whether the line is slow now."""
        since = self.clock() - _LOOK_BACK
        while self._waits and self._waits[0][0] < since:
            self._waits.popleft()
        share = sum(seconds for _, seconds in list(self._waits)) / _LOOK_BACK
        if share >= _SLOW:
            self._slow = True
        elif share < _FAST:
            self._slow = False
        return self._slow


class TimedFile:
    """A file whose writes are timed; all else is the file's own."""

    def __init__(self, file: Any, speed: LineSpeed) -> None:
        self._file, self._speed = file, speed

    def write(self, text: str) -> int:
        """Write, and remember how long it took."""
        begun = self._speed.clock()
        try:
            return int(self._file.write(text))
        finally:
            self._speed.took(self._speed.clock() - begun)

    def flush(self) -> None:
        """Flush, and remember how long it took."""
        begun = self._speed.clock()
        try:
            self._file.flush()
        finally:
            self._speed.took(self._speed.clock() - begun)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
