"""Weigh measures: sliders, the ranking that follows from them at once, and where it flips.

In: the comparison on the desk, the weights of the scenario. Out: a page that asks the statistics of
the command `choose`, without any further run.
"""

from __future__ import annotations

import math

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from sandbox.language import say
from sandbox.language.figures import figure, interval
from sandbox.measures import CATALOGUE
from sandbox.report.bars import bar
from sandbox.report.choice_sheet import flip_words
from sandbox.report.paragraphs import plain
from sandbox.report.selection import KEY
from sandbox.report.terms import measure_term
from sandbox.scenario.editing import Written, set_value
from sandbox.study import Comparison
from sandbox.study.designs.choosing import weighing
from sandbox.study.designs.experiment import Outcome, outcome_of
from sandbox.study.statistics.flips import Flip
from sandbox.study.statistics.ranking import Ranking
from sandbox.study.statistics.unusable import Unusable
from sandbox.study.weights import unweighable
from sandbox.tui import colours
from sandbox.tui.action import CHOICE
from sandbox.tui.actions import bindings_of
from sandbox.tui.lists import joined
from sandbox.tui.pages.view import ViewPage
from sandbox.tui.widgets.listing import Listing, Row
from sandbox.tui.widgets.prose import Paragraph, Prose, faint
from sandbox.tui.widgets.sliders import Slider, Sliders, end_of

START = ("satisfied", "cost.total")
"""What is weighed at first where a scenario gives no weights."""

_BAR = 12  # cells of the bar of a score of 1


