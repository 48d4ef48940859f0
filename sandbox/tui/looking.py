"""Something looked up while the screen stays quick: followed runs, computed in worker processes.

In: work that takes an observer and a sign to stop. Out: its result, or in a word why there is none.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, Literal, TypeVar

from sandbox.scenario import Refused
from sandbox.study import Cancelled, StudyProgress
from sandbox.tui.running import start_quietly
from sandbox.tui.trouble import brief

Result = TypeVar("Result")
State = Literal["running", "done", "cancelled", "failed"]
Work = Callable[[Callable[[StudyProgress], None], threading.Event], Result]


class Looking(Generic[Result]):
    """One look-up, from its start to its end."""

    def __init__(self, work: Work[Result]) -> None:
        self._work = work
        self._cancel = threading.Event()
        self.state: State = "running"
        self.result: Result | None = None
        self.failure = ""
        self.fraction = 0.0

    def cancel(self) -> None:
        """Ask it to stop."""
        self._cancel.set()

    def execute(self) -> None:
        """Run to the end. Called in a thread of its own; never raises."""
        start_quietly()
        state: State = "done"
        try:
            self.result = self._work(self._note, self._cancel)
        except (Cancelled, Refused):
            state = "cancelled"
        except Exception as error:
            self.failure, state = brief(error), "failed"
        self.state = state

    def _note(self, progress: StudyProgress) -> None:
        with suppress(ValueError):
            self.fraction = max(0.0, min(1.0, progress.fraction))
