"""What pages are called where actions are listed.

In: the name of a page in the registry. Out: its title in the language in force.
"""

from __future__ import annotations

from sandbox.language import Message

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
}


def page_name(page: str) -> str:
    """The title of a page; of one that is not listed here, its name."""
    return PAGES[page].render() if page in PAGES else page
