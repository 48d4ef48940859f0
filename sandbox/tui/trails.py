"""What has been seen of a measure while runs go on: values by model, replication and time.

In: interim measures as runs report them. Out: one line a model, the mean over the replications
that have come that far. Written by the study's thread, read by the screen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

_STEPS = 120  # points of a line; more would not be seen in a terminal


class Trails:
    """Interim measures on a grid of simulated time."""

    def __init__(self) -> None:
        # (model, replication) → step → measures; dictionaries are only added to
        self._seen: dict[tuple[str, int], dict[int, Mapping[str, float]]] = {}

    def note(
        self, model: str, replication: int, fraction: float, measures: Mapping[str, float]
    ) -> None:
        """Remember what a run shows at a fraction (0 to 1) of its simulated time."""
        step = max(0, min(_STEPS, round(fraction * _STEPS)))
        self._seen.setdefault((model, replication), {})[step] = measures

    def line(self, model: str, measure: str, horizon: float) -> tuple[list[float], list[float]]:
        """Times in seconds and values of a measure under a model, replications averaged."""
        sums: dict[int, list[float]] = {}
        for (label, _), steps in list(self._seen.items()):
            if label != model:
                continue
            for step, measures in list(steps.items()):
                value = measures.get(measure, math.nan)
                if math.isfinite(value):
                    sums.setdefault(step, []).append(value)
        times = [step / _STEPS * horizon for step in sorted(sums)]
        return times, [sum(sums[step]) / len(sums[step]) for step in sorted(sums)]

    def measures(self) -> set[str]:
        """Names of all measures seen."""
        return {
            name
            for steps in list(self._seen.values())
            for measures in list(steps.values())[-1:]
            for name in measures
        }
