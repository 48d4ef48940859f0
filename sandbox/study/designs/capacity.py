"""How many are enough: the fewest servers with which each model meets a limit.

In: an experiment, a range of whole numbers, a limit. Out: a `Need` for each model: the answer of
the bisection, with its bracket, confidence and violations.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.language import Message
from sandbox.scenario.document import Document
from sandbox.study.bias import hides_failure
from sandbox.study.designs.experiment import Experiment, Origin, Outcome
from sandbox.study.designs.limits import Asked
from sandbox.study.designs.paths import refused
from sandbox.study.designs.points import at_point, check_points, document_at, factors_at
from sandbox.study.designs.settings import Setting
from sandbox.study.intervals import interval
from sandbox.study.statistics.bisection import Goal, fewest
from sandbox.study.statistics.factors import Span

FIRST = 5
"""replications of a model at a number before it is judged"""
MOST = 80
"""replications of a model at a number at most, where that is not given"""


@dataclass(frozen=True)
class Need:
    """What one model needs."""

    model: str
    goal: Goal


@dataclass(frozen=True)
class Capacity:
    """The answer for every model, in their order. `confidence` is of each model's answer."""

    origin: Origin
    setting: Setting
    asked: Asked
    low: int
    high: int
    confidence: float
    needs: tuple[Need, ...]


def whole_range(setting: Setting) -> tuple[int, int]:
    """The ends of a range of whole numbers.

    Raises:
        Refused: for anything else.
    """
    factor = setting.factor
    if isinstance(factor, Span) and factor.whole:
        return int(factor.low), int(factor.high)
    message = Message("a range of whole numbers is needed here, such as 1..40")
    raise refused(setting.mark, setting.path, message)


def capacity(
    experiment: Experiment,
    setting: Setting,
    asked: Asked,
    *,
    confidence: float | None = None,
    first: int = FIRST,
    most: int = MOST,
) -> Capacity:
    """The fewest of something with which each model's measure meets a limit.

    A number at which a model leaves too many requests unfinished is not taken to meet a limit of
    response times, ages or answers, which only speak of answered requests.

    Args:
        experiment: where numbers are tried.
        setting: a range of whole numbers.
        asked: the limit.
        confidence: of all decisions about one model together (default: the scenario's).
        first: replications before a number is judged.
        most: replications of a number at most.

    Raises:
        Refused: for other ranges, and with what is wrong with their ends.
        Cancelled: when the study was cancelled.
    """
    low, high = whole_range(setting)
    ends = [(float(low),), (float(high),)]
    check_points(experiment.document, [setting], ends, experiment.models)
    level = experiment.confidence if confidence is None else confidence
    steps = min(2 + max(high - low - 1, 0).bit_length(), high - low + 1)
    experiment.plan(steps * len(experiment.models) * most, exact=False)
    needs = []
    for model in experiment.models:
        trials = _Trials(experiment, setting, model, asked)
        goal = fewest(
            trials.values,
            low,
            high,
            asked.limit,
            confidence=level,
            first=min(first, most),
            maximum=most,
        )
        needs.append(Need(model, goal))
    origin = experiment.origin(most)
    found = Capacity(origin, setting, asked, low, high, level, tuple(needs))
    experiment.conclude(found)
    return found


class _Trials:
    """A model at numbers that were tried; replications are added to, never run again."""

    def __init__(self, experiment: Experiment, setting: Setting, model: str, asked: Asked) -> None:
        self._experiment, self._setting = experiment, setting
        self._model, self._measure, self._limit = model, asked.measure, asked.limit
        self._latest: tuple[int, Document] | None = None
        self._outcomes: dict[int, Outcome] = {}

    def values(self, number: int, replications: int) -> Sequence[float]:
        """The measure at a number, in the first replications; nowhere defined where unfinished
        requests could be the reason that the limit seems to hold."""
        had = self._outcomes.get(number)
        have = 0 if had is None else len(had.values[self._model][self._measure])
        if have < replications:
            with at_point([self._setting], (float(number),)):
                more = self._experiment.run(
                    self._document(number), replications - have, models=[self._model], first=have
                )
            self._outcomes[number] = more if had is None else had.and_then(more)
        outcome = self._outcomes[number]
        found = outcome.values[self._model][self._measure][:replications]
        if self._model in outcome.left_open:
            mean = interval(found, self._experiment.confidence).mean
            if hides_failure(self._measure, self._limit.at_least, mean, self._limit.bound):
                return (math.nan,) * replications
        return found

    def _document(self, number: int) -> Document:
        """The document at a number; the latest is kept, and with it the world built of it."""
        if self._latest is None or self._latest[0] != number:
            point = (float(number),)
            there = document_at(self._experiment.document, [self._setting], point)
            there = self._experiment.at(there, factors_at([self._setting], point))
            self._latest = number, there
        return self._latest[1]
