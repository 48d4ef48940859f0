"""Which model to choose: weighed over several measures, and how sure that is.

In: an experiment and weights by measure. Out: a `Choosing`: the Pareto front, scores and ranks, how
far each weight must move before another model wins, and where further runs would tell most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sandbox.language import Message
from sandbox.measures import CATALOGUE
from sandbox.study.designs.experiment import Experiment, Origin, Outcome
from sandbox.study.statistics.allocation import further_runs, ocba
from sandbox.study.statistics.flips import Flip, weight_flips
from sandbox.study.statistics.pareto import Standing, pareto
from sandbox.study.statistics.ranking import Criterion, Ranking, normalised, ranking, valued
from sandbox.study.statistics.resampling import complete
from sandbox.study.statistics.unusable import Unusable

SETTLED = 0.999
"""A probability of being the best from which no further runs are advised."""


@dataclass(frozen=True)
class Further:
    """How further runs are best divided: OCBA's shares, and whole runs of a budget.

    `shares` are those of all runs of each model, the runs taken and the budget together; `runs`
    divides the budget so that the totals come near to them.
    """

    budget: int
    shares: dict[str, float]
    runs: dict[str, int]


@dataclass(frozen=True)
class Choosing:
    """Models in the order in which they were given; `weights` as they were given."""

    origin: Origin
    outcome: Outcome
    weights: dict[str, float]
    front: tuple[Standing, ...]
    ranking: Ranking
    flips: tuple[Flip, ...]
    further: Further

    @property
    def settled(self) -> bool:
        """Whether no further run is needed to tell who is the best: both probabilities say so."""
        first = self.ranking.order[0]
        return min(first.best, first.best_normal) >= SETTLED


def choosing(
    experiment: Experiment, weights: Mapping[str, float], *, replications: int | None = None
) -> Choosing:
    """Run the models once on the same draws, and weigh them.

    Args:
        experiment: where they are run; two models or more.
        weights: measure → weight, some above zero, each of a measure of which more or less is
            better.
        replications: of each model (default: the scenario's).

    Raises:
        Unusable: when fewer than two replications have all measures defined, or all weights are
            zero.
        Refused: when the scenario does not hold together.
        Cancelled: when the study was cancelled.
    """
    normalised(list(weights.values()))  # before anything runs
    document = experiment.document
    count = int(document.scenario.study.replications) if replications is None else replications
    if count < 2:
        raise Unusable(
            Message(
                "models are weighed over 2 or more replications, to tell chance from a difference; "
                "here there is one (--replications, or the scenario's study.replications)"
            )
        )
    experiment.plan(len(experiment.models) * count, exact=True)
    found = weighed(experiment, experiment.run(document, count), weights)
    experiment.conclude(found)
    return found


def weighed(experiment: Experiment, outcome: Outcome, weights: Mapping[str, float]) -> Choosing:
    """The choice that an outcome shows.

    Raises:
        Unusable: as `choosing`.
    """
    models, seed = experiment.models, experiment.seed
    table = outcome.table(models, list(weights))
    found, flips = weighing(outcome, models, weights, confidence=experiment.confidence, seed=seed)
    scores = valued(complete(table), found.scales) @ np.asarray(found.weights)
    shares = ocba(
        [one.score.mean for one in found.models],
        scores.std(axis=0, ddof=1).tolist(),
        higher_is_better=True,
    )
    budget = len(models) * len(table)
    runs = further_runs(shares, [len(table)] * len(models), budget)
    return Choosing(
        experiment.origin(len(table)),
        outcome,
        dict(weights),
        front_of(outcome, models, list(weights), seed=seed),
        found,
        flips,
        Further(budget, dict(zip(models, shares)), dict(zip(models, runs))),
    )


def weighing(
    outcome: Outcome,
    models: Sequence[str],
    weights: Mapping[str, float],
    *,
    confidence: float,
    seed: int,
) -> tuple[Ranking, tuple[Flip, ...]]:
    """Scores, ranks and flip points that an outcome shows, without any further run.

    Raises:
        Unusable: as `choosing`.
    """
    measures = list(weights)
    criteria = [Criterion(name, weights[name], CATALOGUE[name].better) for name in measures]
    table = outcome.table(models, measures)
    found = ranking(models, criteria, table, confidence=confidence, seed=seed)
    worth = np.array([one.values for one in found.models])
    return found, weight_flips(models, measures, worth, found.weights)


def front_of(
    outcome: Outcome, models: Sequence[str], measures: Sequence[str], *, seed: int
) -> tuple[Standing, ...]:
    """The Pareto front over some measures that an outcome shows.

    Raises:
        Unusable: when fewer than two replications have them all defined.
    """
    better = [CATALOGUE[name].better for name in measures]
    return pareto(models, better, outcome.table(models, measures), seed=seed)
