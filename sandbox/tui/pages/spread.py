"""A measure in every replication as strips of dots, or over time with its interval.

In: the comparison on the desk, a measure. Out: strips, or lines with bands.
"""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.measures import CATALOGUE
from sandbox.report.paragraphs import plain
from sandbox.report.terms import measure_term
from sandbox.tui import colours
from sandbox.tui.action import SPREAD
from sandbox.tui.actions import bindings_of
from sandbox.tui.pages.view import ViewPage
from sandbox.tui.widgets.band_chart import Band, BandChart
from sandbox.tui.widgets.live_chart import Line
from sandbox.tui.widgets.model_legend import ModelLegend, Standing
from sandbox.tui.widgets.prose import Prose, faint
from sandbox.tui.widgets.strips import Strand, Strips

_FEW = 3
"""Models whose bands can still be told apart."""


class SpreadPage(ViewPage):
    """How far replications lie apart."""

    NAME = SPREAD
    BINDINGS = bindings_of(SPREAD)

    def __init__(self) -> None:
        super().__init__()
        self.band: str | None = None  # the model whose interval is shaded; empty: all

    def view(self) -> ComposeResult:
        yield Static(id="axis", markup=False)
        yield Strips(id="strips")
        yield BandChart(id="bands")
        yield ModelLegend(id="lines")
        yield Prose(id="signs")

    def title_words(self) -> str:
        return say("Spread")

    def purpose(self) -> str:
        return say(
            "A strip for each model: • is the value of one replication, ● of several, ┃ the mean, "
            "━ its interval. s shows the measure over time instead, where it has a time series: "
            "a line for each model, shaded as wide as the interval of one of them (o takes the "
            "next) or of all. n and p change the measure, / lists them, g switches between a "
            "linear and a logarithmic axis."
        )

    def measures(self) -> list[str]:
        """Those that any model has."""
        found = self.comparison.models.values()
        return [name for name in CATALOGUE if any(values[name].n for values in found)]

    @property
    def timed(self) -> bool:
        """Whether the measure is known over time."""
        return all(self.desk.measure in run.series for run in self.comparison.runs)

    def show(self) -> None:
        over_time = self.choices.over_time and self.timed
        strips, chart = self.query_one(Strips), self.query_one(BandChart)
        strips.display, chart.display = not over_time, over_time
        self.query_one(ModelLegend).display = over_time
        if over_time:
            self._draw_bands(chart)
            logarithmic = chart.is_logarithmic
        else:
            self._draw_strips(strips)
            logarithmic = strips.axis.logarithmic
        self._tell_axis(over_time, logarithmic)

    def _tell_axis(self, over_time: bool, logarithmic: bool) -> None:
        comparison = self.comparison
        words = [
            say("over time, with intervals") if over_time else say("every replication"),
            say("replications: {count}", count=comparison.replications),
            say("logarithmic") if logarithmic else say("linear"),
        ]
        text = Text(
            f"{measure_term(self.desk.measure)}  ", style=f"bold {colours.ACCENT}", no_wrap=True
        )
        text.append(" · ".join(words), style=f"not bold {colours.LABEL}")
        self.query_one("#axis", Static).update(text)
        signs = say("• one replication  ● several  ┃ mean  ━ its interval")
        if over_time:
            shaded = " ".join(self.letter(label) for label in self._shaded())
            signs = say(
                "░ the interval of the mean at that time, of {models} (o: the next); none with one "
                "replication, nor where a logarithmic axis has no place for it",
                models=shaded,
            )
        elif self.choices.over_time:
            signs += " · " + say("this measure has no time series")
        self.query_one("#signs", Prose).show(faint(signs))

    def _draw_strips(self, strips: Strips) -> None:
        measure, comparison = self.desk.measure, self.comparison
        strands = [
            Strand(
                self.letter(label),
                self.colour(label),
                plain(label),
                comparison.values(label, measure),
                values[measure],
            )
            for label, values in comparison.models.items()
        ]
        strips.draw(strands, CATALOGUE[measure].unit)

    def _draw_bands(self, chart: BandChart) -> None:
        measure, comparison = self.desk.measure, self.comparison
        assert self.desk.world is not None
        bands, standings = [], []
        unit = CATALOGUE[measure].unit
        for label, values in comparison.models.items():
            times = comparison.of(label)[0].series["time"]
            found = comparison.series(label, measure)
            known = [(time, one) for time, one in zip(times, found) if one.n]
            line = Line(
                self.letter(label),
                self.colour(label),
                [time for time, _ in known],
                [one.mean for _, one in known],
            )
            bands.append(Band(line, [one.low for _, one in known], [one.high for _, one in known]))
            mean = figure(values[measure].mean, unit)
            standings.append(Standing(line.letter, line.colour, plain(label), mean))
        horizon = float(self.desk.world.scenario.study.horizon)
        shaded = [self.letter(label) for label in self._shaded()]
        chart.draw_bands(bands, unit, horizon, shaded)
        self.query_one(ModelLegend).show(standings)

    def _shaded(self) -> list[str]:
        """The models whose intervals are shown over time: one, or all."""
        models = list(self.comparison.models)
        if self.band is None:  # many bands hide each other
            self.band = "" if len(models) <= _FEW else models[0]
        return [self.band] if self.band in models else models

    def allows(self, action: str) -> bool:
        if action == "next_model" and self.is_mounted:
            return self.choices.over_time and self.timed
        if action == "over_time" and self.is_mounted:
            return self.timed or self.choices.over_time
        return True

    # keys

    def action_next_model(self) -> None:
        """Show the intervals of the next model, after the last of all."""
        models = ["", *self.comparison.models]
        self._shaded()
        at = models.index(self.band) if self.band in models else -1
        self.band = models[(at + 1) % len(models)]
        self.retell()

    def action_over_time(self) -> None:
        """Values of replications, or the measure over time."""
        self.choices.over_time = not self.choices.over_time
        self.retell()

    def action_scale(self) -> None:
        """Linear or logarithmic."""
        strips, chart = self.query_one(Strips), self.query_one(BandChart)
        if chart.display:
            chart.logarithmic = not chart.is_logarithmic
        else:
            strips.logarithmic = not strips.axis.logarithmic
        self.retell()
