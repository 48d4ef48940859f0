"""Who wins and who loses: each group of a breakdown under every model and the baseline.

In: a comparison, a measure of which more or less is better, a label. Out: for each group the best
model, and what every other model changes from the baseline, with verdicts that hold together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sandbox.measures import CATALOGUE
from sandbox.study.bias import weighed
from sandbox.study.comparison import Comparison
from sandbox.study.intervals import NONE, UNDETERMINED, Difference, Interval, difference, interval
from sandbox.study.statistics.multiple import holm, paired_p_value


@dataclass(frozen=True)
class Fortune:
    """One group; `best` is the model with the best mean, the first of equal ones."""

    group: str
    best: str
    values: Mapping[str, Interval]
    gaps: Mapping[str, Difference]

    def loss(self, model: str, better: int) -> float:
        """By how much the group's mean is worse under a model than under the baseline, in the
        measure's unit; less than zero where it is better, nan where it is not known."""
        return -better * self.gaps[model].mean


def fortunes(comparison: Comparison, measure: str, by: str) -> tuple[Fortune, ...]:
    """All groups in which any model has the measure defined.

    The verdicts of a model hold for all groups together with the comparison's confidence (Holm's
    correction), for whoever looks for losers among many groups finds some by chance. Intervals
    are those of each difference alone.

    Raises:
        ValueError: for a measure of which neither more nor less is better, or that cannot be
            broken down so.
    """
    info = CATALOGUE[measure]
    if not info.better or by not in info.breakdowns:
        raise ValueError(f"nobody wins or loses in {measure} by {by}")
    samples = {model: _samples(comparison, model, measure, by) for model in comparison.models}
    unfinished = {
        model: _samples(comparison, model, "unfinished", by)
        if by in CATALOGUE["unfinished"].breakdowns
        else {}
        for model in comparison.models
    }
    groups = dict.fromkeys(group for columns in samples.values() for group in columns)
    found = [
        _fortune(comparison, measure, group, samples, unfinished)
        for group in groups
        if any(
            not math.isnan(value)
            for columns in samples.values()
            for value in columns.get(group, ())
        )
    ]
    return _together(found, comparison.confidence)


def _samples(comparison: Comparison, model: str, measure: str, by: str) -> dict[str, list[float]]:
    runs = comparison.of(model)
    columns = [run.breakdowns[by].column(measure) for run in runs]
    return dict(zip(runs[0].breakdowns[by].groups, map(list, zip(*columns))))


def _fortune(
    comparison: Comparison,
    measure: str,
    group: str,
    samples: Mapping[str, Mapping[str, list[float]]],
    unfinished: Mapping[str, Mapping[str, list[float]]],
) -> Fortune:
    info, baseline = CATALOGUE[measure], comparison.baseline
    nothing = [math.nan] * comparison.replications
    each = {model: columns.get(group, nothing) for model, columns in samples.items()}
    values = {
        model: interval(sample, comparison.confidence, info.unit) for model, sample in each.items()
    }
    known = [model for model in values if not math.isnan(values[model].mean)]
    left = {
        model: _open(comparison, model, unfinished[model].get(group, nothing)) for model in each
    }
    gaps = {}
    for model, sample in each.items():
        if model != baseline:
            gap = difference(sample, each[baseline], comparison.confidence, info.better)
            gaps[model] = weighed(measure, gap, left[model], left[baseline])
    best = max(known, key=lambda model: info.better * values[model].mean)
    return Fortune(group, best, values, gaps)


def _open(comparison: Comparison, model: str, sample: list[float]) -> float:
    """Share of unfinished requests; of the whole where the group has no requests of its own."""
    known = [share for share in sample if not math.isnan(share)]
    return math.fsum(known) / len(known) if known else comparison.models[model]["unfinished"].mean


def _together(found: list[Fortune], confidence: float) -> tuple[Fortune, ...]:
    """The same with verdicts that hold together for all groups of a model."""
    models = found[0].gaps if found else {}
    kept: dict[str, list[Difference]] = {}
    for model in models:
        gaps = [one.gaps[model] for one in found]
        adjusted = holm([paired_p_value(gap, confidence) for gap in gaps])
        kept[model] = [
            replace(gap, verdict=NONE)
            if gap.verdict not in (NONE, UNDETERMINED) and p_value > 1 - confidence
            else gap
            for gap, p_value in zip(gaps, adjusted, strict=True)
        ]
    return tuple(
        replace(one, gaps={model: kept[model][place] for model in models})
        for place, one in enumerate(found)
    )
