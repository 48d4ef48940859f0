"""The experiment: the one place where the points of a study are run.

In: documents of points, models, a seed that all points share. Out: `Outcome`s: the measures of each
model in each replication, without all that a comparison holds beside them; and progress over all
points.
"""

from __future__ import annotations

import math
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sandbox.measures import CATALOGUE
from sandbox.randomness.arrays import Floats
from sandbox.scenario.document import Document
from sandbox.study.comparing import compare
from sandbox.study.comparison import Comparison
from sandbox.study.crew import Crew
from sandbox.study.expectations import known_models
from sandbox.study.intervals import Interval, interval
from sandbox.study.progress import StudyProgress
from sandbox.study.store import Keeping

Observer = Callable[[StudyProgress], None]


@dataclass(frozen=True)
class Origin:
    """What somebody must know to repeat a study."""

    scenario: str
    digest: str
    version: str
    seed: int
    engine: str
    replications: int
    confidence: float
    baseline: str


@dataclass(frozen=True)
class Outcome:
    """One point: model → measure → value in each replication; nan where it is not defined."""

    values: Mapping[str, Mapping[str, tuple[float, ...]]]
    left_open: Mapping[str, float]
    """share of unfinished requests of each model that has more than can be passed over"""

    def interval(self, model: str, measure: str, confidence: float) -> Interval:
        """A measure's mean under a model, with its interval."""
        return interval(self.values[model][measure], confidence, CATALOGUE[measure].unit)

    def open_shares(self) -> dict[str, float]:
        """Share of unfinished requests of every model; 0 where it can be passed over."""
        return {model: self.left_open.get(model, 0.0) for model in self.values}

    def gaps(self, model: str, against: str | None, measure: str) -> Floats:
        """A measure in each replication; minus that of another model on the same draws."""
        here = np.asarray(self.values[model][measure], np.float64)
        if against is None:
            return here
        return here - np.asarray(self.values[against][measure], np.float64)

    def table(self, models: Sequence[str], measures: Sequence[str]) -> Floats:
        """Replications × models × measures."""
        columns = [[self.values[model][name] for name in measures] for model in models]
        return np.moveaxis(np.asarray(columns, np.float64), 2, 0)

    def and_then(self, more: Outcome) -> Outcome:
        """The replications of this outcome and further ones of the same models."""
        return Outcome(
            {
                model: {name: (*values, *more.values[model][name]) for name, values in had.items()}
                for model, had in self.values.items()
            },
            {**self.left_open, **more.left_open},
        )


def outcome_of(found: Comparison) -> Outcome:
    """What of a comparison a point keeps."""
    return Outcome(
        {
            label: {name: tuple(found.values(label, name)) for name in CATALOGUE}
            for label in found.models
        },
        found.left_open(),
    )


class Experiment:
    """Runs points, one after the other, all on the draws of one seed; workers stay for all points.

    They are dismissed when the study concludes, or fails, or when nobody has the experiment.
    """

    def __init__(
        self,
        document: Document,
        *,
        models: Sequence[str] | None = None,
        seed: int | None = None,
        jobs: int | None = None,
        engine: str = "auto",
        observer: Observer | None = None,
        cancel: threading.Event | None = None,
        store: Keeping | None = None,
        cluster: str | None = None,
    ) -> None:
        """Begin.

        Args:
            document: the scenario that is varied.
            models: labels (default: all of the scenario's).
            seed: of all draws (default: the scenario's).
            jobs: processes at work (default: one a core).
            engine: `simpy`, `compiled` or `auto`.
            observer: told of the progress over all points.
            cancel: set it to cancel.
            store: the place of this study in a store, which keeps its runs.
            cluster: address of a Dask scheduler whose workers do the runs.

        Raises:
            Refused: for a model that the scenario does not have.
        """
        study = document.scenario.study
        self.document = document
        self.models = tuple(models if models is not None else document.scenario.models)
        known_models(document, self.models)
        self.seed = int(study.seed) if seed is None else seed
        self.confidence = float(study.confidence)
        self.total = 0
        """runs that the study will take, as far as is known"""
        self.left_open: dict[str, float] = {}
        """the greatest share of unfinished requests of each model at any point so far, where it is
        more than can be passed over"""
        self._jobs, self._engine = jobs, engine
        self._store, self._cluster = store, cluster
        self._observer, self._cancel = observer, cancel
        self._done = 0
        self._begun = time.monotonic()
        self._exact = False
        self._crew = Crew()
        weakref.finalize(self, self._crew.dismiss, at_once=True)
        self._latest: Comparison | None = None

    def plan(self, runs: int, *, exact: bool) -> None:
        """Note to how many runs the design comes; unless `exact`, to so many at most.

        Raises:
            Trouble: when the store cannot be written.
        """
        self.total, self._exact = max(self.total, runs), exact
        if self._store is not None:
            self._store.plan(self.total, exact=exact)

    def at(self, there: Document, factors: Mapping[str, str]) -> Document:
        """The document of a point, whose values by path are noted in the store.

        Raises:
            Trouble: when the store cannot be written.
        """
        if self._store is not None:
            self._store.point(factors, there)
        return there

    def conclude(self, found: Any) -> None:
        """Keep what the study found, where its runs are kept, and let the workers go.

        Raises:
            Trouble: when the store cannot be written.
        """
        if self._store is not None:
            self._store.conclude(found)
        self._crew.dismiss()

    def run(
        self,
        there: Document,
        replications: int,
        *,
        models: Sequence[str] | None = None,
        first: int = 0,
    ) -> Outcome:
        """The outcome at one point: `replications` of them, from number `first` on.

        Raises:
            Refused: when the point's world does not hold together.
            Cancelled: when the study was cancelled.
            RunLost: when a run could not be finished.
        """
        labels = self.models if models is None else tuple(models)
        count = len(labels) * replications
        self.total = max(self.total, self._done + count)
        self._crew.to_come = self.total - self._done - count if self._exact else None
        with self._crew.at_hand():
            found = compare(
                there,
                models=labels,
                replications=replications,
                seed=self.seed,
                jobs=self._jobs,
                engine=self._engine,
                observer=self._told if self._observer is not None else None,
                cancel=self._cancel,
                first=first,
                store=self._store,
                cluster=self._cluster,
            )
        self._done += count
        self._latest = replace(found, runs=())
        for model, share in found.left_open().items():
            self.left_open[model] = max(share, self.left_open.get(model, 0.0))
        return outcome_of(found)

    def origin(self, replications: int) -> Origin:
        """The origin of what was run."""
        latest = self._latest
        if latest is None:
            raise ValueError("nothing was run")
        study, scenario = self.document.scenario.study, self.document.scenario.scenario
        stated = study.baseline
        return Origin(
            scenario=scenario,
            digest=self.document.digest,
            version=latest.version,
            seed=self.seed,
            engine=latest.engine,
            replications=replications,
            confidence=self.confidence,
            baseline=stated if stated in self.models and stated is not None else self.models[0],
        )

    def _told(self, look: StudyProgress) -> None:
        """Progress of the point under way as progress of the study."""
        if self._observer is None:
            return
        total = max(self.total, self._done + look.total, 1)
        share = (self._done + look.fraction * look.total) / total
        elapsed = time.monotonic() - self._begun
        eta = elapsed * (1 - share) / share if share > 0 else math.nan
        done = self._done + look.done
        self._observer(StudyProgress(done, total, share, eta, look.running))
