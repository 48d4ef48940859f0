"""Worker processes of this machine, as a `concurrent.futures.Executor`.

In: calls that travel by pickle. Out: futures; those of runs pass looks on while the run is under
way. A worker that ends is told with its exit code, where the standard library's pool only says
that it broke; workers are killed at once when nobody wants their results; none outlives its parent.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import FrameType
from typing import Any, ParamSpec, TypeVar

from sandbox.language import Message
from sandbox.study.driver import Broken, Look
from sandbox.study.worker import serve

PATIENCE = 5.0
"""Seconds that workers whose results nobody wants may take to be gone."""

Result = TypeVar("Result")
P = ParamSpec("P")


class Watched(Future[Result]):
    """The future of a call from within which looks may come."""

    watch: Look | None = None


@dataclass
class _Hand:
    """A worker process as the executor sees it."""

    process: SpawnProcess
    pipe: Connection
    future: Watched[Any] | None = None
    ready: bool = False  # it has said that it is there


class Processes(Executor):
    """Worker processes, each doing one call at a time."""

    def __init__(self, jobs: int) -> None:
        self._hands: list[_Hand] = []
        self._free: list[_Hand] = []  # the one that became free last is taken first
        self._calls: deque[tuple[Watched[Any], Any]] = deque()
        self._lock = threading.Lock()
        self._closed = False
        self._broken: Broken | None = None  # why no worker is left
        self._heard, self._bell = multiprocessing.Pipe(duplex=False)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        try:
            self.muster(jobs)
            self._listener.start()
        except BaseException:
            for hand in self._hands:
                hand.process.kill()
            raise

    def submit(
        self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs
    ) -> Watched[Result]:
        """Have `fn` called in a worker."""
        future: Watched[Result] = Watched()
        with self._lock:
            if self._closed:
                raise RuntimeError("the workers have been dismissed")
            if self._broken is not None:
                future.set_exception(self._broken)
                return future
            self._calls.append((future, (fn, args, kwargs)))
        self._bell.send(None)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Dismiss the workers, after what was submitted, or at once with `cancel_futures`."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            if cancel_futures:
                while self._calls:
                    self._calls.popleft()[0].cancel()
        if cancel_futures:
            for hand in list(self._hands):  # it has nothing to save, and is told not to talk
                hand.process.kill()
        self._bell.send(None)
        if wait or cancel_futures:
            # An interrupt can leave a future locked for ever, and the listener waiting for it.
            self._listener.join(PATIENCE if cancel_futures else None)
            self._dismiss()

    def muster(self, jobs: int) -> None:
        """See that so many workers are there, while nothing is submitted: others come in the place
        of those that ended while nobody asked anything of them."""
        with self._lock:
            for hand in [each for each in self._hands if not each.process.is_alive()]:
                self._hands.remove(hand)
                self._free.remove(hand)
                hand.pipe.close()
        while len(self._hands) < jobs:
            self._hire()
        self._broken = None

    def _hire(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs,), daemon=True)
        with _interrupts_blocked():
            process.start()
            hand = _Hand(process, ours)
            with self._lock:
                self._hands.append(hand)
                self._free.insert(0, hand)
        theirs.close()

    def _listen(self) -> None:
        """Hand calls out and take answers in, until there is nothing more to do."""
        while True:
            for hand, call in self._assigned():
                try:
                    hand.pipe.send(call)
                except (BrokenPipeError, ConnectionResetError):
                    self._ended(hand)
                except Exception as error:  # it cannot be pickled
                    self._answered(hand, error=error)
            with self._lock:
                busy = {hand.pipe: hand for hand in self._hands if hand.future is not None}
                if self._closed and not busy and not self._calls:
                    return
            for source in wait([*busy, self._heard]):
                if source is self._heard:
                    self._heard.recv()
                elif isinstance(source, Connection):
                    self._hear(busy[source])

    def _assigned(self) -> list[tuple[_Hand, Any]]:
        given = []
        with self._lock:
            while self._calls and self._free:
                hand = self._free.pop()
                hand.future, call = self._calls.popleft()
                if hand.future.set_running_or_notify_cancel():
                    given.append((hand, call))
                else:
                    hand.future = None
                    self._free.append(hand)
        return given

    def _hear(self, hand: _Hand) -> None:
        future = hand.future
        if future is None:
            return
        try:
            kind, content = hand.pipe.recv()
        except (EOFError, OSError):
            self._ended(hand)
            return
        if kind == "ready":
            hand.ready = True
            return
        if kind == "look":
            if future.watch is not None:
                future.watch(*content)
            return
        if kind == "done":
            self._answered(hand, content)
            return
        error, details = content
        if error is None:
            words = Message("the run of {model}, replication {replication}, failed")
            error = Broken(words, details)
        else:
            error.add_note(details)
        self._answered(hand, error=error)

    def _answered(self, hand: _Hand, result: Any = None, error: Exception | None = None) -> None:
        with self._lock:
            future, hand.future = hand.future, None
            self._free.append(hand)
        if future is not None and error is None:
            future.set_result(result)
        elif future is not None:
            future.set_exception(error)

    def _ended(self, hand: _Hand) -> None:
        """A worker is gone; without any, nothing that was submitted will be done."""
        hand.process.join(1.0)
        said = {"code": hand.process.exitcode}
        error = Broken(
            Message(
                "a worker process ended in the middle of {model}, replication {replication} "
                "(exit code {code}); out of memory, perhaps: try fewer jobs",
                said,
            )
            if hand.ready
            else Message("a worker process ended at once (exit code {code})", said)
        )
        with self._lock:
            self._hands.remove(hand)
            left = [] if self._hands else [future for future, _ in self._calls]
            if not self._hands:
                self._calls.clear()
                self._broken = error
        hand.pipe.close()
        for future in [hand.future, *left]:
            if future is not None:
                future.set_exception(error)

    def _dismiss(self) -> None:
        """End every worker, those that do not end by themselves by force."""
        for hand in self._hands:
            with contextlib.suppress(OSError):
                hand.pipe.send(None)
        for hand in self._hands:
            hand.process.join(1.0)
            if hand.process.is_alive():
                hand.process.kill()
                hand.process.join()
            hand.pipe.close()
            hand.process.close()
        self._hands.clear()
        self._bell.close()
        self._heard.close()


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Children started here inherit blocked signals until they have decided what to do with them;
    and no child is left half started, which it would complain of.

    Blocking is not enough for the latter: a signal may reach another thread, such as one of a
    library, and Python then calls the handler in this one. So handlers wait as well.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # else `start` does it, and unblocks them by the way
    with _handlers_waiting():
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _handlers_waiting() -> Iterator[None]:
    """What handlers of interrupts do, they do afterwards; only the main thread has any."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    noted: list[tuple[int, FrameType | None]] = []
    waiting = [int(number) for number, handler in handlers.items() if callable(handler)]
    for number in waiting:
        signal.signal(number, lambda number, frame: noted.append((number, frame)))
    try:
        yield
    finally:
        for number in waiting:
            signal.signal(number, handlers[signal.Signals(number)])
        for number, frame in noted:
            handler = handlers[signal.Signals(number)]
            assert callable(handler)
            handler(number, frame)
