"""Where a run's stations and links stand on the live map, which shows eighty things at most.

In: a world, a program, the region that is zoomed into. Out: spots: agencies and platforms where
they are few enough, else whole regions; and how loaded each of them is at a moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sandbox.engine.stepping import Standing
from sandbox.flows.program import Program
from sandbox.world.world import Region, World

MOST = 80
"""things on the map at most, however large the world"""


@dataclass(frozen=True)
class Spots:
    """What is on the map: agencies by id, platforms and whole regions by the region's code."""

    root: str | None
    whole: bool
    """whether spots are whole regions, agencies included"""
    ids: tuple[str, ...]
    homes: Mapping[str, str]
    """the spot of an agency (by id) or of a region's platform (by code)"""
    regions: Mapping[str, Region]
    """what is laid out; regions shown as one spot have no children"""
    own: Mapping[str, tuple[str, ...]]
    """agencies that are spots, by region"""

    def place(self, name: str) -> str | None:
        """The spot of a place: an agency's id, or `network@region`."""
        return self.homes.get(name) or self.homes.get(name.rpartition("@")[2])


def below(world: World, code: str) -> Iterator[str]:
    """A region and all below it."""
    yield code
    for child in world.regions[code].children:
        yield from below(world, child)


def spots(world: World, root: str | None = None) -> Spots:
    """The spots of a region and all below it; None: of the whole world."""
    roots = [root] if root is not None else _roots(world)
    inside = [code for one in roots for code in below(world, one)]
    within = set(inside)
    agencies = [one for one in world.agencies.values() if one.region in within]
    if len(agencies) + len(inside) <= MOST:
        own: dict[str, tuple[str, ...]] = dict.fromkeys(inside, ())
        for agency in agencies:
            own[agency.region] += (agency.id,)
        ids = [spot for code in inside for spot in (*own[code], code)]
        return Spots(
            root, False, tuple(ids), {spot: spot for spot in ids},
            _cut(world, inside, within), own,
        )  # fmt: skip
    shown = _shown(world, roots)
    homes = {
        code: top if top in shown else code
        for top in shown
        for code in (below(world, top) if not set(world.regions[top].children) & shown else [top])
    }
    homes |= {one.id: homes[one.region] for one in agencies if one.region in homes}
    codes = [code for code in inside if code in shown]
    return Spots(
        root, True, tuple(codes), homes, _cut(world, codes, shown), dict.fromkeys(codes, ())
    )


def _roots(world: World) -> list[str]:
    return [code for code, one in world.regions.items() if one.parent not in world.regions]


def _shown(world: World, roots: Sequence[str]) -> set[str]:
    """Regions of as many levels as fit."""
    shown, level = set(roots), list(roots)
    while True:
        level = [child for code in level for child in world.regions[code].children]
        if not level or len(shown) + len(level) > MOST:
            return shown
        shown |= set(level)


def _cut(world: World, codes: Sequence[str], kept: set[str]) -> dict[str, Region]:
    """Regions with only those children that are kept."""
    return {
        code: replace(
            world.regions[code],
            children=tuple(one for one in world.regions[code].children if one in kept),
        )
        for code in codes
    }


@dataclass
class Load:
    """What the stations and links of a spot are doing."""

    busy: int = 0
    waiting: int = 0
    servers: int = 0
    most: float = 0.0
    """jobs for each server at the most loaded station"""
    down: int = 0
    links_down: int = 0

    @property
    def grade(self) -> int:
        """0 idle, 1 up to half, 2 up to full, 3 up to one more waiting for each server, 4 more."""
        return sum(self.most > limit for limit in (0.0, 0.5, 1.0, 2.0))


class Loads:
    """Which spot each station and link of a program belongs to."""

    def __init__(self, world: World, program: Program, spots: Spots) -> None:
        self.spots = spots
        self.stations = [
            spots.homes.get(one.labels.get("agency", one.labels.get("region", "")))
            for one in program.stations
        ]
        ends = ends_of(world)
        self.links = [
            {spot for end in ends.get(one.name, ()) if (spot := spots.place(end)) is not None}
            for one in program.links
        ]

    def at(self, standing: Standing) -> dict[str, Load]:
        """The load of each spot."""
        found = {spot: Load() for spot in self.spots.ids}
        for spot, waiting, busy, servers, up in zip(
            self.stations, standing.waiting, standing.busy, standing.servers, standing.up
        ):
            if spot is None:
                continue
            load = found[spot]
            load.waiting += waiting
            load.busy += busy
            load.servers += servers
            load.down += not up
            if busy or waiting:
                load.most = max(load.most, (busy + waiting) / max(servers, 1))
        for spots, up in zip(self.links, standing.links):
            if not up:
                for spot in spots:
                    found[spot].links_down += 1
        return found


def ends_of(world: World) -> dict[str, tuple[str, str]]:
    """The two places of every link, by its name."""
    return {
        str(edge.get("name") or f"{edge['network']}:{min(a, b)}--{max(a, b)}"): (a, b)
        for a, b, edge in world.graph.edges(data=True)
    }


def partners(world: World, spots: Spots, spot: str) -> list[str]:
    """Spots that ask this one, or that it asks, in the order of the map."""
    found = set[str]()
    for demand in world.demands.values():
        asking = spots.homes.get(demand.consumer)
        sources = {
            world.partitions[partition].source
            for subjects in demand.subjects
            for partition in subjects.partitions
        }
        for given in (spots.homes.get(source) for source in sources):
            if spot == asking and given is not None:
                found.add(given)
            elif spot == given and asking is not None:
                found.add(asking)
    return [one for one in spots.ids if one in found and one != spot]
