"""How long to warm up, and what one long run says: judged by time series of a comparison.

In: a comparison, measures with time series, the length of a span. Out: for every model and
measure the time to leave out (MSER-5 over the average of the replications) or why that cannot be
said, and the interval of the first replication alone, by batch means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sandbox.language import Message
from sandbox.measures import CATALOGUE
from sandbox.randomness.arrays import Floats
from sandbox.scenario.scenario import Scenario
from sandbox.study.comparison import Comparison
from sandbox.study.plain import finite, interval_form
from sandbox.study.statistics.batch_means import BatchMeans, batch_means
from sandbox.study.statistics.unusable import Unusable
from sandbox.study.statistics.warm_up import BATCH, LEAST_BATCHES, WarmUp, mser

DAY = 86_400.0


@dataclass(frozen=True)
class Warming:
    """What the time series of one measure under one model says; times in seconds."""

    measure: str
    span: float
    warm_up: WarmUp
    one_run: BatchMeans | None
    why_not: Message | None  # there is no interval of one run

    @property
    def series(self) -> float | None:
        """The shortest interval in which the measure is defined everywhere, where that is not so
        now; none when no interval is long enough.
        """
        together = self.warm_up.longer
        return None if together is None else together * self.span

    @property
    def seconds(self) -> float | None:
        """The time to leave out; none when it cannot be said."""
        out = self.warm_up.truncation
        return None if out is None else out * self.span


@dataclass(frozen=True)
class WarmUps:
    """What the time series of every model say; `now`: the scenario's warm-up, in seconds."""

    models: dict[str, tuple[Warming, ...]]
    now: float

    def to_json(self) -> dict[str, Any]:
        """As the command line's JSON."""
        answer: dict[str, Any] = finite({
            model: {
                one.measure: {
                    "warm_up": one.seconds,
                    "span": one.span,
                    "series": one.series,
                    "advice": None if one.warm_up.advice is None else one.warm_up.advice.render(),
                    "one_run": None if one.one_run is None else interval_form(one.one_run.interval),
                    "lag_one": None if one.one_run is None else one.one_run.lag_one,
                }
                for one in ones
            }
            for model, ones in self.models.items()
        })  # fmt: skip
        return answer


def warm_ups(
    comparison: Comparison, measures: Sequence[str], span: float, warm_up: float
) -> WarmUps:
    """For every model, what each measure's series says.

    Args:
        comparison: with at least one replication.
        measures: names of measures with time series.
        span: seconds over which the series is taken together: a whole day where demand has a
            daily profile, or the profile would look like a transient.
        warm_up: seconds left out of the one run.
    """
    return WarmUps(
        {
            model: tuple(_warming(comparison, model, name, span, warm_up) for name in measures)
            for model in comparison.models
        },
        warm_up,
    )


def span_of(scenario: Scenario) -> tuple[float, Message | None]:
    """The span that fits a scenario, and a warning where none does.

    A day, where demand has a profile and the horizon holds enough days for the rule; else the
    interval of the study's time series.
    """
    study = scenario.study
    interval, horizon = float(study.series), float(study.horizon)
    profiled = any(
        len({*map(float, scenario.profiles[need.profile].hours)}) > 1
        or len({*map(float, scenario.profiles[need.profile].weekdays)}) > 1
        for need in scenario.needs.values()
        if need.profile in scenario.profiles
    )
    if not profiled:
        return interval, None
    if horizon >= BATCH * LEAST_BATCHES * max(DAY, interval):
        return max(DAY, interval), None
    return interval, Message(
        "demand has a profile over the day or the week, and the horizon holds fewer than {days} "
        "days: what looks like a beginning may be a time of the day",
        {"days": BATCH * LEAST_BATCHES},
    )


def _warming(
    comparison: Comparison, model: str, measure: str, span: float, warm_up: float
) -> Warming:
    rows = [_spans(run.series, measure, span) for run in comparison.of(model)]
    series = np.vstack(rows)
    after = series[0][int(np.ceil(warm_up / span)) :]
    one_run, why_not = None, None
    try:
        one_run = batch_means(after, comparison.confidence, unit=CATALOGUE[measure].unit)
    except Unusable as unusable:
        why_not = unusable.message
    return Warming(measure, span, mser(series, interval=span), one_run, why_not)


def _spans(series: Mapping[str, Sequence[float]], measure: str, span: float) -> Floats:
    """The mean of a measure over each whole span, its intervals weighed by their requests."""
    times = np.asarray(series["time"])
    values, asked = np.asarray(series[measure]), np.asarray(series["requests"])
    if measure == "requests":
        asked = np.ones_like(values)
    known = ~np.isnan(values)
    step = times[1] - times[0] if len(times) > 1 else span
    whole = int((times[-1] + step) / span + 1e-9)
    place = np.minimum((times / span + 1e-9).astype(np.int64), whole)
    hits = np.bincount(place[known], (values * asked)[known], whole + 1)[:whole]
    weights = np.bincount(place[known], asked[known], whole + 1)[:whole]
    return np.where(weights > 0, hits / np.where(weights > 0, weights, 1.0), np.nan)
