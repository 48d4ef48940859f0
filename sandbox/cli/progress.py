"""A progress bar with an estimate, on standard error, when that is a terminal.

In: looks at a study or run under way. Out: nothing but the bar, which goes when the work is done.
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

from sandbox.language import say
from sandbox.language.figures import figure

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from sandbox.study import StudyProgress


class Bar:
    """Shown from `with` on; silent when standard error is no terminal."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Bar:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

            self._progress = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TextColumn("{task.percentage:>3.0f}%"),
                TimeElapsedColumn(),
                TextColumn("{task.fields[words]}", markup=False),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._progress.add_task(self.title, total=1.0, words="")
            self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def part(self, fraction: float, words: str = "") -> None:
        """So much is done."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=min(max(fraction, 0.0), 1.0), words=words)

    def study(self, look: StudyProgress) -> None:
        """An observer of a comparison."""
        words = say("runs: {done} of {total}", done=look.done, total=look.total)
        if look.eta is not None and look.eta == look.eta:
            words += say(", about {time} left", time=figure(look.eta, "s"))
        self.part(look.fraction, words)
