"""Scenarios that somebody has begun to change: taken up again, and not lost when the app is left.

In: the app and a scenario's name. Out: the page of changes in front; the app left, unless changes
would be lost and the planner stays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.language import Message
from sandbox.scenario import Refused
from sandbox.tui import drafting
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.pages.edit import EditPage

if TYPE_CHECKING:
    from sandbox.tui.app import SandboxApp


def begin(app: SandboxApp, name: str, change: Callable[[str], str] | None = None) -> None:
    """Show the page that changes a scenario: the one that is open, or a new one.

    `change` is made to its text at once, as a step that can be undone.
    """
    name = name.removesuffix(drafting.UNSAVED)
    for screen in app.screen_stack:
        if isinstance(screen, EditPage) and screen.manuscript.name == name:
            app.show_page(EditPage.NAME)
            if change is not None:
                screen.take(change)
            return
    try:
        manuscript = drafting.manuscript_of(name)
    except Refused as refused:
        app.notify(refused.render(), severity="error")
        return
    page = EditPage(manuscript)
    app.push_screen(page)
    if change is not None:
        page.call_after_refresh(page.take, change)


def leave(app: SandboxApp, then: Callable[[], None]) -> None:
    """Leave the app by `then`; ask first where changes of a scenario are not saved."""
    pages = [screen for screen in app.screen_stack if isinstance(screen, EditPage)]
    if not any(page.manuscript.changed for page in pages):
        then()
        return

    def answered(yes: bool | None) -> None:
        if yes:
            then()

    question = Message("Changes of a scenario are not saved. Quit without them?")
    app.push_screen(Confirm(question, Message("Quit")), answered)
