"""What comes again and again by itself: batches, heartbeats, breakdowns, looks at the load.

In: a world. Out: about how many of these events one replication of all models has, by the place in
the scenario that says how often. Only what the scenario itself says is counted: what the models
come with is rare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sandbox.scenario.problems import Path
from sandbox.scenario.workings import AGENCY_ROLES
from sandbox.world.tree import within
from sandbox.world.world import World


def repeats(world: World) -> dict[Path, float]:
    """Events of one replication of every model."""
    scenario = world.scenario
    whole = float(scenario.study.horizon) + float(scenario.study.drain)
    models = max(1, len(scenario.models))
    found: dict[Path, float] = {}
    for path, period, number in _of_models(world):
        if period > 0:
            found[path] = number * whole / period
    for key, station in scenario.stations.items():
        here: Path = ("stations", key)
        if station.elastic is not None:
            looks = _stations(world, key) * whole / float(station.elastic.every)
            found[*here, "elastic", "every"] = models * looks
        if station.outage is not None:
            cycle = float(station.outage.mtbf) + float(station.outage.mttr)
            found[*here, "outage", "mtbf"] = 2 * models * _stations(world, key) * whole / cycle
    for name, disturbance in scenario.disturbances.items():
        outage = disturbance.outage
        if outage is not None and outage.mtbf is not None and outage.mttr is not None:
            number = len(outage.links) + sum(_stations(world, key) for key in outage.stations)
            cycle = float(outage.mtbf) + float(outage.mttr)
            found["disturbances", name, "outage", "mtbf"] = 2 * models * number * whole / cycle
    return found


def _of_models(world: World) -> Iterator[tuple[Path, float, int]]:
    """Place, period and number of everything that goes by the timetable of a model."""
    uses = [(demand, each) for demand in world.demands.values() for each in demand.spec.resources]
    asked = {resource for _, resource in uses}
    kept = [part for part in world.partitions.values() if part.resource in asked]
    sources = len({part.source for part in kept})
    levels = Counter(agency.level for agency in world.agencies.values())
    hubs = Counter(region.level for region in world.regions.values())
    for label, model in world.scenario.models.items():
        here: Path = ("models", label)
        if model.schedule is not None:
            yield (*here, "schedule", "period"), float(model.schedule.period), sources
        for level, schedule in model.cascade.items():
            leaving = hubs[level] + levels[level]
            yield (*here, "cascade", level, "period"), float(schedule.period), leaving
        if model.heartbeat is not None:
            pushed = len(kept) + len(uses)
            yield (*here, "heartbeat"), float(model.heartbeat), pushed


def _stations(world: World, name: str) -> int:
    """About how many stations a name means; of platforms in every region there may be one."""
    role, *places = name.split("@")
    if role not in AGENCY_ROLES:
        return 1 if places else len(world.regions)
    if len(places) == 2:
        return 1
    if places and places[0] in world.regions:
        inside = within(world.regions, places)
        return sum(agency.region in inside for agency in world.agencies.values())
    return sum(not places or agency.department == places[0] for agency in world.agencies.values())
