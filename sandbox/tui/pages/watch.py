"""Watch the study: progress, estimate, and one measure as a line for each model.

In: the study on the desk. Out: a chart that moves while runs go on; cancelling.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.measures import CATALOGUE
from sandbox.report.long_form import rows
from sandbox.report.paragraphs import plain
from sandbox.report.terms import measure_term
from sandbox.tui import colours, export
from sandbox.tui.actions import WATCH, bindings_of
from sandbox.tui.curves import charted, curves, has_course
from sandbox.tui.page import Page
from sandbox.tui.pages.pick import Pick
from sandbox.tui.running import StudyRun
from sandbox.tui.widgets.live_chart import Line, LiveChart
from sandbox.tui.widgets.model_legend import ModelLegend, Standing
from sandbox.tui.widgets.study_bar import StudyBar


class WatchPage(Page):
    """The study as it goes on."""

    NAME = WATCH
    BINDINGS = bindings_of(WATCH)

    def __init__(self) -> None:
        super().__init__()
        self.over_time: bool | None = None  # None: as soon as there is a comparison
        self._seen: StudyRun | None = None

    def parts(self) -> ComposeResult:
        yield StudyBar(id="bar")
        yield Static(id="axis", markup=False)
        yield LiveChart(id="chart")
        yield ModelLegend(id="lines")

    def title_words(self) -> str:
        return say("Chart")

    def purpose(self) -> str:
        return say(
            "One line for each sharing model, with its letter at the end. While runs go on a line "
            "shows the measure so far, averaged over replications; after the study it shows the "
            "measure interval by interval. n and p change the measure, / lists them all."
        )

    @property
    def study(self) -> StudyRun:
        """The study on the desk."""
        assert self.desk.study is not None
        return self.desk.study

    def tell(self) -> None:
        self.follow()

    def on_resize(self) -> None:
        """The chart is drawn anew at the new size."""
        self.call_after_refresh(self.follow)

    def follow(self) -> None:
        if self.study is not self._seen:
            self._seen, self.over_time = self.study, None
        self._tell_progress()
        self._draw()

    def allows(self, action: str) -> bool:
        study = self.desk.study
        if study is None:
            return True
        if action == "so_far":
            return study.comparison is not None
        if action == "set_up":
            return not study.running
        return True

    # what is shown

    def _tell_progress(self) -> None:
        study, progress = self.study, self.study.progress
        done, total = (progress.done, progress.total) if progress else (0, 0)
        words = self.sandbox.study_words()
        detail = ""
        if study.running and not study.cancelling:
            if progress is None or (progress.fraction == 0 and not progress.running):
                words = say("starting workers …")
            elif progress.done == progress.total:
                words = say("runs done: {total}; adding up …", total=total)
            elif math.isfinite(progress.eta):
                words = say(
                    "runs: {done} of {total} · about {left} left",
                    done=done,
                    total=total,
                    left=_clock(progress.eta),
                )
            else:
                words = say("runs: {done} of {total}", done=done, total=total)
            if progress is not None:
                detail = "  ".join(
                    f"{plain(run.model)} #{run.replication + 1} {100 * run.fraction:.0f}%"
                    for run in progress.running
                )
        elif study.state == "done":
            words = say(
                "study done in {time} (runs: {total}); t shows the table",
                total=total,
                time=_clock(max(self.study.elapsed, 1)),
            )
        elif study.state == "failed" and study.not_kept:
            detail = study.not_kept
        elif study.state == "failed":
            detail = say("Our fault ({kind}). m goes back to the models.", kind=study.failure)
        elif study.state == "cancelled":
            detail = say(
                "Runs done: {done} of {total}. m goes back to the models.",
                done=done,
                total=total,
            )
        self.query_one(StudyBar).show(study.fraction, words, detail)

    @property
    def _interval_by_interval(self) -> bool:
        if self.study.comparison is None:
            return False
        if self.over_time is not None:
            return self.over_time
        return has_course(self.study.comparison, self.desk.measure)

    def _draw(self) -> None:
        measure, study = self.desk.measure, self.study
        assert self.desk.world is not None
        horizon = float(self.desk.world.scenario.study.horizon)
        unit = CATALOGUE[measure].unit
        lines = curves(study, measure, horizon, self.desk.labels, self._interval_by_interval)
        chart = self.query_one(LiveChart)
        chart.draw([line for _, line in lines], unit, horizon)
        standings = []
        for label, line in lines:
            value = line.values[-1] if line.values else math.nan
            if study.comparison is not None:
                value = study.comparison.models[label][measure].mean
            name = plain(label)
            standings.append(Standing(line.letter, line.colour, name, figure(value, unit)))
        self.query_one(ModelLegend).show(standings)
        self._tell_axis(chart, [line for _, line in lines])

    def _tell_axis(self, chart: LiveChart, lines: Sequence[Line]) -> None:
        what = say("interval by interval") if self._interval_by_interval else say("so far")
        scale = say("logarithmic") if chart.is_logarithmic else say("linear")
        words = [what, scale, say("across: simulated time")]
        if self.study.running and not any(line.values for line in lines):
            words = [say("nothing to show yet: runs start or warm up")]
        text = Text(
            f"{measure_term(self.desk.measure)}  ", style=f"bold {colours.ACCENT}", no_wrap=True
        )
        text.append(" · ".join(words), style=f"not bold {colours.LABEL}")
        self.query_one("#axis", Static).update(text)

    def as_csv(self) -> str:
        """The measure as `compare --series --format csv` writes it, once the study is done."""
        comparison, measure = self.study.comparison, self.desk.measure
        if comparison is None:
            return ""
        over_time = [measure] if has_course(comparison, measure) else []
        return export.as_csv(rows(comparison, None, [measure], over_time))

    # keys

    def _choose(self, measure: str) -> None:
        self.desk.measure = measure
        self._draw()

    def _step(self, by: int) -> None:
        names = charted(self.study, self.desk.measure)
        self._choose(names[(names.index(self.desk.measure) + by) % len(names)])

    def action_next_measure(self) -> None:
        """Chart the next measure."""
        self._step(1)

    def action_previous_measure(self) -> None:
        """Chart the previous measure."""
        self._step(-1)

    def action_pick_measure(self) -> None:
        """Open the list of measures."""

        def answered(measure: str | None) -> None:
            if measure:
                self._choose(measure)

        names = charted(self.study, self.desk.measure)
        self.app.push_screen(Pick(names, measure_term, self.desk.measure), answered)

    def action_scale(self) -> None:
        """Linear or logarithmic."""
        chart = self.query_one(LiveChart)
        chart.logarithmic = not chart.is_logarithmic
        self._draw()

    def action_so_far(self) -> None:
        """So far, or interval by interval."""
        self.over_time = not self._interval_by_interval
        self._draw()


def _clock(seconds: float) -> str:
    """Time of a study as a clock shows it: minutes and seconds, hours before them if any."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
