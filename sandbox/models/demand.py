"""Streams of requests: needs as they fall on agencies, the same under every model.

In: a world's demands and how a model answers their uses. Out: streams named as demands, with
rhythm, deadline, priority, surges, and one row for each place where subjects may be at home.
"""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.flows import Join, Outcome, ticks
from sandbox.flows.operations import Done, Scatter
from sandbox.flows.program import Rhythm, Stream, StreamKind, Surge
from sandbox.models.bench import Bench, Use
from sandbox.models.legs import Leg, Path
from sandbox.models.model import Model
from sandbox.models.numbers import span
from sandbox.models.thinning import thinned
from sandbox.world.world import Agency, Demand, Subjects


class Streams:
    """Adds the streams of all demands."""

    def __init__(self, bench: Bench, model: Model) -> None:
        self._bench, self._model = bench, model
        self._paths: dict[str, Path] = {}
        self._parents: dict[str, int] = {}

    def flow(self) -> None:
        """Add them, and everything that they need."""
        demands = self._bench.world.demands.values()
        rows = thinned(self._bench.world)
        for demand in demands:
            self._stream(demand, rows.get(demand.id, demand.subjects))

    def _stream(self, demand: Demand, subjects: Sequence[Subjects]) -> None:
        spec = demand.spec
        legs: dict[str, Leg] = {}
        for home in subjects:
            for partition in home.partitions:
                if partition not in legs:
                    legs[partition] = self._leg(demand, partition)
        if len(spec.resources) > 1:
            flow, rows = self._fan_out(demand, subjects, legs)
        else:
            flow = self._bench.flows.of(leg.path for leg in legs.values())
            named = {f"{demand.id}|{part}": leg for part, leg in legs.items()}
            row = dict(zip(legs, self._rows(named)))
            rows = [row[home.partitions[0]] for home in subjects]
        self._bench.builder.stream(self._described(demand, flow, rows, subjects))

    def _leg(self, demand: Demand, partition: str) -> Leg:
        world = self._bench.world
        found = world.partitions[partition]
        use = Use(
            demand,
            world.agencies[demand.consumer],
            found,
            world.agencies[found.source],
            world.resources[found.resource],
            self._bench.gates.permit(demand, found),
        )
        asking = self._model.asking
        leg = asking.own(asking.source(use)) if use.own else self._model.leg(use)
        if demand.spec.cross_check and use.resource.verifiers:
            return self._cross_checked(use, leg)
        return leg

    def _cross_checked(self, use: Use, leg: Leg) -> Leg:
        """The source and the verifiers are asked; the majority is the answer (多元校核)."""
        legs = {"": leg}
        for verifier in use.resource.verifiers:
            agency = self._verifier(use, verifier.department)
            if agency is None:
                continue
            asking, error = self._model.asking, float(verifier.error)
            if agency.id == use.consumer.id:
                legs[agency.id] = asking.own(asking.verifier(use, agency, error))
            elif (asked := self._model.check(use, agency, error)) is not None:
                legs[agency.id] = asked
        name, rows = self._children(
            {f"{use.demand.id}|{use.partition.id}<{who}": leg for who, leg in legs.items()}
        )
        path = self._gathering("majority", name, Join.MAJORITY)
        return Leg(path, {path.name: self._bench.builder.list(rows)})

    def _verifier(self, use: Use, department: str) -> Agency | None:
        """The verifying department's agency at the source's place, or the nearest above it."""
        agencies = self._bench.world.agencies
        for region in self._bench.tree.up(use.source.region):
            agency = agencies.get(f"{department}@{region}")
            if agency is not None:
                return agency
        return None

    def _fan_out(
        self, demand: Demand, subjects: Sequence[Subjects], legs: dict[str, Leg]
    ) -> tuple[int, list[int]]:
        """All sources of a need are asked at once; the last answer counts."""
        name, rows = self._children({f"{demand.id}|{part}": leg for part, leg in legs.items()})
        child = dict(zip(legs, rows))
        path = self._gathering("all", name, Join.ALL)
        flow = self._bench.flows.of([path])
        builder = self._bench.builder
        return flow, [
            builder.row(
                f"{demand.id}|{'+'.join(home.partitions)}",
                {path.name: builder.list([child[part] for part in home.partitions])},
            )
            for home in subjects
        ]

    def _children(self, legs: dict[str, Leg]) -> tuple[str, list[int]]:
        """The flow of scattered children, by name, and their rows."""
        flow = self._bench.flows.of(leg.path for leg in legs.values())
        return self._bench.flows.name(flow), self._rows(legs)

    def _gathering(self, what: str, name: str, join: Join) -> Path:
        """Ask all rows of a list in the flow `name`; the slot of the list is called as the path."""
        key = f"{what} of ({name})"
        if key not in self._paths:
            self._paths[key] = Path(key, (Scatter(key, name, join), Done(Outcome.ANSWERED)))
        return self._paths[key]

    def _rows(self, legs: dict[str, Leg]) -> list[int]:
        bound = self._bench.flows.bound(list(legs.values()))
        return [self._bench.builder.row(key, bindings) for key, bindings in zip(legs, bound)]

    def _described(
        self, demand: Demand, flow: int, rows: list[int], subjects: Sequence[Subjects]
    ) -> Stream:
        world, spec = self._bench.world, demand.spec
        agency = world.agencies[demand.consumer]
        whole = sum(home.weight for home in subjects)
        popular = spec.popularity
        providers = dict.fromkeys(world.resources[name].provider for name in spec.resources)
        return Stream(
            demand.id,
            StreamKind.NEED,
            flow,
            tuple(rows),
            tuple(home.weight / whole for home in subjects),
            float(spec.rate),
            rhythm=self._rhythm(spec.profile),
            fixed=spec.arrivals is not None and spec.arrivals.kind == "fixed",
            times=None if demand.times is None else tuple(map(ticks, demand.times)),
            deadline=ticks(float(spec.deadline)),
            priority=round(spec.priority),
            misuse=float(spec.out_of_scope),
            popular=(float(popular.records), float(popular.requests)) if popular else (0.0, 0.0),
            surges=self._surges(demand, agency),
            labels={
                "need": demand.need,
                "resource": "+".join(spec.resources),
                "department": agency.department,
                "region": agency.region,
                "level": agency.level,
                "agency": agency.id,
                "provider": "+".join(providers),
            },
        )

    def _rhythm(self, name: str) -> int:
        builder, world = self._bench.builder, self._bench.world
        found = builder.rhythms.find(name)
        if found is not None:
            return found
        drain = float(world.scenario.study.drain)
        times, mass = world.calendar.rhythm(world.scenario.profiles[name], drain)
        return builder.rhythm(
            Rhythm(name, tuple(map(ticks, times)), tuple(float(ticks(part)) for part in mass))
        )

    def _surges(self, demand: Demand, agency: Agency) -> tuple[Surge, ...]:
        found = []
        for name, spec in self._bench.world.scenario.disturbances.items():
            surge = spec.surge
            if surge is None or demand.need not in surge.needs:
                continue
            tree = self._bench.tree
            if surge.regions is None or any(
                tree.within(agency.region, region) for region in surge.regions
            ):
                interval = span(self._bench.world, surge.from_, surge.for_)
                if interval is not None:
                    found.append(Surge(name, *interval, float(surge.factor)))
        return tuple(found)
