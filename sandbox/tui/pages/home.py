"""The first screen: scenarios to pick, with what each teaches.

In: the shipped scenarios, or a path. Out: a scenario on the desk, or a list of its problems.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message as Event
from textual.widgets import OptionList, Static
from textual.worker import get_current_worker

from sandbox.language import Message, say
from sandbox.report.paragraphs import plain
from sandbox.scenario import Document, Problem, Refused, shipped
from sandbox.study.opening import opened, read
from sandbox.tui import colours
from sandbox.tui.actions import HOME, bindings_of
from sandbox.tui.continuing import Continues
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.pages.open_file import OpenFile
from sandbox.tui.pages.problems import ProblemsPage
from sandbox.tui.trouble import brief
from sandbox.tui.widgets.prose import GAP, Paragraph, Prose, faint, heading
from sandbox.world import World

_SOON = 0.1  # seconds until the app is ready for keys


@dataclass
class _Entry:
    """A scenario of the list and what is known of it so far."""

    name: str
    document: Document | None = None
    problems: list[Problem] | None = None
    own: bool = False  # a file of the planner's, read anew each time


class HomePage(Continues):
    """The scenarios."""

    NAME = HOME
    MOVES = True
    OF_SCENARIO = False
    BINDINGS = bindings_of(HOME)

    # Threads post these; they never wait for the screen, so that leaving never waits for them.

    @dataclass
    class TitleRead(Event):
        """A shipped scenario has been read."""

        index: int

    @dataclass
    class WorldBuilt(Event):
        """The scenario to open is ready."""

        name: str
        document: Document
        world: World

    @dataclass
    class NotOpened(Event):
        """The scenario to open has problems, or we have (`kind`: of our error)."""

        problems: list[Problem]
        kind: str = ""

    def __init__(self) -> None:
        super().__init__()
        self.entries = [_Entry(name) for name in shipped()]
        self.opening = ""
        self.last_path = ""

    def parts(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        with Horizontal(id="columns"):
            yield OptionList(*(entry.name for entry in self.entries), id="scenarios", markup=False)
            with VerticalScroll(id="about", can_focus=False):
                yield Prose(id="words")
        yield Prose(id="recent")

    def on_mount(self) -> None:
        for file in self.sandbox.kept.memory.files():
            self._add(_Entry(file, own=True))
        super().on_mount()
        self.query_one(OptionList).focus()
        if self.entries:
            self.query_one(OptionList).highlighted = 0
        self._read_titles()
        self.set_timer(_SOON, self.sandbox.begin)

    def purpose(self) -> str:
        return say(
            "Pick a scenario: a world of regions and agencies, what they need to know from each "
            "other, and the sharing models to compare. Enter opens it."
        )

    def tell(self) -> None:
        self.query_one("#heading", Static).update(
            say("Reading {name} …", name=self.opening)
            if self.opening
            else say("Which ways of sharing information between agencies serve people best?")
        )
        scenarios = self.query_one(OptionList)
        for index, entry in enumerate(self.entries):
            scenarios.replace_option_prompt_at_index(index, self._prompt(entry))
        self._describe()
        self.studies_changed()

    def _prompt(self, entry: _Entry) -> Text:
        if entry.problems is not None:
            return Text(f"! {entry.name}", style=colours.WORSE)
        if entry.document is None:
            return Text(entry.name)
        text = Text(plain(entry.document.scenario.title.render()))
        text.append(f"  {entry.name}", style=colours.LABEL)
        if self.desk.has_finished(entry.name):
            text.append(f"  ✓ {say('study done')}", style=colours.BETTER)
        return text

    def _describe(self) -> None:
        index = self.query_one(OptionList).highlighted
        words = self.query_one("#words", Prose)
        if index is None:
            words.show(Paragraph(say("No scenario is shipped; open a file with o.")))
            return
        entry = self.entries[index]
        if entry.problems is not None:
            n = len(entry.problems)
            words.show(Paragraph(say("This scenario has problems ({n}); Enter lists them.", n=n)))
            return
        if entry.document is None:
            if entry.own:
                words.show(heading(entry.name), faint(say("A file that you opened before.")))
            else:
                words.show(faint(say("Reading {name} …", name=entry.name)))
            return
        scenario = entry.document.scenario
        facts = say(
            "departments: {departments} · catalogue entries: {resources} · needs: {needs} · "
            "sharing models: {models} · replications: {replications}",
            departments=len(scenario.departments),
            resources=len(scenario.catalogue),
            needs=len(scenario.needs),
            models=len(scenario.models),
            replications=int(scenario.study.replications),
        )
        about = (Paragraph(part) for part in scenario.about.render().strip().splitlines())
        words.show(heading(scenario.title.render()), faint(facts), GAP, *about)

    def on_option_list_option_highlighted(self) -> None:
        """Describe the scenario under the cursor."""
        self._describe()

    def on_option_list_option_selected(self) -> None:
        """Enter or a click opens."""
        self.action_open_scenario()

    # reading

    @work(thread=True, group="titles", exit_on_error=False)
    def _read_titles(self) -> None:
        """Read the shipped scenarios one after another, so that the list shows at once."""
        worker = get_current_worker()
        for index, entry in enumerate(self.entries):
            if worker.is_cancelled or not self.app.is_running:
                return
            if entry.own:  # read when it is opened: it may be large, and may have changed
                continue
            if entry.document is None and entry.problems is None:
                try:
                    entry.document = read(entry.name)
                except Refused as refused:
                    entry.problems = refused.problems
            self.post_message(self.TitleRead(index))

    def on_home_page_title_read(self, event: TitleRead) -> None:
        """Show a title in place of the bare name."""
        index = event.index
        scenarios = self.query_one(OptionList)
        scenarios.replace_option_prompt_at_index(index, self._prompt(self.entries[index]))
        if scenarios.highlighted == index:
            self._describe()

    def action_open_scenario(self) -> None:
        """Open the scenario under the cursor."""
        index = self.query_one(OptionList).highlighted
        if index is not None and not self.opening:
            entry = self.entries[index]
            self._open(entry.name, None if entry.own else entry.document)

    def action_open_path(self) -> None:
        """Ask for a path and open that file."""

        def answered(path: str | None) -> None:
            if path:
                self.last_path = path
                self._open(path, None)

        if not self.opening:
            self.app.push_screen(OpenFile(self.last_path), answered)

    def action_edit(self) -> None:
        """Change the scenario under the cursor."""
        index = self.query_one(OptionList).highlighted
        if index is not None:
            self.begin_to_change(self.entries[index].name)

    def action_new_province(self) -> None:
        """Make the scenario of a new pilot province."""
        from sandbox.tui.pages.province import ProvincePage

        self.app.push_screen(ProvincePage())

    def keep(self, name: str, document: Document | None, problems: list[Problem]) -> None:
        """Keep a file that was saved in the list, sound or not."""
        if document is not None:
            self._list(name, document)
        elif all(entry.name != name for entry in self.entries):
            entry = _Entry(name, None, problems, own=True)
            self.entries.append(entry)
            self.query_one(OptionList).add_option(self._prompt(entry))

    def allows(self, action: str) -> bool:
        """While a scenario is opened nothing else is, lest a study start that it would end."""
        changing = (
            "open_scenario",
            "open_path",
            "edit",
            "new_province",
            "watch",
            "table",
            "continue",
            "studies",
        )
        return self.remembers(action) and not (self.opening and action in changing)

    def open_named(self, name: str) -> None:
        entry = next((each for each in self.entries if each.name == name and not each.own), None)
        self._open(name, None if entry is None else entry.document)

    def _open(self, name: str, document: Document | None) -> None:
        """Open a scenario, or return to it and its study; a file may have changed meanwhile."""
        desk = self.desk
        here = name == desk.name
        if desk.knows(name) and (here if desk.running else document is not None):
            desk.take_up(name)
            self._show_world()
            return
        if desk.running:
            self.then = ""
            self.app.notify(say("A study is running; cancel it before opening another scenario."))
            return
        self.opening = name
        self.retell()
        self._build(name, document)

    @work(thread=True, group="open", exclusive=True, exit_on_error=False)
    def _build(self, name: str, document: Document | None) -> None:
        """Read the file and build its world, away from the screen, as the command line does."""
        try:
            made = opened(name if document is None else document)
        except Refused as refused:
            self.post_message(self.NotOpened(refused.problems))
        except Exception as error:
            self.post_message(self.NotOpened([], brief(error)))
        else:
            self.post_message(self.WorldBuilt(name, made.document, made.world))

    def on_home_page_world_built(self, event: WorldBuilt) -> None:
        """Show the world; ask first when that would drop the study of a file as it was before."""
        self.opening = ""
        self._list(event.name, event.document)
        desk = self.desk
        if desk.knows(event.name, event.document):
            desk.take_up(event.name)
            self._show_world()
            return

        def answered(yes: bool | None) -> None:
            if yes:
                desk.open(event.name, event.document, event.world)
                self._show_world()

        if not desk.has_finished(event.name):
            answered(True)
            return
        self.retell()
        question = Message("The file has changed since its study was done. Drop that study?")
        self.app.push_screen(Confirm(question, Message("Drop it")), answered)

    def _list(self, name: str, document: Document) -> None:
        """Keep a file that was opened in the list, as it is now."""
        entry = next((each for each in self.entries if each.name == name), None)
        if entry is None:
            self._add(_Entry(name, document, own=True))
        elif entry.own:
            entry.document, entry.problems = document, None
        self.sandbox.kept.memory.opened(name)

    def _add(self, entry: _Entry) -> None:
        self.entries.append(entry)
        self.query_one(OptionList).add_option(self._prompt(entry))

    def _show_world(self) -> None:
        from sandbox.tui.pages.world import WorldPage

        self.app.push_screen(WorldPage())
        self.show_rest()

    def on_home_page_not_opened(self, event: NotOpened) -> None:
        """Show why there is none."""
        name, self.opening = self.opening, ""
        self.then = ""
        self.retell()
        if event.problems:
            self.app.push_screen(
                ProblemsPage(event.problems, lambda: self._open(name, None), name),
            )
            return
        self.app.notify(
            say("The scenario could not be opened; this is our fault ({kind}).", kind=event.kind),
            severity="error",
        )
