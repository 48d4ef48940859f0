"""Two measures as a picture: which models nobody beats in both, and who beats whom.

In: the comparison on the desk, two measures. Out: a picture in text and words below it.
"""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.measures import CATALOGUE
from sandbox.report.terms import measure_term
from sandbox.study.designs.choosing import front_of
from sandbox.study.designs.experiment import outcome_of
from sandbox.study.statistics.pareto import Standing
from sandbox.study.statistics.unusable import Unusable
from sandbox.study.weights import unweighable
from sandbox.tui import colours
from sandbox.tui.action import FRONT
from sandbox.tui.actions import bindings_of
from sandbox.tui.lists import joined
from sandbox.tui.pages.view import ViewPage
from sandbox.tui.widgets.prose import Paragraph, Prose, faint
from sandbox.tui.widgets.scatter import Point, Scatter


class FrontPage(ViewPage):
    """The Pareto front of two measures."""

    NAME = FRONT
    BINDINGS = bindings_of(FRONT)

    def view(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        yield Scatter(id="picture")
        yield Prose(id="standing")

    def title_words(self) -> str:
        return say("Front")

    def purpose(self) -> str:
        return say(
            "Each letter is a model: across and up two measures, bars their intervals. Models of "
            "the front, large and marked, are beaten by nobody in both measures at once (Pareto); "
            "small letters are beaten by the models named below. The percentage says how often a "
            "model is on the front when replications are drawn again. a and u choose the measures, "
            "s exchanges the axes."
        )

    def measures(self) -> list[str]:
        """Those of which more or less is better, and that any model has."""
        found = self.comparison.models.values()
        return [
            name
            for name in CATALOGUE
            if unweighable(name) is None and any(values[name].n for values in found)
        ]

    def show(self) -> None:
        across, up = self.choices.across, self.choices.up
        arrows = {1: say("more is better"), -1: say("less is better")}
        heading = say(
            "↑ {up} ({better_up}) · → {across} ({better_across})",
            up=measure_term(up),
            better_up=arrows[CATALOGUE[up].better],
            across=measure_term(across),
            better_across=arrows[CATALOGUE[across].better],
        )
        self.query_one("#heading", Static).update(heading)
        comparison = self.comparison
        trouble = ""
        standings: tuple[Standing, ...] = ()
        try:
            standings = front_of(
                outcome_of(comparison),
                list(comparison.models),
                [across, up] if across != up else [up],
                seed=comparison.seed,
            )
        except Unusable as unusable:
            trouble = say("No front: {why}.", why=unusable.render())
        front = {one.model for one in standings if one.on_front}
        points = [
            Point(
                self.letter(label),
                self.colour(label),
                values[across],
                values[up],
                label in front,
            )
            for label, values in comparison.models.items()
        ]
        self.query_one(Scatter).draw(points, CATALOGUE[across].unit, CATALOGUE[up].unit)
        paragraphs = [Paragraph(trouble, colours.ACCENT)] if trouble else self._words(standings)
        self.query_one("#standing", Prose).show(*paragraphs)

    def _words(self, standings: tuple[Standing, ...]) -> list[Paragraph]:
        said = [
            say(
                "{model} ({share})",
                model=self.named(one.model),
                share=figure(one.probability, "share"),
            )
            for one in standings
            if one.on_front
        ]
        beaten = [
            say(
                "{model} ({share}) by {others}",
                model=self.named(one.model),
                share=figure(one.probability, "share"),
                others=" ".join(self.letter(other) for other in one.dominated_by),
            )
            for one in standings
            if not one.on_front
        ]
        words = [Paragraph(say("On the front: {models}", models=joined(said)), hang=2)]
        if beaten:
            words.append(faint(say("Beaten: {models}", models=joined(beaten)), hang=2))
        return words

    # keys

    def action_across(self) -> None:
        """Choose the horizontal axis."""

        def choose(name: str) -> None:
            self.choices.across = name
            self.retell()

        self.pick(self.measures(), self.choices.across, choose)

    def action_up(self) -> None:
        """Choose the vertical axis."""

        def choose(name: str) -> None:
            self.choices.up = name
            self.retell()

        self.pick(self.measures(), self.choices.up, choose)

    def action_swap(self) -> None:
        """Exchange the axes."""
        self.choices.across, self.choices.up = self.choices.up, self.choices.across
        self.retell()
