"""Our engines as contenders.

In: a task for a number of requests. Out: contenders that run it, and who is left out. The compiled
engine gets more requests than the other, so that both run about as long.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.bench.contest import Contender, Lap, LeftOut
from sandbox.engine import ControlProcess, Counters, Engine, Horizon
from sandbox.engine.choice import has_compiler
from sandbox.flows import Program
from sandbox.language import Message

SEED = 1
IDIOMATIC, PLAIN, COMPILED = "idiomatic-simpy", "simpy", "compiled"
TITLES = {
    IDIOMATIC: Message("idiomatic SimPy"),
    PLAIN: Message("SimPy engine"),
    COMPILED: Message("compiled engine"),
}
_NO_NUMBA = Message("numba is not installed")
_WARM = 1_000


@dataclass(frozen=True)
class Sizes:
    """How many requests: of Python programs, of the SimPy engine, of the compiled one."""

    idiomatic: int
    plain: int
    compiled: int


@dataclass(frozen=True)
class Task:
    """What an engine is to run, and which mean is looked at."""

    program: Program
    horizon: Horizon
    control: Sequence[ControlProcess] = ()
    mean: Callable[[Counters], float] = lambda counters: mean_time(counters)


def mean_time(counters: Counters) -> float:
    """Mean response time of the answered requests, in seconds."""
    needs = counters.needs
    return float(needs.response_time.sum()) / max(int(needs.outcomes[:, 0].sum()), 1)


def mean_age(counters: Counters) -> float:
    """Mean age of the answers, in seconds."""
    needs = counters.needs
    return float(needs.age.sum()) / max(int(needs.outcomes[:, 0].sum()), 1)


def lap(engine: Engine, task: Task, replication: int = 0) -> Lap:
    """Run a task, by processor time."""
    begin = time.process_time()
    counters = engine.run(task.program, SEED, replication, task.horizon, task.control)
    seconds = time.process_time() - begin
    return Lap(int(counters.needs.made.sum()), seconds, task.mean(counters), counters.events)


def plain() -> Engine:
    """The SimPy engine."""
    from sandbox.engine.simpy_engine import SimpyEngine

    return SimpyEngine()


def compiled() -> Engine | None:
    """The compiled engine, if numba is there."""
    if not has_compiler():
        return None
    from sandbox.engine.compiled_engine import CompiledEngine

    return CompiledEngine()


def without_numba() -> LeftOut:
    """Says that the compiled engine takes no part."""
    return LeftOut(TITLES[COMPILED], _NO_NUMBA)


def ours(task: Callable[[int], Task], sizes: Sizes) -> tuple[list[Contender], list[LeftOut]]:
    """Both engines, or the one that there is."""
    engine = plain()
    whole = task(sizes.plain)
    contenders = [Contender(PLAIN, TITLES[PLAIN], lambda: lap(engine, whole))]
    quick = compiled()
    if quick is None:
        return contenders, [without_numba()]
    long = task(sizes.compiled)
    contenders.append(
        Contender(
            COMPILED,
            TITLES[COMPILED],
            lambda: lap(quick, long),
            lambda: lap(quick, task(_WARM)),
        )
    )
    return contenders, []
