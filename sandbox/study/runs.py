"""One run: a document becomes a world, the world an assembly, an engine runs it, measures read it.

In: a document, the label of a model, seed and replication. Out: a `RunResult` that travels by
pickle. A `Workshop` keeps the world and the latest assemblies, so that further runs cost no more.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import sandbox
from sandbox.engine.interface import Observer, Trace
from sandbox.flows.program import StreamKind
from sandbox.measures import BREAKDOWNS, Breakdown, breakdown, evaluate, series
from sandbox.measures.chronicle import Chronicle, chronicle
from sandbox.measures.grouping import by_label
from sandbox.scenario.document import Document
from sandbox.scenario.problems import Refused, in_order
from sandbox.study.convert import horizon, prices

if TYPE_CHECKING:
    from sandbox.engine import Engine
    from sandbox.engine.counters import Counters
    from sandbox.flows import Program
    from sandbox.models import Assembly
    from sandbox.world import World

KEPT_ASSEMBLIES = 2
"""Assemblies that a workshop keeps; the others are made again when they are wanted."""

Where = tuple[tuple[str, str], ...]
"""A selection by labels, sorted by label."""


def selection(where: Mapping[str, str]) -> Where:
    """`where` as a key."""
    return tuple(sorted(where.items()))


@dataclass(frozen=True)
class RunResult:
    """What one run came to. `wall` is in seconds and the only thing that a re-run changes."""

    model: str
    seed: int
    replication: int
    engine: str
    measures: dict[str, float]
    breakdowns: dict[str, Breakdown]
    selected: dict[Where, dict[str, float]]  # what the expectations look at
    series: dict[str, list[float]]
    events: int
    unfinished: int
    wall: float = field(compare=False)
    series_by: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    """time series of each group of the label that they were asked for"""
    chronicle: Chronicle = field(default_factory=Chronicle)
    """what governance did; lives are told of the first replication only"""


class Workshop:
    """The world of a document and its latest assemblies."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._assemblies: OrderedDict[str, Assembly] = OrderedDict()
        self._assembling = threading.Lock()  # runs in threads share the workshop

    @cached_property
    def world(self) -> World:
        """The world, built once; its warnings are those of all rooms.

        Raises:
            Refused: with every problem of world, models and expectations.
        """
        from sandbox.models import check
        from sandbox.study.expectations import problems
        from sandbox.world import build

        try:
            world = build(self.document)
        except Refused as refused:
            others = [*check(self.document), *problems(self.document, None)]
            raise Refused(in_order([*refused.problems, *others], self.document.root.mark)) from None
        found = check(self.document, world, lambda model: self._kept(world, model).program)
        found += problems(self.document, world)
        grave = [problem for problem in found if not problem.warning]
        if grave:
            raise Refused(in_order(grave, self.document.root.mark))
        return replace(world, warnings=(*world.warnings, *found))

    def assembly(self, model: str) -> Assembly:
        """Program and control processes of a model."""
        return self._kept(self.world, model)

    def _kept(self, world: World, model: str) -> Assembly:
        from sandbox.models import assemble

        with self._assembling:
            if model not in self._assemblies:
                while len(self._assemblies) >= KEPT_ASSEMBLIES:
                    self._assemblies.popitem(last=False)
                self._assemblies[model] = assemble(world, model)
            self._assemblies.move_to_end(model)
            return self._assemblies[model]

    def run(
        self,
        model: str,
        *,
        seed: int | None = None,
        replication: int = 0,
        engine: str = "auto",
        observer: Observer | None = None,
        trace: Trace | None = None,
        series_by: str | None = None,
        checkpoint: Path | None = None,
        trouble: Callable[[OSError], None] | None = None,
    ) -> RunResult:
        """One replication of a model; with `series_by`, time series of each group of that label.

        With `checkpoint` the compiled engine keeps the run in that file every minute, and goes on
        where the file was left, with the same result. `trouble` is told when that file cannot be
        written meanwhile; without it the run ends then.

        Raises:
            Refused: when the world or the models do not fit together.
            Cancelled: when the observer says so.
            NotThisRun: when the file is no checkpoint of this run.
            EngineUnavailable: when there is no engine that can do so.
        """
        begun = time.perf_counter()
        scenario = self.document.scenario
        seed = int(scenario.study.seed) if seed is None else seed
        assembly = self.assembly(model)
        run: dict[str, str | int] = {"model": model, "seed": seed, "replication": replication}
        chosen = self._engine(engine, run, checkpoint, trouble)
        counters = chosen.run(
            assembly.program,
            seed,
            replication,
            horizon(scenario.study),
            assembly.control,
            observer,
            trace,
        )
        tariff = prices(scenario.costs, scenario.models[model])
        program = assembly.program
        wanted = {selection(expected.where) for expected in scenario.expect if expected.where}
        return RunResult(
            model=model,
            seed=seed,
            replication=replication,
            engine=counters.engine,
            measures=evaluate(program, counters, tariff),
            breakdowns={by: breakdown(program, counters, tariff, by) for by in BREAKDOWNS},
            selected={
                where: evaluate(program, counters, tariff, dict(where)) for where in sorted(wanted)
            },
            series=series(program, counters),
            series_by={} if series_by is None else _series_by(program, counters, series_by),
            events=counters.events,
            unfinished=counters.unfinished,
            wall=time.perf_counter() - begun,
            chronicle=_told(counters),
        )

    def _engine(
        self,
        name: str,
        run: Mapping[str, str | int],
        checkpoint: Path | None,
        trouble: Callable[[OSError], None] | None,
    ) -> Engine:
        from sandbox.engine import arrivals_of, choose

        if checkpoint is None:
            length = float(self.document.scenario.study.horizon)
            return choose(name, arrivals_of(self.assembly(str(run["model"])).program, length))
        choose("compiled")  # says what is missing
        from sandbox.engine.checkpoint import Keeper
        from sandbox.engine.compiled_engine import CompiledEngine

        whose = {"scenario": self.document.digest, "version": sandbox.__version__, **run}
        return CompiledEngine(Keeper(checkpoint, whose, trouble=trouble))


