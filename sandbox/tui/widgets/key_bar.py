"""The line at the bottom: the keys of this screen, which can be clicked too.

In: the registry's actions that are possible now. Out: one line; the actions clicked.
"""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from sandbox.language import say
from sandbox.tui import colours
from sandbox.tui.actions import Action
from sandbox.tui.cells import line

# What goes when not all fits, the least important first; what is not named stays longest.
_LEAST_FIRST = (
    "export",
    "scale",
    "so_far",
    "copy",
    "hide_event",
    "find_event",
    "zoom",
    "zoom_out",
    "faster",
    "undo",
    "watch",
    "language",
    "table",
    "back",
    "set_up",
    "quit",
)


class KeyBar(Widget):
    """One line of keys and what they do."""

    class Clicked(Message):
        """An action of the bar was clicked."""

        def __init__(self, action: Action) -> None:
            super().__init__()
            self.action = action

    def __init__(self) -> None:
        super().__init__()
        self.actions: list[Action] = []
        self.typed = False
        self.moving = False
        self._spans: list[tuple[int, int, Action]] = []

    def show(self, actions: list[Action], *, typed: bool = False, moving: bool = False) -> None:
        """Show other actions, or the same in another language; `moving`: arrow keys first.

        Where letters are `typed` into a line, only keys that the line leaves alone are shown.
        """
        self.typed = typed
        self.moving = moving
        self.actions = [action for action in actions if action.shown and self._label(action)]
        self.refresh()

    def _label(self, action: Action) -> str:
        return action.key_label_beside_typing if self.typed else action.key_label

    def render_line(self, y: int) -> Strip:
        """The line, exactly as wide as the widget; help and quit stay when others do not fit."""
        width = self.size.width
        ground = colours.paint(None, colours.HEAD)
        key_style = colours.paint(colours.ACCENT, colours.HEAD, bold=True)
        word_style = colours.paint(colours.TEXT, colours.HEAD)
        if y > 0 or width < 1:
            return Strip(line([], width, ground), width)
        wanted = [
            (action, f" {self._label(action)} ", f"{action.title.render()} ")
            for action in self.actions
        ]
        arrows = " ↑↓ " if self.moving else ""
        size = cell_len(arrows) + sum(cell_len(key) + cell_len(word) for _, key, word in wanted)
        for name in _LEAST_FIRST:
            if size <= width:
                break
            for item in [item for item in wanted if item[0].name == name]:
                wanted.remove(item)
                size -= cell_len(item[1]) + cell_len(item[2])
        parts: list[tuple[str, Style | None]] = []
        self._spans = []
        if arrows:
            move = f"{say('Move')} "
            parts.append((arrows, key_style))
            parts.append((move if size + cell_len(move) <= width else "", word_style))
        at = sum(cell_len(text) for text, _ in parts)
        for action, key, word in wanted:
            parts += [(key, key_style), (word, word_style)]
            end = at + cell_len(key) + cell_len(word)
            self._spans.append((at, end, action))
            at = end
        return Strip(line(parts, width, ground), width)

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        for start, end, action in self._spans:
            if start <= event.x < end:
                self.post_message(self.Clicked(action))
                return
