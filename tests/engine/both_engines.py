"""Runs the same program in both engines and compares everything that they tell and count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from small_programs import same

from sandbox.engine import ControlProcess, Horizon
from sandbox.engine.compiled_engine import CompiledEngine
from sandbox.engine.simpy_engine import SimpyEngine
from sandbox.flows import Program


def agree(
    program: Program,
    horizon: Horizon,
    seed: int = 1,
    control: Sequence[ControlProcess] = (),
    traced: bool = True,
) -> int:
    """Assert that both engines agree on a run; the number of its events."""
    told: list[list[tuple[Any, ...]]] = []
    counters = []
    for engine in (SimpyEngine(), CompiledEngine()):
        lines: list[tuple[Any, ...]] = []

        def trace(*line: Any, lines: list[tuple[Any, ...]] = lines) -> None:
            lines.append(line)

        counters.append(
            engine.run(program, seed, 0, horizon, control, None, trace if traced else None)
        )
        told.append(lines)
    for number, (one, other) in enumerate(zip(*told)):
        assert one == other, (number, told[0][max(0, number - 5) : number])
    assert len(told[0]) == len(told[1])
    reference, ours = counters
    same(reference, ours)
    assert np.array_equal(reference.gates, ours.gates)
    assert (reference.events, reference.unfinished) == (ours.events, ours.unfinished)
    assert list(reference.notes) == list(ours.notes)
    return ours.events
