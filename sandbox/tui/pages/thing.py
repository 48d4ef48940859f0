"""One agreement, catalogue entry, station or link: what it is, who uses it, how it fares.

In: a kind and a name; for stations and links a model that has it. Out: the sheet that the command
`explain` prints, with the measures of the finished study where there is one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from sandbox.language import say
from sandbox.measures import CATALOGUE
from sandbox.report.thing_sheet import BROKEN_DOWN, LINK, STATION, thing_sheet, title
from sandbox.study import StudyProgress
from sandbox.tui.action import THING
from sandbox.tui.actions import bindings_of
from sandbox.tui.pages.looking import LookingPage
from sandbox.tui.widgets.sheet_view import SheetView
from sandbox.world import World

if TYPE_CHECKING:
    from sandbox.flows import Program
    from sandbox.study.explaining.passing import Passing


class ThingPage(LookingPage):
    """A thing's sheet."""

    NAME = THING
    BINDINGS = bindings_of(THING)

    def __init__(self, kind: str, name: str, model: str = "") -> None:
        super().__init__()
        assert self.desk.world is not None
        assert self.desk.document is not None
        self.world: World = self.desk.world
        self.document = self.desk.document
        self.kind, self.name_of, self.model = kind, name, model
        self.program: Program | None = None
        self.passes: Passing | None = None

    def parts(self) -> ComposeResult:
        yield Static(id="progress", markup=False)
        with VerticalScroll(id="sheet"):
            yield SheetView(id="thing")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#sheet").focus()
        self.tell_progress("")
        if self.kind in (STATION, LINK):
            self._assemble()

    def title_words(self) -> str:
        return title(self.world, self.kind, self.name_of)

    def purpose(self) -> str:
        return say(
            "One thing: what it is, who uses it and by which article, what passes it, and its own "
            "measures once a study is done."
        )

    def _assemble(self) -> None:
        """The model's program says what passes."""
        document, model = self.document, self.model

        def work(
            note: Callable[[StudyProgress], None],  # noqa: ARG001 - it is done in one go
            cancel: threading.Event,  # noqa: ARG001 - and so soon
        ) -> tuple[Program, Passing]:
            from sandbox.study.explaining.passing import passing
            from sandbox.study.runs import workshop_of

            program = workshop_of(document).assembly(model).program
            return program, passing(program)

        self.look_up(work)

    def found(self, result: tuple[Program, Passing]) -> None:
        self.program, self.passes = result

    def tell(self) -> None:
        self.query_one(SheetView).show(
            lambda columns: thing_sheet(
                self.world,
                self.kind,
                self.name_of,
                columns,
                program=self.program,
                passes=self.passes,
                measures=self._measures(),
            )
        )

    def _measures(self) -> dict[str, dict[str, float]]:
        """Means of the finished study, by model."""
        study = self.desk.finished
        if study is None or study.comparison is None or self.kind not in BROKEN_DOWN:
            return {}
        comparison = study.comparison
        found: dict[str, dict[str, float]] = {}
        for model in comparison.models:
            if self.model and model != self.model:
                continue
            values = {}
            for name, info in CATALOGUE.items():
                if self.kind in info.breakdowns:
                    parts = comparison.breakdown(model, self.kind, name)
                    if self.name_of in parts:
                        values[name] = parts[self.name_of].mean
            found[model] = values
        return found
