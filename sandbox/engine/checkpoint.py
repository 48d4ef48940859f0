"""Checkpoints: a run of the compiled engine kept in a file between two slices, and gone on with.

In: a run's state, and whose it is. Out: the same state from the file, in another process if need
be. The kernel's arrays are kept as they are. Control processes cannot be kept: they are begun
again and led to the same place with their readings of the traffic from before, of which there is
a list.
"""

from __future__ import annotations

import json
import os
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.kernel_cache import digest
from sandbox.engine.layout import plausible
from sandbox.language import Message

EVERY = 60.0
"""Seconds of wall time between two checkpoints of a run."""

_FORMAT = 1

_WHAT = {
    "scenario": Message("the scenario"),
    "model": Message("the model"),
    "seed": Message("the seed"),
    "replication": Message("the replication"),
}
"""What runs differ in; anything else is of the program's own."""


class NotThisRun(Exception):  # noqa: N818 - named for what the caller meets
    """A file that is no checkpoint of the run asked for."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.render("en"))
        self.message = message


@dataclass
class Kept:
    """A run between two slices.

    Attributes:
        x, num, mem: the kernel's arrays that a run changes.
        articles: the articles that refusals have named.
        phase: 0 before the warm-up is over, 1 before the horizon, 2 after it.
        controlled: events of the control plane so far.
        seen: what control processes have read of the traffic, in order.
        meters: the meters at the end of each phase that is over.
    """

    x: NDArray[np.int64]
    num: NDArray[np.float64]
    mem: NDArray[np.int64]
    articles: list[str]
    phase: int
    controlled: int
    seen: list[float]
    meters: list[dict[str, Any]] = field(default_factory=list)


class Keeper:
    """Keeps a run in a file from time to time."""

    def __init__(
        self,
        file: Path,
        run: Mapping[str, Any],
        every: float = EVERY,
        trouble: Callable[[OSError], None] | None = None,
    ) -> None:
        """`run` says whose checkpoint it is: scenario, model, seed, replication.

        `trouble` is told when the file cannot be written in the middle of a run, which goes on.
        """
        self.file, self._every, self._trouble = file, every, trouble
        self._run = {"format": _FORMAT, "kernel": digest(), **run}
        self._last = time.monotonic()

    def found(self) -> Kept | None:
        """The run as the file has it; None: there is no file yet.

        Raises:
            NotThisRun: when the file is something else, or the checkpoint of another run.
            OSError: when no file can be written there.
        """
        if not self.file.exists():
            self._beside().touch()
            self._beside().unlink()
            return None
        said = {"file": str(self.file)}
        try:
            with np.load(self.file, allow_pickle=False) as arrays:
                about = json.loads(bytes(arrays["about"]).decode())
                run = dict(about.pop("run"))
                kept = Kept(arrays["x"], arrays["num"], arrays["mem"], **about)
        except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, EOFError):
            raise NotThisRun(Message("{file} is no checkpoint", said)) from None
        other = [name for name, value in self._run.items() if run.get(name) != value]
        if other:
            what = _WHAT.get(other[0], Message("the version of this program"))
            message = Message(
                "{file} is the checkpoint of another run: {what} differs", said | {"what": what}
            )
            raise NotThisRun(message)
        if not plausible(kept.x, kept.num, kept.mem):
            raise NotThisRun(Message("{file} is no checkpoint", said))
        return kept

    def keep_if_due(self, kept: Callable[[], Kept]) -> None:
        """Write the file if that was not done for a while; where that fails, the run goes on."""
        if time.monotonic() - self._last >= self._every:
            try:
                self.keep(kept())
            except OSError as error:
                if self._trouble is None:
                    raise
                self._trouble(error)
            self._last = time.monotonic()

    def keep(self, kept: Kept) -> None:
        """Write the file; at any moment it holds a whole checkpoint, the old one or the new."""
        about = {
            "run": self._run,
            "articles": kept.articles,
            "phase": kept.phase,
            "controlled": kept.controlled,
            "seen": kept.seen,
            "meters": kept.meters,
        }
        beside = self._beside()
        try:
            with beside.open("wb") as file:
                np.savez(
                    file,
                    about=np.frombuffer(json.dumps(about).encode(), np.uint8),
                    x=kept.x,
                    num=kept.num,
                    mem=kept.mem,
                )
            beside.replace(self.file)
        finally:
            beside.unlink(missing_ok=True)

    def _beside(self) -> Path:
        """A file in the same folder, to be put in the place of the old one when it is whole."""
        return self.file.with_name(f".{self.file.name}.{os.getpid()}")

    def done(self) -> None:
        """The run is over: what was kept of it is of no more use."""
        self.file.unlink(missing_ok=True)
