"""Comparing: every model's runs done, as many as are asked for or as a precision takes.

In: a document, and what of its study to override. Out: a `Comparison`.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from sandbox.scenario.document import Document
from sandbox.study.comparison import Comparison, summarise
from sandbox.study.crew import staying
from sandbox.study.driver import Observer
from sandbox.study.expectations import known_models
from sandbox.study.performing import perform
from sandbox.study.precise import replicate, rule_of
from sandbox.study.progress import StudyProgress
from sandbox.study.runs import RunResult
from sandbox.study.statistics.precision import StoppingRule
from sandbox.study.store import Keeping, Store


def compare(
    document: Document,
    *,
    models: Sequence[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    engine: str = "auto",
    observer: Callable[[StudyProgress], None] | None = None,
    cancel: threading.Event | None = None,
    series_by: str | None = None,
    store: Store | Keeping | None = None,
    cluster: str | None = None,
    rule: StoppingRule | None = None,
    first: int = 0,
) -> Comparison:
    """Compare the sharing models of a scenario.

    Args:
        document: the scenario.
        models: labels to compare (default: all of the scenario's).
        replications: runs of each model (default: the scenario's).
        seed: of all draws (default: the scenario's).
        jobs: processes at work (default: one a core; one: this one). Numbers do not depend on it.
        engine: `simpy`, `compiled` or `auto`.
        observer: told of the progress at once and then several times a second.
        cancel: set it to cancel.
        series_by: a label; time series are kept for each of its groups too.
        store: keeps finished runs, and has those that need not be done again: a `Store`, in which
            this is a study of its own, or the place of a larger study that this belongs to.
        cluster: address of a Dask scheduler whose workers do the runs (default: this machine).
        rule: replications go on until the targets of every model hold; `replications` is not
            looked at then (default: the scenario's precision, where no number is given).
        first: number of the first replication, for studies that go on where one ended.

    Raises:
        Refused: when the scenario does not hold together or a model is not among its models.
        Cancelled: when `cancel` was set.
        RunLost: when a run could not be finished.
        Trouble: when store or cluster cannot be used.
        ValueError: for less than one replication.
    """
    study = document.scenario.study
    labels = list(dict.fromkeys(models if models is not None else document.scenario.models))
    known_models(document, labels)
    count = int(study.replications) if replications is None else replications
    seed = int(study.seed) if seed is None else seed
    if count < 1:
        raise ValueError(f"{count} replications: at least one is needed")
    if rule is None and replications is None:
        rule = rule_of(study)
    settings = {"models": labels, "replications": count, "seed": seed, "series_by": series_by}
    if first:
        settings["first"] = first
    if rule is not None:
        settings |= {"replications": None, "precision": asdict(rule)}
    with contextlib.ExitStack() as until:
        until.enter_context(staying())  # a precision takes several goes
        own = None
        if isinstance(store, Store):
            store = own = until.enter_context(store.study("compare", document, settings))
            most = count if rule is None else rule.maximum
            own.plan(len(labels) * most, exact=rule is None)

        def run(replications: range, observer: Observer | None) -> list[RunResult]:
            return perform(
                document,
                [(model, replication) for model in labels for replication in replications],
                seed=seed,
                engine=engine,
                series_by=series_by,
                jobs=jobs,
                cluster=cluster,
                store=store,
                observer=observer,
                cancel=cancel,
            )

        if rule is None:
            runs, precision = run(range(first, first + count), observer), None
        else:
            runs, precision = replicate(run, labels, rule, observer)
            count = precision.replications
        found = summarise(
            document, labels, runs, seed=seed, replications=count, precision=precision
        )
        if own is not None:
            own.conclude(replace(found, runs=()))
    return found
