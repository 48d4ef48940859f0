"""Going on where the app was left: the part of the first screen that remembers.

In: what is remembered, and what is in the store. Out: lines below the list; the scenario, page and
study of the last time.
"""

from __future__ import annotations

from sandbox.tui.opening_study import OpensStudies
from sandbox.tui.recent import lines
from sandbox.tui.widgets.prose import Prose

_OF_STUDY = ("watch", "compare", "timeline")
_OF_STORE = ("studies", "report")


class Continues(OpensStudies):
    """A page with the lines `#recent`, from which scenarios are opened by name."""

    FOLLOWS_STUDIES = True
    then = ""  # the page to show after the world of the scenario that is being opened

    def open_named(self, name: str) -> None:
        """Open a scenario by its name or path."""
        raise NotImplementedError

    def studies_changed(self) -> None:
        kept = self.sandbox.kept
        recent, shown = self.query_one("#recent", Prose), lines(kept.memory.left, kept.entries)
        recent.display = bool(shown)
        recent.show(*shown)

    def remembers(self, action: str) -> bool:
        """Whether there is anything that an action could go on with."""
        kept = self.sandbox.kept
        if action == "continue":
            return bool(kept.memory.left.scenario)
        return action != "studies" or kept.store is not None

    def action_studies(self) -> None:
        """List the studies that are kept."""
        self.sandbox.show_page("studies")

    def action_continue(self) -> None:
        """Go on where the app was left."""
        left = self.sandbox.kept.memory.left
        if left.page in _OF_STORE and self.sandbox.kept.store is not None:
            self.sandbox.show_page("studies")
        elif left.page in _OF_STUDY and left.study and not self.desk.running:
            self.open_study(left.study, comparison=True)
        else:
            self.then = left.page
            self.open_named(left.scenario)

    def show_rest(self) -> None:
        """The world is shown: show the page that was asked for after it."""
        then, self.then = self.then, ""
        if then == "setup":
            self.sandbox.show_page(then)
