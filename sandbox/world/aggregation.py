"""Aggregated needs: many agencies that ask as one stream.

In: demands, regions, the levels at which needs are aggregated. Out: groups of demands, each of one
need; a need that is not aggregated has a group for each agency. Poisson streams put together are a
Poisson stream with the sum of their rates, each of whose requests is an agency's with the
probability of its share (superposition; Kingman, Poisson Processes, 1993, §2.2), so what is
simulated is the same in law, and only what is counted per agency is counted per group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sandbox.language import Message
from sandbox.scenario.part import LEVELS
from sandbox.scenario.scenario import Scenario
from sandbox.world.planting import Refuse, level_name
from sandbox.world.tree import ancestry
from sandbox.world.world import Demand, Region, World


@dataclass(frozen=True)
class Group:
    """Demands of one need that ask as one stream."""

    name: str
    region: str | None  # that they lie in; None: one agency, not aggregated
    demands: tuple[Demand, ...]


def groups(world: World) -> Iterator[Group]:
    """Every demand in its group, in the order of the demands."""
    together: dict[tuple[str, str], list[Demand]] = {}
    above: dict[tuple[str, str], str] = {}
    for demand in world.demands.values():
        if demand.spec.aggregate is None:
            yield Group(demand.id, None, (demand,))
            continue
        home = (world.agencies[demand.consumer].region, demand.spec.aggregate)
        if home not in above:
            found = world.region_at(*home)
            above[home] = home[0] if found is None else found.code
        together.setdefault((demand.need, above[home]), []).append(demand)
    for (need, region), demands in together.items():
        yield Group(f"{need}@{region}", region, tuple(demands))


def check_aggregation(scenario: Scenario, regions: Mapping[str, Region], refuse: Refuse) -> None:
    """Refuse needs that cannot be aggregated, and surges of parts of what is."""
    for name, need in scenario.needs.items():
        if need.aggregate is None:
            continue
        highest = LEVELS.index(need.aggregate)
        for position, level in enumerate(need.levels):
            if LEVELS.index(level) < highest:
                refuse(
                    ("needs", name, "levels", position),
                    Message(
                        "agencies of level {level} lie in no {aggregate}, by which this need is "
                        "aggregated",
                        {"level": level_name(level), "aggregate": level_name(need.aggregate)},
                    ),
                )
        if not any(region.level == need.aggregate for region in regions.values()):
            refuse(
                ("needs", name, "aggregate"),
                Message(
                    "there is no region of level {aggregate}, by which this need is aggregated",
                    {"aggregate": level_name(need.aggregate)},
                ),
            )
        for disturbance, spec in scenario.disturbances.items():
            if spec.surge is None or name not in spec.surge.needs:
                continue
            for position in _parts(regions, spec.surge.regions or (), highest):
                refuse(
                    ("disturbances", disturbance, "surge", "regions", position),
                    Message(
                        "the need {need} is aggregated by {aggregate}, so a surge of it takes "
                        "whole regions of that level",
                        {"need": name, "aggregate": level_name(need.aggregate)},
                    ),
                )


def _parts(regions: Mapping[str, Region], codes: Iterable[str], level: int) -> Iterator[int]:
    """Positions of those regions that lie in a region of the level."""
    for position, code in enumerate(codes):
        if code in regions:
            above = list(ancestry(regions, code))[1:]
            if any(LEVELS.index(region.level) == level for region in above):
                yield position
