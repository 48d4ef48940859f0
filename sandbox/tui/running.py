"""A study under way: started in a thread, computed in worker processes, looked at by screens.

In: a document and choices. Out: progress, interim measures, and at the end a comparison or the
reason why there is none. The thread only waits and takes notes, so that the screen stays quick.
"""

from __future__ import annotations

import multiprocessing.resource_tracker
import os
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import redirect_stderr, suppress
from typing import Literal

from sandbox.scenario import Document, Problem, Refused
from sandbox.study import Comparison, StudyProgress, compare
from sandbox.tui.trails import Trails
from sandbox.tui.trouble import brief

State = Literal["running", "done", "cancelled", "failed", "refused"]
_NICENESS = 5  # of workers; the screen's own is 0


class StudyRun:
    """One comparison, from its start to its end."""

    def __init__(
        self,
        document: Document,
        models: Sequence[str],
        replications: int,
        seed: int,
        jobs: int | None = None,
    ) -> None:
        self.document = document
        self.models = tuple(models)
        self.replications, self.seed = replications, seed
        # Never in this process: the screen would stutter. Two workers at least, even on one core.
        self.jobs = jobs if jobs is not None else max(2, os.cpu_count() or 2)
        self.state: State = "running"
        self.progress: StudyProgress | None = None
        self.trails = Trails()
        self.comparison: Comparison | None = None
        self.problems: list[Problem] = []
        self.failure = ""
        self.version = 0  # grows with every report, so that screens draw only what is new
        self._cancel = threading.Event()
        self._started = time.monotonic()
        self._ended: float | None = None

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self.state == "running"

    @property
    def cancelling(self) -> bool:
        """Whether it has been asked to stop and has not stopped yet."""
        return self.running and self._cancel.is_set()

    @property
    def elapsed(self) -> float:
        """Seconds since the start, until the end."""
        return (self._ended or time.monotonic()) - self._started

    @property
    def fraction(self) -> float:
        """Share of the work that is done, 0 to 1."""
        if self.state == "done":
            return 1.0
        return self.progress.fraction if self.progress is not None else 0.0

    def cancel(self) -> None:
        """Ask it to stop; it stops within a moment."""
        self._cancel.set()
        self.version += 1

    def execute(self) -> None:
        """Run to the end. Called in a thread of its own; never raises."""
        start_quietly()
        state: State = "done"
        try:
            self.comparison = compare(
                self.document,
                models=self.models,
                replications=self.replications,
                seed=self.seed,
                jobs=self.jobs,
                engine="auto",
                observer=self._note,
                cancel=self._cancel,
            )
        except Refused as refused:
            self.problems, state = refused.problems, "refused"
        except Exception as error:
            self.failure, state = brief(error), "failed"
        if self._cancel.is_set() and state != "done":
            state = "cancelled"
        self._ended = time.monotonic()
        self.state = state
        self.version += 1

    def _note(self, progress: StudyProgress) -> None:
        for run in progress.running:
            self.trails.note(run.model, run.replication, run.fraction, run.measures)
        self.progress = progress
        self.version += 1


def start_quietly() -> None:
    """Prepare this thread for work in worker processes beside the screen."""
    _start_resource_tracker()
    _let_the_screen_go_first()


def _let_the_screen_go_first() -> None:
    """Lower the priority of this thread, and so of the workers that it starts."""
    if sys.platform == "linux":  # where priorities belong to threads and are inherited
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


def _start_resource_tracker() -> None:
    """Start the helper process of `multiprocessing` while the error stream is a real file.

    It inherits the stream's file number, and the terminal app's replacement has none.
    """
    with suppress(OSError, ValueError, AttributeError), redirect_stderr(sys.__stderr__):
        multiprocessing.resource_tracker.ensure_running()
