"""What all screens of the app have in common: a title line, a key line, words told anew.

In: the registry's actions for the screen's name. Out: a `Page` whose words can be said again in
another language at any time, without building the screen anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.screen import Screen

from sandbox.language import Message, say
from sandbox.tui import export
from sandbox.tui.actions import Action, actions_of
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.widgets.key_bar import KeyBar
from sandbox.tui.widgets.listing import Listing
from sandbox.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from sandbox.tui.app import SandboxApp
    from sandbox.tui.desk import Desk


class Page(Screen[None]):
    """A screen with a title line above and a key line below."""

    NAME: ClassVar[str]
    TYPED: ClassVar[bool] = False  # whether letters go to a line to type into
    OF_SCENARIO: ClassVar[bool] = True  # whether it is about the scenario on the desk
    MOVES: ClassVar[bool] = False  # whether its key line names the arrow keys
    FOLLOWS_STUDIES: ClassVar[bool] = False  # whether it shows what is in the store
    opening = ""  # what is being read, from which a page will come

    @property
    def sandbox(self) -> SandboxApp:
        """The app, with its type."""
        from sandbox.tui.app import SandboxApp

        assert isinstance(self.app, SandboxApp)
        return self.app

    @property
    def desk(self) -> Desk:
        """What lies on the planner's desk."""
        return self.sandbox.desk

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield from self.parts()
        yield KeyBar()

    def parts(self) -> ComposeResult:
        """What stands between the two lines."""
        yield from ()

    def title_words(self) -> str:
        """What the screen is called."""
        return ""

    def purpose(self) -> str:
        """What the screen is for, for the help."""
        return ""

    def tell(self) -> None:
        """Say all words of the screen, in the language in force."""

    def as_csv(self) -> str:
        """The table in front as CSV; nothing where there is none."""
        found = self._table()
        return export.as_csv(export.cells_of(found)) if found is not None else ""

    def as_text(self) -> str:
        """The table in front as text, else what the screen shows."""
        found = self._table()
        return export.as_table(found) if found is not None else export.as_screen(self.app)

    def _table(self) -> Listing | None:
        """The table that is to be seen now."""
        seen = (each for each in self.query(Listing) if each.region.area and each.is_on_screen)
        return next((each for each in seen if each.rows), None)

    def follow(self) -> None:
        """The study under way has moved on; called a few times a second while it runs."""

    def studies_changed(self) -> None:
        """What is in the store has moved on; called while a page that shows it is in front."""

    def allows(self, action: str) -> bool:  # noqa: ARG002 - pages that restrict override it
        """Whether an action of the registry is possible now."""
        return True

    @property
    def of_scenario(self) -> bool:
        """Whether the title line names the scenario on the desk."""
        return self.OF_SCENARIO

    @property
    def ready(self) -> bool:
        """Whether its widgets are there: not before it is composed, nor while it is closed."""
        return self.is_mounted and bool(self.query(TitleBar)) and bool(self.query(KeyBar))

    def on_mount(self) -> None:
        self.retell()

    def on_screen_resume(self) -> None:
        """Say the words again: language or study may have changed while another page was open."""
        self.retell()
        self.sandbox.kept.visited(self.NAME)
        self.sandbox.kept.look()

    def retell(self) -> None:
        """Say everything again: the screen's own words, its title and its keys."""
        if self.ready:
            self.tell()
            self.frame()

    def frame(self) -> None:
        """Say the title line and the key line again."""
        desk = self.desk
        trail = [say("Sharing sandbox")]
        if desk.world is not None and self.of_scenario:
            trail.append(desk.world.scenario.title.render())
        if title := self.title_words():
            trail.append(title)
        self.query_one(TitleBar).show(tuple(trail), self.state_words())
        self.query_one(KeyBar).show(self.possible(), typed=self.TYPED, moving=self.MOVES)

    def state_words(self) -> str:
        """The study's state; with its scenario where the title line does not name that."""
        words, world = self.sandbox.study_words(), self.desk.world
        if not words or world is None or self.of_scenario:
            return words
        return say("{scenario}: {state}", scenario=world.scenario.title.render(), state=words)

    def possible(self) -> list[Action]:
        """The actions that are possible now."""
        return [
            action
            for action in actions_of(self.NAME)
            if self.allows(action.name) and self.sandbox.allows(action.name)
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keep keys from doing what is not possible now."""
        if parameters:
            action = f"{action}({', '.join(map(repr, parameters))})"
        if action == "table" and self.desk.running:
            return self.allows(action)  # says that it is not finished yet
        return self.allows(action) and self.sandbox.allows(action)

    def on_key_bar_clicked(self, event: KeyBar.Clicked) -> None:
        """Do what was clicked in the key line."""
        event.stop()
        self.call_later(self.perform, event.action)

    async def perform(self, action: Action) -> None:
        """Do an action of the registry."""
        prefix = (
            "" if action.pages and hasattr(self, f"action_{action.name.split('(')[0]}") else "app."
        )
        await self.run_action(prefix + action.name)

    def action_export(self) -> None:
        """Take along what is shown."""
        from sandbox.tui.exporting import offer

        offer(self)

    def begin_to_change(self, name: str, change: Callable[[str], str] | None = None) -> None:
        """Show the page that changes a scenario; `change` is made to its text at once."""
        from sandbox.tui.begun import begin

        begin(self.sandbox, name, change)

    # everywhere below the first screen

    def action_back(self) -> None:
        """Back to the screen before."""
        self.app.pop_screen()

    def action_set_up(self) -> None:
        """Choose models."""
        self.sandbox.show_page("setup")

    def action_watch(self) -> None:
        """Show the chart."""
        self.sandbox.show_page("watch")

    def action_table(self) -> None:
        """Show the comparison, if there is one yet."""
        if self.desk.finished is None:
            self.app.notify(say("The study is not finished yet; the table comes when it is."))
            return
        self.sandbox.show_page("compare")

    def race_models(self, models: list[str]) -> None:
        """Open a race of models, which is made ready in a thread."""
        document, world, seed = self.desk.document, self.desk.world, self.desk.seed
        if document is None or world is None:
            return

        def open_page() -> None:
            from sandbox.study.live import Race
            from sandbox.tui.pages.race import RacePage

            race = Race(document, models, seed)
            self.app.call_from_thread(show, RacePage(world, race))

        def show(page: Page) -> None:
            self.app.push_screen(page)

        self.run_worker(open_page, thread=True, group="live", exclusive=True)

    def watch_live(self, model: str) -> None:
        """Open a live run of a model, which is made ready in a thread."""
        document, world, seed = self.desk.document, self.desk.world, self.desk.seed
        if document is None or world is None:
            return

        def open_page() -> None:
            from sandbox.study.live import LiveRun
            from sandbox.tui.pages.live import LivePage

            live = LiveRun(document, model, seed)
            self.app.call_from_thread(show, LivePage(world, live))

        def show(page: Page) -> None:
            self.app.push_screen(page)

        self.run_worker(open_page, thread=True, group="live", exclusive=True)

    def action_cancel(self) -> None:
        """Ask, then cancel the study."""
        study = self.desk.study
        assert study is not None

        def answered(yes: bool | None) -> None:
            if yes:
                study.cancel()
                self.retell()

        question = Message("Cancel the running study? What it has done so far is lost.")
        if study.store is not None:
            question = Message("Cancel the running study? Its finished runs are kept.")
        self.app.push_screen(
            Confirm(question, Message("Cancel it"), lambda: not study.running), answered
        )
