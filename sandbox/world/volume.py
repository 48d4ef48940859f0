"""How much there is to simulate: an estimate, before anything runs.

In: a world. Out: about how many requests, changes and other events all runs of the study have; a
warning where that takes hours, a problem where it would take weeks.
"""

from __future__ import annotations

from sandbox.language import Message
from sandbox.scenario.problems import Path
from sandbox.world.planting import Refuse
from sandbox.world.repeats import repeats
from sandbox.world.world import World

MANY = 50_000_000
"""Events of all runs that are warned of."""

TOO_MANY = 20_000_000_000
"""Events of all runs that are refused."""


def volumes(world: World) -> dict[Path, float]:
    """Requests of each need and changes of each resource in one run, by the rate that brings them.

    A surge adds what it multiplies, however short the part of it that falls into the study.
    """
    horizon = float(world.scenario.study.horizon)
    found: dict[Path, float] = {}
    asked: set[str] = set()
    for demand in world.demands.values():
        asked.update(demand.spec.resources)
        times = demand.times
        number = demand.spec.rate * horizon if times is None else len(times)
        path: Path = ("needs", demand.need, "rate" if times is None else "arrivals")
        found[path] = found.get(path, 0.0) + number
    for name, disturbance in world.scenario.disturbances.items():
        surge = disturbance.surge
        if surge is not None and surge.factor > 1:
            length = min(float(surge.for_), horizon) / horizon
            share = sum(found.get(("needs", need, "rate"), 0.0) for need in surge.needs)
            found["disturbances", name, "surge", "factor"] = share * length * (surge.factor - 1)
        theft = disturbance.theft
        if theft is not None:
            length = horizon if theft.for_ is None else min(float(theft.for_), horizon)
            found["disturbances", name, "theft", "rate"] = float(theft.rate) * length
    for partition in world.partitions.values():
        if partition.resource in asked:
            path = ("catalogue", partition.resource, "changes")
            changes = world.resources[partition.resource].changes * partition.records * horizon
            found[path] = found.get(path, 0.0) + changes
    return found


def weigh(world: World, refuse: Refuse, warn: Refuse) -> None:
    """Tell of studies that are too large, at the rate that brings most of it."""
    replications, models = float(world.scenario.study.replications), len(world.scenario.models)
    runs = replications * max(1, models)
    found = {path: number * max(1, models) for path, number in volumes(world).items()}
    found |= repeats(world)
    whole = sum(found.values()) * replications
    if whole <= MANY:
        return
    largest = max(found, key=lambda path: found[path])
    said = {
        "whole": f"{float(f'{whole:.2g}'):,.0f}",
        "runs": f"{runs:,.0f}",
        "part": f"{found[largest] / sum(found.values()):.0%}",
        "limit": f"{TOO_MANY:,}",
    }
    if whole > TOO_MANY:
        refuse(
            largest,
            Message(
                "about {whole} requests, changes and other events would be simulated in {runs} "
                "runs, {part} of them because of this; the limit is {limit}",
                said,
            ),
        )
    else:
        warn(
            largest,
            Message(
                "about {whole} requests, changes and other events are simulated in {runs} runs, "
                "{part} of them because of this; this takes hours, or minutes with the compiled "
                "engine",
                said,
            ),
        )
