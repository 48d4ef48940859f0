"""What a screen is for and what its keys do.

In: the page that asked. Out: its purpose, its actions from the registry, signs and how to move.
"""

from __future__ import annotations

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from sandbox.language import say
from sandbox.tui.actions import HELP, actions_of, bindings_of
from sandbox.tui.page import Page
from sandbox.tui.widgets.prose import Paragraph, Prose, faint


class HelpPage(Page):
    """The help of another page."""

    NAME = HELP
    BINDINGS = bindings_of(HELP)

    def __init__(self, asked: Page) -> None:
        super().__init__()
        self.asked = asked

    def parts(self) -> ComposeResult:
        with VerticalScroll():
            yield Prose(id="purpose")
            yield Static(id="keys")
            yield Prose(id="signs")

    def title_words(self) -> str:
        return say("Help: {page}", page=self.asked.title_words() or say("Scenarios"))

    @property
    def of_scenario(self) -> bool:
        return self.asked.of_scenario

    def allows(self, action: str) -> bool:
        return action != "help"

    def tell(self) -> None:
        self.query_one("#purpose", Prose).show(Paragraph(self.asked.purpose()))
        table = Table.grid(padding=(0, 2))
        table.add_column(style="bold #F0E442", no_wrap=True)
        table.add_column(style="bold", no_wrap=True)
        table.add_column(style="#AEB9C7")
        for action in actions_of(self.asked.NAME):
            keys = action.key_label + (" F2" if action.name == "language" else "")
            table.add_row(Text(keys), Text(action.title.render()), Text(action.about.render()))
        table.add_row(Text("↑ ↓ ← →"), Text(say("Move")), Text(say("Move the cursor or scroll")))
        table.add_row(
            Text("Tab"), Text(say("Next part")), Text(say("Move between parts of the screen"))
        )
        self.query_one("#keys", Static).update(table)
        signs = say(
            "Signs: ✓ better than the baseline, ✗ worse, ≈ no difference shown; "
            "▲ ▼ higher or lower than the baseline; ± half-width of the interval. "
            "On the map ⣿ nation, ⠿ province, ⠶ prefecture, ⠒ county, + exchange point; "
            "fuller dots where several agencies share a place."
        )
        self.query_one("#signs", Prose).show(faint(signs))
