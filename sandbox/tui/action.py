"""What an action is: something that a key, a click or the palette can do on some pages.

In: nothing. Out: `Action`, and the names of the pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandbox.language import Message
from sandbox.tui import keymap

HOME = "home"
WORLD = "world"
AGENCY = "agency"
SETUP = "setup"
WATCH = "watch"
COMPARE = "compare"
TIMELINE = "timeline"
HELP = "help"
PROBLEMS = "problems"
SETTINGS = "settings"
EDIT = "edit"
PROVINCE = "province"
LIVE = "live"
RACE = "race"
REPLAY = "replay"
STUDIES = "studies"
REPORT = "report"
VIEWS = CHOICE, FRONT, GROUPS, SPREAD, ARTICLES, WHY, THEORY = (
    "choice",
    "front",
    "groups",
    "spread",
    "articles",
    "why",
    "theory",
)
"""Pages that show a comparison in other ways than as a table."""
REQUEST, RECORD, THING = EXPLAINED = ("request", "record", "thing")
"""Pages that explain one thing."""
BELOW_HOME = (
    WORLD,
    AGENCY,
    SETUP,
    WATCH,
    COMPARE,
    TIMELINE,
    HELP,
    PROBLEMS,
    SETTINGS,
    EDIT,
    PROVINCE,
    LIVE,
    RACE,
    STUDIES,
    REPORT,
    *VIEWS,
    *EXPLAINED,
)


@dataclass(frozen=True)
class Action:
    """One thing that can be done; no pages means everywhere."""

    name: str  # `action_<name>` of the page, or of the app when it is done everywhere
    keys: str  # separated by commas; the first is shown; `keymap` says those in force
    title: Message
    about: Message
    pages: tuple[str, ...] = ()
    shown: bool = True  # in the key bar
    called: str = ""  # what settings call it, where several actions share a name

    @property
    def identity(self) -> str:
        """What settings call it; no two actions share one."""
        return self.called or re.sub(r"\W+", "_", self.name).strip("_")

    @property
    def key_label(self) -> str:
        """The first key in force as the key bar and the help write it."""
        return keymap.label(keymap.keys_of(self).split(",")[0])

    @property
    def key_label_beside_typing(self) -> str:
        """The first key that a line to type into leaves alone, if there is one."""
        keys = keymap.keys_of(self).split(",")
        return next((keymap.label(key) for key in keys if not keymap.is_typed(key)), "")
