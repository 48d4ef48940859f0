"""What pages are called where actions are listed.

In: the name of a page in the registry. Out: its title in the language in force.
"""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.language import Message, say
from sandbox.tui.lists import joined

PAGES = {
    "home": Message("Scenarios"),
    "world": Message("World"),
    "agency": Message("Agency"),
    "setup": Message("Models"),
    "watch": Message("Chart"),
    "compare": Message("Comparison"),
    "timeline": Message("Timeline"),
    "help": Message("Help"),
    "problems": Message("Problems"),
    "settings": Message("Settings"),
    "edit": Message("Edit"),
    "province": Message("New pilot province"),
    "live": Message("Live run"),
    "race": Message("Race"),
    "replay": Message("Replay"),
    "studies": Message("Studies"),
    "report": Message("Report"),
    "choice": Message("Choice"),
    "front": Message("Front"),
    "groups": Message("Winners and losers"),
    "spread": Message("Spread"),
    "articles": Message("Articles"),
    "why": Message("Why"),
    "theory": Message("Theory"),
    "request": Message("Request"),
    "record": Message("Record"),
    "thing": Message("Details"),
}


def page_names(pages: Iterable[str]) -> str:
    """The titles of the pages that an action is of; of none: it is of all."""
    return joined(map(page_name, pages)) or say("every screen")


def page_name(page: str) -> str:
    """The title of a page; of one that is not listed here, its name."""
    return PAGES[page].render() if page in PAGES else page