def _told(counters: Counters) -> Chronicle:
    whole = chronicle(counters.notes, counters.begins + counters.window)
    return whole if counters.replication == 0 else replace(whole, lives=())


def _series_by(program: Program, counters: Counters, by: str) -> dict[str, dict[str, list[float]]]:
    """The time series of every group that makes requests."""
    groups = by_label(program, by)
    asking = sorted({
        int(group)
        for group, stream in zip(groups.streams, program.streams)
        if group >= 0 and stream.kind == StreamKind.NEED
    })  # fmt: skip
    return {
        groups.names[group]: series(program, counters, {by: groups.names[group]})
        for group in asking
    }


def run_one(
    document: Document,
    model: str,
    *,
    seed: int | None = None,
    replication: int = 0,
    engine: str = "auto",
    observer: Observer | None = None,
    trace: Trace | None = None,
    series_by: str | None = None,
    checkpoint: Path | None = None,
) -> RunResult:
    """One replication of a model, in this process. `seed` defaults to the scenario's.

    Raises:
        Refused: when the world or the models do not fit together, or there is no such model.
        Cancelled: when the observer says so.
    """
    from sandbox.study.expectations import known_models

    known_models(document, [model])
    return Workshop(document).run(
        model,
        seed=seed,
        replication=replication,
        engine=engine,
        observer=observer,
        trace=trace,
        series_by=series_by,
        checkpoint=checkpoint,
    )


_latest: list[Workshop] = []


def latest_workshop() -> Workshop | None:
    """The workshop that is kept, if there is one."""
    return _latest[0] if _latest else None


def workshop_of(document: Document) -> Workshop:
    """The workshop of a document; the latest one is kept, so that studies in series share it.

    A document that was read again has a workshop of its own: files beside it may have changed.
    """
    if not _latest or _latest[0].document is not document:
        _latest[:] = [Workshop(document)]
    return _latest[0]
