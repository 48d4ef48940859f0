"""Weights as sliders: a bar for each, moved by keys or the mouse.

In: names, weights and the greatest one. Out: lines exactly as wide as the widget; messages when a
weight moves or the cursor stands on another.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from sandbox.tui import colours
from sandbox.tui.cells import fit, line

STEPS = 20
"""How many steps a slider has from nothing to its end."""

_FIGURES = 13  # cells for weight and share
_LEAST_BAR = 8


@dataclass(frozen=True)
class Slider:
    """One weight; `stated` is what it was given as, marked on the bar."""

    key: str
    title: str
    weight: float
    stated: float | None = None


def end_of(weights: Sequence[float]) -> float:
    """Where sliders end: 1, 2 or 5 times a power of ten, at least twice the greatest weight."""
    wanted = 2 * max(weights, default=0.0)
    if not wanted > 0:
        return 1.0
    decade = 10.0 ** math.floor(math.log10(wanted))
    return next(k * decade for k in (1, 2, 5, 10) if k * decade >= wanted * (1 - 1e-9))


class Sliders(Widget, can_focus=True):
    """Sliders one below the other; those that do not fit scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("home", "move(-9999)", show=False),
        Binding("end", "move(9999)", show=False),
        Binding("left", "slide(-1)", show=False),
        Binding("right", "slide(1)", show=False),
        Binding("shift+left", "slide(-5)", show=False),
        Binding("shift+right", "slide(5)", show=False),
    ]

    class Slid(Message):
        """A weight has another value."""

        def __init__(self, key: str, weight: float) -> None:
            super().__init__()
            self.key, self.weight = key, weight

    class Moved(Message):
        """The cursor stands on another weight."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sliders: list[Slider] = []
        self.end = 1.0
        self.at = 0
        self._top = 0
        self._dragging = False

    def show(self, sliders: Sequence[Slider], end: float) -> None:
        """Show these; the cursor stays on its key."""
        key = self.current
        self.sliders, self.end = list(sliders), end
        keys = [one.key for one in self.sliders]
        self.at = keys.index(key) if key in keys else min(self.at, max(len(keys) - 1, 0))
        self.refresh()

    @property
    def current(self) -> str | None:
        """The key under the cursor."""
        return self.sliders[self.at].key if self.sliders else None

    def select(self, key: str) -> None:
        """Put the cursor on a key."""
        keys = [one.key for one in self.sliders]
        if key in keys:
            self._go(keys.index(key))

    # drawing

    def _title(self, width: int) -> int:
        """Cells for titles."""
        longest = max((cell_len(one.title) for one in self.sliders), default=0)
        return max(min(longest, width - _FIGURES - _LEAST_BAR - 3), 0)

    def _bar(self, width: int) -> tuple[int, int]:
        """Where bars begin, and their length."""
        begin = 1 + self._title(width) + 1
        return begin, max(width - begin - _FIGURES - 1, 1)

    def render_line(self, y: int) -> Strip:
        """A slider, exactly as wide as the widget."""
        width, height = self.size
        if self.at < self._top:
            self._top = self.at
        elif self.at >= self._top + height:
            self._top = self.at - height + 1
        self._top = max(0, min(self._top, len(self.sliders) - height))
        index = self._top + y
        if index >= len(self.sliders):
            return Strip(line([], width, colours.paint(None)), width)
        one = self.sliders[index]
        back = colours.BACKGROUND
        if index == self.at:
            back = colours.CURSOR if self.has_focus else colours.CURSOR_ASIDE
        ground = colours.paint(colours.TEXT, back)
        _, length = self._bar(width)
        filled = round(min(one.weight / self.end, 1.0) * length)
        cells = ["█"] * filled + ["─"] * (length - filled)
        if one.stated is not None:
            cells[min(round(one.stated / self.end * (length - 1)), length - 1)] = "┃"
        total = math.fsum(each.weight for each in self.sliders)
        share = f"{100 * one.weight / total:.0f}%" if total > 0 else "–"
        more = "↑" if y == 0 and self._top else ""
        if y == height - 1 and index + 1 < len(self.sliders):
            more = "↓"
        bar = colours.paint(colours.PLACE if one.weight else colours.FADED, back)
        parts: list[tuple[str, Style | None]] = [
            (fit(more, 1), colours.paint(colours.ACCENT, back)),
            (fit(one.title, self._title(width)) + " ", ground),
            *self._marked(cells, bar, colours.paint(colours.ACCENT, back)),
            (f" {one.weight:>6.4g} {share:>5}", ground),
        ]
        return Strip(line(parts, width, ground), width)

    @staticmethod
    def _marked(cells: Sequence[str], bar: Style, mark: Style) -> list[tuple[str, Style | None]]:
        return [(cell, mark if cell == "┃" else bar) for cell in cells]

    def on_focus(self) -> None:
        """The cursor shows whether keys go here."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor shows whether keys go here."""
        self.refresh()

    # moving

    def _go(self, index: int) -> None:
        index = max(0, min(index, len(self.sliders) - 1))
        if self.sliders and index != self.at:
            self.at = index
            self.post_message(self.Moved())
            self.refresh()

    def _set(self, weight: float) -> None:
        step = self.end / STEPS
        weight = round(max(0.0, min(weight, self.end)) / step) * step
        one = self.sliders[self.at]
        if weight != one.weight:
            self.post_message(self.Slid(one.key, float(f"{weight:.6g}")))

    def action_move(self, by: int) -> None:
        """Move to another weight."""
        self._go(self.at + by)

    def action_slide(self, by: int) -> None:
        """Move the weight by steps."""
        if self.sliders:
            self._set(self.sliders[self.at].weight + by * self.end / STEPS)

    # mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of a slider."""
        index = self._top + event.y
        if 0 <= index < len(self.sliders):
            self._go(index)
            self._dragging = True
            self.capture_mouse()
            self._drag(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Draw the slider that was taken hold of."""
        if self._dragging:
            self._drag(event.x)

    def on_mouse_up(self) -> None:
        """Let go."""
        self._dragging = False
        self.release_mouse()

    def _drag(self, x: int) -> None:
        begin, length = self._bar(self.size.width)
        if begin <= x <= begin + length:
            self._set((x - begin) / max(length - 1, 1) * self.end)

    def on_mouse_scroll_down(self) -> None:
        """The wheel moves the cursor."""
        self._go(self.at + 1)

    def on_mouse_scroll_up(self) -> None:
        """The wheel moves the cursor."""
        self._go(self.at - 1)
