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
from contextlib import ExitStack, redirect_stderr, suppress
from pathlib import Path
from typing import Any, Literal

from sandbox.background.commands import compare_command
from sandbox.background.place import made_room
from sandbox.scenario import Document, Problem, Refused
from sandbox.study import Comparison, StudyProgress, compare
from sandbox.study.store import Store
from sandbox.study.trouble import Trouble
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
        store: Path | None = None,
        name: str = "",
    ) -> None:
        """`store` keeps its runs (none: they are not kept); `name` is its scenario's."""
        self.document = document
        self.store, self.name = store, name
        self.kept_as = ""  # the study's id in the store
        self.not_kept = ""  # why the store does not take it
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
        self.ended = threading.Event()

    @classmethod
    def kept(cls, document: Document, comparison: Comparison, study: str, name: str) -> StudyRun:
        """A study that was finished and kept, as if it had just ended."""
        made = cls(document, tuple(comparison.models), comparison.replications, comparison.seed)
        made.name, made.kept_as, made.comparison, made.state = name, study, comparison, "done"
        total = len(comparison.runs)
        made.progress = StudyProgress(total, total, 1.0, 0.0, ())
        made._started = time.monotonic() - sum(run.wall for run in comparison.runs)
        made._ended = time.monotonic()
        made.ended.set()
        return made

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
        with ExitStack() as until:
            state: State = self._compare(self._place(until))
        if self._cancel.is_set() and state != "done":
            state = "cancelled"
        self._ended = time.monotonic()
        self.state = state
        self.version += 1
        self.ended.set()

    def _place(self, until: ExitStack) -> dict[str, Any]:
        """The store as an option of the comparison; none when there is none, or it is no use."""
        if self.store is None:
            return {}
        words = compare_command(
            self.name,
            self.store,
            models=self.models,
            options=[("replications", self.replications), ("seed", self.seed)],
        )
        try:
            place = Store(made_room(self.store), command=words, begun=self._begun)
            return {"store": until.enter_context(place)}
        except Trouble as trouble:  # better a study that is not kept than none
            self.not_kept = str(trouble)
            return {}

    def _begun(self, study: str) -> None:
        self.kept_as = study

    def _compare(self, options: dict[str, Any]) -> State:
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
                **options,
            )
        except Refused as refused:
            self.problems = refused.problems
            return "refused"
        except Trouble as trouble:
            self.not_kept = str(trouble)
            return "failed"
        except Exception as error:
            self.failure = brief(error)
            return "failed"
        return "done"

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
