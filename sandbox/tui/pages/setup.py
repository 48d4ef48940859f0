"""Choose what is compared: sharing models, replications, seed.

In: the scenario's models. Out: choices on the desk, and a study started.
"""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Label, SelectionList, Static
from textual.widgets.selection_list import Selection

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.models import PRESETS
from sandbox.report.paragraphs import plain
from sandbox.scenario.bounds import REPLICATIONS, SEEDS
from sandbox.study.live.race import MOST
from sandbox.tui import colours
from sandbox.tui.actions import SETUP, bindings_of
from sandbox.tui.page import Page
from sandbox.tui.widgets.boxes import Boxes
from sandbox.tui.widgets.prose import GAP, Paragraph, Prose, faint, heading

_DAY = 86_400.0


def _length(seconds: float) -> str:
    """A time in the words of a sentence: whole days spelt out, anything else as tables show it."""
    if seconds == _DAY:
        return say("1 day")
    if seconds % _DAY == 0:
        return say("{n} days", n=f"{seconds / _DAY:,.0f}")
    return figure(seconds, "s")


def _number(name: str, value: int, most: int) -> Input:
    """A line for a whole number, with room for the greatest."""
    return Input(str(value), type="integer", id=name, max_length=len(str(most)))


class SetupPage(Page):
    """Models as a list to tick, each described."""

    NAME = SETUP
    MOVES = True
    BINDINGS = bindings_of(SETUP)

    def parts(self) -> ComposeResult:
        desk = self.desk
        yield Static(id="heading", markup=False)
        with Horizontal(id="numbers"):
            yield Label(id="replications-label", markup=False)
            yield _number("replications", desk.replications, REPLICATIONS[1])
            yield Label(id="seed-label", markup=False)
            yield _number("seed", desk.seed, SEEDS[1])
        with Horizontal(id="columns"):
            yield Boxes(
                *(Selection(label, label, label in desk.chosen) for label in desk.labels),
                id="models",
            )
            with VerticalScroll(id="about", can_focus=False):
                yield Prose(id="words")

    def on_mount(self) -> None:
        super().on_mount()
        models = self.query_one(SelectionList)
        models.focus()
        if models.option_count:
            models.highlighted = 0

    def title_words(self) -> str:
        return say("Models")

    def purpose(self) -> str:
        return say(
            "Tick the sharing models to compare with Space. Each is run as many times as there are "
            "replications; all models meet the same requests, changes and accidents. The same seed "
            "gives the same numbers again. The baseline is always part of the comparison."
        )

    def tell(self) -> None:
        self.query_one("#replications-label", Label).update(say("Replications"))
        self.query_one("#seed-label", Label).update(say("Seed"))
        models = self.query_one(SelectionList)
        for index, label in enumerate(self.desk.labels):
            models.replace_option_prompt_at_index(index, self._prompt(label))
        self._count()
        self._describe()

    def _prompt(self, label: str) -> Text:
        text = Text(plain(label))
        if label == self.desk.baseline:
            text.append(f"  {say('baseline')}", style=colours.ACCENT)
        preset = PRESETS.get(self._preset(label))
        if preset is not None and preset.title.render() != label:
            text.append(f"  {preset.title.render()}", style=colours.LABEL)
        return text

    def _preset(self, label: str) -> str:
        assert self.desk.world is not None
        return self.desk.world.scenario.models[label].preset or label

    def _limits(self) -> dict[str, tuple[str, int, int]]:
        """What each number is called, and its least and greatest value."""
        return {
            "replications": (say("Replications"), *REPLICATIONS),
            "seed": (say("Seed"), *SEEDS),
        }

    def _mistakes(self) -> dict[str, str]:
        """What is wrong with the numbers as they are typed; marks those that are wrong."""
        found = {}
        for key, (name, least, most) in self._limits().items():
            typed = self.query_one(f"#{key}", Input)
            right = typed.value.isdecimal() and least <= int(typed.value) <= most
            typed.set_class(not right, "-wrong")
            if not right:
                limits = {"least": f"{least:,}", "most": f"{most:,}"}
                found[key] = say(
                    "! {name}: a whole number from {least} to {most}", name=name, **limits
                )
        return found

    def _count(self) -> None:
        """Say how much will be run, or why it cannot be run."""
        desk = self.desk
        assert desk.world is not None
        if mistakes := self._mistakes():
            words = "\n".join(mistakes.values())
            self.query_one("#heading", Static).update(Text(words, style=f"bold {colours.WORSE}"))
            return
        words = say(
            "models: {models} × replications: {replications} = runs: {runs}, of {horizon} each",
            models=len(desk.chosen),
            replications=desk.replications,
            runs=len(desk.chosen) * desk.replications,
            horizon=_length(desk.world.scenario.study.horizon),
        )
        if desk.replications < 2:
            words += "\n" + say("One replication: intervals and verdicts need at least two.")
        self.query_one("#heading", Static).update(words)

    def _describe(self) -> None:
        index = self.query_one(SelectionList).highlighted
        words = self.query_one("#words", Prose)
        labels = self.desk.labels
        if index is None or index >= len(labels):
            words.show()
            return
        label = labels[index]
        preset = PRESETS.get(self._preset(label))
        if preset is None:
            spelt = say("A model that this scenario spells out on the three axes.")
            words.show(heading(label), GAP, Paragraph(spelt))
            return
        words.show(
            heading(label),
            Paragraph(preset.title.render(), bold=True),
            GAP,
            Paragraph(preset.about.render().strip()),
            GAP,
            *(faint(f"{n}. {step.render()}", hang=3) for n, step in enumerate(preset.steps, 1)),
        )

    def on_selection_list_selection_highlighted(self) -> None:
        """Describe the model under the cursor."""
        self._describe()

    def on_selection_list_selected_changed(self) -> None:
        """Take the choice over; the baseline stays."""
        chosen = set(self.query_one(SelectionList).selected)
        if self.desk.baseline not in chosen and self.desk.baseline in self.desk.labels:
            self.query_one(SelectionList).select(self.desk.baseline)
            chosen.add(self.desk.baseline)
        self.desk.chosen = [label for label in self.desk.labels if label in chosen]
        self._count()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take a number over if it is within its limits; else say what they are."""
        key = event.input.id
        if key not in self._mistakes():
            if key == "replications":
                self.desk.replications = int(event.value)
            else:
                self.desk.seed = int(event.value)
        self._count()

    def on_input_submitted(self) -> None:
        """Enter in a number goes back to the models."""
        self.query_one(SelectionList).focus()

    def allows(self, action: str) -> bool:
        if action == "start_in_background":
            return self.sandbox.kept.background
        return action != "start" or not self.desk.running

    def action_tick(self) -> None:
        """Tick or untick the model under the cursor."""
        self.query_one(SelectionList).action_select()

    def action_choose_all(self) -> None:
        """Choose every model."""
        self.query_one(SelectionList).select_all()

    def action_choose_none(self) -> None:
        """Choose only the baseline."""
        self.query_one(SelectionList).deselect_all()

    def action_live(self) -> None:
        """Watch a run of the model under the cursor live."""
        index = self.query_one(SelectionList).highlighted
        self.watch_live(self.desk.labels[index or 0])

    def action_race(self) -> None:
        """Let the ticked models race."""
        chosen = list(self.desk.chosen)
        if not 2 <= len(chosen) <= MOST:
            self.app.notify(say("A race needs two to nine ticked models."), severity="warning")
            return
        self.race_models(chosen)

    def action_start_in_background(self) -> None:
        """Run it apart from the app, unless a number is wrong."""
        from sandbox.tui.pages.background import ask_to_start

        if mistakes := self._mistakes():
            self.app.notify("\n".join(mistakes.values()), severity="warning")
            return
        ask_to_start(self)

    def action_start(self) -> None:
        """Run the comparison, unless a number is wrong."""
        if mistakes := self._mistakes():
            self.query_one(f"#{next(iter(mistakes))}").focus()
            self.app.notify("\n".join(mistakes.values()), severity="warning")
            return
        self.sandbox.start_study()
        self.sandbox.show_page("watch")
