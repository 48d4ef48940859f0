"""What names of stations mean, in outages and under `stations`, and whether any is there.

In: a document and its world, whose models are assembled as far as it takes. Out: located problems:
names that no model has a station for (refused; under `stations` warned of), links and cuts that no
traffic notices (warned of).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from sandbox.language import Message
from sandbox.models.regions import Tree
from sandbox.scenario.document import Document
from sandbox.scenario.problems import Path, Problem
from sandbox.scenario.suggest import LONGEST_LIST, listed, nearest, unknown
from sandbox.world.world import World

if TYPE_CHECKING:
    from sandbox.flows.program import Program


def names_of(name: str, labels: Mapping[str, str], tree: Tree) -> tuple[str, ...]:
    """Everything that a station may be called, from general to special.

    Its own name; its role, for all of the role; and at agencies `role@department` and, for the
    agencies of a region and of all below it, `role@region`.
    """
    role, department = labels["role"], labels.get("department")
    if department is None:
        return (role, name)
    regions = reversed(tree.up(labels["region"]))
    return (role, f"{role}@{department}", *(f"{role}@{region}" for region in regions), name)


def check_outages(
    document: Document, world: World, programs: Callable[[str], Program]
) -> list[Problem]:
    """Problems of the scenario's stations and disturbances; `programs` of its models by label."""
    sought = _Sought(document, world)
    if not sought.found:
        for label in world.scenario.models:
            sought.look(programs(label))
            if sought.found:
                return []
    return list(sought.problems())


class _Sought:
    """What stations, outages and cuts name, until a program has it."""

    def __init__(self, document: Document, world: World) -> None:
        self._document, self._world, self._tree = document, world, Tree(world)
        self.stations: dict[Path, str] = {}
        self.links: dict[Path, frozenset[str]] = {}
        self.cuts: dict[Path, tuple[str, tuple[str, ...] | None]] = {}
        self._known: dict[str, set[str]] = {}  # by role: the stations of all programs
        self.values: dict[Path, str] = {
            ("stations", name): name for name in world.scenario.stations if "@" in name
        }
        for name, spec in world.scenario.disturbances.items():
            here: Path = ("disturbances", name, "outage")
            if spec.outage is not None:
                for number, station in enumerate(spec.outage.stations):
                    self.stations[*here, "stations", number] = station
                for number, ends in enumerate(spec.outage.links):
                    self.links[*here, "links", number] = frozenset(ends)
            if spec.cut is not None:
                self.cuts["disturbances", name, "cut"] = (spec.cut.network, spec.cut.regions)
        self._ends = (
            {edge["name"]: (a, b) for a, b, edge in world.graph.edges(data=True)}
            if self.links or self.cuts
            else {}
        )

    @property
    def found(self) -> bool:
        """Whether everything is found."""
        return not (self.values or self.stations or self.links or self.cuts)

    def look(self, program: Program) -> None:
        """Strike off what this program has."""
        met: set[str] = set()
        for station in program.stations:
            self._known.setdefault(station.labels["role"], set()).add(station.name)
            if self.stations or self.values:
                met.update(names_of(station.name, station.labels, self._tree))
        self.stations = {path: name for path, name in self.stations.items() if name not in met}
        self.values = {path: name for path, name in self.values.items() if name not in met}
        for link in program.links:
            ends = self._ends.get(link.name)
            if ends is None:
                continue
            self.links = {path: pair for path, pair in self.links.items() if pair != set(ends)}
            self.cuts = {
                path: (network, regions)
                for path, (network, regions) in self.cuts.items()
                if network != link.labels["network"] or not self._inside(ends, regions)
            }

    def _inside(self, ends: tuple[str, str], regions: tuple[str, ...] | None) -> bool:
        codes = [str(self._world.graph.nodes[end].get("region") or "") for end in ends]
        return regions is None or any(
            code in self._world.regions and self._tree.within(code, region)
            for code in codes
            for region in regions
        )

    def problems(self) -> Iterator[Problem]:
        """What no program has."""
        for path, name in self.stations.items():
            yield self._document.problem(path, self._no_station(name))
        for path in self.values:
            message = Message(
                "no model of this scenario has such a station, so what is said here changes nothing"
            )
            yield self._document.warning(path, message)
        for path, ends in self.links.items():
            a, b = sorted(ends) if len(ends) == 2 else (*ends, *ends)
            if not self._world.graph.has_edge(a, b):
                continue  # the world has refused it
            message = Message(
                "no model of this scenario sends anything over this link, so its outage changes "
                "nothing"
            )
            yield self._document.warning(path, message)
        for path in self.cuts:
            message = Message(
                "no model of this scenario sends anything over this network there, so the cut "
                "changes nothing"
            )
            yield self._document.warning(path, message)

    def _no_station(self, name: str) -> Message:
        role = name.partition("@")[0]
        stations = sorted(self._known.get(role, ()))
        if not stations:
            said = {"role": role, "roles": listed(sorted(self._known))}
            return Message(
                "no model of this scenario has a station of the role `{role}`; roles with "
                "stations: {roles}",
                said,
            )
        if len(stations) > LONGEST_LIST and nearest(name, stations) is not None:
            return unknown(Message("station"), name, stations)
        return Message(
            "there is no station `{name}`; stations of the role: {known}",
            {"name": name, "known": listed(stations)},
        )
