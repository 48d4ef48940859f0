"""Needs as they fall on agencies: who asks, and where the subjects of requests are at home.

In: needs, agencies, who keeps whose records, routes. Out: demands with subjects whose weights add
up to one; needs that nobody has, or that no permitted network serves, are problems.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sandbox.language import Message
from sandbox.scenario.information import Reach
from sandbox.scenario.part import Level
from sandbox.scenario.scenario import Scenario
from sandbox.world.planting import Refuse, level_name
from sandbox.world.routes import Routes
from sandbox.world.sources import Keepers
from sandbox.world.tree import ancestry, within
from sandbox.world.world import Agency, Demand, Partition, Region, Subjects

SCOPES: tuple[Level, ...] = ("prefecture", "province", "nation")
"""What a reach goes to beyond the consumer's own region, from near to far."""

Rings = list[tuple[str, str, str | None]]
"""Scope, the region that it fills, and the region inside it that it leaves out."""


class Reaches:
    """Subjects by resources, reach and region; equal ones are computed and kept once."""

    def __init__(
        self,
        regions: Mapping[str, Region],
        homes: Mapping[str, tuple[str, ...]],
        keepers: Keepers,
    ) -> None:
        self._regions, self._homes, self._keepers = regions, homes, keepers
        self._at: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = {}
        self._counted: dict[object, tuple[tuple[tuple[str, ...], float], ...]] = {}
        self._sums: dict[object, float] = {}
        self._rings: dict[object, tuple[Subjects, ...]] = {}
        self._all: dict[object, tuple[Subjects, ...]] = {}

    def subjects(
        self, resources: tuple[str, ...], region: str, reach: Reach
    ) -> tuple[Subjects, ...]:
        """Where subjects are at home, for a consumer in `region`; empty: nowhere.

        The weight of a scope without inhabitants goes to the others in proportion; when nothing is
        left of the reach, every scope that has inhabitants counts by their number.
        """
        wanted = (reach.local, reach.prefecture, reach.province, reach.nation)
        key = (resources, region, *map(float, wanted))
        if key not in self._all:
            self._all[key] = self._compute(resources, region, reach)
        return self._all[key]

    def _compute(
        self, resources: tuple[str, ...], region: str, reach: Reach
    ) -> tuple[Subjects, ...]:
        around = self._around(region)
        wanted = [
            (ring, float(getattr(reach, ring[0]))) for ring in around if getattr(reach, ring[0])
        ]
        rings = [(ring, weight) for ring, weight in wanted if self._people(resources, ring) > 0]
        if not rings:
            everywhere = [(ring, self._people(resources, ring)) for ring in around]
            rings = [(ring, people) for ring, people in everywhere if people > 0]
        whole = sum(weight for _, weight in rings)
        found: list[Subjects] = []
        for ring, weight in rings:
            found.extend(self._share(resources, ring, weight / whole))
        return tuple(found)

    def _around(self, region: str) -> Rings:
        rings: Rings = [("local", region, None)]
        inner = region
        for scope in SCOPES:
            outer = next((r for r in ancestry(self._regions, region) if r.level == scope), None)
            if outer is not None and outer.code != inner and outer.code != region:
                rings.append((scope, outer.code, inner))
                inner = outer.code
        return rings

    def _inhabitants(
        self, resources: tuple[str, ...], ring: tuple[str, str, str | None]
    ) -> tuple[tuple[tuple[str, ...], float], ...]:
        """Inhabitants of a ring by the partitions that keep their records."""
        key = (resources, ring)
        if key not in self._counted:
            _, outer, inner = ring
            inside = set(self._homes[inner]) if inner is not None else set()
            at = self._kept(resources)
            counted: dict[tuple[str, ...], float] = {}
            for home in self._homes[outer]:
                if home not in inside and home in at:
                    people = self._regions[home].population
                    counted[at[home]] = counted.get(at[home], 0.0) + people
            self._counted[key] = tuple((p, n) for p, n in counted.items() if n > 0)
        return self._counted[key]

    def _people(self, resources: tuple[str, ...], ring: tuple[str, str, str | None]) -> float:
        """How many people live in a ring and have records."""
        key = (resources, ring)
        if key not in self._sums:
            self._sums[key] = sum(n for _, n in self._inhabitants(resources, ring))
        return self._sums[key]

    def _kept(self, resources: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """By home: the partitions of all the resources, for homes where each has one."""
        if resources not in self._at:
            kept = [self._keepers[name] for name in resources]
            self._at[resources] = {
                home: tuple(of[home] for of in kept)
                for home in kept[0]
                if all(home in of for of in kept)
            }
        return self._at[resources]

    def _share(
        self, resources: tuple[str, ...], ring: tuple[str, str, str | None], weight: float
    ) -> tuple[Subjects, ...]:
        key = (resources, ring, weight)
        if key not in self._rings:
            counted = self._inhabitants(resources, ring)
            people = self._people(resources, ring)
            self._rings[key] = tuple(
                Subjects(partitions, weight * n / people, ring[0]) for partitions, n in counted
            )
        return self._rings[key]


def fall(
    scenario: Scenario,
    regions: Mapping[str, Region],
    agencies: Mapping[str, Agency],
    reaches: Reaches,
    refuse: Refuse,
) -> dict[str, Demand]:
    """Every need at every agency that has it."""
    demands: dict[str, Demand] = {}
    by_department: dict[str, list[Agency]] = {}
    for agency in agencies.values():
        by_department.setdefault(agency.department, []).append(agency)
    for name, need in scenario.needs.items():
        for position, code in enumerate(need.regions or ()):
            if code not in regions:
                refuse(
                    ("needs", name, "regions", position),
                    Message("no region {code} in this scenario", {"code": code}),
                )
        inside = within(regions, need.regions)
        consumers = [
            agency
            for agency in by_department.get(need.consumer, ())
            if agency.level in need.levels and agency.region in inside
        ]
        for position, level in enumerate(need.levels):
            if inside and not any(a.level == level for a in by_department.get(need.consumer, ())):
                refuse(
                    ("needs", name, "levels", position),
                    Message(
                        "{department} has no agency at level {level}",
                        {
                            "department": scenario.departments[need.consumer].name,
                            "level": level_name(level),
                        },
                    ),
                )
        if not consumers and inside:
            refuse(
                ("needs", name, "consumer"),
                Message(
                    "no agency of {department} has this need: none is at its levels in its regions",
                    {"department": scenario.departments[need.consumer].name},
                ),
            )
        nowhere: list[Agency] = []
        resources = tuple(need.resources)
        at = {
            region: reaches.subjects(resources, region, need.reach)
            for region in dict.fromkeys(agency.region for agency in consumers)
        }
        for agency in consumers:
            subjects = at[agency.region]
            if not subjects:
                nowhere.append(agency)
            demand = f"{name}@{agency.id}"
            demands[demand] = Demand(demand, name, agency.id, need, subjects)
        if nowhere:
            refuse(
                ("needs", name, "resources"),
                Message(
                    "nobody whom {agency} could ask about has records of all these resources",
                    {"agency": nowhere[0].name},
                ),
            )
    return demands


def check_routes(
    scenario: Scenario,
    agencies: Mapping[str, Agency],
    partitions: Mapping[str, Partition],
    demands: Mapping[str, Demand],
    routes: Routes,
    refuse: Refuse,
) -> None:
    """Refuse needs whose consumers cannot reach a source on a permitted network (article 4)."""
    settled: dict[str, set[str]] = {name: set() for name in scenario.needs}
    for demand in demands.values():
        done, resources = settled[demand.need], demand.spec.resources
        for partition in _asked(demand, done):
            kept = partitions[partition]
            if kept.resource in done:
                continue
            secrecy = scenario.catalogue[kept.resource].secrecy
            if routes.connected(demand.consumer, kept.source, secrecy):
                if routes.tree and kept.source != demand.consumer:
                    done.add(kept.resource)  # agencies of a department are on the same networks
                continue
            done.add(kept.resource)
            refuse(
                ("needs", demand.need, "resources", resources.index(kept.resource)),
                Message(
                    "no route from {consumer} to {source} on a network that may carry "
                    "{secrecy} information (article 4)",
                    {
                        "consumer": agencies[demand.consumer].name,
                        "source": agencies[kept.source].name,
                        "secrecy": SECRECY_NAMES[secrecy],
                    },
                ),
            )


def _asked(demand: Demand, done: set[str]) -> Iterator[str]:
    """Partitions that the demand asks, each once, until all its resources are done."""
    seen: set[str] = set()
    for subjects in demand.subjects:
        if len(done) == len(demand.spec.resources):
            return
        for partition in subjects.partitions:
            if partition not in seen:
                seen.add(partition)
                yield partition


SECRECY_NAMES: Mapping[str, Message] = {
    "public": Message("public"),
    "internal": Message("internal"),
    "sensitive": Message("sensitive"),
    "secret": Message("secret"),
}
"""The degrees of secrecy for use in a sentence."""
