"""The outcomes of a study, laid flat to be kept: a key for every measure of every model.

In: a comparison, and the labels to break it down by. Out: `Outcomes`: under each model a mean with
its interval for keys such as `satisfied` and `satisfied[need=tax-check]`, and what was run, so that
it can be run again. Nothing in it depends on the engine, the number of processes or the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.measures import CATALOGUE
from sandbox.study.intervals import Interval

if TYPE_CHECKING:
    from sandbox.study.comparison import Comparison


@dataclass(frozen=True)
class Outcomes:
    """What came out, and of what.

    `labels` are those that measures are broken down by; `given` holds the seed and replications
    that were asked for in place of the scenario's own.
    """

    scenario: str
    digest: str
    version: str
    seed: int
    replications: int
    confidence: float
    labels: tuple[str, ...]
    given: Mapping[str, int]
    models: Mapping[str, Mapping[str, Interval]]

    @property
    def count(self) -> int:
        """How many outcomes there are, all models together."""
        return sum(map(len, self.models.values()))


def outcomes_of(
    comparison: Comparison, labels: Sequence[str] = (), given: Mapping[str, int] | None = None
) -> Outcomes:
    """All outcomes of a comparison: of the whole, and of every group of `labels`.

    Raises:
        KeyError: for a label that is no breakdown.
    """
    return Outcomes(
        scenario=comparison.scenario,
        digest=comparison.digest,
        version=comparison.version,
        seed=comparison.seed,
        replications=comparison.replications,
        confidence=comparison.confidence,
        labels=tuple(sorted(set(labels))),
        given=dict(given or {}),
        models={
            model: dict(sorted(_flat(comparison, model, labels)))
            for model in sorted(comparison.models)
        },
    )


def _flat(
    comparison: Comparison, model: str, labels: Sequence[str]
) -> Iterator[tuple[str, Interval]]:
    yield from comparison.models[model].items()
    for label in set(labels):
        for name, info in CATALOGUE.items():
            if label in info.breakdowns:
                for group, found in comparison.breakdown(model, label, name).items():
                    yield f"{name}[{label}={group}]", found
