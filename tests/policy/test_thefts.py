"""Audits find a theft by the uses on record, each looked at with the same probability."""

from __future__ import annotations

import math
from typing import Any, cast

import simpy

from sandbox.engine.interface import Plane
from sandbox.flows.laws import ticks
from sandbox.flows.program import GateState, ProgramBuilder
from sandbox.policy.thefts import Theft, stealing
from sandbox.randomness import base
from sandbox.scenario.workings import TheftEvent
from tests.policy.stage import DAY, Stage, world_with

EVENT = TheftEvent.model_validate({"agency": "tax@330102", "rate": "1/h", "from": "0 s"})


def detected_after(seed: int, spec: dict[str, Any], uses_a_day: int) -> float:
    """Days until a theft is detected where so many uses go on record every day."""
    builder = ProgramBuilder("stage")
    gate = builder.gate(GateState("credentials", False, "2"))
    environment = simpy.Environment(initial_time=0)
    stage = Stage(
        environment,
        builder.build(),
        base(seed, 0),
        misuses=lambda s: uses_a_day * round(s.environment.now / ticks(DAY)),
    )
    theft = Theft("raid", EVENT, 0, gate, 0, ticks(400 * DAY))
    (process,) = stealing(world_with({"audit": spec}), [theft])
    environment.process(process(environment, cast(Plane, stage)))
    environment.run(until=ticks(400 * DAY))
    (day,) = stage.times("theft", "detected")
    assert stage.gates == [(0, gate, True), (ticks(day), gate, False)]
    return day / DAY


def test_the_audit_that_finds_a_theft_is_geometric() -> None:
    """k uses a day, each sampled with s: found by an audit with 1 − (1 − s)ᵏ."""
    found = 1 - (1 - 0.05) ** 6
    days = [detected_after(seed, {"sampled": 0.05, "every": "1 day"}, 6) for seed in range(400)]
    mean, deviation = 1 / found, math.sqrt((1 - found) / found**2 / len(days))
    assert abs(sum(days) / len(days) - mean) < 3.29 * deviation
    first = sum(day == 1 for day in days) / len(days)
    assert abs(first - found) < 3.29 * math.sqrt(found * (1 - found) / len(days))
