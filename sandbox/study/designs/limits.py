"""Quantities of measures as people write them: limits, differences that matter, weights.

In: `response_time.p95 < 2 s`, `0.1 s`, `fresh=2`. Out: measures and numbers in base units, or
`Refused` with the place in what was written.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbox.language import Message
from sandbox.measures import CATALOGUE
from sandbox.scenario.problems import Mark, Problem, Refused
from sandbox.scenario.shape import quantity as words_of
from sandbox.scenario.suggest import unknown
from sandbox.scenario.units import parse
from sandbox.study.designs.factor_files import split_words
from sandbox.study.designs.paths import refused
from sandbox.study.expectations import DIMENSIONS
from sandbox.study.statistics.bisection import Limit
from sandbox.study.weights import unweighable

_COMPARED = re.compile(r"\s*([^<>=≤≥\s]+)\s*(<=|>=|<|>|≤|≥)\s*(.+?)\s*")
_LEAST = (">", ">=", "≥")


@dataclass(frozen=True)
class Asked:
    """A limit of a measure."""

    measure: str
    limit: Limit


def measure_named(name: str, mark: Mark) -> str:
    """`name`, when it is a measure.

    Raises:
        Refused: when it is none.
    """
    if name not in CATALOGUE:
        raise refused(mark, (), unknown(Message("measure"), name, CATALOGUE))
    return name


def amount_of(measure: str, text: str, mark: Mark) -> float:
    """An amount of a measure in base units; bare, it is in the measure's own.

    Raises:
        Refused: when the text is none.
    """
    dimension = DIMENSIONS.get(CATALOGUE[measure].unit, "number")
    for fitting in (dimension, "number", *(("count",) if dimension == "number" else ())):
        try:
            return parse(text, fitting)
        except ValueError:
            continue
    said = {"written": text, "measure": measure, "expected": words_of(dimension)}
    message = Message("`{written}` does not fit `{measure}`; expected {expected}", said)
    raise refused(mark, (), message)


def limit_of(text: str, option: str) -> Asked:
    """The limit that is written as `response_time.p95 < 2 s`.

    Strict and weak signs mean the same: measures are not exact enough to tell them apart.

    Raises:
        Refused: with the place of what is wrong.
    """
    mark = Mark(option, 1, 1)
    match = _COMPARED.fullmatch(text)
    if match is None:
        said = {"written": text, "example": "response_time.p95 < 2 s"}
        raise refused(mark, (), Message("`{written}` is not of the form {example}", said))
    measure = measure_named(match[1], Mark(option, 1, 1 + match.start(1)))
    bound = amount_of(measure, match[3], Mark(option, 1, 1 + match.start(3)))
    return Asked(measure, Limit(bound, match[2] in _LEAST))


def difference_of(measure: str, text: str, option: str) -> float:
    """The smallest difference of a measure that matters, in base units.

    Raises:
        Refused: when it is no amount above zero.
    """
    mark = Mark(option, 1, 1)
    found = amount_of(measure, text, mark)
    if not found > 0:
        raise refused(mark, (), Message("the difference that matters must be more than 0"))
    return found


def weights_of(texts: Sequence[str], option: str, below: Mapping[str, float]) -> dict[str, float]:
    """Weights by measure: those that are written, over those of the scenario.

    Raises:
        Refused: with every problem.
    """
    found: list[Problem] = []
    weights: dict[str, float] = {}
    for number, text in enumerate(texts, 1):
        mark = Mark(option, number, 1)
        try:
            name, value, start = split_words(text, mark, "MEASURE=2")
            measure = measure_named(name, mark)
            why = unweighable(measure)
            if why is not None:
                raise refused(mark, (), why)
            weight = _weight(value, Mark(option, number, 1 + start))
            if measure in weights:
                raise refused(mark, (), Message("`{measure}` has two weights", {"measure": name}))
            weights[measure] = weight
        except Refused as refusal:
            found += refusal.problems
    if found:
        raise Refused(found)
    return dict(below) | weights


def _weight(text: str, mark: Mark) -> float:
    for dimension in ("number", "share"):
        try:
            weight = parse(text, dimension)
        except ValueError:
            continue
        if weight >= 0 and math.isfinite(weight):
            return weight
    said = {"written": text, "example": "2, 0.5"}
    raise refused(mark, (), Message("`{written}` is no weight; expected {example}", said))
