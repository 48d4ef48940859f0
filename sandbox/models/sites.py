"""Stations at their places: agencies' own ones and those of the platform of a region.

In: the stations section of a scenario, by role and place, working hours, outages. Out: stations
of a program, named `role@agency` or `role@region` (`role@network@region` off the extranet), the
same under every model that has them.
"""

from __future__ import annotations

from typing import Any

from sandbox.flows import ticks
from sandbox.flows.program import Breakdowns, Elastic, ProgramBuilder, Station
from sandbox.models.numbers import last, law, span
from sandbox.scenario.workings import OutageEvent, StationSpec
from sandbox.world.world import Agency, World

FIELDS = ("servers", "service", "discipline", "queue", "hours", "when_down", "elastic", "outage")


def resolve_station(
    world: World, role: str, region: str, department: str | None = None
) -> dict[str, Any]:
    """What a station of `role` is like: for each value the most special entry that has it.

    From the general to the special: `role`, `role@department`, `role@region`, `role@agency`.
    Values that no entry has are absent.
    """
    keys = [role]
    if department is not None:
        keys.append(f"{role}@{department}")
    keys.append(f"{role}@{region}")
    if department is not None:
        keys.append(f"{role}@{department}@{region}")
    values: dict[str, Any] = {}
    for key in keys:
        spec: StationSpec | None = world.scenario.stations.get(key)
        if spec is not None:
            for field in FIELDS:
                value = getattr(spec, field)
                if value is not None:
                    values[field] = value
    return values


class Sites:
    """Adds stations to a program when they are first needed."""

    def __init__(self, world: World, builder: ProgramBuilder) -> None:
        self._world, self._builder = world, builder
        self._positions: dict[tuple[str, str], int] = {}
        self._centres: dict[str, str] = {}
        self._office: int | None = None
        self._events: dict[str, list[OutageEvent]] = {}
        for spec in world.scenario.disturbances.values():
            for name in spec.outage.stations if spec.outage else ():
                assert spec.outage is not None
                self._events.setdefault(name, []).append(spec.outage)
        kinds = {spec.kind: name for name, spec in reversed(world.scenario.networks.items())}
        first = next(iter(world.scenario.networks), "")
        self.extranet = kinds.get("extranet", kinds.get("internet", first))
        self.intranet = kinds.get("intranet", self.extranet)

    def network(self, secrecy: str) -> str:
        """The network whose platform serves information of this secrecy (article 4)."""
        return self.intranet if secrecy == "secret" else self.extranet

    def point(self, region: str, secrecy: str) -> str:
        """The place where the platform of a region stands."""
        place = f"{self.network(secrecy)}@{region}"
        return place if place in self._world.graph else self._centre(region)

    def agency(self, role: str, agency: Agency) -> int:
        """The station of a role at an agency."""
        key = (role, agency.id)
        if key not in self._positions:
            self._positions[key] = self._add(
                f"{role}@{agency.id}", role, agency.region, agency.department
            )
        return self._positions[key]

    def platform(self, role: str, region: str, secrecy: str) -> int:
        """The station of a role on the platform of a region."""
        network = self.network(secrecy)
        place = region if network == self.extranet else f"{network}@{region}"
        key = (role, place)
        if key not in self._positions:
            self._positions[key] = self._add(f"{role}@{place}", role, region, None)
        return self._positions[key]

    def _add(self, name: str, role: str, region: str, department: str | None) -> int:
        values = resolve_station(self._world, role, region, department)
        elastic, outage = values.get("elastic"), values.get("outage")
        servers = round(values.get("servers", 1))
        labels = {"role": role, "region": region, "level": self._world.regions[region].level}
        if department is not None:
            labels |= {"department": department, "agency": f"{department}@{region}"}
        breakdowns = [Breakdowns(float(outage.mtbf), float(outage.mttr))] if outage else []
        outages: list[tuple[int, int]] = []
        for event in self._events.get(name, ()):
            if event.mtbf is not None and event.mttr is not None:
                breakdowns.append(Breakdowns(float(event.mtbf), float(event.mttr)))
            elif (interval := span(self._world, event.from_, event.for_)) is not None:
                outages.append(interval)
        return self._builder.station(
            Station(
                name,
                law(values.get("service")),
                servers=servers,
                priority=values.get("discipline") == "priority",
                places=round(values["queue"]) if "queue" in values else -1,
                hours=self._hours() if values.get("hours") == "office" else -1,
                fails_when_down=values.get("when_down") == "fail",
                breakdowns=tuple(breakdowns),
                outages=tuple(sorted(outages)),
                elastic=elastic
                and Elastic(
                    round(elastic.minimum),
                    round(elastic.maximum),
                    float(elastic.target),
                    ticks(float(elastic.every)),
                    ticks(float(elastic.delay)),
                ),
                labels=labels,
            )
        )

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
