"""The workers of a Dask cluster, through its `concurrent.futures` executor.

In: the address of a scheduler. Out: a `Team`. What travels is the scenario's text with the files
beside it and a run's identity; workers build the world themselves, once for each study. A worker
that dies has its runs done again by the others. Workers of another version are refused.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar
from urllib.parse import urlsplit

from sandbox.language import Message
from sandbox.study.driver import Broken, Look, Team, Work
from sandbox.study.identity import code
from sandbox.study.progress import Task
from sandbox.study.trouble import Trouble
from sandbox.study.worker import opened

PATIENCE = 5.0
"""Seconds in which a scheduler must answer, and have a worker."""
ALONE = 120.0
"""Seconds without any worker after which a study gives up: others may be on their way."""
FAREWELL = 2.0
"""Seconds that closing the connection may take."""

Result = TypeVar("Result")


def perform_remotely(work: Work[Result], task: Task, version: str) -> Result:
    """One task, in a thread of a Dask worker; it ends early when nobody wants it any longer.

    Raises:
        Broken: when this worker's code is not the one that asks.
    """
    if version != code():
        raise Broken(_another_version())
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()

    def look(fraction: float, measures: Mapping[str, float]) -> bool:  # noqa: ARG001 - a `Look`
        known = worker.state.tasks.get(key)
        return known is not None and known.state != "cancelled"

    return opened(work)(task, look)


@contextlib.contextmanager
def on_cluster(work: Work[Result], address: str, jobs: int | None) -> Iterator[Team[Result]]:
    """The workers of the scheduler at `address`, for `jobs` runs at the same time at most.

    Raises:
        Trouble: when there is no such scheduler, or it has no worker that can do runs.
    """
    client, slots = _connected(address)
    executor = client.get_executor(pure=False)
    version, outlook = code(), _Outlook(client, address)

    def give(task: Task, _: Look) -> Future[Result]:
        try:
            given: Future[Result] = executor.submit(perform_remotely, work, task, version)
        except (RuntimeError, OSError, CancelledError):  # the connection has been closed
            raise outlook.gone() from None
        return _translated(given)

    try:
        yield Team(slots if jobs is None else jobs, give, spread=True, alive=outlook.check)
    finally:
        with contextlib.suppress(Exception):  # a scheduler that is gone needs no farewell
            executor.shutdown(wait=False)
        with contextlib.suppress(Exception):
            client.close(timeout=FAREWELL)


def _connected(address: str) -> tuple[Any, int]:
    """A client, and how many runs the workers can do at the same time."""
    try:
        import distributed
    except ImportError:
        raise Trouble(
            Message("--cluster needs the extra `cluster`: pip install 'pilot-sandbox[cluster]'")
        ) from None
    for name in [*logging.root.manager.loggerDict, "distributed", "tornado"]:
        if name.startswith(("distributed", "tornado")):  # what matters is said in words
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    connect: Any = distributed.Client  # whose own types are incomplete
    try:
        _knock(address)  # Dask itself is slow and loud about an address of nobody
        client = _in_time(
            lambda: connect(address, timeout=PATIENCE, set_as_default=False), PATIENCE + 1.0
        )
    except (OSError, ValueError, TypeError):
        raise Trouble(
            Message(
                "no Dask scheduler answers at {address}; expected the address that "
                "`dask scheduler` says, such as tcp://192.0.2.7:8786",
                {"address": address},
            )
        ) from None
    try:
        return client, _capacity(client, address)
    except BaseException:
        client.close(timeout=FAREWELL)
        raise


def _in_time(do: Callable[[], Any], seconds: float) -> Any:
    """What it gives; Dask waits for ever for a server that speaks something else.

    Raises:
        TimeoutError: when it gives nothing in time.
    """
    future: Future[Any] = Future()

    def run() -> None:
        try:
            future.set_result(do())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future.result(seconds)


def _knock(address: str) -> None:
    """Whether anybody listens there.

    Raises:
        ValueError: when it is no address of a host and a port.
        OSError: when nobody answers.
    """
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme not in ("tcp", "tls", "ws", "wss") or not parts.hostname or not parts.port:
        raise ValueError(address)
    socket.create_connection((parts.hostname, parts.port), PATIENCE).close()


def _capacity(client: Any, address: str) -> int:
    where = {"address": address}
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except (OSError, TimeoutError):
        raise Trouble(
            Message(
                "the scheduler at {address} has no workers; start some: dask worker {address}",
                where,
            )
        ) from None
    try:
        versions = client.run(code, on_error="return")
    except Exception:
        versions = {"": None}
    for version in versions.values():
        if version != code():
            raise Trouble(_another_version())
    threads: dict[str, int] = client.nthreads()
    return max(1, sum(threads.values()))


def _another_version() -> Message:
    return Message(
        "a worker of the cluster has another version of pilot-sandbox or of its libraries, or "
        "none; scheduler and workers must have what this machine has"
    )


class _Outlook:
    """Whether there is still somebody who does runs."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address
        self._seen = time.monotonic()

    def check(self) -> None:
        """Raise `Trouble` when the scheduler is gone, or has been without workers for long."""
        if self._client.status != "running":
            raise self.gone()
        if self._client.scheduler_info(n_workers=-1)["workers"]:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > ALONE:
            raise Trouble(
                Message(
                    "the scheduler at {address} has lost all its workers",
                    {"address": self._address},
                )
            )

    def gone(self) -> Trouble:
        """What to raise when the scheduler does not answer any more."""
        return Trouble(
            Message("the scheduler at {address} has gone away", {"address": self._address})
        )


def _translated(given: Future[Result]) -> Future[Result]:
    """The future with what Dask raises in our words."""
    from distributed.scheduler import KilledWorker

    made: Future[Result] = Future()
    made.set_running_or_notify_cancel()

    def pass_on(done: Future[Result]) -> None:
        error: BaseException | None = CancelledError() if done.cancelled() else done.exception()
        if error is None:
            made.set_result(done.result())
        elif isinstance(error, KilledWorker):
            made.set_exception(
                Broken(
                    Message(
                        "every worker that took {model}, replication {replication}, ended in the "
                        "middle of it; out of memory, perhaps: start them with fewer threads"
                    )
                )
            )
        elif isinstance(error, CancelledError):
            made.set_exception(
                Broken(Message("{model}, replication {replication}, was cancelled on the cluster"))
            )
        else:
            made.set_exception(error)

    given.add_done_callback(pass_on)
    return made
