"""Everything that is wrong with a scenario, as a list to read.

In: the problems of a refused scenario. Out: one entry a problem, with file, line and column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from sandbox.language import say
from sandbox.report.paragraphs import plain
from sandbox.scenario import Problem
from sandbox.tui import colours
from sandbox.tui.actions import PROBLEMS, bindings_of
from sandbox.tui.page import Page


class ProblemsPage(Page):
    """The problems of a scenario that was refused."""

    NAME = PROBLEMS
    OF_SCENARIO = False
    BINDINGS = bindings_of(PROBLEMS)

    def __init__(
        self,
        problems: Sequence[Problem],
        again: Callable[[], None] | None = None,
        scenario: str = "",
    ) -> None:
        """`again` reads the file again, where that is possible; `scenario` can be changed."""
        super().__init__()
        self.again, self.scenario = again, scenario
        self.problems = list(problems)

    def parts(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        with VerticalScroll():
            yield Static(id="list", markup=False)

    def title_words(self) -> str:
        return say("Scenario refused")

    def purpose(self) -> str:
        return say(
            "The scenario cannot run as it is written. Each entry says where and why; "
            "correct the file and open it again."
        )

    def heading(self) -> str:
        """How many there are, and what follows from them."""
        return say(
            "Problems: {n}. Nothing was run. Correct the file and open it again.",
            n=len(self.problems),
        )

    def tell(self) -> None:
        self.query_one("#heading", Static).update(self.heading())
        text = Text()
        for problem in self.problems:
            text.append(
                f"{plain(problem.file)}:{problem.line}:{problem.column}",
                style=f"bold {colours.PLACE}",
            )
            if problem.path:
                text.append(f"  {plain(problem.path)}", style=colours.FIELD)
            text.append(f"\n    {plain(problem.message.render())}\n\n")
        self.query_one("#list", Static).update(text)

    def allows(self, action: str) -> bool:
        if action == "edit":
            return bool(self.scenario)
        return action != "read_again" or self.again is not None

    def action_edit(self) -> None:
        """Correct the scenario here."""
        self.app.pop_screen()
        self.begin_to_change(self.scenario)

    def action_read_again(self) -> None:
        """Read the file again, now that it may be right."""
        assert self.again is not None
        self.app.pop_screen()
        self.again()