class ChoicePage(ViewPage):
    """Which model is best, as measures are weighed."""

    NAME = CHOICE
    BINDINGS = bindings_of(CHOICE)
    FOCUS = "#weights"

    def __init__(self) -> None:
        super().__init__()
        self.outcome: Outcome | None = None
        self._of: Comparison | None = None
        self.flips: dict[str, Flip] = {}
        self._end = 1.0

    def view(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        with Horizontal(id="choice"):
            yield Sliders(id="weights")
            with Vertical(id="ranks"):
                yield Listing(id="ranking", fixed=2)
                yield Prose(id="flip")

    def title_words(self) -> str:
        return say("Choice")

    def purpose(self) -> str:
        return say(
            "Which model is best when several measures count. ← and → move the weight under the "
            "cursor (with Shift by five steps; the mouse moves it too), and the ranking follows at "
            "once: the score from 0 to 1, its interval, and the probability that the model is the "
            "best. ┃ marks the scenario's own weight, r brings all of them back, 0 takes a weight "
            "away, a adds a measure. Below stands from what weight on another model would win. "
            "Nothing is run again; the command `choose` gives the same."
        )

    @property
    def stated(self) -> dict[str, float]:
        """The weights that the scenario gives."""
        assert self.desk.world is not None
        return {k: float(w) for k, w in self.desk.world.scenario.study.weights.items()}

    @property
    def start(self) -> dict[str, float]:
        """The weights at first."""
        return self.stated or {name: 1.0 for name in START if self.weighable(name)}

    def weighable(self, measure: str) -> bool:
        """Whether the measure has a better way, and a value under every model in every run."""
        assert self.outcome is not None
        return unweighable(measure) is None and all(
            math.isfinite(value)
            for values in self.outcome.values.values()
            for value in values[measure]
        )

    @property
    def weights(self) -> dict[str, float]:
        """The weights as they stand: those that were moved, else those at first."""
        return self.choices.weights or self.start

    def show(self) -> None:
        if self._of is not self.comparison:
            self._of, self.outcome = self.comparison, outcome_of(self.comparison)
            self._end = end_of([*self.start.values(), *self.choices.weights.values()])
        self._tell_sliders()
        self._tell_heading()
        self._rank()

    def _tell_heading(self) -> None:
        stated = self.stated
        if stated:
            known = joined(f"{measure_term(name)} {w:g}" for name, w in stated.items())
            words = say("The scenario's weights: {weights}", weights=known)
        else:
            words = say("The scenario gives no weights; these are a beginning")
        self.query_one("#heading", Static).update(words)

    def _tell_sliders(self) -> None:
        weights, stated = self.weights, self.stated
        keys = [*stated, *weights, *(name for name in KEY if self.weighable(name))]
        sliders = [
            Slider(name, measure_term(name), weights.get(name, 0.0), stated.get(name))
            for name in dict.fromkeys(keys)
        ]
        self.query_one(Sliders).show(sliders, self._end)

    def _rank(self) -> None:
        """Order the models as the weights stand."""
        assert self.outcome is not None
        measures = {one.key: one.weight for one in self.query_one(Sliders).sliders}
        # what weighs nothing may be undefined somewhere: it is left out, lest it cost replications
        weights = {k: w for k, w in measures.items() if w > 0 or self.weighable(k)}
        comparison = self.comparison
        table, words = self.query_one(Listing), self.query_one("#flip", Prose)
        try:
            found, flips = weighing(
                self.outcome,
                list(comparison.models),
                weights,
                confidence=comparison.confidence,
                seed=comparison.seed,
            )
        except Unusable as unusable:
            self.flips = {}
            table.fill([""], [])
            words.show(Paragraph(say("No ranking: {why}.", why=unusable.render()), colours.ACCENT))
            return
        self.flips = {flip.criterion: flip for flip in flips}
        table.fill(self._heads(), self._ranked(found))
        table.styles.height = len(found.models) + 2  # head, models, foot
        self._tell_flip()

    def _heads(self) -> list[str | Text]:
        return [
            Text("#", justify="right"),
            Text(say("Model")),
            Text(say("Probability best"), justify="right"),
            Text(say("Score"), justify="right"),
            Text("", justify="left"),
        ]

    def _ranked(self, found: Ranking) -> list[Row]:
        return [
            (
                one.model,
                [
                    Text(str(one.rank), justify="right"),
                    Text(self.named(one.model), style=f"bold {self.colour(one.model)}"),
                    Text(figure(one.best, "share"), justify="right"),
                    Text(
                        interval(one.score.mean, one.score.low, one.score.high, ""),
                        justify="right",
                    ),
                    Text(bar(one.score.mean, 1.0, _BAR).ljust(_BAR), style=self.colour(one.model)),
                ],
            )
            for one in found.order
        ]

    def _tell_flip(self) -> None:
        """How far the weight under the cursor can move before another model wins."""
        key = self.query_one(Sliders).current
        words = self.query_one("#flip", Prose)
        if key is None or key not in self.flips:
            if self.flips:
                words.show(faint(say("Not defined in every replication; it must not be weighed.")))
            return
        flip = self.flips[key]
        nearest = [one for one in self.flips.values() if one.distance is not None]
        nearest.sort(key=lambda one: one.distance or 0.0)
        more = [faint(flip_words(one), hang=2) for one in nearest if one is not flip]
        definition = labelled_definition(key)
        words.show(Paragraph(flip_words(flip), hang=2), faint(definition, hang=2), *more)

    # what happens

    def on_sliders_moved(self) -> None:
        """Another weight is told of."""
        self._tell_flip()

    def on_sliders_slid(self, event: Sliders.Slid) -> None:
        """The ranking follows."""
        self._put(event.key, event.weight)

    def _put(self, key: str, weight: float) -> None:
        self.choices.weights = {**self.weights, key: weight}
        self._tell_sliders()
        self._rank()

    # keys

    def action_weightless(self) -> None:
        """Take the weight under the cursor away."""
        key = self.query_one(Sliders).current
        if key is not None:
            self._put(key, 0.0)

    def action_reset(self) -> None:
        """The weights at first."""
        self.choices.weights = {}
        self._end = end_of(list(self.start.values()))
        self.retell()

    def action_write_weights(self) -> None:
        """Write the weights into the scenario's text, where they can be looked at and saved."""
        stated = self.stated
        weights = {k: w for k, w in {**stated, **self.weights}.items() if w or k in stated}

        def change(text: str) -> str:
            for name, weight in weights.items():
                text = set_value(text, ("study", "weights", name), Written(f"{weight:g}"))
            return text

        self.begin_to_change(self.desk.name, change)

    def action_add_measure(self) -> None:
        """Give another measure a weight."""
        shown = {one.key for one in self.query_one(Sliders).sliders}
        names = [name for name in CATALOGUE if name not in shown and self.weighable(name)]
        if not names:
            self.app.notify(say("Every measure that can have a weight is here."))
            return

        def add(name: str) -> None:
            self._put(name, self._end / 5)
            self.query_one(Sliders).select(name)

        self.pick(names, names[0], add)


def labelled_definition(measure: str) -> str:
    """A measure's name and definition."""
    info = CATALOGUE[measure]
    return say(
        "{measure}: {definition}",
        measure=plain(info.title.render()),
        definition=info.definition.render(),
    )
