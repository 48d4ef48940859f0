"""A stored study's report: what `studies show` prints, in a page that scrolls.

In: a study's id. Out: question, design, progress, points, conclusion, origin; told anew while the
study moves on, in the language and the width of the moment.
"""

from __future__ import annotations

from rich.console import Group, RenderableType
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from sandbox.language import current, say
from sandbox.report.selection import KEY
from sandbox.report.study_sheet import study_report
from sandbox.study.store import Store
from sandbox.study.trouble import Trouble
from sandbox.tui.action import REPORT
from sandbox.tui.actions import bindings_of
from sandbox.tui.page import Page
from sandbox.tui.trouble import brief

_LEAST = 40
"""Columns of a report, at least."""


class ReportPage(Page):
    """All that is known of a study."""

    NAME = REPORT
    OF_SCENARIO = False
    FOLLOWS_STUDIES = True
    BINDINGS = bindings_of(REPORT)

    def __init__(self, study: str) -> None:
        super().__init__()
        self.study = study
        self._asked: tuple[object, ...] = ()

    def parts(self) -> ComposeResult:
        with VerticalScroll(id="sheet"):
            yield Static(id="report", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(VerticalScroll).focus()

    def title_words(self) -> str:
        entry = self.sandbox.kept.find(self.study)
        return say("Study") if entry is None else f"{entry.kind} {entry.scenario}"

    def purpose(self) -> str:
        return say(
            "What the study asks, its design, how far it is, what it found, and where its numbers "
            "come from: the same as `studies show`. Arrow and page keys scroll."
        )

    def tell(self) -> None:
        self._ask()

    def studies_changed(self) -> None:
        self._ask()

    def on_resize(self) -> None:
        """The report is laid out anew at the new width."""
        self.call_after_refresh(self._ask)

    def _ask(self) -> None:
        """Have the report written, unless the one shown is as it would be."""
        entry = self.sandbox.kept.find(self.study)
        columns = max(self.size.width - 4, _LEAST)
        moment = None if entry is None else entry.study
        if (columns, current(), moment) != self._asked and self.size.width:
            self._asked = (columns, current(), moment)
            self.run_worker(
                lambda: self._write(columns),
                thread=True,
                group="report",
                exclusive=True,
                exit_on_error=False,
            )

    def _write(self, columns: int) -> None:
        store = self.sandbox.kept.store
        assert store is not None
        parts: list[RenderableType]
        try:
            with Store(store, reading=True) as opened, opened.snapshot():
                parts = study_report(opened, opened.find(self.study), KEY, False, columns)
        except Trouble as trouble:
            parts = [str(trouble)]
        except Exception as error:
            words = say("The study could not be read; this is our fault ({kind}).",
                        kind=brief(error))  # fmt: skip
            parts = [words]
        self.call_later(self._show, Group(*parts))

    def _show(self, report: Group) -> None:
        if self.ready:
            self.query_one("#report", Static).update(report)
