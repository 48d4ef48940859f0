"""Who keeps what: every resource divided among the source agencies of its records' homes.

In: the catalogue, regions and agencies. Out: partitions with whole numbers of records that add up
to the catalogue's, and the partition of every home.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sandbox.language import Message
from sandbox.scenario.part import LEVELS
from sandbox.scenario.scenario import Scenario
from sandbox.world.planting import Refuse, level_name
from sandbox.world.tree import ancestry, within
from sandbox.world.world import Agency, Partition, Region

Keepers = Mapping[str, Mapping[str, str]]
"""By resource and home region: the partition that holds the records of people at home there."""


def divide(
    scenario: Scenario,
    regions: Mapping[str, Region],
    homes: Sequence[str],
    agencies: Mapping[str, Agency],
    refuse: Refuse,
) -> tuple[dict[str, Partition], Keepers]:
    """Partitions by id, and who keeps whose records.

    The source of a home is the provider's agency in its region of the resource's level; where the
    tree skips that level (counties directly under a province) or ends above it, the nearest region
    above stands in. Homes outside the provider's own `regions` have no records. Resources with a
    problem have no keepers.
    """
    partitions: dict[str, Partition] = {}
    keepers: dict[str, dict[str, str]] = {}
    for name, resource in scenario.catalogue.items():
        path = ("catalogue", name)
        inside = within(regions, scenario.departments[resource.provider].regions)
        kept: dict[str, list[str]] = {}
        orphans: list[str] = []
        rank = LEVELS.index(resource.level)
        for home in homes:
            region = next(
                (r for r in ancestry(regions, home) if LEVELS.index(r.level) <= rank), None
            )
            agency = f"{resource.provider}@{region.code}" if region is not None else ""
            if agency in agencies:
                kept.setdefault(agency, []).append(home)
            elif home in inside:
                orphans.append(home)
        if orphans:
            refuse(
                (*path, "level"),
                Message(
                    "{department} has no agency at level {level} for {region} ({count} such "
                    "regions), so nobody is the source",
                    {
                        "department": scenario.departments[resource.provider].name,
                        "level": level_name(resource.level),
                        "region": regions[orphans[0]].name,
                        "count": len(orphans),
                    },
                ),
            )
            continue
        if resource.records < len(kept):
            refuse(
                (*path, "records"),
                Message(
                    "{records} records are fewer than the {count} agencies that keep them",
                    {"records": int(resource.records), "count": len(kept)},
                ),
            )
            continue
        weights = [sum(regions[home].population for home in below) for below in kept.values()]
        shares = apportion(int(resource.records), weights)
        keepers[name] = {}
        for (agency, below), records in zip(kept.items(), shares):
            partition = f"{name}@{agencies[agency].region}"
            partitions[partition] = Partition(partition, name, agency, records, tuple(below))
            keepers[name].update(dict.fromkeys(below, partition))
    return partitions, keepers


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """`total` in whole parts proportional to `weights`, each at least one, by largest remainder.

    Needs `total >= len(weights)`; ties go to the earlier part.
    """
    if not weights:
        return []
    spare, mass = total - len(weights), sum(weights)
    exact = [max(0.0, total * (w / mass if mass else 1 / len(weights)) - 1) for w in weights]
    scale = spare / sum(exact) if sum(exact) else 0.0
    parts = [int(share * scale) for share in exact]
    by_remainder = sorted(
        range(len(parts)), key=lambda index: (parts[index] - exact[index] * scale, index)
    )
    left = spare - sum(parts)
    for turn in range(left):
        parts[by_remainder[turn % len(parts)]] += 1
    return [part + 1 for part in parts]
