"""A worker process of a study: opens the work once, then does run after run.

In: over a pipe, one call at a time. Out: over the same pipe, looks at the run under way, and its
result or what went wrong. It ends with its parent, whatever ends that.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
import traceback
from collections.abc import Mapping
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from sandbox.study.driver import Look, Runner, Work
from sandbox.study.progress import Task

LOOK_EVERY = 0.2
"""Seconds between two looks that a worker reports."""

Result = TypeVar("Result")

_pipes: list[Connection] = []
_latest: list[tuple[Any, Any]] = []
_opening = threading.Lock()  # some workers do runs in several threads


def opened(work: Work[Result]) -> Runner[Result]:
    """What does the tasks of this work in this process; that of the latest work is kept."""
    with _opening:
        if not _latest or _latest[0][0] != work:
            _latest.clear()  # there need not be two worlds at the same time
            _latest.append((work, work.open()))
        runner: Runner[Result] = _latest[0][1]
        return runner


def perform(work: Work[Result], task: Task) -> Result:
    """One task, whose looks go to whoever started this process."""
    return opened(work)(task, _reporter(_pipes[0]))


def serve(pipe: Connection) -> None:
    """Answer calls until told to stop or left alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _pipes[:] = [pipe]
    try:
        pipe.send(("ready", None))
        while (call := pipe.recv()) is not None:
            function, arguments, named = call
            try:
                reply = ("done", function(*arguments, **named))
            except (BrokenPipeError, EOFError):
                raise
            except Exception as error:
                reply = ("failed", (_portable(error), traceback.format_exc()))
            pipe.send(reply)
    except (BrokenPipeError, EOFError, ConnectionResetError):
        return


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _reporter(pipe: Connection) -> Look:
    last = float("-inf")

    def report(fraction: float, measures: Mapping[str, float]) -> bool:
        nonlocal last
        now = time.monotonic()
        if now - last >= LOOK_EVERY:
            last = now
            pipe.send(("look", (fraction, measures)))
        return True

    return report


def _portable(error: Exception) -> Exception | None:
    """The error if it survives the pipe."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return None
    return error
