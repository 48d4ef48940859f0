"""Performs runs: the one place where every kind of study has its runs done.

In: a document, the runs wanted of it, who is to do them, and perhaps a store. Out: their results
in order, the same whoever did them, and whether or not the study was broken off in between.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from sandbox.scenario.document import Document
from sandbox.study.executor import execute
from sandbox.study.progress import StudyProgress, Task
from sandbox.study.runs import RunResult, workshop_of
from sandbox.study.store import Keeping
from sandbox.study.work import Runs, threaded


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
    tasks = [Task(index, *pair) for index, pair in enumerate(wanted)]
    seed = int(document.scenario.study.seed) if seed is None else seed
    # The world is built here first: what is refused is told where people wrote it.
    world = workshop_of(document).world
    kept = None if store is None else store.wanted(document, tasks, seed, series_by)
    if kept is not None and kept.complete():
        jobs, cluster = 1, None  # nobody need be hired
    made = Runs.of if cluster is None else Runs.carried
    return execute(
        made(document, seed, engine, series_by),
        tasks,
        jobs=jobs,
        observer=observer,
        cancel=cancel,
        threads=threaded(engine, world),
        cluster=cluster,
        keep=None if kept is None else kept.keep,
        known=None if kept is None else kept.known,
    )
