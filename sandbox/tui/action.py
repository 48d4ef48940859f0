"""What an action is: something that a key, a click or the palette can do on some pages.

In: nothing. Out: `Action`, and the names of the pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.language import Message

HOME, WORLD, AGENCY, SETUP, WATCH, COMPARE, TIMELINE, HELP, PROBLEMS, STUDIES, REPORT = (
    "home",
    "world",
    "agency",
    "setup",
    "watch",
    "compare",
    "timeline",
    "help",
    "problems",
    "studies",
    "report",
)
BELOW_HOME = (WORLD, AGENCY, SETUP, WATCH, COMPARE, TIMELINE, HELP, PROBLEMS, STUDIES, REPORT)
_KEY_LABELS = {
    "escape": "Esc",
    "enter": "⏎",
    "ctrl+p": "^p",
    "question_mark": "?",
    "space": "Space",
    "slash": "/",
    "plus": "+",
    "minus": "-",
}


@dataclass(frozen=True)
class Action:
    """One thing that can be done; no pages means everywhere."""

    name: str  # `action_<name>` of the page, or of the app when it is done everywhere
    keys: str  # separated by commas; the first is shown
    title: Message
    about: Message
    pages: tuple[str, ...] = ()
    shown: bool = True  # in the key bar

    @property
    def key_label(self) -> str:
        """The first key as the key bar and the help write it."""
        key = self.keys.split(",")[0]
        if key.startswith("f") and key[1:].isdigit():
            return key.upper()
        return _KEY_LABELS.get(key, key)
