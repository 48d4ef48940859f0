"""The lines of the chart: one measure over simulated time, a line for each model.

In: a study, under way or done. Out: lines with letters and colours that stay with their models.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from sandbox.measures import CATALOGUE
from sandbox.study import Comparison
from sandbox.tui import colours
from sandbox.tui.running import StudyRun
from sandbox.tui.widgets.live_chart import Line


def charted(study: StudyRun, chosen: str) -> list[str]:
    """Measures that can be charted now, in the catalogue's order; the chosen one always."""
    known = study.trails.measures() | {chosen}
    if study.comparison is not None and study.comparison.runs:
        known |= set(study.comparison.runs[0].series)
    return [name for name in CATALOGUE if name in known]


def curves(
    study: StudyRun, measure: str, horizon: float, labels: Sequence[str], by_interval: bool
) -> list[tuple[str, Line]]:
    """Label and line of each model of the study; `labels` fixes letters and colours."""
    found = []
    for label in study.models:
        if by_interval and study.comparison is not None:
            times, values = averaged(study.comparison, label, measure)
        else:
            times, values = study.trails.line(label, measure, horizon)
            if study.comparison is not None:
                _end(times, values, horizon, study.comparison.models[label][measure].mean)
        place = labels.index(label) if label in labels else 0
        line = Line(colours.letter(place), colours.series_colour(place), times, values)
        found.append((label, line))
    return found


def _end(times: list[float], values: list[float], horizon: float, value: float) -> None:
    """Let a line end where the study ended: the last report of a run is not its end."""
    if math.isfinite(value):
        if times and times[-1] >= horizon:
            del times[-1], values[-1]
        times.append(horizon)
        values.append(value)


def has_course(comparison: Comparison, measure: str) -> bool:
    """Whether a measure is known interval by interval, at two points at least of some model."""
    return any(len(averaged(comparison, label, measure)[0]) > 1 for label in comparison.models)


def averaged(comparison: Comparison, label: str, measure: str) -> tuple[list[float], list[float]]:
    """Interval starts in seconds and the mean over replications where it is defined."""
    times: list[float] = []
    values: list[float] = []
    runs = [run.series for run in comparison.of(label) if measure in run.series]
    if not runs:
        return times, values
    for index, time in enumerate(runs[0]["time"]):
        sample = [
            series[measure][index]
            for series in runs
            if index < len(series[measure]) and math.isfinite(series[measure][index])
        ]
        if sample:
            times.append(time)
            values.append(sum(sample) / len(sample))
    return times, values
