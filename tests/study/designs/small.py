"""Textbook queues made short, and experiments whose outcomes are told instead of simulated."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from sandbox.measures import CATALOGUE
from sandbox.scenario import load
from sandbox.scenario.document import Document, rewritten
from sandbox.scenario.nodes import Node
from sandbox.scenario.problems import Mark, Path
from sandbox.study.designs.experiment import Experiment, Origin, Outcome

HERE = Mark("here", 1, 1)
ONE = "bilateral"
"""the model in which only the station takes time"""


def shortened(name: str, horizon: str = "3000 s", warm_up: str = "300 s") -> Document:
    """A textbook scenario with a shorter horizon."""
    values: dict[Path, Node] = {
        ("study", "horizon"): Node(horizon, HERE),
        ("study", "warm_up"): Node(warm_up, HERE),
        ("study", "series"): Node(horizon, HERE),
    }
    return rewritten(load(f"textbook/{name}"), values)


class Told(Experiment):
    """An experiment whose values are told instead of simulated; it notes every run.

    `told(document, model, replication)` gives measures; what it leaves out is not defined.
    """

    def __init__(
        self,
        document: Document,
        models: Sequence[str],
        told: Callable[[Document, str, int], Mapping[str, float]],
        confidence: float = 0.95,
        left_open: Mapping[str, float] | None = None,
    ) -> None:
        super().__init__(document, models=[ONE], jobs=1)
        self.models = tuple(models)
        self.confidence = confidence
        self.noted: list[tuple[str, str, int]] = []
        self._values = told
        self.open_shares = dict(left_open or {})

    def run(
        self,
        there: Document,
        replications: int,
        *,
        models: Sequence[str] | None = None,
        first: int = 0,
    ) -> Outcome:
        values: dict[str, dict[str, tuple[float, ...]]] = {}
        for model in self.models if models is None else models:
            found = []
            for replication in range(first, first + replications):
                self.noted.append((there.digest, model, replication))
                found.append(self._values(there, model, replication))
            values[model] = {
                name: tuple(one.get(name, math.nan) for one in found) for name in CATALOGUE
            }
        open_here = {model: share for model, share in self.open_shares.items() if model in values}
        self.left_open |= open_here
        return Outcome(values, open_here)

    def origin(self, replications: int) -> Origin:
        return Origin(
            "told", "", "", self.seed, "none", replications, self.confidence, self.models[0]
        )
