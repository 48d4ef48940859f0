"""A request's life under each model: found by following runs, told step by step.

In: a document, which request is asked for, models, a replication. Out: for each model a
`RequestLife`, or what became of the need's requests where none is of the kind asked for. The
request is picked under one model and found again under the others by its name, which is the same.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sandbox.engine.interface import Cancelled, Horizon, Progress
from sandbox.flows.compiled import compile
from sandbox.study.executor import execute
from sandbox.study.explaining.events import Asked, Tallied
from sandbox.study.explaining.following import Followed, Following, Value
from sandbox.study.explaining.placing import Placing
from sandbox.study.explaining.steps import Step, Telling, spent
from sandbox.study.progress import Task
from sandbox.study.work import Runs

if TYPE_CHECKING:
    from sandbox.flows import Program
    from sandbox.scenario.document import Document
    from sandbox.study.driver import Look, Observer, Runner
    from sandbox.study.runs import Workshop


@dataclass(frozen=True)
class RequestLife:
    """A request's life under a model, in ticks.

    Attributes:
        stream, index: its name in traces; `place`: how many of its need were made before it.
        row: which way was drawn: the need of an agency and the registers of the subject's home.
        record: what it is about, by register.
        ended: None while it was open at the end of the run.
        deadline: of its need.
        values: what it was told of each record, beside the truth.
        steps: all that it did; durations add up to the response time.
    """

    model: str
    seed: int
    replication: int
    stream: str
    index: int
    place: int
    made: int
    ended: int | None
    outcome: str
    article: str
    deadline: int
    row: str
    records: dict[str, int]
    values: tuple[Value, ...]
    steps: tuple[Step, ...]

    @property
    def took(self) -> int | None:
        """The response time; None when it never ended."""
        return None if self.ended is None else self.ended - self.made

    @property
    def spent(self) -> dict[str, int]:
        """What the time went to."""
        return spent(self.steps)

    @property
    def agency(self) -> str:
        """Who asked."""
        return self.stream.partition("@")[2]


@dataclass(frozen=True)
class Explained:
    """What a run says of a need: a request's life if there is such a request, and all of them."""

    model: str
    life: RequestLife | None
    tallied: Tallied | None
    """None: the run was left when the request had ended"""


@dataclass(frozen=True)
class LivesOf:
    """The work of following: opened in whatever process does runs."""

    runs: Runs
    asked: Asked

    def open(self) -> Runner[Explained]:
        """A workshop for the document, ready to follow runs."""
        shop = self.runs.workshop()

        def follow(task: Task, look: Look) -> Explained:
            return explained(
                shop,
                self.asked,
                task.model,
                seed=self.runs.seed,
                replication=task.replication,
                engine=self.runs.engine,
                look=look,
            )

        return follow


def explained(
    shop: Workshop,
    asked: Asked,
    model: str,
    *,
    seed: int,
    replication: int = 0,
    engine: str = "auto",
    look: Look = lambda _, __: True,
) -> Explained:
    """One run, followed.

    Raises:
        Cancelled: when `look` says so.
    """
    from sandbox.randomness import base
    from sandbox.study.convert import horizon

    study, world = shop.document.scenario.study, shop.world
    times = horizon(study)
    program = shop.assembly(model).program
    registers = {
        part
        for demand in world.demands.values()
        if asked.covers(demand.id)
        for subjects in demand.subjects
        for part in subjects.partitions
    }
    following = Following(program, asked, times, base(seed, replication), registers)
    wanted = True

    def observe(seen: Progress) -> bool:
        nonlocal wanted
        wanted = look(min(1.0, seen.time / times.end), seen.measures)
        return wanted and not following.over

    try:
        shop.run(
            model,
            seed=seed,
            replication=replication,
            engine=engine,
            observer=observe,
            trace=following,
        )
    except Cancelled:
        if not wanted:
            raise
        return Explained(model, _life(program, following, model, seed, replication, times), None)
    following.finish()
    life = _life(program, following, model, seed, replication, times)
    return Explained(model, life, following.tallied)


def _life(
    program: Program,
    following: Following,
    model: str,
    seed: int,
    replication: int,
    times: Horizon,
) -> RequestLife | None:
    found: Followed | None = following.found
    if found is None:
        return None
    stream = next(one for one in program.streams if one.name == found.stream)
    compiled = compile(program)
    who = following.subjects.identity(found.stream, found.index)
    thread = Placing(compiled).thread(found.events, stream.flow, found.row, who)
    end = found.ended if found.ended is not None else times.end + times.drain
    registers = {register.name: place for place, register in enumerate(program.registers)}
    named = [part for part in found.row.partition("|")[2].split("+") if part in registers]
    return RequestLife(
        model=model,
        seed=seed,
        replication=replication,
        stream=found.stream,
        index=found.index,
        place=found.place,
        made=found.made,
        ended=found.ended,
        outcome=found.outcome,
        article=found.article,
        deadline=stream.deadline,
        row=found.row,
        records={
            name: following.subjects.record(found.stream, found.index, registers[name])
            for name in named
        },
        values=found.values,
        steps=Telling(compiled).steps(thread, end),
    )


def lives(
    document: Document,
    asked: Asked,
    models: Sequence[str],
    *,
    seed: int | None = None,
    replication: int = 0,
    engine: str = "auto",
    jobs: int | None = None,
    observer: Observer | None = None,
    cancel: threading.Event | None = None,
) -> list[Explained]:
    """The same request under each of `models`, picked under the first of them.

    Where the first has no such request there is nothing to follow under the others.

    Raises:
        Refused: when the scenario does not hold together.
        Cancelled: when `cancel` was set.
    """
    seed = int(document.scenario.study.seed) if seed is None else seed
    runs = Runs.of(document, seed, engine)

    def follow(what: Asked, labels: Sequence[str]) -> list[Explained]:
        tasks = [Task(number, label, replication) for number, label in enumerate(labels)]
        work = LivesOf(runs, what)
        return execute(work, tasks, jobs=jobs, observer=observer, cancel=cancel)

    found = follow(asked, models[:1])
    life = found[0].life
    if life is None or len(models) == 1:
        return found
    same = replace(asked, stream=life.stream, number=life.index)
    return found + follow(same, models[1:])
