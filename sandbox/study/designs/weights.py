"""Weights of measures that stand in a scenario: `study.weights`.

In: a study, or the part of it that is sound. Out: places and messages of weights that could never
be used: of measures that do not exist, or of which neither more nor less is better.
"""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.language import Message
from sandbox.scenario.problems import Path
from sandbox.scenario.workings import StudySpec
from sandbox.study.designs.limits import unweighable


def findings(study: StudySpec | None) -> Iterator[tuple[Path, Message]]:
    """What is wrong with the weights of a study."""
    for measure in study.weights if study is not None else ():
        message = unweighable(measure)
        if message is not None:
            yield ("study", "weights", measure), message
