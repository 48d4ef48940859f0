"""The best model in one measure, with a guarantee, running only models still in question.

In: an experiment, a measure, the smallest difference that matters. Out: a `Chosen`: the best model,
who was dropped when and by whom, and how many runs it took.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sandbox.language import Message
from sandbox.measures import CATALOGUE
from sandbox.study.bias import doubtful_best
from sandbox.study.designs.experiment import Experiment, Origin, Outcome
from sandbox.study.statistics.selection import FIRST, FullySequential, Selection
from sandbox.study.statistics.unusable import Unusable

MOST = 200
"""replications of a model at most, where that is not given"""
CLEAR_CUT = 0.2
"""The part of the error that is spent on who is clearly worse. KN then takes about a tenth more
replications where models are close, and an obvious choice ends with the first ten."""
_AHEAD = 8
"""A further batch is as large as this part of what is done: few comparisons, few runs too many."""


@dataclass(frozen=True)
class Chosen:
    """The selection, and what it took: `runs` of models by label.

    `difference`: the smallest that matters, as asked for; none: the finest that `most` can tell,
    which the selection holds. `doubtful`: unfinished requests could be the reason for who is best.
    """

    origin: Origin
    measure: str
    difference: float | None
    confidence: float
    most: int
    selection: Selection
    runs: dict[str, int]
    doubtful: bool


def selecting(
    experiment: Experiment,
    measure: str,
    difference: float | None = None,
    *,
    confidence: float | None = None,
    most: int = MOST,
    had: Outcome | None = None,
) -> Chosen:
    """Run the models until the best in a measure is known.

    The procedure is KN, fully sequential (Kim & Nelson 2001), with a screening of those that are
    clearly worse: see `FullySequential`. Runs are made
    in batches of whole replications of the models left, so a few may turn out not to have been
    needed; none is made twice.

    Args:
        experiment: where models are run; two or more.
        measure: one of which more or less is better.
        difference: the smallest that matters, in base units of the measure; none: the finest
            that `most` replications can tell.
        confidence: that the best is found (default: the scenario's).
        most: replications of a model at most.
        had: replications from 0 on that were run before.

    Raises:
        Unusable: when the measure is not defined in a run, or the confidence is too low to need
            any run.
        Refused: when the scenario does not hold together.
        Cancelled: when the study was cancelled.
    """
    models = experiment.models
    level = experiment.confidence if confidence is None else confidence
    if not 1 / len(models) < level < 1:
        raise Unusable(
            Message(
                "with {count} models, a confidence of {confidence:.0%} asks for nothing: "
                "guessing has {guess:.0%}",
                {"count": len(models), "confidence": level, "guess": 1 / len(models)},
            )
        )
    procedure = FullySequential(
        models,
        difference,
        confidence=level,
        first=min(FIRST, most),
        higher_is_better=CATALOGUE[measure].better > 0,
        maximum=most,
        clear_cut=CLEAR_CUT,
    )
    experiment.plan(len(models) * most, exact=False)
    runs = dict.fromkeys(models, 0)
    if had is not None:
        _feed(procedure, had, measure, 0, runs)
    while needed := procedure.needed(max(runs.values()) // _AHEAD):
        left = [model for model in models if any(name == model for name, _ in needed)]
        first = min(replication for _, replication in needed)
        last = max(replication for _, replication in needed)
        outcome = experiment.run(experiment.document, last - first + 1, models=left, first=first)
        _feed(procedure, outcome, measure, first, runs)
    selection = procedure.selection()
    shares = {model: experiment.left_open.get(model, 0.0) for model in models}
    chosen = Chosen(
        experiment.origin(max(runs.values())),
        measure,
        difference,
        level,
        most,
        selection,
        runs,
        selection.best is not None and doubtful_best(measure, selection.best, shares),
    )
    experiment.conclude(chosen)
    return chosen


def _feed(
    procedure: FullySequential, outcome: Outcome, measure: str, first: int, runs: dict[str, int]
) -> None:
    """Give the procedure an outcome, whose replications begin with number `first`."""
    for model, values in outcome.values.items():
        for place, value in enumerate(values[measure]):
            if not math.isfinite(value):
                said = {"measure": measure, "model": model, "replication": first + place}
                raise Unusable(
                    Message(
                        "`{measure}` is not defined under {model} in replication {replication}, "
                        "so the models cannot be compared in it",
                        said,
                    )
                )
            procedure.feed(model, first + place, value)
        runs[model] += len(values[measure])
