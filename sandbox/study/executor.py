"""Does the runs of a study: one after the other, in threads, in worker processes, on a cluster.

In: work that can be opened in any process, and tasks. Out: their results in the order of the
tasks, the same whoever did them and in whatever order. Whoever does runs is a
`concurrent.futures.Executor`; this file only chooses which. Workers never outlive the study.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import ParamSpec, TypeVar

from sandbox.engine.interface import Cancelled
from sandbox.study.crew import Crew, staying
from sandbox.study.driver import Driver, Look, Observer, RunLost, Runner, Team, Work
from sandbox.study.progress import Task

__all__ = ["Cancelled", "Look", "Observer", "RunLost", "Runner", "Work", "cores", "execute"]

Result = TypeVar("Result")
P = ParamSpec("P")


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def execute(
    work: Work[Result],
    tasks: Sequence[Task],
    *,
    jobs: int | None = None,
    observer: Observer | None = None,
    cancel: threading.Event | None = None,
    threads: bool = False,
    cluster: str | None = None,
    keep: Callable[[Task, Result], None] | None = None,
    known: Callable[[Task], Result | None] | None = None,
    trial: bool = False,
) -> list[Result]:
    """The results of all tasks, in their order.

    Args:
        work: what the tasks share.
        tasks: the tasks.
        jobs: worker processes at most; one or less: none, all is done here; None: one a core.
            Asked for two or more, even a single task is done in a worker and not here. On a
            cluster: runs under way at the same time at most; None: one a thread of its workers.
        observer: told how far the study is, at once and then several times a second.
        cancel: set it to cancel.
        threads: threads of this process instead of others, for work that lets threads run.
        cluster: address of a Dask scheduler whose workers do the runs.
        keep: called with each result, in this thread, before another task is handed out.
        known: asked before a task is handed out; a result that it has is taken, and not kept again.
        trial: runs are done here, in this thread, until workers are seen to pay.

    Raises:
        Cancelled: when `cancel` was set.
        RunLost: when a worker died or a run failed in one; nothing of the study goes on then.
        Trouble: when the cluster cannot be used.
    """
    driver = Driver(tasks, observer, cancel, keep, known)
    driver.begin()
    if not tasks:
        return []
    if jobs is None and cluster is None:
        jobs = min(cores(), len(tasks))
    with staying() as crew:
        crew.asked(len(tasks))
        local = cluster is None and jobs is not None and jobs > 1 and not threads
        if trial and local and not crew.hired:
            driver.try_out(Team(1, _here(crew.trial.timed(work.open()))), crew.trial)
        if driver.left:
            with _team(crew, work, jobs, driver.left, threads, cluster) as team:
                driver.run(team)
    return driver.results()


def _team(
    crew: Crew,
    work: Work[Result],
    jobs: int | None,
    tasks: int,
    threads: bool,
    cluster: str | None,
) -> AbstractContextManager[Team[Result]]:
    if cluster is not None:
        from sandbox.study.cluster import on_cluster

        return on_cluster(work, cluster, jobs)
    if jobs is None or jobs <= 1:
        return _alone(work)
    if threads:
        return _in_threads(work, min(jobs, tasks))
    return crew.team(work, min(jobs, tasks))


class _Here(Executor):
    """Does at once, in the caller's thread, what is submitted."""

    def submit(
        self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[Result]:
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def _here(runner: Runner[Result]) -> Callable[[Task, Look], Future[Result]]:
    """Gives a task to this thread."""
    here = _Here()
    return lambda task, look: here.submit(runner, task, look)


@contextlib.contextmanager
def _alone(work: Work[Result]) -> Iterator[Team[Result]]:
    yield Team(1, _here(work.open()))


@contextlib.contextmanager
def _in_threads(work: Work[Result], jobs: int) -> Iterator[Team[Result]]:
    """They share the world and the programs, and nothing travels. The compiled engine lets other
    threads run while its kernel works, so threads pay where runs are long."""
    runner = work.open()
    pool = ThreadPoolExecutor(jobs)
    try:
        yield Team(jobs, lambda task, look: pool.submit(runner, task, look))
    finally:  # runs under way have been told to stop, by their looks
        pool.shutdown(wait=True, cancel_futures=True)
