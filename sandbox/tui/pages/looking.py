"""A page whose contents are looked up by runs of their own, while it answers all keys.

In: the work of looking up. Out: progress while it goes on, then what was found; leaving the page
stops it.
"""

from __future__ import annotations

from typing import Any

from textual.widgets import Static

from sandbox.language import say
from sandbox.tui.looking import Looking, Work
from sandbox.tui.page import Page

_LOOKS_A_SECOND = 5


class LookingPage(Page):
    """A page that looks something up."""

    def __init__(self) -> None:
        super().__init__()
        self.looking: Looking[Any] | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(1 / _LOOKS_A_SECOND, self._check)

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        if self.looking is not None:
            self.looking.cancel()

    def look_up(self, work: Work[Any]) -> None:
        """Begin to look something up; what was under way is left."""
        if self.looking is not None:
            self.looking.cancel()
        looking = self.looking = Looking(work)
        self.app.run_worker(looking.execute, thread=True, group="explain", exit_on_error=False)
        self.retell()

    def _check(self) -> None:
        looking = self.looking
        if looking is None or not self.ready:
            return
        if looking.state == "running":
            self.tell_progress(self.progress_words(looking))
            return
        self.looking = None
        if looking.state == "done":
            self.tell_progress("")
            self.found(looking.result)
            self.retell()
        else:
            self.tell_progress(self.progress_words(looking))

    @property
    def processes(self) -> int:
        """Worker processes; never none, lest the screen stutter."""
        return self.sandbox.jobs if self.sandbox.jobs is not None else 2

    @staticmethod
    def progress_words(looking: Looking[Any]) -> str:
        """How far it is, or why there is nothing."""
        if looking.state == "running":
            return say("following the runs … {percent}%", percent=f"{100 * looking.fraction:.0f}")
        if looking.state == "failed":
            return say("Our fault ({kind}).", kind=looking.failure)
        return say("Left before it was done.")

    def tell_progress(self, words: str) -> None:
        """Say how far it is."""
        line = self.query_one("#progress", Static)
        line.update(words)
        line.display = bool(words)

    def found(self, result: Any) -> None:
        """Take over what was found."""
