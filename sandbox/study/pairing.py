"""Pairs: the same request under two models, one by one.

In: a document, models, a baseline. Out: `Pairs`: for every model how many of the same requests were
answered under both, under one or under none, how many sooner and how many later, and by how much.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

import sandbox
from sandbox.language import Message
from sandbox.scenario.document import Document
from sandbox.study.expectations import known_models
from sandbox.study.fates import Fates, FatesOf
from sandbox.study.fates_form import FORM
from sandbox.study.identity import libraries
from sandbox.study.intervals import UNDETERMINED, Interval, interval, judged
from sandbox.study.performing import Kind, performed
from sandbox.study.progress import StudyProgress
from sandbox.study.statistics.batch_means import batch_means
from sandbox.study.statistics.multiple import corrected
from sandbox.study.statistics.unusable import Unusable
from sandbox.study.store import Store

FOLLOWED = Kind(FatesOf, FORM, threads=False)
"""Runs whose requests are followed one by one, in Python, which threads do not share."""

SHARES = (0.05, 0.5, 0.95)
"""Quantiles of the differences that are told."""

REPLICATIONS, BATCHES = "replications", "batches"
"""What an interval rests on: means of replications, or of batches of one run's requests."""


@dataclass(frozen=True)
class Paired:
    """How the same requests fared under a model and under the baseline; times in seconds.

    A difference is the model's response time minus the baseline's, over requests that both have
    answered, every one of them. `method` says what the interval rests on; `advice` when it is not
    to be trusted. The verdict on it, for which less time is better, is `undetermined` where there
    is no interval or none to be trusted.
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
    verdict: str = UNDETERMINED

    @property
    def neither(self) -> int:
        """Answered under none of the two."""
        return self.requests - self.both - self.here - self.there


@dataclass(frozen=True)
class Pairs:
    """Every model against the baseline, and what somebody must know to repeat it."""

    scenario: str
    digest: str
    version: str
    seed: int
    engine: str
    replications: int
    confidence: float
    baseline: str
    needs: tuple[str, ...]
    libraries: dict[str, str]
    rows: tuple[Paired, ...]

    @property
    def method(self) -> str:
        """What every interval rests on."""
        return REPLICATIONS if self.replications > 1 else BATCHES


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
    store: Store | None = None,
    cluster: str | None = None,
) -> Pairs:
    """Every model against the baseline, request by request.

    Args:
        document: the scenario.
        models: labels (default: all of the scenario's).
        baseline: the label to compare with (default: the scenario's, else the first).
        replications: runs of each model (default: the scenario's).
        seed: of all draws (default: the scenario's).
        store: keeps what became of the requests of each run, which is then not followed again.
        jobs, engine, observer, cancel, cluster: as in `compare`.

    Raises:
        Refused: when the scenario does not hold together or has no such model.
        Cancelled: when `cancel` was set.
        RunLost: when a run could not be finished.
        Trouble: when store or cluster cannot be used.
    """
    study = document.scenario.study
    labels = list(dict.fromkeys(models if models is not None else document.scenario.models))
    if baseline is None:
        baseline = study.baseline if study.baseline in labels else labels[0]
    known_models(document, [*labels, baseline])
    if baseline not in labels:
        labels.insert(0, baseline)
    count = int(study.replications) if replications is None else replications
    seed = int(study.seed) if seed is None else seed
    settings = {"models": labels, "baseline": baseline, "replications": count, "seed": seed}
    with contextlib.ExitStack() as until:
        place = None
        if store is not None:
            place = until.enter_context(store.study("pairs", document, settings))
            place.plan(len(labels) * count, exact=True)
        followed = performed(
            document,
            [(model, replication) for model in labels for replication in range(count)],
            FOLLOWED,
            seed=seed,
            engine=engine,
            jobs=jobs,
            cluster=cluster,
            store=place,
            observer=observer,
            cancel=cancel,
        )
        runs = {(fates.model, fates.replication): fates for fates in followed}
        confidence = float(study.confidence)
        found = Pairs(
            document.scenario.scenario,
            document.digest,
            sandbox.__version__,
            seed,
            "+".join(dict.fromkeys(fates.engine for fates in followed)),
            count,
            confidence,
            baseline,
            tuple(document.scenario.needs),
            libraries(),
            with_verdicts(
                [
                    paired(
                        [runs[label, replication] for replication in range(count)],
                        [runs[baseline, replication] for replication in range(count)],
                        confidence,
                    )
                    for label in labels
                    if label != baseline
                ],
                confidence,
            ),
        )
        if place is not None:
            place.conclude(found)
    return found


def paired(here: Sequence[Fates], there: Sequence[Fates], confidence: float) -> Paired:
    """One model's runs against the baseline's, replication by replication.

    The interval is Student's over the replications' mean differences; of a single replication it
    is that of batch means over its requests in the order in which they were made. No verdict is
    given yet: those of several models belong together, see `with_verdicts`.

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


def with_verdicts(rows: Sequence[Paired], confidence: float) -> tuple[Paired, ...]:
    """The rows with verdicts that hold for all of them together (Holm's correction).

    A row whose interval is not to be trusted is no member of the family.
    """
    alone = {one.model: judged(one.difference, -1) for one in rows if one.advice is None}
    together = corrected(alone, confidence)
    return tuple(
        replace(one, verdict=together[one.model].verdict) if one.model in together else one
        for one in rows
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
