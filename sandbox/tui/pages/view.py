"""What the pages that show a comparison have in common: the line of pages, the comparison, a model.

In: the finished study on the desk, the choices made on these pages. Out: a page with a line of
pages above its keys, which tells itself anew when another study is finished.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult

from sandbox.language import say
from sandbox.measures import CATALOGUE
from sandbox.report.paragraphs import plain
from sandbox.report.terms import measure_term
from sandbox.study import Comparison
from sandbox.tui import colours
from sandbox.tui.action import COMPARE
from sandbox.tui.page import Page
from sandbox.tui.pages.pick import Pick
from sandbox.tui.running import StudyRun
from sandbox.tui.view_choices import ViewChoices
from sandbox.tui.widgets.view_bar import ViewBar


class ViewPage(Page):
    """One way to look at the finished study."""

    FOCUS: ClassVar[str] = ""  # what keys go to at first

    def __init__(self) -> None:
        super().__init__()
        self._seen: StudyRun | None = None

    def parts(self) -> ComposeResult:
        yield from self.view()
        yield ViewBar(self.NAME)

    def view(self) -> ComposeResult:
        """What stands above the line of pages."""
        yield from ()

    def on_mount(self) -> None:
        super().on_mount()
        if self.FOCUS:
            self.query_one(self.FOCUS).focus()

    def state_words(self) -> str:
        words = super().state_words()
        if self.desk.study is self.desk.finished:
            return words
        return say("{state}; shown: the one before", state=words)

    def tell(self) -> None:
        study = self.desk.finished
        if study is not None:
            self._seen = study
            self.query_one(ViewBar).refresh()
            self.show()

    def show(self) -> None:
        """Say everything of the comparison on the desk."""

    def follow(self) -> None:
        if self.desk.finished is not self._seen:
            self.tell()

    # what is on the desk

    @property
    def comparison(self) -> Comparison:
        """The comparison on the desk."""
        study = self.desk.finished
        assert study is not None
        assert study.comparison is not None
        return study.comparison

    @property
    def choices(self) -> ViewChoices:
        """What was chosen on these pages."""
        return self.desk.views

    @property
    def others(self) -> list[str]:
        """The models that are compared with the baseline."""
        return [label for label in self.comparison.models if label != self.comparison.baseline]

    @property
    def model(self) -> str:
        """The model whose differences are shown; empty: there is none but the baseline."""
        others = self.others
        return self.choices.model if self.choices.model in others else next(iter(others), "")

    def letter(self, label: str) -> str:
        """The letter of a model, as on the chart."""
        return colours.letter(self._place(label))

    def colour(self, label: str) -> str:
        """The colour of a model, as on the chart."""
        return colours.series_colour(self._place(label))

    def named(self, label: str) -> str:
        """A model's letter and name."""
        return f"{self.letter(label)} {plain(label)}"

    def _place(self, label: str) -> int:
        labels = self.desk.labels
        return labels.index(label) if label in labels else 0

    # choosing a measure

    def measures(self) -> list[str]:
        """The measures that this page can show, in the catalogue's order."""
        return list(CATALOGUE)

    def _step(self, by: int) -> None:
        names = self.measures()
        if not names:
            return
        if self.desk.measure in names:
            place = names.index(self.desk.measure) + by
        else:
            place = 0 if by > 0 else -1
        self.choose_measure(names[place % len(names)])

    def choose_measure(self, measure: str) -> None:
        """Show this measure."""
        self.desk.measure = measure
        self.retell()

    def pick(
        self,
        names: Sequence[str],
        chosen: str,
        then: Callable[[str], None],
        title: Callable[[str], str] = measure_term,
    ) -> None:
        """Ask for one of the names, and do with it what follows."""

        def answered(name: str | None) -> None:
            if name:
                then(name)

        self.app.push_screen(Pick(names, title, chosen), answered)

    # keys

    def action_next_measure(self) -> None:
        """Show the next measure."""
        self._step(1)

    def action_previous_measure(self) -> None:
        """Show the previous measure."""
        self._step(-1)

    def action_pick_measure(self) -> None:
        """Choose the measure from a list."""
        self.pick(self.measures(), self.desk.measure, self.choose_measure)

    def action_next_model(self) -> None:
        """Show the next model."""
        others = self.others
        if others:
            self.choices.model = others[(others.index(self.model) + 1) % len(others)]
            self.retell()

    def action_view(self, name: str) -> None:
        """Show another page of the comparison in place of this one; the table stays below."""
        if name == self.NAME:
            return
        if self.NAME != COMPARE and name != COMPARE:
            self.app.pop_screen()
        self.sandbox.show_page(name)

    def on_view_bar_chosen(self, event: ViewBar.Chosen) -> None:
        """Show what was clicked."""
        event.stop()
        self.call_later(self.action_view, event.name)
