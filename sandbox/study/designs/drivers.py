"""What drives a measure, or the choice between two models: sensitivity analysis of a scenario.

In: an experiment, ranges, a measure under a model, perhaps minus another. Out: a `Sensitivity`: a
tornado of one range at a time, and Morris' effects or Sobol's indices over all ranges at once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sandbox.language import Message
from sandbox.measures import CATALOGUE
from sandbox.randomness.arrays import Floats
from sandbox.study.designs.experiment import Experiment, Origin
from sandbox.study.designs.paths import refused
from sandbox.study.designs.points import (
    Point,
    at_point,
    check_points,
    document_at,
    factors_at,
    few_enough,
)
from sandbox.study.designs.settings import Setting
from sandbox.study.statistics.factors import Span
from sandbox.study.statistics.indices import Indices
from sandbox.study.statistics.sensitivity import (
    Plan,
    Screened,
    morris_plan,
    screen,
    sobol_indices,
    sobol_plan,
)
from sandbox.study.statistics.tornado import Subject, Swing, Tornado, tornado

METHODS = ("morris", "sobol")
TRAJECTORIES = 10
"""of Morris' plan, where their number is not given"""
BASE_SAMPLES = 64
"""of Sobol's plan, where their number is not given"""


@dataclass(frozen=True)
class Sensitivity:
    """What drives the subject. `screened` is of Morris' method, `indices` of Sobol's."""

    origin: Origin
    method: str
    subject: Subject
    unit: str
    settings: tuple[Setting, ...]
    points: int
    """different points that were run"""
    tornado: Tornado
    screened: tuple[Screened, ...] = ()
    indices: tuple[Indices, ...] = ()

    def setting(self, name: str) -> Setting:
        """The setting of a factor."""
        return next(one for one in self.settings if one.name == name)


def only_ranges(settings: Sequence[Setting]) -> tuple[Span, ...]:
    """The factors, when all of them are ranges.

    Raises:
        Refused: for one that is a list.
    """
    spans = []
    for setting in settings:
        if not isinstance(setting.factor, Span):
            message = Message("a range is needed here, such as 50/h..200/h; a list has no between")
            raise refused(setting.mark, setting.path, message)
        spans.append(setting.factor)
    return tuple(spans)


def sensitivity(
    experiment: Experiment,
    settings: Sequence[Setting],
    subject: Subject,
    *,
    method: str = "morris",
    samples: int | None = None,
    replications: int | None = None,
) -> Sensitivity:
    """Vary ranges one at a time and all at once, and tell what moves the subject.

    The output at a point is the subject's mean over replications, which are the same draws at
    every point, so that chance moves all points alike.

    Args:
        experiment: where the points are run; its models are those of the subject.
        settings: ranges.
        subject: a measure under a model, or that minus the same under another.
        method: `morris` or `sobol`.
        samples: trajectories of Morris' plan (2 or more), or base samples of Sobol's (a power of
            2).
        replications: of each point (default: the scenario's).

    Raises:
        Refused: with everything that is wrong with any point, before one is run.
        Unusable: without SALib, or where the subject is not defined.
        Cancelled: when the study was cancelled.
        ValueError: for other methods or samples.
    """
    spans = only_ranges(settings)
    document, seed = experiment.document, experiment.seed
    count = int(document.scenario.study.replications) if replications is None else replications
    plan = _plan(settings, spans, method, samples, seed)
    base: Point = tuple(setting.base for setting in settings)
    ends = [
        tuple((*base[:place], end, *base[place + 1 :]) for end in span.ends)
        for place, span in enumerate(spans)
    ]
    planned: list[Point] = [tuple(row) for row in plan.points.tolist()]
    distinct = dict.fromkeys([base, *(point for pair in ends for point in pair), *planned])
    check_points(document, settings, distinct, experiment.models)
    experiment.plan(len(distinct) * len(experiment.models) * count, exact=True)
    values: dict[Point, Floats] = {}
    for point in distinct:
        with at_point(settings, point):
            there = document_at(document, settings, point)
            outcome = experiment.run(experiment.at(there, factors_at(settings, point)), count)
        values[point] = outcome.gaps(subject.model, subject.against, subject.measure)
    unit = CATALOGUE[subject.measure].unit
    confidence = experiment.confidence
    outputs = [_mean(values[point]) for point in planned]
    found = Sensitivity(
        experiment.origin(count),
        method,
        subject,
        unit,
        tuple(settings),
        len(distinct),
        tornado(
            subject,
            values[base],
            [
                Swing(span.name, *span.ends, values[low], values[high])
                for span, (low, high) in zip(spans, ends)
            ],
            confidence=confidence,
            unit=unit,
        ),
        screen(plan, outputs, confidence=confidence, seed=seed) if method == "morris" else (),
        sobol_indices(plan, outputs, confidence=confidence, seed=seed) if method == "sobol" else (),
    )
    experiment.conclude(found)
    return found


def _plan(
    settings: Sequence[Setting], spans: Sequence[Span], method: str, samples: int | None, seed: int
) -> Plan:
    if method == "morris":
        few_enough(settings, (samples or TRAJECTORIES) * (len(spans) + 1))
        return morris_plan(spans, samples or TRAJECTORIES, seed)
    if method == "sobol":
        few_enough(settings, (samples or BASE_SAMPLES) * (len(spans) + 2))
        return sobol_plan(spans, samples or BASE_SAMPLES, seed)
    raise ValueError(f"method {method!r}, expected one of {METHODS}")


def _mean(values: Floats) -> float:
    """The mean of the replications in which the subject is defined; nan where there is none."""
    known = values[np.isfinite(values)]
    return math.fsum(known) / len(known) if len(known) else math.nan
