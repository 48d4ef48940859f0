"""A new pilot province: a region, departments, people and calls; or a folder of tables.

In: what is typed and ticked. Out: the text of a scenario, opened to be changed further.
"""

from __future__ import annotations

from pathlib import Path

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option
from textual.widgets.selection_list import Selection

from sandbox.language import Message, say
from sandbox.report.terms import term
from sandbox.scenario import Refused
from sandbox.scenario.editing import Manuscript
from sandbox.scenario.units import EXAMPLES, WORDS, parse
from sandbox.study.opening import made_of
from sandbox.tui import colours
from sandbox.tui.action import PROVINCE
from sandbox.tui.actions import bindings_of
from sandbox.tui.page import Page
from sandbox.tui.pages.edit import EditPage
from sandbox.tui.pages.problems import ProblemsPage
from sandbox.tui.widgets.boxes import Boxes
from sandbox.world import build
from sandbox.world.pilot import Plan, laid_out, planned, tree_of, typical
from sandbox.world.pilot.places import matching
from sandbox.world.regions import Place, gbt2260

_DAY = 86_400.0
_OFFERED = {"prefectures": "2", "counties": "3", "population": "", "calls": "1000/day"}


class ProvincePage(Page):
    """What a pilot province is made from."""

    NAME = PROVINCE
    OF_SCENARIO = False
    BINDINGS = bindings_of(PROVINCE)

    def __init__(self) -> None:
        super().__init__()
        self.places: list[Place] = []

    def parts(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        with Horizontal(classes="line"):
            yield Label(id="place-label", markup=False)
            yield Input(id="place")
        yield OptionList(id="places", markup=False)
        with Horizontal(id="amounts"):
            for name, offered in _OFFERED.items():
                yield Label(id=f"{name}-label", markup=False)
                yield Input(offered, id=name)
        with VerticalScroll(id="ticks", can_focus=False):
            yield Boxes(*(Selection(key, key, True) for key in typical()), id="departments")
        with Horizontal(classes="line"):
            yield Label(id="folder-label", markup=False)
            yield Input(id="folder")
        yield Static(id="summary", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self._find("")
        self.query_one("#place").focus()

    def title_words(self) -> str:
        return say("New pilot province")

    def purpose(self) -> str:
        return say(
            "Type a code or a name and choose the region with Enter; say how many prefectures and "
            "counties take part, how many people live there and how many calls there are a day, "
            "and tick the departments with Space. Or name a folder with agencies.csv, "
            "catalogue.csv and calls.csv. F5 makes the scenario and opens it to be changed."
        )

    def tell(self) -> None:
        self.query_one("#heading", Static).update(
            say("Tab goes on. Every answer can be changed afterwards.")
        )
        labels = {
            "place": say("Region (code or name)"),
            "prefectures": say("Prefectures"),
            "counties": say("Counties of each"),
            "population": say("People in all"),
            "calls": say("Calls"),
            "folder": say("Or a folder of tables"),
        }
        for name, words in labels.items():
            self.query_one(f"#{name}-label", Label).update(words)
        self.query_one("#folder", Input).placeholder = "agencies.csv, catalogue.csv, calls.csv"
        self.query_one("#population", Input).placeholder = say("the mean")
        boxes = self.query_one(Boxes)
        for index, each in enumerate(typical().values()):
            entries = "、" if each.name.render() == each.name.zh else ", "
            said = entries.join(
                entry["name"]["zh" if entries == "、" else "en"]
                for entry in each.information.values()
            )
            text = Text(each.name.render())
            text.append(f"  {said}", style="dim")
            boxes.replace_option_prompt_at_index(index, text)
        self._list()
        self._sum_up()

    # the region

    def _find(self, typed: str) -> None:
        self.places = matching(typed)
        self._list()
        if self.places:
            self.query_one("#places", OptionList).highlighted = 0
        self._sum_up()

    def _list(self) -> None:
        listed = self.query_one("#places", OptionList)
        at = listed.highlighted
        listed.clear_options()
        listed.add_options([Option(self._said(place)) for place in self.places])
        if self.places:
            listed.highlighted = min(at or 0, len(self.places) - 1)

    def _said(self, place: Place) -> Text:
        text = Text(f"{place.code}  ", style=colours.PLACE)
        above = gbt2260().get(place.parent or "")
        text.append(place.name.render(), style=colours.TEXT)
        text.append(f"  {term(place.level)}", style="dim")
        if above is not None and above.level != "nation":
            text.append(f"  {above.name.render()}", style="dim")
        return text

    @property
    def place(self) -> Place | None:
        """The region under the cursor."""
        at = self.query_one("#places", OptionList).highlighted
        return self.places[at] if at is not None and at < len(self.places) else None

    def on_option_list_option_highlighted(self) -> None:
        """Say what would be made of this region."""
        self._sum_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a region goes on to the numbers."""
        if event.option_list.id == "places":
            self.query_one("#prefectures").focus()

    def on_selection_list_selected_changed(self) -> None:
        """Say what would be made with these departments."""
        self._sum_up()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for the region typed; say what would be made with these numbers."""
        if event.input.id == "place":
            self._find(event.value)
        else:
            self._sum_up()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to what follows."""
        order = ["place", "places", *_OFFERED, "departments", "folder"]
        at = order.index(event.input.id or "place")
        if at + 1 < len(order):
            self.query_one(f"#{order[at + 1]}").focus()
        else:
            self.action_make()

    # the plan

    def _amount(self, name: str, dimension: str) -> float | None:
        """A number that was typed.

        Raises:
            ValueError: with a message, for anything else.
        """
        typed = self.query_one(f"#{name}", Input).value.strip()
        if not typed:
            return None
        try:
            number = parse(typed, dimension)
            if number > 0:
                return number
        except ValueError:
            pass
        label = self.query_one(f"#{name}-label", Label)
        said = {"kind": WORDS[dimension], "examples": EXAMPLES[dimension]}
        raise ValueError(
            Message(
                "{name}: expected {kind} above 0, such as {examples}",
                {"name": str(label.content), **said},
            )
        )

    def _plan(self) -> Plan:
        """The plan of what is typed and ticked.

        Raises:
            ValueError: with the messages of what is wrong.
        """
        place = self.place
        wrong: list[Message] = []
        numbers: dict[str, float | None] = {}
        for name in _OFFERED:
            try:
                numbers[name] = self._amount(name, "rate" if name == "calls" else "count")
            except ValueError as error:
                wrong.append(error.args[0])
        if place is None:
            wrong.append(Message("no region has this code or name"))
        ticked = self.query_one(Boxes).selected
        if wrong or place is None:
            raise ValueError(*wrong)
        calls = numbers["calls"]
        plan = Plan(
            f"pilot-{place.code}",
            place.code,
            tuple(key for key in typical() if key in ticked),
            None if numbers["prefectures"] is None else int(numbers["prefectures"]),
            None if numbers["counties"] is None else int(numbers["counties"]),
            numbers["population"],
            1000.0 if calls is None else calls * _DAY,
        )
        if mistakes := plan.mistakes():
            raise ValueError(*mistakes)
        return plan

    def _sum_up(self) -> None:
        summary = self.query_one("#summary", Static)
        if folder := self.query_one("#folder", Input).value.strip():
            summary.update(say("F5 reads the tables in {folder}.", folder=folder))
            return
        try:
            plan = self._plan()
        except ValueError as error:
            lines = "\n".join(f"! {message.render()}" for message in error.args)
            summary.update(Text(lines, style=colours.WORSE))
            return
        assert plan.place is not None
        words = say(
            "{place}: counties: {counties} · departments: {departments} · needs: {needs}; "
            "F5 makes the scenario",
            place=plan.place.name,
            counties=len(plan.counties_chosen()),
            departments=len(plan.departments),
            needs=len(plan.needs()),
        )
        summary.update(Text(words, style=colours.BETTER))

    def action_make(self) -> None:
        """Make the scenario and open it to be changed."""
        folder = self.query_one("#folder", Input).value.strip()
        if folder:
            self._of_tables(Path(folder).expanduser())
            return
        try:
            plan = self._plan()
        except ValueError as error:
            words = "\n".join(message.render() for message in error.args)
            self.app.notify(words, severity="warning")
            return
        about = say("A pilot province: {place}.", place=plan.place.name if plan.place else "")
        self._open(laid_out(planned(plan), about), plan.name)

    def _of_tables(self, folder: Path) -> None:
        try:
            tree = tree_of(folder, folder.name or "pilot")
            build(made_of(tree, folder, str(folder)))
        except Refused as refused:
            self.app.push_screen(ProblemsPage(refused.problems, self.action_make))
            return
        about = say("A pilot province, made from the tables in {folder}.", folder=folder.name)
        self._open(laid_out(tree.plain(), about), folder.name or "pilot")

    def _open(self, text: str, name: str) -> None:
        self.app.switch_screen(EditPage(Manuscript(text, f"{name}.yaml")))
