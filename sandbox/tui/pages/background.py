"""Starts the comparison of what is chosen on the desk apart from the app.

In: how many replications, or how precise. Out: a command in the queue.
"""

from __future__ import annotations

import re

from sandbox.language import Message, say
from sandbox.scenario.bounds import REPLICATIONS
from sandbox.study.trouble import Trouble
from sandbox.tui.kept_studies import only_saved
from sandbox.tui.page import Page
from sandbox.tui.pages.ask import Ask

_SHARE = re.compile(r"(\d{1,2}(?:\.\d{1,6})?)\s*[%％]")


def wrong(typed: str) -> Message | None:
    """What is wrong with what was typed: neither a number of replications nor a precision."""
    share = _SHARE.fullmatch(typed)
    if share is not None and float(share[1]) > 0:
        return None
    least, most = REPLICATIONS
    if typed.isascii() and typed.isdecimal() and least <= int(typed) <= most:
        return None
    return Message(
        "expected a whole number from {least} to {most}, or a share of the mean such as 5%",
        {"least": f"{least:,}", "most": f"{most:,}"},
    )


def options(typed: str, seed: int) -> list[tuple[str, object]]:
    """What was typed as options of `compare`."""
    share = _SHARE.fullmatch(typed)
    asked: tuple[str, object] = ("replications", int(typed)) if share is None else (
        "precision", f"{share[1]}%")  # fmt: skip
    return [asked, ("seed", seed)]


def ask_to_start(page: Page) -> None:
    """Ask how many replications or how precise, then start it."""
    from sandbox.background.commands import compare_command

    desk, kept = page.desk, page.sandbox.kept
    store = kept.store
    assert store is not None
    try:
        only_saved(desk.name)
    except Trouble as trouble:
        page.app.notify(str(trouble), severity="warning")
        return

    def answered(typed: str | None) -> None:
        if not typed:
            return
        command = compare_command(
            desk.name, store, models=desk.chosen, options=options(typed, desk.seed)
        )

        def then(trouble: str) -> None:
            if trouble:
                page.app.notify(trouble, severity="error")
                return
            page.app.notify(say("It runs in the background; the list of studies (F3) follows it."))
            kept.look()

        def work() -> None:
            from sandbox.background.place import made_room

            made_room(store)
            kept.start(command)

        kept.do(work, then)

    question = Message(
        "Run in the background: how many replications, or how precise (5%: half-widths below 5 % "
        "of the mean)?"
    )
    page.app.push_screen(Ask(question, str(desk.replications), wrong), answered)
