"""The sweep: models compared at many points, and where the best of them changes.

In: an experiment, settings and a design. Out: a `Sweep`: outcomes by point, the best model of each
point in a measure, and along one numerical factor the places where another model takes over.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sandbox.measures import CATALOGUE
from sandbox.study.bias import doubtful_best
from sandbox.study.designs.experiment import Experiment, Origin, Outcome
from sandbox.study.designs.points import (
    Point,
    at_point,
    check_points,
    document_at,
    factors_at,
    few_enough,
)
from sandbox.study.designs.settings import Setting
from sandbox.study.intervals import Interval
from sandbox.study.statistics.crossings import Crossing, crossings
from sandbox.study.statistics.designs import (
    full_factorial,
    latin_hypercube,
    one_at_a_time,
    sobol_points,
)

DESIGNS = ("full", "oat", "lhs", "sobol")
LEVELS = 5
"""values of each range, where its number is not given"""
SAMPLES = 16
"""points of a sample, where their number is not given"""


@dataclass(frozen=True)
class Sweep:
    """Points in the order of the design, and what each of them showed."""

    origin: Origin
    design: str
    settings: tuple[Setting, ...]
    models: tuple[str, ...]
    points: tuple[Point, ...]
    outcomes: tuple[Outcome, ...]

    def interval(self, place: int, model: str, measure: str) -> Interval:
        """A measure under a model at a point."""
        return self.outcomes[place].interval(model, measure, self.origin.confidence)

    def best(self, place: int, measure: str) -> tuple[str, ...]:
        """The models with the best mean at a point; none where no direction is better.

        Several have the same mean exactly; a single model has nothing to be best of.
        """
        better = CATALOGUE[measure].better
        if not better or len(self.models) < 2:
            return ()
        means = {model: self.interval(place, model, measure).mean for model in self.models}
        known = {model: better * mean for model, mean in means.items() if not math.isnan(mean)}
        most = max(known.values(), default=math.nan)
        return tuple(model for model, mean in known.items() if mean == most)

    def doubtful(self, place: int, measure: str) -> bool:
        """Whether unfinished requests could be the reason for who is best at a point."""
        shares = self.outcomes[place].open_shares()
        return any(doubtful_best(measure, model, shares) for model in self.best(place, measure))

    @cached_property
    def line(self) -> tuple[tuple[float, int], ...]:
        """Numbers of the only factor in ascending order with the places of their points; none
        where there are several factors, or one that is no number."""
        if len(self.settings) != 1:
            return ()
        numbers = [self.settings[0].number(point[0]) for point in self.points]
        if None in numbers or len(set(numbers)) != len(numbers) or len(numbers) < 2:
            return ()
        return tuple(sorted((float(x), place) for place, x in enumerate(numbers) if x is not None))

    def changes(self, measure: str) -> tuple[Crossing, ...]:
        """Where along the only factor another model becomes the best, in the factor's unit.

        Raises:
            Unusable: when fewer than two replications have the measure defined everywhere.
        """
        better = CATALOGUE[measure].better
        if not self.line or not better or len(self.models) < 2:
            return ()
        table = np.array(
            [
                [self.outcomes[place].values[model][measure] for model in self.models]
                for _, place in self.line
            ],
            np.float64,
        )
        return crossings(
            [x for x, _ in self.line],
            self.models,
            table,
            better=better,
            confidence=self.origin.confidence,
        )


def designed(
    settings: Sequence[Setting], design: str, points: int | None, seed: int
) -> tuple[Point, ...]:
    """The points of a design.

    Args:
        settings: the factors.
        design: one of `DESIGNS`.
        points: values of each range (`full`, `oat`), or points in all (`lhs`, `sobol`).
        seed: of the samples.

    Raises:
        Refused: when there would be too many points.
        ValueError: for another design, or too few points.
    """
    factors = [setting.factor for setting in settings]
    if design in ("full", "oat"):
        values = [len(factor.spread(points or LEVELS)) for factor in factors]
        few_enough(settings, math.prod(values) if design == "full" else 1 + sum(values))
    else:
        few_enough(settings, points or SAMPLES)
    match design:
        case "full":
            return full_factorial(factors, points or LEVELS).points
        case "oat":
            base = {setting.name: setting.base for setting in settings}
            return one_at_a_time(factors, base, points or LEVELS).points
        case "lhs":
            return latin_hypercube(factors, points or SAMPLES, seed).points
        case "sobol":
            return sobol_points(factors, points or SAMPLES, seed).points
    raise ValueError(f"design {design!r}, expected one of {DESIGNS}")


def sweep(
    experiment: Experiment,
    settings: Sequence[Setting],
    *,
    design: str = "full",
    points: int | None = None,
    replications: int | None = None,
) -> Sweep:
    """Compare the models at every point of a design, on the same draws.

    Args:
        experiment: where the points are run.
        settings: the factors.
        design: one of `DESIGNS`.
        points: how many; see `designed`.
        replications: of each model at each point (default: the scenario's).

    Raises:
        Refused: with everything that is wrong with any point, before one is run.
        Cancelled: when the study was cancelled.
    """
    document = experiment.document
    count = int(document.scenario.study.replications) if replications is None else replications
    found = designed(settings, design, points, experiment.seed)
    check_points(document, settings, found, experiment.models)
    distinct = dict.fromkeys(found)
    experiment.plan(len(distinct) * len(experiment.models) * count, exact=True)
    outcomes: dict[Point, Outcome] = {}
    for point in distinct:
        with at_point(settings, point):
            there = document_at(document, settings, point)
            outcomes[point] = experiment.run(
                experiment.at(there, factors_at(settings, point)), count
            )
    swept = Sweep(
        experiment.origin(count),
        design,
        tuple(settings),
        experiment.models,
        found,
        tuple(outcomes[point] for point in found),
    )
    experiment.conclude(swept)
    return swept
