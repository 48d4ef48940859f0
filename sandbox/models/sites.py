"""Stations at their places: agencies' own ones and those of the platform of a region.

In: the stations section of a scenario, by role and place, working hours, outages. Out: stations
of a program, named `role@agency` or `role@region` (`role@network@region` off the extranet), the
same under every model that has them.
"""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.flows import ticks
from sandbox.flows.program import Breakdowns, Elastic, ProgramBuilder, Station
from sandbox.models.numbers import last, span
from sandbox.models.outages import names_of
from sandbox.models.platforms import Platforms
from sandbox.models.regions import Tree
from sandbox.policy.governance.office import CLERKS, people_of
from sandbox.policy.laws import law
from sandbox.scenario.station_values import resolve_station
from sandbox.scenario.workings import OutageEvent, StationSpec
from sandbox.world.world import Agency, World


class Sites:
    """Adds stations to a program when they are first needed."""

    def __init__(self, world: World, builder: ProgramBuilder, tree: Tree) -> None:
        self._world, self._builder, self._tree = world, builder, tree
        self._positions: dict[tuple[str, str], int] = {}
        self._centres: dict[str, str] = {}
        self._office: int | None = None
        self._specs: dict[tuple[str, ...], StationSpec] = {}
        self._events: dict[str, list[OutageEvent]] = {}
        for spec in world.scenario.disturbances.values():
            for name in spec.outage.stations if spec.outage else ():
                assert spec.outage is not None
                self._events.setdefault(name, []).append(spec.outage)
        self.platforms = Platforms(world)

    def point(self, region: str, network: str) -> str:
        """The place where the platform of a region stands on a network."""
        place = f"{network}@{region}"
        return place if place in self._world.graph else self._centre(region)

    def agency(self, role: str, agency: Agency) -> int:
        """The station of a role at an agency."""
        key = (role, agency.id)
        if key not in self._positions:
            self._positions[key] = self._add(
                f"{role}@{agency.id}", role, agency.region, agency.department
            )
        return self._positions[key]

    def platform(self, role: str, region: str, network: str) -> int:
        """The station of a role on the platform of a region and a network."""
        place = region if network == self.platforms.usual else f"{network}@{region}"
        key = (role, place)
        if key not in self._positions:
            self._positions[key] = self._add(f"{role}@{place}", role, region, None)
        return self._positions[key]

    def _add(self, name: str, role: str, region: str, department: str | None) -> int:
        labels = {"role": role, "region": region, "level": self._world.regions[region].level}
        if department is not None:
            labels |= {"department": department, "agency": f"{department}@{region}"}
        named = names_of(name, labels, self._tree)
        spec = self._spec(role, named)
        breakdowns = []
        if spec.outage is not None:
            breakdowns.append(Breakdowns(float(spec.outage.mtbf), float(spec.outage.mttr)))
        outages: list[tuple[int, int]] = []
        # each outage hits a station once, however many of its names mean it
        struck = {
            id(event): event for key in self._events if key in named for event in self._events[key]
        }
        for event in struck.values():
            if event.mtbf is not None and event.mttr is not None:
                breakdowns.append(Breakdowns(float(event.mtbf), float(event.mttr)))
            elif (interval := span(self._world, event.from_, event.for_)) is not None:
                outages.append(interval)
        return self._builder.station(
            Station(
                name,
                law(spec.service),
                servers=self._people(role, labels) or round(spec.servers or 1),
                priority=spec.discipline == "priority",
                places=-1 if spec.queue is None else round(spec.queue),
                hours=self._hours() if spec.hours == "office" else -1,
                fails_when_down=spec.when_down == "fail",
                breakdowns=tuple(breakdowns),
                outages=tuple(sorted(outages)),
                elastic=_elastic(spec),
                price=-1.0 if spec.price is None else float(spec.price),
                labels=labels,
            )
        )

    def _spec(self, role: str, named: tuple[str, ...]) -> StationSpec:
        """What the station is like: the most special entry that has a value holds for it."""
        written = self._world.scenario.stations
        if role not in written:
            return StationSpec.model_construct()
        key = tuple(name for name in named if name in written)
        if key not in self._specs:
            self._specs[key] = resolve_station(self._world.scenario, key)
        return self._specs[key]

    def _people(self, role: str, labels: Mapping[str, str]) -> int:
        """Clerks are people of the business bureau, where the scenario says how many there are."""
        governance = self._world.scenario.governance
        if role != "clerk" or governance is None or governance.staff is None:
            return 0
        return people_of(governance, labels["agency"], CLERKS)

    def _hours(self) -> int:
        if self._office is None:
            intervals = self._world.calendar.open_intervals(0.0, last(self._world))
            self._office = self._builder.hours([(ticks(a), ticks(b)) for a, b in intervals])
        return self._office

    def _centre(self, region: str) -> str:
        """In imported graphs without exchange points: the best connected place of a region."""
        if region not in self._centres:
            graph = self._world.graph
            inside = [n for n, data in graph.nodes(data=True) if data.get("region") == region]
            parent = self._world.regions[region].parent
            if inside:
                best = min(inside, key=lambda node: (-graph.degree[node], node))
            elif parent is not None:
                best = self._centre(parent)
            else:
                best = min(graph.nodes, key=lambda node: (-graph.degree[node], node))
            self._centres[region] = best
        return self._centres[region]


def _elastic(spec: StationSpec) -> Elastic | None:
    if spec.elastic is None:
        return None
    return Elastic(
        round(spec.elastic.minimum),
        round(spec.elastic.maximum),
        float(spec.elastic.target),
        ticks(float(spec.elastic.every)),
        ticks(float(spec.elastic.delay)),
    )
