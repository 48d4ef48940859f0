"""What can be done on every page, or on nearly every one.

In: nothing. Out: `OF_APP`, its part of the registry.
"""

from __future__ import annotations

from sandbox.language import Message
from sandbox.tui.action import (
    AGENCY,
    BELOW_HOME,
    COMPARE,
    SETTINGS,
    TIMELINE,
    WATCH,
    WORLD,
    Action,
)

OF_APP: tuple[Action, ...] = (
    Action("back", "escape", Message("Back"), Message("Back to the screen before"), BELOW_HOME),
    Action("language", "l,f2", Message("中文"), Message("Switch between Chinese and English")),
    Action(
        "help",
        "f1,question_mark",
        Message("Help"),
        Message("What this screen is for"),
    ),
    Action(
        "export",
        "y",
        Message("Copy, export"),
        Message("Copy what is shown, or keep it in a file: table as CSV, text, picture as SVG"),
        (WORLD, AGENCY, WATCH, COMPARE, TIMELINE),
    ),
    Action(
        "jump",
        "f6",
        Message("Go to"),
        Message("Show a letter on each part of the screen; the letter goes there"),
        shown=False,
    ),
    Action(
        "settings",
        "f9",
        Message("Settings"),
        Message("Language, colours, symbols, keys: how the app is here"),
        shown=False,
    ),
    Action(
        "command_palette",
        "ctrl+p",
        Message("Search"),
        Message("Search everything that can be done here"),
        shown=False,
    ),
    Action(
        "quit", "q,ctrl+q", Message("Quit"), Message("Leave the app; asks first while a study runs")
    ),
)

OF_SETTINGS: tuple[Action, ...] = (
    Action(
        "change",
        "enter",
        Message("Change"),
        Message("Change the setting under the cursor, or press another key for the action"),
        (SETTINGS,),
    ),
    Action(
        "put_back",
        "backspace",
        Message("Put back"),
        Message("Put the setting under the cursor back to what it was at first"),
        (SETTINGS,),
    ),
)
