"""Opening a stored study from any page that lists some.

In: a study's id. Out: its comparison on the desk, as the study of its scenario, or its report.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sandbox.language import say
from sandbox.study.trouble import Trouble
from sandbox.tui.page import Page
from sandbox.tui.running import StudyRun
from sandbox.tui.stored import Stored, stored_comparison
from sandbox.tui.trouble import brief


class OpensStudies(Page):
    """A page from which studies are opened."""

    def open_study(
        self, key: str, *, comparison: bool, then: Callable[[], None] | None = None
    ) -> None:
        """Open a study: as a table if it is a complete comparison, else as its report.

        While the app's own study runs, the desk is taken: reports only. `then` shows something
        else of a comparison than its table.
        """
        from sandbox.tui.pages.report import ReportPage

        if self.opening:
            return
        store = self.sandbox.kept.store
        if not comparison or self.desk.running or store is None:
            self.app.push_screen(ReportPage(key))
            return
        self.opening = key[:10]
        self.retell()

        def read() -> None:
            try:
                found, trouble = stored_comparison(store, key), ""
            except Trouble as known:
                found, trouble = None, str(known)
            except Exception as error:
                words = say("The study could not be read; this is our fault ({kind}).",
                            kind=brief(error))  # fmt: skip
                found, trouble = None, words
            self.app.call_later(partial(self._read, key, found, trouble, then))

        self.run_worker(read, thread=True, group="open", exclusive=True, exit_on_error=False)

    def _read(
        self, key: str, found: Stored | None, trouble: str, then: Callable[[], None] | None
    ) -> None:
        from sandbox.tui.pages.report import ReportPage

        self.opening = ""
        self.retell()
        if trouble:
            self.app.notify(trouble, severity="error")
        elif found is None or self.desk.running:
            self.app.push_screen(ReportPage(key))
        else:
            self._lay_out(found)
            (then or (lambda: self.sandbox.show_page("compare")))()

    def _lay_out(self, found: Stored) -> None:
        """Put the scenario and its comparison on the desk."""
        desk, comparison = self.desk, found.comparison
        if desk.study is not None and desk.study.kept_as == found.study:
            return
        desk.open(found.name, found.document, found.world)
        desk.chosen = list(comparison.models)
        desk.replications, desk.seed = comparison.replications, comparison.seed
        desk.start(StudyRun.kept(found.document, comparison, found.study, found.name))
