"""A record's history under each model: the truth, and what every copy believed of it when.

In: a document, a register and a record, models, a replication. Out: for each model its `Beliefs`,
or None where no need reaches the register under it. The reference engine runs, since it can be
looked into; both engines agree to the tick.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.engine.beliefs import Beliefs, Watching
from sandbox.engine.interface import Cancelled, Progress
from sandbox.study.executor import execute
from sandbox.study.progress import Task
from sandbox.study.work import Runs

if TYPE_CHECKING:
    from sandbox.scenario.document import Document
    from sandbox.study.driver import Look, Observer, Runner
    from sandbox.study.runs import Workshop


@dataclass(frozen=True)
class BeliefsOf:
    """The work of watching a record: opened in whatever process does runs."""

    runs: Runs
    register: str
    record: int
    until: int

    def open(self) -> Runner[Beliefs | None]:
        """A workshop for the document, ready to watch runs."""
        shop = self.runs.workshop()

        def watch(task: Task, look: Look) -> Beliefs | None:
            return watched(
                shop,
                self.register,
                self.record,
                task.model,
                seed=self.runs.seed,
                replication=task.replication,
                until=self.until,
                look=look,
            )

        return watch


def watched(
    shop: Workshop,
    register: str,
    record: int,
    model: str,
    *,
    seed: int,
    replication: int = 0,
    until: int,
    look: Look = lambda _, __: True,
) -> Beliefs | None:
    """One run, watched until a time (ticks).

    Raises:
        Cancelled: when `look` says so.
    """
    from sandbox.engine.simpy_engine import SimpyEngine
    from sandbox.study.convert import horizon

    assembly = shop.assembly(model)
    if register not in {one.name for one in assembly.program.registers}:
        return None
    watching = Watching(assembly.program, register, record, until)
    times = horizon(shop.document.scenario.study)
    wanted = True

    def observe(seen: Progress) -> bool:
        nonlocal wanted
        wanted = look(min(1.0, seen.time / max(until, 1)), seen.measures)
        return wanted and seen.time <= until

    control = (*assembly.control, watching.process)
    try:
        SimpyEngine().run(assembly.program, seed, replication, times, control, observe, watching)
    except Cancelled:
        if not wanted:
            raise
    watching.settle()
    return watching.beliefs


def histories(
    document: Document,
    register: str,
    record: int,
    models: Sequence[str],
    *,
    seed: int | None = None,
    replication: int = 0,
    until: int | None = None,
    jobs: int | None = None,
    observer: Observer | None = None,
    cancel: threading.Event | None = None,
) -> dict[str, Beliefs | None]:
    """The record's history under each model, until a time in ticks (default: the whole study).

    Raises:
        Refused: when the scenario does not hold together.
        Cancelled: when `cancel` was set.
    """
    study = document.scenario.study
    seed = int(study.seed) if seed is None else seed
    end = round(float(study.horizon) * 1e9) if until is None else until
    tasks = [Task(number, label, replication) for number, label in enumerate(models)]
    work = BeliefsOf(Runs.of(document, seed, "simpy"), register, record, end)
    found = execute(work, tasks, jobs=jobs, observer=observer, cancel=cancel)
    return dict(zip(models, found, strict=True))
