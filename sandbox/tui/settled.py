"""The app as the settings have it: colours, symbols, keys, and how often charts are drawn.

In: preferences. Out: an app that wears them, and puts others in force at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from textual._xterm_parser import XTermParser
from textual.events import Key
from textual.filter import LineFilter
from textual.timer import Timer
from textual.widget import Widget

from sandbox.language import say
from sandbox.tui import colours, keymap, symbols
from sandbox.tui.actions import everywhere
from sandbox.tui.dialog import Dialog
from sandbox.tui.keys_in_turn import KeysInTurn
from sandbox.tui.line_speed import SLOW_ANSWER, SLOW_FRAMES, LineSpeed, TimedFile
from sandbox.tui.page import Page
from sandbox.tui.palette import Palette
from sandbox.tui.preferences import Preferences
from sandbox.tui.settings import Settings
from sandbox.tui.symbols import AsciiOnly
from sandbox.tui.themes import FIRST, THEMES, textual_theme

_AT_ONCE = ("language", "help", "command_palette", "quit")
"""Actions whose keys do not wait for a screen on its way."""
_TOLD, _LONG = 3, 20.0  # mistakes of the file that are told at the start; for so many seconds


class SettledApp(KeysInTurn):
    """An app that settings are in force in."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        for name in THEMES:
            self.register_theme(textual_theme(name))
        self.preferences = preferences
        self.line = LineSpeed()
        self._ascii = AsciiOnly()
        self._followed = 0.0
        self._pace: Timer | None = None
        self.apply()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What the style sheet names before any of our themes is in force."""
        return dict(textual_theme(FIRST).variables)

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.preferences.settings

    @property
    def frames(self) -> int:
        """How often charts are drawn, a second; seldom over a slow line."""
        slow = self.line.slow if self.settings.line == "auto" else self.settings.line == "slow"
        return min(self.settings.frames, SLOW_FRAMES) if slow else self.settings.frames

    def apply(self) -> None:
        """Put the settings in force: colours, symbols, keys, pace."""
        settings = self.settings
        colours.wear(settings.theme)
        self.theme = settings.theme
        symbols.draw_with(self.preferences.symbols)
        keymap.remap(settings.keys)
        self.set_keymap(settings.keys)
        keys = (keymap.keys_of(each) for each in everywhere() if each.name in _AT_ONCE)
        self.at_once = frozenset({"ctrl+q", "ctrl+c", *(k for one in keys for k in one.split(","))})
        self._keep_pace()
        self.tell_anew()

    def tell_anew(self) -> None:
        """Say and draw all screens again, in the language, colours and symbols in force."""
        self.title = say("Sharing sandbox")
        for screen in self.screen_stack if self._running else ():
            if isinstance(screen, Page | Dialog | Palette):
                screen.retell()
            for widget in screen.walk_children():
                if isinstance(widget, Widget):
                    widget.refresh(layout=True)

    def settle(self) -> None:
        """The app has begun: time its writes, keep pace."""
        self._time_writes()
        self._keep_pace()

    def begin(self) -> None:
        """There is a screen now: say what is wrong with the settings file, answer keys so far."""
        for event in XTermParser().feed(self.preferences.widths.typed):
            if isinstance(event, Key):
                self.post_message(event.set_sender(self))  # as if the terminal had sent it
        for problem in self.preferences.problems[:_TOLD]:
            self.notify(problem.render(), severity="warning", timeout=_LONG, markup=False)

    def follow(self) -> None:
        """Draw what is new of the study; called as often as the settings say."""

    def _keep_pace(self) -> None:
        """Look at the study as often as the settings say."""
        if self._pace is not None:
            self._pace.stop()
            self._pace = None
        if self._running:
            self._pace = self.set_interval(1 / self.settings.frames, self._look)

    def _look(self) -> None:
        now = monotonic()
        if now - self._followed >= 0.9 / self.frames:
            self._followed = now
            self.follow()

    def _time_writes(self) -> None:
        """Learn how long the terminal takes; Textual has no door to that."""
        thread = getattr(self._driver, "_writer_thread", None)
        if thread is not None:
            thread._file = TimedFile(thread._file, self.line)
        if self.preferences.widths.seconds > SLOW_ANSWER:
            self.line.begin_slow()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's, and one that leaves nothing but ASCII signs where that was chosen."""
        found = super().get_line_filters()
        return [*found, self._ascii] if symbols.drawn() == "ascii" else found
