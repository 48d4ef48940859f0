"""What a screen is for and what its keys do, and a search over everything that has a name.

In: the page that asked, and what is typed. Out: its purpose, then its actions from the registry,
signs and how to move; or the actions, words and measures that hold what was typed.
"""

from __future__ import annotations

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from sandbox.language import say
from sandbox.report.paragraphs import plain
from sandbox.tui import colours, keymap, symbols
from sandbox.tui.actions import HELP, actions_of, bindings_of
from sandbox.tui.help_search import search
from sandbox.tui.page import Page
from sandbox.tui.widgets.prose import Paragraph, Prose, faint


class HelpPage(Page):
    """The help of another page."""

    NAME = HELP
    TYPED = True
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of(HELP),
        Binding("up", "scroll_by(-1)", show=False),
        Binding("down", "scroll_by(1)", show=False),
        Binding("pageup", "scroll_by(-10)", show=False),
        Binding("pagedown", "scroll_by(10)", show=False),
    ]

    def __init__(self, asked: Page) -> None:
        super().__init__()
        self.asked = asked

    def parts(self) -> ComposeResult:
        yield Prose(id="purpose")
        yield Input(id="words-asked")
        with VerticalScroll(id="found", can_focus=False):
            yield Static(id="keys")
            yield Prose(id="signs")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Input).focus()

    def title_words(self) -> str:
        return say("Help: {page}", page=self.asked.title_words() or say("Scenarios"))

    @property
    def of_scenario(self) -> bool:
        return self.asked.of_scenario

    def allows(self, action: str) -> bool:
        return action != "help"

    def tell(self) -> None:
        self.query_one("#purpose", Prose).show(Paragraph(self.asked.purpose()))
        typed = self.query_one(Input)
        typed.placeholder = say("Type to search actions, words and measures")
        rows = self._found(typed.value) if typed.value.strip() else self._keys()
        table = Table.grid(padding=(0, 2))
        table.add_column(style=f"bold {colours.ACCENT}", no_wrap=True)
        table.add_column(style="bold", max_width=32, overflow="fold")
        table.add_column(style=colours.LABEL, overflow="fold")
        for row in rows:
            table.add_row(*map(Text, row))
        self.query_one("#keys", Static).update(table)
        signs = self.query_one("#signs", Prose)
        if typed.value.strip():
            signs.show(*([] if rows else [faint(say("Nothing found"))]))
            return
        nation, province, prefecture, county = symbols.symbols().levels
        words = say(
            "Signs: ✓ better than the baseline, ✗ worse, ≈ no difference shown; "
            "▲ ▼ higher or lower than the baseline; ± half-width of the interval. "
            "On the map {nation} nation, {province} province, {prefecture} prefecture, {county} "
            "county, + exchange point; another sign where several agencies share a place.",
            nation=nation,
            province=province,
            prefecture=prefecture,
            county=county,
        )
        signs.show(faint(words))

    def _keys(self) -> list[tuple[str, str, str]]:
        """The actions of the page that asked, and how to move."""
        found = []
        for action in actions_of(self.asked.NAME):
            keys = " ".join(map(keymap.label, keymap.keys_of(action).split(",")))
            found.append((keys, action.title.render(), action.about.render()))
        return [
            *found,
            ("↑ ↓ ← →", say("Move"), say("Move the cursor or scroll")),
            ("Tab", say("Next part"), say("Move between parts of the screen")),
        ]

    @staticmethod
    def _found(typed: str) -> list[tuple[str, str, str]]:
        return [(hit.sign, plain(hit.title), plain(hit.about)) for hit in search(typed)]

    def on_input_changed(self) -> None:
        """Search as it is typed."""
        self.tell()
        self.query_one("#found").scroll_home(animate=False)

    def action_scroll_by(self, lines: int) -> None:
        """Scroll what was found."""
        self.query_one("#found").scroll_relative(y=lines, animate=False)
