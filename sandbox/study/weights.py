"""Weights of measures: which measures can have one, and whether those of a scenario have.

In: the name of a measure, or a study, or the part of it that is sound. Out: places and messages of
weights that could never be used.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from sandbox.language import Message
from sandbox.measures import CATALOGUE
from sandbox.scenario.problems import Path
from sandbox.scenario.suggest import unknown
from sandbox.scenario.workings import StudySpec

MOST = 1_000_000
"""The greatest weight: only their proportions count, and beyond this the others count nothing."""


def unweighty(weight: float) -> Message | None:
    """Why a number can be no weight, if it can be none."""
    if math.isfinite(weight) and 0 <= weight <= MOST:
        return None
    said = {"most": f"{MOST:,}"}
    return Message("a weight is a number from 0 to {most}; only their proportions count", said)


def unweighable(measure: str) -> Message | None:
    """Why a measure can have no weight, if it can have none."""
    if measure not in CATALOGUE:
        return unknown(Message("measure"), measure, CATALOGUE)
    if not CATALOGUE[measure].better:
        return Message(
            "of `{measure}` neither more nor less is better, so it can have no weight",
            {"measure": measure},
        )
    return None


def findings(study: StudySpec | None) -> Iterator[tuple[Path, Message]]:
    """What is wrong with the weights of a study."""
    for measure, weight in study.weights.items() if study is not None else ():
        message = unweighable(measure) or unweighty(float(weight))
        if message is not None:
            yield ("study", "weights", measure), message
