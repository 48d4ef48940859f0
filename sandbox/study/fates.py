"""Fates: what became of every single request of one run.

In: a document, a model, a replication. Out: arrays of requests by identity (stream and index) with
the time when they were made and how long the answer took. Identities do not depend on the model,
so the same request can be found in another run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sandbox.study.progress import Task
from sandbox.study.work import Runs

if TYPE_CHECKING:
    from sandbox.flows import Program
    from sandbox.study.driver import Look, Runner

Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Fates:
    """The measured requests of a run, ordered by stream and index; times in ticks.

    `took` is −1 where a request was not answered.
    """

    model: str
    replication: int
    streams: tuple[str, ...]  # names, in order
    stream: Integers  # position in `streams`
    index: Integers
    made: Integers
    took: Integers
    seed: int = 0
    engine: str = ""
    wall: float = 0.0  # seconds that the run took

    def __len__(self) -> int:
        return len(self.made)


class Register:
    """A trace that keeps of each request when it was made and when it was answered."""

    def __init__(self, program: Program, warm_up: int) -> None:
        from sandbox.flows.program import StreamKind

        needs = sorted(s.name for s in program.streams if s.kind is StreamKind.NEED)
        self._streams = tuple(needs)
        self._places = {name: place for place, name in enumerate(needs)}
        self._warm_up = warm_up
        self._made: dict[tuple[int, int], int] = {}
        self._took: dict[tuple[int, int], int] = {}

    def __call__(
        self, time: int, stream: str, index: int, event: str, detail: dict[str, Any]
    ) -> None:
        """Take in an event of a whole request."""
        if event not in ("made", "end") or "child" in detail or stream not in self._places:
            return
        key = self._places[stream], index
        if event == "made":
            if time >= self._warm_up:
                self._made[key] = time
        elif key in self._made and detail["outcome"] == "answered":
            self._took[key] = time - self._made[key]

    def fates(self, model: str, replication: int) -> Fates:
        """What became of all of them."""
        keys = sorted(self._made)
        columns = np.array(keys, np.int64).reshape(-1, 2)
        return Fates(
            model,
            replication,
            self._streams,
            columns[:, 0],
            columns[:, 1],
            np.array([self._made[key] for key in keys], np.int64),
            np.array([self._took.get(key, -1) for key in keys], np.int64),
        )


@dataclass(frozen=True)
class FatesOf:
    """The work of finding out: opened in whatever process does runs."""

    runs: Runs

    def open(self) -> Runner[Fates]:
        """A workshop for the document, ready to follow runs."""
        from sandbox.study.convert import horizon

        shop = self.runs.workshop()
        spec = shop.document.scenario.study
        end = float(spec.horizon) * 1e9
        warm_up = horizon(spec).warm_up

        def follow(task: Task, look: Look) -> Fates:
            register = Register(shop.assembly(task.model).program, warm_up)
            done = shop.run(
                task.model,
                seed=self.runs.seed,
                replication=task.replication,
                engine=self.runs.engine,
                observer=lambda seen: look(min(1.0, seen.time / end), seen.measures),
                trace=register,
            )
            found = register.fates(task.model, task.replication)
            return replace(found, seed=done.seed, engine=done.engine, wall=done.wall)

        return follow
