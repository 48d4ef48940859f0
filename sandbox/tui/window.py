"""The part of the time that is shown.

In: its whole length, zooming and panning. Out: where it begins and ends, never outside the whole.
"""

from __future__ import annotations

LEAST = 86400.0
"""Seconds below which nobody zooms, unless the whole is shorter."""


class Window:
    """From `begin` to `end`, in seconds after the start."""

    def __init__(self, whole: float) -> None:
        self.whole = whole
        self.begin, self.end = 0.0, whole

    @property
    def length(self) -> float:
        """Seconds shown."""
        return self.end - self.begin

    def extend(self, whole: float) -> None:
        """Another length of the whole; where all was shown, all is shown."""
        if whole != self.whole:
            if self.length >= self.whole:
                self.begin, self.end = 0.0, whole
            self.whole = whole
            self._place(self.begin, self.length)

    def zoom(self, factor: float, at: float = 0.5) -> None:
        """Show `factor` times as much; the time at a share of the window stays where it is."""
        fixed = self.begin + at * self.length
        length = self.length * factor
        length = max(min(LEAST, self.whole), min(length, self.whole))
        self._place(fixed - at * length, length)

    def pan(self, share: float) -> None:
        """Move by a share of what is shown."""
        self._place(self.begin + share * self.length, self.length)

    def show(self, begin: float, end: float) -> None:
        """Show from `begin` to `end`, and a little around."""
        length = max((end - begin) * 1.1, min(LEAST, self.whole))
        self._place((begin + end - length) / 2, min(length, self.whole))

    def _place(self, begin: float, length: float) -> None:
        length = min(length, self.whole)
        last = self.whole - length
        self.begin = max(0.0, min(begin, last))
        self.end = self.whole if self.begin == last else self.begin + length
