"""On which network a platform stands: the one that joins those whom it serves.

In: a world. Out: names of networks, for two agencies or for everybody who uses a resource. The
extranet comes first, the intranet only where nothing else may or can serve (article 4).
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from sandbox.scenario.information import SECRECIES
from sandbox.world.routes import CEILING
from sandbox.world.world import Agency, World

_ORDER = ("extranet", "internet", "intranet")
"""Kinds of network, the first choice first."""

_Alike = Counter[str]
"""Agencies by id, one of each likeness, and how many are like it."""


class Platforms:
    """Chooses networks; every choice is made once."""

    def __init__(self, world: World) -> None:
        self._world = world
        kinds = {name: spec.kind for name, spec in world.scenario.networks.items()}
        self._candidates: dict[str, list[str]] = {
            secrecy: [
                name
                for kind in _ORDER
                if SECRECIES.index(CEILING[kind]) >= rank
                for name in kinds
                if kinds[name] == kind
            ]
            for rank, secrecy in enumerate(SECRECIES)
        }
        self.usual = next(iter(self._candidates["public"]), "")
        self.serving = lru_cache(maxsize=None)(self._serving)
        self._pairs: dict[tuple[object, object, str], str] = {}
        self._ends: dict[str, tuple[_Alike, _Alike]] = {}

    def joining(self, a: Agency, b: Agency, secrecy: str) -> str:
        """The network whose platform passes information of this secrecy between two agencies."""
        key = (self._likeness(a.id), self._likeness(b.id), secrecy)
        if key not in self._pairs:
            self._pairs[key] = self._best(Counter([a.id]), Counter([b.id]), secrecy)
        return self._pairs[key]

    def _serving(self, resource: str) -> str:
        """The network whose platform serves most consumers and sources of a resource."""
        if not self._ends:
            self._count()
        return self._best(*self._ends[resource], self._world.resources[resource].secrecy)

    def _likeness(self, agency: str) -> object:
        """What routes depend on: in trees the networks of an agency, in graphs the agency."""
        routes = self._world.routes
        return routes.networks(agency) if routes.tree else agency

    def _count(self) -> None:
        """Consumers and sources of every resource."""
        alike: dict[object, str] = {}
        self._ends = {name: (Counter(), Counter()) for name in self._world.resources}
        for demand in self._world.demands.values():
            consumer = alike.setdefault(self._likeness(demand.consumer), demand.consumer)
            for resource in demand.spec.resources:
                self._ends[resource][0][consumer] += 1
        for partition in self._world.partitions.values():
            source = alike.setdefault(self._likeness(partition.source), partition.source)
            self._ends[partition.resource][1][source] += 1

    def _best(self, consumers: _Alike, sources: _Alike, secrecy: str) -> str:
        """The candidate that joins most pairs, then has most of them on it, then comes first."""
        best, most = "", (0, 0)
        for network in self._candidates[secrecy]:
            served = members = 1
            for ends in (consumers, sources):
                reaching = [name for name in ends if self._reaches(name, network, secrecy)]
                served *= sum(ends[name] for name in reaching)
                members *= sum(ends[name] for name in reaching if self._on(name, network))
            if (served, members) > most:
                best, most = network, (served, members)
        return best or next(iter(self._candidates[secrecy]), self.usual)

    def _on(self, agency: str, network: str) -> bool:
        return network in self._world.routes.networks(agency)

    def _reaches(self, agency: str, network: str, secrecy: str) -> bool:
        """Whether an agency reaches the exchange point of its region on a network."""
        point = f"{network}@{self._world.agencies[agency].region}"
        return self._world.routes.connected(agency, point, secrecy)
