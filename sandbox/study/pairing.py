"""Pairs: the same request under two models, one by one.

In: a document, models, a baseline. Out: for every model how many of the same requests were
answered under both, under one or under none, how many sooner and how many later, and by how much.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sandbox.language import Message
from sandbox.scenario.document import Document
from sandbox.study.executor import execute
from sandbox.study.expectations import known_models
from sandbox.study.fates import Fates, FatesOf
from sandbox.study.intervals import Interval, interval
from sandbox.study.progress import StudyProgress, Task
from sandbox.study.statistics.batch_means import batch_means
from sandbox.study.statistics.unusable import Unusable
from sandbox.study.work import Runs

SHARES = (0.05, 0.5, 0.95)
"""Quantiles of the differences that are told."""

REPLICATIONS, BATCHES = "replications", "batches"
"""What an interval rests on: means of replications, or of batches of one run's requests."""


@dataclass(frozen=True)
class Paired:
    """How the same requests fared under a model and under the baseline; times in seconds.

    A difference is the model's response time minus the baseline's, over requests that both have
    answered. `method` says what the interval rests on; `advice` when it is not to be trusted.
    """

    model: str
    baseline: str
    requests: int
    both: int
    here: int  # answered under the model only
    there: int  # answered under the baseline only
    sooner: int
    later: int
    same: int
    difference: Interval
    quantiles: tuple[float, ...]  # of the differences, at `SHARES`
    method: str
    advice: Message | None = None

    @property
    def neither(self) -> int:
        """Answered under none of the two."""
        return self.requests - self.both - self.here - self.there


def pairs(
    document: Document,
    *,
    models: Sequence[str] | None = None,
    baseline: str | None = None,
    replications: int | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    engine: str = "auto",
    observer: Callable[[StudyProgress], None] | None = None,
    cancel: threading.Event | None = None,
) -> tuple[Paired, ...]:
    """Every model against the baseline, request by request.

    Args:
        document: the scenario.
        models: labels (default: all of the scenario's).
        baseline: the label to compare with (default: the scenario's, else the first).
        replications: runs of each model (default: the scenario's).
        seed: of all draws (default: the scenario's).
        jobs, engine, observer, cancel: as in `compare`.

    Raises:
        Refused: when the scenario does not hold together or has no such model.
        Cancelled: when `cancel` was set.
    """
    study = document.scenario.study
    labels = list(dict.fromkeys(models if models is not None else document.scenario.models))
    if baseline is None:
        baseline = study.baseline if study.baseline in labels else labels[0]
    known_models(document, [*labels, baseline])
    if baseline not in labels:
        labels.insert(0, baseline)
    count = int(study.replications) if replications is None else replications
    tasks = [
        Task(number, model, replication)
        for number, (model, replication) in enumerate(
            (model, replication) for model in labels for replication in range(count)
        )
    ]
    work = FatesOf(Runs.of(document, int(study.seed) if seed is None else seed, engine))
    found = execute(work, tasks, jobs=jobs, observer=observer, cancel=cancel)
    runs = {(fates.model, fates.replication): fates for fates in found}
    confidence = float(study.confidence)
    return tuple(
        paired(
            [runs[label, replication] for replication in range(count)],
            [runs[baseline, replication] for replication in range(count)],
            confidence,
        )
        for label in labels
        if label != baseline
    )


def paired(here: Sequence[Fates], there: Sequence[Fates], confidence: float) -> Paired:
    """One model's runs against the baseline's, replication by replication.

    The interval is Student's over the replications' mean differences; of a single replication it
    is that of batch means over its requests in the order in which they were made.

    Raises:
        ValueError: when the runs are not of the same requests.
    """
    gaps: list[NDArray[np.float64]] = []
    counts = np.zeros(4, np.int64)  # requests, both, here only, there only
    for one, other in zip(here, there, strict=True):
        if one.streams != other.streams or not (
            np.array_equal(one.stream, other.stream) and np.array_equal(one.index, other.index)
        ):
            raise ValueError("not the same requests")
        ours, theirs = one.took >= 0, other.took >= 0
        both = ours & theirs
        counts += [len(one), both.sum(), (ours & ~theirs).sum(), (~ours & theirs).sum()]
        order = np.argsort(one.made[both], kind="stable")
        gaps.append((one.took - other.took)[both][order] / 1e9)
    every = np.concatenate(gaps)
    found, method, advice = _interval(gaps, confidence)
    return Paired(
        here[0].model,
        there[0].model,
        requests=int(counts[0]),
        both=int(counts[1]),
        here=int(counts[2]),
        there=int(counts[3]),
        sooner=int((every < 0).sum()),
        later=int((every > 0).sum()),
        same=int((every == 0).sum()),
        difference=found,
        quantiles=tuple(np.quantile(every, SHARES).tolist()) if len(every) else (),
        method=method,
        advice=advice,
    )


def _interval(
    gaps: Sequence[NDArray[np.float64]], confidence: float
) -> tuple[Interval, str, Message | None]:
    if len(gaps) > 1:
        means = [float(gap.mean()) for gap in gaps if len(gap)]
        return interval(means, confidence, "s"), REPLICATIONS, None
    try:
        found = batch_means(gaps[0], confidence, unit="s")
    except Unusable as unusable:
        mean = float(gaps[0].mean()) if len(gaps[0]) else float("nan")
        return Interval(mean, float("nan"), float("nan"), "s", 1), BATCHES, unusable.message
    return found.interval, BATCHES, found.advice
