"""Performs runs: the one place where every kind of study has its runs done.

In: a document, the runs wanted of it, who is to do them, and perhaps a store. Out: their results
in order, the same whoever did them, and whether or not the study was broken off in between.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from sandbox.scenario.document import Document
from sandbox.study.driver import Work
from sandbox.study.executor import execute
from sandbox.study.progress import StudyProgress, Task
from sandbox.study.runs import RunResult, workshop_of
from sandbox.study.store import Keeping
from sandbox.study.store.form import RUN, Form, Result
from sandbox.study.work import Runs, threaded


@dataclass(frozen=True)
class Kind(Generic[Result]):
    """What is made of a run: the work that makes it, and how the store keeps it.

    `threads`: whether threads of one process can share the work.
    """

    work: Callable[[Runs], Work[Result]]
    form: Form[Result]
    threads: bool


def _itself(runs: Runs) -> Work[RunResult]:
    return runs


MEASURED = Kind(_itself, RUN, threads=True)
"""What comparisons are made of."""


def perform(
    document: Document,
    wanted: Sequence[tuple[str, int]],
    *,
    seed: int | None = None,
    engine: str = "auto",
    series_by: str | None = None,
    jobs: int | None = None,
    cluster: str | None = None,
    store: Keeping | None = None,
    observer: Callable[[StudyProgress], None] | None = None,
    cancel: threading.Event | None = None,
) -> list[RunResult]:
    """The results of the runs that are wanted, in their order.

    Args:
        document: the scenario.
        wanted: models with replications, each pair once.
        seed: of all draws (default: the scenario's).
        engine: `simpy`, `compiled` or `auto`.
        series_by: a label; time series are kept for each of its groups too.
        jobs: runs at the same time (default: one a core; on a cluster: one a thread there).
        cluster: address of a Dask scheduler whose workers do the runs (default: this machine).
        store: a study's place in a store: what is there is not done again, and what gets done is
            committed before another run is handed out.
        observer: told of the progress at once and then several times a second.
        cancel: set it to cancel.

    Raises:
        Refused: when the scenario does not hold together.
        Cancelled: when `cancel` was set.
        RunLost: when a run could not be finished.
        Trouble: when store or cluster cannot be used.
    """
    return performed(
        document,
        wanted,
        MEASURED,
        seed=seed,
        engine=engine,
        series_by=series_by,
        jobs=jobs,
        cluster=cluster,
        store=store,
        observer=observer,
        cancel=cancel,
    )


def performed(
    document: Document,
    wanted: Sequence[tuple[str, int]],
    kind: Kind[Result],
    *,
    seed: int | None = None,
    engine: str = "auto",
    series_by: str | None = None,
    jobs: int | None = None,
    cluster: str | None = None,
    store: Keeping | None = None,
    observer: Callable[[StudyProgress], None] | None = None,
    cancel: threading.Event | None = None,
) -> list[Result]:
    """The same for any kind of result.

    Raises:
        Refused, Cancelled, RunLost, Trouble: as `perform`.
    """
    tasks = [Task(index, *pair) for index, pair in enumerate(wanted)]
    seed = int(document.scenario.study.seed) if seed is None else seed
    # The world is built here first: what is refused is told where people wrote it.
    world = workshop_of(document).world
    kept = None if store is None else store.wanted(document, tasks, seed, kind.form, series_by)
    if kept is not None and kept.complete():
        jobs, cluster = 1, None  # nobody need be hired
    made = Runs.of if cluster is None else Runs.carried
    return execute(
        kind.work(made(document, seed, engine, series_by)),
        tasks,
        jobs=jobs,
        observer=observer,
        cancel=cancel,
        threads=kind.threads and threaded(engine, world),
        cluster=cluster,
        keep=None if kept is None else kept.keep,
        known=None if kept is None else kept.known,
        # Another thread works beside a screen, from which runs here would take the time.
        trial=threading.current_thread() is threading.main_thread(),
    )
