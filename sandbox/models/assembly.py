"""Assembles one sharing model over a world: the program of its traffic, and what steers it.

In: a world and the label of an entry of the scenario's `models`. Out: an `Assembly`.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass

from sandbox.engine.interface import ControlProcess
from sandbox.flows import ticks
from sandbox.flows.program import Program, Rhythm
from sandbox.models.bench import Bench
from sandbox.models.by_letter import Post
from sandbox.models.demand import Streams
from sandbox.models.letters import PRESET as LETTERS
from sandbox.models.model import Settings
from sandbox.models.numbers import last, ppb
from sandbox.models.presets import settings_of
from sandbox.models.thefts import thefts
from sandbox.policy import agreements
from sandbox.policy.governance import governing
from sandbox.policy.laws import law
from sandbox.policy.thefts import stealing
from sandbox.scenario.workings import ModelSpec
from sandbox.world.world import World


@dataclass(frozen=True)
class Assembly:
    """What an engine runs for one model.

    `moving` are the gates that agreements open or close during the run; `steered` says whether
    governance or thefts move others too, or anything else.
    """

    program: Program
    control: tuple[ControlProcess, ...]
    moving: frozenset[int] = frozenset()
    steered: bool = False


def assemble(world: World, label: str) -> Assembly:
    """The program of the model `label`.

    Raises:
        KeyError: for a label, preset or combination of axes that does not exist; `check` says
            so beforehand.
    """
    settings = settings_of(label, world.scenario.models[label])
    collecting = gc.isenabled()
    gc.disable()  # a large program is many objects and no cycles
    try:
        return _assembled(world, label, settings)
    finally:
        if collecting:
            gc.enable()


def _assembled(world: World, label: str, settings: Settings) -> Assembly:
    bench = Bench(world, label, post(world, settings))
    whole = ticks(last(world))
    bench.builder.rhythm(Rhythm("plain", (0, whole), (0.0, float(whole))))
    model = settings.preset.model(bench, settings)
    before = LETTERS.model(bench, usual(world))
    streams = Streams(bench, model, before)
    streams.flow()
    stolen = thefts(bench, model, before, streams.use)
    model.finish()
    bench.truth.flow()
    bench.gates.count()
    living = bench.gates.living
    control = (agreements.lives(world, living),) if living else ()
    plan = bench.gates.governed.plan
    plan.shared = settings.axes.aggregation in ("hub", "library", "stream", "by_class")
    steering = (*governing(world, plan), *stealing(world, stolen))
    return Assembly(
        bench.builder.build(),
        (*control, *steering),
        moving=agreements.moving(world, living, last(world)),
        steered=bool(steering),
    )


def usual(world: World) -> Settings:
    """Letters as the scenario's entry for that model says, else as shipped: how things are."""
    entries = world.scenario.models.items()
    spec = next(
        (entry for label, entry in entries if LETTERS.name in (entry.preset, label)),
        ModelSpec.model_validate({}),
    )
    return Settings(spec, LETTERS)


def post(world: World, settings: Settings) -> Post:
    """What letters are like, so that a letter takes the same time under every model."""
    own = Settings(settings.spec, LETTERS) if settings.preset is LETTERS else usual(world)
    return Post(law(own["transport"]), ppb(own["overlooked"]))
