"""A worker process of a study: opens the work once, then does run after run.

In: over a pipe, the work and then one task at a time. Out: over the same pipe, looks at the run
under way, and its result or what went wrong. It ends with its parent, whatever ends that.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
import traceback
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import Any

LOOK_EVERY = 0.2
"""Seconds between two looks that a worker reports."""


def serve(pipe: Connection) -> None:
    """Do tasks until told to stop or left alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        runner = None
        work = pipe.recv()
        while (task := pipe.recv()) is not None:
            try:
                if runner is None:
                    runner = work.open()
                reply = ("done", runner(task, _reporter(pipe, task.index)))
            except (BrokenPipeError, EOFError):
                raise
            except Exception as error:
                reply = ("failed", (_portable(error), traceback.format_exc()))
            pipe.send((reply[0], task.index, reply[1]))
    except (BrokenPipeError, EOFError, ConnectionResetError):
        return


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _reporter(pipe: Connection, index: int) -> Any:
    last = float("-inf")

    def report(fraction: float, measures: dict[str, float]) -> bool:
        nonlocal last
        now = time.monotonic()
        if now - last >= LOOK_EVERY:
            last = now
            pipe.send(("look", index, (fraction, measures)))
        return True

    return report


def _portable(error: Exception) -> Exception | None:
    """The error if it survives the pipe."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return None
    return error
