"""Routes of a program: from places to links, over networks and gateways.

In: two places and the secrecy of what travels. Out: a route over links that carry the network's
cuts and the links' outages; None where article 4 leaves no way.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from sandbox.flows import ticks
from sandbox.flows.program import Breakdowns, Link, ProgramBuilder
from sandbox.models.numbers import span
from sandbox.models.regions import Tree
from sandbox.scenario.workings import OutageEvent
from sandbox.world.world import World

_NOWHERE = -1


class Ways:
    """Adds routes and links to a program when they are first needed."""

    def __init__(self, world: World, builder: ProgramBuilder, tree: Tree) -> None:
        self._world, self._builder, self._tree = world, builder, tree
        self._routes: dict[tuple[str, str, bool, str], int] = {}
        self._links: dict[tuple[str, str], int] = {}
        self._events: dict[frozenset[str], list[OutageEvent]] = {}
        self._cuts = [spec.cut for spec in world.scenario.disturbances.values() if spec.cut]
        for spec in world.scenario.disturbances.values():
            for a, b in spec.outage.links if spec.outage else ():
                assert spec.outage is not None
                self._events.setdefault(frozenset((a, b)), []).append(spec.outage)

    def route(self, a: str, b: str, secrecy: str) -> int | None:
        """The route from place `a` to place `b`; None: no network may carry this there."""
        key = (a, b, secrecy == "secret", secrecy)
        found = self._routes.get(key)
        if found is None:
            path = self._world.routes.path(a, b, secrecy)
            if path is None:
                found = _NOWHERE
            else:
                links = [
                    self._link(u, v) if u < v else ~self._link(v, u) for u, v in pairwise(path)
                ]
                found = self._builder.route(links)
            self._routes[key] = found
        return None if found == _NOWHERE else found

    def _link(self, a: str, b: str) -> int:
        """The link between two places, in alphabetical order."""
        found = self._links.get((a, b))
        if found is None:
            found = self._links[a, b] = self._builder.link(self._made(a, b))
        return found

    def _made(self, a: str, b: str) -> Link:
        edge = self._world.graph.edges[a, b]
        network = edge["network"]
        region = edge.get("region") or _region(b)
        breakdowns, outages = [], []
        for event in self._events.get(frozenset((a, b)), ()):
            if event.mtbf is not None and event.mttr is not None:
                breakdowns.append(Breakdowns(float(event.mtbf), float(event.mttr)))
            elif (interval := span(self._world, event.from_, event.for_)) is not None:
                outages.append(interval)
        for cut in self._cuts:
            inside = cut.regions is None or any(
                self._in(end, region) for region in cut.regions for end in (a, b)
            )
            if cut.network == network and inside:
                interval = span(self._world, cut.from_, cut.for_)
                if interval is not None:
                    outages.append(interval)
        return Link(
            edge.get("name") or f"{network}:{a}--{b}",
            ticks(float(edge["latency"])),
            float(edge["bandwidth"] or 0.0),
            gateway=bool(edge["gateway"]),
            breakdowns=tuple(breakdowns),
            outages=tuple(sorted(outages)),
            labels={"network": network, "region": region},
        )

    def _in(self, place: str, region: str) -> bool:
        node: Mapping[str, Any] = self._world.graph.nodes[place]
        code = node.get("region") or _region(place)
        return code in self._world.regions and self._tree.within(code, region)


def _region(place: str) -> str:
    return place.rpartition("@")[2]
